import { describe, expect, it } from 'vitest';
import { operationRounds } from './operations.js';
import type { BrokenOperation, Operation } from './operations-order.js';

const rounds = Number(process.env['NDC_CRASH_ROUNDS'] ?? 15);

describe('kill -9 at random moments of backup, restore and retention', () => {
  it(`leaves a whole catalogue and whole backups, over ${String(rounds)} rounds`, async () => {
    const { kills, done, faults } = await operationRounds(rounds, 20_261_122);
    const told = Object.entries(kills).map(([operation, count]) => `${operation} ${String(count)}`);
    console.log(`crash: ${String(rounds)} operations, killed in ${told.join(', ')}, ${String(done)} told to be done, ${String(faults.length)} faults`);
    expect(faults).toEqual([]);
    expect(Math.min(...Object.values(kills))).toBeGreaterThan(0);
  }, 1_800_000);

  const broken: [BrokenOperation, Operation, RegExp][] = [
    ['backup-in-place', 'backup', /not a whole backup/],
    ['backup-told-early', 'backup', /told to be there/],
    ['restore-deletes-first', 'restore', /has no ledger|not whole beside/],
    ['restore-without-epoch', 'restore', /epoch|not what/],
    ['retention-takes-the-last', 'retention', /lost a version|not what it was/],
    ['retention-takes-what-is-named', 'retention', /named and missing/],
  ];
  it.each(broken)(
    'catches the broken variant "%s"',
    async (variant, only, fault) => {
      const { faults } = await operationRounds(20, 7, { only, broken: variant });
      expect(faults.join('\n')).toMatch(fault);
    },
    900_000,
  );
});
