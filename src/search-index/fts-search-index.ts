import Database from 'better-sqlite3';
import { chooseText, type LanguageMap } from '../domain/language.js';
import type { PublishedRecord } from '../domain/record.js';
import type { LedgerReader, Snapshot } from '../ports/ledger.js';
import { LogFollower } from '../ports/log-follower.js';
import type { ProjectionStatus } from '../ports/sparql-engine.js';
import type { NamedSlug, SearchDocument, SearchHit, SearchPage, SearchQuery, SortOrder, Suggestion } from '../ports/search-index.js';
import { fold, highlight, snippet, stemsOf, stemText, wordsOf } from './analysis.js';
import { FacetTable } from './facet-table.js';
import type { StoredIndex } from './stored-index.js';

const pageSize = 200;
/** Few enough for a search in between not to be felt. */
const verifiedAtOnce = 10;

/**
 * Full text by FTS5, facets in memory; a projection that follows the log, built anew at start or taken from its file. Ranking weighs
 * title over keywords over description over all other words.
 */
export class FtsSearchIndex {
  private readonly db: Database.Database;
  private readonly facets = new FacetTable();
  private readonly insert: Database.Statement;
  private readonly remove: Database.Statement;
  private readonly match: Database.Statement;
  private readonly log: LogFollower;
  /** When the next record falls overdue; the clock changes its status, and nothing in the log speaks of it. */
  private nextOverdueAt: string | null = null;

  constructor(
    private readonly reader: LedgerReader,
    private readonly project: (record: PublishedRecord) => SearchDocument,
    private readonly now: () => Date = () => new Date(),
    private readonly stored: StoredIndex | null = null,
  ) {
    this.log = new LogFollower(reader);
    this.db = stored?.db ?? new Database(':memory:');
    this.db.exec(
      "CREATE VIRTUAL TABLE IF NOT EXISTS document USING fts5 (title, keywords, description, other, identifiers, stems, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')",
    );
    this.insert = this.db.prepare('INSERT INTO document (rowid, title, keywords, description, other, identifiers, stems) VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.remove = this.db.prepare('DELETE FROM document WHERE rowid = ?');
    this.match = this.db.prepare('SELECT rowid, bm25(document, 10, 5, 2, 1, 8, 3) AS score FROM document WHERE document MATCH ?');
  }

  /** Takes the index from its file as far as that goes, or builds it. */
  async load(pause: () => Promise<void>): Promise<void> {
    const bookmark = this.stored?.bookmark ?? null;
    if (this.stored === null || bookmark === null) return this.build(pause);
    for (const { slot, document } of this.stored.documents()) {
      this.facets.restore(slot, document);
      this.noteOverdue(document);
    }
    this.log.startFrom(bookmark);
    this.follow();
  }

  /**
   * Projects every record once more, a few at a time, and mends what has come to differ: what documents are made from may have changed
   * without an entry in the log since they were stored.
   *
   * @returns how many were mended
   */
  async verify(pause: () => Promise<void>): Promise<number> {
    let mended = 0;
    const ids = [...this.facets.documents()].map(({ id }) => id);
    for (let at = 0; at < ids.length; at += verifiedAtOnce) {
      await pause();
      this.follow();
      const differing = ids.slice(at, at + verifiedAtOnce).filter((id) => {
        const slot = this.facets.slotOf(id);
        const record = this.reader.published(id);
        if (slot === undefined || record === undefined) return slot !== undefined;
        return JSON.stringify(this.facets.document(slot)) !== JSON.stringify(this.project(record));
      });
      if (differing.length === 0) continue;
      mended += differing.length;
      this.db.transaction(() => {
        for (const id of differing) this.update(id);
      })();
    }
    return mended;
  }

  private async build(pause: () => Promise<void>): Promise<void> {
    const snapshot = this.reader.snapshot();
    let after = '';
    for (;;) {
      const page = this.reader.publishedPage(snapshot.seq, after, pageSize);
      if (page.length === 0) break;
      this.db.transaction(() => {
        for (const record of page) this.put(record);
      })();
      after = page.at(-1)?.head.id ?? '';
      await pause();
    }
    for (after = ''; ;) {
      const page = this.reader.withdrawnPage(after, pageSize);
      if (page.length === 0) break;
      for (const record of page) this.put(record);
      after = page.at(-1)?.head.id ?? '';
      await pause();
    }
    this.log.startFrom(snapshot);
    this.mark(snapshot);
    this.follow();
  }

  /** Applies what the log has gained; true when the epoch changed and the index must be built anew. */
  follow(): boolean {
    const isNewEpoch = this.log.follow(({ records }, last) => {
      this.db.transaction(() => {
        for (const id of records) this.update(id);
        this.mark(last);
      })();
    });
    this.sweep();
    return isNewEpoch;
  }

  /** Projects anew what has fallen overdue since; a look at one instant while there is nothing to do. */
  private sweep(): void {
    const now = this.now().toISOString();
    if (this.nextOverdueAt === null || this.nextOverdueAt >= now || !this.log.complete) return;
    const fallen = [...this.facets.documents()].filter(({ overdue, overdueAt }) => !overdue && overdueAt !== null && overdueAt < now);
    this.nextOverdueAt = null;
    this.db.transaction(() => {
      for (const { id } of fallen) this.update(id);
    })();
    for (const document of this.facets.documents()) this.noteOverdue(document);
  }

  private noteOverdue({ overdue, overdueAt }: SearchDocument): void {
    if (!overdue && overdueAt !== null && (this.nextOverdueAt === null || overdueAt < this.nextOverdueAt)) this.nextOverdueAt = overdueAt;
  }

  status(): ProjectionStatus {
    return { name: 'search', epoch: this.log.epoch, seq: this.log.seq, complete: this.log.complete, records: this.facets.size };
  }

  search(query: SearchQuery): SearchPage {
    this.follow();
    const words = wordsOf(query.q);
    const scores = words.length === 0 ? null : this.hits(query.q, words);
    const { slots, counts } = this.facets.filter(query, scores?.keys() ?? null);
    const sort = query.sort ?? (scores === null ? 'modified' : 'relevance');
    const ordered = this.order(slots, sort, scores, query.lang);
    const start = (query.page - 1) * query.pageSize;
    const items = ordered.slice(start, start + query.pageSize).flatMap((slot) => {
      const document = this.facets.document(slot);
      return document === undefined ? [] : [hitOf(document, query.lang, words)];
    });
    return {
      total: slots.length,
      page: query.page,
      pageSize: query.pageSize,
      sort,
      items,
      facets: this.facets.facets(query, counts),
      seq: this.log.seq,
      complete: this.log.complete,
    };
  }

  suggest(q: string, lang: 'nl' | 'en', limit: number): Suggestion[] {
    const asked = fold(q.trim());
    if (asked.length < 2) return [];
    const found: { rank: number; suggestion: Suggestion }[] = [];
    const seen = new Set<string>();
    const offer = (text: string, suggestion: Suggestion): void => {
      const folded = fold(text);
      const at = folded.indexOf(asked);
      if (at < 0 || (at > 0 && /[\p{L}\p{N}]/u.test(folded.charAt(at - 1))) || seen.has(`${suggestion.kind} ${folded}`)) return;
      seen.add(`${suggestion.kind} ${folded}`);
      found.push({ rank: at === 0 ? 0 : 1, suggestion });
    };
    for (const document of this.facets.documents()) {
      if (document.state !== 'current') continue;
      for (const term of [...(document.facets.healthTheme ?? []), ...(document.facets.category ?? [])])
        offer(term[lang], {
          kind: 'theme',
          text: term[lang],
          id: null,
          facet: document.facets.healthTheme?.includes(term) === true ? 'healthTheme' : 'category',
          value: term.value,
        });
      if (document.publisher !== null) {
        const name = chooseText(document.publisher.name, lang)?.text ?? document.publisher.slug;
        offer(name, { kind: 'publisher', text: name, id: null, facet: 'publisher', value: document.publisher.slug });
      }
      const title = chooseText(document.title, lang)?.text ?? document.iri;
      offer(title, { kind: 'dataset', text: title, id: document.id, facet: null, value: null });
      for (const variable of document.variables) offer(variable, { kind: 'variable', text: variable, id: null, facet: null, value: null });
    }
    return found
      .sort((a, b) => a.rank - b.rank || a.suggestion.text.length - b.suggestion.text.length)
      .slice(0, limit)
      .map(({ suggestion }) => suggestion);
  }

  /** Ids and titles that the index holds, for `check`. */
  contents(): Map<string, string> {
    this.follow();
    return new Map([...this.facets.documents()].map((document) => [document.id, JSON.stringify(document)]));
  }

  private mark(snapshot: Snapshot): void {
    this.stored?.mark({ ...snapshot, time: entryTime(this.reader, snapshot.seq) });
  }

  private update(id: string): void {
    const old = this.facets.remove(id);
    if (old !== undefined) {
      this.remove.run(old);
      this.stored?.remove(old);
    }
    const record = this.reader.published(id);
    if (record !== undefined) this.put(record);
  }

  private put(record: PublishedRecord): void {
    const document = this.project(record);
    const old = this.facets.slotOf(document.id);
    if (old !== undefined) this.remove.run(old);
    const slot = this.facets.put(document);
    this.stored?.put(slot, document);
    this.noteOverdue(document);
    const texts = (map: LanguageMap): string => Object.values(map).flat().join('\n');
    const stems = [document.title, document.keywords, document.description].flatMap((map) =>
      Object.entries(map).flatMap(([lang, values]) => values.map((text) => stemText(text.slice(0, 20_000), lang))),
    );
    this.insert.run(
      slot,
      texts(document.title),
      texts(document.keywords),
      texts(document.description),
      document.text,
      document.identifiers.join('\n'),
      [...stems, stemText(document.text.slice(0, 20_000), '')].join(' '),
    );
  }

  /** Score by slot; every word must be found, by its surface, its stem or, for the last word, its beginning. An IRI or identifier finds its record. */
  private hits(q: string, words: readonly string[]): Map<number, number> {
    const exact = q.trim();
    const found = new Map<number, number>();
    for (const row of this.match.all(ftsQuery(words)) as { rowid: number; score: number }[]) {
      const document = this.facets.document(row.rowid);
      found.set(row.rowid, document?.identifiers.includes(exact) === true ? -1e6 : row.score);
    }
    return found;
  }

  private order(slots: number[], sort: SortOrder, scores: ReadonlyMap<number, number> | null, lang: 'nl' | 'en'): number[] {
    const document = (slot: number): SearchDocument | undefined => this.facets.document(slot);
    const newest = (a: number, b: number): number =>
      compare(modifiedOf(document(b)), modifiedOf(document(a))) || compare(document(a)?.id ?? '', document(b)?.id ?? '');
    if (sort === 'relevance' && scores !== null) return slots.sort((a, b) => (scores.get(a) ?? 0) - (scores.get(b) ?? 0) || newest(a, b));
    if (sort === 'individuals') return slots.sort((a, b) => (document(b)?.individuals ?? -1) - (document(a)?.individuals ?? -1) || newest(a, b));
    if (sort === 'title') {
      const collator = new Intl.Collator(lang, { numeric: true });
      const titles = new Map(slots.map((slot) => [slot, chooseText(document(slot)?.title ?? {}, lang)?.text ?? '']));
      return slots.sort((a, b) => collator.compare(titles.get(a) ?? '', titles.get(b) ?? '') || newest(a, b));
    }
    return slots.sort(newest);
  }
}

/** When the log got its entry of a number; empty before the first. */
export function entryTime(reader: Pick<LedgerReader, 'changesAfter'>, seq: number): string {
  const [entry] = seq === 0 ? [] : reader.changesAfter(seq - 1, 1);
  return entry?.seq === seq ? entry.time : '';
}

function ftsQuery(words: readonly string[]): string {
  return words
    .slice(0, 32)
    .map((word, at) => {
      const options = [`"${word}"`, ...stemsOf(word).map((stem) => `stems : "${stem}"`)];
      if (at === words.length - 1 && word.length >= 2) options.push(`"${word}" *`);
      return `(${options.join(' OR ')})`;
    })
    .join(' AND ');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function modifiedOf(document: SearchDocument | undefined): string {
  return document?.modified ?? document?.changedAt ?? '';
}

function hitOf(document: SearchDocument, lang: 'nl' | 'en', words: readonly string[]): SearchHit {
  const title = chooseText(document.title, lang) ?? { text: document.iri, lang: '' };
  const description = chooseText(document.description, lang) ?? { text: '', lang: '' };
  const named = (agent: NamedSlug | null): { slug: string; name: string } | null =>
    agent === null ? null : { slug: agent.slug, name: chooseText(agent.name, lang)?.text ?? agent.slug };
  return {
    id: document.id,
    iri: document.iri,
    kind: document.kind,
    title: title.text,
    titleLang: title.lang,
    highlightedTitle: highlight(title.text, words),
    description: description.text.slice(0, 2000),
    descriptionLang: description.lang,
    snippet: snippet(description.text, words, 200),
    publisher: named(document.publisher),
    holder: named(document.holder),
    station: document.station,
    accessRights: document.accessRights,
    accessFromSeries: document.accessFromSeries,
    modified: document.modified,
    individuals: document.individuals,
    records: document.records,
    periodStart: document.periodStart,
    periodEnd: document.periodEnd,
    regions: document.regions.map((region) => region[lang]),
    trusted: document.trusted,
    status: document.state === 'withdrawn' ? 'withdrawn' : document.overdue ? 'overdue' : 'current',
    violations: document.violations,
  };
}
