import type { Deed, DescriptionState, Lookup } from '../ports/ledger.js';
import { tallied, type Diff } from './diff.js';

/** What it is to take a station out of the catalogue with everything it has brought; the brake judges it like any run. */
export function removalOf(known: Lookup<DescriptionState>): Diff {
  const reason = 'The station was removed from the catalogue by an operator.';
  const deeds = function* (): Generator<Deed, void> {
    for (const { present, subject } of known.values()) if (present) yield { kind: 'withdraw', subject, cause: 'station-removed', reason };
  };
  let total = 0;
  for (const { present, admitted } of known.values()) if (present && admitted) total++;
  return { ...tallied(deeds, known), total, empty: false };
}
