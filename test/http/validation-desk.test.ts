import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/assets.js';
import { ClientRate } from '../../src/catalogue/client-rate.js';
import { openApi } from '../../src/http/openapi-document.js';
import { problemHandler } from '../../src/http/problem.js';
import { profilesRouter } from '../../src/http/routes/profiles.js';
import { validationsRouter } from '../../src/http/routes/validations.js';
import { reportSchema } from '../../src/report/json-schema.js';
import { testDesk, type TestDeskOptions } from '../portal/support/desk.js';
import { fakeQueries } from '../portal/support/fake-queries.js';

const turtle = readFileSync(join(packageRoot, 'fixtures', 'rdf', 'dataset-without-category.ttl'), 'utf8');
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

interface Api {
  readonly url: string;
  send(body: string, headers?: Readonly<Record<string, string>>, query?: string): Promise<Response>;
}

/** The routes of the desk alone, in this process, with the real rules. */
async function openApiServer(options: TestDeskOptions & { readonly waitMs?: number } = {}): Promise<Api> {
  const desk = testDesk(options);
  const app = express();
  app.set('query parser', 'simple').set('trust proxy', 1);
  const server = await new Promise<Server>((resolve) => {
    const started = app.listen(0, '127.0.0.1', () => resolve(started));
  });
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  app.set('base url', url);
  app.use('/api/v1', validationsRouter({ desk, baseUrl: url, version: '1', waitMs: options.waitMs ?? 20_000 }), profilesRouter(fakeQueries(), url));
  app.use(problemHandler({ debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }));
  closing.push(() => {
    desk.close();
    server.closeAllConnections();
    server.close();
  });
  return {
    url,
    send: (body, headers = {}, query = '') =>
      fetch(`${url}/api/v1/validations${query}`, { method: 'POST', body, headers: { 'content-type': 'text/turtle', ...headers } }),
  };
}

const json = async <T = Record<string, unknown>>(response: Response): Promise<T> => (await response.json()) as T;
interface Job {
  readonly state: string;
  readonly progress: { readonly done: number; readonly total: number };
  readonly links: { readonly self: string; readonly report?: string };
}

/** A validation that stands still until it is let go. */
function gate(): { readonly wait: () => Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { wait: () => opened, open: () => open() };
}

async function ended(url: string): Promise<Job> {
  for (;;) {
    const job = await json<Job>(await fetch(url));
    if (!['queued', 'running'].includes(job.state)) return job;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('a report', () => {
  it('comes in the format asked for, by Accept or by name', async () => {
    const api = await openApiServer();
    const seen: [string, string | null, string][] = [];
    for (const [accept, query] of [
      ['*/*', ''],
      ['application/json', ''],
      ['text/plain', ''],
      ['text/html', ''],
      ['text/csv', ''],
      ['text/turtle', ''],
      ['application/ld+json', ''],
      ['application/sarif+json', ''],
      ['application/junit+xml', ''],
      ['application/xml', ''],
      ['text/html;q=0.2, text/csv;q=0.8', ''],
      ['application/json', '?format=html&lang=nl'],
    ] as const) {
      const response = await api.send(turtle, { accept }, query);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect((await response.text()).length).toBeGreaterThan(200);
      seen.push([accept + query, response.headers.get('content-type')?.split(';')[0] ?? null, response.headers.get('vary') ?? '']);
    }
    expect(seen.map(([, type]) => type)).toEqual([
      'application/json',
      'application/json',
      'text/plain',
      'text/html',
      'text/csv',
      'text/turtle',
      'application/ld+json',
      'application/sarif+json',
      'application/xml',
      'application/xml',
      'text/csv',
      'text/html',
    ]);
  });

  it('is refused before any work in a format that there is not', async () => {
    const api = await openApiServer();
    const refused = await api.send(turtle, { accept: 'application/pdf' });
    expect([refused.status, (await json<{ code: string }>(refused)).code]).toEqual([406, 'request/not-acceptable']);
    expect((await api.send(turtle, {}, '?format=pdf')).status).toBe(400);
    expect((await api.send(turtle, {}, '?lang=fr')).status).toBe(400);
  });

  it('keeps to the schema that the OpenAPI document publishes', async () => {
    const api = await openApiServer();
    const answer = await json(await api.send(turtle));
    expect(reportSchema.safeParse(answer).error).toBeUndefined();
    const document = openApi(api.url, '1', 'desk@catalogue.example') as { components: { schemas: { Report: { properties: object } } }; paths: object };
    expect(Object.keys(document.components.schemas.Report.properties).sort()).toEqual(Object.keys(answer).sort());
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/validations', '/validations/{job}', '/validations/{job}/report', '/profiles', '/profiles/{id}']),
    );
  });

  it('says where and why a document cannot be read, in both languages', async () => {
    const api = await openApiServer();
    const response = await api.send('@prefix dct: <http://purl.org/dc/terms/> .\n<urn:a> dct:title ex:b .\n');
    const problem = await json<{
      code: string;
      line: number;
      trouble: { code: string; line: number; excerpt: { lines: string[] }; message: Record<string, string[]> };
    }>(response);
    expect([response.status, problem.code, problem.line, problem.trouble.code]).toEqual([422, 'request/unreadable', 2, 'undeclared-prefix']);
    expect(Object.keys(problem.trouble.message).sort()).toEqual(['en', 'nl']);
    expect(problem.trouble.excerpt.lines.join('\n')).toContain('ex:b');
  });

  it('tells an address that cannot be reached, and never why', async () => {
    const api = await openApiServer({ pages: { 'https://open.example/a.ttl': turtle } });
    const ask = (url: string): Promise<Response> => api.send(JSON.stringify({ url }), { 'content-type': 'application/json' });
    expect((await ask('https://open.example/a.ttl')).status).toBe(200);
    const refused = await ask('http://169.254.169.254/latest');
    expect([refused.status, (await json<{ detail: string }>(refused)).detail]).toEqual([
      422,
      'The address could not be read. Check that it is public and answers with RDF.',
    ]);
  });
});

describe('a validation that takes long', () => {
  it('answers 202 with an address that tells of it, and the report when it is done', async () => {
    const slow = gate();
    const api = await openApiServer({ waitMs: 30, gate: slow.wait });
    const accepted = await api.send(turtle);
    const location = accepted.headers.get('location') ?? '';
    expect([accepted.status, accepted.headers.get('retry-after')]).toEqual([202, '2']);
    expect(location).toMatch(/\/api\/v1\/validations\/[0-9a-f]{32}$/);
    const running = await json<Job>(await fetch(location));
    expect([running.state, running.progress]).toEqual(['running', { done: 0, total: 1 }]);
    expect((await fetch(`${location}/report`)).status).toBe(404);
    slow.open();
    const done = await ended(location);
    expect([done.state, done.progress]).toEqual(['done', { done: 1, total: 1 }]);
    const report = await fetch(done.links.report ?? '', { headers: { accept: 'text/csv' } });
    expect([report.status, report.headers.get('content-type')?.split(';')[0]]).toEqual([200, 'text/csv']);
    expect((await fetch(location, { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(location)).status).toBe(404);
    expect((await fetch(location, { method: 'DELETE' })).status).toBe(404);
  });

  it('can be asked for at once, and tells why it failed', async () => {
    const api = await openApiServer();
    const accepted = await api.send('<urn:a> <urn:b> ', { prefer: 'respond-async, wait=5' });
    expect([accepted.status, accepted.headers.get('preference-applied')]).toEqual([202, 'respond-async']);
    const failed = await ended(accepted.headers.get('location') ?? '');
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'request/unreadable', trouble: { line: 1 } } });
    expect((await fetch(`${failed.links.self}/report`)).status).toBe(422);
  });

  it('can be cancelled while it runs or waits', async () => {
    const slow = gate();
    const api = await openApiServer({ gate: slow.wait, settings: { atOnce: 1 } });
    const [running, waiting] = [await api.send(turtle, { prefer: 'respond-async' }), await api.send(turtle, { prefer: 'respond-async' })].map(
      (response) => response.headers.get('location') ?? '',
    );
    for (const location of [waiting ?? '', running ?? '']) {
      expect((await fetch(location, { method: 'DELETE' })).status).toBe(204);
      expect((await json<Job>(await fetch(location))).state).toBe('cancelled');
      expect((await fetch(`${location}/report`)).status).toBe(410);
    }
    slow.open();
    expect((await api.send(turtle)).status).toBe(200);
  });

  it('is forgotten after its time', async () => {
    const api = await openApiServer({ settings: { keepMs: 1 } });
    const location = (await api.send(turtle, { prefer: 'respond-async' })).headers.get('location') ?? '';
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect((await fetch(location)).status).toBe(404);
  });

  it('finds the desk full: 503 with a time to come back', async () => {
    const slow = gate();
    const api = await openApiServer({ gate: slow.wait, settings: { atOnce: 1, waiting: 1 } });
    const answers = [];
    for (let n = 0; n < 3; n++) answers.push(await api.send(turtle, { prefer: 'respond-async' }));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 503]);
    expect(answers[2]?.headers.get('retry-after')).toBe('15');
    slow.open();
  });
});

describe('the rate', () => {
  it('is counted by visitor, whoever stands in between', async () => {
    const api = await openApiServer({ settings: { ratePerMinute: 2 } });
    const from = async (address: string): Promise<[number, string | null]> => {
      const response = await api.send(turtle, { 'x-forwarded-for': address });
      return [response.status, response.headers.get('retry-after')];
    };
    expect(await from('203.0.113.7')).toEqual([200, null]);
    expect(await from('9.9.9.9, 203.0.113.7')).toEqual([200, null]);
    const refused = await api.send(turtle, { 'x-forwarded-for': '8.8.8.8, 203.0.113.7' });
    expect([refused.status, (await json<{ code: string }>(refused)).code]).toEqual([429, 'request/too-many']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await from('203.0.113.8'))[0]).toBe(200);
  });

  it('takes a whole IPv6 network for one, and refills with time', () => {
    const rate = new ClientRate(2);
    const all = (addresses: readonly string[], at: number): boolean[] => addresses.map((address) => rate.take(address, at) === 0);
    expect(all(['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:DB8:1:2:0:0:0:3', '2001:db8:1:3::1'], 0)).toEqual([true, true, false, true]);
    expect(all(['::ffff:192.0.2.1', '192.0.2.1', '192.0.2.1'], 0)).toEqual([true, true, false]);
    expect([rate.take('192.0.2.1', 29_000), rate.take('192.0.2.1', 30_000)]).toEqual([1, 0]);
  });
});

describe('profiles', () => {
  it('are listed, and each with all its rules and their examples', async () => {
    const api = await openApiServer();
    const { items } = await json<{ items: { id: string; rules: number; claimedBy: string[]; links: { self: string } }[] }>(
      await fetch(`${api.url}/api/v1/profiles`),
    );
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(['dcat-ap-3.0', 'healthdcat-ap-r8', 'ndc-checks']));
    for (const item of items) {
      const one = await json<{ ruleList: { iri: string; message: object }[] }>(await fetch(item.links.self));
      expect([item.id, one.ruleList.length]).toEqual([item.id, item.rules]);
    }
    expect((await fetch(`${api.url}/api/v1/profiles/nothing`)).status).toBe(404);
    expect((await fetch(`${api.url}/api/v1/profiles?x=1`)).status).toBe(400);
  });
});
