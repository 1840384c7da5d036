import { addressKey, compact, fold, isWebAddress, likeness, nameInIri, nameOf, type Name } from './concept-names.js';

/** A concept as far as its names go. */
export interface NamedConcept {
  readonly iri: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Synonyms and common ways of writing, in any language; a web address is the concept under another address. */
  readonly others: readonly string[];
  /** Words that point to the concept without naming it: a narrower matter, or one of several it may be. */
  readonly hints: readonly string[];
  readonly notation: string | null;
  readonly deprecated: boolean;
  readonly replacedBy: string | null;
}

/** A concept that somebody may have meant; `certain` when no other can be meant. */
export interface Suggestion {
  readonly iri: string;
  readonly label: string;
  readonly certain: boolean;
}

type Found = Pick<Suggestion, 'iri' | 'certain'>;

/** The names of one list, indexed once: exact names first, else names that look alike. */
export class SchemeNames {
  readonly #exact = new Map<string, Set<string>>();
  readonly #hints = new Map<string, Set<string>>();
  readonly #addresses = new Map<string, Set<string>>();
  readonly #entries: { readonly iri: string; readonly names: readonly Name[] }[] = [];
  readonly #replacements = new Map<string, string>();
  readonly #known = new Map<string, readonly Found[]>();

  constructor(concepts: readonly NamedConcept[]) {
    for (const concept of concepts) this.#index(concept);
  }

  /** @param code the value's own code, when it is an IRI: its old address may be known even when its concept is not */
  nearest(asked: string, code: string): readonly Found[] {
    const known = this.#known.get(asked);
    if (known !== undefined) return known;
    const found = this.#find(asked, code);
    if (this.#known.size < rememberedAnswers) this.#known.set(asked, found);
    return found;
  }

  #find(asked: string, code: string): readonly Found[] {
    const iri = /^[a-z][a-z0-9+.-]*:\S+$/i.test(asked);
    const address = isWebAddress(asked) ? this.#addresses.get(addressKey(asked)) : undefined;
    if (address !== undefined) return this.#exactly(address);
    const names = [...new Set((iri ? [nameInIri(asked), code] : [asked]).map(fold))].filter((name) => name !== '');
    for (const name of names) {
      const exact = this.#exact.get(name) ?? this.#exact.get(compact(name));
      if (exact !== undefined) return this.#exactly(exact);
    }
    const hinted = names.flatMap((name) => [...(this.#hints.get(compact(name)) ?? [])]);
    return hinted.length > 0 ? hinted.map((hint) => ({ iri: hint, certain: false })) : this.#alike(names.map(nameOf));
  }

  /** A retired concept is never proposed, its replacement is; but that is a choice for a person. */
  #exactly(iris: ReadonlySet<string>): readonly Found[] {
    const present = [...iris].map((iri) => this.#replacements.get(iri) ?? iri);
    const certain = iris.size === 1 && !present.some((iri, at) => iri !== [...iris][at]);
    return [...new Set(present)].sort().map((iri) => ({ iri, certain }));
  }

  #alike(names: readonly Name[]): readonly Found[] {
    const scored = this.#entries.flatMap(({ iri, names: own }) => {
      let best = 0;
      for (const name of names) for (const other of own) best = Math.max(best, likeness(name, other));
      return best === 0 ? [] : [{ iri, best }];
    });
    scored.sort((a, b) => b.best - a.best || (a.iri < b.iri ? -1 : 1));
    return scored.map(({ iri }) => ({ iri, certain: false }));
  }

  #index(concept: NamedConcept): void {
    const { iri, labels, others, hints, notation, deprecated, replacedBy } = concept;
    if (deprecated && replacedBy === null) return;
    if (replacedBy !== null) this.#replacements.set(iri, replacedBy);
    const texts = [...(notation === null ? [] : [notation]), ...Object.values(labels), ...others];
    const names = new Set<string>();
    for (const text of texts) {
      if (isWebAddress(text)) put(this.#addresses, addressKey(text), iri);
      else names.add(fold(text));
    }
    names.add(fold(nameInIri(iri)));
    names.delete('');
    for (const name of names) {
      put(this.#exact, name, iri);
      put(this.#exact, compact(name), iri);
    }
    for (const hint of hints) put(this.#hints, compact(fold(hint)), iri);
    if (!deprecated) this.#entries.push({ iri, names: [...names, ...hints.map(fold)].map(nameOf) });
  }
}

/** Enough for every value of a large station; a bound, since values come from outside. */
const rememberedAnswers = 5000;

function put(map: Map<string, Set<string>>, key: string, iri: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([iri]));
  else known.add(iri);
}
