import type { VNode } from 'preact';
import type { PageContext } from '../page-context.js';
import { shownStandings, type RoundRow } from '../view-models/rounds.js';
import { Section } from './section.js';
import { Table } from './table.js';
import { Time, Words } from './text.js';

/** The latest harvest rounds: begin, end, and how the stations of each stand (R7). */
export function Rounds({ rows, context }: { readonly rows: readonly RoundRow[]; readonly context: PageContext }): VNode | null {
  const words = context.m.stations.rounds;
  if (rows.length === 0) return null;
  const standings = shownStandings(rows);
  return (
    <Section id="rounds" title={words.title}>
      <p class="hint">{words.intro}</p>
      <Table
        id="rounds-table"
        caption={words.caption}
        columns={[words.begun, words.ended, ...standings.map((standing) => words.standings[standing])]}
        numeric={standings.map((_, i) => i + 2)}
      >
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <Time iso={row.startedAt} context={context} precise />
            </th>
            <td>{row.endedAt === null ? words.under : <Time iso={row.endedAt} context={context} precise />}</td>
            {standings.map((standing) => (
              <td key={standing} class="number">
                {context.f.number(row.counts[standing])}
              </td>
            ))}
          </tr>
        ))}
      </Table>
      {rows.map((row) => (
        <Members key={row.id} row={row} context={context} />
      ))}
    </Section>
  );
}

function Members({ row, context }: { readonly row: RoundRow; readonly context: PageContext }): VNode | null {
  const words = context.m.stations.rounds;
  if (row.total === 0) return null;
  return (
    <details class="help">
      <summary>{words.stationsOf(row.total, context.f.dateTime(row.startedAt))}</summary>
      <ul>
        {row.stations.map(({ id, title, href, standing }) => (
          <li key={id}>
            <a href={href}>
              <Words text={title} context={context} />
            </a>
            : {standing}
          </li>
        ))}
      </ul>
      {row.more === 0 ? null : <p>{words.more(row.more)}</p>}
    </details>
  );
}
