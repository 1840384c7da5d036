import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { IssueCode, RunOutcome } from '../../src/domain/harvest.js';
import { FakeStation, type FakeRoute } from '../support/fake-station.js';
import { openHouse, stationOf } from '../support/house.js';
import { prefixes } from '../support/rdf.js';
import { runs } from '../support/runs.js';

/**
 * What a station does to us on its second visit (protocols.md section 11), over real HTTP, through the whole pipeline. After
 * each the same must hold: the outcome, one clear issue, everything published before still there, no temporary file left,
 * and a good answer on the third visit ends well.
 */
interface Hostile {
  readonly name: string;
  readonly rule: string;
  readonly routes: (url: string) => Readonly<Record<string, FakeRoute>>;
  readonly outcome: RunOutcome;
  /** Null: there is nothing to say, and nothing happens. */
  readonly issue: IssueCode | null;
  /** How many of them, one if nothing is said. */
  readonly issues?: number;
  /** Records of the hostile answer that are as good as any. */
  readonly added?: number;
}

const iri = (n: number | string): string => `https://holder.example/${String(n)}`;
const dataset = (n: number | string, more = ''): string =>
  `<${iri(n)}> a dcat:Dataset ; dct:title "Dataset ${String(n)}"@nl ; dct:description "About ${String(n)}"@nl ; dct:publisher [ foaf:name "P" ] ${more} .\n`;
const kept = [1, 2, 3, 4, 5].map((n) => dataset(n)).join('');
const turtle = (body: string | Uint8Array, more: Partial<FakeRoute> = {}): FakeRoute => ({ body, type: 'text/turtle', ...more });
const good = turtle(prefixes + kept);
const next = (url: string): string => `<> a <http://www.w3.org/ns/hydra/core#PagedCollection> ; <http://www.w3.org/ns/hydra/core#next> <${url}> .\n`;
const rdfXml = (inner: string, doctype = ''): FakeRoute => ({
  type: 'application/rdf+xml',
  body: `<?xml version="1.0"?>${doctype}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dct="http://purl.org/dc/terms/" xmlns:dcat="http://www.w3.org/ns/dcat#"><dcat:Dataset rdf:about="${iri('x')}"><dct:title>T</dct:title><dct:description>${inner}</dct:description></dcat:Dataset></rdf:RDF>`,
});
const jsonLd = (body: string): FakeRoute => ({ type: 'application/ld+json', body });
const entities = (declarations: string): string => `<!DOCTYPE rdf:RDF [ ${declarations} ]>`;
const laughs = ['<!ENTITY a "ha">', ...[...'bcdefghij'].map((to, at) => `<!ENTITY ${to} "${`&${'abcdefghi'.charAt(at)};`.repeat(10)}">`)].join('');
const big = (before: string, fill: string, megabytes: number, after: string): Buffer =>
  Buffer.concat([Buffer.from(before), Buffer.alloc(megabytes << 20, fill), Buffer.from(after)]);
const terms = (count: number): string => Array.from({ length: count }, (_, n) => `"t${String(n)}":"urn:t${String(n)}"`).join(',');
const repeated = (count: number, make: (n: number) => string): string => Array.from({ length: count }, (_, n) => make(n)).join('');
const keptAsJson = [1, 2, 3, 4, 5]
  .map((n) => {
    const text = (value: string): object => ({ '@value': value, '@language': 'nl' });
    return JSON.stringify({
      '@id': iri(n),
      '@type': 'http://www.w3.org/ns/dcat#Dataset',
      'http://purl.org/dc/terms/title': text(`Dataset ${String(n)}`),
      'http://purl.org/dc/terms/description': text(`About ${String(n)}`),
      'http://purl.org/dc/terms/publisher': { 'http://xmlns.com/foaf/0.1/name': 'P' },
    });
  })
  .join(',');
const clique = (size: number): string => repeated(size, (a) => repeated(size, (b) => (a === b ? '' : `_:b${String(a)} dct:relation _:b${String(b)} .\n`)));
const literalMegabytes = Math.min(100, runs(12));
/** The literal itself must come in. */
const maxDocumentMegabytes = Math.max(64, literalMegabytes + 8);
const blanks = Math.min(1_000_000, runs(110_000));

const hostile: readonly Hostile[] = [
  ...(
    [
      'http://10.0.0.1/',
      'http://169.254.169.254/latest/meta-data',
      'http://[::ffff:10.0.0.1]/',
      'http://[64:ff9b::a00:1]/',
      'http://[2002:a00:1::]/',
      'http://0x0a.1/',
      'http://vault.internal/',
      'http://127.0.0.1:22/',
      'file:///etc/passwd',
    ] as const
  ).map((target): Hostile => ({
    name: `redirects to ${target}`,
    rule: 'SSRF-5',
    routes: () => ({ '/all': { redirect: target } }),
    outcome: 'failed',
    issue: 'refused-address',
  })),
  {
    name: 'redirects to a private address on the third hop',
    rule: 'SSRF-5',
    routes: () => ({ '/all': { redirect: '/2' }, '/2': { redirect: '/3' }, '/3': { redirect: 'http://192.168.0.1/' } }),
    outcome: 'failed',
    issue: 'refused-address',
  },
  { name: 'redirects in a circle', rule: 'HTTP-13', routes: () => ({ '/all': { redirect: '/all' } }), outcome: 'failed', issue: 'redirect' },
  {
    name: 'a bomb in gzip',
    rule: 'SSRF-9',
    routes: () => ({ '/all': turtle(gzipSync(Buffer.alloc(32 << 20, ' ')), { headers: { 'Content-Encoding': 'gzip' } }) }),
    outcome: 'failed',
    issue: 'too-large',
  },
  {
    name: 'a bomb in brotli',
    rule: 'SSRF-9',
    routes: () => ({ '/all': turtle(brotliCompressSync(Buffer.alloc(32 << 20, ' ')), { headers: { 'Content-Encoding': 'br' } }) }),
    outcome: 'failed',
    issue: 'too-large',
  },
  {
    name: 'a bomb as a gzip file',
    rule: 'SSRF-9',
    routes: () => ({ '/all': { body: gzipSync(big(prefixes + kept, ' ', 32, '')), type: 'application/gzip' } }),
    outcome: 'partial',
    issue: 'too-large',
  },
  {
    name: 'a bomb in gzip in gzip',
    rule: 'SSRF-9',
    routes: () => ({ '/all': { body: gzipSync(gzipSync(big(prefixes + kept, ' ', 64, ''))), type: 'application/gzip' } }),
    outcome: 'partial',
    issue: 'too-large',
  },
  {
    name: 'gzip in gzip in gzip',
    rule: 'SSRF-9',
    routes: () => ({ '/all': { body: gzipSync(gzipSync(gzipSync(prefixes + kept))), type: 'application/gzip' } }),
    outcome: 'partial',
    issue: 'unsupported-format',
  },
  {
    name: 'a body larger than the cap',
    rule: 'SSRF-10',
    routes: () => ({ '/all': turtle(big('', ' ', maxDocumentMegabytes + 1, '')) }),
    outcome: 'failed',
    issue: 'too-large',
  },
  { name: 'a body that stalls', rule: 'HTTP-5', routes: () => ({ '/all': { ...good, stall: 'body' } }), outcome: 'failed', issue: 'timeout' },
  {
    name: 'headers of 100 KB',
    rule: 'SSRF-10',
    routes: () => ({ '/all': { ...good, headers: { 'x-large': 'h'.repeat(100_000) } } }),
    outcome: 'failed',
    issue: 'too-large',
  },
  {
    name: 'pages without end',
    rule: 'RUN-13',
    routes: () =>
      Object.fromEntries(
        Array.from({ length: 100 }, (_, n) => [
          n === 0 ? '/all' : `/all?page=${String(n)}`,
          turtle(prefixes + dataset(n + 1) + next(`/all?page=${String(n + 1)}`)),
        ]),
      ),
    outcome: 'partial',
    issue: 'limit-reached',
    added: 15,
  },
  ...[1, 2, 3].map((length): Hostile => ({
    name: `pages in a circle of ${String(length)}`,
    rule: 'RUN-12',
    routes: () =>
      Object.fromEntries(
        Array.from({ length }, (_, n) => [
          n === 0 ? '/all' : `/all?p=${String(n)}`,
          turtle(prefixes + dataset(n + 1) + next(n + 1 === length ? '/all' : `/all?p=${String(n + 1)}`)),
        ]),
      ),
    outcome: 'partial',
    issue: 'paging-loop',
  })),
  {
    name: 'a next page in the private network',
    rule: 'SSRF-5',
    routes: () => ({ '/all': turtle(prefixes + kept + next('http://10.0.0.1/latest')), '/latest': turtle(prefixes + dataset(5)) }),
    outcome: 'complete',
    issue: 'paging-foreign-host',
  },
  { name: 'a billion laughs', rule: 'SSRF-8', routes: () => ({ '/all': rdfXml('&j;', entities(laughs)) }), outcome: 'partial', issue: 'parse-error' },
  {
    name: 'entities without end, not nested',
    rule: 'SSRF-8',
    routes: () => ({ '/all': rdfXml('&a;'.repeat(100_000), entities(`<!ENTITY a "${'x'.repeat(2000)}">`)) }),
    outcome: 'partial',
    issue: 'parse-error',
  },
  {
    name: 'an allowed entity used without end',
    rule: 'SSRF-8',
    routes: () => ({ '/all': rdfXml('&a;'.repeat(5000), entities(`<!ENTITY a "${'x'.repeat(1000)}">`)) }),
    outcome: 'partial',
    issue: 'too-large',
  },
  {
    name: 'a file as an entity',
    rule: 'SSRF-8',
    routes: () => ({ '/all': rdfXml('&x;', entities('<!ENTITY x SYSTEM "file:///etc/passwd">')) }),
    outcome: 'partial',
    issue: 'parse-error',
  },
  {
    name: 'an external document type',
    rule: 'SSRF-8',
    routes: () => ({ '/all': rdfXml('x', '<!DOCTYPE rdf:RDF SYSTEM "http://169.254.169.254/x.dtd">') }),
    outcome: 'partial',
    issue: 'parse-error',
  },
  {
    name: 'JSON 65 deep',
    rule: 'SSRF-10',
    routes: () => ({ '/all': jsonLd('{"urn:p":'.repeat(65) + '1' + '}'.repeat(65)) }),
    outcome: 'partial',
    issue: 'parse-error',
  },
  { name: 'JSON a million deep', rule: 'SSRF-10', routes: () => ({ '/all': jsonLd('['.repeat(1_000_000)) }), outcome: 'partial', issue: 'parse-error' },
  {
    name: 'RDF/XML 300 deep',
    rule: 'SSRF-10',
    routes: () => ({ '/all': rdfXml(`<dcat:a>`.repeat(300) + `</dcat:a>`.repeat(300)) }),
    outcome: 'partial',
    issue: 'parse-error',
  },
  {
    name: 'Turtle a hundred thousand brackets deep',
    rule: 'SSRF-10',
    routes: () => ({ '/all': turtle(`${prefixes}<${iri('x')}> dct:relation ${'[ dct:relation '.repeat(100_000)}`) }),
    outcome: 'partial',
    issue: 'parse-error',
  },
  {
    name: `a literal of ${String(literalMegabytes)} MB in Turtle`,
    rule: 'SSRF-10',
    routes: () => ({ '/all': turtle(big(`${prefixes}${kept}<${iri('x')}> dct:title "`, 'x', literalMegabytes, '" .')) }),
    outcome: 'partial',
    issue: 'too-large',
  },
  {
    name: `a literal of ${String(literalMegabytes)} MB in JSON-LD`,
    rule: 'SSRF-10',
    routes: () => ({ '/all': { type: 'application/ld+json', body: big('{"http://purl.org/dc/terms/title":"', 'x', literalMegabytes, '"}') } }),
    outcome: 'partial',
    issue: 'too-large',
  },
  {
    name: `a literal of ${String(literalMegabytes)} MB in RDF/XML`,
    rule: 'SSRF-10',
    routes: () => ({
      '/all': {
        type: 'application/rdf+xml',
        body: big((rdfXml('').body as string).replace(/<\/dct:description>.*$/, ''), 'x', literalMegabytes, '</dct:description></dcat:Dataset></rdf:RDF>'),
      },
    }),
    outcome: 'partial',
    issue: 'too-large',
  },
  {
    name: `${String(blanks)} blank nodes in one record`,
    rule: 'SSRF-10',
    routes: () => ({
      '/all': turtle(`${prefixes}${kept}${dataset('x', `; dct:relation ${repeated(blanks, () => '[ dct:title "b" ] ,\n')} [ dct:title "c" ]`)}`),
    }),
    outcome: 'complete',
    issue: 'too-large',
  },
  {
    name: 'one blank node with 150 000 triples',
    rule: 'SSRF-10',
    routes: () => ({
      '/all': turtle(`${prefixes}${kept}${dataset('x', `; dct:relation [ dct:title ${repeated(150_000, (n) => `"${String(n)}",\n`)} "end" ]`)}`),
    }),
    outcome: 'complete',
    issue: 'too-large',
  },
  {
    name: 'blank nodes that cannot be told apart (a poison graph)',
    rule: 'SSRF-10',
    routes: () => ({ '/all': turtle(`${prefixes}${kept}${dataset('x', '; dct:relation _:b0')}${clique(30)}`) }),
    outcome: 'complete',
    issue: 'parse-error',
  },
  {
    name: 'an IRI with control characters as a subject',
    rule: 'REC',
    routes: () => ({
      '/all': jsonLd(
        `[${keptAsJson},{"@id":"https://holder.example/a\\u0001b","@type":"http://www.w3.org/ns/dcat#Dataset","http://purl.org/dc/terms/title":"T","http://purl.org/dc/terms/description":"D"}]`,
      ),
    }),
    outcome: 'complete',
    issue: 'invalid-subject',
  },
  {
    name: 'an IRI of 9 KiB as a subject',
    rule: 'SSRF-10',
    routes: () => ({ '/all': turtle(prefixes + kept + dataset('x'.repeat(9000))) }),
    outcome: 'complete',
    issue: 'invalid-subject',
  },
  {
    name: 'an IRI of 9 KiB as a value',
    rule: 'SSRF-10',
    routes: () => ({ '/all': turtle(`${prefixes}${kept}${dataset('x', `; dcat:landingPage <https://holder.example/${'y'.repeat(9000)}>`)}`) }),
    outcome: 'complete',
    issue: 'not-repaired',
    issues: 2,
    added: 1,
  },
  {
    name: 'a @context that lists 21',
    rule: 'SSRF-11',
    routes: () => ({ '/all': jsonLd(`{"@context":[${'{},'.repeat(20)}{}],"@id":"urn:x"}`) }),
    outcome: 'partial',
    issue: 'parse-error',
  },
  {
    name: 'a thousand contexts within a large one',
    rule: 'SSRF-11',
    routes: () => ({ '/all': jsonLd(`{"@context":{${terms(20_000)},"k":"urn:k"},"k":[${repeated(1000, () => '{"@context":{"a":"urn:a"},"a":"x"},')}1]}`) }),
    outcome: 'partial',
    issue: 'parse-error',
  },
  {
    name: 'a context of a term, used a thousand times',
    rule: 'SSRF-11',
    routes: () => ({
      '/all': jsonLd(
        `{"@context":{${terms(20_000)},"k":{"@id":"urn:k","@context":{"a":"urn:a"}},"l":"urn:l"},"l":[${repeated(1000, () => '{"\\u006b":{"a":"x"}},')}1]}`,
      ),
    }),
    outcome: 'partial',
    issue: 'parse-error',
  },
  {
    name: 'a context that refers to itself',
    rule: 'SSRF-11',
    routes: () => ({ '/all': jsonLd('{"@context":{"a":"b:x","b":"a:y"},"a":"x"}') }),
    outcome: 'on-hold',
    issue: 'brake',
  },
  {
    name: 'a context in the private network',
    rule: 'SSRF-11',
    routes: () => ({ '/all': jsonLd('{"@context":"http://169.254.169.254/c","@id":"urn:x"}') }),
    outcome: 'partial',
    issue: 'missing-context',
  },
  {
    name: 'a context that is imported from there',
    rule: 'SSRF-11',
    routes: () => ({ '/all': jsonLd('{"@context":{"@version":1.1,"@import":"http://169.254.169.254/c"},"@id":"urn:x"}') }),
    outcome: 'partial',
    issue: 'missing-context',
  },
  {
    name: 'owl:imports and void:dataDump into the private network',
    rule: 'SSRF-12',
    routes: (url) => ({
      '/all': turtle(
        `${prefixes}${kept}<${url}/all> <http://www.w3.org/2002/07/owl#imports> <http://10.0.0.1/> ; <http://rdfs.org/ns/void#dataDump> <${url}/dump> .`,
      ),
      '/dump': { status: 500 },
    }),
    outcome: 'complete',
    issue: null,
  },
  {
    name: 'a record of our own',
    rule: 'REC-9',
    routes: () => ({ '/all': turtle(prefixes + kept + dataset('x').replace(`<${iri('x')}>`, '<https://catalogue.example/datasets/x>')) }),
    outcome: 'complete',
    issue: 'own-subject',
  },
  {
    name: 'records of another holder',
    rule: 'REC-9',
    routes: () => ({ '/all': turtle(prefixes + kept + dataset('x').replace(`<${iri('x')}>`, '<https://second.example/1>')) }),
    outcome: 'complete',
    issue: 'foreign-subject',
  },
];

interface Row {
  readonly rule: string;
  readonly name: string;
  readonly result: string;
}
const table: Row[] = [];

afterAll(() => {
  const width = Math.max(...table.map(({ name }) => name.length));
  console.log(['', ...table.map(({ rule, name, result }) => `${rule.padEnd(8)} ${name.padEnd(width)} ${result}`)].join('\n'));
});

describe('a station that turns hostile (protocols.md 11)', () => {
  it.each(hostile.map((one) => [one.rule, one.name, one] as const))(
    '%s: %s',
    async (rule, name, { routes, outcome, issue, issues: expected = issue === null ? 0 : 1, added = 0 }) => {
      const fake = await FakeStation.start({ '/all': good });
      const temporaryFolder = mkdtempSync(join(tmpdir(), 'ndc-hostile-'));
      const stations = [
        stationOf({ id: 'holder', endpoint: `${fake.url}/all`, subjectPrefixes: ['https://holder.example/'] }),
        stationOf({ id: 'second', endpoint: 'http://second.example/', subjectPrefixes: ['https://second.example/'] }),
      ];
      const house = await openHouse(stations, {
        ownBase: 'https://catalogue.example',
        fetch: { temporaryFolder, tries: 1, headersTimeoutMs: 20_000, bodyTimeoutMs: 1500, totalTimeoutMs: 120_000 },
        settings: {
          runTimeoutMs: 1_800_000,
          limits: { maxPages: 20, maxDocumentBytes: maxDocumentMegabytes << 20, maxPageBytes: 8 << 20, maxRunBytes: 1 << 30 },
        },
      });
      try {
        expect(await house.harvest('holder')).toMatchObject({ outcome: 'complete', counts: { added: 5 } });
        for (const [path, route] of Object.entries(routes(fake.url))) fake.set(path, route);
        const begun = Date.now();
        const summary = await house.harvest('holder');
        const issues = house.reader.runIssues(summary.run ?? 0, 500);
        const found = issues.find(({ code }) => code === issue);
        table.push({
          rule,
          name,
          result: `${summary.outcome.padEnd(9)} ${found?.code ?? issues.map(({ code }) => code).join()}: ${(found?.detail ?? '').slice(0, 110)} (${String(Date.now() - begun)} ms)`,
        });
        expect([summary.outcome, summary.counts.added, summary.counts.withdrawn, issues.filter(({ code }) => code === issue).length]).toEqual([
          outcome,
          added,
          0,
          expected,
        ]);
        expect(issues.filter(({ code, severity }) => severity === 'error' && code !== issue).map(({ code, detail }) => `${code}: ${detail}`)).toEqual([]);
        if (issue !== null) expect(found?.detail).toMatch(/^[^\x00-\x1f]{10,700}$/);
        for (let n = 1; n <= 5; n++) expect(house.reader.head(iri(n))).toMatchObject({ state: 'current', version: 1 });
        expect(readdirSync(temporaryFolder)).toEqual([]);
        expect(fake.requests.map(({ path }) => path)).not.toContain('/dump');
        fake.set('/all', good);
        expect((await house.harvest('holder')).outcome).toBe('complete');
        expect(readdirSync(temporaryFolder)).toEqual([]);
      } finally {
        const { dataDir } = house;
        house.close();
        await fake.close();
        rmSync(temporaryFolder, { recursive: true, force: true });
        expect(existsSync(dataDir)).toBe(false);
      }
    },
  );
});
