import { describe, expect, it } from 'vitest';
import { crashRounds, type BrokenWriter } from './crash.js';

const rounds = Number(process.env['NDC_CRASH_ROUNDS'] ?? 3);

describe('kill -9 at random moments of harvest and publish', () => {
  it(`keeps every acknowledged version and nothing half-published over ${String(rounds)} rounds`, async () => {
    const result = await crashRounds(rounds, 20_261_121);
    console.log(`crash: ${String(result.kills)} kills, ${String(result.acknowledged)} acknowledged versions, ${String(result.faults.length)} faults`);
    expect(result.faults).toEqual([]);
    expect(result.kills).toBe(rounds);
    expect(result.acknowledged).toBeGreaterThan(0);
  }, 900_000);

  it.each<BrokenWriter>(['ack-before-commit', 'no-transaction', 'corrupt-blob'])(
    'catches the broken writer "%s"',
    async (broken) => {
      const result = await crashRounds(20, 7, broken);
      expect(result.faults.length).toBeGreaterThan(0);
    },
    900_000,
  );
});
