import { defaultOverdueDays, overdueAt } from '../domain/confirmation.js';
import type { Confirmation } from '../ports/feedback-reader.js';

/** So long before the year is over a reminder is of use. */
const soonDays = 30;

const dayMs = 86_400_000;

export interface OverdueRecord extends Confirmation {
  readonly dueAt: string;
}

/** Records whose yearly check is late, the longest first; and those for which it soon will be (R51, R52). */
export function overdueOf(
  confirmations: readonly Confirmation[],
  now: Date,
  days = defaultOverdueDays,
): { readonly overdue: readonly OverdueRecord[]; readonly soon: readonly OverdueRecord[] } {
  const at = now.toISOString();
  const soonAt = new Date(now.getTime() + soonDays * dayMs).toISOString();
  const dated = confirmations
    .map((record) => ({ ...record, dueAt: overdueAt(record, days) }))
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0));
  return { overdue: dated.filter(({ dueAt }) => dueAt < at), soon: dated.filter(({ dueAt }) => dueAt >= at && dueAt <= soonAt) };
}
