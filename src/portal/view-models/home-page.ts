import type { CatalogueQueries } from '../../catalogue/queries.js';
import { notReported, type SearchPage } from '../../ports/search-index.js';
import type { PageContext } from '../page-context.js';
import { facetHref } from '../search-state.js';
import { hitModel, type HitModel } from './search-hit.js';

export interface Tile {
  readonly code: string;
  readonly label: string;
  readonly count: number;
  readonly href: string;
}

export interface HomePageModel {
  readonly datasets: number;
  readonly stations: number;
  readonly holders: number;
  readonly categories: readonly Tile[];
  readonly access: readonly Tile[];
  readonly newest: readonly HitModel[];
}

/** The categories of EHDS Article 51(1), in the order of its letters. */
const categoryList = 'https://hdeu-dcat.data.health.europa.eu/resource/authority/healthcategories/';
const categoryCodes = ['EHRS', 'DIOH', 'NRPE', 'RPDG', 'HRAD', 'HGPD', 'HPML', 'PGEH', 'WELA', 'IDHP', 'PHDR', 'MRMR', 'EHCT', 'EMRD', 'RMMD', 'RQSH', 'EINS'];
const accessList = 'http://publications.europa.eu/resource/authority/access-right/';
const accessCodes = ['PUBLIC', 'RESTRICTED', 'NON_PUBLIC'];

export function homePageModel(found: SearchPage, queries: CatalogueQueries, context: PageContext): HomePageModel {
  const { concepts } = queries;
  const tiles = (facet: 'category' | 'access', list: string, codes: readonly string[]): Tile[] =>
    codes.map((code) => {
      const value = found.facets[facet].find((known) => known.value === code);
      return {
        code,
        label: value?.label || concepts.label(list + code, context.lang) || code,
        count: value?.count ?? 0,
        href: facetHref(context.lang, facet, code),
      };
    });
  const totals = queries.totals();
  return {
    datasets: totals.current,
    stations: queries.stations().filter(({ state }) => state === 'live').length,
    holders: found.facets.holder.filter(({ value, count }) => value !== notReported && count > 0).length,
    categories: tiles('category', categoryList, categoryCodes),
    access: tiles('access', accessList, accessCodes),
    newest: found.items.slice(0, 5).map((hit) => hitModel(hit, found.facets, concepts, context)),
  };
}
