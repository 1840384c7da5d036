import type { VNode } from 'preact';
import { Document } from '../components/document.js';
import { Table } from '../components/table.js';
import { Time, Words } from '../components/text.js';
import type { PageContext } from '../page-context.js';
import type { VersionModel } from '../view-models/history.js';
import type { Text } from '../view-models/text.js';

export function HistoryPageView({
  id,
  title,
  versions,
  context,
}: {
  readonly id: string;
  readonly title: Text;
  readonly versions: readonly VersionModel[];
  readonly context: PageContext;
}): VNode {
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
        {versions.length === 0 ? (
          <p>{words.none}</p>
        ) : (
          <Table id="versions" caption={words.caption} columns={[words.version, words.published, words.received, words.run, words.changed]}>
            {versions.map((version) => (
              <tr key={version.n}>
                <th scope="row">
                  {version.n}
                  {version.current ? <span class="muted"> ({words.current})</span> : null}
                </th>
                <td>
                  <Time iso={version.publishedAt} context={context} precise />
                </td>
                <td>
                  <Time iso={version.receivedAt} context={context} precise />
                </td>
                <td>
                  <a href={`/${lang}/stations/${version.station}/runs/${version.run}`}>{m.stations.runTitle(version.run)}</a>
                </td>
                <td>{version.changed}</td>
              </tr>
            ))}
          </Table>
        )}
      </div>
    </Document>
  );
}
