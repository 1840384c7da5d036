import type { Assertion } from '../domain/assertion.js';
import type { RecordDescription } from '../domain/description.js';
import type { LanguageMap } from '../domain/language.js';
import { OrganisationIndex, type NamedAgent, type Organisation } from '../domain/organisation.js';
import type { PublishedRecord } from '../domain/record.js';
import type { Station } from '../domain/station.js';
import type { LedgerReader } from '../ports/ledger.js';
import { groupBy } from '../rdf/group-by.js';
import { parseStored } from '../rdf/parse.js';
import { readDescription } from '../rdf/read-description.js';
import { enrich, isInForce, isTrustedHolder, type EnrichedField } from './enrich.js';

export interface Assembled {
  readonly record: PublishedRecord;
  /** As received and normalised, nothing added. */
  readonly own: RecordDescription;
  readonly description: RecordDescription;
  readonly enriched: readonly EnrichedField[];
  readonly assertions: readonly Assertion[];
  readonly station: Station | null;
  readonly trustedHolder: boolean;
}

/** Puts a published record together with its series, the HDAB's assertions and its station; used by search and by pages. */
export class RecordAssembler {
  readonly organisations: OrganisationIndex;
  private dataVersion = -1;
  private assertions: ReadonlyMap<string, readonly Assertion[]> = new Map();
  private all: readonly Assertion[] = [];
  private stations: ReadonlyMap<string, Station> = new Map();
  private agents: ReadonlyMap<string, NamedAgent> = new Map();

  constructor(
    private readonly reader: LedgerReader,
    organisations: readonly Organisation[],
  ) {
    this.organisations = new OrganisationIndex(organisations);
    this.agents = new Map(organisations.map((organisation) => [organisation.iri, { iri: organisation.iri, name: organisation.name, contact: null }]));
  }

  assemble(record: PublishedRecord, now: string): Assembled {
    this.refresh();
    const station = this.stations.get(record.head.station) ?? null;
    const own = readAs(station?.language ?? null, readDescription(record.head.iri, parseStored(record.body)));
    const series = own.inSeries.slice(0, 5).flatMap((iri) => this.describedSeries(iri));
    const assertions = (this.assertions.get(record.head.iri) ?? []).filter((assertion) => isInForce(assertion, now));
    const { description, enriched } = enrich(own, series, assertions, this.agents);
    return { record, own, description, enriched, assertions, station, trustedHolder: isTrustedHolder(this.holderIris(description, station), this.all, now) };
  }

  private describedSeries(iri: string): RecordDescription[] {
    const head = this.reader.head(iri);
    if (head?.state !== 'current') return [];
    const record = this.reader.published(head.id);
    return record === undefined ? [] : [readDescription(head.iri, parseStored(record.body))];
  }

  /** What the catalogue calls a body; empty when it does not know it. */
  nameOf(iri: string): LanguageMap {
    this.refresh();
    return this.agents.get(iri)?.name ?? {};
  }

  /** By which IRIs the register of trusted holders may know the holder of a record. */
  holderIris(description: RecordDescription, station: Station | null): string[] {
    const iris = [description.custodian?.iri ?? (station?.kind === 'holder' ? station.holder?.iri : null) ?? description.publisher?.iri];
    return iris.flatMap((iri) => {
      if (iri == null) return [];
      const known = this.organisations.find(iri, []);
      return known === undefined ? [iri] : [known.iri, ...known.sameAs];
    });
  }

  private refresh(): void {
    const version = this.reader.dataVersion();
    if (version === this.dataVersion) return;
    this.dataVersion = version;
    this.all = this.reader.assertions();
    this.assertions = groupBy(this.all, (assertion) => assertion.subject);
    this.stations = new Map(this.reader.stations().map((status) => [status.station.id, status.station]));
    const catalogue = this.reader.catalogue();
    const named = [...(catalogue?.hdabs ?? []), catalogue?.coordinator, catalogue?.ncp].flatMap((agent) => (agent == null ? [] : [agent]));
    this.agents = new Map([...this.agents, ...named.map((agent) => [agent.iri, agent] as const)]);
  }
}

/** Untagged text is read as the station's language (`ndc:language`); what is stored stays untagged. */
function readAs(language: string | null, description: RecordDescription): RecordDescription {
  return language === null ? description : (retagged(description, language) as RecordDescription);
}

function retagged(value: unknown, language: string): unknown {
  if (Array.isArray(value)) return value.map((item) => retagged(item, language));
  if (typeof value !== 'object' || value === null) return value;
  const { '': untagged, ...rest } = value as Record<string, unknown>;
  const entries = Object.entries(rest).map(([key, item]) => [key, retagged(item, language)]);
  const result = Object.fromEntries(entries) as Record<string, unknown>;
  if (Array.isArray(untagged)) result[language] = [...((result[language] as unknown[] | undefined) ?? []), ...(untagged as unknown[])];
  return result;
}
