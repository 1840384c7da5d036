import { link, rm } from 'node:fs/promises';
import { InternalError, RequestError } from '../domain/errors.js';
import type { DocumentBody, HarvestedDocument, RunProgressEvent } from '../domain/harvest.js';
import type { Station } from '../domain/station.js';
import type { JudgeDependencies } from '../catalogue/judge.js';
import type { PushAnswer, PushOrder } from '../catalogue/push-desk.js';
import { reportOnPush, type PushReport } from '../catalogue/push-desk-report.js';
import { explained } from '../catalogue/validation-desk.js';
import type { Clock } from '../ports/clock.js';
import type { LedgerReader } from '../ports/ledger.js';
import type { QuadSpool } from '../rdf/spool.js';
import { pushedUrl } from './push.js';
import type { Runner } from './runner.js';

export interface PusherDependencies {
  readonly runner: Pick<Runner, 'run'>;
  readonly reader: Pick<LedgerReader, 'station' | 'descriptionsOf' | 'run' | 'runItems' | 'runDocuments'>;
  readonly judge: JudgeDependencies;
  readonly makeSpool: () => QuadSpool;
  /** Bytes that were kept, by hash. */
  readonly storedBytes: (bodyHash: string) => Promise<DocumentBody | null>;
  readonly clock: Clock;
  readonly maxBytes: number;
}

const maxItems = 2000;

/** Carries a push out: a run like any other, and the report that the validator would give of the same bytes (R12). */
export class Pusher {
  constructor(private readonly dependencies: PusherDependencies) {}

  /** @throws RequestError `request/conflict` when there was no run; `request/unreadable` and the like, with `details.run`, after one that could not read the body */
  async push(order: PushOrder, onProgress: (event: RunProgressEvent) => void): Promise<PushAnswer> {
    const { runner, reader } = this.dependencies;
    const station = this.stationOf(order);
    const copy = order.document === null ? null : `${order.document.path}.report`;
    try {
      if (order.document !== null && copy !== null) await link(order.document.path, copy);
      const { station: id, complete, gone, dryRun } = order;
      const document = order.document === null ? null : this.documentOf(order.document, station);
      const { run, ...summary } = await runner.run({ station: id, trigger: 'push', dryRun, push: { document, gone, complete } }, onProgress);
      if (run === null) throw new RequestError('request/conflict', summary.detail ?? 'The push cannot be carried out now.', { retryAfter: 30 });
      const report =
        order.document === null || copy === null
          ? null
          : await this.report({ kind: 'file', path: copy, size: order.document.size }, order.document.mediaType, station, run);
      return { summary: { ...summary, run }, items: reader.runItems(run, maxItems), report: report?.report ?? null, truncated: report?.truncated ?? false };
    } finally {
      if (order.document !== null) await rm(order.document.path, { force: true });
      if (copy !== null) await rm(copy, { force: true });
    }
  }

  /**
   * The report on a push whose station did not wait for it, made of the bytes that are kept of the run, by the rules of now.
   *
   * @throws RequestError as `push` does for a body that cannot be read, and `request/gone` when nothing is kept of the run any more
   */
  async reportOn(run: number): Promise<PushReport> {
    const { reader, storedBytes } = this.dependencies;
    const station = reader.station(reader.run(run)?.station ?? '')?.station;
    const [document] = reader.runDocuments(run);
    const body = document === undefined ? null : await storedBytes(document.bodyHash);
    if (station === undefined || document === undefined || body === null)
      throw new RequestError('request/gone', 'What was pushed is kept no more, so there is no report on it any more.', { run });
    return this.report(body, document.mediaType, station, run);
  }

  private stationOf({ station: id, gone }: PushOrder): Station {
    const { reader } = this.dependencies;
    const station = reader.station(id)?.station;
    if (station === undefined) throw new RequestError('request/not-found', `There is no station "${id}".`);
    if (gone !== null && reader.descriptionsOf(id).get(gone)?.present !== true)
      throw new RequestError('request/not-found', 'The station has no record with this subject, or not any more.');
    return station;
  }

  private documentOf({ path, size, hash, mediaType }: NonNullable<PushOrder['document']>, { endpoint }: Station): HarvestedDocument {
    const retrievedAt = this.dependencies.clock.now().toISOString();
    const body = { kind: 'file', path, size } as const;
    return { url: pushedUrl(hash), baseIri: endpoint, mediaType, retrievedAt, etag: null, lastModified: null, bodyHash: hash, body };
  }

  private async report(body: DocumentBody, mediaType: string, station: Station, run: number): Promise<PushReport> {
    const { judge, makeSpool, maxBytes } = this.dependencies;
    const submission = { body, mediaType, name: '', baseIri: station.endpoint, maxBytes };
    try {
      return await reportOnPush(submission, { profile: null, station, spool: makeSpool() }, judge);
    } catch (error) {
      const told = explained(error, { maxBytes });
      if (told instanceof RequestError) throw new RequestError(told.code, told.message, { ...told.details, run }, { cause: error });
      throw told instanceof Error ? told : new InternalError('internal/error', String(told));
    }
  }
}
