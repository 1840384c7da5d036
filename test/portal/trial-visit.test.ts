import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Station } from '../../src/domain/station.js';
import { stationOf } from '../support/house.js';
import { FakeStation } from '../support/fake-station.js';
import { runTrial, trialOf } from './support/trials.js';

let site: FakeStation;
beforeEach(async () => {
  site = await FakeStation.start();
});
afterEach(async () => {
  await site.close();
});

const prefixes =
  '@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dct: <http://purl.org/dc/terms/> .\n@prefix fdp: <https://w3id.org/fdp/fdp-o#> .\n@prefix hydra: <http://www.w3.org/ns/hydra/core#> .\n';
const turtle = (path: string, body: string): void => void site.set(path, { body: prefixes + body.replaceAll('BASE', site.url), type: 'text/turtle' });
const dataset = (n: number, more = 'dct:description "D"@en'): string =>
  `<https://umc.example/d/${String(n)}> a dcat:Dataset ; dct:title "T${String(n)}"@en ; ${more} .\n`;

describe('a trial of a whole station', () => {
  it('tells what would be published and what held, and why, by rule with counts and examples', async () => {
    turtle('/all.ttl', dataset(1) + dataset(2) + dataset(3, 'dct:identifier "no description"'));
    const { chosen, visit } = await runTrial(trialOf(`${site.url}/all.ttl`));
    expect([chosen?.protocol, visit?.whole, visit?.stoppedBy, visit?.records, visit?.publishable]).toEqual(['rdf', true, null, 3, 2]);
    expect(visit?.held.map(({ code, records, examples }) => [code, records, examples.map(({ iri }) => iri)])).toEqual([
      ['no-description', 1, ['https://umc.example/d/3']],
    ]);
    expect(visit?.summary.verdicts.national.publishable).toBe(false);
    const rule = visit?.rules.find(({ records }) => records === 3);
    expect([rule?.results, rule?.examples.length, rule?.examples[0]?.record.iri]).toEqual([3, 3, 'https://umc.example/d/1']);
    expect(visit?.samples.map(({ publishable }) => publishable)).toEqual([true, true, false]);
    expect(visit?.samples[0]?.body).toContain('<https://umc.example/d/1> <http://purl.org/dc/terms/title> "T1"@en .');
    expect(visit?.subjectPrefix).toBe('https://umc.example/');
  });

  it('walks the tree of a FAIR Data Point from any of its pages, and puts records together', async () => {
    turtle('/', '<BASE/> a fdp:FAIRDataPoint ; dct:title "F"@en ; fdp:metadataCatalog <BASE/catalog/1> .');
    turtle('/catalog/1', '<BASE/catalog/1> a dcat:Catalog ; dct:title "C"@en ; dct:isPartOf <BASE/> ; dcat:dataset <BASE/dataset/1> .');
    turtle('/dataset/1', '<BASE/dataset/1> a dcat:Dataset ; dct:title "D"@en ; dct:description "D"@en ; dcat:distribution <BASE/distribution/1> .');
    turtle('/distribution/1', '<BASE/distribution/1> a dcat:Distribution ; dcat:accessURL "no address" .');
    const { chosen, visit } = await runTrial(trialOf(`${site.url}/catalog/1`));
    expect([chosen?.protocol, chosen?.endpoint, visit?.whole, visit?.records]).toEqual(['fdp', `${site.url}/`, true, 1]);
    expect(visit?.rules.some(({ examples }) => examples[0]?.result.focusNode === `${site.url}/distribution/1`)).toBe(true);
  });

  it('reads what the station says in other formats as its harvester does', async () => {
    const pack = { id: 'p1', name: 'p1', title: 'Cohort', notes: 'About it', state: 'active', type: 'dataset', resources: [] };
    site.set('/api/3/action/status_show', {
      body: JSON.stringify({ success: true, result: { ckan_version: '2.10', extensions: [] } }),
      type: 'application/json',
    });
    site.onOther((path) =>
      path.startsWith('/api/3/action/package_search')
        ? { body: JSON.stringify({ success: true, result: { count: 1, results: path.includes('start=0') ? [pack] : [] } }), type: 'application/json' }
        : undefined,
    );
    const { chosen, visit } = await runTrial(trialOf(`${site.url}/dataset`));
    expect([chosen?.protocol, visit?.records, visit?.samples[0]?.title]).toEqual(['ckan', 1, 'Cohort']);
    expect(visit?.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('holds a record under another holder’s addresses, and one under ours, as a harvest would (REC-9)', async () => {
    turtle('/all.ttl', `${dataset(1)}<https://catalogue.example/x> a dcat:Dataset ; dct:title "T"@en ; dct:description "D"@en .`);
    const other: Station = stationOf({ id: 'other', endpoint: 'https://other.example/', subjectPrefixes: ['https://umc.example/'] });
    const { visit } = await runTrial(trialOf(`${site.url}/all.ttl`), { changes: { stations: [other] } });
    expect(visit?.held.map(({ code }) => code).sort()).toEqual(['foreign-subject', 'own-subject']);
    expect((await runTrial(trialOf(`${site.url}/all.ttl`))).visit?.held.map(({ code }) => code)).toEqual(['own-subject']);
  });

  it.each([
    ['records', { maxRecords: 2 }, 2],
    ['pages', { maxPages: 30 }, null],
    ['bytes', { maxBytes: 5000 }, null],
  ] as const)('stops at the limit of %s and says so', async (stop, limits, records) => {
    for (let n = 1; n <= 60; n++)
      turtle(`/p${String(n)}`, `${dataset(n)}<BASE/p${String(n)}> a hydra:PagedCollection ; hydra:nextPage <BASE/p${String(n + 1)}> .`);
    const { visit } = await runTrial(trialOf(`${site.url}/p1`, { protocol: 'rdf' }), { limits });
    expect([visit?.stoppedBy, visit?.complete, visit?.whole]).toEqual([stop, false, false]);
    if (records === null) expect(visit?.records).toBeGreaterThan(0);
    else expect(visit?.records).toBe(records);
    expect(site.requests.length).toBeLessThan(60);
  });

  it('is not stopped by a limit that it just reaches', async () => {
    turtle('/all.ttl', dataset(1) + dataset(2));
    const { visit } = await runTrial(trialOf(`${site.url}/all.ttl`), { limits: { maxRecords: 2 } });
    expect([visit?.records, visit?.stoppedBy, visit?.whole]).toEqual([2, null, true]);
  });

  it('says what it ran into: pages that fail and documents that cannot be read', async () => {
    turtle('/p1', `${dataset(1)}<BASE/p1> a hydra:PagedCollection ; hydra:nextPage <BASE/p2> .`);
    site.set('/p2', { status: 500 });
    const failing = (await runTrial(trialOf(`${site.url}/p1`))).visit;
    expect([failing?.whole, failing?.records, failing?.issues.map(({ code, count }) => [code, count])]).toEqual([false, 1, [['http-status', 1]]]);
    turtle('/p2', '<https://x.example/d> dct:title "broken .');
    const broken = (await runTrial(trialOf(`${site.url}/p1`))).visit;
    expect([broken?.whole, broken?.issues.map(({ code, examples }) => [code, examples[0]?.url])]).toEqual([false, [['parse-error', `${site.url}/p2`]]]);
  });

  it('tells nothing of addresses that are not public, whoever leads there (SSRF-6, SSRF-7)', async () => {
    turtle('/fdp', '<BASE/fdp> a fdp:FAIRDataPoint .');
    const refused = await runTrial(trialOf(`${site.url}/fdp`), { asVisitor: true });
    expect([refused.detected.readable, refused.chosen, refused.visit, site.requests]).toEqual([false, null, null, []]);
    // The control: links of a public station into a closed network give the same words as a host that is down.
    turtle('/p1', `${dataset(1)}<BASE/p1> a dcat:Catalog ; dcat:catalog <BASE/redirect> , <BASE/down> .`);
    site.set('/redirect', { redirect: 'http://10.0.0.1:9/secret' });
    site.set('/down', { stall: 'headers' });
    const { visit } = await runTrial(trialOf(`${site.url}/p1`, { protocol: 'rdf' }));
    const details = visit?.issues.flatMap(({ examples }) =>
      examples.filter(({ url }) => url !== null && /redirect|down/.test(url)).map(({ detail }) => detail),
    );
    expect([details?.length, new Set(details).size, details?.[0]]).toEqual([2, 1, expect.stringContaining('not public')]);
  });

  it('ends when it is called off', async () => {
    turtle('/p1', `${dataset(1)}<BASE/p1> a hydra:PagedCollection ; hydra:nextPage <BASE/p2> .`);
    site.set('/p2', { stall: 'headers' });
    const abort = new AbortController();
    const ended = runTrial(trialOf(`${site.url}/p1`, { protocol: 'rdf' }), {
      signal: abort.signal,
      onProgress: ({ documents }) => {
        if (documents === 1) abort.abort(new Error('called off'));
      },
    });
    await expect(ended).rejects.toThrow('called off');
  });

  it('takes the protocol that the visitor chose, and says that the address does not show it', async () => {
    turtle('/all.ttl', dataset(1));
    const { chosen, visit } = await runTrial(trialOf(`${site.url}/all.ttl`, { protocol: 'oai-pmh' }));
    expect([chosen?.protocol, chosen?.certainty, visit?.records, visit?.whole]).toEqual(['oai-pmh', 'possible', 0, false]);
  });

  it('goes between threads and is kept as plain data', async () => {
    turtle('/all.ttl', dataset(1));
    const result = await runTrial(trialOf(`${site.url}/all.ttl`));
    expect(structuredClone(result)).toEqual(result);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });
});
