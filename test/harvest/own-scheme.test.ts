import { describe, expect, it } from 'vitest';
import { harvesters } from '../../harvesters/index.js';
import { inOwnScheme } from '../../harvesters/answers.js';
import type { HarvestEvent } from '../../src/domain/harvest.js';
import type { FetchAnswer } from '../../src/ports/fetcher.js';
import { silentLogger } from '../../src/ports/logger.js';
import { parseRdf } from '../../src/rdf/parse.js';
import { makeStation, TestClock } from '../support/ledger.js';
import { prefixes } from '../support/rdf.js';

/** Lets a harvester walk over bodies by address, without a network; what it asked for, in order. */
async function walk(protocol: string, endpoint: string, bodies: Readonly<Record<string, string>>): Promise<{ asked: string[]; events: HarvestEvent[] }> {
  const asked: string[] = [];
  const events: HarvestEvent[] = [];
  const answer = (url: string): FetchAnswer => {
    asked.push(url);
    const body = bodies[url];
    if (body === undefined) return { kind: 'status', status: 404, detail: 'no', text: '', headers: {} };
    return {
      kind: 'fetched',
      status: 200,
      url,
      baseIri: url,
      mediaType: 'text/turtle',
      headers: {},
      body: { kind: 'memory', bytes: Buffer.from(prefixes + body) },
      bodyHash: url,
      etag: null,
      lastModified: null,
      movedTo: null,
    };
  };
  const context = {
    fetcher: { fetch: ({ url }: { url: string }) => Promise.resolve(answer(url)) },
    clock: new TestClock(),
    logger: silentLogger,
    signal: new AbortController().signal,
    limits: { maxPages: 10, maxDocumentBytes: 1 << 20, maxPageBytes: 1 << 20, maxRunBytes: 1 << 20 },
    remembered: () => undefined,
    bookmark: null,
    fullWalkAt: null,
    full: false,
    knownDocuments: () => [],
    stored: () => Promise.resolve(null),
  };
  for await (const event of harvesters.get(protocol)!.harvest(makeStation('a', { protocol, endpoint }), context)) {
    events.push(event);
    if (event.kind === 'document') {
      await parseRdf({ ...event.document, path: event.document.url, maxBytes: 1 << 20 }, (quad) => {
        event.visit(quad);
      });
      event.memo();
    }
  }
  return { asked, events };
}

const paged = (next: string): string => `<> a <http://www.w3.org/ns/hydra/core#PagedCollection> ; <http://www.w3.org/ns/hydra/core#next> <${next}> .`;

describe('a station that is registered with https', () => {
  it('is read with https when its next link says http on the same host, and told so', async () => {
    const { asked, events } = await walk('rdf', 'https://data.example/all', {
      'https://data.example/all': paged('http://data.example/all?page=2'),
      'https://data.example/all?page=2': 'ex:a dct:title "A" .',
    });
    expect(asked).toEqual(['https://data.example/all', 'https://data.example/all?page=2']);
    expect(events.filter((event) => event.kind === 'issue')).toMatchObject([{ issue: { code: 'paging-foreign-host', severity: 'warning' } }]);
    expect(events.at(-1)).toEqual({ kind: 'complete', walk: 'full' });
  });

  it('is read with https when a FAIR Data Point names its pages with http, under the names it gave them', async () => {
    const { asked, events } = await walk('fdp', 'https://data.example/', {
      'https://data.example/':
        '<https://data.example/> a <https://w3id.org/fdp/fdp-o#FAIRDataPoint> ; <https://w3id.org/fdp/fdp-o#metadataCatalog> <http://data.example/catalog/1> .',
      'https://data.example/catalog/1': '<http://data.example/catalog/1> a dcat:Catalog .',
    });
    expect(asked).toEqual(['https://data.example/', 'https://data.example/catalog/1']);
    expect(events.flatMap((event) => (event.kind === 'document' ? [event.document.url] : []))).toEqual([
      'https://data.example/',
      'http://data.example/catalog/1',
    ]);
  });
});

describe('the scheme of a link', () => {
  it.each([
    ['http://a.example/x', 'https://a.example/', 'https://a.example/x'],
    ['http://a.example:8443/x', 'https://a.example:8443/', 'https://a.example:8443/x'],
    ['https://a.example/x', 'http://a.example/', 'https://a.example/x'],
    ['http://b.example/x', 'https://a.example/', 'http://b.example/x'],
  ])('%s of a station at %s is read as %s', (link, endpoint, expected) => {
    expect(inOwnScheme(link, endpoint)).toBe(expected);
  });
});
