import type { VNode } from 'preact';
import type { HarvestState } from '../../domain/harvest.js';
import { chooseText } from '../../domain/language.js';
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
        <p>
          <a href={`/${lang}/harvests`}>{words.harvests.title}</a>
        </p>
        <Rounds rows={rounds} context={context} />
      </div>
    </Document>
  );
}

/** The last run of every source, side by side (FEED-9). */
export function HarvestsPageView({ states, context }: { readonly states: readonly HarvestState[]; readonly context: PageContext }): VNode {
  const { m, f, lang } = context;
  const words = m.stations;
  const columns = [
    words.name,
    words.harvests.last,
    words.outcome,
    words.added,
    words.updated,
    words.unchanged,
    words.withdrawn,
    words.held,
    words.harvests.errors,
    words.harvests.warnings,
  ];
  return (
    <Document context={context} title={words.harvests.title} description={words.harvests.intro} path="/harvests" section="stations" alternates={harvestFormats}>
      <div class="wrap">
        <h1>{words.harvests.title}</h1>
        <p class="lead">{words.harvests.intro}</p>
        <Table id="harvests" caption={words.harvests.title} columns={columns} numeric={[3, 4, 5, 6, 7, 8, 9]}>
          {states.map(({ station, title, state, lastRun }) => (
            <tr key={station}>
              <th scope="row">
                <a href={`/${lang}/stations/${station}`}>{chooseText(title, lang)?.text ?? station}</a>
              </th>
              <td>
                {lastRun === null ? (
                  <span class="missing">{state === 'onboarding' ? words.states.onboarding : words.never}</span>
                ) : (
                  <a href={`/${lang}/stations/${station}/runs/${String(lastRun.id)}`}>
                    <Time iso={lastRun.startedAt} context={context} precise />
                  </a>
                )}
              </td>
              <td>{lastRun === null ? null : lastRun.outcome === null ? words.harvests.underWay : words.outcomes[lastRun.outcome]}</td>
              {figuresOf(lastRun).map((figure, n) => (
                <td key={n} class="number">
                  {figure === null ? '' : f.number(figure)}
                </td>
              ))}
            </tr>
          ))}
        </Table>
        <p>
          {words.harvests.machines}{' '}
          {harvestFormats.map(({ href }, n) => (
            <>
              {n === 0 ? '' : ', '}
              <a key={href} href={href}>
                {href}
              </a>
            </>
          ))}
        </p>
      </div>
    </Document>
  );
}

const harvestFormats = [
  { href: '/harvests.json', mediaType: 'application/json' },
  { href: '/harvests.ttl', mediaType: 'text/turtle' },
];

function figuresOf(run: HarvestState['lastRun']): (number | null)[] {
  if (run === null) return Array.from({ length: 7 }, () => null);
  const { added, updated, unchanged, withdrawn, held } = run.counts;
  return [added, updated, unchanged, withdrawn, held, run.errors, run.warnings];
}
