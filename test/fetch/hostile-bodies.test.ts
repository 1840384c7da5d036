import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FetchSettings } from '../../src/fetch/fetch-settings.js';
import type { FetchAnswer } from '../../src/ports/fetcher.js';
import { HandlerServer } from '../support/handler-server.js';
import { get, makeFetcher } from '../support/fetching.js';
import { makeStation } from '../support/ledger.js';

let server: HandlerServer | null = null;
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ndc-hostile-'));
});

afterEach(async () => {
  await server?.close();
  server = null;
  rmSync(folder, { recursive: true, force: true });
});

async function answerTo(handle: (response: ServerResponse) => void, maxBytes = 64 << 20, settings: Partial<FetchSettings> = {}): Promise<FetchAnswer> {
  server = await HandlerServer.start((_request, response) => {
    handle(response);
  });
  const fetcher = makeFetcher(makeStation('a', { endpoint: `${server.url}/` }), {
    temporaryFolder: folder,
    ...settings,
  });
  const answer = await get(fetcher, `${server.url}/`, { maxBytes });
  return answer;
}

/** Writes for ever, as fast as the other side reads. */
function endlessly(response: ServerResponse, chunk: Uint8Array): void {
  let isOpen = true;
  response.on('close', () => (isOpen = false));
  const more = (): void => {
    while (isOpen && response.write(chunk)) continue;
    if (isOpen) response.once('drain', more);
  };
  more();
}

describe('SSRF-9, SSRF-10: bodies', () => {
  it.each([
    ['plain', {}, Buffer.alloc(65_536, 'x')],
    ['of chunks of one byte', {}, Buffer.from('x')],
  ])('an endless one, %s, is cut at the cap, and its file is gone', async (_name, headers, chunk) => {
    const maxBytes = chunk.byteLength === 1 ? 20_000 : 12 << 20;
    const answer = await answerTo((response) => {
      response.writeHead(200, headers);
      endlessly(response, chunk);
    }, maxBytes);
    expect(answer).toMatchObject({ kind: 'failed', reason: 'too-large' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ] as const)('a bomb in %s is cut at a hundred times its size, long before it is unpacked', async (coding, pack) => {
    const bomb = pack(Buffer.alloc(64 << 20));
    const answer = await answerTo((response) => response.writeHead(200, { 'content-encoding': coding }).end(bomb), 512 << 20);
    expect(answer).toEqual({ kind: 'failed', reason: 'too-large', detail: 'The body unpacks to more than 100 times its size.' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('what packs well but is small is no bomb', async () => {
    const answer = await answerTo((response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(1 << 20, 'x'))));
    expect(answer).toMatchObject({ kind: 'fetched', body: { kind: 'memory' } });
  });

  it('a body that is larger than it said, or never ends after a file was begun, leaves no file', async () => {
    const answer = await answerTo((response) => {
      response.writeHead(200);
      response.write(Buffer.alloc(9 << 20), () => response.destroy());
    });
    expect(answer).toMatchObject({ kind: 'failed', reason: 'unreachable' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('a folder for files that is none is our fault, not the station\u2019s, and no end of the process', async () => {
    writeFileSync(join(folder, 'file'), '');
    const settings = { temporaryFolder: join(folder, 'file') };
    await expect(answerTo((response) => response.end(Buffer.alloc(9 << 20)), 64 << 20, settings)).rejects.toMatchObject({ code: 'internal/error' });
  });
});

describe('SSRF-10: headers', () => {
  const many = (bytes: number): Record<string, string> =>
    Object.fromEntries(Array.from({ length: Math.ceil(bytes / 1000) }, (_, n) => [`x-${String(n)}`, 'h'.repeat(990 - String(n).length)]));

  it('are read up to 64 KiB, or to what is set, and not tried again', async () => {
    expect((await answerTo((response) => response.writeHead(200, many(60_000)).end('x'))).kind).toBe('fetched');
    await server?.close();
    expect(await answerTo((response) => response.writeHead(200, many(70_000)).end('x'), 1000, { tries: 3 })).toMatchObject({
      kind: 'failed',
      reason: 'too-large',
    });
    expect(server?.requests).toHaveLength(1);
    await server?.close();
    expect(await answerTo((response) => response.writeHead(200, many(10_000)).end('x'), 1000, { maxHeaderBytes: 8192 })).toMatchObject({ reason: 'too-large' });
  });

  it('may be endless', async () => {
    const answer = await answerTo((response) => {
      response.socket?.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => response.socket?.write(`x-a: ${'h'.repeat(4000)}\r\n`), 1);
      response.on('close', () => {
        clearInterval(timer);
      });
    });
    expect(answer).toMatchObject({ kind: 'failed', reason: 'too-large' });
  });

  it.each([
    'no HTTP at all\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nx',
    'HTTP/1.1 999999 X\r\n\r\n',
  ])('may be no headers: %j', async (raw) => {
    expect(await answerTo((response) => response.socket?.end(raw))).toMatchObject({ kind: 'failed', reason: 'unreachable' });
  });

  it('may be preliminary for ever', async () => {
    const answer = await answerTo(
      (response) => {
        const timer = setInterval(() => response.socket?.write('HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n'), 20);
        response.on('close', () => {
          clearInterval(timer);
        });
      },
      1000,
      { totalTimeoutMs: 500 },
    );
    expect(answer).toMatchObject({ kind: 'failed', reason: 'timeout' });
  });
});
