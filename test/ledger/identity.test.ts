import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { recordId } from '../../src/domain/record-id.js';
import type { IdentityEvidence } from '../../src/domain/record.js';
import { makeStation, openLedger, publish, staged, startRun, type OpenLedger } from '../support/ledger.js';

const [a, b] = ['https://a.example/1', 'https://b.example/9'];
const [idA, idB] = [recordId(a), recordId(b)];
const pair = { notation: '10.1234/x', agency: 'https://doi.example/' };
const evidence = (changes: Partial<IdentityEvidence>): { evidence: IdentityEvidence } => ({
  evidence: { identifiers: [], origins: [], fingerprint: null, ...changes },
});
const ops = ({ reader }: OpenLedger, from = 0): string[] =>
  reader
    .changesAfter(from, 1000)
    .filter((change) => change.kind === 'record')
    .map(({ op, id }) => `${op} ${id === idA ? 'A' : id === idB ? 'B' : id}`);

async function opened(kindOfB: 'holder' | 'aggregator' = 'aggregator'): Promise<OpenLedger> {
  const all = openLedger();
  await all.ledger.registerStations([makeStation('a'), makeStation('b', { kind: kindOfB, holder: null, subjectPrefixes: [] })]);
  return all;
}

describe('a copy under another IRI (REC-5)', () => {
  it.each([
    ['the same identifier of the same agency and a link to its origin', { identifiers: [pair], origins: [a] }, true],
    ['the same identifier, without a link', { identifiers: [pair] }, false],
    ['a link, without the identifier', { origins: [a] }, false],
    ['a link and the identifier of another agency', { identifiers: [{ ...pair, agency: 'https://other.example/' }], origins: [a] }, false],
    ['a link to a record that is not known', { identifiers: [pair], origins: ['https://nobody.example/'] }, false],
  ])('with %s', async (_name, copy, isOne) => {
    const all = await opened();
    await publish(all.ledger, 'a', [staged(a, 'one', evidence({ identifiers: [pair] }))]);
    await publish(all.ledger, 'b', [staged(b, 'copy', evidence(copy))]);
    expect(all.reader.mergedInto(b)).toBe(isOne ? idA : undefined);
    expect(all.reader.publishedCount(all.reader.snapshot().seq)).toBe(isOne ? 1 : 2);
    expect(all.reader.head(b)?.id).toBe(isOne ? idA : idB);
    if (isOne) expect(all.reader.head(idA)?.otherStations).toEqual(['b']);
  });

  it('neither replaces the origin nor revives it', async () => {
    const all = await opened();
    await publish(all.ledger, 'a', [staged(a, 'one', evidence({ identifiers: [pair] }))]);
    await publish(all.ledger, 'b', [staged(b, 'copy', evidence({ identifiers: [pair], origins: [a] }))]);
    await publish(all.ledger, 'a', [], [{ kind: 'withdraw', subject: a, cause: 'source-gone', reason: 'gone' }]);
    await publish(all.ledger, 'b', [staged(b, 'newer copy', evidence({ identifiers: [pair], origins: [a] }))]);
    expect(all.reader.head(idA)?.state).toBe('withdrawn');
    expect(all.reader.publishedCount(all.reader.snapshot().seq)).toBe(0);
  });
});

describe('ndc records merge and split', () => {
  const two = async (): Promise<OpenLedger> => {
    const all = await opened();
    await publish(all.ledger, 'a', [staged(a)]);
    await publish(all.ledger, 'b', [staged(b, 'copy')]);
    return all;
  };

  it('makes a record another name of a second one, as one deed by name', async () => {
    const all = await two();
    const { seq } = all.reader.snapshot();
    await all.ledger.mergeRecords(idB, idA, 'the same registry', 'an operator');
    expect(ops(all, seq)).toEqual(['withdrawn B', 'observed A']);
    expect([all.reader.head(idB)?.id, all.reader.head(b)?.id, all.reader.published(idB)]).toEqual([idA, idA, undefined]);
    expect(all.reader.head(idA)?.otherStations).toEqual(['b']);
    expect(all.reader.withdrawnPage('', 10)).toEqual([]);
  });

  it('keeps what the copy says beside the record from then on', async () => {
    const all = await two();
    await all.ledger.mergeRecords(idB, idA, 'the same', 'an operator');
    await publish(all.ledger, 'b', [staged(b, 'copy, changed')]);
    expect(ops(all).at(-1)).toBe('observed A');
    expect(all.reader.published(idA)?.head.title).toEqual({ nl: ['one'] });
  });

  it('is undone by split: both are published again, and evidence does not merge them anew', async () => {
    const all = await two();
    await all.ledger.mergeRecords(idB, idA, 'the same', 'an operator');
    expect(await all.ledger.splitRecord(b, 'an operator')).toBe(idB);
    expect(ops(all).at(-1)).toBe('created B');
    expect([all.reader.head(idB)?.state, all.reader.head(idB)?.id]).toEqual(['current', idB]);
    expect(all.reader.head(idA)?.otherStations).toEqual([]);
    await publish(all.ledger, 'b', [staged(b, 'again', evidence({ identifiers: [pair], origins: [a] }))]);
    expect(all.reader.mergedInto(b)).toBeUndefined();
  });

  it('splits a copy that evidence had merged: it is described anew by the next harvest', async () => {
    const all = await opened();
    const copy = evidence({ identifiers: [pair], origins: [a] });
    await publish(all.ledger, 'a', [staged(a, 'one', evidence({ identifiers: [pair] }))]);
    await publish(all.ledger, 'b', [staged(b, 'copy', copy)]);
    await all.ledger.splitRecord(b, 'an operator');
    expect([...all.reader.descriptionsOf('b').values()]).toEqual([]);
    await publish(all.ledger, 'b', [staged(b, 'copy', copy)]);
    expect(all.reader.head(idB)).toMatchObject({ id: idB, state: 'current' });
  });

  it('refuses what makes no sense, and says why', async () => {
    const all = await two();
    await expect(all.ledger.mergeRecords(idA, idA, 'x', 'y')).rejects.toThrow(/itself/);
    await expect(all.ledger.mergeRecords('nothing', idA, 'x', 'y')).rejects.toThrow(/no record nothing/);
    await expect(all.ledger.splitRecord(b, 'y')).rejects.toThrow(/not merged/);
    await all.ledger.mergeRecords(idB, idA, 'x', 'y');
    await expect(all.ledger.mergeRecords(idB, idA, 'x', 'y')).rejects.toThrow(/already/);
    const withheld = await two();
    await withheld.ledger.withhold(idA, 'secret', 'y');
    await expect(withheld.ledger.mergeRecords(idB, idA, 'x', 'y')).rejects.toThrow(/withheld/);
  });
});

describe('probable duplicates', () => {
  it('are listed by likeness, published ones only, and never merged', async () => {
    const all = await opened();
    await publish(all.ledger, 'a', [staged(a, 'one', evidence({ fingerprint: 'f' })), staged(`${a}2`, 'two', evidence({ fingerprint: 'g' }))]);
    await publish(all.ledger, 'b', [staged(b, 'one', evidence({ fingerprint: 'f' })), staged(`${b}2`, 'x', { ...evidence({ fingerprint: 'g' }), held: true })]);
    expect(all.reader.probableDuplicates(10)).toEqual([{ fingerprint: 'f', records: [idA, idB].sort() }]);
    expect(all.reader.publishedCount(all.reader.snapshot().seq)).toBe(3);
  });
});

describe('ndc redact', () => {
  const secret = 'Mrs Secret, 12 Hidden Street';

  async function withSecret(): Promise<OpenLedger> {
    const all = await opened();
    await publish(all.ledger, 'a', [staged(a, 'one', { receivedHash: 'bytes-1' })]);
    const run = await startRun(all.ledger, 'a');
    await all.ledger.stage(run, {
      records: [staged(a, secret, { receivedHash: 'bytes-2' })],
      documents: [
        {
          url: 'https://a.example/doc',
          etag: null,
          lastModified: null,
          bodyHash: 'bytes-part',
          memo: null,
          subjects: [a],
          baseIri: 'x',
          mediaType: 'x',
          retrievedAt: 'x',
        },
      ],
      issues: [{ code: 'violations', severity: 'warning', subject: a, detail: secret, url: null, line: null, owner: 'station' }],
    });
    await all.ledger.publish(run, [{ kind: 'publish', subject: a }]);
    return all;
  }

  it('empties a whole record, withholds it for good, and names the received bytes', async () => {
    const all = await withSecret();
    const outcome = await all.ledger.redact(idA, null, 'personal data', 'an operator');
    expect(outcome).toMatchObject({ versions: [1, 2], withheld: true });
    expect([...outcome.blobs].sort()).toEqual(['bytes-1', 'bytes-2', 'bytes-part']);
    expect(all.reader.isRedacted('bytes-2')).toBe(true);
    expect(all.reader.head(idA)).toMatchObject({ state: 'withheld', title: {} });
    expect(ops(all).at(-1)).toBe('withheld A');
    expect(all.reader.version(idA, 2)).toMatchObject({ body: '', report: null, gap: { kind: 'redacted', reason: 'personal data', by: 'an operator' } });
    expect(all.reader.version(idA, 2)?.canonicalHash).toMatch(/^[0-9a-f]{64}$/);
    expect(everything(all)).not.toContain(secret);
  });

  it('keeps nothing of it again, whatever the source says', async () => {
    const all = await withSecret();
    await all.ledger.redact(idA, null, 'personal data', 'an operator');
    await publishAgain(all, [staged(a, `${secret}, still`)]);
    expect(everything(all)).not.toContain(secret);
    await expect(all.ledger.release(idA, 'an operator')).rejects.toThrow(/for good/);
  });

  it('leaves a marked gap for an old version, and the record as it is', async () => {
    const all = await opened();
    await publish(all.ledger, 'a', [staged(a, secret)]);
    await publish(all.ledger, 'a', [staged(a, 'mended')]);
    const { seq } = all.reader.snapshot();
    expect(await all.ledger.redact(idA, 1, 'personal data', 'an operator')).toMatchObject({ versions: [1], withheld: false });
    expect(ops(all, seq)).toEqual(['observed A']);
    expect(all.reader.published(idA)?.head.title).toEqual({ nl: ['mended'] });
    expect(all.reader.versions(idA).map(({ n, gap }) => [n, gap !== null])).toEqual([
      [2, false],
      [1, true],
    ]);
    expect(everything(all)).not.toContain(secret);
  });

  it('takes the record down while the redacted version is what its source says, until that changes', async () => {
    const all = await withSecret();
    expect(await all.ledger.redact(idA, 2, 'personal data', 'an operator')).toMatchObject({ withheld: true });
    expect(all.reader.published(idA)).toBeUndefined();
    await expect(all.ledger.release(idA, 'an operator')).rejects.toThrow(/redacted/);
    await publishAgain(all, [staged(a, 'mended')]);
    await all.ledger.release(idA, 'an operator');
    expect(all.reader.published(idA)?.body).toContain('mended');
  });

  it('empties mails that name the record, and sends none of them any more', async () => {
    const all = await withSecret();
    const db = new Database(join(all.folder, 'ledger.sqlite'));
    const insert = db.prepare(
      "INSERT INTO delivery_message (id, delivery, scope, kind, content, state, created_at, not_before) VALUES (?, 'mail', 'a', 'k', ?, ?, '', '')",
    );
    insert.run('1', JSON.stringify({ held: [secret] }), 'queued');
    insert.run('2', JSON.stringify({ held: [secret] }), 'sent');
    insert.run('3', JSON.stringify({ held: ['another'] }), 'queued');
    await all.ledger.redact(idA, null, 'personal data', 'an operator');
    expect(db.prepare('SELECT state, content FROM delivery_message ORDER BY id').all()).toEqual([
      { state: 'expired', content: '{}' },
      { state: 'sent', content: '{}' },
      { state: 'queued', content: JSON.stringify({ held: ['another'] }) },
    ]);
    db.close();
  });

  it('says so when there is no such version', async () => {
    await expect((await withSecret()).ledger.redact(idA, 7, 'x', 'y')).rejects.toThrow(/no version 7/);
  });
});

/** Ends the run under way, and publishes in a new one. */
async function publishAgain(all: OpenLedger, records: Parameters<typeof publish>[2]): Promise<void> {
  all.clock.add(2);
  await all.ledger.recover();
  await publish(all.ledger, 'a', records);
}

/** All that a reader of the ledger can find about the record. */
function everything({ reader }: OpenLedger): string {
  return JSON.stringify([
    reader.head(idA),
    reader.published(idA),
    [1, 2, 3, 4].map((n) => reader.version(idA, n)),
    reader.lastReceived(idA),
    reader.heldRecords('a'),
    reader.runs('a', 20).map((run) => [reader.runIssues(run.id, 100), reader.runItems(run.id, 100), ...reader.staged(run.id).values()]),
    reader.previousBody('a', a) ?? null,
  ]);
}
