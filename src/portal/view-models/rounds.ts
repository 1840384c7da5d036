import type { CatalogueQueries } from '../../catalogue/queries.js';
import { roundStandings, standingOf, tallyOf, type Round, type RoundStanding } from '../../domain/round.js';
import type { PageContext } from '../page-context.js';
import { plain, textOf, type Text } from './text.js';

/** A harvest round as the page of stations shows it (R7). */
export interface RoundRow {
  readonly id: number;
  readonly startedAt: string;
  /** Null while it is under way. */
  readonly endedAt: string | null;
  readonly counts: Readonly<Record<RoundStanding, number>>;
  readonly total: number;
  /** Those that are not done first. */
  readonly stations: readonly { readonly id: string; readonly title: Text; readonly href: string; readonly standing: string }[];
  readonly more: number;
}

const roundsShown = 5;
const stationsShown = 100;
const worstFirst: readonly RoundStanding[] = ['failed', 'timed-out', 'on-hold', 'waiting', 'paused', 'retired', 'done'];

export function roundRows(queries: Pick<CatalogueQueries, 'rounds' | 'station'>, context: PageContext): RoundRow[] {
  return queries.rounds(roundsShown).map((round) => rowOf(round, queries, context));
}

/** Standings that some round knows, and `done` always: columns that say nothing are left out. */
export function shownStandings(rows: readonly RoundRow[]): readonly RoundStanding[] {
  return roundStandings.filter((standing) => standing === 'done' || rows.some(({ counts }) => counts[standing] > 0));
}

function rowOf(round: Round, queries: Pick<CatalogueQueries, 'station'>, context: PageContext): RoundRow {
  const stations = Object.entries(round.stations)
    .map(([id, entry]) => ({ id, standing: standingOf(entry) }))
    .sort((a, b) => worstFirst.indexOf(a.standing) - worstFirst.indexOf(b.standing) || context.f.compare(a.id, b.id));
  return {
    id: round.id,
    startedAt: round.startedAt,
    endedAt: round.endedAt,
    counts: tallyOf(round),
    total: stations.length,
    stations: stations.slice(0, stationsShown).map(({ id, standing }) => ({
      id,
      title: textOf(queries.station(id)?.station.title ?? {}, context, 200) ?? plain(id),
      href: `/${context.lang}/stations/${id}`,
      standing: context.m.stations.rounds.standings[standing],
    })),
    more: Math.max(0, stations.length - stationsShown),
  };
}
