import { FakeLdes, type FakeActivity, type FakePage } from '../fake-ldes.js';
import { FakeOai } from '../fake-oai.js';
import { makeStation } from '../ledger.js';
import { pagesOf, site, titleOf, type SpeakingStation, type SpokenRecord } from './records.js';

export async function speakOai(pageSize: number): Promise<SpeakingStation> {
  const fake = await FakeOai.start({ pageSize });
  return {
    station: makeStation('holder', { protocol: 'oai-pmh', endpoint: fake.url }),
    connectTo: {},
    dropFolder: null,
    tell: (records) => {
      fake.options.records = records.map((record) => ({
        identifier: `oai:holder.example:${String(record.n)}`,
        datestamp: record.at,
        payload: record.gone ? null : rdfXmlOf(record),
      }));
      // Half a minute after the latest change, so that an increment after this answer has nothing of it.
      const latest = Math.max(...records.map(({ at }) => Date.parse(at)));
      fake.options.responseDate = new Date(latest + 30_000).toISOString().replace('.000Z', 'Z');
      return Promise.resolve();
    },
    asked: () => fake.requests.splice(0).map((parameters) => `/oai?${parameters.toString()}`),
    close: () => fake.close(),
  };
}

function rdfXmlOf(record: SpokenRecord): string {
  const subject = `${site}/id/${String(record.n)}`;
  return `<rdf:RDF xmlns:dcat="http://www.w3.org/ns/dcat#"><dcat:Dataset rdf:about="${subject}"><dct:title xml:lang="en">${titleOf(record)}</dct:title><dct:description xml:lang="en">About ${String(record.n)}</dct:description></dcat:Dataset></rdf:RDF>`;
}

/** A feed that grows: full pages say that they are immutable, the last one does not. */
export async function speakLdes(pageSize: number): Promise<SpeakingStation> {
  const fake = await FakeLdes.start({});
  const activities: FakeActivity[] = [];
  const told = new Map<number, SpokenRecord>();
  return {
    station: makeStation('holder', { protocol: 'ldes', endpoint: fake.url }),
    connectTo: {},
    dropFolder: null,
    tell: (records) => {
      for (const record of records) {
        const before = told.get(record.n);
        if (before?.state === record.state && before.gone === record.gone) continue;
        told.set(record.n, record);
        activities.push(activityOf(record, before));
      }
      const pages = pagesOf(activities, pageSize);
      const names = pages.map((_, at) => `/feed/${String(at)}`);
      const feed: Record<string, FakePage> = { '/feed': { activities: [], nodes: names } };
      pages.forEach((page, at) => {
        feed[`/feed/${String(at)}`] = { activities: page, immutable: page.length === pageSize };
      });
      fake.set(feed);
      return Promise.resolve();
    },
    asked: () => fake.station.requests.splice(0).map(({ path }) => path),
    close: () => fake.close(),
  };
}

function activityOf(record: SpokenRecord, before: SpokenRecord | undefined): FakeActivity {
  const entity = `${site}/id/${String(record.n)}`;
  const kind = record.gone ? 'Delete' : before === undefined ? 'Create' : 'Update';
  const payload = record.gone
    ? ''
    : `<${entity}> a dcat:Dataset ; dct:title "${titleOf(record)}"@en ; dct:description "About ${String(record.n)}"@en ; dct:publisher <https://holder.example/> . <https://holder.example/> a foaf:Organization ; foaf:name "Holder"@en .`;
  return { id: `${entity}/${String(record.state)}/${kind}`, entity, kind, at: record.at, payload };
}
