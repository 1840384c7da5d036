import type { DescriptionState, Lookup, StagedDocument } from '../ports/ledger.js';
import { ownText } from './own-text.js';

/** What one run has seen of a station's records so far: read, listed, gone, or there without being read (RUN-2 to RUN-4). */
export class Sightings {
  /** There, but not read this time: they stay as they are. */
  readonly stale = new Set<string>();
  readonly gone = new Set<string>();
  private readonly found = new Set<string>();
  private readonly listed = new Set<string>();
  /** URLs of documents that this run has staged itself. */
  private readonly handled = new Set<string>();
  /** Subjects as a killed run had staged them, until this one has read them itself. */
  private readonly inherited = new Set<string>();

  constructor(
    private readonly known: Lookup<DescriptionState>,
    private readonly remembered: Lookup<StagedDocument>,
    /** A record may take from several documents, so none stands for it. */
    private readonly isSpread: boolean,
  ) {}

  /** How many records are there, as far as this run can tell. */
  get size(): number {
    return new Set([...this.listed, ...this.found]).size;
  }

  inherit(subject: string): void {
    this.found.add(subject);
    this.inherited.add(subject);
  }

  /** A record was read; whether it takes the place of what a killed run had staged. */
  find(subject: string): boolean {
    this.found.add(ownText(subject));
    this.gone.delete(subject);
    return this.inherited.delete(subject);
  }

  /** A record stands in a document that has not changed; whether a killed run has staged it from the same bytes, which is newer than what is published. */
  standsIn(subject: string): boolean {
    this.found.add(subject);
    return this.inherited.has(subject);
  }

  list(key: string): void {
    this.listed.add(key);
  }

  /** A listed document was read: what was listed are its records. */
  listRecords(url: string, subjects: readonly string[]): void {
    if (this.listed.delete(url)) for (const subject of subjects) this.listed.add(ownText(subject));
  }

  /** A record, or the records of a document, could not be read this time. */
  miss(key: string): void {
    for (const subject of this.subjectsOf(key)) this.stale.add(ownText(subject));
  }

  /** The source says that it is gone. A record of a deleted document that this run has read in another one is still there. */
  remove(key: string): void {
    for (const subject of this.subjectsOf(key)) if (!this.hasMoved(subject, key)) this.gone.add(subject);
  }

  handle(url: string): void {
    this.handled.add(url);
  }

  /** The document as it is remembered, unless this run has staged it itself. */
  unhandled(key: string): StagedDocument | undefined {
    return this.handled.has(key) ? undefined : this.remembered.get(key);
  }

  isFound(subject: string): boolean {
    return this.found.has(subject);
  }

  isPublished(subject: string): boolean {
    return this.known.get(subject)?.present === true;
  }

  /** What was listed and not read stays as it is; the keys of all that was listed. */
  conclude(): Iterable<string> {
    for (const key of this.listed) for (const subject of this.subjectsOf(key)) if (this.known.has(subject) && !this.found.has(subject)) this.stale.add(subject);
    return this.listed;
  }

  /** What a key of the harvester stands for: the records of a document that is remembered, or one record. */
  private subjectsOf(key: string): readonly string[] {
    if (this.isSpread || this.known.has(key)) return [key];
    return this.remembered.get(key)?.subjects ?? [key];
  }

  private hasMoved(subject: string, key: string): boolean {
    return subject !== key && !this.handled.has(key) && this.found.has(subject) && !this.inherited.has(subject);
  }
}
