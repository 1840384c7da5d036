import { afterEach, describe, expect, it } from 'vitest';
import { descriptionsQuery, identifiersQuery, triplesQuery } from '../../harvesters/sparql/queries.js';
import oxigraph from 'oxigraph';
import { FakeSparql } from '../support/fake-sparql.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { prefixes } from '../support/rdf.js';

const open: FakeSparql[] = [];

afterEach(async () => {
  for (const endpoint of open.splice(0)) await endpoint.close();
});

const unnamed = (
  n: number,
  more = '',
): string => `[] a dcat:Dataset ; dct:identifier "id-${String(n)}" ; dct:title "Unnamed ${String(n)}"@en ; dct:description "About"@en ;
  dct:publisher [ foaf:name "Org" ] ; dcat:distribution [ a dcat:Distribution ; dcat:accessURL <https://holder.example/file/${String(n)}> ] ${more} .\n`;
const named = (n: number, more = ''): string =>
  `<https://holder.example/${String(n)}> a dcat:Dataset ; dct:title "Named ${String(n)}"@en ; dct:description "About"@en ; dct:publisher [ foaf:name "Org" ] ${more} .\n`;

type Opened = Harvesting & {
  endpoint: FakeSparql;
  put: (turtle: string) => void;
  once: () => ReturnType<Harvesting['run']>;
  nextDay: () => ReturnType<Harvesting['run']>;
};

async function opened(turtle: string, settings: Readonly<Record<string, string>> = {}): Promise<Opened> {
  const endpoint = await FakeSparql.start();
  open.push(endpoint);
  endpoint.load(prefixes + turtle);
  const harvesting = await openHarvesting([
    makeStation('holder', { protocol: 'sparql', endpoint: `${endpoint.station.url}/sparql`, settings: { 'pause-ms': '0', ...settings } }),
  ]);
  const once = (): ReturnType<Harvesting['run']> => harvesting.run('holder');
  return {
    ...harvesting,
    endpoint,
    once,
    put: (text) => endpoint.load(prefixes + text),
    nextDay: () => {
      harvesting.clock.add(30);
      return once();
    },
  };
}

const titles = ({ reader }: Harvesting): string[] =>
  [...reader.descriptionsOf('holder').values()]
    .filter(({ present }) => present)
    .map(({ subject }) => reader.head(subject)?.title['en']?.[0] ?? '')
    .sort();
const skipped = (harvesting: Harvesting): string[] => harvesting.issues().flatMap(({ code, detail }) => (code === 'skipped' ? [detail] : []));

describe('records of an endpoint that have no IRI (SPQ-4, RDF-8)', () => {
  it('are read by their identifier, each with its own share, and keep their IRI here while their labels change', async () => {
    const all = [1, 2, 3, 4];
    const harvesting = await opened(named(1) + all.map((n) => unnamed(n)).join(''), { batch: '2', page: '2' });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 5 } });
    expect(titles(harvesting)).toEqual(['Named 1', ...all.map((n) => `Unnamed ${String(n)}`)]);
    const one = [...harvesting.reader.descriptionsOf('holder').values()]
      .map(({ record }) => harvesting.reader.published(record))
      .find((published) => published?.body.includes('Unnamed 3'));
    expect(one?.body).toContain('https://holder.example/file/3');
    expect(one?.body).not.toContain('file/4');
    expect(skipped(harvesting)).toEqual([]);
    const { seq } = harvesting.reader.snapshot();
    // Other labels, another order.
    harvesting.put(
      all
        .map((n) => unnamed(n))
        .reverse()
        .join('') + named(1),
    );
    expect(await harvesting.nextDay()).toMatchObject({ outcome: 'complete', counts: { unchanged: 5, added: 0, updated: 0 } });
    expect(harvesting.reader.snapshot().seq).toBe(seq);
    harvesting.put(
      named(1) +
        all
          .slice(1)
          .map((n) => unnamed(n, n === 2 ? '; dct:description "News"@nl' : ''))
          .join(''),
    );
    expect(await harvesting.nextDay()).toMatchObject({ outcome: 'complete', counts: { updated: 1, withdrawn: 0 } });
    await harvesting.nextDay();
    expect(titles(harvesting)).not.toContain('Unnamed 1');
    expect(titles(harvesting)).toHaveLength(4);
  });

  it('and no identifier, or that of another, are told with one remark each and withdraw nothing', async () => {
    const without = '[] a dcat:Dataset ; dct:title "Nameless"@en ; dct:description "About"@en .\n';
    const harvesting = await opened(named(1) + unnamed(1) + unnamed(2) + without + without.replace('Nameless', 'Other'));
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 3 } });
    expect(skipped(harvesting)).toEqual([expect.stringMatching(/^2 datasets, .* no identifier/)]);
    // Another takes the identifier: which is which nobody can tell, and what was read before stays.
    harvesting.put(named(1) + unnamed(1) + unnamed(2) + unnamed(2).replace('Unnamed', 'Another'));
    for (let day = 0; day < 3; day++) expect((await harvesting.nextDay()).outcome).toBe('complete');
    expect(harvesting.issues()).toContainEqual(expect.objectContaining({ code: 'duplicate-subject', detail: expect.stringContaining('"id-2"') as string }));
    expect(titles(harvesting)).toEqual(['Named 1', 'Unnamed 1', 'Unnamed 2']);
  });

  it('have several identifiers, or one that needs care in a query, or are part of another', async () => {
    const odd = `[] a dcat:Dataset ; dct:identifier "b", "a\\"\\\\\\n> } ; DROP", <https://doi.example/10> ; dct:title "Odd"@en ; dct:description "About"@en .\n`;
    const series = `<https://holder.example/2> a dcat:Dataset ; dct:title "Named 2"@en ; dct:description "About"@en ; dcat:inSeries _:s . _:s a dcat:DatasetSeries ; dct:identifier "s" ; dct:title "Series"@en ; dct:description "About"@en .\n`;
    const service = named(3, '; dcat:distribution [ dcat:accessService [ a dcat:DataService ; dct:identifier "w" ; dct:title "Service"@en ] ]');
    const harvesting = await opened(odd + series + service);
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 4 } });
    expect(titles(harvesting)).toEqual(['Named 2', 'Named 3', 'Odd', 'Series']);
    expect(harvesting.issues().filter(({ code }) => ['skipped', 'duplicate-subject', 'parse-error'].includes(code))).toEqual([]);
    expect(harvesting.reader.published(harvesting.reader.head('https://holder.example/3')?.id ?? '')?.body).toContain('Service');
  });

  it('that cannot be listed or read are kept: the walk is not complete', async () => {
    const harvesting = await opened(named(1) + unnamed(1) + unnamed(2));
    await harvesting.once();
    const { changeRows } = harvesting.endpoint;
    // The listing of identifiers names none, and the endpoint cannot count either.
    harvesting.endpoint.changeRows = (rows, query) => (/isBlank\(\?d\)/.test(query) ? rows.map(() => ({ other: { type: 'literal', value: 'x' } })) : rows);
    for (let day = 0; day < 3; day++) expect((await harvesting.nextDay()).outcome).toBe('partial');
    harvesting.endpoint.changeRows = changeRows;
    expect(titles(harvesting)).toHaveLength(3);
    expect((await harvesting.nextDay()).outcome).toBe('complete');
  });

  it('are asked for with queries that an endpoint can read', () => {
    const store = new oxigraph.Store();
    for (const graph of [null, '*', 'https://g.example/']) {
      expect(() => store.query(identifiersQuery(graph, 'a"\\b\n', 5))).not.toThrow();
      for (const query of [descriptionsQuery, triplesQuery])
        expect(() => store.query(query(graph, ['"a\\"b"', '<https://a.example/>'], 'identifier'))).not.toThrow();
    }
  });
});
