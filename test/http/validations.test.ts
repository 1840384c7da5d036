import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/assets.js';
import type { RdfFormat } from '../../src/rdf/format.js';
import { parseText } from '../../src/rdf/parse.js';
import { serialise } from '../../src/rdf/serialise.js';
import { skolemise } from '../../src/rdf/skolemise.js';
import { FakeStation } from '../support/fake-station.js';
import { openTestServer, type TestServer } from '../support/server.js';

interface Report {
  readonly profile: string;
  readonly conforms: boolean;
  readonly publishable: boolean;
  readonly datasets: readonly { readonly iri: string; readonly publishable: boolean }[];
  readonly results: readonly {
    readonly severity: string;
    readonly focusNode: string;
    readonly path: string;
    readonly component: string;
    readonly line: number | null;
    readonly sourceShape: string;
  }[];
}

const fixture = (name: string): string => readFileSync(join(packageRoot, 'fixtures', 'rdf', name), 'utf8');
const faulty = 'dataset-without-category.ttl';
let catalogue: TestServer;

beforeAll(async () => {
  catalogue = await openTestServer({ harvest: false, environment: { NDC_VALIDATION_MAX_BYTES: '200000', NDC_VALIDATION_RATE: '1000', NDC_TRUST_PROXY: '1' } });
}, 180_000);

afterAll(async () => {
  await catalogue.close();
});

const send = (body: string | Uint8Array<ArrayBuffer>, type: string, query = '', headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(`${catalogue.url}/api/v1/validations${query}`, { method: 'POST', body, headers: { ...(type === '' ? {} : { 'content-type': type }), ...headers } });
/** What a format may not change: places in the document are its own. */
const verdict = ({ profile, conforms, publishable, datasets, results }: Report): object => ({
  profile,
  conforms,
  publishable,
  datasets: datasets.map(({ iri, publishable: admitted }) => [iri, admitted]),
  results: results.map(({ severity, focusNode, path, component, sourceShape }) => [severity, focusNode, path, component, sourceShape].join(' ')).sort(),
});

async function report(response: Response): Promise<Report> {
  const text = await response.text();
  expect([response.status, response.status === 200 ? '' : text]).toEqual([200, '']);
  return JSON.parse(text) as Report;
}

async function problem(response: Response): Promise<{ status: number; code: string; detail: string; line?: number }> {
  expect(response.headers.get('content-type')?.split(';')[0]).toBe('application/problem+json');
  return (await response.json()) as { status: number; code: string; detail: string; line?: number };
}

describe('POST /api/v1/validations', () => {
  it('gives the same verdict in every format, packed or not, with lines where the format has them', async () => {
    const { quads } = await parseText(fixture(faulty), { mediaType: 'text/turtle', baseIri: 'urn:ndc:submitted' });
    const named = await skolemise('https://holder.example/', quads, []);
    const written = (format: RdfFormat): string => serialise(named, format);
    const profile = '?profile=healthdcat-ap-r8';
    const turtle = await report(await send(written('turtle'), 'text/turtle', profile));
    expect(turtle.results.some((result) => result.severity === 'violation' && result.line !== null && result.line > 1)).toBe(true);
    for (const [format, type] of [
      ['json-ld', 'application/ld+json'],
      ['json-ld', 'application/json'],
      ['rdf-xml', 'application/rdf+xml'],
      ['n-quads', 'application/n-quads'],
      ['n-triples', 'application/n-triples'],
      ['trig', 'application/trig'],
      ['turtle', 'text/turtle; charset=utf-8'],
    ] as const) {
      expect(verdict(await report(await send(written(format), type, profile))), type).toEqual(verdict(turtle));
    }
    for (const encoding of [true, false])
      expect(
        verdict(
          await report(
            await send(
              new Uint8Array(gzipSync(written('turtle'))),
              encoding ? 'text/turtle' : 'application/gzip',
              profile,
              encoding ? { 'content-encoding': 'gzip' } : {},
            ),
          ),
        ),
        String(encoding),
      ).toEqual(verdict(turtle));
  });

  it.each([
    'dataset-r8-non-public-conforms.ttl',
    'dataset-r8-public-conforms.ttl',
    faulty,
    'dataset-without-title.ttl',
    'catalogue-without-publisher.ttl',
    'no-dataset.ttl',
    'publisher-without-name.ttl',
  ])(
    'says of %s what the command line says',
    async (name) => {
      const command = await catalogue.ndc('validate', join(packageRoot, 'fixtures', 'rdf', name), '--format', 'json');
      const served = await report(await send(fixture(name), 'text/turtle'));
      expect(JSON.parse(command.out)).toEqual(served);
      expect(command.code).toBe(served.results.some((result) => result.severity === 'violation') || served.datasets.length === 0 ? 1 : 0);
    },
    60_000,
  );

  it('judges every dataset of a document by itself', async () => {
    const more = (n: number, title: string): string =>
      `<https://a.example/${String(n)}> a <http://www.w3.org/ns/dcat#Dataset> ${title === '' ? '' : `; <http://purl.org/dc/terms/title> "${title}"@en`} ; <http://purl.org/dc/terms/description> "D"@en .\n`;
    const listing = `<https://a.example/c> a <http://www.w3.org/ns/dcat#Catalog> ; <http://purl.org/dc/terms/title> "C"@en ; <http://www.w3.org/ns/dcat#dataset> <https://a.example/1> , <https://a.example/2> , <https://a.example/3> .\n`;
    const found = await report(await send(listing + more(1, 'One') + more(2, '') + more(3, 'Three'), 'text/turtle', '?profile=dcat-ap-3.0'));
    expect([
      found.profile,
      found.publishable,
      found.datasets.filter((dataset) => /\d$/.test(dataset.iri)).map((dataset) => [dataset.iri.slice(-1), dataset.publishable]),
    ]).toEqual([
      'dcat-ap-3.0',
      false,
      [
        ['1', true],
        ['2', false],
        ['3', true],
      ],
    ]);
  });

  it('uses the profile and the station that are named, and refuses those that are not there', async () => {
    expect((await report(await send(fixture(faulty), 'text/turtle', '?profile=dcat-ap-3.0'))).profile).toBe('dcat-ap-3.0');
    expect((await report(await send(fixture(faulty), 'text/turtle', '?station=umc-voorbeeld'))).profile).toBe('healthdcat-ap-r8');
    for (const query of ['?profile=none', '?station=none', '?colour=red', '?profile=a&profile=b', '?profile=__proto__', '?station=%00'])
      expect([query, (await problem(await send(fixture(faulty), 'text/turtle', query))).status]).toEqual([query, 400]);
  });

  it.each([
    ['Turtle', 'syntax-error-on-line-7.ttl', 'text/turtle', 7],
    ['JSON', null, 'application/ld+json', 3],
    ['RDF/XML', null, 'application/rdf+xml', null],
  ] as const)('names the line of a syntax error in %s', async (_name, file, type, line) => {
    const body =
      file === null
        ? type === 'application/ld+json'
          ? '{\n "@id": "urn:a",\n "x" 1 }'
          : '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n<rdf:Description>'
        : fixture(file);
    const found = await problem(await send(body, type));
    expect([found.status, found.code]).toEqual([422, 'request/unreadable']);
    if (line !== null) expect(found.line).toBe(line);
  });

  it('refuses what it cannot read: nothing, another type, too much, a bomb, a broken coding', async () => {
    const status = async (response: Promise<Response>): Promise<number> => (await problem(await response)).status;
    expect(await status(send('', 'text/turtle'))).toBe(400);
    expect(await status(send('%PDF-1.7', 'application/pdf'))).toBe(415);
    expect(await status(send('<html><body>Hello</body></html>', 'text/html'))).toBe(422);
    expect(await status(send('x'.repeat(300_000), 'text/turtle'))).toBe(413);
    expect(await status(send(new Uint8Array(gzipSync('# x\n'.repeat(500_000))), 'text/turtle', '', { 'content-encoding': 'gzip' }))).toBe(413);
    expect(await status(send(new Uint8Array(gzipSync('<urn:a> <urn:b> "x" .\n'.repeat(100_000))), 'application/gzip'))).toBe(413);
    expect(await status(send('no gzip', 'text/turtle', '', { 'content-encoding': 'gzip' }))).toBe(400);
    expect(await status(send('x', 'text/turtle', '', { 'content-encoding': 'zstd' }))).toBe(415);
    expect(await status(send('{ "@context": "https://evil.example/context" , "@id": "urn:a" }', 'application/ld+json'))).toBe(422);
    expect(await status(send('<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r>&a;</r>', 'application/rdf+xml'))).toBe(422);
  });

  it('reads an address for a visitor, but never one of our own network, and says the same of all (SSRF-6, SSRF-7)', async () => {
    const station = await FakeStation.start({ '/x.ttl': { body: fixture(faulty), type: 'text/turtle' } });
    const details = new Set<string>();
    for (const url of [
      `${station.url}/x.ttl`,
      `http://localhost:${String(station.port)}/x.ttl`,
      'http://127.0.0.1:1/',
      'http://169.254.169.254/latest',
      'http://[::1]/',
      'http://10.0.0.1/',
      'http://2130706433/',
      'http://name.invalid/',
      'https://fdp.umc-voorbeeld.example/',
    ]) {
      const found = await problem(await send(JSON.stringify({ url }), 'application/json'));
      expect([url, found.status, found.code]).toEqual([url, 422, 'request/unreachable-url']);
      details.add(found.detail);
    }
    expect([details.size, station.requests.length]).toEqual([1, 0]);
    await station.close();
    for (const body of [
      '{"url":"ftp://a.example/"}',
      '{"url":"file:///etc/passwd"}',
      '{"url":7}',
      '{"url":"https://a.example/","more":1}',
      '{"url":["https://a.example/"]}',
      `{"url":"https://a.example/${'x'.repeat(3000)}"}`,
    ])
      expect([body.slice(0, 40), (await problem(await send(body, 'application/json'))).status]).toEqual([body.slice(0, 40), 400]);
  }, 120_000);

  it('is never kept by a cache, and answers other methods in words', async () => {
    expect((await send(fixture(faulty), 'text/turtle')).headers.get('cache-control')).toContain('no-store');
    expect((await problem(await catalogue.get('/api/v1/validations'))).status).toBeGreaterThanOrEqual(404);
  });

  it('gives the same for a file of its own on disk as for standard input', async () => {
    const file = join(catalogue.dataDir, 'mine.ttl');
    writeFileSync(file, fixture(faulty));
    const { ndc } = await import('../support/server.js');
    const [fromFile, fromInput] = [
      await catalogue.ndc('validate', file, '--format', 'json'),
      await ndc(['validate', '-', '--format', 'json'], catalogue.environment, fixture(faulty)),
    ];
    expect(verdict(JSON.parse(fromInput.out) as Report)).toEqual(verdict(JSON.parse(fromFile.out) as Report));
  });
});
