import { rm } from 'node:fs/promises';
import type { Quad } from '@rdfjs/types';
import { CatalogueError } from '../domain/errors.js';
import type { HarvestedDocument, HarvestEvent, HarvestIssue, IssueCode } from '../domain/harvest.js';
import type { Station } from '../domain/station.js';
import type { RememberedDocument } from '../ports/fetcher.js';
import type { Harvester } from '../ports/harvester.js';
import type { DescriptionState, StagedDocument } from '../ports/ledger.js';
import { normaliseQuad } from '../rdf/normalise.js';
import { parseRdf } from '../rdf/parse.js';
import { Splitter } from '../rdf/split.js';
import type { QuadSpool } from '../rdf/spool.js';
import type { Describer } from './describe.js';
import type { Stager } from './stager.js';

export interface GatherDependencies {
  readonly describer: Describer;
  readonly stager: Stager;
  readonly makeSpool: () => QuadSpool;
  readonly keepBytes: (document: HarvestedDocument) => Promise<void>;
  readonly maxDocumentBytes: number;
  readonly onProgress: (detail: string) => void;
}

export interface Gathered {
  readonly complete: boolean;
  readonly documents: number;
  readonly bytes: number;
  readonly stale: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
  /** Subjects that cannot be records: counted as held. */
  readonly unusable: number;
  readonly postponed: boolean;
}

/**
 * Follows one harvester through a station: parse, normalise, split, describe and stage, document by document. Nothing
 * it does is visible outside the run.
 */
export class Gatherer {
  private complete = false;
  private broken = false;
  private documents = 0;
  private bytes = 0;
  private unusable = 0;
  private total: number | null = null;
  private postponed = false;
  private readonly listed = new Set<string>();
  private readonly found = new Set<string>();
  private readonly stale = new Set<string>();
  private readonly gone = new Set<string>();
  /** Documents of a spread-out record that broke off: what hangs on one of them is not taken over by half. */
  private readonly brokenOff = new Set<number>();
  private shared: { readonly spool: QuadSpool; readonly splitter: Splitter; readonly sources: HarvestedDocument[] } | null = null;

  constructor(
    private readonly station: Station,
    private readonly harvester: Harvester,
    private readonly known: ReadonlyMap<string, DescriptionState>,
    private readonly remembered: ReadonlyMap<string, RememberedDocument & { readonly subjects: readonly string[] }>,
    private readonly dependencies: GatherDependencies,
  ) {}

  async follow(events: AsyncIterable<HarvestEvent>): Promise<Gathered> {
    if (this.harvester.assembly === 'across-documents') {
      const spool = this.dependencies.makeSpool();
      const sources: HarvestedDocument[] = [];
      this.shared = { spool, sources, splitter: new Splitter(spool, (document) => addressesOf(sources[document])) };
    }
    try {
      for await (const event of events) await this.handle(event);
      if (this.shared !== null) await this.stageRecords(this.shared.splitter, (document) => this.shared?.sources[document]);
    } finally {
      this.shared?.spool.close();
    }
    await this.checkTotal();
    for (const subject of this.listed) if (this.known.has(subject) && !this.found.has(subject)) this.stale.add(subject);
    await this.dependencies.stager.flush();
    return {
      complete: this.complete && !this.broken,
      documents: this.documents,
      bytes: this.bytes,
      stale: this.stale,
      gone: this.gone,
      unusable: this.unusable,
      postponed: this.postponed,
    };
  }

  private async handle(event: HarvestEvent): Promise<void> {
    switch (event.kind) {
      case 'document':
        this.documents++;
        this.bytes += event.document.body.kind === 'memory' ? event.document.body.bytes.byteLength : event.document.body.size;
        await this.readDocument(event.document, event.visit, event.memo);
        this.dependencies.onProgress(`${String(this.documents)} documents, ${String(this.dependencies.stager.count)} records`);
        return;
      case 'unchanged':
        this.documents++;
        await this.standFor(event.key);
        return;
      case 'listed':
        this.listed.add(event.key);
        return;
      case 'stale':
        this.stale.add(event.key);
        return;
      case 'gone':
        this.gone.add(event.key);
        return;
      case 'total':
        this.total = event.count;
        return;
      case 'issue':
        if (event.issue.detail.startsWith('The station asks to come back')) this.postponed = true;
        await this.dependencies.stager.issue(event.issue);
        return;
      case 'complete':
        this.complete = true;
        return;
      case 'bookmark':
        return;
    }
  }

  private async readDocument(document: HarvestedDocument, visit: (quad: Quad) => void, memo: () => unknown): Promise<void> {
    await this.dependencies.keepBytes(document);
    const own = this.shared === null ? this.dependencies.makeSpool() : null;
    const splitter = this.shared?.splitter ?? new Splitter(own ?? this.dependencies.makeSpool());
    const number = this.shared === null ? 0 : this.shared.sources.push(document) - 1;
    const dropped: HarvestIssue[] = [];
    try {
      await parseRdf(
        { body: document.body, mediaType: document.mediaType, path: document.url, baseIri: document.baseIri, maxBytes: this.dependencies.maxDocumentBytes },
        (quad, line) => {
          visit(quad);
          const normalised = normaliseQuad(quad);
          if (normalised.quad !== null) splitter.add({ quad: normalised.quad, line, repairs: normalised.repairs, document: number });
          else
            for (const repair of normalised.repairs)
              if (dropped.length < 100) dropped.push(this.issueOf('not-repaired', 'warning', repair.detail, document.url, line));
        },
      );
      for (const issue of dropped) await this.dependencies.stager.issue(issue);
      if (own !== null) {
        const subjects = await this.stageRecords(splitter, () => document);
        await this.dependencies.stager.document(stagedDocument(document, memo(), subjects));
      }
    } catch (error) {
      if (!(error instanceof CatalogueError)) throw error;
      this.broken = true;
      if (own === null) this.brokenOff.add(number);
      await this.dependencies.stager.issue(this.parseIssue(error, document.url));
    } finally {
      own?.close();
      if (document.body.kind === 'file') await rm(document.body.path, { force: true });
    }
  }

  private async stageRecords(splitter: Splitter, sourceOf: (document: number) => HarvestedDocument | undefined): Promise<string[]> {
    const subjects: string[] = [];
    for (const record of splitter.records()) {
      const source = sourceOf(record.document);
      if (source === undefined) continue;
      if (record.entries.some((entry) => this.brokenOff.has(entry.document))) {
        this.stale.add(record.key);
        continue;
      }
      if (record.duplicate)
        await this.dependencies.stager.issue(
          this.issueOf(
            'duplicate-subject',
            'warning',
            `<${record.key}> is described differently on two pages; the first description counts.`,
            source.url,
            null,
            record.key,
          ),
        );
      const described = await this.dependencies.describer.describe(record, source);
      for (const issue of described.issues) await this.dependencies.stager.issue(issue);
      if (described.record === null) this.unusable++;
      else {
        subjects.push(described.record.subject);
        this.found.add(described.record.subject);
        await this.dependencies.stager.record(described.record);
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
      this.found.add(subject);
      const state = this.known.get(subject);
      if (state !== undefined)
        await this.dependencies.stager.record({ subject, kind: 'dataset', canonicalHash: state.canonicalHash, content: null, sourceUrl: url });
    }
    await this.dependencies.stager.document(remembered);
    this.dependencies.onProgress(`${String(this.documents)} documents, ${String(this.dependencies.stager.count)} records`);
  }

  /** RUN-2: fewer items than advertised means that the listing was cut. One that a station lists twice with other words counts twice there. */
  private async checkTotal(): Promise<void> {
    if (this.total === null) return;
    await this.dependencies.stager.flush();
    const seen = new Set([...this.listed, ...this.found]).size + this.unusable + this.dependencies.stager.duplicates;
    if (seen >= this.total) return;
    this.broken = true;
    await this.dependencies.stager.issue(
      this.issueOf(
        'total-differs',
        'error',
        `The station says it has ${String(this.total)} items, and ${String(seen)} were found.`,
        this.station.endpoint,
        null,
      ),
    );
  }

  private parseIssue(error: CatalogueError, url: string): HarvestIssue {
    const line = typeof error.details['line'] === 'number' ? error.details['line'] : null;
    const code: IssueCode =
      error.details['context'] !== undefined
        ? 'missing-context'
        : error.code === 'station/unsupported-format'
          ? 'unsupported-format'
          : error.code === 'station/unusable-body'
            ? 'unusable-body'
            : error.code === 'station/too-large'
              ? 'too-large'
              : 'parse-error';
    return this.issueOf(code, 'error', error.message, url, line);
  }

  private issueOf(
    code: IssueCode,
    severity: HarvestIssue['severity'],
    detail: string,
    url: string,
    line: number | null,
    subject: string | null = null,
  ): HarvestIssue {
    return { code, severity, subject, detail, url, line, owner: 'station' };
  }
}

function addressesOf(document: HarvestedDocument | undefined): readonly string[] {
  return document === undefined ? [] : [document.url, document.baseIri];
}

function stagedDocument(document: HarvestedDocument, memo: unknown, subjects: readonly string[]): StagedDocument {
  return { url: document.url, etag: document.etag, lastModified: document.lastModified, bodyHash: document.bodyHash, memo, subjects };
}
