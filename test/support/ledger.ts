import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Station } from '../../src/domain/station.js';
import { noCounts } from '../../src/domain/harvest.js';
import type { Clock } from '../../src/ports/clock.js';
import type { Deed, Ledger, LedgerReader, RunEnd, StagedContent, StagedRecord } from '../../src/ports/ledger.js';
import { SqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { SqliteLedgerReader } from '../../src/ledger/sqlite-reader.js';

/** A clock that tests set. */
export class TestClock implements Clock {
  constructor(public at = Date.parse('2026-03-01T10:00:00Z')) {}

  now(): Date {
    return new Date(this.at);
  }

  add(hours: number): this {
    this.at += hours * 3_600_000;
    return this;
  }
}

export function makeStation(id: string, changes: Partial<Station> = {}): Station {
  const iri = `https://${id}.example/`;
  return {
    id,
    iri: `https://catalogue.example/stations/${id}`,
    title: { nl: [id] },
    kind: 'holder',
    holder: { iri, name: { nl: [id] } },
    serviceProvider: null,
    intermediary: null,
    contactEmail: null,
    endpoint: `http://data.${id}.example/catalog.ttl`,
    protocol: 'rdf',
    schedule: '0 3 * * *',
    timeZone: 'Europe/Amsterdam',
    profiles: ['dcat-ap-3.0'],
    language: 'nl',
    priority: 10,
    declaredState: 'live',
    subjectPrefixes: [iri],
    authentication: null,
    allowAddresses: [],
    settings: {},
    ...changes,
  };
}

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'ndc-test-'));

export interface OpenLedger {
  readonly ledger: Ledger & { close(): void };
  readonly reader: LedgerReader;
  readonly folder: string;
  readonly clock: TestClock;
}

export function openLedger(folder = temporaryFolder(), clock = new TestClock()): OpenLedger {
  const ledger = SqliteLedger.open(folder, clock);
  return { ledger, reader: SqliteLedgerReader.open(folder), folder, clock };
}

const nothing = { accessRights: [], healthCategories: [], themes: [], hdab: [], legislation: [] };

/** A staged description of a subject; other words give another body and hash. */
export function staged(
  subject: string,
  words = 'one',
  changes: Partial<StagedContent> & { readonly kind?: StagedRecord['kind']; readonly held?: boolean } = {},
): StagedRecord {
  const { kind = 'dataset', held = false, ...content } = changes;
  const body = `<${subject}> <http://purl.org/dc/terms/title> "${words}" .\n`;
  return {
    subject,
    kind,
    canonicalHash: createHash('sha256').update(body).digest('hex'),
    sourceUrl: `${subject}.ttl`,
    content: {
      body,
      title: { nl: [words] },
      custodian: null,
      publisher: null,
      inSeries: [],
      seriesMembers: [],
      inheritable: nothing,
      receivedHash: 'r',
      pipeline: 'test',
      report: null,
      violations: 0,
      warnings: 0,
      losesMandatory: false,
      evidence: { identifiers: [], origins: [], fingerprint: null },
      admission: { verdict: held ? 'held' : 'admitted', profile: 'dcat-ap-3.0', reasons: held ? [{ code: 'no-title', detail: 'no title' }] : [], eu: false },
      ...content,
    },
  };
}

/** The end of a run as the runner would tell it. */
export const ended = (outcome: RunEnd['outcome'], rememberDocuments: RunEnd['rememberDocuments'] = 'no', changes: Partial<RunEnd> = {}): RunEnd => ({
  outcome,
  counts: noCounts,
  rememberDocuments,
  walk: null,
  quality: null,
  notBefore: null,
  plan: null,
  ...changes,
});

export async function startRun(ledger: Ledger, station: string, holder = 'elsewhere/1/1'): Promise<number> {
  const started = await ledger.startRun({ station, trigger: 'manual', holder, leaseMs: 60_000 });
  if ('busy' in started) throw new Error(`busy: ${String(started.busy)}`);
  return started.run;
}

/** One whole run that publishes (or holds) the given descriptions and carries out further deeds. */
export async function publish(ledger: Ledger, station: string, records: readonly StagedRecord[], deeds: readonly Deed[] = []): Promise<number> {
  const run = await startRun(ledger, station);
  await ledger.stage(run, { records, documents: [], issues: [] });
  const own: Deed[] = records.map((record) => ({ kind: record.content?.admission.verdict === 'held' ? 'hold' : 'publish', subject: record.subject }));
  await ledger.publish(run, [...own, ...deeds]);
  await ledger.finishRun(run, ended('complete', 'replaced'));
  return run;
}

export const withdraw = (subject: string): Deed => ({ kind: 'withdraw', subject, cause: 'source-absent', reason: 'missing' });
