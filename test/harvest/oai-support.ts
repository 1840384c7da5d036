import type { Station } from '../../src/domain/station.js';
import { FakeOai, type FakeOaiOptions, type FakeOaiRecord } from '../support/fake-oai.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';

const fakes: FakeOai[] = [];

export async function closeFakes(): Promise<void> {
  for (const fake of fakes.splice(0)) await fake.close();
}

export const iri = (n: number): string => `https://holder.example/dataset/${String(n)}`;

/** A record as RDF/XML; its prefixes `rdf` and `dct` are declared by the envelope alone. */
export function rdfRecord(n: number, changes: Partial<FakeOaiRecord> & { readonly title?: string } = {}): FakeOaiRecord {
  const { title = `Dataset ${String(n)}`, ...rest } = changes;
  return {
    identifier: `oai:holder.example:${String(n)}`,
    datestamp: `2026-01-${String(n).padStart(2, '0')}T00:00:00Z`,
    payload: `<rdf:RDF xmlns:dcat="http://www.w3.org/ns/dcat#"><dcat:Dataset rdf:about="${iri(n)}"><dct:title xml:lang="en">${title}</dct:title><dct:description xml:lang="en">About ${String(n)}</dct:description></dcat:Dataset></rdf:RDF>`,
    ...rest,
  };
}

export const rdfRecords = (count: number): FakeOaiRecord[] => Array.from({ length: count }, (_, at) => rdfRecord(at + 1));

export interface OaiHarvesting extends Harvesting {
  readonly fake: FakeOai;
  readonly once: () => ReturnType<Harvesting['run']>;
  readonly live: () => number;
  readonly codes: () => string[];
}

export async function opened(options: Partial<FakeOaiOptions> = {}, station: Partial<Station> = {}): Promise<OaiHarvesting> {
  const fake = await FakeOai.start({ records: rdfRecords(7), ...options });
  fakes.push(fake);
  const harvesting = await openHarvesting([makeStation('holder', { protocol: 'oai-pmh', endpoint: fake.url, ...station })]);
  return {
    ...harvesting,
    fake,
    once: () => harvesting.run('holder'),
    live: () => harvesting.reader.publishedCount(harvesting.reader.snapshot().seq),
    codes: () => harvesting.issues().map((issue) => issue.code),
  };
}
