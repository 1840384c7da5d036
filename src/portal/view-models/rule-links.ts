import type { CatalogueQueries } from '../../catalogue/queries.js';
import { RequestError } from '../../domain/errors.js';
import type { RuleInfo } from '../../domain/validation.js';

type Profiles = Pick<CatalogueQueries, 'profiles' | 'rules'>;

/** Anchors of the rules of one profile's page: the local name, with the profile of origin before it where two would clash. */
export function ruleAnchors(profile: string, rules: readonly Pick<RuleInfo, 'iri'>[]): ReadonlyMap<string, string> {
  const own = new Set(rules.filter(({ iri }) => originOf(iri) === profile).map(({ iri }) => localName(iri)));
  const taken = new Set<string>();
  return new Map(
    rules.map(({ iri }) => {
      const local = localName(iri);
      const plain = originOf(iri) === profile || !own.has(local) ? local : `${originOf(iri)}.${local}`;
      let anchor = plain;
      for (let n = 2; taken.has(anchor); n++) anchor = `${plain}-${String(n)}`;
      taken.add(anchor);
      return [iri, anchor];
    }),
  );
}

/** Where a rule is explained: on the page of the profile that judged by it, else of any that has it. */
export interface RuleLinks {
  hrefOf(rule: string, profile: string): string | null;
  infoOf(rule: string, profile: string): RuleInfo | null;
}

interface Page {
  readonly rules: ReadonlyMap<string, RuleInfo>;
  readonly anchors: ReadonlyMap<string, string>;
}

export function ruleLinks(queries: Profiles, lang: string): RuleLinks {
  const profiles = loadedProfiles(queries);
  const find = (rule: string, profile: string): { readonly id: string; readonly page: Page } | null => {
    const order = [...profiles].sort((a, b) => rank(a.id, rule, profile) - rank(b.id, rule, profile));
    for (const { id, shapesHash } of order) {
      const page = pageOf(id, shapesHash, queries);
      if (page.rules.has(rule)) return { id, page };
    }
    return null;
  };
  return {
    hrefOf: (rule, profile) => {
      const found = find(rule, profile);
      const anchor = found?.page.anchors.get(rule);
      return found === null || anchor === undefined ? null : `/${lang}/profiles/${found.id}#${encodeURIComponent(anchor)}`;
    },
    infoOf: (rule, profile) => find(rule, profile)?.page.rules.get(rule) ?? null,
  };
}

/** None while the rules are being loaded: a page can do without the links. */
function loadedProfiles(queries: Profiles): ReturnType<Profiles['profiles']> {
  try {
    return queries.profiles();
  } catch (error) {
    if (error instanceof RequestError && error.code === 'request/unavailable') return [];
    throw error;
  }
}

const known = new Map<string, Page>();
const maxKnown = 100;

/** Rules change only with the hash of their shapes. */
function pageOf(id: string, shapesHash: string, queries: Profiles): Page {
  const key = `${id} ${shapesHash}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const rules = queries.rules(id) ?? [];
  const page = { rules: new Map(rules.map((rule) => [rule.iri, rule])), anchors: ruleAnchors(id, rules) };
  if (known.size >= maxKnown) known.clear();
  known.set(key, page);
  return page;
}

function rank(id: string, rule: string, profile: string): number {
  return id === profile ? 0 : id === originOf(rule) ? 1 : 2;
}

function originOf(iri: string): string {
  return /([^/#]+)#[^#]*$/.exec(iri)?.[1] ?? '';
}

export function localName(iri: string): string {
  return (/([^/#]+)\/?$/.exec(iri)?.[1] ?? iri).replace(/[^\w.-]/g, '_');
}
