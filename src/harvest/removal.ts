import type { Deed, DescriptionState } from '../ports/ledger.js';
import type { Diff } from './diff.js';

/** What it is to take a station out of the catalogue with everything it has brought; the brake judges it like any run. */
export function removalOf(known: ReadonlyMap<string, DescriptionState>): Diff {
  const live = [...known.values()].filter((description) => description.present);
  const reason = 'The station was removed from the catalogue by an operator.';
  const deeds = live.map(({ subject }): Deed => ({ kind: 'withdraw', subject, cause: 'station-removed', reason }));
  const total = live.filter(({ admitted }) => admitted).length;
  return { deeds, withdrawals: total, newlyHeld: 0, losing: 0, total, empty: false };
}
