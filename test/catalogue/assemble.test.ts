import { afterEach, describe, expect, it } from 'vitest';
import { RecordAssembler } from '../../src/catalogue/assemble.js';
import type { Assertion } from '../../src/domain/assertion.js';
import { plainCatalogue } from '../../src/federation/catalogue-pages.js';
import { entryLines, sideGraphs } from '../../src/federation/store-graphs.js';
import { TripleStore } from '../../src/triples/triple-store.js';
import { FakeStation } from '../support/fake-station.js';
import { openHouse, stationOf, type TestHouse } from '../support/house.js';

let house: TestHouse | undefined;
let station: FakeStation | undefined;
const iri = 'https://one.example/d/1';
const prefixes = '@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .';

async function harvested(body: string, language: string | null = null): Promise<TestHouse> {
  station = await FakeStation.start({ '/a.ttl': { body: `${prefixes} ${body}`, type: 'text/turtle' } });
  house = await openHouse([stationOf({ id: 'one', endpoint: `${station.url}/a.ttl`, language })]);
  expect((await house.harvest('one')).outcome).toBe('complete');
  return house;
}

afterEach(async () => {
  house?.close();
  await station?.close();
});

const theme = (fields: Partial<Assertion>): Assertion => ({
  iri: 'https://hdab.example/a/1',
  subject: iri,
  predicate: 'http://www.w3.org/ns/dcat#theme',
  object: '<http://publications.europa.eu/resource/authority/data-theme/HEAL>',
  attributedTo: 'https://hdab.example/',
  generatedAt: '2026-09-01T00:00:00Z',
  comment: null,
  from: null,
  to: null,
  ...fields,
});

describe('a record, put together for readers', () => {
  it('has its untagged texts read in the language of the station, and stored as they came', async () => {
    const { reader } = await harvested(`<${iri}> a dcat:Dataset ; dct:title "Wombats" , "Wombats"@en ; dct:description "Jaarlijks geteld." .`, 'nl');
    const record = reader.published(reader.head(iri)?.id ?? '');
    if (record === undefined) throw new Error('not published');
    const { description } = new RecordAssembler(reader, []).assemble(record, '2026-11-01T00:00:00Z');
    expect(description.title).toEqual({ nl: ['Wombats'], en: ['Wombats'] });
    expect(record.body).toContain('"Jaarlijks geteld." .');
  });

  it('has what the HDAB says added while the statement is in force, and not after', async () => {
    const { reader, ledger } = await harvested(`<${iri}> a dcat:Dataset ; dct:title "Wombats"@en ; dct:description "Counted."@en .`);
    await ledger.setAssertions([theme({ from: '2026-01-01', to: '2026-06-30' })]);
    const record = reader.published(reader.head(iri)?.id ?? '');
    if (record === undefined) throw new Error('not published');
    const at = (now: string): number => new RecordAssembler(reader, []).assemble(record, now).enriched.length;
    expect([at('2025-12-31T12:00:00Z'), at('2026-03-01T12:00:00Z'), at('2026-06-30T23:00:00Z'), at('2026-07-01T00:00:00Z')]).toEqual([0, 1, 1, 0]);
  });
});

describe('what lacks a title', () => {
  it('is held and told to its holder when it is described, and no record when it is a stub', async () => {
    const { reader } = await harvested(
      `<${iri}> a dcat:Dataset ; dct:description "No title."@en . <https://one.example/d/2> a dcat:Dataset ; dct:title "Two"@en ; dct:description "Two."@en ; dct:source <https://one.example/d/3> . <https://one.example/d/3> a dcat:Dataset ; dct:identifier "3" .`,
    );
    expect(reader.heldRecords('one').map((held) => [held.subject, held.reasons[0]?.code])).toEqual([[iri, 'no-title']]);
    expect(Array.from(reader.descriptionsOf('one').values(), ({ subject }) => subject)).toEqual([iri, 'https://one.example/d/2']);
    const run = reader.runs('one', 1)[0];
    expect(reader.runIssues(run?.id ?? 0, 100).some((issue) => issue.code === 'not-admissible' && issue.subject === iri)).toBe(true);
  });
});

describe('the catalogue graph', () => {
  it('forgets what an older description of the catalogue said, and keeps the entries of the records', async () => {
    const { reader, ledger } = await harvested(`<${iri}> a dcat:Dataset ; dct:title "Wombats"@en ; dct:description "Counted."@en .`);
    const base = 'http://127.0.0.1:3000';
    const first = plainCatalogue(base);
    await ledger.setCatalogue({ ...first, body: `<${first.iri}> <http://purl.org/dc/terms/title> "Old name"@en .\n` });
    const store = new TripleStore(reader, {
      baseUrl: base,
      maxRows: 100,
      maxBytes: 1 << 20,
      entryOf: (head) => entryLines(head, reader, base),
      sideGraphs: () => sideGraphs(reader, base),
    });
    await store.load(() => Promise.resolve());
    await ledger.setCatalogue({ ...first, body: `<${first.iri}> <http://purl.org/dc/terms/title> "New name"@en .\n` });
    const { body } = store.query({
      query: `SELECT ?o WHERE { GRAPH <${base}/graph/catalogue> { ?s <http://purl.org/dc/terms/title>|<http://xmlns.com/foaf/0.1/primaryTopic> ?o } } ORDER BY ?o`,
      format: 'text/tab-separated-values',
      defaultGraphs: [],
      namedGraphs: [],
    });
    expect(Buffer.from(body).toString('utf8').trim().split('\n')).toEqual(['?o', `<${iri}>`, '"New name"@en', '"Wombats"@en']);
  });
});
