import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { RequestError } from '../domain/errors.js';
import type { RunItem, RunSummary } from '../domain/harvest.js';
import type { LedgerReader, StationStatus } from '../ports/ledger.js';
import type { DocumentReport } from './document-report.js';
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

/** A run that has been asked for: its number as soon as it has one, null when it never began, and its end. */
export interface Begun<T> {
  readonly run: Promise<number | null>;
  readonly ended: Promise<T>;
}

export interface PushDeskDependencies {
  readonly reader: Pick<LedgerReader, 'station'>;
  /** Hands an order to the harvest thread. */
  readonly carryOut: (order: PushOrder) => Begun<PushAnswer>;
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

/** Takes in what stations push: one push a station at a time, bodies on disk, the work in the harvest thread (R12). */
export class PushDesk {
  private readonly underWay = new Set<string>();

  constructor(private readonly dependencies: PushDeskDependencies) {}

  /** @throws RequestError `request/conflict`, `request/unavailable`, `request/too-large`, `request/bad-parameter` */
  async receive(order: Omit<PushOrder, 'document'>, source: PushSource | null): Promise<Begun<PushAnswer>> {
    const { maxBytes, folder, atOnce } = this.dependencies;
    this.check(order);
    if (source?.length != null && source.length > maxBytes) throw tooLarge(maxBytes);
    if (this.underWay.size >= atOnce)
      throw new RequestError('request/unavailable', 'Too many stations are pushing. Try again in a little while.', { retryAfter: 15 });
    this.underWay.add(order.station);
    let begun: Begun<PushAnswer>;
    try {
      begun = this.begin(order, source === null ? null : { ...(await spoolBody(source.body, folder, maxBytes)), mediaType: source.mediaType });
    } catch (error) {
      this.underWay.delete(order.station);
      throw error;
    }
    const done = (): void => {
      this.underWay.delete(order.station);
    };
    begun.ended.then(done, done);
    return begun;
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
