import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { webHarvester } from '../../harvesters/web/index.js';
import { boxToWkt, periodOf, polygonToWkt } from '../../harvesters/web/schema-coverage.js';
import { byteCount, licenceIri, withoutHtml } from '../../harvesters/value-forms.js';
import { packageRoot } from '../../src/assets.js';
import { CatalogueError } from '../../src/domain/errors.js';
import { canonical } from '../support/rdf.js';
import { readWith, told } from '../support/read-with.js';
import { runs } from '../support/runs.js';

const page = 'https://data.holder.example/datasets/1';
const corpus = join(packageRoot, '..', 'shared', 'corpus-protocols', 'schema-org');
const present = existsSync(corpus);
if (!present) console.log('schema.org corpus skipped: ../shared/corpus-protocols/schema-org is not there');

type Teller = (subject: string) => Record<string, unknown[]>;

async function read(dataset: object, context: unknown = 'https://schema.org/'): Promise<Teller> {
  const body = JSON.stringify({ '@context': context, '@type': 'Dataset', '@id': 'https://id.example/1', name: 'N', ...dataset });
  const { quads } = await readWith(webHarvester, body, { url: page, mediaType: 'application/ld+json' });
  return (subject) => told(quads, subject);
}

const mapped = async (dataset: object): Promise<Record<string, unknown[]>> => (await read(dataset))('https://id.example/1');

describe('schema.org as DCAT', () => {
  it.each([
    ['alternateName', { alternateName: 'A' }, { alternative: ['A'] }],
    ['description, without HTML', { description: '<p>One &amp; two</p><p>three</p>' }, { description: ['One & two\n\nthree'] }],
    ['identifier as text', { identifier: 'https://id.example/x' }, { identifier: ['https://id.example/x'] }],
    [
      'identifier as a PropertyValue',
      { identifier: { '@type': 'PropertyValue', propertyID: 'https://registry.identifiers.org/registry/doi', value: '10.1/x' } },
      { identifier: [{ notation: ['10.1/x'], inScheme: ['https://registry.identifiers.org/registry/doi'] }] },
    ],
    ['url', { url: 'https://data.holder.example/p' }, { landingPage: ['https://data.holder.example/p'] }],
    ['sameAs, a DOI', { sameAs: 'https://doi.org/10.1/x' }, { identifier: [{ notation: ['https://doi.org/10.1/x'] }] }],
    ['sameAs, another page', { sameAs: 'https://other.example/x' }, { sameAs: ['https://other.example/x'] }],
    ['keywords with commas', { keywords: 'one, two,three' }, { keyword: ['one', 'two', 'three'] }],
    [
      'keywords with addresses',
      { keywords: ['one', 'https://vocabulary.example/x', 'http://publications.europa.eu/resource/authority/data-theme/HEAL'] },
      { keyword: ['one'], theme: ['http://publications.europa.eu/resource/authority/data-theme/HEAL'] },
    ],
    ['about', { about: { '@id': 'https://themes.example/1' } }, { theme: ['https://themes.example/1'] }],
    ['license', { license: 'http://creativecommons.org/licenses/by/4.0/deed.nl' }, { rights: ['https://creativecommons.org/licenses/by/4.0/'] }],
    ['a licence in words', { license: { '@type': 'CreativeWork', name: 'On request' } }, { rights: [{ label: ['On request'] }] }],
    ['conditionsOfAccess', { conditionsOfAccess: 'Ask us', isAccessibleForFree: true }, { accessRights: [{ label: ['Ask us'] }] }],
    ['provider where there is no publisher', { provider: { '@type': 'Organization', name: 'P' } }, { publisher: [{ name: ['P'] }] }],
    ['creator as text', { creator: 'Someone' }, { creator: [{ name: ['Someone'] }] }],
    [
      'the contact point of the publisher',
      {
        publisher: {
          '@type': 'Organization',
          name: 'P',
          contactPoint: { '@type': 'ContactPoint', name: 'Desk', email: 'desk@p.example', url: 'https://p.example/' },
        },
      },
      { contactPoint: [{ fn: ['Desk'], hasEmail: ['mailto:desk@p.example'], hasURL: ['https://p.example/'] }] },
    ],
    ['maintainer', { maintainer: { '@type': 'Person', name: 'M', email: 'm@p.example' } }, { contactPoint: [{ fn: ['M'], hasEmail: ['mailto:m@p.example'] }] }],
    [
      'dates',
      { dateCreated: '2020', datePublished: '2021-02', dateModified: '2021-05-27T09:56:21' },
      { created: ['2020'], issued: ['2021-02'], modified: ['2021-05-27T09:56:21'] },
    ],
    ['temporalCoverage, open', { temporalCoverage: '2019-01-01/..' }, { temporal: [{ startDate: ['2019-01-01'] }] }],
    ['temporalCoverage in words', { temporalCoverage: 'the seventies' }, { temporal: [{ label: ['the seventies'] }] }],
    [
      'spatialCoverage with a box',
      { spatialCoverage: { '@type': 'Place', name: 'Here', geo: { '@type': 'GeoShape', box: '50.75 3.2 53.7 7.22' } } },
      { spatial: [{ prefLabel: ['Here'], bbox: ['POLYGON((3.2 50.75,7.22 50.75,7.22 53.7,3.2 53.7,3.2 50.75))'] }] },
    ],
    ['spatialCoverage as an address', { spatialCoverage: { '@id': 'https://sws.geonames.org/2750405/' } }, { spatial: ['https://sws.geonames.org/2750405/'] }],
    ['measurementTechnique', { measurementTechnique: 'MRI' }, { provenance: [{ label: ['MRI'] }] }],
    [
      'inLanguage',
      { inLanguage: ['nl-NL', 'en'] },
      { language: ['NLD', 'ENG'].map((code) => `http://publications.europa.eu/resource/authority/language/${code}`) },
    ],
    [
      'version, citation, parts',
      { version: 2, citation: 'Ann. 1', isBasedOn: 'https://id.example/0', isPartOf: { '@id': 'https://id.example/s' } },
      { version: ['2'], isReferencedBy: ['Ann. 1'], source: ['https://id.example/0'], isPartOf: ['https://id.example/s'] },
    ],
    [
      'includedInDataCatalog',
      { includedInDataCatalog: { '@type': 'DataCatalog', name: 'C', url: 'https://c.example/' } },
      { provenance: [{ label: ['C'], seeAlso: ['https://c.example/'] }] },
    ],
    [
      'variableMeasured',
      { variableMeasured: ['height', { '@type': 'PropertyValue', name: 'weight', propertyID: 'https://v.example/w', description: 'in kg' }] },
      {
        keyword: ['height'],
        hasVariables: [{ title: ['N'], table: [{ title: ['N'], column: [{ name: ['weight'], title: ['weight'], propertyUrl: ['https://v.example/w'] }] }] }],
      },
    ],
    [
      'distribution',
      {
        license: 'https://l.example/',
        distribution: {
          '@type': 'DataDownload',
          contentUrl: 'https://f.example/a',
          encodingFormat: 'text/csv',
          contentSize: '12 MB',
          sha256: 'ab',
          dateModified: '2020-01-01',
          usageInfo: 'https://s.example/',
        },
      },
      {
        distribution: [
          {
            downloadURL: ['https://f.example/a'],
            accessURL: ['https://f.example/a'],
            mediaType: ['https://www.iana.org/assignments/media-types/text/csv'],
            byteSize: ['12000000'],
            checksum: [{ checksumValue: ['ab'] }],
            modified: ['2020-01-01'],
            conformsTo: ['https://s.example/'],
            license: ['https://l.example/'],
          },
        ],
      },
    ],
    [
      'a distribution with a page only',
      { distribution: { '@type': 'DataDownload', url: 'https://f.example/p', encodingFormat: 'PDF' } },
      { distribution: [{ accessURL: ['https://f.example/p'], format: ['PDF'] }] },
    ],
  ] as [string, object, object][])('maps %s', async (_name, written, expected) => {
    expect(await mapped(written)).toMatchObject({ title: ['N'], ...expected });
  });

  it('makes nothing of "free of charge", and names no download for a mere page', async () => {
    expect(await mapped({ isAccessibleForFree: true })).not.toHaveProperty('accessRights');
    expect((await mapped({ distribution: { '@type': 'DataDownload', url: 'https://f.example/p' } }))['distribution']).not.toMatchObject([
      { downloadURL: expect.anything() as unknown },
    ]);
  });

  it('WEB-5: takes both spellings of the namespace, and DataFeed, for one', async () => {
    const one = await readWith(
      webHarvester,
      JSON.stringify({ '@context': { '@vocab': 'https://schema.org/' }, '@type': 'Dataset', '@id': 'https://id.example/1', name: 'N' }),
      { url: page, mediaType: 'application/ld+json' },
    );
    const other = await readWith(
      webHarvester,
      JSON.stringify({ '@context': { '@vocab': 'http://schema.org/' }, '@type': 'DataFeed', '@id': 'https://id.example/1', name: 'N' }),
      { url: page, mediaType: 'application/ld+json' },
    );
    expect(one.quads.length).toBeGreaterThan(1);
    expect(await canonical(one.quads)).toBe(await canonical(other.quads));
  });

  it('WEB-6: names a dataset by its id, else its url, else a fragment of the page', async () => {
    const body = JSON.stringify({
      '@context': 'https://schema.org',
      '@graph': [
        { '@type': 'Dataset', '@id': 'https://id.example/1', name: 'A' },
        { '@type': 'Dataset', url: 'https://id.example/2', name: 'B' },
        { '@type': 'Dataset', name: 'C' },
      ],
    });
    const { quads } = await readWith(webHarvester, body, { url: page, mediaType: 'application/ld+json' });
    expect(quads.filter((quad) => quad.predicate.value.endsWith('/title')).map((quad) => [quad.subject.value, quad.object.value])).toEqual([
      ['https://id.example/1', 'A'],
      ['https://id.example/2', 'B'],
      [`${page}#dataset-2`, 'C'],
    ]);
  });

  it('keeps what is said in other vocabularies, and leaves DCAT alone', async () => {
    const context = { '@vocab': 'https://schema.org/', dct: 'http://purl.org/dc/terms/', dcat: 'http://www.w3.org/ns/dcat#' };
    const told = await read({ 'dct:accrualPeriodicity': { '@id': 'https://f.example/daily' } }, context);
    expect(told('https://id.example/1')['accrualPeriodicity']).toEqual(['https://f.example/daily']);
    const both = await read({ '@type': ['Dataset', 'dcat:Dataset'], 'dct:title': 'In DCAT', name: 'In schema.org' }, context);
    expect(both('https://id.example/1')['title']).toEqual(['In DCAT']);
  });

  it('reads periods, sizes, licences and shapes in their odd spellings', () => {
    expect(periodOf('1939/1945')).toEqual({ start: '1939', end: '1945' });
    expect(periodOf('-0500/0100')).toEqual({ start: '-0500', end: '0100' });
    expect(periodOf('../2020-01')).toEqual({ start: null, end: '2020-01' });
    for (const wrong of ['/', '../..', 'now/then', '2020/2021/2022']) expect(periodOf(wrong)).toBeNull();
    expect([byteCount('12 MB'), byteCount('1,5 KiB'), byteCount('300'), byteCount('big')]).toEqual([12_000_000, 1536, 300, null]);
    expect(licenceIri('http://www.creativecommons.org/publicdomain/zero/1.0/legalcode.en')).toBe('https://creativecommons.org/publicdomain/zero/1.0/');
    expect(licenceIri('https://l.example/deed.nl')).toBe('https://l.example/deed.nl');
    expect(boxToWkt('1 2')).toBeNull();
    expect(polygonToWkt('0 0 0 1 1 1')).toBe('POLYGON((0 0,1 0,1 1,0 0))');
    expect(withoutHtml('a < b & c')).toBe('a < b & c');
  });

  it('never throws anything but a station’s error, whatever is written', async () => {
    const names = [
      'name',
      'url',
      'keywords',
      'license',
      'publisher',
      'distribution',
      'spatialCoverage',
      'temporalCoverage',
      'variableMeasured',
      'identifier',
      'contactPoint',
      '@id',
      'isPartOf',
    ];
    const value = fc.jsonValue({ maxDepth: 4 });
    let read = 0;
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 }), async (item) => {
        const body = `<html lang="nl"><script type="application/ld+json">${JSON.stringify({ '@context': 'https://schema.org', '@type': 'Dataset', ...item }).replaceAll('<', '\\u003c')}</script>`;
        try {
          const { quads } = await readWith(webHarvester, body, { url: page, mediaType: 'text/html' });
          if (quads.length > 0) read++;
        } catch (error) {
          expect(error).toBeInstanceOf(CatalogueError);
        }
      }),
      { seed: 11, numRuns: runs(200) },
    );
    expect(read).toBeGreaterThan(50);
  });
});

/** Datasets with a title, by file; a file that is not listed holds one. */
const counts: Readonly<Record<string, number>> = {
  'nde-catalog-schema-org-valid.jsonld': 2,
  'nde-datasets-schema-org-valid.jsonld': 2,
  'nde-dataset-invalid-no-http-iri.jsonld': 0,
  'nde-no-dataset.jsonld': 0,
};
const media: Readonly<Record<string, string>> = { '.jsonld': 'application/ld+json', '.html': 'text/html', '.ttl': 'text/turtle' };

describe.skipIf(!present)('the schema.org corpus', () => {
  const files = present ? readdirSync(corpus).filter((file) => media[extname(file)] !== undefined) : [];

  it.each(files)('%s: every dataset is read', async (file) => {
    const { quads, notes } = await readWith(webHarvester, readFileSync(join(corpus, file)), { url: page, mediaType: media[extname(file)] ?? '' });
    const titled = quads.filter(
      (quad) =>
        quad.predicate.value === 'http://purl.org/dc/terms/title' &&
        quads.some((one) => one.subject.equals(quad.subject) && one.object.value.endsWith('dcat#Dataset')),
    );
    expect(new Set(titled.map((quad) => quad.subject.value)).size).toBe(counts[file] ?? 1);
    expect(notes).toEqual([]);
    expect(quads.filter((quad) => /^https?:\/\/schema\.org\//.test(quad.predicate.value))).toEqual([]);
  });

  it('nde-requirements-dataset-schema-org-valid: field by field', async () => {
    const { quads } = await readWith(webHarvester, readFileSync(join(corpus, 'nde-requirements-dataset-schema-org-valid.jsonld')), {
      url: page,
      mediaType: 'application/ld+json',
    });
    expect(told(quads, 'http://data.bibliotheken.nl/id/dataset/rise-alba')).toMatchObject({
      title: ['Alba amicorum van de Koninklijke Bibliotheek@nl', 'Alba amicorum of the Dutch Royal Library@en'],
      theme: ['http://vocab.getty.edu/aat/300026680'],
      publisher: ['https://example.com'],
      creator: ['https://example.com/creator1', 'https://example.com/creator2', 'https://example.com'],
      contactPoint: [{ fn: ['Datasets Manager@en'], hasEmail: ['mailto:datasets@example.com'] }],
      temporal: [{ startDate: ['1939'], endDate: ['1945'] }],
      rights: ['https://creativecommons.org/publicdomain/zero/1.0/'],
      distribution: [
        { byteSize: ['12582912'] },
        { conformsTo: ['https://docs.nde.nl/schema-profile/'] },
        { accessURL: ['https://data.bibliotheken.nl/id/dataset/sparql'] },
      ],
    });
    expect(told(quads, 'https://example.com')).toMatchObject({ name: ['Koninklijke Bibliotheek@nl'], identifier: ['test'] });
  });
});
