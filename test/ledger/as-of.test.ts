import { runs } from '../support/runs.js';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordId } from '../../src/domain/record-id.js';
import type { LedgerReader } from '../../src/ports/ledger.js';
import { makeStation, openLedger, publish, staged, withdraw, type OpenLedger } from '../support/ledger.js';

const subjects = [1, 2, 3].map((n) => `https://a.example/${String(n)}`);

interface Step {
  readonly deed: 'publish' | 'hold' | 'withdraw' | 'withhold' | 'release' | 'assert';
  readonly subject: number;
  readonly words: string;
}

const steps = fc.array(
  fc.record({
    deed: fc.constantFrom('publish', 'publish', 'publish', 'hold', 'withdraw', 'withhold', 'release', 'assert'),
    subject: fc.nat(2),
    words: fc.constantFrom('x', 'y', 'z'),
  }),
  { maxLength: 14 },
) as fc.Arbitrary<Step[]>;

async function carryOut({ ledger, reader }: OpenLedger, { deed, subject, words }: Step): Promise<void> {
  const iri = subjects[subject]!;
  if (deed === 'publish' || deed === 'hold') await publish(ledger, 'a', [staged(iri, words, { held: deed === 'hold' })]);
  else if (deed === 'withdraw') await publish(ledger, 'a', [], [withdraw(iri)]);
  else if (deed === 'withhold') await ledger.withhold(recordId(iri), 'x', 'op').catch(() => undefined);
  else if (deed === 'release') await ledger.release(recordId(iri), 'op').catch(() => undefined);
  else
    await ledger.setAssertions([
      {
        iri: 'urn:1',
        subject: iri,
        predicate: 'urn:p',
        object: `"${words}${String(reader.snapshot().seq)}"`,
        attributedTo: '',
        generatedAt: '',
        comment: null,
        from: null,
        to: null,
      },
    ]);
}

/** What was live at a seq, by reading the log from its beginning. */
function replay(reader: LedgerReader, asOf: number): Map<string, number> {
  const live = new Map<string, number>();
  for (const change of reader.changesAfter(0, 10_000)) {
    if (change.seq > asOf || change.kind !== 'record') continue;
    if (change.op === 'created' || change.op === 'updated') live.set(change.id, change.version!);
    else if (change.op !== 'observed') live.delete(change.id);
  }
  for (const id of [...live.keys()]) if (reader.head(id)?.state === 'withheld') live.delete(id);
  return live;
}

function mismatches(reader: LedgerReader): string[] {
  const found: string[] = [];
  for (let seq = 0; seq <= reader.snapshot().seq; seq++) {
    const expected = JSON.stringify([...replay(reader, seq)].sort());
    const pages: [string, number][] = [];
    for (let after = ''; ;) {
      const page = reader.publishedPage(seq, after, 2);
      if (page.length === 0) break;
      pages.push(...page.map((record): [string, number] => [record.head.id, record.versionId]));
      after = page.at(-1)!.head.id;
    }
    if (JSON.stringify(pages.sort()) !== expected) found.push(`page at ${String(seq)}: ${JSON.stringify(pages)} for ${expected}`);
    if (reader.publishedCount(seq) !== pages.length || reader.publishedIds(seq).length !== pages.length) found.push(`count at ${String(seq)}`);
  }
  return found;
}

async function opened(): Promise<OpenLedger> {
  const all = openLedger();
  await all.ledger.registerStations([makeStation('a')]);
  return all;
}

describe('the ledger as of any entry', () => {
  it('is what a reading of the log up to that entry gives', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const all = await opened();
        for (const step of list) await carryOut(all, step);
        const found = mismatches(all.reader);
        all.ledger.close();
        all.reader.close();
        expect(found).toEqual([]);
      }),
      { numRuns: runs(40), seed: 3 },
    );
  });

  it('would be found out if a publication were left open (broken control)', async () => {
    const all = await opened();
    for (const words of ['x', 'y']) await carryOut(all, { deed: 'publish', subject: 0, words });
    expect(mismatches(all.reader)).toEqual([]);
    const db = new Database(join(all.folder, 'ledger.sqlite'));
    db.exec('UPDATE publication SET to_seq = NULL');
    db.close();
    expect(mismatches(all.reader)).not.toEqual([]);
  });

  it('answers by station and by time, in pages that neither repeat nor leave out', async () => {
    const all = await opened();
    await all.ledger.registerStations([makeStation('a'), makeStation('b')]);
    await publish(
      all.ledger,
      'a',
      Array.from({ length: 7 }, (_, n) => staged(`https://a.example/${String(n)}`)),
    );
    all.clock.add(48);
    await publish(all.ledger, 'b', [staged('https://b.example/1')]);
    const { seq } = all.reader.snapshot();
    expect(all.reader.publishedCount(seq, { station: 'a' })).toBe(7);
    expect(all.reader.publishedIds(seq, { station: 'b' })).toEqual([recordId('https://b.example/1')]);
    expect(all.reader.publishedCount(seq, { modifiedSince: '2026-03-02T00:00:00Z' })).toBe(1);
    expect(new Set(all.reader.publishedIds(seq)).size).toBe(8);
  });
});
