import { defaultOverdueDays, isOverdue } from '../domain/confirmation.js';
import type { RecordDescription } from '../domain/description.js';
import { allTexts, type LanguageMap } from '../domain/language.js';
import { slugOf, type CatalogueDescription } from '../domain/organisation.js';
import type { PublishedRecord, RecordHead, Version } from '../domain/record.js';
import type { Round } from '../domain/round.js';
import type { Station } from '../domain/station.js';
import type { ProfileInfo, RuleInfo, ValidationReport } from '../domain/validation.js';
import type { FieldChange, HarvestIssue, HarvestRun, HarvestState, RunItem } from '../domain/harvest.js';
import type { Clock } from '../ports/clock.js';
import type { LedgerReader, StationStatus } from '../ports/ledger.js';
import type { SearchIndex, SearchPage, SearchQuery, Suggestion } from '../ports/search-index.js';
import type { Concepts } from '../rdf/concepts.js';
import { fieldChanges } from '../rdf/field-changes.js';
import { parseStored } from '../rdf/parse.js';
import { canonicalText, genidPrefix } from '../rdf/terms.js';
import { readDescription } from '../rdf/read-description.js';
import type { RecordAssembler } from './assemble.js';
import { recordHistory, type RecordHistory } from './history.js';
import { bothFacts, labelStatements, linkKeysOf, linkOfChecks, scoresOf, trendOf, trustStatement, type RecordQuality, type StationQuality } from './quality.js';
import type { CatalogueQueries, PreviewRequest, RecordLink, RecordView } from './queries.js';

export interface CatalogueReaderDependencies {
  readonly reader: LedgerReader;
  readonly search: SearchIndex;
  readonly assembler: RecordAssembler;
  readonly concepts: Concepts;
  readonly profiles: () => readonly ProfileInfo[];
  readonly rules: (profile: string) => readonly RuleInfo[] | undefined;
  readonly clock: Clock;
  readonly nextRunAt: (station: string) => string | null;
  readonly fallbackCatalogue: CatalogueDescription;
  readonly baseUrl: string;
  readonly overdueDays?: number;
  /** Asks the thread that keeps the quality of all datasets. */
  readonly stationQuality: (station: string) => Promise<StationQuality>;
}

const maxLinks = 50;
const trendVersions = 30;
/** No id of a record has this form. */
const previewId = 'preview';

/** Answers pages and API from the ledger and the search index; what is held or onboarding stays inside. */
export class CatalogueReader implements CatalogueQueries {
  readonly concepts: Concepts;
  private readonly reader: LedgerReader;
  private grown: { readonly key: string; readonly points: readonly { month: string; records: number }[] } | null = null;

  constructor(private readonly dependencies: CatalogueReaderDependencies) {
    this.concepts = dependencies.concepts;
    this.reader = dependencies.reader;
  }

  search(query: SearchQuery): Promise<SearchPage> {
    return this.dependencies.search.search(query);
  }

  suggest(q: string, lang: 'nl' | 'en'): Promise<readonly Suggestion[]> {
    return this.dependencies.search.suggest(q, lang, 10);
  }

  head(idOrIri: string): RecordHead | undefined {
    const head = this.reader.head(this.storedForm(idOrIri));
    return head === undefined || head.state === 'held' || head.state === 'onboarding' ? undefined : head;
  }

  /** An IRI that we minted is stored without our host. */
  private storedForm(iri: string): string {
    const minted = `${this.dependencies.baseUrl}/.well-known/genid/`;
    return iri.startsWith(minted) ? genidPrefix + iri.slice(minted.length) : iri;
  }

  record(id: string): RecordView | undefined {
    const published = this.reader.published(id);
    if (published === undefined) return undefined;
    const { head } = published;
    const latest = head.version === null ? undefined : this.reader.version(id, head.version);
    return this.view(published, latest?.report ?? null, latest?.admission.eu ?? false);
  }

  preview({ iri, kind, quads, station, report, euReady }: PreviewRequest): RecordView {
    const now = this.dependencies.clock.now().toISOString();
    const head: RecordHead = {
      id: previewId,
      iri,
      kind,
      state: 'current',
      station: station ?? '',
      version: null,
      firstSeenAt: now,
      lastSeenAt: now,
      lastChangedAt: now,
      publishedAt: null,
      confirmedAt: null,
      heldUpdate: null,
      stateReason: null,
      stateSince: null,
      sourceUrl: null,
      otherStations: [],
      title: {},
    };
    return this.view({ head, body: canonicalText(quads), versionId: 0 }, report, euReady);
  }

  private view(published: PublishedRecord, report: ValidationReport | null, euReady: boolean): RecordView {
    const { head } = published;
    const { description, enriched, trustedHolder } = this.dependencies.assembler.assemble(published, this.dependencies.clock.now().toISOString());
    const status = this.reader.station(head.station) ?? null;
    return {
      head,
      description,
      enriched,
      station: status,
      trustedHolder,
      holder: this.holderOf(description, status?.station ?? null),
      publisher: this.named(description.publisher),
      series: this.links(description.inSeries),
      members: description.kind === 'series' ? this.members(description) : [],
      versions: this.links(description.hasVersion),
      previous: this.links(description.previousVersion),
      partOf: this.links(description.isPartOf),
      parts: this.links(description.hasPart),
      sources: this.links(description.source),
      related: this.links(description.relation),
      services: this.links(description.distributions.flatMap((distribution) => distribution.accessServices)),
      servedDatasets: this.links(description.servesDatasets),
      report,
      euReady,
      linkChecks: this.reader.linkChecks(linkKeysOf(description)),
      overdue: isOverdue(head, this.dependencies.clock.now(), this.dependencies.overdueDays ?? defaultOverdueDays),
    };
  }

  private members(description: RecordDescription): RecordLink[] {
    const known = this.reader
      .membersOf(description.iri)
      .slice(0, maxLinks)
      .flatMap((id) => this.links([this.reader.head(id)?.iri ?? '']));
    const others = this.links(description.seriesMembers).filter((link) => !known.some((member) => member.iri === link.iri));
    return [...known, ...others];
  }

  private links(iris: readonly string[]): RecordLink[] {
    return [...new Set(iris)]
      .filter((iri) => iri !== '')
      .slice(0, maxLinks)
      .map((iri) => {
        const head = this.head(iri);
        return {
          iri,
          id: head === undefined || head.state === 'withheld' ? null : head.id,
          title: head === undefined || head.state === 'withheld' ? {} : head.title,
        };
      });
  }

  private holderOf(description: RecordDescription, station: Station | null): { slug: string; name: LanguageMap } | null {
    const custodian = this.named(description.custodian);
    if (custodian !== null || station?.kind !== 'holder' || station.holder === null) return custodian;
    const name = Object.keys(station.holder.name).length > 0 ? station.holder.name : station.title;
    return this.named({ iri: station.holder.iri, name });
  }

  private named(agent: { readonly iri: string | null; readonly name: LanguageMap } | null): { slug: string; name: LanguageMap } | null {
    if (agent === null) return null;
    const known = this.dependencies.assembler.organisations.find(agent.iri, allTexts(agent.name));
    if (known !== undefined) return { slug: known.slug, name: known.name };
    const text = allTexts(agent.name)[0] ?? agent.iri;
    return text === null ? null : { slug: slugOf(text), name: Object.keys(agent.name).length > 0 ? agent.name : { '': [text] } };
  }

  versions(id: string): readonly Version[] {
    const head = this.head(id);
    return head === undefined || head.state === 'withheld' ? [] : this.reader.versions(head.id);
  }

  version(id: string, n: number): { version: Version; description: RecordDescription; body: string } | undefined {
    const head = this.head(id);
    if (head === undefined || head.state === 'withheld') return undefined;
    const found = this.reader.version(head.id, n);
    if (found?.published == null) return undefined;
    const { body, report: _report, ...version } = found;
    return { version, body, description: readDescription(head.iri, parseStored(body)) };
  }

  history(id: string): RecordHistory | undefined {
    const head = this.head(id);
    if (head === undefined || head.state === 'withheld') return undefined;
    return recordHistory(head, this.reader.versions(head.id), this.reader.history(head.id));
  }

  changes(id: string, n: number): readonly FieldChange[] | null {
    const history = this.history(id);
    const previous = history?.versions.find(({ version }) => version.n === n)?.previous ?? null;
    if (history === undefined || previous === null) return null;
    const [before, after] = [this.reader.version(history.id, previous), this.reader.version(history.id, n)];
    if (before === undefined || after === undefined || before.gap !== null || after.gap !== null) return null;
    return fieldChanges(history.iri, parseStored(before.body), parseStored(after.body));
  }

  versionView(id: string, n: number): RecordView | undefined {
    const head = this.head(id);
    if (head === undefined || head.state === 'withheld') return undefined;
    const found = this.reader.version(head.id, n);
    if (found?.published == null || found.gap !== null) return undefined;
    const { body, report, station } = found;
    const { kind, title } = readDescription(head.iri, parseStored(body));
    const then: RecordHead = { ...head, kind, title, station, state: 'current', version: n, heldUpdate: null, stateReason: null, stateSince: null };
    const published = { head: { ...then, otherStations: [] }, body, versionId: found.id };
    const { own } = this.dependencies.assembler.assemble(published, this.dependencies.clock.now().toISOString());
    const view = this.view(published, report, found.admission.eu);
    return {
      ...view,
      description: own,
      enriched: [],
      trustedHolder: false,
      holder: this.holderOf(own, view.station?.station ?? null),
      publisher: this.named(own.publisher),
      members: [],
      linkChecks: [],
      overdue: false,
    };
  }

  quality(id: string): RecordQuality | undefined {
    const head = this.head(id);
    const view = head?.state === 'current' || head?.state === 'withdrawn' ? this.record(head.id) : undefined;
    if (view === undefined) return undefined;
    const { description, report, linkChecks } = view;
    const now = this.dependencies.clock.now().toISOString();
    const assertions = this.reader.assertions();
    const nameOf = (iri: string): LanguageMap => this.dependencies.assembler.nameOf(iri);
    const facts = bothFacts(description, report, this.concepts);
    const holders = this.dependencies.assembler.holderIris(description, view.station?.station ?? null);
    return {
      head: view.head,
      description,
      scores: description.kind === 'dataset' ? scoresOf(facts, linkOfChecks(linkChecks)) : null,
      report,
      linkChecks,
      label: labelStatements(view.head.iri, assertions, now, nameOf),
      trusted: trustStatement(holders, assertions, now, nameOf),
      isPublic: facts.isPublic,
      trend: trendOf(this.reader.versionFacts(view.head.id, trendVersions)),
      at: [view.head.lastChangedAt, ...linkChecks.flatMap(({ checkedAt }) => (checkedAt === null ? [] : [checkedAt]))].sort().at(-1) ?? now,
    };
  }

  async stationQuality(id: string): Promise<StationQuality | undefined> {
    const status = this.reader.station(id);
    return status === undefined || status.state === 'onboarding' ? undefined : await this.dependencies.stationQuality(id);
  }

  catalogue(): CatalogueDescription {
    return this.reader.catalogue() ?? this.dependencies.fallbackCatalogue;
  }

  stations(): readonly StationStatus[] {
    return this.reader.stations();
  }

  station(id: string): StationStatus | undefined {
    return this.reader.station(id);
  }

  nextRunAt(id: string): string | null {
    return this.dependencies.nextRunAt(id);
  }

  harvests(): readonly HarvestState[] {
    return this.stations().map((status) => this.harvestOf(status));
  }

  private harvestOf({ station, state, datasets, lastRun, lastSuccessAt, failingSince }: StationStatus): HarvestState {
    const named = { station: station.id, title: station.title, state };
    if (state === 'onboarding') return { ...named, datasets: null, lastSuccessAt: null, failingSince: null, nextRunAt: null, lastRun: null };
    const issues = lastRun === null ? null : this.reader.issueCounts(lastRun.id);
    return {
      ...named,
      datasets,
      lastSuccessAt,
      failingSince,
      nextRunAt: this.nextRunAt(station.id),
      lastRun:
        lastRun === null
          ? null
          : {
              id: lastRun.id,
              startedAt: lastRun.startedAt,
              endedAt: lastRun.endedAt,
              outcome: lastRun.outcome,
              counts: lastRun.counts,
              errors: issues?.error ?? 0,
              warnings: issues?.warning ?? 0,
            },
    };
  }

  rounds(limit: number): readonly Round[] {
    const open = new Set(this.stations().flatMap(({ station, state }) => (state === 'onboarding' ? [] : [station.id])));
    return this.reader
      .rounds(limit)
      .map((round) => ({ ...round, stations: Object.fromEntries(Object.entries(round.stations).filter(([id]) => open.has(id))) }));
  }

  runs(station: string, limit: number): readonly HarvestRun[] {
    return this.reader.runs(station, limit);
  }

  /** What a run did, as far as the public may see: the content of held records, and the words about them, stay inside. */
  run(id: number): { run: HarvestRun; issues: readonly HarvestIssue[]; items: readonly RunItem[] } | undefined {
    const run = this.reader.run(id);
    if (run === undefined || run.dry) return undefined;
    const isPublished = run.outcome !== 'on-hold';
    const visible = (subject: string | null): boolean => subject === null || (isPublished && this.head(subject) !== undefined);
    return {
      run,
      issues: this.reader.runIssues(id, 2000).filter((issue) => visible(issue.subject)),
      items: this.reader
        .runItems(id, 5000)
        .filter((item) => visible(item.subject))
        .map((item) => (item.outcome === 'held' ? { ...item, changes: [] } : item)),
    };
  }

  profiles(): readonly ProfileInfo[] {
    return this.dependencies.profiles();
  }

  rules(profile: string): readonly RuleInfo[] | undefined {
    return this.dependencies.rules(profile);
  }

  /** Counted anew only when the log has grown or a month has begun. */
  growth(months: number): readonly { month: string; records: number }[] {
    const now = this.dependencies.clock.now();
    const { epoch, seq } = this.reader.snapshot();
    const key = JSON.stringify([epoch, seq, months, now.toISOString().slice(0, 7)]);
    if (this.grown?.key === key) return this.grown.points;
    const points = Array.from({ length: months }, (_, at) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - (months - 1 - at)))).map((first) => {
      const end = new Date(Math.min(now.getTime(), Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1) - 1));
      return { month: first.toISOString().slice(0, 7), records: this.reader.publishedCount(this.reader.seqAt(end.toISOString())) };
    });
    this.grown = { key, points };
    return points;
  }

  totals(): { current: number; withdrawn: number; held: number; stations: number } {
    return this.reader.totals();
  }
}
