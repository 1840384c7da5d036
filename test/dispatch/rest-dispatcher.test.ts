import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/assets.js';
import { readEuFile } from '../../src/dispatch/eu-settings.js';
import type { EuMessage } from '../../src/domain/eu.js';
import { restTransport } from '../support/eu.js';

interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const closing: Server[] = [];
afterEach(async () => {
  for (const server of closing.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A server that answers as it is told, and what it heard. */
async function listening(
  answer: (heard: Heard, response: ServerResponse) => void,
  tls?: Parameters<typeof createTlsServer>[0],
): Promise<{ url: string; heard: Heard[] }> {
  const heard: Heard[] = [];
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts).toString('utf8') };
      heard.push(one);
      answer(one, response);
    });
  };
  const server = tls === undefined ? createServer(handle) : createTlsServer(tls, handle);
  closing.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${String((server.address() as AddressInfo).port)}`, heard };
}

const send =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  (_heard: Heard, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
const message = (changes: Partial<EuMessage> = {}): EuMessage => ({
  id: 'm1',
  record: 'abc',
  iri: 'https://a.example/ü?x=1&y=2',
  operation: 'create',
  seq: 1,
  hash: 'h',
  payload: '<https://a.example/1> <http://purl.org/dc/terms/title> "A \\"title\\""@nl .\n',
  state: 'sent',
  createdAt: '2026-01-01T00:00:00.000Z',
  sentAt: null,
  attempts: 1,
  reference: null,
  detail: null,
  endedAt: null,
  ...changes,
});

describe('messages over REST', () => {
  it('fill addresses, headers and envelope in, so that no value can change where it leads', async () => {
    const { url, heard } = await listening(send(200, { status: 'accepted', datasetId: 'EU-1' }));
    const transport = restTransport(url, {
      operations: {
        create: { method: 'POST', url: `${url}/in/{iri}?id={messageId}` },
        update: { method: 'PUT', url: `${url}/in/{iri}` },
        delete: { method: 'DELETE', url: `${url}/in/{iri}` },
      },
      headers: { 'x-operation': '{operation} {unknown}' },
      envelope: { id: '{messageId}', nested: [{ text: '{metadata}', type: '{mediaType}' }], number: 7 },
    });
    expect(await transport.send(message())).toEqual({
      kind: 'answered',
      outcome: { message: 'm1', state: 'accepted', detail: null, reference: null, centralIds: [{ id: 'EU-1', kind: 'dataset', iri: message().iri }] },
    });
    const [one] = heard;
    expect([one!.method, one!.path, one!.headers['x-operation'], one!.headers['message-id'], one!.headers['idempotency-key']]).toEqual([
      'POST',
      `/in/${encodeURIComponent(message().iri)}?id=m1`,
      'create {unknown}',
      'm1',
      'm1',
    ]);
    expect(JSON.parse(one!.body)).toEqual({ id: 'm1', nested: [{ text: expect.stringContaining('A \\"title\\"') as string, type: 'text/turtle' }], number: 7 });
    await transport.close();
  });

  it.each([
    [202, '', 'received'],
    [204, '', 'accepted'],
    [200, { status: 'delivered' }, 'delivered'],
    [200, { status: 'refused', message: 'No.' }, 'refused'],
    [422, { detail: 'No theme.' }, 'refused'],
    [400, 'plain words', 'refused'],
  ] as const)('take %i %j as %s', async (status, body, state) => {
    const { url } = await listening(send(status, body));
    expect(await restTransport(url).send(message())).toMatchObject({ kind: 'answered', outcome: { state } });
  });

  it.each([401, 403, 404, 429, 500, 503, 302])('take %i as nothing about the message', async (status) => {
    const { url } = await listening(send(status, 'x', { 'retry-after': '60', location: 'http://127.0.0.1:1/' }));
    const sending = await restTransport(url).send(message());
    expect(sending).toMatchObject({ kind: 'later', reason: `status ${String(status)}` });
    expect(sending.kind === 'later' && sending.notBefore !== null && Date.parse(sending.notBefore) > Date.now()).toBe(true);
  });

  it('take a deletion of what is not there for done', async () => {
    const { url } = await listening(send(404, ''));
    expect(await restTransport(url).send(message({ operation: 'delete', payload: null, hash: null }))).toMatchObject({
      kind: 'answered',
      outcome: { state: 'accepted' },
    });
  });

  it('are tried again when nobody is there, the answer breaks off or is endless', async () => {
    const broken = await listening((_heard, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{');
      response.destroy();
    });
    const endless = await listening((_heard, response) => {
      response.writeHead(200);
      for (let n = 0; n < 40; n++) response.write(Buffer.alloc(64 << 10, 'x'));
      response.end();
    });
    for (const url of ['http://127.0.0.1:1', broken.url, endless.url])
      expect(await restTransport(url).send(message())).toMatchObject({ kind: 'later', isDown: true });
  });

  it('show a token of the authorisation server, fetched once while it lasts', async () => {
    const tokens = await listening(send(200, { access_token: 'abc', expires_in: 3600 }));
    const { url, heard } = await listening(send(202, ''));
    const transport = restTransport(url, {
      authentication: { kind: 'oauth2', tokenUrl: `${tokens.url}/token`, clientId: 'ndc', clientSecret: 'env:EU', scope: 'datasets' },
    });
    for (const id of ['m1', 'm2']) await transport.send(message({ id }));
    expect(heard.map(({ headers }) => headers.authorization)).toEqual(['Bearer abc', 'Bearer abc']);
    expect(tokens.heard).toHaveLength(1);
    expect([tokens.heard[0]!.body, tokens.heard[0]!.headers.authorization]).toEqual([
      'grant_type=client_credentials&scope=datasets',
      `Basic ${Buffer.from('ndc:secret-of-EU').toString('base64')}`,
    ]);
    const refused = await listening(send(401, {}));
    const other = restTransport(url, { authentication: { kind: 'oauth2', tokenUrl: refused.url, clientId: 'ndc', clientSecret: 'env:EU' } });
    expect(await other.send(message())).toMatchObject({ kind: 'later', reason: 'no token from the authorisation server: status 401' });
  });

  it('do not leave the host of the list, and take no list that does not end', async () => {
    const { url } = await listening((heard, response) => {
      const next = heard.path === '/away' ? 'http://127.0.0.2:1/' : '/round';
      send(200, { items: [{ identifier: 'x' }], next })(heard, response);
    });
    const listAt = (path: string): Promise<unknown> =>
      restTransport(url, {
        list: {
          url: `${url}${path}`,
          items: '/items',
          identifier: '/identifier',
          hash: '/hash',
          messageId: '/messageId',
          centralId: '/datasetId',
          next: '/next',
          total: '/total',
        },
      }).holdings();
    await expect(listAt('/away')).rejects.toThrow('another host');
    await expect(listAt('/round')).rejects.toThrow('does not come to an end');
  });
});

describe('mutual TLS', () => {
  it('shows the client certificate to a server that wants one', async () => {
    const tls = join(packageRoot, 'fixtures', 'tls');
    const pem = (name: string): Buffer => readFileSync(join(tls, name));
    const { url, heard } = await listening(send(202, ''), {
      cert: pem('server.pem'),
      key: pem('server.key.pem'),
      ca: pem('authority.pem'),
      requestCert: true,
      rejectUnauthorized: true,
    });
    const bare = restTransport(url);
    expect(await bare.send(message())).toMatchObject({ kind: 'later' });
    const shown = restTransport(url, { mtls: { certificate: join(tls, 'client.pem'), key: join(tls, 'client.key.pem'), ca: join(tls, 'authority.pem') } });
    expect(await shown.send(message())).toMatchObject({ kind: 'answered' });
    expect(heard).toHaveLength(1);
  });
});

describe('the file of NDC_EU', () => {
  it('is read with its defaults, and every mistake is named', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'ndc-eu-')), 'eu.json');
    const operation = { method: 'POST', url: 'https://dispatcher.example/datasets' };
    writeFileSync(file, JSON.stringify({ transport: 'rest', operations: { create: operation, update: operation, delete: operation } }));
    expect(readEuFile(file)).toMatchObject({
      format: 'rdf-xml',
      envelope: 'rdf',
      authentication: { kind: 'none' },
      pollSeconds: 60,
      answer: { state: '/status' },
    });
    writeFileSync(file, '{');
    expect(() => readEuFile(file)).toThrow('cannot be read as JSON');
    writeFileSync(file, JSON.stringify({ transport: 'pigeon' }));
    expect(() => readEuFile(file)).toThrow('transport');
    writeFileSync(
      file,
      JSON.stringify({
        transport: 'rest',
        operations: { create: { method: 'GET', url: 'https://user:pass@x.example/' }, update: operation },
        webhook: { token: 'secret' },
      }),
    );
    expect(() => readEuFile(file)).toThrow(/operations\.create\.method[\s\S]*operations\.create\.url[\s\S]*operations\.delete[\s\S]*webhook\.token/);
  });
});
