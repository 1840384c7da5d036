import type { VNode } from 'preact';
import { mostSelected } from '../../domain/selection.js';
import { ContactLinks } from '../components/contact.js';
import { Document } from '../components/document.js';
import { Fields } from '../components/fields.js';
import { Section } from '../components/section.js';
import { Words } from '../components/text.js';
import type { PageContext } from '../page-context.js';
import { mostCompared, type ListItem, type ListModel, type TargetModel } from '../view-models/list-page.js';

interface ListProps {
  readonly model: ListModel;
  readonly context: PageContext;
}

/** The visitor's list, or one that was shared (portal.md section 6). */
export function ListPageView({ model, context }: ListProps): VNode {
  const { lang } = context;
  const words = context.m.list;
  const title = model.isOwn ? words.title : words.sharedTitle;
  return (
    <Document context={context} title={title} path={model.isOwn ? '/list' : model.shareHref.slice(lang.length + 1)} section="list" noIndex>
      <div class="wrap list-page">
        <h1>{title}</h1>
        <p class="lead">{model.isOwn ? words.intro : words.sharedIntro}</p>
        {model.isFull ? <p class="banner warning">{words.full(mostSelected)}</p> : null}
        {model.items.length === 0 ? (
          <>
            <p>{words.empty}</p>
            <p>
              <a class="button" href={`/${lang}/datasets`}>
                {words.search}
              </a>
            </p>
          </>
        ) : (
          <Filled model={model} context={context} />
        )}
      </div>
    </Document>
  );
}

function Filled({ model, context }: ListProps): VNode {
  const { lang } = context;
  const words = context.m.list;
  const there = model.items.filter(({ isThere }) => isThere);
  return (
    <>
      <h2>{words.count(model.items.length)}</h2>
      <ul class="hits plain">
        {model.items.map((item) => (
          <li key={item.id}>
            <Item item={item} model={model} context={context} />
          </li>
        ))}
      </ul>
      {there.length < 2 ? null : (
        <form id="compare" action={`/${lang}/list/compare`} method="get" class="actions">
          {there.map(({ id }) => (
            <input key={id} type="hidden" name="all" value={id} />
          ))}
          <button type="submit">{words.compare.button}</button>
          <span class="hint">{words.compare.help(mostCompared)}</span>
        </form>
      )}
      {model.isOwn ? (
        <ListForm action="clear" entries={[]} context={context}>
          {words.clear}
        </ListForm>
      ) : (
        <div class="actions">
          <ListForm action="replace" entries={model.entries} context={context}>
            {words.keep}
          </ListForm>
          <span class="hint">{words.keepHelp}</span>
        </div>
      )}
      {there.length === 0 ? null : <Handover model={model} context={context} />}
      <Section id="share" title={words.share}>
        <p>{words.shareHelp}</p>
        <p id="share-address" class="citation">
          <a href={model.shareHref}>{context.baseUrl + model.shareHref}</a>
        </p>
        <button type="button" hidden data-copy="share-address" data-copied={context.m.copied}>
          {words.copy}
        </button>
      </Section>
      {there.length === 0 ? null : (
        <Section id="downloads" title={words.downloads}>
          <ul class="inline">
            {model.downloads.map(({ form, href }) => (
              <li key={form}>
                <a href={href} rel="nofollow">
                  {words.downloadLinks[form]}
                </a>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Item({ item, model, context }: { readonly item: ListItem; readonly model: ListModel; readonly context: PageContext }): VNode {
  const words = context.m.list;
  return (
    <article class="hit">
      <h3>
        {item.href === null ? (
          <Words text={item.title} context={context} />
        ) : (
          <a href={item.href}>
            <Words text={item.title} context={context} />
          </a>
        )}
      </h3>
      {item.notice === null ? null : (
        <p>
          <span class="badge warning">{item.notice}</span>
        </p>
      )}
      {item.addedOn === null ? null : <p class="muted">{words.addedOn(item.addedOn)}</p>}
      {item.changedHref === null ? null : (
        <p class="notice">
          {words.changed} <a href={item.changedHref}>{words.changedLink}</a>
        </p>
      )}
      {item.goneDistributions === 0 ? null : <p class="notice">{words.goneDistributions(item.goneDistributions)}</p>}
      {item.fields.length === 0 ? null : <Fields id={item.id} fields={item.fields} context={context} compact />}
      {item.isThere ? <Choice item={item} isOwn={model.isOwn} context={context} /> : null}
      <div class="actions">
        {item.isThere && model.items.length > 1 ? (
          <label class="tick">
            <input type="checkbox" name="id" value={item.id} form="compare" aria-label={words.compare.pick(item.title.text)} /> {words.compare.label}
          </label>
        ) : null}
        {model.isOwn ? (
          <ListForm action="remove" entries={[item.id]} label={words.removeTitle(item.title.text)} context={context}>
            {words.remove}
          </ListForm>
        ) : null}
      </div>
    </article>
  );
}

/** Which distributions are meant; a list that was shared shows it, one's own lets it be changed. */
function Choice({ item, isOwn, context }: { readonly item: ListItem; readonly isOwn: boolean; readonly context: PageContext }): VNode | null {
  const { lang } = context;
  const words = context.m.list;
  const chosen = item.distributions.filter((distribution) => distribution.chosen);
  const told = (
    <p>
      {chosen.length === 0 ? (
        words.whole
      ) : (
        <>
          {words.chosen}: {chosen.map(({ key, title }, n) => [n === 0 ? '' : ', ', <Words key={key} text={title} context={context} />])}
        </>
      )}
    </p>
  );
  if (!isOwn || item.distributions.length === 0) return told;
  return (
    <>
      {told}
      <details>
        <summary>
          {words.choose(item.distributions.length)} <span class="hidden">– {item.title.text}</span>
        </summary>
        <form action={`/${lang}/list`} method="post">
          <input type="hidden" name="action" value="choose" />
          <input type="hidden" name="id" value={item.id} />
          <fieldset>
            <legend>{words.chooseHelp}</legend>
            {item.distributions.map(({ key, title, chosen: isChosen }) => (
              <label key={key} class="tick">
                <input type="checkbox" name="distribution" value={key} checked={isChosen} /> <Words text={title} context={context} />
              </label>
            ))}
          </fieldset>
          <button type="submit">{words.chooseButton}</button>
        </form>
      </details>
    </>
  );
}

function Handover({ model, context }: ListProps): VNode {
  const words = context.m.list.handover;
  return (
    <Section id="handover" title={words.title} card>
      <p>{words.text}</p>
      {model.publicCount === 0 ? null : <p>{words.openText(model.publicCount)}</p>}
      {model.targets.length === 0 ? <p>{words.none}</p> : null}
      {model.targets.map((target) => (
        <Target key={target.id} target={target} model={model} context={context} />
      ))}
      {model.authorities.length === 0 ? null : (
        <>
          <h3>{words.authorities}</h3>
          {model.authorities.map((contact) => (
            <ContactLinks key={contact.name} contact={contact} context={context} />
          ))}
        </>
      )}
    </Section>
  );
}

function Target({ target, model, context }: ListProps & { readonly target: TargetModel }): VNode {
  const words = context.m.list.handover;
  return (
    <div>
      {target.help === null ? null : <p>{target.help}</p>}
      {target.kind === 'post' ? (
        <form action={`/${context.lang}/list/handover`} method="post">
          <input type="hidden" name="target" value={target.id} />
          {model.entries.map((entry) => (
            <input key={entry} type="hidden" name="id" value={entry} />
          ))}
          <button type="submit" class="primary">
            {words.sendTo(target.title)}
          </button>
        </form>
      ) : target.href === null ? null : (
        <p>
          <a class="button primary" href={target.href}>
            {target.kind === 'mail' ? words.mailTo(target.title) : words.openSite(target.title)}
          </a>
        </p>
      )}
    </div>
  );
}

function ListForm({
  action,
  entries,
  label,
  context,
  children,
}: {
  readonly action: 'remove' | 'clear' | 'replace';
  readonly entries: readonly string[];
  readonly label?: string;
  readonly context: PageContext;
  readonly children: string;
}): VNode {
  return (
    <form action={`/${context.lang}/list`} method="post">
      <input type="hidden" name="action" value={action} />
      {entries.map((entry) => (
        <input key={entry} type="hidden" name="id" value={entry} />
      ))}
      <button type="submit" aria-label={label}>
        {children}
      </button>
    </form>
  );
}

/** What became of a list that was posted. */
export function HandoverResultView({
  site,
  outcome,
  context,
}: {
  readonly site: string;
  readonly outcome: { readonly isTaken: boolean; readonly continueAt: string | null };
  readonly context: PageContext;
}): VNode {
  const words = context.m.list.handover;
  const title = outcome.isTaken ? words.sentTitle : words.failedTitle;
  return (
    <Document context={context} title={title} path={null} section="list" noIndex>
      <div class="wrap narrow">
        <h1>{title}</h1>
        <p class="lead">{outcome.isTaken ? words.sent(site) : words.failed(site)}</p>
        {outcome.continueAt === null ? null : (
          <p>
            <a class="button primary" href={outcome.continueAt}>
              {words.continueAt(site)}
            </a>
          </p>
        )}
        <p>
          <a href={`/${context.lang}/list`}>{words.back}</a>
        </p>
      </div>
    </Document>
  );
}
