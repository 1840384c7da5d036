import { rm } from 'node:fs/promises';
import type { AdmissionReason } from '../domain/record.js';
import type { CatalogueError } from '../domain/errors.js';
import type { DocumentBody, HarvestedDocument, HarvestIssue } from '../domain/harvest.js';
import type { Station } from '../domain/station.js';
import type { Harvester, HarvestContext } from '../ports/harvester.js';
import type { ParseTrouble } from '../rdf/parse-trouble.js';
import type { QuadSpool } from '../rdf/spool.js';
import { openDocuments, UnreadableSubmission, type ReportSummary, type SourcedRecord } from './document-report.js';
import type { JudgeDependencies } from './judge.js';

/** A walk over a station that leaves nothing behind: for `ndc validate --station` and for visitors who try theirs. */
export interface TrialWalk {
  readonly station: Station;
  readonly harvester: Harvester;
  readonly profile: string | null;
  readonly context: Pick<HarvestContext, 'fetcher' | 'files' | 'clock' | 'logger' | 'signal' | 'limits'>;
  readonly makeSpool: () => QuadSpool;
  /** Where a harvester's own pieces lie until it puts them together (members of a feed). */
  readonly bodies: { put(hash: string, body: DocumentBody): Promise<void>; read(hash: string): Uint8Array | undefined };
  readonly claimOf?: (subject: string) => AdmissionReason | null;
}

/** What happens on the way. */
export interface TrialListener {
  /** False: no more documents are wanted. */
  document(documents: number, document: HarvestedDocument): boolean;
  /** False: no more records are wanted. */
  record(record: SourcedRecord): Promise<boolean>;
  issue(issue: HarvestIssue): void;
  unreadable(name: string, trouble: ParseTrouble): void;
  expects(count: number): void;
}

export interface WalkedStation {
  readonly summary: ReportSummary;
  /** The harvester saw everything, and everything could be read. */
  readonly isWhole: boolean;
  /** The harvester saw everything there is. */
  readonly isComplete: boolean;
}

/**
 * Reads a whole station with its harvester and judges what it finds as a harvest would. Documents are read by the
 * harvester itself where they are no RDF, and put together where a record is spread over several.
 */
export async function walkStation(walk: TrialWalk, listener: TrialListener, dependencies: JudgeDependencies): Promise<WalkedStation> {
  const walker = new Walker(walk, listener, dependencies);
  try {
    return await walker.go();
  } finally {
    walker.close();
  }
}

class Walker {
  private readonly documents: ReturnType<typeof openDocuments>;
  private read = 0;
  private isComplete = false;
  private isSound = true;
  private isStopped = false;
  private total: number | null = null;
  private readonly subjects = new Set<string>();

  constructor(
    private readonly walk: TrialWalk,
    private readonly listener: TrialListener,
    dependencies: JudgeDependencies,
  ) {
    const { profile, station, makeSpool, claimOf } = walk;
    const onUnjudged = (subject: string, error: CatalogueError): void => {
      this.isSound = false;
      this.issue({ code: 'parse-error', severity: 'error', detail: `The record cannot be judged: ${error.message}`, subject });
    };
    this.documents = openDocuments({ profile, station, makeSpool, onUnjudged, ...(claimOf === undefined ? {} : { claimOf }) }, dependencies);
  }

  close(): void {
    this.documents.close();
  }

  async go(): Promise<WalkedStation> {
    const { station, harvester, context } = this.walk;
    const events = harvester.harvest(station, {
      ...context,
      remembered: () => undefined,
      bookmark: null,
      fullWalkAt: null,
      full: true,
      knownDocuments: () => [],
      stored: (hash) => {
        const bytes = this.walk.bodies.read(hash);
        return Promise.resolve(bytes === undefined ? null : { kind: 'memory', bytes });
      },
    });
    for await (const event of events) {
      switch (event.kind) {
        case 'complete':
          this.isComplete = true;
          break;
        case 'issue':
          this.listener.issue(event.issue);
          break;
        case 'kept':
          await this.walk.bodies.put(event.document.bodyHash, event.document.body);
          await discard(event.document);
          break;
        case 'total':
          this.total = event.count;
          this.listener.expects(event.count);
          break;
        case 'expects':
          this.listener.expects(event.count);
          break;
        case 'document':
          await this.document(event.document, event.visit);
          event.memo();
          break;
        default:
      }
      if (this.isStopped) break;
    }
    if (harvester.assembly === 'across-documents') await this.judge();
    this.checkTotal();
    const isComplete = this.isComplete && !this.isStopped;
    return { summary: this.documents.summary(), isComplete, isWhole: isComplete && this.isSound };
  }

  private async document(document: HarvestedDocument, visit: Parameters<ReturnType<typeof openDocuments>['add']>[1]): Promise<void> {
    const { harvester, context } = this.walk;
    const { read } = harvester;
    try {
      if (!this.listener.document(++this.read, document)) {
        this.isStopped = true;
        return;
      }
      const own = read === undefined ? undefined : async (sink: Parameters<typeof read>[1]) => this.notes(await read(document, sink), document.url);
      await this.documents.add({ ...document, name: document.url, maxBytes: context.limits.maxDocumentBytes }, visit, own);
    } catch (error) {
      if (!(error instanceof UnreadableSubmission)) throw error;
      this.isSound = false;
      this.listener.unreadable(document.url, error.trouble);
    } finally {
      await discard(document);
    }
    if (harvester.assembly === 'per-document') await this.judge();
  }

  private notes(notes: Awaited<ReturnType<NonNullable<Harvester['read']>>>, url: string): void {
    for (const note of notes) this.listener.issue({ ...note, url, owner: 'station' });
  }

  private async judge(): Promise<void> {
    for await (const found of this.documents.records()) {
      const { subject } = found.record;
      if (subject.kind !== 'catalogue') this.subjects.add(subject.iri);
      if (await this.listener.record(found)) continue;
      this.isStopped = true;
      return;
    }
  }

  /** RUN-2: fewer items than advertised means that the listing was cut. */
  private checkTotal(): void {
    if (this.total === null || this.isStopped || this.subjects.size >= this.total) return;
    this.isComplete = false;
    this.issue({
      code: 'total-differs',
      severity: 'error',
      detail: `The station says it has ${String(this.total)} items, and ${String(this.subjects.size)} were found.`,
      url: this.walk.station.endpoint,
    });
  }

  private issue(issue: Pick<HarvestIssue, 'code' | 'severity' | 'detail'> & Partial<HarvestIssue>): void {
    this.listener.issue({ subject: null, url: null, line: null, owner: 'station', ...issue });
  }
}

async function discard({ body }: HarvestedDocument): Promise<void> {
  if (body.kind === 'file') await rm(body.path, { force: true });
}
