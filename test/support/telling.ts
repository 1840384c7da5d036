import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OperatorRole } from '../../src/domain/operator.js';
import { renewStationKey } from '../../src/ledger/station-keys.js';
import { openTestServer, type TestServer } from './server.js';

const iri = (id: string): string => `https://catalogue.example/stations/${id}`;

/** A stations file with stations that are pushed to, and with others at an address. */
export function stationsFile(stations: Readonly<Record<string, { readonly protocol: string; readonly endpoint: string; readonly state?: string }>>): string {
  const prefixes =
    '@prefix ndc: <https://w3id.org/ndc/ns#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .\n';
  return (
    prefixes +
    Object.entries(stations)
      .map(
        ([id, { protocol, endpoint, state = 'live' }]) =>
          `<${iri(id)}> a ndc:Station ; dct:title "${id}"@en ; ndc:kind "holder" ; dct:publisher <https://${id}.example/> ; dcat:endpointURL <${endpoint}> ; ndc:protocol "${protocol}" ; ndc:state "${state}" .\n<https://${id}.example/> foaf:name "${id}"@en .\n`,
      )
      .join('')
  );
}

/** One description in Turtle, with absolute addresses so that several can be put behind each other. */
export function datasetTurtle(subject: string, title: string): string {
  return `<${subject}> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "${title}"@en ; <http://purl.org/dc/terms/description> "About ${title}."@en .\n`;
}

export interface TellingServer extends TestServer {
  /** Headers of an operator, by role: Basic. */
  readonly operators: Readonly<Record<OperatorRole, { readonly authorization: string }>>;
  send(method: string, path: string, options?: { readonly body?: string | Uint8Array; readonly headers?: Readonly<Record<string, string>> }): Promise<Response>;
  /** A new token of a station, as headers. */
  token(station: string): Promise<{ readonly authorization: string }>;
}

/** The real server on stations of our own, with an operator of each role. */
export async function openTellingServer(
  stations: Parameters<typeof stationsFile>[0],
  environment: Readonly<Record<string, string>> = {},
): Promise<TellingServer> {
  const folder = mkdtempSync(join(tmpdir(), 'ndc-telling-'));
  writeFileSync(join(folder, 'stations.ttl'), stationsFile(stations));
  const people = (['operator', 'ncp', 'auditor'] as const).map((role) => ({ role, name: `the-${role}`, token: randomBytes(16).toString('hex') }));
  writeFileSync(
    join(folder, 'operators.json'),
    JSON.stringify({ operators: people.map(({ name, role, token }) => ({ name, role, tokenHash: createHash('sha256').update(token).digest('hex') })) }),
  );
  const server = await openTestServer({
    harvest: false,
    environment: {
      NDC_STATIONS: join(folder, 'stations.ttl'),
      NDC_OPERATORS: join(folder, 'operators.json'),
      NDC_CATALOGUE: '',
      NDC_ORGANISATIONS: '',
      NDC_ASSERTIONS: '',
      ...environment,
    },
  });
  return {
    ...server,
    operators: Object.fromEntries(
      people.map(({ role, name, token }) => [role, { authorization: `Basic ${Buffer.from(`${name}:${token}`).toString('base64')}` }]),
    ) as TellingServer['operators'],
    send: (method, path, { body, headers = {} } = {}) =>
      fetch(server.url + path, { method, headers, redirect: 'manual', ...(body === undefined ? {} : { body: body as string }) }),
    token: async (station) => ({ authorization: `Bearer ${await renewStationKey(server.server.house.harvest.ledger, station, 'token', 'test')}` }),
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
