import type { IssueCode, RunOutcome } from '../../src/domain/harvest.js';
import type { FaultDeed } from '../support/fault-proxy.js';

/** What a run under a fault has to end with, and the one remark that says why; null: nothing has to be said. */
export interface Expectation {
  readonly outcome: RunOutcome;
  readonly code: IssueCode | null;
}

export interface Fault {
  /** Heading of the column, and the word of docs/faults.md. */
  readonly name: string;
  /** What happens on the wire to the answer with the listing's second page; null: the fake itself tells something else. */
  readonly deed: FaultDeed | null;
  /** `unread`: the outcome of a run that could not read that page, which depends on what it had read before. */
  readonly expects: { readonly outcome: RunOutcome | 'unread'; readonly code: IssueCode | null };
  /** The remark is about words that came: in later runs, in which the same words come, it is not made again. */
  readonly isToldOnce?: true;
}

const text = (status: number, type: string, words: string, headers: Readonly<Record<string, string>> = {}): FaultDeed => ({
  kind: 'answer',
  answer: () => ({ status, headers: { 'content-type': type, ...headers }, body: Buffer.from(words) }),
});

const login =
  '<!DOCTYPE html>\n<html lang="en"><head><title>Log in</title></head><body><form method="post"><input name="user"><input type="password" name="password"></form></body></html>\n';

/** The columns of the table. */
const columns = {
  'no connection': { name: 'no connection', deed: null, expects: { outcome: 'failed', code: 'timeout' } },
  'late headers': { name: 'late headers', deed: { kind: 'stall', at: 'headers' }, expects: { outcome: 'unread', code: 'timeout' } },
  'late body': { name: 'late body', deed: { kind: 'stall', at: 'body' }, expects: { outcome: 'unread', code: 'timeout' } },
  reset: { name: 'reset', deed: { kind: 'reset' }, expects: { outcome: 'unread', code: 'unreachable' } },
  'cut short': { name: 'cut short', deed: { kind: 'cut', sign: 'length' }, expects: { outcome: 'unread', code: 'unreachable' } },
  'cut unseen': { name: 'cut unseen', deed: { kind: 'cut', sign: 'none' }, expects: { outcome: 'unread', code: 'parse-error' } },
  'status 429': {
    name: 'status 429',
    deed: text(429, 'text/plain', 'too many requests', { 'retry-after': '7200' }),
    expects: { outcome: 'postponed', code: 'timeout' },
  },
  'status 500': { name: 'status 500', deed: text(500, 'text/plain', 'internal error'), expects: { outcome: 'unread', code: 'http-status' } },
  empty: { name: 'empty', deed: null, expects: { outcome: 'on-hold', code: 'brake' } },
  'totals shrink': { name: 'totals shrink', deed: null, expects: { outcome: 'partial', code: 'total-differs' } },
  cycle: { name: 'cycle', deed: null, expects: { outcome: 'partial', code: 'paging-loop' } },
  duplicate: { name: 'duplicate', deed: null, expects: { outcome: 'complete', code: 'duplicate-subject' }, isToldOnce: true },
  'wrong type': {
    name: 'wrong type',
    deed: { kind: 'answer', answer: (own) => ({ ...own, headers: { ...own.headers, 'content-type': 'application/octet-stream' } }) },
    expects: { outcome: 'complete', code: null },
  },
  'HTML, 200': { name: 'HTML, 200', deed: text(200, 'text/html; charset=utf-8', login), expects: { outcome: 'unread', code: 'unusable-body' } },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof columns;
export const faults: Readonly<Record<FaultName, Fault>> = columns;
export const faultNames = Object.keys(columns) as FaultName[];
