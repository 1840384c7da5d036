import type { VNode } from 'preact';
import type { ProfileInfo } from '../../domain/validation.js';
import { ContactLinks, NotExhaustive } from '../components/contact.js';
import { Document } from '../components/document.js';
import { Words } from '../components/text.js';
import type { PageContext } from '../page-context.js';
import { plain, textOf } from '../view-models/text.js';

export function AboutPageView({ profiles, context }: { readonly profiles: readonly ProfileInfo[]; readonly context: PageContext }): VNode {
  const words = context.m.texts.about;
  const links: [string, string][] = [
    ['/api/v1/openapi.json', words.links.api],
    [`/${context.lang}/sparql`, words.links.sparql],
    ['/catalog.ttl', words.links.catalog],
  ];
  return (
    <Document context={context} title={words.title} description={words.intro} path="/about" section="about">
      <div class="wrap narrow">
        <h1>{words.title}</h1>
        <p class="lead">{words.intro}</p>
        <h2 id="how">{words.how}</h2>
        <List items={words.howText} />
        <NotExhaustive context={context} />
        <h2 id="glossary">{words.glossary}</h2>
        <dl class="glossary">
          {words.terms.map(({ id, term, text }) => (
            <div key={id} id={id}>
              <dt>{term}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        <h2 id="developers">{words.developers}</h2>
        <p>{words.developersText}</p>
        <ul>
          {links.map(([href, text]) => (
            <li key={href}>
              <a href={href}>{text}</a> <code>{href}</code>
            </li>
          ))}
        </ul>
        <h2 id="rules">{words.rules}</h2>
        <p>{words.rulesText}</p>
        <ul>
          {profiles.map((profile) => (
            <li key={profile.id}>
              <a href={`/${context.lang}/profiles/${profile.id}`}>
                <Words text={textOf(profile.title, context, 200) ?? plain(profile.id)} context={context} />
              </a>{' '}
              <code>{profile.id}</code>
            </li>
          ))}
        </ul>
        <p>
          <a href={`/${context.lang}/profiles`}>{context.m.validator.form.rulesLink}</a>
        </p>
        <p>
          <a href={`/${context.lang}/validator`}>{context.m.validator.title}</a>
        </p>
        <Contact context={context} />
      </div>
    </Document>
  );
}

export function AccessibilityPageView({ context }: { readonly context: PageContext }): VNode {
  const words = context.m.texts.accessibility;
  return (
    <Document context={context} title={words.title} path="/accessibility">
      <div class="wrap narrow">
        <h1>{words.title}</h1>
        <p class="lead">{words.status}</p>
        <p>{words.statusText}</p>
        <p>{words.norm}</p>
        <h2>{words.done}</h2>
        <List items={words.doneList} />
        <h2>{words.limits}</h2>
        <p>{words.limitsText}</p>
        <h2>{words.problem}</h2>
        <p>{words.problemText}</p>
        <Contact context={context} />
      </div>
    </Document>
  );
}

export function PrivacyPageView({ context }: { readonly context: PageContext }): VNode {
  const words = context.m.texts.privacy;
  return (
    <Document context={context} title={words.title} path="/privacy">
      <div class="wrap narrow">
        <h1>{words.title}</h1>
        <p class="lead">{words.intro}</p>
        <h2>{words.log}</h2>
        <List items={words.logList} />
        <h2>{words.cookies}</h2>
        <p>{words.cookiesText}</p>
        <h2>{words.persons}</h2>
        <p>{words.personsText}</p>
        <Contact context={context} />
      </div>
    </Document>
  );
}

function List({ items }: { readonly items: readonly string[] }): VNode {
  return (
    <ul>
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}

function Contact({ context }: { readonly context: PageContext }): VNode | null {
  if (context.siteContact === null) return null;
  return (
    <>
      <h2 id="contact">{context.m.texts.about.contact}</h2>
      <ContactLinks contact={context.siteContact} context={context} />
    </>
  );
}
