import { runs } from '../support/runs.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brakeOn } from '../../src/harvest/brake.js';
import { diffRun, type Diff, type DiffInput } from '../../src/harvest/diff.js';
import type { Admission } from '../../src/domain/record.js';
import type { DescriptionState } from '../../src/ports/ledger.js';

const now = new Date('2026-03-10T12:00:00Z');
const grace = { missingRuns: 2, missingHours: 24 };
const admission = (verdict: Admission['verdict']): Admission => ({ verdict, profile: null, reasons: [], eu: false });

type Staged = NonNullable<ReturnType<DiffInput['staged']['get']>>;
const found = (subject: string, changed: boolean, verdict: Admission | null): Staged => ({
  subject,
  changed,
  canonicalHash: 'h2',
  admission: verdict,
  losesMandatory: false,
});

function state(subject: string, changes: Partial<DescriptionState> = {}): DescriptionState {
  return {
    subject,
    record: subject,
    canonicalHash: 'h',
    present: true,
    held: false,
    admitted: true,
    primary: true,
    missingRuns: 0,
    missingSince: null,
    ...changes,
  };
}

function input(
  changes: Partial<Omit<DiffInput, 'staged'>> & { readonly staged?: readonly Staged[]; readonly states?: readonly DescriptionState[] } = {},
): DiffInput {
  const { states = [], staged = [], ...rest } = changes;
  return {
    staged: new Map(staged.map((each) => [each.subject, each])),
    known: new Map(states.map((each) => [each.subject, each])),
    stale: new Set(),
    gone: new Set(),
    complete: true,
    rule: { absence: true, deletions: true },
    now,
    grace,
    ...rest,
  };
}

const deeds = (diff: Diff): string[] => Array.from(diff.deeds, (deed) => `${deed.kind} ${deed.subject}`);

describe('the diff of a run', () => {
  it('publishes what is new or changed, holds what is not admitted, and sees the rest', () => {
    const diff = diffRun(
      input({
        states: [state('same'), state('worse')],
        staged: [
          found('new', true, admission('admitted')),
          found('warned', true, admission('admitted-with-warnings')),
          found('worse', true, admission('held')),
          found('bad', true, admission('held')),
          found('same', false, null),
        ],
      }),
    );
    expect(deeds(diff)).toEqual(['publish new', 'publish warned', 'hold worse', 'hold bad', 'seen same']);
    expect(diff).toMatchObject({ withdrawals: 0, newlyHeld: 1, total: 2, empty: false });
  });

  it.each([
    ['first time missing', { missingRuns: 0, missingSince: null }, 'missing'],
    ['second run, too early', { missingRuns: 1, missingSince: '2026-03-09T13:00:00Z' }, 'missing'],
    ['second run, a day later', { missingRuns: 1, missingSince: '2026-03-09T12:00:00Z' }, 'withdraw'],
    ['long ago, but one run only', { missingRuns: 0, missingSince: '2026-01-01T00:00:00Z' }, 'missing'],
  ])('waits for two complete runs and a day: %s', (_name, changes, kind) => {
    expect(deeds(diffRun(input({ states: [state('a', changes)] })))).toEqual([`${kind} a`]);
  });

  it('withdraws at once what the source says is gone, and keeps as stale what could not be fetched', () => {
    expect(deeds(diffRun(input({ states: [state('a'), state('b')], gone: new Set(['a']), stale: new Set(['b']) })))).toEqual(['withdraw a', 'stale b']);
  });

  it('does nothing for what was withdrawn before', () => {
    expect(deeds(diffRun(input({ states: [state('a', { present: false })], gone: new Set(['a']) })))).toEqual([]);
  });

  const inputs = fc
    .record({
      states: fc.uniqueArray(
        fc.record({
          subject: fc.constantFrom(...'abcdefgh'),
          missingRuns: fc.nat(5),
          missingSince: fc.constantFrom(null, '2026-01-01T00:00:00Z'),
          present: fc.boolean(),
          held: fc.boolean(),
          admitted: fc.boolean(),
        }),
        { selector: (each) => each.subject },
      ),
      staged: fc.uniqueArray(fc.record({ subject: fc.constantFrom(...'abcdefghij'), changed: fc.boolean(), verdict: fc.constantFrom('admitted', 'held') }), {
        selector: (each) => each.subject,
      }),
      stale: fc.array(fc.constantFrom(...'abcdefgh')),
      gone: fc.array(fc.constantFrom(...'abcdefgh')),
      complete: fc.boolean(),
    })
    .map((made) =>
      input({
        complete: made.complete,
        stale: new Set(made.stale),
        gone: new Set(made.gone),
        states: made.states.map(({ subject, ...rest }) => state(subject, rest)),
        staged: made.staged.map(({ subject, changed, verdict }) => found(subject, changed, changed ? admission(verdict as 'held') : null)),
      }),
    );

  const neverWithdrawsUnfinished = (diff: (found: DiffInput) => Diff): fc.IPropertyWithHooks<[DiffInput]> =>
    fc.property(
      inputs,
      (found) =>
        found.complete || (diff(found).withdrawals === 0 && [...diff(found).deeds].every((deed) => deed.kind !== 'withdraw' && deed.kind !== 'missing')),
    );

  it('never withdraws, nor counts as missing, after a run that was not complete', () => {
    fc.assert(neverWithdrawsUnfinished(diffRun), { numRuns: runs(2000), seed: 1 });
  });

  it('would be found out if it ignored whether the run was complete (broken control)', () => {
    expect(
      fc.check(
        neverWithdrawsUnfinished((found) => diffRun({ ...found, complete: true })),
        { numRuns: runs(2000), seed: 1 },
      ).failed,
    ).toBe(true);
  });

  it('has one deed for each subject, never withdraws what it found or could not fetch, and counts what it withdraws', () => {
    fc.assert(
      fc.property(inputs, (found) => {
        const { deeds, withdrawals, counts } = diffRun(found);
        const all = [...deeds];
        expect([...deeds]).toEqual(all);
        expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(all.length);
        expect(new Set(all.map((deed) => deed.subject)).size).toBe(all.length);
        const gone = all.filter((deed) => deed.kind === 'withdraw').map((deed) => deed.subject);
        expect(gone.filter((subject) => found.known.get(subject)?.admitted === true)).toHaveLength(withdrawals);
        for (const subject of gone) expect(found.staged.has(subject) && !found.gone.has(subject)).toBe(false);
        for (const subject of gone) expect(found.stale.has(subject) && !found.gone.has(subject)).toBe(false);
      }),
      { numRuns: runs(1000), seed: 2 },
    );
  });
});

describe('the brake', () => {
  const diff = (changes: Partial<Diff>): Diff => ({
    deeds: [],
    counts: {},
    added: 0,
    withdrawals: 0,
    newlyHeld: 0,
    losing: 0,
    total: 100,
    empty: false,
    ...changes,
  });

  it.each([
    [0, 100, 0, true],
    [20, 100, 0, true],
    [21, 100, 0, false],
    [1, 3, 0, true],
    [2, 3, 0, false],
    [5, 27, 0, true],
    [6, 27, 0, false],
    [1, 1, 0, true],
    [1, 0, 0, true],
    [1, 80, 20, false],
    [10, 90, 10, true],
    [11, 90, 10, false],
    [0, 10, 90, true],
  ])('with %d withdrawals of %d, and %d in the last week, lets the run pass: %s', (withdrawals, total, recent, passes) => {
    expect(brakeOn(diff({ withdrawals, total }), recent, { fraction: 0.2 }) === null).toBe(passes);
  });

  it('stops an empty listing of whatever size, and a run that would hold much of what is published', () => {
    expect(brakeOn(diff({ empty: true, total: 1 }), 0, { fraction: 1 })).toContain('lists nothing');
    expect(brakeOn(diff({ newlyHeld: 20 }), 0, { fraction: 0.2 })).toBeNull();
    expect(brakeOn(diff({ newlyHeld: 21 }), 0, { fraction: 0.2 })).toContain('held');
  });

  it('never lets more than the fraction go, in a run or in a week', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), fc.nat(200), fc.constantFrom(0.05, 0.2, 0.5), (withdrawals, total, recent, fraction) => {
        if (brakeOn(diff({ withdrawals, total }), recent, { fraction }) !== null) return;
        expect(withdrawals).toBeLessThanOrEqual(Math.max(1, Math.floor(total * fraction)));
        if (withdrawals > 0) expect(withdrawals + recent).toBeLessThanOrEqual(Math.max(1, Math.floor((total + recent) * fraction)));
      }),
    );
  });
});
