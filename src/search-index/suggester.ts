import { chooseText } from '../domain/language.js';
import { facetNames, notReported, type FacetName, type Suggestion } from '../ports/search-index.js';
import type { Thesaurus } from '../rdf/thesaurus.js';
import { fold, wordsOf } from './analysis.js';
import type { Columns } from './columns.js';
import { facetTerm, variableBeginning, variableOf } from './document-terms.js';
import type { PostingIndex } from './posting-index.js';
import type { StoredIndex } from './stored-index.js';

const leastLetters = 2;
const themeFacets: ReadonlySet<FacetName> = new Set(['healthTheme', 'category', 'theme']);
/** So many variables are looked at; what begins so is found long before. */
const mostVariables = 50;

interface Offered {
  /** 0 when it begins so, 1 when a later word does. */
  readonly rank: number;
  readonly suggestion: Suggestion;
}

interface Label {
  readonly folded: string;
  readonly text: string;
}

interface Sources {
  readonly columns: Columns;
  readonly postings: PostingIndex;
  readonly stored: StoredIndex;
  /** Slots of datasets by their titles, the best first. */
  readonly datasets: readonly number[];
}

/** What somebody may be about to write: health terms, themes, publishers, datasets, variables. */
export class Suggester {
  /** Labels of the thesaurus in order, by language; made when they are first asked for. */
  private readonly labels = new Map<'nl' | 'en', readonly Label[]>();

  constructor(private readonly thesaurus: Thesaurus | null) {}

  suggest(q: string, { lang, limit }: { readonly lang: 'nl' | 'en'; readonly limit: number }, sources: Sources): Suggestion[] {
    const asked = fold(q.trim());
    if (asked.length < leastLetters) return [];
    const kinds = [
      this.terms(asked, lang, sources),
      named(asked, lang, sources, 'theme'),
      named(asked, lang, sources, 'publisher'),
      datasets(asked, lang, sources),
      variables(asked, sources),
    ];
    return mixed(kinds, limit);
  }

  /** Labels that begin so and that something in the catalogue has all words of. */
  private terms(asked: string, lang: 'nl' | 'en', { postings }: Sources): Offered[] {
    const labels = this.labelsIn(lang);
    let [low, high] = [0, labels.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((labels[middle]?.folded ?? '') < asked) low = middle + 1;
      else high = middle;
    }
    const found: Offered[] = [];
    for (; labels[low]?.folded.startsWith(asked) === true && found.length < 20; low++) {
      const { text = '' } = labels[low] ?? {};
      if (wordsOf(text).every((word) => postings.frequency(word) > 0))
        found.push({ rank: 0, suggestion: { kind: 'term', text, id: null, facet: null, value: null } });
    }
    return found;
  }

  private labelsIn(lang: 'nl' | 'en'): readonly Label[] {
    let labels = this.labels.get(lang);
    if (labels === undefined) {
      labels = [...(this.thesaurus?.all() ?? [])]
        .flatMap((concept) => concept.labels.filter((label) => label.lang === lang && label.text.length > 3))
        .map(({ text }) => ({ folded: fold(text), text }))
        .sort((a, b) => (a.folded < b.folded ? -1 : 1));
      this.labels.set(lang, labels);
    }
    return labels;
  }
}

/** Where in a text the words begin that were asked for: 0 at its beginning, 1 at a later word, null nowhere. */
function rankIn(text: string, asked: string): number | null {
  const folded = fold(text);
  for (let at = folded.indexOf(asked); at >= 0; at = folded.indexOf(asked, at + 1)) {
    if (at === 0) return 0;
    if (!/[\p{L}\p{N}]/u.test(folded.charAt(at - 1))) return 1;
  }
  return null;
}

function named(asked: string, lang: 'nl' | 'en', { columns, postings }: Sources, kind: 'theme' | 'publisher'): Offered[] {
  const found: Offered[] = [];
  for (const { facet: number, term } of columns.allValues()) {
    const facet = facetNames[number];
    if (facet === undefined || term.value === notReported || !(kind === 'publisher' ? facet === 'publisher' : themeFacets.has(facet))) continue;
    const rank = rankIn(term[lang], asked);
    if (rank === null || !isInUse(postings, facetTerm(facet, term.value))) continue;
    found.push({ rank, suggestion: { kind, text: term[lang], id: null, facet, value: term.value } });
  }
  return found;
}

function datasets(asked: string, lang: 'nl' | 'en', { datasets: slots, stored }: Sources): Offered[] {
  return slots.flatMap((slot) => {
    const document = stored.hit(slot);
    if (document === undefined) return [];
    const text = chooseText(document.title, lang)?.text ?? document.iri;
    return [{ rank: rankIn(text, asked) ?? 2, suggestion: { kind: 'dataset' as const, text, id: document.id, facet: null, value: null } }];
  });
}

function variables(asked: string, { postings }: Sources): Offered[] {
  const found = new Map<string, Offered>();
  for (const term of postings.beginningWith(variableBeginning(asked))) {
    const text = variableOf(term);
    if (found.has(term) || !isInUse(postings, term)) continue;
    found.set(term, { rank: 0, suggestion: { kind: 'variable', text, id: null, facet: null, value: null } });
    if (found.size === mostVariables) break;
  }
  return [...found.values()];
}

function isInUse(postings: PostingIndex, term: string): boolean {
  for (const { slots, from, to } of postings.lists(term)) for (let at = from; at < to; at++) if (postings.isLive(slots[at] ?? 0)) return true;
  return false;
}

/** The best of each kind by turns, kinds in order, so that none crowds out the others. */
function mixed(kinds: readonly (readonly Offered[])[], limit: number): Suggestion[] {
  const queues = kinds.map((offered) =>
    [...offered].sort((a, b) => a.rank - b.rank || a.suggestion.text.length - b.suggestion.text.length || (a.suggestion.text < b.suggestion.text ? -1 : 1)),
  );
  const chosen: { readonly kind: number; readonly suggestion: Suggestion }[] = [];
  const seen = new Set<string>();
  while (chosen.length < limit && queues.some((queue) => queue.length > 0))
    for (const [kind, queue] of queues.entries()) {
      const next = queue.shift()?.suggestion;
      if (next === undefined || chosen.length === limit) continue;
      const key = `${next.kind} ${fold(next.text)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      chosen.push({ kind, suggestion: next });
    }
  return chosen.sort((a, b) => a.kind - b.kind).map(({ suggestion }) => suggestion);
}
