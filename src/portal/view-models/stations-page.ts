import type { CatalogueQueries } from '../../catalogue/queries.js';
import type { StationStatus } from '../../ports/ledger.js';
import type { PageContext } from '../page-context.js';
import { moodLabel, moodOf, type StationMood } from './station-state.js';
import { plain, textOf, type Text } from './text.js';

export const stationSorts = ['name', 'datasets', 'success', 'state'] as const;
export type StationSort = (typeof stationSorts)[number];

export interface StationRow {
  readonly id: string;
  readonly href: string;
  readonly title: Text;
  readonly organisation: Text | null;
  readonly kind: string;
  /** Null while a station is onboarding: its state is all that is public. */
  readonly datasets: number | null;
  readonly lastSuccessAt: string | null;
  readonly nextRunAt: string | null;
  readonly mood: StationMood;
  readonly state: string;
}

const worstFirst: readonly StationMood[] = ['failing', 'onHold', 'warnings', 'never', 'onboarding', 'paused', 'retired', 'ok'];

export function stationRows(queries: Pick<CatalogueQueries, 'stations' | 'nextRunAt'>, sort: StationSort, context: PageContext): StationRow[] {
  const rows = queries.stations().map((status) => rowOf(status, queries.nextRunAt(status.station.id), context));
  const byName = (a: StationRow, b: StationRow): number => context.f.compare(a.title.text, b.title.text);
  switch (sort) {
    case 'name':
      return rows.sort(byName);
    case 'datasets':
      return rows.sort((a, b) => (b.datasets ?? -1) - (a.datasets ?? -1) || byName(a, b));
    case 'success':
      return rows.sort((a, b) => (b.lastSuccessAt ?? '').localeCompare(a.lastSuccessAt ?? '') || byName(a, b));
    case 'state':
      return rows.sort((a, b) => worstFirst.indexOf(a.mood) - worstFirst.indexOf(b.mood) || byName(a, b));
  }
}

function rowOf(status: StationStatus, nextRunAt: string | null, context: PageContext): StationRow {
  const { station } = status;
  const onboarding = status.state === 'onboarding';
  return {
    id: station.id,
    href: `/${context.lang}/stations/${station.id}`,
    title: textOf(station.title, context, 200) ?? plain(station.id),
    organisation: station.holder === null ? null : textOf(station.holder.name, context, 200),
    kind: context.m.stations.kinds[station.kind],
    datasets: onboarding ? null : status.datasets,
    lastSuccessAt: onboarding ? null : status.lastSuccessAt,
    nextRunAt: onboarding ? null : nextRunAt,
    mood: moodOf(status),
    state: moodLabel(status, context),
  };
}
