import { defaultOverdueDays, isOverdue, overdueAt } from '../domain/confirmation.js';
import type { Agent, Period, Place, RecordDescription } from '../domain/description.js';
import { allTexts, type LanguageMap } from '../domain/language.js';
import { slugOf, type OrganisationIndex } from '../domain/organisation.js';
import type { RecordHead } from '../domain/record.js';
import type { Station } from '../domain/station.js';
import type { FacetName, FacetTerm, NamedSlug, SearchDocument, SearchVariable } from '../ports/search-index.js';
import type { Concepts } from '../rdf/concepts.js';
import { countryOf } from './country.js';

export interface ProjectionContext {
  readonly concepts: Concepts;
  readonly organisations: OrganisationIndex;
  readonly station: Station | null;
  readonly trustedHolder: boolean;
  readonly accessFromSeries: boolean;
  readonly violations: number;
  readonly now: Date;
  readonly overdueDays?: number;
}

const yes: FacetTerm = { value: 'yes', nl: 'Ja', en: 'Yes' };

/** What the search index holds of one enriched record (DESIGN section 5, Facets). */
export function projectRecord(head: RecordHead, description: RecordDescription, context: ProjectionContext): SearchDocument {
  const publisher = resolve(description.publisher, context);
  const holder = resolve(description.custodian, context) ?? holderOfStation(context) ?? publisher;
  const overdueDays = context.overdueDays ?? defaultOverdueDays;
  const overdue = isOverdue(head, context.now, overdueDays);
  const state = head.state === 'withdrawn' ? 'withdrawn' : 'current';
  const period = span(description.temporal);
  return {
    id: head.id,
    iri: head.iri,
    kind: description.kind,
    state,
    overdue,
    overdueAt: state === 'withdrawn' ? null : overdueAt(head, overdueDays),
    title: description.title,
    description: description.description,
    keywords: description.keywords,
    text: otherWords(description, context),
    identifiers: [...description.identifiers, ...description.otherIdentifiers, head.iri, head.id],
    publisher,
    holder,
    station: head.station,
    accessRights: description.accessRights.map((iri) => context.concepts.code(iri))[0] ?? null,
    accessFromSeries: context.accessFromSeries,
    modified: description.modified,
    changedAt: head.lastChangedAt,
    individuals: description.numberOfUniqueIndividuals,
    records: description.numberOfRecords,
    periodStart: period.start,
    periodEnd: period.end,
    regions: description.spatial.map((place) => regionTerm(place, context.concepts)),
    trusted: context.trustedHolder,
    violations: context.violations,
    facets: facetsOf(description, { publisher, holder, overdue, state }, context),
    variables: variablesOf(description),
    codes: [...new Set(description.codeValues.map(codeOf))],
    fullness: fullnessOf(description),
  };
}

function facetsOf(
  description: RecordDescription,
  found: { publisher: NamedSlug | null; holder: NamedSlug | null; overdue: boolean; state: 'current' | 'withdrawn' },
  context: ProjectionContext,
): Partial<Record<FacetName, FacetTerm[]>> {
  const concepts = (iris: readonly string[]): FacetTerm[] => unique(iris.map((iri) => conceptTerm(iri, context.concepts)));
  const agent = (named: NamedSlug | null): FacetTerm[] =>
    named === null
      ? []
      : [
          {
            value: named.slug,
            nl: named.name['nl']?.[0] ?? allTexts(named.name)[0] ?? named.slug,
            en: named.name['en']?.[0] ?? allTexts(named.name)[0] ?? named.slug,
          },
        ];
  const stationTitle = context.station?.title ?? {};
  const formats = [...description.distributions, ...description.samples].flatMap((distribution) => (distribution.format === null ? [] : [distribution.format]));
  return {
    access: concepts(description.accessRights),
    category: concepts(description.healthCategories),
    healthTheme: concepts(description.healthThemes),
    theme: concepts(description.themes),
    holder: agent(found.holder),
    publisher: agent(found.publisher),
    hdab: agent(resolve(description.hdab, context)),
    trusted: context.trustedHolder ? [yes] : [],
    station:
      context.station === null
        ? []
        : [
            {
              value: context.station.id,
              nl: stationTitle['nl']?.[0] ?? allTexts(stationTitle)[0] ?? context.station.id,
              en: stationTitle['en']?.[0] ?? allTexts(stationTitle)[0] ?? context.station.id,
            },
          ],
    type: concepts(description.types),
    personal: personal(description, context.concepts),
    individuals: individuals(description.numberOfUniqueIndividuals),
    age: ages(description.minTypicalAge, description.maxTypicalAge),
    region: unique(description.spatial.flatMap((place) => regionTerms(place, context.concepts))),
    coding: concepts(description.codingSystems),
    standard: concepts(description.conformsTo),
    language: concepts(description.languages),
    format: concepts(formats),
    hasVariables: description.tables.length > 0 ? [yes] : [],
    sample: description.samples.length > 0 ? [yes] : [],
    label: description.qualityAnnotations.length > 0 ? [{ value: 'stated', nl: 'Label opgegeven', en: 'Label stated' }] : [],
    status: [
      found.state === 'withdrawn'
        ? { value: 'withdrawn', nl: 'Ingetrokken', en: 'Withdrawn' }
        : found.overdue
          ? { value: 'overdue', nl: 'Jaarlijkse controle te laat', en: 'Yearly check overdue' }
          : { value: 'current', nl: 'Actueel', en: 'Current' },
    ],
  };
}

function conceptTerm(iri: string, concepts: Concepts): FacetTerm {
  const value = concepts.code(iri);
  return { value, nl: concepts.label(iri, 'nl') ?? value, en: concepts.label(iri, 'en') ?? value };
}

/** A place, and the country that it is in. */
function regionTerms(place: Place, concepts: Concepts): FacetTerm[] {
  const country = place.iri === null ? null : countryOf(place.iri, concepts);
  return [regionTerm(place, concepts), ...(country === null ? [] : [conceptTerm(country, concepts)])];
}

function regionTerm(place: Place, concepts: Concepts): FacetTerm {
  if (place.iri === null) {
    const name = allTexts(place.label)[0] ?? '?';
    return { value: slugOf(name), nl: name, en: name };
  }
  const geonames = /geonames\.org\/(\d+)/.exec(place.iri)?.[1];
  const name = allTexts(place.label)[0];
  if (geonames !== undefined) return { value: `geonames-${geonames}`, nl: name ?? `GeoNames ${geonames}`, en: name ?? `GeoNames ${geonames}` };
  const term = conceptTerm(place.iri, concepts);
  return name === undefined || concepts.label(place.iri, 'nl') !== undefined ? term : { ...term, nl: name, en: name };
}

function personal(description: RecordDescription, concepts: Concepts): FacetTerm[] {
  const types = description.types.map((iri) => concepts.code(iri));
  if (description.personalData.length > 0 || types.includes('PERSONAL_DATA')) return [{ value: 'personal', nl: 'Persoonsgegevens', en: 'Personal data' }];
  return types.length > 0 ? [{ value: 'other', nl: 'Geen persoonsgegevens opgegeven', en: 'No personal data stated' }] : [];
}

const bins: readonly (readonly [number, FacetTerm])[] = [
  [1_000, { value: 'under-1k', nl: 'Minder dan 1.000', en: 'Under 1,000' }],
  [10_000, { value: '1k-10k', nl: '1.000 tot 10.000', en: '1,000 to 10,000' }],
  [100_000, { value: '10k-100k', nl: '10.000 tot 100.000', en: '10,000 to 100,000' }],
  [1_000_000, { value: '100k-1m', nl: '100.000 tot 1 miljoen', en: '100,000 to 1 million' }],
  [Number.POSITIVE_INFINITY, { value: 'over-1m', nl: '1 miljoen en meer', en: '1 million and over' }],
];

function individuals(count: number | null): FacetTerm[] {
  if (count === null) return [];
  const bin = bins.find(([below]) => count < below);
  return bin === undefined ? [] : [bin[1]];
}

function ages(min: number | null, max: number | null): FacetTerm[] {
  if (min === null && max === null) return [];
  const [from, to] = [min ?? 0, max ?? 150];
  const groups: FacetTerm[] = [];
  if (from <= 17) groups.push({ value: 'child', nl: 'Kinderen (0-17)', en: 'Children (0-17)' });
  if (from <= 64 && to >= 18) groups.push({ value: 'adult', nl: 'Volwassenen (18-64)', en: 'Adults (18-64)' });
  if (to >= 65) groups.push({ value: 'elderly', nl: 'Ouderen (65+)', en: 'Older people (65+)' });
  return groups;
}

function resolve(agent: Agent | null, context: ProjectionContext): NamedSlug | null {
  if (agent === null) return null;
  const known = context.organisations.find(agent.iri, allTexts(agent.name));
  if (known !== undefined) return { slug: known.slug, name: known.name };
  const name = allTexts(agent.name)[0] ?? agent.iri;
  return name === null ? null : { slug: slugOf(name), name: Object.keys(agent.name).length > 0 ? agent.name : { '': [name] } };
}

function holderOfStation({ station, organisations }: ProjectionContext): NamedSlug | null {
  if (station?.kind !== 'holder' || station.holder === null) return null;
  const known = organisations.find(station.holder.iri, allTexts(station.holder.name));
  const name = Object.keys(station.holder.name).length > 0 ? station.holder.name : station.title;
  return known === undefined ? { slug: slugOf(allTexts(name)[0] ?? station.id), name } : { slug: known.slug, name: known.name };
}

/** From the earliest start to the latest end; open when one period is open. */
function span(periods: readonly Period[]): Period {
  const starts = periods.flatMap((period) => (period.start === null ? [] : [period.start])).sort();
  const ends = periods.map((period) => period.end);
  return {
    start: starts[0] ?? null,
    end:
      ends.length === 0 || ends.includes(null)
        ? null
        : (ends
            .flatMap((end) => (end === null ? [] : [end]))
            .sort()
            .at(-1) ?? null),
  };
}

const mostVariables = 2000;
const longestVariableText = 300;

function variablesOf({ tables }: RecordDescription): SearchVariable[] {
  const short = (map: LanguageMap): LanguageMap =>
    Object.fromEntries(Object.entries(map).map(([lang, texts]) => [lang, texts.map((text) => text.slice(0, longestVariableText))]));
  return tables
    .flatMap((table) =>
      table.columns.map(({ name, title, description }) => ({ table: table.title, name, label: short(title), description: short(description) })),
    )
    .filter(({ name, label }) => name !== '' || Object.keys(label).length > 0)
    .slice(0, mostVariables);
}

/** `E11` of `http://purl.bioontology.org/ontology/ICD10/E11`. */
function codeOf(value: string): string {
  return /^https?:/.test(value) ? (/[^/#]+$/.exec(value.replace(/\/+$/, ''))?.[0] ?? value) : value.trim();
}

/** The share of what researchers judge a dataset by that is stated at all. */
function fullnessOf(description: RecordDescription): number {
  const stated = [
    description.accessRights.length > 0,
    description.healthCategories.length > 0,
    description.healthThemes.length + description.themes.length > 0,
    description.hdab !== null,
    description.contactPoints.length > 0,
    description.numberOfUniqueIndividuals !== null,
    description.numberOfRecords !== null,
    description.temporal.length > 0,
    description.spatial.length > 0,
    description.codingSystems.length > 0,
    description.tables.length > 0,
    description.distributions.length + description.samples.length > 0,
    Object.keys(description.populationCoverage).length > 0,
    description.purposes.length > 0,
  ];
  return stated.filter(Boolean).length / stated.length;
}

function otherWords(description: RecordDescription, { concepts, organisations }: ProjectionContext): string {
  const iris = [
    ...description.healthCategories,
    ...description.healthThemes,
    ...description.themes,
    ...description.codingSystems,
    ...description.types,
    ...description.conformsTo,
    ...description.personalData,
    ...description.languages,
  ];
  const agents = [description.publisher, description.custodian, description.hdab, ...description.creators].flatMap((agent) =>
    agent === null ? [] : [...allTexts(agent.name), ...(organisations.find(agent.iri, allTexts(agent.name))?.otherNames ?? [])],
  );
  const words = [
    ...allTexts(description.alternative),
    ...allTexts(description.populationCoverage),
    ...description.purposes.flatMap(allTexts),
    ...iris.flatMap((iri) => [...concepts.labels(iri), concepts.code(iri)]),
    ...agents,
    ...description.codeValues,
    ...description.spatial.flatMap((place) => [...allTexts(place.label), ...(place.iri === null ? [] : concepts.labels(place.iri))]),
    ...description.distributions.flatMap((distribution) => allTexts(distribution.title)),
    ...description.tables.flatMap((table) => allTexts(table.title)),
  ];
  return [...new Set(words)].join(' ').slice(0, 100_000);
}

function unique(terms: readonly FacetTerm[]): FacetTerm[] {
  return [...new Map(terms.map((term) => [term.value, term])).values()];
}
