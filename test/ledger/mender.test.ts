import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { recordId } from '../../src/domain/record-id.js';
import { ledgerFindings } from '../../src/ledger/check.js';
import { makeStation, openLedger, publish, staged, withdraw, type OpenLedger } from '../support/ledger.js';

const iri = (n: number): string => `https://a.example/${String(n)}`;

async function opened(): Promise<OpenLedger> {
  const all = openLedger();
  await all.ledger.registerStations([makeStation('a'), makeStation('b', { declaredState: 'onboarding' })]);
  await publish(all.ledger, 'a', [staged(iri(1), 'one'), staged(iri(2), 'one'), staged(iri(3), 'one')]);
  await publish(all.ledger, 'b', [staged('https://b.example/1', 'one')]);
  return all;
}

function meddle({ folder }: OpenLedger, ...statements: readonly string[]): void {
  const db = new Database(join(folder, 'ledger.sqlite'));
  db.unsafeMode(true);
  for (const statement of statements) db.exec(statement);
  db.close();
}

describe('mending a ledger', () => {
  it('finds nothing in one to which everything has happened that may', async () => {
    const all = await opened();
    const { ledger } = all;
    const second = await publish(ledger, 'a', [staged(iri(1), 'two')], [withdraw(iri(2))]);
    await ledger.withhold(recordId(iri(3)), 'reason', 'an operator');
    await publish(ledger, 'a', [staged(iri(3), 'two')]);
    await ledger.release(recordId(iri(3)), 'an operator');
    const { run } = (await ledger.startRun({ station: 'a', trigger: 'revert', holder: 'x/1/1', leaseMs: 60_000, of: second })) as { run: number };
    await ledger.revert(run, second, [recordId(iri(1)), recordId(iri(2))], 'an operator');
    await ledger.setStationState('b', 'live', 'an operator');
    await ledger.setAssertions([{ iri: 'urn:x', subject: iri(1), body: '' } as never]);
    await ledger.mergeRecords(recordId(iri(2)), recordId(iri(1)), 'the same', 'an operator');
    await ledger.splitRecord(iri(2), 'an operator');
    await ledger.redact(recordId(iri(1)), 1, 'reason', 'an operator');
    expect(ledgerFindings(all.folder)).toEqual([]);
  });

  it('makes an index anew from its table', async () => {
    const all = await opened();
    const { ledger, reader, folder, clock } = all;
    reader.close();
    ledger.close();
    // As a write that was lost: the index has no entry for the row.
    meddle(
      all,
      'PRAGMA writable_schema = ON',
      "UPDATE sqlite_schema SET sql = 'CREATE INDEX record_state ON record (state, id) WHERE 0' WHERE name = 'record_state'",
      'PRAGMA writable_schema = RESET',
      'REINDEX record_state',
      'PRAGMA writable_schema = ON',
      "UPDATE sqlite_schema SET sql = 'CREATE INDEX record_state ON record (state, id)' WHERE name = 'record_state'",
    );
    const kinds = new Set(ledgerFindings(folder).map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['index']));
    const again = openLedger(folder, clock);
    await again.ledger.mend({ indexes: true, records: [] });
    expect(ledgerFindings(folder)).toEqual([]);
  });

  it('makes anew what a record published when, in every state, and never the log', async () => {
    const all = await opened();
    await publish(all.ledger, 'a', [staged(iri(1), 'two')], [withdraw(iri(2))]);
    const log = all.reader.changesAfter(0, 100);
    const rows = (): unknown => [1, 2, 3].map((n) => [all.reader.history(recordId(iri(n))).publications, all.reader.head(iri(n))?.state]);
    const before = rows();
    meddle(
      all,
      'DELETE FROM publication',
      `UPDATE record SET state = 'withdrawn' WHERE iri = '${iri(1)}'`,
      `UPDATE record SET state = 'current' WHERE iri = '${iri(2)}'`,
      `UPDATE record SET version = 1 WHERE iri = '${iri(1)}'`,
    );
    const findings = ledgerFindings(all.folder);
    expect(findings.map(({ kind, record }) => [kind, record]).sort()).toEqual([1, 2, 3].map((n) => ['publication', recordId(iri(n))]).sort());
    await all.ledger.mend({ indexes: false, records: findings.map(({ record }) => record ?? '') });
    expect(rows()).toEqual(before);
    expect(ledgerFindings(all.folder)).toEqual([]);
    expect(all.reader.changesAfter(0, 100)).toEqual(log);
  });
});
