import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { harvesters } from '../../harvesters/index.js';
import { unregisteredStation } from '../../src/domain/station.js';
import { detectProtocols } from '../../src/harvest/detect.js';
import type { Detected } from '../../src/ports/detection.js';
import { FakeStation } from '../support/fake-station.js';
import { makeFetcher } from '../support/fetching.js';

let site: FakeStation;
beforeEach(async () => {
  site = await FakeStation.start();
});
afterEach(async () => {
  await site.close();
});

const prefixes =
  '@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dct: <http://purl.org/dc/terms/> .\n@prefix ldp: <http://www.w3.org/ns/ldp#> .\n@prefix fdp: <https://w3id.org/fdp/fdp-o#> .\n@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .\n@prefix tree: <https://w3id.org/tree#> .\n@prefix ldes: <https://w3id.org/ldes#> .\n';
const turtle = (path: string, body: string): void => void site.set(path, { body: prefixes + body.replaceAll('BASE', site.url), type: 'text/turtle' });
const json = (path: string, body: unknown): void => void site.set(path, { body: JSON.stringify(body), type: 'application/json' });

async function detect(path: string, visitor = false): Promise<Detected & { readonly found: readonly string[] }> {
  const fetcher = makeFetcher(visitor ? null : unregisteredStation('new', site.url));
  try {
    const detected = await detectProtocols(site.url + path, { harvesters, fetcher, signal: new AbortController().signal, maxBytes: 1 << 20 });
    return {
      ...detected,
      found: detected.candidates.map(({ protocol, certainty, endpoint, settings }) =>
        [protocol, certainty, endpoint.replace(site.url, ''), ...Object.entries(settings).map((pair) => pair.join('='))].join(' '),
      ),
    };
  } finally {
    await fetcher.close();
  }
}

describe('the protocol of an address', () => {
  it('is fdp for a root, and the document itself comes behind it', async () => {
    turtle('/fdp', '<BASE/fdp> a fdp:FAIRDataPoint , dcat:DataService ; dct:title "F"@en ; fdp:metadataCatalog <BASE/catalog/1> .');
    expect((await detect('/fdp')).found).toEqual(['fdp certain /fdp', 'rdf likely /fdp']);
  });

  it('is fdp for a page below the root, and the root is what to register (FDP-1)', async () => {
    turtle('/', '<BASE/> a fdp:MetadataService ; fdp:metadataCatalog <BASE/catalog/1> .');
    turtle('/catalog/1', '<BASE/catalog/1> a dcat:Catalog ; dct:isPartOf <BASE/> ; dcat:dataset <BASE/dataset/1> .');
    turtle('/dataset/1', '<BASE/dataset/1> a dcat:Dataset ; dct:title "D"@en ; dct:isPartOf <BASE/catalog/1> .');
    const { found, candidates } = await detect('/dataset/1');
    expect(found[0]).toBe('fdp certain /');
    expect([candidates[0]?.reason['nl']?.[0], candidates[0]?.reason['en']?.[0]]).toEqual([
      expect.stringContaining('FAIR Data Point'),
      expect.stringContaining('root'),
    ]);
  });

  it('is fdp where browsers get an empty shell unless the address says ttl', async () => {
    const shell = { body: '<!doctype html><html><body></body></html>', type: 'text/html' };
    site.set('/', shell);
    turtle('/?format=ttl', '<BASE/> a fdp:FAIRDataPoint .');
    expect((await detect('/')).found[0]).toBe('fdp certain /');
  });

  it('is not fdp for an ordinary catalogue that says it is part of something', async () => {
    turtle('/all.ttl', '<BASE/all.ttl> a dcat:Catalog ; dct:isPartOf <BASE/all.ttl> . <BASE/d> a dcat:Dataset ; dct:title "D"@en .');
    expect((await detect('/all.ttl')).found).toEqual(['rdf likely /all.ttl']);
  });

  it('is ckan by its status, whatever page of the site was given', async () => {
    json('/data/api/3/action/status_show', { success: true, result: { ckan_version: '2.10.4', extensions: ['stats'] } });
    const { found, candidates } = await detect('/data/dataset/some-package');
    expect([found, candidates[0]?.reason['en']?.[0]]).toEqual([['ckan certain /data/'], 'The site has the Action API of CKAN 2.10.4.']);
  });

  it('is ckan-dcat before ckan when the site gives its own DCAT (CKAN-11)', async () => {
    json('/api/3/action/status_show', { success: true, result: { ckan_version: '2.9.0', extensions: ['dcat'] } });
    site.set('/catalog.rdf?page=1', {
      body: `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#"><dcat:Catalog rdf:about="${site.url}"/></rdf:RDF>`,
      type: 'application/rdf+xml',
    });
    expect((await detect('/')).found).toEqual(['ckan-dcat certain / format=rdf', 'ckan certain /']);
  });

  it('is ckan with its own action for DKAN, and not ckan when success is false (CKAN-1, CKAN-12)', async () => {
    json('/api/3/action/current_package_list_with_resources?limit=1', { success: true, result: [[]] });
    expect((await detect('/')).found).toEqual(['ckan certain / action=current_package_list_with_resources']);
    json('/api/3/action/current_package_list_with_resources?limit=1', { success: false, error: {} });
    expect((await detect('/')).found).toEqual([]);
  });

  it('is oai-pmh by Identify, without the arguments that were given along', async () => {
    const oai = (inner: string): string =>
      `<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-01-01T00:00:00Z</responseDate><request/>${inner}</OAI-PMH>`;
    site.set('/oai?verb=Identify', {
      body: oai('<Identify><deletedRecord>no</deletedRecord><granularity>YYYY-MM-DD</granularity></Identify>'),
      type: 'text/xml',
    });
    site.set('/oai?verb=ListMetadataFormats', {
      body: oai('<ListMetadataFormats><metadataFormat><metadataPrefix>oai_dc</metadataPrefix></metadataFormat></ListMetadataFormats>'),
      type: 'text/xml',
    });
    expect((await detect('/oai?verb=ListRecords&metadataPrefix=oai_dc')).found).toEqual(['oai-pmh certain /oai']);
    site.set('/oai?verb=ListMetadataFormats', { body: oai('<ListMetadataFormats/>'), type: 'text/xml' });
    expect((await detect('/oai')).found).toEqual(['oai-pmh possible /oai']);
  });

  it('is ldes by its view, and not by members of something else', async () => {
    turtle('/feed', '<BASE/stream> a ldes:EventStream ; tree:view <BASE/feed> ; tree:member <BASE/m/1> .');
    expect((await detect('/feed')).found[0]).toBe('ldes certain /feed');
    turtle('/plain', '<BASE/d> a dcat:Dataset ; dct:title "D"@en .');
    expect((await detect('/plain')).found).toEqual(['rdf likely /plain']);
  });

  it('is sparql by a question, with the graphs that the datasets are in (SPQ-6)', async () => {
    site.onOther((path) => {
      if (!path.startsWith('/sparql?query=')) return undefined;
      return { body: JSON.stringify({ head: {}, boolean: decodeURIComponent(path).includes('GRAPH') }), type: 'application/sparql-results+json' };
    });
    turtle('/sparql', '[] a sd:Service ; sd:endpoint <BASE/sparql> .');
    expect((await detect('/sparql')).found[0]).toBe('sparql certain /sparql graph=*');
    site.remove('/sparql');
    expect((await detect('/sparql')).found).toEqual(['sparql certain /sparql graph=*']);
  });

  it('is web for a page with schema.org, and for a site with a sitemap', async () => {
    const script = '<script type="application/ld+json">{"@context":"https://schema.org/","@type":"Dataset","name":"D"}</script>';
    site.set('/page', { body: `<!doctype html><html><head>${script}</head></html>`, type: 'text/html' });
    expect((await detect('/page')).found).toEqual(['web likely /page']);
    site.set('/', { body: '<!doctype html><html></html>', type: 'text/html' });
    expect((await detect('/')).found).toEqual([]);
    site.set('/sitemap.xml', { body: '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>', type: 'application/xml' });
    expect((await detect('/')).found).toEqual(['web possible /']);
  });

  it('is possibly rdf for RDF without datasets, for an archive and for a file too large to look at', async () => {
    turtle('/x.ttl', '<BASE/x> dct:title "X"@en .');
    expect((await detect('/x.ttl')).found).toEqual(['rdf possible /x.ttl']);
    site.set('/x.zip', { body: Buffer.from([0x50, 0x4b, 3, 4, ...Array<number>(60).fill(0)]), type: 'application/zip' });
    expect((await detect('/x.zip')).found).toEqual(['rdf possible /x.zip']);
    site.set('/dump.nt', { body: `<urn:a> <urn:b> "${'x'.repeat(1 << 21)}" .\n`, type: 'application/n-triples' });
    expect((await detect('/dump.nt')).found).toEqual(['rdf possible /dump.nt']);
  });

  it('asks for each address once, and survives rubbish', async () => {
    for (const body of ['', '{', '<OAI-PMH', '{"success":true,"result":null}', '<html', '\u0000\u0001', '@prefix', '['.repeat(5000)]) {
      site.onOther(() => ({ body, type: 'text/turtle' }));
      site.requests.length = 0;
      expect((await detect('/any')).candidates.filter(({ certainty }) => certainty === 'certain')).toEqual([]);
      const asked = site.requests.filter(({ path }) => path !== '/robots.txt').map(({ path, headers }) => `${path} ${String(headers.accept)}`);
      expect(asked).toEqual([...new Set(asked)]);
      expect(asked.length).toBeLessThan(30);
    }
  });

  it('cannot be told of an address that is not public, and nothing is asked there (SSRF-6)', async () => {
    turtle('/fdp', '<BASE/fdp> a fdp:FAIRDataPoint .');
    const { readable, candidates } = await detect('/fdp', true);
    expect([readable, candidates, site.requests]).toEqual([false, [], []]);
  });

  it('tells an address that answers with an error from one where nothing is', async () => {
    site.set('/gone', { status: 500 });
    expect((await detect('/gone')).readable).toBe(true);
  });
});
