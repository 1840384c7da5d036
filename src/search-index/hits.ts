import { chooseText } from '../domain/language.js';
import type { FoundVariable, HitExplanation, NamedSlug, SearchHit, SearchVariable } from '../ports/search-index.js';
import { highlight, snippet, stemsIn, wordsOf } from './analysis.js';
import type { PostingIndex } from './posting-index.js';
import type { QueryPlan, Way } from './query-plan.js';
import type { GroupHits } from './scorer.js';
import type { StoredIndex } from './stored-index.js';

const snippetLength = 200;
const longestDescription = 2000;
const mostVariables = 5;

type Shown = NonNullable<ReturnType<StoredIndex['hit']>>;

/** What a page shows of a document, with the words marked that were looked for. */
export function hitOf(document: Shown, lang: 'nl' | 'en', marked: readonly string[], variables: readonly FoundVariable[]): SearchHit {
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
    highlightedTitle: highlight(title.text, marked),
    description: description.text.slice(0, longestDescription),
    descriptionLang: description.lang,
    snippet: snippet(description.text, marked, snippetLength),
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
    variables,
  };
}

/** Ways of the query that a variable may answer, as terms of the field `variable`. */
function variableWays({ groups }: QueryPlan): readonly (readonly (readonly string[])[])[] {
  const ways = groups.filter(({ isOptional }) => !isOptional).flatMap(({ ways: all }) => all);
  return ways.map(({ all }) => all.map((options) => options.map(({ term }) => (term.startsWith('variable:') ? term : `variable:${term}`))));
}

/** All terms by which some variable may have been found. */
export function variableTermsOf(plan: QueryPlan): ReadonlySet<string> {
  return new Set(variableWays(plan).flat(2));
}

/** Variables that have a part of the query in their name, label or description. */
export function foundVariables(variables: readonly SearchVariable[], plan: QueryPlan, lang: 'nl' | 'en'): readonly FoundVariable[] {
  const ways = variableWays(plan);
  const found: FoundVariable[] = [];
  for (const variable of variables) {
    const terms = variableTerms(variable);
    if (!ways.some((all) => all.length > 0 && all.every((options) => options.some((term) => terms.has(term.slice('variable:'.length)))))) continue;
    found.push({
      table: chooseText(variable.table, lang)?.text ?? null,
      name: variable.name,
      label: chooseText(variable.label, lang)?.text ?? null,
    });
    if (found.length === mostVariables) break;
  }
  return found;
}

/** As `termsOf` makes them of a variable. */
function variableTerms({ name, label, description }: SearchVariable): ReadonlySet<string> {
  const terms = new Set<string>();
  const add = (text: string, lang: string): void => {
    for (const word of wordsOf(text)) {
      terms.add(word);
      for (const stem of stemsIn(word, lang)) terms.add(`~${stem}`);
    }
  };
  add(name, '');
  add(name.replaceAll('_', ' '), '');
  for (const map of [label, description]) for (const [lang, texts] of Object.entries(map)) for (const text of texts) add(text, lang);
  return terms;
}

/** Why a document has its score. */
export function explanationOf(
  slot: number,
  groups: readonly GroupHits[],
  postings: PostingIndex,
  about: Pick<HitExplanation, 'score' | 'preference' | 'isExactTitle' | 'isIdentifier'>,
): HitExplanation {
  const impactOf = (term: string): number => {
    for (const { slots, impacts, from, to } of postings.lists(term)) for (let at = from; at < to; at++) if (slots[at] === slot) return impacts[at] ?? 0;
    return 0;
  };
  const strengthOf = ({ all, weight }: Way): number => {
    const each = all.map((options) => Math.max(0, ...options.map(({ term, share }) => (share * impactOf(term)) / 255)));
    return each.length === 0 || each.includes(0) ? 0 : (weight * each.reduce((sum, value) => sum + value, 0)) / each.length;
  };
  const parts = groups.map(({ group, strength, rarity }) => {
    const total = strength[slot] ?? 0;
    const best = total === 0 ? null : [...group.ways, ...group.instead].reduce((one, other) => (strengthOf(other) > strengthOf(one) ? other : one));
    return { text: group.text, found: best?.label ?? null, way: best?.source ?? null, strength: rounded(total), rarity: rounded(rarity) };
  });
  return { ...about, score: rounded(about.score), preference: rounded(about.preference), parts };
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
