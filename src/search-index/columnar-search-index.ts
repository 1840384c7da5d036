import type { PublishedRecord } from '../domain/record.js';
import { allTexts } from '../domain/language.js';
import type { LedgerReader, Snapshot } from '../ports/ledger.js';
import { LogFollower } from '../ports/log-follower.js';
import type { SearchDocument, SearchHit, SearchPage, SearchQuery, Suggestion } from '../ports/search-index.js';
import type { ProjectionStatus } from '../ports/sparql-engine.js';
import type { Thesaurus } from '../rdf/thesaurus.js';
import { wordsOf } from './analysis.js';
import { Columns } from './columns.js';
import type { CompoundSplitter } from './compounds.js';
import { exactTerm, identifierTerm, termsOf } from './document-terms.js';
import { facetValues, filterByFacets } from './facet-filter.js';
import { explanationOf, foundVariables, hitOf, variableTermsOf } from './hits.js';
import { packColumns, unpackColumns } from './kept-columns.js';
import { PostingIndex } from './posting-index.js';
import { QueryPlanner, type QueryPlan } from './query-plan.js';
import { Scorer, type GroupHits } from './scorer.js';
import { Spelling } from './spelling.js';
import { StoredIndex } from './stored-index.js';
import { Suggester } from './suggester.js';
import { newestFirst, SlotOrder } from './slot-order.js';
import { firstSlots } from './top.js';

const pageSize = 200;
/** Few enough for a search in between not to be felt. */
const verifiedAtOnce = 10;
const identifierScore = 1e6;
const exactTitleScore = 1e3;
/** At most so much of a score is owed to a fresh, and to a full, description. */
const freshShare = 0.04;
const fullShare = 0.04;
const freshMs = 3 * 365 * 86_400_000;

/** What the index is told beside the log. */
export interface IndexSettings {
  readonly project: (record: PublishedRecord) => SearchDocument;
  readonly thesaurus: Thesaurus | null;
  readonly compounds: CompoundSplitter;
  readonly now?: () => Date;
  /** In memory, without. */
  readonly stored?: StoredIndex | null;
}

interface Found {
  readonly plan: QueryPlan;
  readonly groups: readonly GroupHits[];
  /** Null when the query has no words: everything is found, and nothing scored. */
  readonly scores: Float32Array | null;
  readonly candidates: Iterable<number>;
  readonly relaxed: SearchPage['relaxed'];
  readonly exact: ReadonlySet<number>;
  readonly identified: ReadonlySet<number>;
  /** When freshness is judged, in milliseconds since 1970. */
  readonly at: number;
}

/**
 * Full text and facets in memory, documents in SQLite; a projection that follows the log, built anew at start or taken from its files.
 * Words are ranked as BM25 does it, over fields that weigh differently (`document-terms.ts`).
 */
export class ColumnarSearchIndex {
  private postings = new PostingIndex();
  private columns = new Columns();
  private readonly stored: StoredIndex;
  private readonly log: LogFollower;
  private readonly now: () => Date;
  private readonly planner: QueryPlanner;
  private readonly suggester: Suggester;
  private scorer: Scorer;
  private spelling: { readonly of: unknown; readonly is: Spelling } | null = null;
  private readonly project: IndexSettings['project'];
  private readonly compounds: CompoundSplitter;
  private readonly thesaurus: Thesaurus | null;
  /** When the next record falls overdue; the clock changes its status, and nothing in the log speaks of it. */
  private nextOverdueAt = Infinity;
  private merging: Promise<void> | null = null;

  constructor(
    private readonly reader: LedgerReader,
    { project, thesaurus, compounds, now = () => new Date(), stored = null }: IndexSettings,
  ) {
    this.project = project;
    this.thesaurus = thesaurus;
    this.compounds = compounds;
    this.now = now;
    this.stored = stored ?? StoredIndex.inMemory();
    this.log = new LogFollower(reader);
    const known = {
      has: (term: string) => this.postings.frequency(term) > 0,
      beginningWith: (prefix: string) => this.wordsBeginning(prefix),
      correct: (word: string) => this.spellingNow().correct(word),
    };
    this.planner = new QueryPlanner(known, thesaurus, compounds);
    this.scorer = this.newScorer();
    this.suggester = new Suggester(thesaurus);
  }

  /** Takes the index from its files as far as that goes, or builds it. */
  async load(pause: () => Promise<void>): Promise<void> {
    const { bookmark } = this.stored;
    if (bookmark === null) return this.build(pause);
    await this.restore(pause);
    this.log.startFrom(bookmark);
    this.follow();
  }

  /** Columns and lists as they were kept; what came or went since is made again from the documents. */
  private async restore(pause: () => Promise<void>): Promise<void> {
    const bytes = this.stored.columns();
    const kept = bytes === null ? null : unpackColumns(bytes);
    if (kept !== null) {
      this.columns = new Columns(kept.columns);
      this.postings = new PostingIndex(kept.segment, { next: kept.columns.ids.length, free: kept.free });
      this.scorer = this.newScorer();
      // What went while the lists were merged stands in them still.
      const free = new Set(kept.free);
      for (let slot = 0; slot < kept.columns.ids.length; slot++) if (kept.columns.ids[slot] === null && !free.has(slot)) this.postings.remove(slot);
    }
    const places = new Map([...this.stored.places()].map(({ slot, revision }) => [slot, revision]));
    for (const slot of [...this.columns.live()])
      if (places.get(slot) === this.columns.numberAt('revision', slot)) places.delete(slot);
      else this.drop(slot);
    for (const [slot, revision] of places) {
      const document = this.stored.document(slot);
      if (document === undefined) continue;
      if (!this.postings.isLive(slot)) await this.postings.merge(pause);
      this.postings.restore(slot, termsOf(document, this.compounds));
      this.columns.put(slot, document, revision);
      if (this.postings.isMergeDue(this.columns.size)) await this.postings.merge(pause);
    }
    if (places.size > 0) await this.merge(pause);
    this.noteOverdue();
  }

  private async build(pause: () => Promise<void>): Promise<void> {
    const snapshot = this.reader.snapshot();
    for (const pageOf of [
      (after: string) => this.reader.publishedPage(snapshot.seq, after, pageSize),
      (after: string) => this.reader.withdrawnPage(after, pageSize),
    ]) {
      for (let after = ''; ;) {
        const page = pageOf(after);
        if (page.length === 0) break;
        this.stored.db.transaction(() => {
          for (const record of page) this.put(record);
        })();
        after = page.at(-1)?.head.id ?? '';
        await pause();
        // While nobody searches yet, the small part may grow as large as the other.
        if (this.postings.isMergeDue(this.columns.size * 10)) await this.postings.merge(pause);
      }
    }
    this.log.startFrom(snapshot);
    this.mark(snapshot);
    await this.merge(pause);
    this.noteOverdue();
    this.follow();
  }

  /** Merges what came lately into the large part when there is enough of it; searches go on meanwhile. */
  async tidy(pause: () => Promise<void>): Promise<void> {
    if (this.log.complete && this.postings.isMergeDue(this.columns.size)) await this.merge(pause);
  }

  private async merge(pause: () => Promise<void>): Promise<void> {
    this.merging ??= this.postings
      .merge(pause)
      .then(() => this.keep())
      .finally(() => {
        this.merging = null;
      });
    await this.merging;
  }

  /** What came while it merged is not in the segment: its documents are read again at the next start. */
  private async keep(): Promise<void> {
    if (this.stored.isInMemory) return;
    const { segment, freeSlots, unmerged } = this.postings;
    const packed = packColumns({ columns: this.columns.stored(unmerged), segment, free: freeSlots });
    try {
      await this.stored.keepColumns(packed);
    } catch {
      // A full disk, say. The columns of before stay, and revisions tell what of them holds.
    }
  }

  /**
   * Projects every record once more, a few at a time, and mends what has come to differ: what documents are made from may have changed
   * without an entry in the log since they were stored.
   *
   * @returns how many were mended
   */
  async verify(pause: () => Promise<void>): Promise<number> {
    let mended = 0;
    const ids = [...this.columns.live()].flatMap((slot) => this.columns.idAt(slot) ?? []);
    for (let at = 0; at < ids.length; at += verifiedAtOnce) {
      await pause();
      this.follow();
      const differing = ids.slice(at, at + verifiedAtOnce).filter((id) => {
        const slot = this.columns.slotOf(id);
        const record = this.reader.published(id);
        if (slot === undefined || record === undefined) return slot !== undefined;
        return contentOf(this.stored.document(slot)) !== contentOf(this.project(record));
      });
      if (differing.length === 0) continue;
      mended += differing.length;
      this.stored.db.transaction(() => {
        for (const id of differing) this.update(id);
      })();
    }
    return mended;
  }

  /** Applies what the log has gained; true when the epoch changed and the index must be built anew. */
  follow(): boolean {
    const isNewEpoch = this.log.follow(({ records }, last) => {
      this.stored.db.transaction(() => {
        for (const id of records) this.update(id);
        this.mark(last);
      })();
    });
    this.sweep();
    return isNewEpoch;
  }

  /** Projects anew what has fallen overdue since; a look at one instant while there is nothing to do. */
  private sweep(): void {
    const now = this.now().getTime();
    if (this.nextOverdueAt >= now || !this.log.complete) return;
    const fallen = [...this.columns.live()].filter((slot) => this.columns.numberAt('overdueAt', slot) < now).flatMap((slot) => this.columns.idAt(slot) ?? []);
    this.stored.db.transaction(() => {
      for (const id of fallen) this.update(id);
    })();
    this.noteOverdue();
  }

  private noteOverdue(): void {
    this.nextOverdueAt = Infinity;
    for (const slot of this.columns.live()) this.noteOverdueOf(slot);
  }

  private noteOverdueOf(slot: number): void {
    const at = this.columns.numberAt('overdueAt', slot);
    if (at < this.nextOverdueAt) this.nextOverdueAt = at;
  }

  status(): ProjectionStatus {
    return { name: 'search', epoch: this.log.epoch, seq: this.log.seq, complete: this.log.complete, records: this.columns.size };
  }

  search(query: SearchQuery): SearchPage {
    this.follow();
    const found = this.find(query);
    try {
      const filtered = filterByFacets(query, found.candidates, this.postings, this.columns);
      const { slots } = filtered;
      const facets = facetValues(query, filtered, this.columns);
      const sort = query.sort ?? (found.scores === null ? 'modified' : 'relevance');
      const last = query.page * query.pageSize;
      const withVariables = this.slotsWithVariables(found.plan);
      const order = new SlotOrder(sort, { columns: this.columns, scores: found.scores, lang: query.lang });
      const left = query.after === undefined ? slots : slots.filter((slot) => order.isAfter(slot, query.after?.keys ?? []));
      const ordered = firstSlots(left, order.compare, last).slice(last - query.pageSize);
      const end = left.length > last ? ordered.at(-1) : undefined;
      return {
        total: slots.length,
        page: query.page,
        pageSize: query.pageSize,
        sort,
        items: ordered.flatMap((slot) => this.hit(slot, query, found, withVariables)),
        next: end === undefined ? null : { keys: order.keysOf(end), at: found.at },
        facets,
        expansions: found.plan.expansions.map(({ text, concept, label, terms }) => ({
          text,
          concept,
          label: label[query.lang] ?? Object.values(label)[0] ?? text,
          terms,
        })),
        corrections: found.plan.corrections,
        relaxed: found.relaxed,
        epoch: this.log.epoch,
        seq: this.log.seq,
        complete: this.log.complete,
      };
    } finally {
      for (const group of found.groups) this.scorer.release(group);
    }
  }

  suggest(q: string, lang: 'nl' | 'en', limit: number): Suggestion[] {
    this.follow();
    return this.suggester.suggest(q, { lang, limit }, { columns: this.columns, postings: this.postings, stored: this.stored, datasets: this.titled(q, limit) });
  }

  /** Ids and documents that the index holds, for `check`. */
  contents(): Map<string, string> {
    this.follow();
    return new Map([...this.columns.live()].map((slot) => [this.columns.idAt(slot) ?? '', contentOf(this.stored.document(slot))]));
  }

  /** Slots of current datasets whose title has all these words, the last one as a beginning; the best first. */
  private titled(q: string, limit: number): readonly number[] {
    const words = wordsOf(q);
    const groups = words.map((word, at): GroupHits => {
      const options = at < words.length - 1 ? [`title:${word}`] : this.postings.beginningWith(`title:${word}`);
      const all = [[...new Set(options)].slice(0, 500).map((term) => ({ term, share: 1 }))];
      const group = { text: word, words: 1, isOptional: false, ways: [{ all, weight: 1, source: 'own' as const, label: word }], instead: [] };
      return this.scorer.hits(group, this.columns.size);
    });
    try {
      const [first, ...others] = groups;
      if (first === undefined) return [];
      const strength = (slot: number): number => groups.reduce((sum, { strength: of }) => sum + (of[slot] ?? 0), 0);
      const slots = first.slots.filter((slot) => others.every((group) => (group.strength[slot] ?? 0) > 0));
      const query = { q: '', lang: 'en', facets: {}, from: null, to: null, sort: null, page: 1, pageSize: limit } as const;
      const live = filterByFacets(query, slots, this.postings, this.columns).slots;
      const scores = new Map(live.map((slot) => [slot, strength(slot)]));
      return firstSlots(live, (a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0) || newestFirst(this.columns, a, b), limit);
    } finally {
      for (const group of groups) this.scorer.release(group);
    }
  }

  private find(query: SearchQuery): Found {
    const at = query.after?.at ?? this.now().getTime();
    const plan = this.planner.plan(query.q, query.expand ?? true);
    const identified = this.slotsOf(query.q.trim() === '' ? null : identifierTerm(query.q));
    const exact = this.slotsOf(plan.groups.length === 0 ? null : exactTerm(query.q));
    const live = this.columns.size;
    const groups = plan.groups.map((group) => this.scorer.hits(group, live));
    const excluded = new Set<number>();
    for (const group of plan.excluded) {
      const hits = this.scorer.hits(group, live);
      for (const slot of hits.slots) excluded.add(slot);
      this.scorer.release(hits);
    }
    const own = { plan, groups, exact, identified, at };
    if (groups.length === 0) {
      const rest = excluded.size === 0 ? this.columns.live() : [...this.columns.live()].filter((slot) => !excluded.has(slot));
      return { ...own, scores: null, candidates: identified.size > 0 ? identified : rest, relaxed: null };
    }
    // An address that is ours says which dataset is meant; its words would only find others beside it.
    if (identified.size > 0 && /^<?[a-z][a-z0-9+.-]*:\/*\S+$/i.test(query.q.trim()))
      return { ...own, scores: this.scored(identified, own), candidates: identified, relaxed: null };
    const { slots, relaxed } = this.matching(groups, excluded);
    for (const slot of identified) if (!slots.includes(slot)) slots.push(slot);
    return { ...own, scores: this.scored(slots, own), candidates: slots, relaxed };
  }

  /** What has every part; when nothing has, what has most of them. */
  private matching(groups: readonly GroupHits[], excluded: ReadonlySet<number>): { slots: number[]; relaxed: SearchPage['relaxed'] } {
    const required = groups.filter(({ group }) => !group.isOptional);
    const counts = new Uint8Array(this.postings.capacity);
    for (const { slots } of required) for (const slot of slots) counts[slot] = (counts[slot] ?? 0) + 1;
    const rarest = required.reduce((least, group) => (group.slots.length < least.slots.length ? group : least));
    const all = rarest.slots.filter((slot) => counts[slot] === required.length && !excluded.has(slot));
    if (all.length > 0 || required.length === 1) return { slots: all, relaxed: null };
    let most = 0;
    const some: number[] = [];
    for (let slot = 0; slot < counts.length; slot++) {
      const count = counts[slot] ?? 0;
      if (count === 0 || excluded.has(slot)) continue;
      if (count > most) [most, some.length] = [count, 0];
      if (count === most) some.push(slot);
    }
    return { slots: some, relaxed: most === 0 ? null : { found: most, of: required.length } };
  }

  private scored(slots: Iterable<number>, { groups, exact, identified, at }: Pick<Found, 'groups' | 'exact' | 'identified' | 'at'>): Float32Array {
    const scores = new Float32Array(this.postings.capacity);
    for (const slot of slots) {
      let sum = 0;
      for (const { strength, rarity, group } of groups) sum += (strength[slot] ?? 0) * rarity * group.words;
      sum *= this.preference(slot, at);
      scores[slot] = sum + (exact.has(slot) ? exactTitleScore : 0) + (identified.has(slot) ? identifierScore : 0);
    }
    return scores;
  }

  /** Fresher and fuller descriptions are slightly preferred. */
  private preference(slot: number, now: number): number {
    const age = Math.max(0, now - this.columns.numberAt('modified', slot));
    return 1 + freshShare * Math.exp(-(Number.isNaN(age) ? freshMs * 3 : age) / freshMs) + fullShare * (this.columns.numberAt('fullness', slot) || 0);
  }

  private hit(slot: number, query: SearchQuery, { plan, groups, scores, exact, identified, at }: Found, withVariables: ReadonlySet<number>): SearchHit[] {
    const document = this.stored.hit(slot);
    if (document === undefined) return [];
    const variables = withVariables.has(slot) ? foundVariables(this.stored.document(slot)?.variables ?? [], plan, query.lang) : [];
    const hit = hitOf(document, query.lang, plan.marked, variables);
    if (query.explain !== true || scores === null) return [hit];
    const preference = this.preference(slot, at);
    const about = { score: scores[slot] ?? 0, preference, isExactTitle: exact.has(slot), isIdentifier: identified.has(slot) };
    return [{ ...hit, explanation: explanationOf(slot, groups, this.postings, about) }];
  }

  /** Documents of which a variable may have been found; the others need not be read for it. */
  private slotsWithVariables(plan: QueryPlan): ReadonlySet<number> {
    const slots = new Set<number>();
    for (const term of variableTermsOf(plan)) for (const slot of this.slotsOf(term)) slots.add(slot);
    return slots;
  }

  private slotsOf(term: string | null): ReadonlySet<number> {
    const found = new Set<number>();
    if (term === null) return found;
    for (const { slots, from, to } of this.postings.lists(term))
      for (let at = from; at < to; at++) {
        const slot = slots[at] ?? 0;
        if (this.postings.isLive(slot)) found.add(slot);
      }
    return found;
  }

  private newScorer(): Scorer {
    return new Scorer(this.postings, (phrase) => {
      const [, field, words] = /^(?:(\w+):)?(.*)$/.exec(phrase) ?? [];
      return this.stored.phrase((words ?? '').split(' '), (field as 'title' | undefined) ?? null);
    });
  }

  private *wordsBeginning(prefix: string): Iterable<string> {
    for (const term of this.postings.beginningWith(prefix)) if (!/[:~@]/.test(term)) yield term;
  }

  private spellingNow(): Spelling {
    const { segment } = this.postings;
    if (this.spelling?.of !== segment) {
      const labels = this.thesaurus === null ? [] : [...this.thesaurus.all()].flatMap(({ labels: all }) => all.flatMap(({ text }) => wordsOf(text)));
      const others = labels.filter((word) => word.length > 3 && /^\p{L}+$/u.test(word));
      this.spelling = { of: segment, is: new Spelling(segment, others, (word) => this.postings.frequency(word)) };
    }
    return this.spelling.is;
  }

  private mark(snapshot: Snapshot): void {
    this.stored.mark({ ...snapshot, time: entryTime(this.reader, snapshot.seq) });
  }

  private update(id: string): void {
    const old = this.columns.slotOf(id);
    if (old !== undefined) {
      this.drop(old);
      this.stored.remove(old);
    }
    const record = this.reader.published(id);
    if (record !== undefined) this.put(record);
  }

  private drop(slot: number): void {
    this.postings.remove(slot);
    this.columns.remove(slot);
  }

  private put(record: PublishedRecord): void {
    const document = this.project(record);
    const old = this.columns.slotOf(document.id);
    if (old !== undefined) {
      this.drop(old);
      this.stored.remove(old);
    }
    const slot = this.postings.add(termsOf(document, this.compounds));
    const revision = this.stored.put(slot, document, phraseTexts(document));
    this.columns.put(slot, document, revision);
    this.noteOverdueOf(slot);
  }
}

/** The same text for the same document, whatever order its properties were written in. */
export function contentOf(document: SearchDocument | undefined): string {
  return JSON.stringify(document === undefined ? null : Object.fromEntries(Object.entries(document).sort(([a], [b]) => compare(a, b))));
}

function phraseTexts(document: SearchDocument): Parameters<StoredIndex['put']>[2] {
  const of = (map: SearchDocument['title']): string => allTexts(map).join('\n');
  const agents = [document.publisher, document.holder].flatMap((agent) => (agent === null ? [] : allTexts(agent.name)));
  const themes = (['theme', 'healthTheme', 'category'] as const).flatMap((name) => (document.facets[name] ?? []).flatMap(({ nl, en }) => [nl, en]));
  return {
    title: of(document.title),
    keyword: of(document.keywords),
    description: of(document.description),
    publisher: agents.join('\n'),
    variable: document.variables.flatMap(({ name, label, description }) => [name, of(label), of(description)]).join('\n'),
    theme: themes.join('\n'),
    other: document.text,
  };
}

/** When the log got its entry of a number; empty before the first. */
export function entryTime(reader: Pick<LedgerReader, 'changesAfter'>, seq: number): string {
  const [entry] = seq === 0 ? [] : reader.changesAfter(seq - 1, 1);
  return entry?.seq === seq ? entry.time : '';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
