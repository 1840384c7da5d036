import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { recordId } from '../../src/domain/record-id.js';
import { runEnd } from '../../src/federation/provenance.js';
import { entryLines, provenanceLines, sideGraphs } from '../../src/federation/store-graphs.js';
import { TripleStore } from '../../src/triples/triple-store.js';
import { FakeStation } from '../support/fake-station.js';
import { makeStation } from '../support/ledger.js';
import { base, openPast, type Past } from '../support/past.js';
import { prefixes } from '../support/rdf.js';

const iri = (n: number): string => `https://holder.example/${String(n)}`;
const dataset = (n: number, title = `Dataset ${String(n)}`): string =>
  `<${iri(n)}> a dcat:Dataset ; dct:title "${title}"@nl ; dct:description "About"@nl ; dct:publisher [ foaf:name "P" ] .\n`;
const page = (...parts: readonly string[]): { body: string; type: string } => ({ body: prefixes + parts.join(''), type: 'text/turtle' });
const entry = (n: number): string => `${base}/records/${recordId(iri(n))}`;
const quiet = (): undefined => undefined;
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Opened extends Past {
  readonly station: FakeStation;
  readonly store: TripleStore;
  /** How often a record's provenance was written. */
  written(): number;
  fresh(): Promise<TripleStore>;
}

async function opened(first: { body: string; type: string }): Promise<Opened> {
  const station = await FakeStation.start({ '/all': first });
  const past = await openPast([makeStation('holder', { endpoint: `${station.url}/all` })]);
  closing.push(
    () => past.close(),
    () => station.close(),
  );
  const { reader } = past;
  let written = 0;
  const make = async (count: () => void): Promise<TripleStore> => {
    const store = new TripleStore(reader, {
      baseUrl: base,
      maxRows: 10_000,
      maxBytes: 64 << 20,
      entryOf: (head) => entryLines(head, reader, base),
      sideGraphs: () => sideGraphs(reader, base),
      provenance: {
        of: (head) => {
          count();
          return provenanceLines(head, reader, base);
        },
        endOf: (run) => runEnd(run, reader, base),
      },
    });
    await store.load(() => Promise.resolve());
    return store;
  };
  await past.run('holder');
  const store = await make(() => written++);
  return { ...past, station, store, written: () => written, fresh: () => make(() => undefined) };
}

function select(store: TripleStore, pattern: string): string[] {
  const { body } = store.query({ query: `SELECT * WHERE { ${pattern} }`, format: 'text/tab-separated-values', defaultGraphs: [], namedGraphs: [] });
  return Buffer.from(body).toString('utf8').trim().split('\n').slice(1).sort();
}
const graph = (store: TripleStore): string[] => select(store, `GRAPH <${base}/graph/provenance> { ?s ?p ?o }`);
const prov = 'http://www.w3.org/ns/prov#';

describe('the provenance graph (REC-7)', () => {
  it('says of each current record which run made it, from what document, when, with what software and what verdict', async () => {
    const { store, station, reader } = await opened(page(dataset(1), dataset(2)));
    const run = `${base}/api/v1/stations/holder/runs/1`;
    const of = (node: string, predicate: string): string[] => select(store, `GRAPH <${base}/graph/provenance> { <${node}> <${predicate}> ?o }`);
    const version = `${entry(1)}#version-1`;
    expect(of(entry(1), `${prov}wasGeneratedBy`)).toEqual([`<${run}>`]);
    expect(of(version, `${prov}wasGeneratedBy`)).toEqual([`<${run}>`]);
    expect(of(version, `${prov}wasDerivedFrom`)).toEqual([`<${entry(1)}#source-1>`]);
    expect(of(`${entry(1)}#source-1`, `${prov}specializationOf`)).toEqual([`<${station.url}/all>`]);
    expect(of(`${entry(1)}#source-1`, `${prov}generatedAtTime`)[0]).toContain('2026-03-01T10:00:00');
    expect(of(`${entry(1)}#checksum-1`, 'http://spdx.org/rdf/terms#checksumValue')[0]).toContain(reader.version(recordId(iri(1)), 1)?.receivedHash);
    expect(of(run, `${prov}used`)).toEqual([`<${entry(1)}#source-1>`, `<${entry(2)}#source-1>`].sort());
    for (const predicate of ['startedAtTime', 'endedAtTime', 'wasAssociatedWith', 'atLocation'])
      expect([predicate, of(run, prov + predicate).length]).toEqual([predicate, 1]);
    const [software = ''] = of(run, `${prov}wasAssociatedWith`);
    expect(of(software.slice(1, -1), 'http://www.w3.org/ns/dcat#version')).toEqual(['"ndc-pipeline-1"']);
    expect(of(`${entry(1)}#validation-1`, 'https://w3id.org/ndc/ns#violations')).toHaveLength(1);
    expect(of(`${entry(1)}#validation-1`, 'http://purl.org/dc/terms/conformsTo')).toEqual(['<https://w3id.org/ndc/profiles/dcat-ap-3.0>']);
    expect(select(store, `GRAPH <${base}/graph/catalogue> { <${entry(1)}> <${prov}wasGeneratedBy> ?o }`)).toEqual([`<${run}>`]);
  });

  it('is not in the default graph', async () => {
    const { store } = await opened(page(dataset(1)));
    expect(graph(store).length).toBeGreaterThan(20);
    expect(select(store, `?s <${prov}wasGeneratedBy> ?o`)).toEqual([]);
    expect(select(store, `<${entry(1)}> ?p ?o`)).toEqual([]);
  });

  it('is the same after following as after a rebuild: update, run under way, revert, withdrawal, withholding, release, redaction, merge and split', async () => {
    const house = await opened(page(dataset(1), dataset(2), dataset(3), dataset(4), dataset(5), dataset(6)));
    const { store, station, ledger, runner, clock } = house;
    const seen: number[] = [];
    const same = async (): Promise<void> => {
      const followed = graph(store);
      const rebuilt = await house.fresh();
      expect(followed).toEqual(graph(rebuilt));
      expect([store.check(), rebuilt.check()]).toEqual([[], []]);
      seen.push(followed.length);
    };
    await same();
    station.set('/all', page(dataset(1, 'Changed'), dataset(2), dataset(3), dataset(4), dataset(5), dataset(6)));
    clock.add(24);
    await house.run('holder');
    await same();
    expect(select(store, `GRAPH <${base}/graph/provenance> { <${entry(1)}#version-2> <${prov}wasRevisionOf> ?o }`)).toEqual([`<${entry(1)}#version-1>`]);
    await runner.revert(2, 'Petra Beheerder', quiet);
    await same();
    await ledger.withhold(recordId(iri(2)), 'reason', 'Petra Beheerder');
    await same();
    expect(graph(store).some((row) => row.includes(entry(2)))).toBe(false);
    await ledger.release(recordId(iri(2)), 'Petra Beheerder');
    await same();
    await ledger.redact(recordId(iri(1)), 2, 'reason', 'Petra Beheerder');
    await same();
    await ledger.mergeRecords(recordId(iri(3)), recordId(iri(4)), 'the same', 'Petra Beheerder');
    await same();
    expect(select(store, `GRAPH <${base}/graph/provenance> { ?deed <https://w3id.org/ndc/ns#deed> "merged" }`)).toEqual([
      `<${entry(4)}#deed-merged-${recordId(iri(3))}>`,
    ]);
    await ledger.splitRecord(iri(3), 'Petra Beheerder');
    await same();
    station.set('/all', page(dataset(7)));
    clock.add(72);
    await house.run('holder');
    clock.add(72);
    const held = await house.run('holder');
    if (held.outcome === 'on-hold') await runner.release(held.run ?? 0, 'Petra Beheerder', quiet);
    await same();
    expect(graph(store).join('\n')).not.toContain('Petra');
    // Of the first run nothing is left: neither its records nor the run itself.
    expect(graph(store).some((row) => row.includes('/runs/1>'))).toBe(false);
    expect(Math.min(...seen)).toBeGreaterThan(10);
  });

  it('learns the end of a run that was under way when its records came', async () => {
    const house = await opened(page(dataset(1)));
    const { store, ledger } = house;
    const started = await ledger.startRun({ station: 'holder', trigger: 'manual', holder: 'test/2/2', leaseMs: 60_000 });
    if ('busy' in started) throw new Error('busy');
    const version = house.reader.version(recordId(iri(1)), 1)!;
    await ledger.stage(started.run, {
      records: [
        {
          subject: iri(9),
          kind: 'dataset',
          canonicalHash: createHash('sha256').update(version.body).digest('hex'),
          sourceUrl: 'https://holder.example/9.ttl',
          content: {
            ...contentOf(version.body),
            provenance: {
              url: 'https://holder.example/9.ttl',
              retrievedAt: '2026-03-01T10:00:00.000Z',
              entry: null,
              profile: null,
              violations: 0,
              warnings: 0,
            },
          },
        },
      ],
      documents: [],
      issues: [],
    });
    await ledger.publish(started.run, [{ kind: 'publish', subject: iri(9) }]);
    const ends = (): string[] =>
      select(store, `GRAPH <${base}/graph/provenance> { <${base}/api/v1/stations/holder/runs/${String(started.run)}> <${prov}endedAtTime> ?o }`);
    expect(ends()).toEqual([]);
    await ledger.finishRun(started.run, {
      outcome: 'complete',
      counts: { added: 1, updated: 0, unchanged: 0, withdrawn: 0, held: 0, documents: 1, bytes: 1 },
      walk: 'full',
      quality: null,
      notBefore: null,
      plan: null,
      rememberDocuments: 'no',
    });
    expect(ends()).toHaveLength(1);
    expect(graph(store)).toEqual(graph(await house.fresh()));
  });

  it('costs one record for one change, however many there are', async () => {
    const numbers = Array.from({ length: 300 }, (_, n) => n + 1);
    const house = await opened(page(...numbers.map((n) => dataset(n))));
    expect(house.written()).toBe(300);
    house.station.set('/all', page(...numbers.map((n) => dataset(n, n === 7 ? 'Changed' : undefined))));
    await house.run('holder');
    house.store.follow();
    expect(house.written()).toBe(301);
  });

  it('would be found out by check if a triple were missing or too many (broken control)', async () => {
    const house = await opened(page(dataset(1), dataset(2)));
    const inner = (house.store as unknown as { store: { update(text: string): void } }).store;
    inner.update(`DELETE WHERE { GRAPH <${base}/graph/provenance> { <${entry(1)}#checksum-1> ?p ?o } }`);
    expect(house.store.check()).toEqual([expect.stringMatching(/provenance graph differs from the ledger in 3 triples/)]);
    inner.update(`INSERT DATA { GRAPH <${base}/graph/provenance> { <${entry(9)}> <${prov}used> <${entry(1)}> } }`);
    expect(house.store.check()).toEqual([expect.stringMatching(/in 4 triples/)]);
  });
});

function contentOf(body: string): Parameters<Past['ledger']['stage']>[1]['records'][number]['content'] & object {
  return {
    body,
    title: { nl: ['Nine'] },
    custodian: null,
    publisher: null,
    inSeries: [],
    seriesMembers: [],
    inheritable: { accessRights: [], healthCategories: [], themes: [], hdab: [], legislation: [] },
    receivedHash: 'ab'.repeat(32),
    pipeline: 'ndc-pipeline-1',
    report: null,
    admission: { verdict: 'admitted', profile: null, reasons: [], eu: false },
    violations: 0,
    warnings: 0,
    losesMandatory: false,
    evidence: { identifiers: [], origins: [], fingerprint: null },
  };
}
