import type { VNode } from 'preact';
import { Document } from '../components/document.js';
import { Table } from '../components/table.js';
import { asIs, Time, Words } from '../components/text.js';
import type { PageContext } from '../page-context.js';
import type { DatasetPageModel } from '../view-models/dataset-page.js';
import type { ChangeModel, HistoryModel, VersionModel } from '../view-models/history.js';
import type { Text } from '../view-models/text.js';
import { DatasetBody } from './dataset.js';

export interface HistoryPageProps {
  readonly id: string;
  readonly title: Text;
  readonly model: HistoryModel;
  /** The day that was asked for, and why it leads nowhere. */
  readonly asked?: { readonly date: string; readonly trouble: string } | undefined;
  readonly context: PageContext;
}

/** What became of one record; its dates, its versions with what each changed, and what was done with it (R50). */
export function HistoryPageView({ id, title, model, asked, context }: HistoryPageProps): VNode {
  const { m, lang } = context;
  const words = m.dataset.history;
  return (
    <Document context={context} title={words.titleOf(title.text)} path={`/datasets/${id}/history`} section="datasets">
      <div class="wrap">
        <p>
          <a href={`/${lang}/datasets/${id}`}>{m.dataset.variables.back}</a>
        </p>
        <h1>{words.title}</h1>
        <p class="lead">
          <Words text={title} context={context} />
        </p>
        <p>{words.intro}</p>
        <DateForm id={id} asked={asked} context={context} />
        {model.versions.length === 0 ? (
          <p>{words.none}</p>
        ) : (
          <Table id="versions" caption={words.caption} columns={[words.version, words.published, words.why, words.changed]}>
            {model.versions.map((version) => (
              <VersionRow key={version.n} id={id} version={version} context={context} />
            ))}
          </Table>
        )}
        {model.events.length === 0 ? null : (
          <Table id="deeds" caption={words.deeds} columns={[words.when, words.what, words.why, words.version]}>
            {model.events.map(({ at, what, n, why }, i) => (
              <tr key={i}>
                <td>
                  <Time iso={at} context={context} precise />
                </td>
                <td>{what}</td>
                <td>{why}</td>
                <td>{n}</td>
              </tr>
            ))}
          </Table>
        )}
        <h2>{words.dates}</h2>
        <dl class="facts">
          {model.dates.map(({ label, iso }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                <Time iso={iso} context={context} />
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Document>
  );
}

/** Works without JavaScript: the answer is a redirect to the version of that day. */
function DateForm({ id, asked, context }: { readonly id: string; readonly asked: HistoryPageProps['asked']; readonly context: PageContext }): VNode {
  const words = context.m.dataset.history;
  return (
    <form method="get" action={`/${context.lang}/datasets/${id}/history`}>
      {asked === undefined ? null : (
        <p id="date-trouble" class="notice" role="status">
          {asked.trouble}
        </p>
      )}
      <p>
        <label for="date">{words.dateLabel}</label>{' '}
        <input
          id="date"
          name="date"
          type="date"
          required
          value={asked?.date}
          aria-describedby={asked === undefined ? 'date-help' : 'date-trouble date-help'}
          aria-invalid={asked === undefined ? undefined : 'true'}
        />{' '}
        <button type="submit">{words.dateButton}</button>
      </p>
      <p id="date-help" class="hint">
        {words.dateHelp}
      </p>
    </form>
  );
}

function VersionRow({ id, version, context }: { readonly id: string; readonly version: VersionModel; readonly context: PageContext }): VNode {
  const { lang, m } = context;
  const words = m.dataset.history;
  return (
    <tr>
      <th scope="row">
        {version.gap === null ? (
          <a href={`/${lang}/datasets/${id}/versions/${String(version.n)}`}>
            <span class="hidden">{words.read(version.n)}</span>
            <span aria-hidden="true">{version.n}</span>
          </a>
        ) : (
          version.n
        )}
        {version.current ? <span class="muted"> ({words.current})</span> : null}
      </th>
      <td>
        {version.periods.map(({ from, to }, i) => (
          <p key={i}>{periodText(from, to, context)}</p>
        ))}
      </td>
      <td>
        {version.why}
        {version.run === null ? null : (
          <>
            {' '}
            (<a href={version.run.href}>{words.run(version.run.n)}</a>)
          </>
        )}
      </td>
      <td>
        {version.gap ?? version.changed}
        {version.changes.length === 0 ? null : (
          <details>
            <summary>{words.show(version.n)}</summary>
            <Changes changes={version.changes} more={version.more} context={context} />
          </details>
        )}
      </td>
    </tr>
  );
}

function Changes({ changes, more, context }: { readonly changes: readonly ChangeModel[]; readonly more: number; readonly context: PageContext }): VNode {
  const words = context.m.dataset.history;
  return (
    <>
      <ul>
        {changes.map(({ name, path, removed, added }) => (
          <li key={path}>
            {name === null ? null : `${name} `}
            <code {...asIs}>{path}</code>
            <ul>
              {removed.map((value, i) => (
                <li key={`removed-${String(i)}`}>
                  {words.removed}: <del>{value}</del>
                </li>
              ))}
              {added.map((value, i) => (
                <li key={`added-${String(i)}`}>
                  {words.added}: <ins>{value}</ins>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {more <= 0 ? null : <p>{words.more(more)}</p>}
    </>
  );
}

export function periodText(from: string, to: string | null, { f, m }: PageContext): string {
  const words = m.dataset.history;
  return to === null ? words.from(f.dateTime(from)) : words.until(f.dateTime(from), f.dateTime(to));
}

/** A record as it was published with one version: the same page, under a banner, and not for search engines. */
export function VersionPageView({
  model,
  n,
  changes,
  more,
  context,
}: {
  readonly model: DatasetPageModel;
  readonly n: number;
  readonly changes: readonly ChangeModel[];
  readonly more: number;
  readonly context: PageContext;
}): VNode {
  const { m, lang } = context;
  const words = m.dataset.history;
  return (
    <Document context={context} title={words.versionTitle(n, model.title.text)} path={`/datasets/${model.id}/versions/${String(n)}`} section="datasets" noIndex>
      <div class="wrap">
        <ul class="links">
          <li>
            <a href={`/${lang}/datasets/${model.id}`}>{words.present}</a>
          </li>
          <li>
            <a href={`/${lang}/datasets/${model.id}/history`}>{words.back}</a>
          </li>
        </ul>
        {changes.length === 0 ? null : (
          <details>
            <summary>{words.show(n)}</summary>
            <Changes changes={changes} more={more} context={context} />
          </details>
        )}
      </div>
      <DatasetBody model={model} context={context} />
    </Document>
  );
}
