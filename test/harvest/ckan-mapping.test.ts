import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { ckanHarvester } from '../../harvesters/ckan/index.js';
import { geoJsonToWkt } from '../../harvesters/ckan/spatial.js';
import { packageRoot } from '../../src/assets.js';
import { CatalogueError } from '../../src/domain/errors.js';
import { FakeStation } from '../support/fake-station.js';
import { openHarvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { readWith, told } from '../support/read-with.js';
import { runs } from '../support/runs.js';

const site = 'https://data.holder.example/';
const corpus = join(packageRoot, '..', 'shared', 'corpus-protocols', 'ckan');
const present = existsSync(corpus);
if (!present) console.log('CKAN corpus skipped: ../shared/corpus-protocols/ckan is not there');

const fakes: FakeStation[] = [];
afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});

async function read(item: unknown): Promise<(subject: string) => Record<string, unknown[]>> {
  const { quads } = await readWith(ckanHarvester, JSON.stringify(item), {
    url: `${site}api/3/action/package_show?id=a`,
    baseIri: site,
    mediaType: 'application/json',
  });
  return (subject) => told(quads, subject);
}

const types = (frequency: string): string => `http://publications.europa.eu/resource/authority/${frequency}`;

describe('a CKAN package as DCAT', () => {
  it('CKAN-5: is named by its uri, at top level or among the extras, else by the site and its id', async () => {
    const title = { title: 'T' };
    expect((await read({ id: 'a', name: 'slug', uri: 'https://id.example/1', ...title }))('https://id.example/1')['title']).toEqual(['T']);
    expect((await read({ id: 'a', uri: '', extras: [{ key: 'uri', value: 'https://id.example/2' }], ...title }))('https://id.example/2')['title']).toEqual([
      'T',
    ]);
    expect((await read({ id: 'a b', name: 'slug', ...title }))(`${site}dataset/a%20b`)['title']).toEqual(['T']);
  });

  it.each([
    ['a list', { language: ['nl', 'en'] }],
    ['JSON in a string', { language: '["nl", "en"]' }],
    ['a string with commas', { language: 'nl, en' }],
    ['an extra', { extras: [{ key: 'language', value: '["nl","en"]' }] }],
    ['an extra of old', { extras: [{ key: 'dcat_language', value: 'nl,en' }] }],
    [
      'values with labels',
      {
        language: [
          { name: 'nl', display_name: 'Dutch' },
          { name: 'eng', display_name: 'English' },
        ],
      },
    ],
    ['addresses', { language: `${types('language/NLD')},${types('language/ENG')}` }],
  ])('CKAN-6: reads several values from %s', async (_name, fields) => {
    const dataset = (await read({ id: 'a', ...fields }))(`${site}dataset/a`);
    expect(dataset['language']).toEqual([types('language/NLD'), types('language/ENG')]);
  });

  it.each([
    ['2020', 'gYear', '2020'],
    ['2020-05', 'gYearMonth', '2020-05'],
    ['2020-05-06', 'date', '2020-05-06'],
    ['2012-05-10T21:04', 'dateTime', '2012-05-10T21:04:00'],
    ['2024-01-01 10:00:00', 'dateTime', '2024-01-01T10:00:00'],
    ['2024-01-01T00:00:00+0100', 'dateTime', '2024-01-01T00:00:00+01:00'],
    ['2024-12-02T19:00:30.897399', 'dateTime', '2024-12-02T19:00:30.897399'],
    ['in spring', 'string', 'in spring'],
  ])('CKAN-6: reads the date %j as %s', async (written, type, value) => {
    const { quads } = await readWith(ckanHarvester, JSON.stringify({ id: 'a', issued: written }), { url: site, mediaType: 'application/json' });
    const issued = quads.find((quad) => quad.predicate.value.endsWith('/issued'))?.object;
    expect(issued).toMatchObject({ value, datatype: { value: `http://www.w3.org/2001/XMLSchema#${type}` } });
  });

  it('names a publisher: its own fields, the extras, else the organisation', async () => {
    const organization = { id: 'o1', name: 'org', title: 'The Organisation' };
    const publisherOf = async (fields: object): Promise<unknown> => (await read({ id: 'a', organization, ...fields }))(`${site}dataset/a`)['publisher'];
    expect(await publisherOf({})).toEqual([`${site}organization/o1`]);
    expect((await read({ id: 'a', organization }))(`${site}organization/o1`)['name']).toEqual(['The Organisation']);
    expect(
      await publisherOf({
        extras: [
          { key: 'publisher_uri', value: 'https://p.example/' },
          { key: 'publisher_name', value: 'P' },
        ],
      }),
    ).toEqual(['https://p.example/']);
    expect(await publisherOf({ publisher: [{ name: 'P', email: 'p@p.example', type: '' }] })).toMatchObject([
      { name: ['P'], mbox: ['mailto:p@p.example'], contactPoint: [{ email: ['p@p.example'] }] },
    ]);
    expect(await publisherOf({ publisher: 'https://p.example/' })).toEqual(['https://p.example/']);
  });

  it('takes groups for themes only when they are addresses, tags for keywords, and texts by language', async () => {
    const dataset = (
      await read({
        id: 'a',
        title: 'T',
        title_translated: { nl: 'Titel', en: 'Title', de: '' },
        notes_translated: '{"nl": "Tekst"}',
        tags: [{ name: 'one', display_name: 'One' }, { name: 'two' }],
        groups: [
          { name: 'health', title: 'Health' },
          { name: 'x', uri: types('data-theme/HEAL') },
        ],
      })
    )(`${site}dataset/a`);
    expect(dataset).toMatchObject({ title: ['Titel@nl', 'Title@en'], description: ['Tekst@nl'], keyword: ['one', 'two'], theme: [types('data-theme/HEAL')] });
  });

  it('writes each resource as a distribution, with the package’s licence where it has none of its own', async () => {
    const told = await read({
      id: 'a',
      license_url: 'http://creativecommons.org/licenses/by/4.0/deed.nl',
      resources: [
        {
          id: 'r1',
          name: 'R',
          url: 'https://files.example/a.csv',
          format: 'CSV',
          mimetype: 'text/csv',
          size: '12 kB',
          hash: 'sha256:abcd',
          hash_algorithm: 'SHA-256',
          last_modified: '2024-01-02',
        },
        {
          id: 'r2',
          url: 'https://files.example/b',
          format: 'text/html',
          license: 'own words',
          access_services: [
            { title: '', endpoint_url: [] },
            { title: 'S', endpoint_url: ['https://s.example/'] },
          ],
        },
        { id: 'r3', state: 'deleted', url: 'https://files.example/c' },
      ],
    });
    const [first, second] = ['r1', 'r2'].map((id) => `${site}dataset/a/resource/${id}`);
    expect(told(`${site}dataset/a`)['distribution']).toEqual([first, second]);
    expect(told(first!)).toMatchObject({
      title: ['R'],
      accessURL: ['https://files.example/a.csv'],
      format: ['CSV'],
      mediaType: ['https://www.iana.org/assignments/media-types/text/csv'],
      byteSize: ['12000'],
      license: ['https://creativecommons.org/licenses/by/4.0/'],
      modified: ['2024-01-02'],
      checksum: [{ checksumValue: ['abcd'], algorithm: ['http://spdx.org/rdf/terms#checksumAlgorithm_sha256'] }],
    });
    expect(told(second!)).toMatchObject({ license: [{ label: ['own words'] }], accessService: [{ title: ['S'], endpointURL: ['https://s.example/'] }] });
    expect(told(second!)['accessService']).toHaveLength(1);
  });

  it('writes GeoJSON as well-known text and refuses what is no geometry', () => {
    expect(geoJsonToWkt({ type: 'Point', coordinates: [5.1, 52] })).toBe('POINT(5.1 52)');
    expect(geoJsonToWkt('{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}')).toBe('POLYGON((0 0,1 0,1 1,0 0))');
    for (const wrong of [null, '{', '{"type":"Point"}', { type: 'Polygon', coordinates: [] }, { type: 'Point', coordinates: ['5', 5] }, 'Utrecht'])
      expect(geoJsonToWkt(wrong)).toBeNull();
  });

  it('never throws anything but a station’s error, whatever a site puts into its fields', async () => {
    const names = [
      'id',
      'title',
      'extras',
      'resources',
      'tags',
      'groups',
      'publisher',
      'contact',
      'spatial',
      'spatial_coverage',
      'language',
      'type',
      'hdab',
      'retention_period',
    ];
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      fc.constant('[{"key":"__proto__"}]'),
      fc.constant({ constructor: 1, __proto__: { name: 'x' } }),
      fc.string(),
    );
    let read = 0;
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 8 }), async (item) => {
        try {
          const { quads } = await readWith(ckanHarvester, JSON.stringify(item), { url: site, mediaType: 'application/json' });
          expect(quads.length).toBeGreaterThan(0);
          read++;
        } catch (error) {
          expect(error).toBeInstanceOf(CatalogueError);
        }
      }),
      { seed: 4, numRuns: runs(300) },
    );
    expect(read).toBeGreaterThan(250);
  });
});

describe.skipIf(!present)('the CKAN packages of the corpus', () => {
  const load = (file: string): unknown => JSON.parse(readFileSync(join(corpus, file), 'utf8'));

  it('health_dcat_ap: every HealthDCAT-AP field arrives', async () => {
    const [item] = load('ckanext-dcat-health_dcat_ap.json') as [object];
    const told = await read(item);
    const dataset = told('http://example.healthdata.nl/set/dataset');
    expect(dataset).toMatchObject({
      title: ['HealthDCAT-AP test dataset'],
      identifier: ['http://example.com/dataset/1234567890', { notation: ['internalURI:admsIdentifier0'] }],
      accessRights: [types('access-right/NON_PUBLIC')],
      applicableLegislation: ['http://data.europa.eu/eli/reg/2022/868/oj'],
      healthTheme: ['http://www.wikidata.org/entity/Q7907952', 'http://www.wikidata.org/entity/Q58624061'],
      hasCodingSystem: ['http://www.wikidata.org/entity/P1690', 'http://www.wikidata.org/entity/P4229'],
      hasCodeValues: ['http://example.com/code1', 'http://example.com/code2'],
      hasLegalBasis: ['https://w3id.org/dpv#Consent'],
      hasPurpose: ['https://w3id.org/dpv#AcademicResearch'],
      minTypicalAge: ['0'],
      maxTypicalAge: ['110'],
      numberOfRecords: ['123456789'],
      numberOfUniqueIndividuals: ['7654321'],
      populationCoverage: ['This example includes a very non-descript population'],
      retentionPeriod: [{ startDate: ['2020-03-01'], endDate: ['2034-12-31'] }],
      temporal: [{ startDate: ['2020-03-01'], endDate: ['2024-12-31'] }],
      provenance: [{ label: ['This example dataset is partly sourced from TEHDAS2'] }],
      keyword: ['Test 1', 'Test 2', 'Test 3'],
      language: [types('language/ENG'), types('language/NLD'), types('language/FRA')],
      spatial: [types('country/BEL')],
      sample: ['http://example.com/sample'],
      analytics: ['http://example.com/analytics'],
      relation: ['http://example.com/dataset/9876543210'],
      hdab: [{ name: ['EU Health Data Access Body'], contactPoint: [{ email: ['hdab@example.com'], contactPage: ['https://www.example.com/hdab'] }] }],
      publisher: [
        { name: ['Contact Point'], type: expect.arrayContaining(['http://example.com/publisherType/undefined']) as unknown, trustedDataHolder: ['true'] },
      ],
      contactPoint: [{ fn: ['Contact Point'], hasEmail: ['mailto:covacsurv@sciensano.be'] }],
      hasQualityAnnotation: [{ hasBody: ['https://acertificateserver.eu/mycertificate'] }],
      qualifiedAttribution: [
        { agent: [{ name: ['Contact Point'] }], hadRole: ['https://inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole/processor'] },
      ],
      qualifiedRelation: [{ relation: ['http://example.com/dataset/3.141592'] }],
      wasGeneratedBy: [{ wasAssociatedWith: [{ name: ['Dr. Joris van Loenhout'], actedOnBehalfOf: [{ name: ['Contact Point'] }] }] }],
      versionNotes: ['Dataset continuously updated'],
      isReferencedBy: ['https://doi.org/10.1038/sdata.2016.18', 'https://dx.doi.org/10.1002/jmri.28679'],
    });
    expect(dataset['healthCategory']).toHaveLength(4);
    expect(dataset['hasPersonalData']).toHaveLength(3);
    expect(dataset['distribution']).toHaveLength(1);
  });

  it('ckan_full_dataset_dcat_ap: places, periods, services and checksums arrive', async () => {
    const told = await read({ ...(load('ckanext-dcat-ckan_full_dataset_dcat_ap.json') as object), id: 'full' });
    const dataset = told(`${site}dataset/full`);
    expect(dataset).toMatchObject({
      temporal: [{ startDate: ['1905-03-01'] }, { endDate: ['2024-05-29'] }],
      spatial: ['https://sws.geonames.org/6361390/'],
      spatialResolutionInMeters: ['1.5'],
      conformsTo: [{ label: ['Standard 1'] }, { label: ['Standard 2'] }],
      identifier: expect.arrayContaining(['xx-some-dataset-id-yy']) as unknown,
      creator: ['http://example.org/creator-id'],
    });
    expect(told('https://sws.geonames.org/6361390/')).toMatchObject({ prefLabel: ['Tarragona'], centroid: ['POINT(1.26639 41.12386)'] });
    expect(dataset['distribution']).toMatchObject([{ byteSize: ['12323'], accessService: [{ title: ['Access Service 1'] }] }]);
  });

  it('an answer of another action is harvested to the last record', async () => {
    const { jsonBody } = (load('wiremock-package_search_datasets_when_query_ckan_only.json') as { response: { jsonBody: unknown } }).response;
    const fake = (await FakeStation.start()).onOther((path) =>
      path === '/api/3/action/enhanced_package_search' ? { body: JSON.stringify(jsonBody), type: 'application/json' } : undefined,
    );
    fakes.push(fake);
    const settings = { action: 'enhanced_package_search', method: 'POST' };
    const station = makeStation('holder', { protocol: 'ckan', endpoint: 'http://data.holder.example/', settings });
    const harvesting = await openHarvesting([station], { connectTo: { 'data.holder.example': `127.0.0.1:${String(fake.port)}` } });
    expect(await harvesting.run('holder')).toMatchObject({ outcome: 'complete', counts: { added: 3, documents: 3 } });
    const head = harvesting.reader.head('https://health-ri.sandbox.semlab-leiden.nl/dataset/d73d04ba-23f7-429f-8506-3aa9dccb0435');
    expect(head?.title).toEqual({ '': ['Brain_MRI_WML_VUMCADC'] });
    expect(harvesting.reader.published(head!.id)?.body).not.toContain('#accessRights');
  });
});
