import { rmSync } from 'node:fs';
import type { HarvestIssue, RunItem, RunOutcome, RunTrigger } from '../../../src/domain/harvest.js';
import type { ValidationReport, ValidationResult } from '../../../src/domain/validation.js';
import { FeedbackDesk } from '../../../src/feedback/feedback-desk.js';
import { SqliteUsageReader } from '../../../src/ledger/usage-book.js';
import { SqliteFeedbackReader } from '../../../src/ledger/feedback-reader.js';
import { LedgerStationKeys, renewStationKey } from '../../../src/ledger/station-keys.js';
import type { StagedRecord } from '../../../src/ports/ledger.js';
import { SqliteLedgerReader } from '../../../src/ledger/sqlite-reader.js';
import { ended, makeStation, openLedger, staged } from '../../support/ledger.js';
import { startPortal, type TestPortal } from './portal-app.js';

export interface FeedbackHouse {
  readonly portal: TestPortal;
  readonly key: string;
  readonly otherKey: string;
  readonly ids: Readonly<Record<'complete' | 'held' | 'dry' | 'released' | 'running', number>>;
  post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ status: number; headers: Headers; text: string }>;
  close(): Promise<void>;
}

const result = (part: Partial<ValidationResult>): ValidationResult => ({
  severity: 'violation',
  dataset: 'x',
  focusNode: 'x',
  path: 'http://www.w3.org/ns/dcat#contactPoint',
  component: 'MinCount',
  sourceShape: 'https://w3id.org/ndc/shapes/healthdcat-ap-r8#Dataset-contactPoint-min',
  value: null,
  message: { nl: ['Er is geen contactpunt.'], en: ['There is no contact point.'] },
  label: { nl: ['contactpunt'], en: ['contact point'] },
  rule: null,
  expected: null,
  verdict: 'all',
  line: 12,
  fix: { text: { nl: ['Noem een contactpunt.'], en: ['Name a contact point.'] }, patch: 'dcat:contactPoint [ a vcard:Kind ] .', change: null, nearest: [] },
  ...part,
});
const report = (...results: readonly ValidationResult[]): ValidationReport => ({
  profile: 'healthdcat-ap-r8',
  variant: null,
  conforms: results.length === 0,
  violations: results.filter(({ severity }) => severity === 'violation').length,
  warnings: results.filter(({ severity }) => severity === 'warning').length,
  infos: 0,
  targets: 1,
  results,
  engine: 'test',
  shapesHash: 'h',
});

export const held = 'https://umc.example/dataset/geheim';
export const known = 'https://umc.example/dataset/bekend';
/** Half the words a station may write are meant to break something. */
export const hostile = '<script>alert(1)</script>"\u202e\'>';

/** A station with a history on a real ledger, behind the portal: published, held, tried, on hold and released. */
export async function openFeedbackHouse(options: { readonly state?: 'live' | 'onboarding'; readonly ratePerMinute?: number } = {}): Promise<FeedbackHouse> {
  const { ledger, reader, folder, clock } = openLedger();
  clock.at = Date.parse('2026-06-10T03:00:00Z');
  const station = makeStation('umc', {
    title: { nl: ['UMC Voorbeeld'] },
    contactEmail: 'data@umc.example',
    declaredState: options.state ?? 'live',
    language: 'nl',
  });
  await ledger.registerStations([station, makeStation('ander')]);
  const key = await renewStationKey(ledger, 'umc', 'feedback', 'eva');
  const otherKey = await renewStationKey(ledger, 'ander', 'feedback', 'eva');
  const run = async (
    outcome: RunOutcome | null,
    more: {
      trigger?: RunTrigger;
      dry?: boolean;
      of?: number;
      records?: readonly StagedRecord[];
      issues?: readonly HarvestIssue[];
      items?: readonly RunItem[];
      publishes?: boolean;
    } = {},
  ): Promise<number> => {
    clock.add(24);
    const started = await ledger.startRun({
      station: 'umc',
      trigger: more.trigger ?? 'schedule',
      holder: 'elsewhere/1/1',
      leaseMs: 3_600_000,
      dry: more.dry ?? false,
      of: more.of ?? null,
    });
    if ('busy' in started) throw new Error('busy');
    const records = more.records ?? [];
    await ledger.stage(started.run, { records, documents: [], issues: more.issues ?? [] });
    await ledger.plan(started.run, [], more.items ?? []);
    if (more.publishes !== false)
      await ledger.publish(
        started.run,
        records.map((record) => ({ kind: record.content?.admission.verdict === 'held' ? 'hold' : 'publish', subject: record.subject })),
      );
    clock.add(0.01);
    if (outcome === null) {
      const counts = { added: 0, updated: 0, unchanged: 3, withdrawn: 0, held: 0, documents: 40, bytes: 100 };
      await ledger.heartbeat(started.run, 30 * 86_400_000, { phase: 'validate', detail: '', counts, done: 40, expected: 100 });
    } else
      await ledger.finishRun(
        started.run,
        ended(outcome, 'no', {
          counts: { added: 1, updated: 2, unchanged: 3, withdrawn: 4, held: 5, documents: 6, bytes: 7 },
          walk: 'full',
          quality: { before: { records: 2, violations: 9, warnings: 1 }, after: { records: 2, violations: 4, warnings: 1 } },
        }),
      );
    return started.run;
  };
  const item = (subject: string, outcome: RunItem['outcome'], title: string): RunItem => ({
    subject,
    recordId: reader.head(subject)?.id ?? null,
    title: { nl: [title] },
    outcome,
    reason: null,
    changes: [{ path: 'dct:description', removed: ['"oud"@nl'], added: [`"NIEUWE TEKST ${hostile}"@nl`] }],
  });
  const warning = result({
    severity: 'warning',
    sourceShape: 'https://w3id.org/ndc/shapes/ndc-checks#placeholder',
    path: null,
    message: { en: ['Placeholder.'] },
    label: {},
    value: '"TODO"',
  });
  const complete = await run('complete', {
    records: [
      { ...staged(known, 'Bekende titel', { title: { nl: ['Bekende titel'] }, report: report(result({})) }) },
      { ...staged(held, `Geheime titel ${hostile}`, { title: { nl: [`Geheime titel ${hostile}`] }, held: true, report: report(result({}), warning) }) },
    ],
  });
  const dry = await run('complete', { dry: true, publishes: false, items: [item(known, 'updated', 'Titel van de proef')] });
  const heldRun = await run('on-hold', { publishes: false, items: [item(known, 'updated', 'Tegengehouden titel'), item(held, 'held', 'Geheim blijft')] });
  const released = await run('complete', { trigger: 'release', of: heldRun, items: [item(known, 'updated', 'Bekende titel')] });
  const waiting = await run('on-hold', {
    publishes: false,
    items: [item(known, 'updated', 'Tegengehouden titel'), item(held, 'held', 'Geheim blijft')],
    issues: [
      {
        code: 'unreachable',
        severity: 'error',
        subject: null,
        detail: 'http://10.20.3.4/fdp did not answer',
        url: 'http://10.20.3.4/fdp',
        line: null,
        owner: 'station',
      },
      { code: 'internal', severity: 'error', subject: null, detail: 'db.internal:5432 is away', url: null, line: null, owner: 'us' },
    ],
  });
  // A replay: a visit would take the place of the run on hold.
  const running = await run(null, { trigger: 'replay' });
  await ledger.noteUsage(
    [
      { day: '2027-07-01', record: reader.head(known)?.id ?? '', channel: 'page', count: 1234 },
      { day: '2025-07-01', record: reader.head(known)?.id ?? '', channel: 'page', count: 77_777 },
    ],
    [],
  );
  const usage = SqliteUsageReader.open(folder);
  const feedback = SqliteFeedbackReader.open(folder);
  const own = SqliteLedgerReader.open(folder);
  const desk = new FeedbackDesk({
    reader: own,
    feedback,
    usage,
    keys: new LedgerStationKeys(own),
    clock: { now: () => new Date('2027-07-20T08:00:00Z') },
    nextRunAt: () => '2026-06-21T03:15:00Z',
    ratePerMinute: options.ratePerMinute ?? 1000,
    overdueDays: 365,
  });
  const isPublic = (subject: string | null): boolean => subject === null || !['held', 'onboarding', undefined].includes(own.head(subject)?.state);
  const portal = await startPortal(
    {
      station: (id) => own.station(id),
      stations: () => own.stations(),
      runs: (id, limit) => own.runs(id, limit),
      head: (id) => (isPublic(id) ? own.head(id) : undefined),
      run: (id) => {
        const found = own.run(id);
        return found === undefined
          ? undefined
          : {
              run: found,
              issues: own.runIssues(id, 100).filter(({ subject }) => isPublic(subject)),
              items: own.runItems(id, 100).filter(({ subject }) => isPublic(subject)),
            };
      },
    },
    0,
    { feedback: desk },
  );
  return {
    portal,
    key,
    otherKey,
    ids: { complete, held: waiting, dry, released, running },
    post: async (path, fields, headers = {}) => {
      const response = await fetch(portal.url + path, { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' });
      return { status: response.status, headers: response.headers, text: await response.text() };
    },
    close: async () => {
      await portal.close();
      for (const one of [own, feedback, reader, ledger]) one.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
