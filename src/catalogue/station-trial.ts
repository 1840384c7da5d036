import type { DocumentBody, HarvestIssue } from '../domain/harvest.js';
import type { LanguageMap } from '../domain/language.js';
import { subjectClaim } from '../domain/origin.js';
import type { AdmissionReason } from '../domain/record.js';
import { unregisteredStation, type Station, type StationKind } from '../domain/station.js';
import type { Clock } from '../ports/clock.js';
import type { Detected, Detection } from '../ports/detection.js';
import type { Fetcher } from '../ports/fetcher.js';
import type { Harvester } from '../ports/harvester.js';
import type { Logger } from '../ports/logger.js';
import { isValidIri } from '../rdf/iri.js';
import type { QuadSpool } from '../rdf/spool.js';
import type { ReportSummary } from './document-report.js';
import type { JudgeDependencies } from './judge.js';
import { TrialFetcher, type TrialLimits, type TrialStop } from './station-trial-limits.js';
import { TrialTally, type TrialHeld, type TrialIssues, type TrialRule, type TrialSample } from './station-trial-tally.js';
import { walkStation, type WalkedStation } from './station-trial-walk.js';

/** A station that somebody would like to have in the catalogue, to be tried without registering it (R18). */
export interface TrialOrder {
  readonly url: string;
  /** Null: found out from the address. */
  readonly protocol: string | null;
  readonly kind: StationKind;
  /** Whom it speaks for; counts when a description names no holder itself. */
  readonly holder: { readonly iri: string; readonly name: string } | null;
}

export interface TrialProgress {
  readonly phase: 'detect' | 'read';
  readonly requests: number;
  readonly documents: number;
  readonly records: number;
  /** What the station says is to come. */
  readonly expected: number | null;
}

export interface TrialVisit {
  /** The harvester reached the end and everything could be read. */
  readonly whole: boolean;
  readonly complete: boolean;
  /** The limit that ended the visit; null when none did. */
  readonly stoppedBy: TrialStop | null;
  readonly requests: number;
  readonly documents: number;
  readonly bytes: number;
  readonly records: number;
  readonly expected: number | null;
  readonly publishable: number;
  readonly summary: ReportSummary;
  /** Profiles that counted, with the number of records. */
  readonly profiles: readonly (readonly [profile: string, records: number])[];
  readonly held: readonly TrialHeld[];
  readonly rules: readonly TrialRule[];
  readonly issues: readonly TrialIssues[];
  readonly samples: readonly TrialSample[];
  /** Beginning that the addresses of all records share; null when they differ. */
  readonly subjectPrefix: string | null;
}

/** What came of a trial; plain data, to go between threads and to be kept. */
export interface TrialResult {
  readonly detected: Detected;
  /** What was tried; null when no protocol fits. */
  readonly chosen: Detection | null;
  readonly visit: TrialVisit | null;
}

export interface TrialDependencies {
  readonly harvesters: ReadonlyMap<string, Harvester>;
  /** For visitors' addresses: never into private networks. */
  readonly fetcher: Fetcher;
  readonly detect: (url: string, fetcher: Fetcher, signal: AbortSignal) => Promise<Detected>;
  readonly judge: JudgeDependencies;
  /** The registered stations: a record under another holder's addresses would be held. */
  readonly stations: readonly Station[];
  readonly ownBase: string | null;
  readonly makeSpool: () => QuadSpool;
  readonly bodies: { put(hash: string, body: DocumentBody): Promise<void>; read(hash: string): Uint8Array | undefined };
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: TrialLimits;
}

/** Beyond the time for reading, so much of it may go to judging what was read. */
const judgingShare = 0.5;
const maxDocumentBytes = 64 << 20;

/** Finds out how a station speaks, reads it within limits and judges each record; nothing is registered or kept. */
export async function tryStation(
  order: TrialOrder,
  dependencies: TrialDependencies,
  onProgress: (progress: TrialProgress) => void,
  signal: AbortSignal,
): Promise<TrialResult> {
  const { limits } = dependencies;
  const ended = new AbortController();
  const fetcher = new TrialFetcher(dependencies.fetcher, limits, () => {
    ended.abort();
  });
  const reading = AbortSignal.any([signal, ended.signal, AbortSignal.timeout(limits.timeoutMs)]);
  const report = (phase: TrialProgress['phase'], more: Partial<TrialProgress> = {}): void => {
    onProgress({ phase, requests: fetcher.requests, documents: 0, records: 0, expected: null, ...more });
  };
  report('detect');
  const detected = await dependencies.detect(order.url, fetcher, reading);
  signal.throwIfAborted();
  const chosen = choose(order, detected);
  const harvester = chosen === null ? undefined : dependencies.harvesters.get(chosen.protocol);
  if (chosen === null || harvester === undefined) return { detected, chosen: null, visit: null };
  const station: Station = {
    ...unregisteredStation('trial', chosen.endpoint, { kind: order.kind, holder: holderOf(order) }),
    protocol: chosen.protocol,
    settings: chosen.settings,
  };
  const visit = await new Trial(station, harvester, fetcher, dependencies, (more) => {
    report('read', more);
  }).go(reading, signal);
  return { detected, chosen, visit };
}

/** What the visitor asked for, with what was found out about it. */
function choose({ protocol, url }: TrialOrder, { candidates, readable }: Detected): Detection | null {
  if (protocol === null) return candidates[0] ?? null;
  const found = candidates.find((candidate) => candidate.protocol === protocol);
  if (found !== undefined || !readable) return found ?? null;
  return { protocol, certainty: 'possible', endpoint: url, settings: {}, reason: askedFor };
}

const askedFor: LanguageMap = {
  nl: ['U hebt dit protocol zelf gekozen; aan het adres is het niet te zien.'],
  en: ['You chose this protocol yourself; the address does not show it.'],
};

function holderOf({ kind, holder }: TrialOrder): Station['holder'] {
  return kind !== 'holder' || holder === null ? null : { iri: holder.iri, name: { '': [holder.name] } };
}

class Trial {
  private readonly tally = new TrialTally();
  private documents = 0;
  private expected: number | null = null;
  private tooMany = false;

  constructor(
    private readonly station: Station,
    private readonly harvester: Harvester,
    private readonly fetcher: TrialFetcher,
    private readonly dependencies: TrialDependencies,
    private readonly report: (more: Pick<TrialProgress, 'documents' | 'records' | 'expected'>) => void,
  ) {}

  async go(reading: AbortSignal, signal: AbortSignal): Promise<TrialVisit> {
    const { limits, clock, logger, makeSpool, bodies, judge } = this.dependencies;
    const now = (): number => clock.now().getTime();
    const hardEnd = now() + limits.timeoutMs * (1 + judgingShare);
    const walked: WalkedStation = await walkStation(
      {
        station: this.station,
        harvester: this.harvester,
        profile: null,
        context: {
          fetcher: this.fetcher,
          clock,
          logger,
          signal: reading,
          limits: {
            maxPages: limits.maxPages,
            maxDocumentBytes: Math.min(limits.maxBytes, maxDocumentBytes),
            maxPageBytes: Math.min(limits.maxBytes, maxDocumentBytes),
            maxRunBytes: limits.maxBytes,
          },
        },
        makeSpool,
        bodies,
        claimOf: (subject) => this.claimOf(subject),
      },
      {
        document: () => {
          signal.throwIfAborted();
          this.documents++;
          this.tell();
          // What was read before a limit came is judged.
          return !reading.aborted;
        },
        record: (found) => {
          signal.throwIfAborted();
          this.tooMany = this.tally.records >= limits.maxRecords && found.record.subject.kind !== 'catalogue';
          if (this.tooMany) return Promise.resolve(false);
          if (found.duplicate) this.tally.issue(duplicateIssue(found.record.subject.iri, found.source));
          this.tally.add(found);
          this.tell();
          return Promise.resolve(now() < hardEnd);
        },
        issue: (issue) => {
          this.tally.issue(issue);
        },
        unreadable: (name, trouble) => {
          this.tally.issue({
            code: 'parse-error',
            severity: 'error',
            subject: null,
            detail: trouble.message['en']?.[0] ?? trouble.detail,
            url: name,
            line: trouble.line,
            owner: 'station',
          });
        },
        expects: (count) => {
          this.expected = count;
          this.tell();
        },
      },
      judge,
    );
    signal.throwIfAborted();
    return this.visit(walked, reading.aborted || now() >= hardEnd);
  }

  private visit({ summary, isComplete, isWhole }: WalkedStation, isLate: boolean): TrialVisit {
    const { tally, fetcher } = this;
    // A limit that falls together with the end of the station has stopped nothing.
    const stoppedBy = isComplete ? null : (fetcher.stopped ?? (this.tooMany ? 'records' : isLate ? 'time' : null));
    return {
      whole: isWhole,
      complete: isComplete,
      stoppedBy,
      requests: fetcher.requests,
      documents: this.documents,
      bytes: fetcher.bytes,
      records: tally.records,
      expected: this.expected,
      publishable: tally.publishable,
      summary,
      profiles: [...tally.profiles].sort((a, b) => b[1] - a[1]).slice(0, 10),
      held: tally.heldFound(),
      rules: tally.rulesFound(),
      issues: tally.issuesFound(),
      samples: tally.samples,
      subjectPrefix: tally.origin != null && tally.origin !== 'null' ? `${tally.origin}/` : null,
    };
  }

  private tell(): void {
    this.report({ documents: this.documents, records: this.tally.records, expected: this.expected });
  }

  /** What a harvest would hold a record for, whatever it says (REC-9). */
  private claimOf(subject: string): AdmissionReason | null {
    if (!isValidIri(subject)) return { code: 'invalid-subject', detail: `The subject ${JSON.stringify(subject.slice(0, 200))} is not an IRI.` };
    const claim = subjectClaim(this.station, subject, this.dependencies.stations, this.dependencies.ownBase);
    if (claim === 'own-subject') return { code: 'own-subject', detail: 'The subject lies under the address of this catalogue; nobody else describes it.' };
    if (claim === 'foreign-subject') return { code: 'foreign-subject', detail: 'The subject lies under the registered addresses of another holder.' };
    return null;
  }
}

function duplicateIssue(iri: string, url: string): HarvestIssue {
  const detail = `<${iri}> is described differently on two pages; the first description counts.`;
  return { code: 'duplicate-subject', severity: 'warning', subject: iri, detail, url, line: null, owner: 'station' };
}
