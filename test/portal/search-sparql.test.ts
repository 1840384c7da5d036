import { describe, expect, it } from 'vitest';
import oxigraph from 'oxigraph';
import { facetNames } from '../../src/ports/search-index.js';
import { messagesOf } from '../../src/portal/messages/messages.js';
import type { PageContext } from '../../src/portal/page-context.js';
import { emptySearch, type SearchState } from '../../src/portal/search-state.js';
import { searchAsSparql } from '../../src/portal/view-models/search-sparql.js';

const context = { m: messagesOf.en } as PageContext;
const store = new oxigraph.Store();
store.load(
  `@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:a> a dcat:Dataset ; dct:title "Glucose sensor" ; dct:description "Of 612 people" ; dct:accessRights <http://publications.europa.eu/resource/authority/access-right/RESTRICTED> ; dct:temporal [ dcat:startDate "2020-01-01"^^xsd:date ; dcat:endDate "2021-12-31"^^xsd:date ] .
<urn:b> a dcat:Dataset ; dct:title "Glucose in blood" ; dct:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ; dct:temporal [ dcat:startDate "2022-01-01"^^xsd:date ] .`,
  { format: 'text/turtle' },
);

const found = (state: Partial<SearchState>): string[] =>
  (store.query(searchAsSparql({ ...emptySearch, ...state }, context)) as Map<string, { value: string }>[]).map((row) => row.get('dataset')?.value ?? '').sort();

describe('a search as SPARQL', () => {
  it.each([
    [{}, ['urn:a', 'urn:b']],
    [{ q: 'GLUCOSE' }, ['urn:a', 'urn:b']],
    [{ q: 'glucose people' }, ['urn:a']],
    [{ facets: { access: ['PUBLIC'] } }, ['urn:b']],
    [{ facets: { access: ['PUBLIC', 'RESTRICTED'] } }, ['urn:a', 'urn:b']],
    [{ from: 2022 }, ['urn:b']],
    [{ to: 2021 }, ['urn:a']],
    [{ from: 2021, to: 2021 }, ['urn:a']],
    [{ q: 'nothing' }, []],
  ] as [Partial<SearchState>, string[]][])('finds for %j what the filters mean', (state, iris) => {
    expect(found(state)).toEqual(iris);
  });

  it('says what it leaves out, and is a query whatever was asked', () => {
    const hostile = '"\\\n} DROP ALL # {';
    for (const name of facetNames) {
      const text = searchAsSparql({ ...emptySearch, q: hostile, facets: { [name]: [hostile, 'x'] } }, context);
      expect(() => store.query(text)).not.toThrow();
      expect(text.includes('STRENDS') || text.includes(`# Left out: filter ${messagesOf.en.search.facets[name].label}.`)).toBe(true);
    }
  });
});
