import { createHash } from 'node:crypto';
import { FakeStation, type FakeRoute } from '../fake-station.js';
import { FakeCkan, type FakePackage } from '../fake-ckan.js';
import { FakeSite } from '../fake-site.js';
import { FakeSparql } from '../fake-sparql.js';
import { makeStation } from '../ledger.js';
import { prefixes } from '../rdf.js';
import { host, live, pagesOf, site, titleOf, turtleOf, type SpeakingStation, type SpokenRecord } from './records.js';
import { zip } from './zip.js';

interface Site {
  readonly protocol: string;
  readonly endpoint: string;
  readonly settings?: Readonly<Record<string, string>>;
}

/** A fake station as one that is told what to say. */
function heard(fake: FakeStation, { protocol, endpoint, settings = {} }: Site, tell: (records: readonly SpokenRecord[]) => void): SpeakingStation {
  return {
    station: makeStation('holder', { protocol, endpoint, settings }),
    connectTo: { [host]: `127.0.0.1:${String(fake.port)}` },
    dropFolder: null,
    tell: (told) => {
      tell(live(told));
      return Promise.resolve();
    },
    asked: () => fake.requests.splice(0).map(({ path }) => path),
    close: () => fake.close(),
  };
}

type Answer = (records: readonly SpokenRecord[], url: URL) => FakeRoute | undefined;

/** A station that answers from the records it was told of. */
async function speakingSite({ answer, ...about }: Site & { readonly answer: Answer }): Promise<SpeakingStation> {
  let records: readonly SpokenRecord[] = [];
  const fake = (await FakeStation.start()).onOther((path) => answer(records, new URL(path, site)));
  return heard(fake, about, (told) => {
    records = told;
  });
}

/** With an ETag of its content, and 304 for whoever shows it. */
const conditional = (body: string | Buffer, type: string): FakeRoute => ({
  body,
  type,
  conditional: true,
  headers: { etag: `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"` },
});
const turtle = (body: string): FakeRoute => conditional(prefixes + body, 'text/turtle');

export async function speakCkan(rows: number): Promise<SpeakingStation> {
  const fake = await FakeCkan.start();
  return heard(fake.station, { protocol: 'ckan', endpoint: `${site}/`, settings: { rows: String(rows) } }, (records) => {
    fake.packages = records.map(packageOf);
  });
}

function packageOf(record: SpokenRecord): FakePackage {
  const id = `p${String(record.n).padStart(6, '0')}`;
  const organization = { id: 'org', name: 'holder', title: 'Holder' };
  const words = { title: titleOf(record), notes: `About ${String(record.n)}`, metadata_modified: record.at.replace('Z', '.000000') };
  return { id, name: id, state: 'active', private: false, type: 'dataset', organization, resources: [], ...words };
}

export const speakCkanDcat = (rows: number): Promise<SpeakingStation> =>
  speakingSite({
    protocol: 'ckan-dcat',
    endpoint: `${site}/`,
    answer: (records, url) => {
      if (url.pathname !== '/catalog.ttl') return undefined;
      const since = url.searchParams.get('modified_since') ?? '';
      const found = records.filter(({ at }) => at >= since).sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.n - b.n));
      const page = Number(url.searchParams.get('page') ?? 1);
      const address = (number: number): string => `${site}/catalog.ttl?${since === '' ? '' : `modified_since=${since}&`}page=${String(number)}`;
      const next = page * rows < found.length ? `<${address(page)}> hydra:next "${address(page + 1)}" .` : '';
      const collection = `<${address(page)}> a hydra:PagedCollection ; hydra:totalItems "${String(found.length)}" ; hydra:itemsPerPage "${String(rows)}" ; hydra:firstPage "${address(1)}" .`;
      const shown = found.slice((page - 1) * rows, page * rows);
      const members = shown.map(({ n }) => `<${site}> dcat:dataset <${site}/id/${String(n)}> .\n`).join('');
      return turtle(
        `@prefix hydra: <http://www.w3.org/ns/hydra/core#> .\n<${site}> a dcat:Catalog ; dct:title "C" .\n${members}${collection}\n${next}\n${shown.map((record) => turtleOf(record)).join('')}`,
      );
    },
  });

export async function speakSparql(batch: number): Promise<SpeakingStation> {
  const fake = await FakeSparql.start();
  return heard(fake.station, { protocol: 'sparql', endpoint: `${site}/sparql`, settings: { 'pause-ms': '0', batch: String(batch) } }, (records) => {
    fake.load(prefixes + records.map((record) => turtleOf(record)).join(''));
  });
}

/** One dataset on each page. */
export async function speakWeb(): Promise<SpeakingStation> {
  const fake = await FakeSite.start(site, 1000);
  return heard(fake.station, { protocol: 'web', endpoint: `${site}/` }, (records) => {
    fake.pages = records.map((record) => ({
      path: `/page/${String(record.n)}`,
      datasets: [{ iri: `${site}/id/${String(record.n)}`, title: titleOf(record) }],
    }));
  });
}

/** One archive with files of so many records. */
export const speakZip = (perFile: number): Promise<SpeakingStation> =>
  speakingSite({
    protocol: 'rdf',
    endpoint: `${site}/catalogue.zip`,
    answer: (records, { pathname }) => {
      if (pathname !== '/catalogue.zip') return undefined;
      const files = pagesOf(records, perFile).map(
        (page, at) => [`part-${String(at)}.ttl`, prefixes + page.map((record) => turtleOf(record)).join('')] as const,
      );
      return conditional(zip(files), 'application/zip');
    },
  });

/** A catalogue in pages that name the next one (Hydra); `wording` says one record. */
export const speakPages = (perPage: number, wording: (record: SpokenRecord) => string = turtleOf): Promise<SpeakingStation> =>
  speakingSite({
    protocol: 'rdf',
    endpoint: `${site}/catalogue.ttl`,
    answer: (records, url) => {
      if (url.pathname !== '/catalogue.ttl') return undefined;
      const page = Number(url.searchParams.get('page') ?? 0);
      const own = page === 0 ? `${site}/catalogue.ttl` : `${site}/catalogue.ttl?page=${String(page)}`;
      const isLast = (page + 1) * perPage >= records.length;
      const next = isLast ? '' : ` ; hydra:next <${site}/catalogue.ttl?page=${String(page + 1)}>`;
      const shown = records.slice(page * perPage, (page + 1) * perPage);
      return turtle(
        `@prefix hydra: <http://www.w3.org/ns/hydra/core#> .\n<${own}> a hydra:PartialCollectionView${next} .\n${shown.map((record) => wording(record)).join('')}`,
      );
    },
  });
