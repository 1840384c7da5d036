import type { VNode } from 'preact';
import { Mood } from '../components/badges.js';
import { Document } from '../components/document.js';
import { Rounds } from '../components/rounds.js';
import { Table } from '../components/table.js';
import { Time, Words } from '../components/text.js';
import type { PageContext } from '../page-context.js';
import type { RoundRow } from '../view-models/rounds.js';
import type { StationRow, StationSort } from '../view-models/stations-page.js';

export function StationsPageView({
  rows,
  rounds,
  sort,
  context,
}: {
  readonly rows: readonly StationRow[];
  readonly rounds: readonly RoundRow[];
  readonly sort: StationSort;
  readonly context: PageContext;
}): VNode {
  const { m, f, lang } = context;
  const words = m.stations;
  const path = (by: StationSort): string => (by === 'name' ? '/stations' : `/stations?sort=${by}`);
  const sortable = (by: StationSort, label: string): VNode => (
    <a href={`/${lang}${path(by)}`} aria-current={sort === by ? 'true' : undefined}>
      <span class="hidden">{words.sortBy('')}</span>
      {label}
    </a>
  );
  const columns = [
    sortable('name', words.name),
    words.organisation,
    words.kind,
    sortable('datasets', words.datasets),
    sortable('success', words.lastSuccess),
    words.nextRun,
    sortable('state', words.state),
  ];
  const when = (iso: string | null, otherwise: string): VNode =>
    iso === null ? <span class="missing">{otherwise}</span> : <Time iso={iso} context={context} precise />;
  return (
    <Document context={context} title={words.title} description={words.intro} path={path(sort)} section="stations">
      <div class="wrap">
        <h1>{words.title}</h1>
        <p class="lead">{words.intro}</p>
        <Table id="stations" caption={words.caption} columns={columns} numeric={[3]}>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <a href={row.href}>
                  <Words text={row.title} context={context} />
                </a>
              </th>
              <td>{row.organisation === null ? null : <Words text={row.organisation} context={context} />}</td>
              <td>{row.kind}</td>
              <td class="number">{row.datasets === null ? '' : f.number(row.datasets)}</td>
              <td>{row.mood === 'onboarding' ? null : when(row.lastSuccessAt, words.never)}</td>
              <td>{row.mood === 'onboarding' ? null : when(row.nextRunAt, words.notPlanned)}</td>
              <td>
                <Mood mood={row.mood} text={row.state} />
              </td>
            </tr>
          ))}
        </Table>
        <p>
          {m.trial.linkHint} <a href={`/${lang}/stations/new`}>{m.trial.link}</a>
        </p>
        <Rounds rows={rounds} context={context} />
      </div>
    </Document>
  );
}
