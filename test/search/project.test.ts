import { describe, expect, it } from 'vitest';
import { authorityFolder, mappingsFolder } from '../../src/assets.js';
import { OrganisationIndex } from '../../src/domain/organisation.js';
import type { RecordHead } from '../../src/domain/record.js';
import type { SearchDocument } from '../../src/ports/search-index.js';
import { Concepts } from '../../src/rdf/concepts.js';
import { readDescription } from '../../src/rdf/read-description.js';
import { skolemise } from '../../src/rdf/skolemise.js';
import { projectRecord, type ProjectionContext } from '../../src/search/project.js';
import { makeStation } from '../support/ledger.js';
import { turtle } from '../support/rdf.js';

const concepts = Concepts.load([authorityFolder, mappingsFolder]);
const organisations = new OrganisationIndex([
  {
    iri: 'https://umc.example/',
    slug: 'umc',
    name: { nl: ['UMC Voorbeeld'], en: ['UMC Example'] },
    otherNames: ['Academisch Ziekenhuis Voorbeeld'],
    sameAs: ['https://ror.example/umc'],
    identifiers: [],
  },
]);
const iri = 'https://holder.example/a';
const eu = 'http://publications.europa.eu/resource/authority/';
const head: RecordHead = {
  id: 'aaaaaaaaaaaaaaaa',
  iri,
  kind: 'dataset',
  state: 'current',
  station: 'holder',
  version: 1,
  firstSeenAt: '2026-01-01T00:00:00.000Z',
  lastSeenAt: '2026-06-01T00:00:00.000Z',
  lastChangedAt: '2026-02-01T00:00:00.000Z',
  publishedAt: '2026-01-01T00:00:00.000Z',
  confirmedAt: null,
  heldUpdate: null,
  stateReason: null,
  stateSince: null,
  sourceUrl: null,
  otherStations: [],
  title: {},
};

async function project(text: string, changes: Partial<ProjectionContext> = {}, of: Partial<RecordHead> = {}): Promise<SearchDocument> {
  const quads = await skolemise(iri, turtle(`ex:a a dcat:Dataset ; dct:title "T"@nl . ${text}`), []);
  const context: ProjectionContext = {
    concepts,
    organisations,
    station: makeStation('holder', { title: { nl: ['Houder'], en: ['Holder'] } }),
    trustedHolder: false,
    accessFromSeries: false,
    violations: 0,
    now: new Date('2026-07-01T00:00:00Z'),
    ...changes,
  };
  return projectRecord({ ...head, ...of }, readDescription(iri, quads), context);
}

const values = (document: SearchDocument, facet: keyof SearchDocument['facets']): string[] => (document.facets[facet] ?? []).map((term) => term.value);

describe('what the search index holds of a record', () => {
  it('is found by its words in every language, its identifiers, concepts, variables and the other names of its agents', async () => {
    const document = await project(
      `ex:a dct:description "Beschrijving"@nl ; dcat:keyword "hart"@nl , "heart"@en ; dct:identifier "H-1" ; dct:publisher <https://ror.example/umc> ; dcat:theme <${eu}data-theme/HEAL> ; healthdcatap:populationCoverage "Kinderen"@nl .`,
    );
    expect(document).toMatchObject({
      id: head.id,
      iri,
      title: { nl: ['T'] },
      description: { nl: ['Beschrijving'] },
      keywords: { nl: ['hart'], en: ['heart'] },
      station: 'holder',
      state: 'current',
    });
    expect(document.identifiers).toEqual(expect.arrayContaining(['H-1', iri, head.id]));
    for (const words of ['Academisch Ziekenhuis Voorbeeld', 'Kinderen', 'Gezondheid', 'Health', 'HEAL']) expect(document.text, words).toContain(words);
  });

  it('names agents by the slug of the organisation that they are, whatever they are called', async () => {
    for (const agent of [
      '<https://umc.example/>',
      '<https://ror.example/umc>',
      '[ foaf:name "academisch ziekenhuis voorbeeld" ]',
      '<https://other.example/> . <https://other.example/> foaf:name "UMC Voorbeeld"@nl',
    ]) {
      const document = await project(`ex:a dct:publisher ${agent} .`);
      expect([document.publisher?.slug, values(document, 'publisher')], agent).toEqual(['umc', ['umc']]);
    }
    const unknown = await project('ex:a dct:publisher [ foaf:name "Huisarts & Co."@nl ] .');
    expect([unknown.publisher?.name, values(unknown, 'publisher')]).toEqual([{ nl: ['Huisarts & Co.'] }, [unknown.publisher?.slug]]);
  });

  it("takes as holder the custodian, else the holder of a holder's station, else the publisher", async () => {
    const publisher = 'ex:a dct:publisher <https://umc.example/> .';
    expect((await project(`${publisher} ex:a geodcatap:custodian [ foaf:name "Bewaarder" ] .`)).holder?.slug).toBe('bewaarder');
    expect((await project(publisher)).holder?.slug).toBe('holder');
    expect((await project(publisher, { station: makeStation('regio', { kind: 'aggregator' }) })).holder?.slug).toBe('umc');
    expect((await project(publisher, { station: null })).facets.station).toEqual([]);
    expect((await project('', { station: null })).holder).toBeNull();
  });

  it('gives concepts by code with labels in both languages, and an unknown one by its last segment', async () => {
    const document = await project(
      `ex:a dct:accessRights <${eu}access-right/RESTRICTED> ; dcat:theme <${eu}data-theme/HEAL> , <https://nowhere.example/themes/odd> .`,
    );
    expect([document.accessRights, values(document, 'access'), values(document, 'theme').sort()]).toEqual(['RESTRICTED', ['RESTRICTED'], ['HEAL', 'odd']]);
    const heal = document.facets.theme?.find((term) => term.value === 'HEAL');
    expect([heal?.nl, heal?.en]).toEqual(['Gezondheid', 'Health']);
  });

  it.each([
    [0, 'under-1k'],
    [999, 'under-1k'],
    [1000, '1k-10k'],
    [9999, '1k-10k'],
    [10_000, '10k-100k'],
    [100_000, '100k-1m'],
    [1_000_000, 'over-1m'],
    [17_000_000, 'over-1m'],
  ])('puts %i individuals into the bin %s', async (count, bin) => {
    const document = await project(`ex:a healthdcatap:numberOfUniqueIndividuals ${String(count)} .`);
    expect([document.individuals, values(document, 'individuals')]).toEqual([count, [bin]]);
  });

  it.each([
    [0, 17, ['child']],
    [0, 120, ['child', 'adult', 'elderly']],
    [18, 64, ['adult']],
    [65, null, ['elderly']],
    [null, 10, ['child']],
    [17, 18, ['child', 'adult']],
    [64, 65, ['adult', 'elderly']],
  ] as const)('puts ages from %s to %s into %j', async (min, max, groups) => {
    const document = await project(
      `${min === null ? '' : `ex:a healthdcatap:minTypicalAge ${String(min)} .`} ${max === null ? '' : `ex:a healthdcatap:maxTypicalAge ${String(max)} .`}`,
    );
    expect(values(document, 'age')).toEqual([...groups]);
  });

  it('says nothing of numbers and ages that are not given', async () => {
    const document = await project('');
    expect([document.individuals, document.facets.individuals, document.facets.age, document.facets.personal, document.facets.access]).toEqual([
      null,
      [],
      [],
      [],
      [],
    ]);
  });

  it('spans all periods, and stays open where one is open', async () => {
    const period = (start: string, end: string): string =>
      `ex:a dct:temporal [ ${start === '' ? '' : `dcat:startDate "${start}"^^xsd:date ;`} ${end === '' ? '' : `dcat:endDate "${end}"^^xsd:date`} ] . `;
    expect(await project(period('2010-01-01', '2012-12-31') + period('2015-01-01', '2020-12-31'))).toMatchObject({
      periodStart: '2010-01-01',
      periodEnd: '2020-12-31',
    });
    expect(await project(period('2010-01-01', '2012-12-31') + period('2015-01-01', ''))).toMatchObject({ periodStart: '2010-01-01', periodEnd: null });
    expect(await project('')).toMatchObject({ periodStart: null, periodEnd: null });
  });

  it('is current, overdue after a year without a word, or withdrawn, which is stronger', async () => {
    expect(await project('')).toMatchObject({ overdue: false, facets: { status: [{ value: 'current' }] } });
    const late = { now: new Date('2027-03-01T00:00:00Z') };
    expect(await project('', late)).toMatchObject({ overdue: true, facets: { status: [{ value: 'overdue' }] } });
    expect(await project('', late, { confirmedAt: '2027-02-01T00:00:00.000Z' })).toMatchObject({ overdue: false });
    expect(await project('', late, { state: 'withdrawn' })).toMatchObject({ state: 'withdrawn', facets: { status: [{ value: 'withdrawn' }] } });
  });

  it('marks what the HDAB and the series say', async () => {
    const document = await project('', { trustedHolder: true, accessFromSeries: true, violations: 3 });
    expect([document.trusted, values(document, 'trusted'), document.accessFromSeries, document.violations]).toEqual([true, ['yes'], true, 3]);
    expect(values(await project(''), 'trusted')).toEqual([]);
  });

  it('bears a description of any size: at most 2000 variables and 100 000 letters, each facet value once', async () => {
    const columns = Array.from({ length: 2500 }, (_, n) => `[ <http://www.w3.org/ns/csvw#name> "v${String(n)}" ]`).join(' , ');
    const document = await project(
      `ex:a healthdcatap:hasVariables [ <http://www.w3.org/ns/csvw#table> [ <http://www.w3.org/ns/csvw#column> ${columns} ] ] ; dct:spatial [ dct:title "x" ; <http://www.w3.org/2000/01/rdf-schema#label> "${'wijk '.repeat(30_000)}" ] .`,
    );
    expect(document.variables.length).toBe(2000);
    expect(document.text.length).toBeLessThanOrEqual(100_000);
    const twice = await project(
      `ex:a dcat:theme <${eu}data-theme/HEAL> , <http://publications.europa.eu/resource/authority/data-theme/HEAL> ; dcat:distribution [ dcat:accessURL ex:1 ; dct:format <${eu}file-type/CSV> ] , [ dcat:accessURL ex:2 ; dct:format <${eu}file-type/CSV> ] .`,
    );
    expect([values(twice, 'theme'), values(twice, 'format')]).toEqual([['HEAL'], ['CSV']]);
  });
});
