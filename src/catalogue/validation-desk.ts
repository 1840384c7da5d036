import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import type { Quad } from '@rdfjs/types';
import { RequestError, StationError, type ErrorDetails } from '../domain/errors.js';
import type { DocumentBody } from '../domain/harvest.js';
import type { Station } from '../domain/station.js';
import type { Clock } from '../ports/clock.js';
import type { Fetcher } from '../ports/fetcher.js';
import { ClientRate } from './client-rate.js';
import { documentReport, openSubmission, UnreadableSubmission, type DocumentReport } from './document-report.js';
import { focusPlaces, type FocusPlace } from './focus-places.js';
import type { JudgeDependencies } from './judge.js';
import { endedWithin, TurnQueue } from './turn-queue.js';
import type { JudgedRecord } from './validate.js';

/** What is handed in at the desk. */
export type DeskSource =
  { readonly kind: 'body'; readonly bytes: Uint8Array; readonly mediaType: string; readonly name: string } | { readonly kind: 'url'; readonly url: string };

export interface DeskOptions {
  /** Id of a profile; null as a harvest would choose. */
  readonly profile: string | null;
  /** Id of a station whose profiles and holder count; null for an unknown visitor. */
  readonly station: string | null;
}

export interface DeskSettings {
  /** Submissions judged at the same time; the others wait. */
  readonly atOnce: number;
  readonly waiting: number;
  /** Submissions a minute that one client may hand in. */
  readonly ratePerMinute: number;
  readonly keepMs: number;
  readonly maxBytes: number;
  readonly maxQuads: number;
}

export interface DeskDependencies {
  readonly judge: JudgeDependencies;
  readonly station: (id: string) => Station | undefined;
  /** For visitors' addresses: never into private networks. */
  readonly fetcher: Fetcher;
  readonly clock: Clock;
  readonly settings: DeskSettings;
}

/** What came out, for as long as it is kept. */
export interface DeskResult {
  readonly report: DocumentReport;
  /** Results by record, in the order of the document. */
  readonly records: readonly Omit<JudgedRecord, 'quads'>[];
  /** The quads of the first records, to show how they will look; null where that would be too much to keep. */
  readonly quads: readonly (readonly Quad[] | null)[];
  /** By focus node: what it is of its record. */
  readonly places: Readonly<Record<string, FocusPlace>>;
}

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

/** One submission on its way through the desk; only who knows its id can ask for it. */
export interface ValidationJob {
  /** 128 random bits. */
  readonly id: string;
  readonly state: JobState;
  readonly progress: { readonly done: number; readonly total: number };
  readonly createdAt: string;
  readonly endedAt: string | null;
  readonly source: { readonly kind: 'text' | 'file' | 'url'; readonly name: string };
  readonly options: DeskOptions;
  /** The text as handed in, where it is one; null when it is packed, or not there (yet). */
  readonly text: string | null;
  readonly mediaType: string;
  /** Set when the state is `done`. */
  readonly result: DeskResult | null;
  /** Set when the state is `failed`. */
  readonly error: unknown;
}

const maxJobs = 300;
const maxKeptBytes = 192 << 20;
const maxWaitingBytes = 64 << 20;
const maxPreviewQuads = 30_000;
const fetchTimeoutMs = 30_000;

/**
 * Takes submissions from page and API, judges a few at a time, and keeps what came out for some minutes in memory: nothing
 * that a visitor hands in is written anywhere (portal.md section 7).
 */
export class ValidationDesk {
  private readonly jobs = new Map<string, Job>();
  private readonly queue: TurnQueue<Job>;
  private readonly rate: ClientRate;
  private closed = false;

  constructor(private readonly dependencies: DeskDependencies) {
    this.rate = new ClientRate(dependencies.settings.ratePerMinute);
    this.queue = new TurnQueue(dependencies.settings.atOnce, (job) => this.run(job));
  }

  get maxBytes(): number {
    return this.dependencies.settings.maxBytes;
  }

  /** What a policy file or the mode of admission says; told on the form and in the report. */
  get policy(): JudgeDependencies['policy']['mode'] {
    return this.dependencies.judge.policy.mode;
  }

  /**
   * @param client who asks: the address that the rate counts by
   * @throws RequestError `request/too-many`, `request/unavailable`, `request/bad-parameter`, `request/too-large`, `validation/unknown-profile`
   */
  submit(source: DeskSource, options: DeskOptions, client: string): ValidationJob {
    const { settings, clock } = this.dependencies;
    this.check(source, options);
    const now = clock.now().getTime();
    const waitSeconds = this.rate.take(client, now);
    if (waitSeconds > 0)
      throw new RequestError('request/too-many', `Too many documents in a short time. Try again in ${String(waitSeconds)} second(s).`, {
        retryAfter: waitSeconds,
      });
    const size = source.kind === 'body' ? source.bytes.byteLength : 0;
    const waitingBytes = this.queue.waiting.reduce((sum, job) => sum + job.size, 0);
    if (this.closed || (this.queue.isBusy && (this.queue.waiting.length >= settings.waiting || waitingBytes + size > maxWaitingBytes)))
      throw new RequestError('request/unavailable', 'Too many documents are waiting to be validated. Try again in a little while.', { retryAfter: 15 });
    this.forgetOld(now);
    const job = new Job(source, options, clock.now().toISOString());
    this.jobs.set(job.id, job);
    this.queue.push(job);
    return job;
  }

  job(id: string): ValidationJob | undefined {
    this.forgetOld(this.dependencies.clock.now().getTime());
    return this.jobs.get(id);
  }

  /** Waits until the job has ended, at most so long; whether it has. */
  async settled(id: string, waitMs: number): Promise<boolean> {
    const job = this.jobs.get(id);
    if (job === undefined) return true;
    return endedWithin(job.ended, waitMs);
  }

  /** Stops a job that waits or runs; false when there is nothing to stop. */
  cancel(id: string): boolean {
    const job = this.jobs.get(id);
    if (job === undefined || job.endedAt !== null) return false;
    this.queue.remove(job);
    job.abort.abort(new RequestError('request/gone', 'The validation was cancelled.'));
    job.end('cancelled', this.dependencies.clock.now().toISOString());
    return true;
  }

  /** Forgets a job and what came of it. */
  forget(id: string): boolean {
    this.cancel(id);
    return this.jobs.delete(id);
  }

  /** How many wait for their turn. */
  get waiting(): number {
    return this.queue.waiting.length;
  }

  close(): void {
    this.closed = true;
    for (const id of [...this.jobs.keys()]) this.forget(id);
  }

  private check(source: DeskSource, { profile, station }: DeskOptions): void {
    const { settings, judge } = this.dependencies;
    // Throws while the rules are being loaded.
    const profiles = judge.validator.profiles();
    const unknown = (location: string, detail: string): ErrorDetails => ({ errors: [{ in: 'query', location, code: 'unknown', detail }] });
    if (station !== null && this.dependencies.station(station) === undefined)
      throw new RequestError('request/bad-parameter', `There is no station "${station.slice(0, 100)}".`, unknown('station', 'There is no such station.'));
    if (profile !== null && !profiles.some((known) => known.id === profile))
      throw new RequestError('validation/unknown-profile', `There is no profile "${profile.slice(0, 100)}".`, unknown('profile', 'There is no such profile.'));
    if (source.kind === 'body' && source.bytes.byteLength > settings.maxBytes) throw tooLarge(settings.maxBytes);
  }

  private async run(job: Job): Promise<void> {
    job.state = 'running';
    const now = (): string => this.dependencies.clock.now().toISOString();
    try {
      const source = job.take();
      const given = source.kind === 'body' ? { ...source, baseIri: 'urn:ndc:submitted' } : await this.fetched(source.url, job.abort.signal);
      job.text = textOf(given.bytes);
      job.mediaType = given.mediaType;
      job.size = given.bytes.byteLength;
      const result = await this.judged(job, given);
      if (job.endedAt !== null) return;
      job.result = result;
      job.weight = job.size * 2 + result.quads.reduce((sum, quads) => sum + (quads?.length ?? 0) * 400, 0) + result.report.results.length * 2500;
      job.end('done', now());
    } catch (error) {
      if (job.endedAt !== null) return;
      job.error = explained(error, this.dependencies.settings);
      job.weight = job.size * 2;
      job.end('failed', now());
    }
  }

  private async judged(
    job: Job,
    given: { readonly bytes: Uint8Array; readonly mediaType: string; readonly name: string; readonly baseIri: string },
  ): Promise<DeskResult> {
    const { settings, judge } = this.dependencies;
    const station = job.options.station === null ? null : (this.dependencies.station(job.options.station) ?? null);
    const open = await openSubmission(
      {
        body: { kind: 'memory', bytes: given.bytes },
        mediaType: given.mediaType,
        name: given.name,
        baseIri: given.baseIri,
        maxBytes: settings.maxBytes,
        maxQuads: settings.maxQuads,
      },
      {
        profile: job.options.profile,
        station,
        signal: job.abort.signal,
        onProgress: (progress) => {
          job.progress = progress;
        },
      },
      judge,
    );
    try {
      const records: JudgedRecord[] = [];
      const places: Record<string, FocusPlace> = Object.create(null) as Record<string, FocusPlace>;
      const previews: (readonly Quad[] | null)[] = [];
      let kept = 0;
      for await (const { quads, ...record } of open.records()) {
        Object.assign(places, focusPlaces(record, quads));
        kept += quads.length;
        previews.push(kept > maxPreviewQuads ? null : quads);
        records.push({ ...record, quads: [] });
      }
      return { report: documentReport(records, open.summary()), records, quads: previews, places };
    } finally {
      open.close();
    }
  }

  /** Fetches a visitor's URL through the guard; what was refused, and why, is not told (SSRF-7). */
  private async fetched(url: string, signal: AbortSignal): Promise<{ bytes: Uint8Array; mediaType: string; name: string; baseIri: string }> {
    const { fetcher, settings } = this.dependencies;
    const answer = await fetcher.fetch(
      { url, accept: 'text/turtle, application/ld+json;q=0.9, application/rdf+xml;q=0.7, */*;q=0.1', maxBytes: settings.maxBytes },
      AbortSignal.any([signal, AbortSignal.timeout(fetchTimeoutMs)]),
    );
    signal.throwIfAborted();
    if (answer.kind === 'fetched') return { bytes: bytesOf(answer.body), mediaType: answer.mediaType, name: answer.url, baseIri: answer.baseIri };
    if (answer.kind === 'failed' && answer.reason === 'too-large') throw tooLarge(settings.maxBytes);
    throw new RequestError('request/unreachable-url', 'The address could not be read. Check that it is public and answers with RDF.');
  }

  /** Lets go of what is older than we promised, and of the oldest when there is too much. */
  private forgetOld(now: number): void {
    const { keepMs } = this.dependencies.settings;
    for (const [id, job] of this.jobs) if (job.endedAt !== null && now - Date.parse(job.endedAt) > keepMs) this.jobs.delete(id);
    const ended = [...this.jobs.values()].filter((job) => job.endedAt !== null).sort((a, b) => (a.endedAt ?? '').localeCompare(b.endedAt ?? ''));
    let weight = ended.reduce((sum, job) => sum + job.weight, 0);
    for (const job of ended) {
      if (weight <= maxKeptBytes && this.jobs.size <= maxJobs) break;
      weight -= job.weight;
      this.jobs.delete(job.id);
    }
  }
}

class Job implements ValidationJob {
  readonly id = randomBytes(16).toString('hex');
  readonly abort = new AbortController();
  readonly ended: Promise<void>;
  readonly source: ValidationJob['source'];
  state: JobState = 'queued';
  progress = { done: 0, total: 0 };
  endedAt: string | null = null;
  text: string | null = null;
  mediaType: string;
  result: DeskResult | null = null;
  error: unknown = null;
  size: number;
  weight = 0;
  private given: DeskSource | null;
  private resolve: () => void = () => undefined;

  constructor(
    source: DeskSource,
    readonly options: DeskOptions,
    readonly createdAt: string,
  ) {
    this.given = source;
    this.size = source.kind === 'body' ? source.bytes.byteLength : 0;
    this.mediaType = source.kind === 'body' ? source.mediaType : '';
    this.source = source.kind === 'url' ? { kind: 'url', name: source.url } : { kind: source.name === '' ? 'text' : 'file', name: source.name };
    this.ended = new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  /** The submission itself, once: after that its bytes are not held twice. */
  take(): DeskSource {
    const { given } = this;
    this.given = null;
    if (given === null) throw new RequestError('request/gone', 'The document is gone.');
    return given;
  }

  end(state: JobState, at: string): void {
    this.state = state;
    this.endedAt = at;
    this.given = null;
    this.resolve();
  }
}

/** Documents that cannot be read get a problem that says where and why; others keep their own. */
export function explained(error: unknown, { maxBytes }: Pick<DeskSettings, 'maxBytes'>): unknown {
  if (!(error instanceof UnreadableSubmission)) return error;
  const { trouble } = error;
  const { cause } = error;
  if (cause instanceof StationError && cause.code === 'station/unsupported-format' && trouble.code !== 'html-page')
    return new RequestError('request/unsupported-media-type', cause.message, { trouble }, { cause: error });
  if (trouble.code === 'too-large')
    return /triples/.test(trouble.detail) ? new RequestError('request/too-large', trouble.detail, { trouble }, { cause: error }) : tooLarge(maxBytes);
  return new RequestError('request/unreadable', error.message, { trouble, line: trouble.line }, { cause: error });
}

function tooLarge(maxBytes: number): RequestError {
  return new RequestError(
    'request/too-large',
    `The document is larger than ${String(maxBytes)} bytes. Validate it in parts, or with ndc validate on your own machine.`,
  );
}

function textOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return null;
  return new TextDecoder().decode(bytes);
}

function bytesOf(body: DocumentBody): Uint8Array {
  if (body.kind === 'memory') return body.bytes;
  try {
    return readFileSync(body.path);
  } finally {
    rmSync(body.path, { force: true });
  }
}
