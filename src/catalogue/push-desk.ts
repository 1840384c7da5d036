import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { RequestError } from '../domain/errors.js';
import type { HarvestRun, RunItem, RunSummary } from '../domain/harvest.js';
import type { LedgerReader, StationStatus } from '../ports/ledger.js';
import type { DocumentReport } from './document-report.js';
import type { PushReport } from './push-desk-report.js';
import { spoolBody, tooLarge, type SpooledBody } from './push-desk-spool.js';

/** What a station hands in, as the harvest thread takes it over. */
export interface PushOrder {
  readonly station: string;
  /** A spooled body, which the harvest thread deletes; null when only `gone` is said. */
  readonly document: (SpooledBody & { readonly mediaType: string }) | null;
  /** IRI of a record that the station has deleted. */
  readonly gone: string | null;
  /** The document is everything there is: absence counts as in a full walk. */
  readonly complete: boolean;
  readonly dryRun: boolean;
}

/** What came of it. */
export interface PushAnswer {
  readonly summary: RunSummary & { readonly run: number };
  /** What the run did, or on hold or dry would do. */
  readonly items: readonly RunItem[];
  /** Null when nothing was handed in to be judged. */
  readonly report: DocumentReport | null;
  readonly truncated: boolean;
}

/** The part of it that outlives the run. */
export type PushResult = Pick<PushAnswer, 'items' | 'report' | 'truncated'>;

/** A run that has been asked for: its number as soon as it has one, null when it never began, and its end. */
export interface Begun<T> {
  readonly run: Promise<number | null>;
  readonly ended: Promise<T>;
}

export interface PushDeskDependencies {
  readonly reader: Pick<LedgerReader, 'station' | 'runs' | 'runItems'>;
  /** Hands an order to the harvest thread. */
  readonly carryOut: (order: PushOrder) => Begun<PushAnswer>;
  /** The report on what a run brought, from the bytes that are kept of it. */
  readonly reportOn: (run: number) => Promise<PushReport>;
  /** Where bodies wait. */
  readonly folder: string;
  readonly maxBytes: number;
  /** Pushes of all stations together that are taken in or carried out at a time. */
  readonly atOnce: number;
}

export interface PushSource {
  readonly body: Readable;
  readonly mediaType: string;
  /** From `Content-Length`, where it was sent. */
  readonly length: number | null;
}

const busySeconds = 30;
/** Reports may be some megabytes; older ones are made again from what is kept of the run. */
const keptAnswers = 4;
const maxItems = 2000;
/** So far back it is looked who changed what a station has; further back counts as never. */
const runsRead = 100;

/** Takes in what stations push: one push a station at a time, bodies on disk, the work in the harvest thread (R12). */
export class PushDesk {
  private readonly underWay = new Set<string>();
  private readonly answers = new Map<number, Promise<PushResult>>();
  private remaking = 0;

  constructor(private readonly dependencies: PushDeskDependencies) {}

  /**
   * @param stillMeant throws when the push is not meant any more; asked before the body is taken in and again afterwards
   * @throws RequestError `request/conflict`, `request/unavailable`, `request/too-large`, `request/bad-parameter`
   */
  async receive(order: Omit<PushOrder, 'document'>, source: PushSource | null, stillMeant: () => void = () => undefined): Promise<Begun<PushAnswer>> {
    const { maxBytes, folder, atOnce } = this.dependencies;
    this.check(order);
    stillMeant();
    if (source?.length != null && source.length > maxBytes) throw tooLarge(maxBytes);
    if (this.underWay.size >= atOnce)
      throw new RequestError('request/unavailable', 'Too many stations are pushing. Try again in a little while.', { retryAfter: 15 });
    this.underWay.add(order.station);
    let begun: Begun<PushAnswer>;
    let path: string | null = null;
    const done = (): void => {
      this.underWay.delete(order.station);
      // Also when its turn never came.
      if (path !== null) void rm(path, { force: true });
    };
    try {
      const document = source === null ? null : { ...(await spoolBody(source.body, folder, maxBytes)), mediaType: source.mediaType };
      path = document?.path ?? null;
      stillMeant();
      begun = this.begin(order, document);
    } catch (error) {
      done();
      throw error;
    }
    begun.ended.then(done, done);
    void this.keepAnswer(begun);
    return begun;
  }

  /**
   * What came of a push that has ended, also after a restart: the report is made again from the bytes of the run, and goes with
   * them. Undefined when there was no report to make.
   *
   * @throws RequestError `request/gone` when nothing is kept of it any more, `request/unavailable`
   */
  result({ id, counts }: Pick<HarvestRun, 'id' | 'counts'>): Promise<PushResult> {
    const known = this.answers.get(id);
    if (known !== undefined) return known;
    if (counts.documents === 0) return Promise.resolve({ items: this.dependencies.reader.runItems(id, maxItems), report: null, truncated: false });
    if (this.remaking >= this.dependencies.atOnce)
      throw new RequestError('request/unavailable', 'Too many reports are being made again. Try again in a little while.', { retryAfter: 15 });
    this.remaking++;
    const made = this.dependencies
      .reportOn(id)
      .then((report) => ({ items: this.dependencies.reader.runItems(id, maxItems), ...report }))
      .finally(() => {
        this.remaking--;
      });
    this.keep(id, made);
    return made;
  }

  /** The last run that changed what the station has here; null when none did of late. */
  lastChange(station: string): HarvestRun | null {
    const { reader } = this.dependencies;
    return reader.runs(station, runsRead).find(({ counts }) => counts.added + counts.updated + counts.withdrawn > 0) ?? null;
  }

  private async keepAnswer(begun: Begun<PushAnswer>): Promise<void> {
    const run = await begun.run;
    if (run !== null) this.keep(run, begun.ended);
  }

  private keep(run: number, result: Promise<PushResult>): void {
    this.answers.set(run, result);
    // What went wrong for another reason than the body may go better next time.
    result.catch((error: unknown) => {
      if (!(error instanceof RequestError)) this.answers.delete(run);
    });
    for (const oldest of this.answers.keys()) {
      if (this.answers.size <= keptAnswers) break;
      this.answers.delete(oldest);
    }
  }

  private begin(order: Omit<PushOrder, 'document'>, document: PushOrder['document']): Begun<PushAnswer> {
    const isEmpty = document?.size === 0;
    if (isEmpty) void rm(document.path, { force: true });
    if ((document === null || isEmpty) && order.gone === null)
      throw new RequestError('request/bad-parameter', 'The body is empty. Send RDF, or name with "subject" the record that is gone.', {
        errors: [{ in: 'body', location: '', code: 'empty', detail: 'The body is empty.' }],
      });
    if (document !== null && !isEmpty && order.gone !== null) {
      void rm(document.path, { force: true });
      throw new RequestError('request/bad-parameter', 'A deletion ("subject") has no body; send them one after the other.', {
        errors: [{ in: 'query', location: 'subject', code: 'not-allowed', detail: 'A deletion has no body.' }],
      });
    }
    return this.dependencies.carryOut({ ...order, document: isEmpty ? null : document });
  }

  private check({ station, dryRun }: Omit<PushOrder, 'document'>): void {
    const status = this.dependencies.reader.station(station);
    if (status === undefined) throw new RequestError('request/not-found', `There is no station "${station}".`);
    if (status.state === 'retired' || (status.state === 'paused' && !dryRun))
      throw new RequestError('request/conflict', `The station is ${status.state}; nothing is taken in until an operator makes it live.`);
    if (this.underWay.has(station) || isUnderWay(status))
      throw new RequestError('request/conflict', 'A run of this station is under way. Try again when it has ended.', { retryAfter: busySeconds });
  }
}

function isUnderWay({ lastRun }: StationStatus): boolean {
  return lastRun !== null && lastRun.endedAt === null;
}
