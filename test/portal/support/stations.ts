import type { HarvestIssue, HarvestRun, RunItem } from '../../../src/domain/harvest.js';
import type { Round } from '../../../src/domain/round.js';
import type { Station, StationState } from '../../../src/domain/station.js';
import type { StationStatus } from '../../../src/ports/ledger.js';
import { glucose, ordinary, withdrawn } from './records.js';

function station(id: string, nl: string, part: Partial<Station> = {}): Station {
  return {
    id,
    iri: `https://catalogue.example/stations/${id}`,
    title: { nl: [nl] },
    kind: 'holder',
    holder: { iri: `https://${id}.example/`, name: { nl: [nl] } },
    serviceProvider: null,
    intermediary: null,
    contactEmail: `data@${id}.example`,
    endpoint: 'http://10.20.3.4:8080/fdp',
    protocol: 'fdp',
    schedule: '15 3 * * *',
    timeZone: 'Europe/Amsterdam',
    profiles: ['healthdcat-ap-r8'],
    language: 'nl',
    priority: 0,
    declaredState: 'live',
    subjectPrefixes: [],
    authentication: null,
    allowAddresses: ['10.20.0.0/16'],
    settings: {},
    ...part,
  };
}

export function makeRun(id: number, stationId: string, part: Partial<HarvestRun> = {}): HarvestRun {
  const day = String((id % 28) + 1).padStart(2, '0');
  return {
    id,
    station: stationId,
    trigger: 'schedule',
    startedAt: `2026-06-${day}T03:15:00Z`,
    endedAt: `2026-06-${day}T03:15:42Z`,
    phase: 'done',
    outcome: 'complete',
    counts: { added: id % 3, updated: id % 5, unchanged: 20, withdrawn: id % 2, held: 2, documents: 26, bytes: 1_240_000 },
    stages: [
      { phase: 'gather', startedAt: `2026-06-${day}T03:15:00Z`, detail: '26 documents from http://10.20.3.4:8080/fdp?key=secret' },
      { phase: 'validate', startedAt: `2026-06-${day}T03:15:20Z`, detail: '' },
      { phase: 'publish', startedAt: `2026-06-${day}T03:15:40Z`, detail: '3 records' },
    ],
    progress: { done: 0, expected: null },
    walk: 'full',
    dry: false,
    by: null,
    of: null,
    resolved: null,
    planned: null,
    quality: null,
    ...part,
  };
}

export const runs: readonly HarvestRun[] = [
  ...Array.from({ length: 18 }, (_, i) => makeRun(18 - i, 'umc-voorbeeld')),
  makeRun(40, 'voorbeeldregistraties', { outcome: 'failed' }),
  makeRun(50, 'nieuw-ziekenhuis'),
];

export const issues: readonly HarvestIssue[] = [
  { code: 'violations', severity: 'warning', subject: glucose.head.iri, detail: '3 violations', url: null, line: 12, owner: 'station' },
  { code: 'violations', severity: 'warning', subject: ordinary[0]?.head.iri ?? '', detail: '1 violation', url: null, line: 80, owner: 'station' },
  {
    code: 'not-admissible',
    severity: 'error',
    subject: 'https://umc-voorbeeld.example/dataset/geheim',
    detail: 'GEHEIME TITEL has no description',
    url: null,
    line: 4,
    owner: 'station',
  },
  {
    code: 'http-status',
    severity: 'error',
    subject: null,
    detail: 'http://10.20.3.4:8080/fdp/page/2 answered 500 (upstream db.internal:5432)',
    url: 'http://10.20.3.4:8080/fdp/page/2',
    line: null,
    owner: 'station',
  },
  {
    code: 'repaired',
    severity: 'info',
    subject: null,
    detail: '<b>language tag</b> "dutch" read as nl',
    url: 'https://umc-voorbeeld.example/catalogus.ttl?token=abc',
    line: 7,
    owner: 'station',
  },
];

export const items: readonly RunItem[] = [
  { subject: glucose.head.iri, recordId: glucose.head.id, title: glucose.head.title, outcome: 'updated', reason: null, changes: [] },
  { subject: withdrawn.head.iri, recordId: withdrawn.head.id, title: withdrawn.head.title, outcome: 'withdrawn', reason: 'source-absent', changes: [] },
  {
    subject: 'https://umc-voorbeeld.example/dataset/geheim',
    recordId: null,
    title: { nl: ['GEHEIME TITEL'] },
    outcome: 'held',
    reason: 'no-description',
    changes: [],
  },
  ...ordinary
    .slice(0, 8)
    .map((view) => ({ subject: view.head.iri, recordId: view.head.id, title: view.head.title, outcome: 'unchanged' as const, reason: null, changes: [] })),
];

function status(of: Station, state: StationState, part: Partial<StationStatus> = {}): StationStatus {
  return { station: of, state, datasets: 12, held: 0, lastRun: null, lastSuccessAt: null, failingSince: null, ...part };
}

export const stations: readonly StationStatus[] = [
  status(station('umc-voorbeeld', 'UMC Voorbeeld'), 'live', { held: 2, lastRun: runs[0] ?? null, lastSuccessAt: '2026-06-19T03:15:42Z', datasets: 3 }),
  status(station('voorbeeldregistraties', 'Stichting Voorbeeldregistraties'), 'live', {
    lastRun: makeRun(40, 'voorbeeldregistraties', { outcome: 'failed' }),
    lastSuccessAt: '2026-06-13T03:00:00Z',
    failingSince: '2026-06-14T03:00:00Z',
    datasets: 20,
  }),
  status(station('zorgaggregator', 'Zorgaggregator', { kind: 'aggregator', holder: null, schedule: '30 * * * *' }), 'live', {
    lastRun: makeRun(60, 'zorgaggregator'),
    lastSuccessAt: '2026-06-20T02:00:00Z',
    datasets: 4,
  }),
  status(station('op-hold', 'Ziekenhuis De Rem'), 'live', { lastRun: makeRun(61, 'op-hold', { outcome: 'on-hold' }), lastSuccessAt: '2026-06-18T02:00:00Z' }),
  status(station('nieuw-ziekenhuis', 'Nieuw Ziekenhuis'), 'onboarding', { datasets: 7, held: 9 }),
  status(station('pauze', 'Kliniek Pauze'), 'paused'),
  status(station('oude-registratie', 'Oude registratie'), 'retired', { lastSuccessAt: '2025-01-01T02:00:00Z' }),
  status(station('nooit', 'Nog niet'), 'live', { datasets: 0 }),
];

/** The latest is under way, the one before ran out of time. */
export const rounds: readonly Round[] = [
  {
    id: 12,
    startedAt: '2026-06-20T03:00:00Z',
    endsBy: '2026-06-21T03:00:00Z',
    endedAt: null,
    stations: { 'umc-voorbeeld': 'complete', voorbeeldregistraties: 'failed', zorgaggregator: 'waiting', 'op-hold': 'on-hold', pauze: 'paused' },
  },
  {
    id: 11,
    startedAt: '2026-06-19T03:00:00Z',
    endsBy: '2026-06-20T03:00:00Z',
    endedAt: '2026-06-20T03:00:00Z',
    stations: { 'umc-voorbeeld': 'complete', zorgaggregator: 'partial', voorbeeldregistraties: 'not-visited' },
  },
];
