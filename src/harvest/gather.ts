import { rm } from 'node:fs/promises';
import type { Quad } from '@rdfjs/types';
import { CatalogueError } from '../domain/errors.js';
import type { DocumentBody, HarvestedDocument, HarvestEvent, HarvestIssue } from '../domain/harvest.js';
import type { Station } from '../domain/station.js';
import type { Harvester } from '../ports/harvester.js';
import type { DescriptionState, Lookup, StagedDocument } from '../ports/ledger.js';
import { isValidIri, likenessOf } from '../rdf/iri.js';
import { normaliseQuad } from '../rdf/normalise.js';
import { parseRdf } from '../rdf/parse.js';
import { SkippedStatements, type SkippedStatement } from '../rdf/skipped-statements.js';
import { Splitter } from '../rdf/split.js';
import type { QuadSpool } from '../rdf/spool.js';
import type { Describer } from './describe.js';
import { issueOf, parseIssueOf } from './gather-issues.js';
import { ownText } from './own-text.js';
import { isPushedUrl } from './push.js';
import { Sightings } from './sightings.js';
import { SourceDates } from './source-dates.js';
import type { Stager } from './stager.js';

export interface GatherDependencies {
  readonly describer: Describer;
  readonly stager: Stager;
  readonly makeSpool: () => QuadSpool;
  readonly keepBytes: (document: HarvestedDocument) => Promise<void>;
  readonly maxDocumentBytes: number;
  readonly maxRunBytes: number;
  /** Ends the run also between two records of one document. */
  readonly signal: AbortSignal;
  readonly stageBookmark: (value: string) => Promise<void>;
  /** Subjects that a killed run had staged before this one took over. */
  readonly alreadyStaged: readonly string[];
  readonly onProgress: (progress: GatherProgress) => void;
  readonly now: () => Date;
}

export interface GatherProgress {
  readonly documents: number;
  readonly records: number;
  readonly bytes: number;
  /** What the source says is to come, when it does. */
  readonly expected: number | null;
}

export interface Gathered {
  readonly complete: boolean;
  readonly walk: 'full' | 'incremental';
  readonly documents: number;
  readonly bytes: number;
  readonly stale: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
  /** Subjects that cannot be records: counted as held. */
  readonly unusable: number;
  /** It reached its end beside parts that could not be read: the run is partial, and what the harvester says and remembers counts. */
  readonly gaps: boolean;
  /** Something of the station was read, or is known to stand as it did; names alone are nothing yet. */
  readonly progressed: boolean;
  /** The station asked to come back after this time (milliseconds). */
  readonly postponedMs: number | null;
}

/**
 * Follows one harvester through a station: parse, normalise, split, describe and stage, document by document. Nothing
 * it does is visible outside the run.
 */
export class Gatherer {
  private complete = false;
  private walk: 'full' | 'incremental' = 'full';
  private expected: number | null = null;
  private broken = false;
  private gaps = false;
  private progressed = false;
  private saidTooMuch = false;
  private documents = 0;
  private bytes = 0;
  private unusable = 0;
  private total: number | null = null;
  private postponedMs: number | null = null;
  private readonly sightings: Sightings;
  /** Documents of a spread-out record that broke off: what hangs on one of them is not taken over by half. */
  private readonly brokenOff = new Set<number>();
  private dates = new SourceDates();
  /** What could not be read of the document at hand, or of all that are put together. */
  private skipped = new SkippedStatements();
  /** Subjects of the document at hand that are no IRIs. */
  private misspelt: string[] = [];
  private shared: { readonly spool: QuadSpool; readonly splitter: Splitter; readonly sources: HarvestedDocument[]; readonly staged: StagedDocument[] } | null =
    null;

  constructor(
    private readonly station: Station,
    private readonly harvester: Harvester,
    private readonly known: Lookup<DescriptionState>,
    private readonly remembered: Lookup<StagedDocument>,
    private readonly dependencies: GatherDependencies,
  ) {
    this.sightings = new Sightings(known, remembered, harvester.assembly === 'across-documents');
  }

  async follow(events: AsyncIterable<HarvestEvent>): Promise<Gathered> {
    for (const subject of this.dependencies.alreadyStaged) this.sightings.inherit(subject);
    if (this.harvester.assembly === 'across-documents') {
      const spool = this.dependencies.makeSpool();
      const sources: HarvestedDocument[] = [];
      this.shared = { spool, sources, staged: [], splitter: new Splitter(spool, (document) => addressesOf(sources[document])) };
    }
    try {
      for await (const event of events) await this.handle(event);
      if (this.shared !== null) await this.stageAssembled(this.shared);
    } finally {
      this.shared?.spool.close();
    }
    await this.checkTotal();
    for (const key of this.sightings.conclude()) await this.rememberStill(key);
    await this.dependencies.stager.flush();
    return {
      complete: this.complete && !this.broken,
      walk: this.walk,
      documents: this.documents,
      bytes: this.bytes,
      stale: this.sightings.stale,
      gone: this.sightings.gone,
      unusable: this.unusable,
      gaps: this.gaps,
      progressed: this.documents > 0 || this.progressed,
      postponedMs: this.postponedMs,
    };
  }

  private async handle(event: HarvestEvent): Promise<void> {
    switch (event.kind) {
      case 'document':
        if (await this.isTooMuch(event.document)) return;
        this.documents++;
        await this.readDocument(event.document, event.visit, event.memo);
        this.tell();
        return;
      case 'kept':
        if (await this.isTooMuch(event.document)) return;
        this.documents++;
        await this.dependencies.keepBytes(event.document);
        await this.stageDocument({ ...stagedDocument(event.document, event.memo, this.remembered.get(event.document.url)?.subjects ?? []), keptOnly: true });
        if (event.document.body.kind === 'file') await rm(event.document.body.path, { force: true });
        this.tell();
        return;
      case 'forgotten':
        await this.dependencies.stager.forget(event.key);
        return;
      case 'unchanged':
        this.documents++;
        await this.standFor(event.key);
        return;
      case 'listed':
        this.sightings.list(event.key);
        this.progressed ||= this.known.has(event.key) || this.remembered.has(event.key);
        return;
      case 'stale':
        this.sightings.miss(event.key);
        await this.rememberStill(event.key);
        return;
      case 'gone':
        this.sightings.remove(event.key);
        this.progressed = true;
        await this.dependencies.stager.forget(event.key);
        return;
      case 'total':
        this.total = event.count;
        this.expected = event.count;
        return;
      case 'expects':
        this.expected = event.count;
        return;
      case 'issue':
        if (event.retryAfterMs !== undefined) this.postponedMs = Math.max(this.postponedMs ?? 0, event.retryAfterMs);
        await this.dependencies.stager.issue(event.issue);
        return;
      case 'complete':
        this.complete = true;
        this.walk = event.walk;
        this.gaps = event.gaps ?? false;
        return;
      case 'bookmark':
        await this.dependencies.stager.flush();
        await this.dependencies.stageBookmark(event.value);
        return;
    }
  }

  private async readDocument(document: HarvestedDocument, visit: (quad: Quad) => void, memo: () => unknown): Promise<void> {
    await this.dependencies.keepBytes(document);
    const own = this.shared === null ? this.dependencies.makeSpool() : null;
    const splitter = this.shared?.splitter ?? new Splitter(own ?? this.dependencies.makeSpool());
    const number = this.shared === null ? 0 : this.shared.sources.push({ ...document, body: nothing }) - 1;
    const dropped: HarvestIssue[] = [];
    if (own !== null) [this.dates, this.skipped, this.misspelt] = [new SourceDates(), new SkippedStatements(), []];
    const skippedBefore = this.skipped.count;
    try {
      const sink = (quad: Quad, line: number | null): void => {
        visit(quad);
        this.dates.add(quad);
        const normalised = normaliseQuad(quad);
        if (normalised.quad !== null) splitter.add({ quad: normalised.quad, line, repairs: normalised.repairs, document: number });
        else
          for (const repair of normalised.repairs)
            if (dropped.length < 100) dropped.push(issueOf('not-repaired', 'warning', repair.detail, document.url, line));
      };
      await this.read(document, sink);
      for (const issue of dropped) await this.dependencies.stager.issue(issue);
      const skipped = this.skipped.count - skippedBefore;
      if (skipped > 0) await this.keepWhatItHeld(document.url, skipped);
      if (own === null) {
        if (skipped > 0) await this.dependencies.stager.received(stagedDocument(document, null, []));
        else this.shared?.staged.push(stagedDocument(document, memo(), []));
        return;
      }
      const subjects = await this.stageRecords(splitter, () => document);
      // Remembered as it is, the same bytes would stand for what they hold without what was left out.
      if (skipped > 0) await this.dependencies.stager.received(stagedDocument(document, null, []));
      else await this.stageDocument(stagedDocument(document, memo(), [...subjects, ...this.keptForMisspelt(document.url)]));
      this.sightings.listRecords(document.url, subjects);
    } catch (error) {
      if (!(error instanceof CatalogueError)) throw error;
      this.broken = true;
      if (own === null) this.brokenOff.add(number);
      await this.dependencies.stager.received(stagedDocument(document, null, []));
      await this.dependencies.stager.issue(parseIssueOf(error, document.url));
    } finally {
      own?.close();
      if (document.body.kind === 'file') await rm(document.body.path, { force: true });
    }
  }

  private async read(document: HarvestedDocument, sink: (quad: Quad, line: number | null) => void): Promise<void> {
    const { read } = this.harvester;
    if (read === undefined || isPushedUrl(document.url)) {
      const { body, mediaType, url, baseIri } = document;
      const left: SkippedStatement[] = [];
      const onSkipped = (skipped: SkippedStatement): void => {
        this.skipped.add(skipped);
        if (left.length < maxSkippedIssues) left.push(skipped);
      };
      await parseRdf({ body, mediaType, path: url, baseIri, maxBytes: this.dependencies.maxDocumentBytes, keepsBadIris: true, onSkipped }, sink);
      for (const { line, detail } of left)
        await this.dependencies.stager.issue(
          issueOf('parse-error', 'error', `Line ${String(line)} cannot be read and is left out; the rest is read. ${detail}`, url, line),
        );
      return;
    }
    for (const note of await read(document, sink)) await this.dependencies.stager.issue({ ...note, url: document.url, owner: 'station' });
  }

  /**
   * A line that cannot be read could have been any record of the document: the run is not complete, what the document held
   * before stays as it was, and only what is still there is taken over (RDF-6, RUN-2, RUN-3).
   */
  private async keepWhatItHeld(url: string, skipped: number): Promise<void> {
    this.broken = true;
    for (const subject of this.remembered.get(url)?.subjects ?? []) this.sightings.list(subject);
    if (skipped > maxSkippedIssues)
      await this.dependencies.stager.issue(
        issueOf('parse-error', 'error', `${String(skipped)} lines of the document cannot be read and are left out; the first are told one by one.`, url, null),
      );
  }

  /** A record whose IRI has been misspelt since is left out under its new name and stays under the one that it had: nobody has said that it is gone. */
  private keptForMisspelt(url: string): readonly string[] {
    if (this.misspelt.length === 0) return [];
    const names = new Set(this.misspelt.map(likenessOf));
    const kept = (this.remembered.get(url)?.subjects ?? []).filter((subject) => names.has(likenessOf(subject)) && !this.sightings.isFound(subject));
    for (const subject of kept) this.sightings.list(subject);
    return kept;
  }

  /** RUN-13: beyond the bytes of a run nothing more is read, and the run is not complete. */
  private async isTooMuch({ url, body }: HarvestedDocument): Promise<boolean> {
    this.bytes += body.kind === 'memory' ? body.bytes.byteLength : body.size;
    if (this.bytes <= this.dependencies.maxRunBytes) return false;
    if (!this.saidTooMuch)
      await this.dependencies.stager.issue(
        issueOf('limit-reached', 'error', `The run has received more than ${String(this.dependencies.maxRunBytes)} bytes; the rest is left out.`, url, null),
      );
    this.saidTooMuch = true;
    this.broken = true;
    if (body.kind === 'file') await rm(body.path, { force: true });
    return true;
  }

  /** A document that could not be read this time stands for its records as before: its next failure or deletion finds them (RUN-3). */
  private async rememberStill(key: string): Promise<void> {
    const document = this.sightings.unhandled(key);
    if (document !== undefined) await this.stageDocument(document);
  }

  private stageDocument(document: StagedDocument): Promise<void> {
    this.sightings.handle(document.url);
    return this.dependencies.stager.document(document);
  }

  private tell(): void {
    this.dependencies.onProgress({ documents: this.documents, records: this.dependencies.stager.count, bytes: this.bytes, expected: this.expected });
  }

  /** Records that are spread over documents: each document stands for all records that took something from it. */
  private async stageAssembled({ splitter, sources, staged }: NonNullable<typeof this.shared>): Promise<void> {
    const subjectsOf = new Map<string, Set<string>>();
    await this.stageRecords(
      splitter,
      (document) => sources[document],
      (subject, documents) => {
        for (const number of documents) {
          const url = sources[number]?.url;
          if (url !== undefined) subjectsOf.set(url, (subjectsOf.get(url) ?? new Set()).add(subject));
        }
      },
    );
    for (const document of staged) await this.stageDocument({ ...document, subjects: [...(subjectsOf.get(document.url) ?? [])] });
  }

  private async stageRecords(
    splitter: Splitter,
    sourceOf: (document: number) => HarvestedDocument | undefined,
    onRecord?: (subject: string, documents: ReadonlySet<number>) => void,
  ): Promise<string[]> {
    const subjects: string[] = [];
    for (const record of splitter.records()) {
      if (this.dependencies.signal.aborted) {
        this.broken = true;
        break;
      }
      const source = sourceOf(record.document);
      if (source === undefined) continue;
      if (record.entries.some((entry) => this.brokenOff.has(entry.document))) {
        this.sightings.stale.add(ownText(record.key));
        continue;
      }
      if (record.duplicate)
        await this.dependencies.stager.issue(
          issueOf(
            'duplicate-subject',
            'warning',
            `<${record.key}> is described differently on two pages; the first description counts.`,
            source.url,
            null,
            record.key,
          ),
        );
      const described = await this.dependencies.describer.describe(record, source, this.dates.entryOf(record.key));
      for (const issue of described.issues) await this.dependencies.stager.issue(issue);
      if (described.record === null) {
        this.unusable++;
        if (!record.key.startsWith('_:') && !isValidIri(record.key)) this.misspelt.push(record.key);
      } else {
        const { subject } = described.record;
        if (this.skipped.mayHaveCost(record) && this.sightings.isPublished(subject)) this.sightings.stale.add(ownText(subject));
        subjects.push(subject);
        onRecord?.(subject, new Set(record.entries.map((entry) => entry.document)));
        const replaces = this.sightings.find(subject);
        await this.dependencies.stager.record({ ...described.record, confirmedAt: this.dates.of(record.key, this.dependencies.now()), replaces });
      }
    }
    return subjects;
  }

  /** A document that did not change: all its records are seen (HTTP-7). */
  private async standFor(url: string): Promise<void> {
    const remembered = this.remembered.get(url);
    if (remembered === undefined) {
      this.broken = true;
      return;
    }
    for (const subject of remembered.subjects) {
      const isStaged = this.sightings.standsIn(subject);
      const state = this.known.get(subject);
      if (state !== undefined && !isStaged)
        await this.dependencies.stager.record({ subject, kind: 'dataset', canonicalHash: state.canonicalHash, content: null, sourceUrl: url });
    }
    await this.stageDocument(remembered);
    this.sightings.listRecords(url, remembered.subjects);
    this.tell();
  }

  /**
   * RUN-2: fewer items than advertised means that the listing was cut. One that a station lists twice with other words counts
   * twice there. A walk that broke off has said why: that items are missing then is no news.
   */
  private async checkTotal(): Promise<void> {
    if (this.total === null || this.broken || !this.complete) return;
    await this.dependencies.stager.flush();
    const seen = this.sightings.size + this.unusable + this.dependencies.stager.duplicates;
    if (seen >= this.total) return;
    this.broken = true;
    await this.dependencies.stager.issue(
      issueOf('total-differs', 'error', `The station says it has ${String(this.total)} items, and ${String(seen)} were found.`, this.station.endpoint, null),
    );
  }
}

/** So many lines that cannot be read are told one by one for each document. */
const maxSkippedIssues = 20;

const nothing: DocumentBody = { kind: 'memory', bytes: new Uint8Array(0) };

function addressesOf(document: HarvestedDocument | undefined): readonly string[] {
  return document === undefined ? [] : [document.url, document.baseIri];
}

function stagedDocument(document: HarvestedDocument, memo: unknown, subjects: readonly string[]): StagedDocument {
  const { url, etag, lastModified, bodyHash, baseIri, mediaType, retrievedAt } = document;
  return { url, etag, lastModified, bodyHash, baseIri, mediaType, retrievedAt, memo, subjects };
}
