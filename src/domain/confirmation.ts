import type { RecordHead } from './record.js';

const dayMs = 86_400_000;

/** Days after which a description must have been confirmed again: "at least yearly" (EHDS Regulation, Article 60(3), R51). */
export const defaultOverdueDays = 365;

/** When a record's yearly check is late; never the date of the data themselves, which is `dct:modified` (R51). */
export function overdueAt(head: Pick<RecordHead, 'confirmedAt' | 'lastChangedAt'>, days: number): string {
  return new Date(Date.parse(head.confirmedAt ?? head.lastChangedAt) + days * dayMs).toISOString();
}

/** Only what is published can be late: a withdrawn description waits for nobody. */
export function isOverdue(head: Pick<RecordHead, 'confirmedAt' | 'lastChangedAt' | 'state'>, now: Date, days: number): boolean {
  return head.state === 'current' && overdueAt(head, days) < now.toISOString();
}
