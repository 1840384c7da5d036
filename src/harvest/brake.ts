import type { Clock } from '../ports/clock.js';
import type { LedgerReader } from '../ports/ledger.js';
import type { Diff } from './diff.js';
import type { Running } from './running.js';

export interface BrakeSettings {
  /** Share of a station's records that one run, and one rolling week, may withdraw (RUN-6). */
  readonly fraction: number;
}

/** Why a run may not publish, in words for the operator; null when it may (RUN-6). */
export function brakeOn(diff: Diff, recentWithdrawals: number, settings: BrakeSettings): string | null {
  const allowed = Math.max(1, Math.floor(diff.total * settings.fraction));
  if (diff.empty) return `The station lists nothing, and had ${String(diff.total)} records.`;
  if (diff.withdrawals > allowed)
    return `The run would withdraw ${String(diff.withdrawals)} of ${String(diff.total)} records; at most ${String(allowed)} go without an operator.`;
  const weekly = Math.max(1, Math.floor((diff.total + recentWithdrawals) * settings.fraction));
  if (diff.withdrawals > 0 && diff.withdrawals + recentWithdrawals > weekly)
    return `With this run ${String(diff.withdrawals + recentWithdrawals)} records would be withdrawn within seven days; at most ${String(weekly)} go without an operator.`;
  if (diff.losing > allowed)
    return `${String(diff.losing)} of ${String(diff.total)} published records would lose a mandatory property; at most ${String(allowed)} without an operator.`;
  if (diff.newlyHeld > allowed)
    return `${String(diff.newlyHeld)} of ${String(diff.total)} published records would be held; at most ${String(allowed)} without an operator.`;
  return null;
}

const weekMs = 7 * 86_400_000;

/** Puts the brake to a run: why it may not publish, in words for the operator; null when it may. */
export async function braked(
  { reader, clock, settings }: { readonly reader: LedgerReader; readonly clock: Clock; readonly settings: { readonly brake: BrakeSettings } },
  station: string,
  running: Running,
  diff: Diff,
): Promise<string | null> {
  await running.enter('brake', `${String(diff.withdrawals)} withdrawals of ${String(diff.total)} records`);
  const since = new Date(clock.now().getTime() - weekMs).toISOString();
  return brakeOn(diff, reader.recentWithdrawals(station, since), settings.brake);
}
