import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { HandlerServer } from '../support/handler-server.js';
import { impatient, makeFetcher } from '../support/fetching.js';
import { makeStation } from '../support/ledger.js';
import type { FetchAnswer } from '../../src/ports/fetcher.js';
import type { FetchSettings } from '../../src/fetch/guarded-fetcher.js';

let server: HandlerServer | undefined;
afterEach(() => server?.close());

interface Probed {
  readonly answer: FetchAnswer;
  /** Method and path of what was asked, robots.txt left out. */
  readonly asked: readonly string[];
}

/** The checker's own fetcher is made for nobody and may not reach this machine; here it is one that may. */
async function probe(
  handle: (path: string, method: string, response: ServerResponse) => void,
  settings: Partial<FetchSettings> = {},
  path = '/x',
): Promise<Probed> {
  server = await HandlerServer.start((request, response) => {
    if (request.url === '/robots.txt' && path !== '/robots-say-no') response.writeHead(404).end();
    else handle(request.url ?? '', request.method ?? '', response);
  });
  const fetcher = makeFetcher(makeStation('a', { endpoint: server.url }), settings);
  const answer = await fetcher.probe(server.url + path, new AbortController().signal);
  await fetcher.close();
  return { answer, asked: server.requests.filter((request) => request.path !== '/robots.txt').map((request) => `${request.method} ${request.path}`) };
}

describe('probing an address', () => {
  it('asks once, by HEAD, and tells the status', async () => {
    const { answer, asked } = await probe((_path, _method, response) => response.writeHead(200, { 'content-length': '1000000000' }).end());
    expect([answer, asked]).toEqual([{ kind: 'status', status: 200, detail: 'The station answered 200.', text: '', headers: {} }, ['HEAD /x']]);
    expect((await probe((_path, _method, response) => response.writeHead(404).end())).answer).toMatchObject({ kind: 'status', status: 404 });
  });

  it.each([403, 405, 501])('asks by GET for one byte where HEAD is answered %i', async (status) => {
    const { answer, asked } = await probe((_path, method, response) => response.writeHead(method === 'HEAD' ? status : 206).end(method === 'HEAD' ? '' : 'x'));
    expect([answer.kind === 'status' && answer.status, asked]).toEqual([206, ['HEAD /x', 'GET /x']]);
    expect(server?.requests.at(-1)?.headers['range']).toBe('bytes=0-0');
  });

  it('follows redirects to the last status', async () => {
    const { answer, asked } = await probe((path, _method, response) =>
      path === '/x' ? response.writeHead(302, { location: '/y' }).end() : response.writeHead(path === '/y' ? 301 : 410, { location: '/z' }).end(),
    );
    expect([answer.kind === 'status' && answer.status, asked]).toEqual([410, ['HEAD /x', 'HEAD /y', 'HEAD /z']]);
  });

  it('reads nothing of a body without end', async () => {
    let sent = 0;
    const { answer } = await probe((_path, method, response) => {
      if (method === 'HEAD') {
        response.writeHead(405).end();
        return;
      }
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      const chunk = Buffer.alloc(64 * 1024);
      const write = (): void => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        sent += chunk.length;
      };
      response.on('drain', write);
      write();
    });
    expect(answer).toMatchObject({ kind: 'status', status: 200 });
    // What fits into the buffers between the two ends, and no more.
    expect(sent).toBeLessThan(32 << 20);
  });

  it('does not wait for a host that asks for time, and says so', async () => {
    const busy = await probe((_path, _method, response) => response.writeHead(429, { 'retry-after': '60' }).end(), { maxRetryAfterMs: 0 });
    expect([busy.answer.kind, busy.asked]).toEqual(['postponed', ['HEAD /x']]);
  });

  it('tells a host that does not answer in time', async () => {
    const { answer } = await probe(() => undefined, impatient);
    expect(answer).toMatchObject({ kind: 'failed', reason: 'timeout' });
  });

  it('asks nothing that robots.txt forbids', async () => {
    const { answer, asked } = await probe((_path, _method, response) => response.end('User-agent: *\nDisallow: /\n'), {}, '/robots-say-no');
    expect([answer.kind === 'failed' && answer.reason, asked]).toEqual(['robots', []]);
  });

  it('refuses addresses of this machine and of private networks, also behind a redirect', async () => {
    const nobody = makeFetcher(null);
    const reasonOf = async (url: string): Promise<unknown> => {
      const answer = await nobody.probe(url, new AbortController().signal);
      return answer.kind === 'failed' ? answer.reason : answer;
    };
    for (const url of ['http://127.0.0.1/x', 'http://10.1.2.3/', 'http://[::1]/', 'http://169.254.169.254/latest', 'http://localhost/x', 'no address'])
      expect([url, await reasonOf(url)]).toEqual([url, 'refused-address']);
    await nobody.close();
    const { answer, asked } = await probe((_path, _method, response) => response.writeHead(302, { location: 'http://10.1.2.3/' }).end());
    expect([answer.kind === 'failed' && answer.reason, asked]).toEqual(['refused-address', ['HEAD /x']]);
  });
});
