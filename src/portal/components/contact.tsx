import type { VNode } from 'preact';
import { safeHref } from '../../rdf/iri.js';
import type { ContactModel, PageContext } from '../page-context.js';

/** The catalogue is not exhaustive (R67): says so, with whom to ask. */
export function NotExhaustive({ context, level = 2, q = '' }: { readonly context: PageContext; readonly level?: 2 | 3; readonly q?: string }): VNode {
  const { m, hdab } = context;
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section class="notice" aria-labelledby="not-exhaustive">
      <Heading id="not-exhaustive">{m.hdab.title}</Heading>
      <p>{m.hdab.text}</p>
      {hdab === null ? <p>{m.hdab.unknown}</p> : <ContactLinks contact={hdab} context={context} />}
      <p>
        <a href={`/${context.lang}/ask${q === '' ? '' : `?q=${encodeURIComponent(q)}`}`}>{m.overview.ask.link}</a>
      </p>
    </section>
  );
}

export function ContactLinks({ contact, context }: { readonly contact: ContactModel; readonly context: PageContext }): VNode {
  const { m } = context;
  const mail = contact.email === null ? null : safeHref(`mailto:${contact.email}`);
  return (
    <ul class="links">
      {contact.page === null ? null : (
        <li>
          <a href={contact.page}>{m.hdab.ask(contact.name)}</a>
        </li>
      )}
      {mail === null ? null : (
        <li>
          <a href={mail}>{m.hdab.mail(contact.name)}</a> <span class="muted">{contact.email}</span>
        </li>
      )}
      {contact.telephone === null ? null : <li>{m.hdab.call(contact.telephone)}</li>}
      {contact.page === null && mail === null && contact.telephone === null ? <li>{contact.name}</li> : null}
    </ul>
  );
}
