import type { Quad } from '@rdfjs/types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportProfiles, findExportProfile } from '../../src/federation/export-profiles.js';
import { parseText } from '../../src/rdf/parse.js';
import { openTestServer, type TestServer } from '../support/server.js';
import { Oracle, officialSets } from '../shapes/oracle.js';
import { hasOracle } from '../shapes/records.js';

interface Item {
  readonly id: string;
  readonly iri: string;
}

/** What the official shapes find in an export that we give out all the same; a line that nothing needs any more fails. */
const exceptions: readonly { readonly profile: string; readonly path: RegExp; readonly component: string; readonly value: RegExp; readonly why: string }[] = [
  ...['dcat-ap-3.0', 'dcat-ap-nl-3.0', 'healthdcat-ap-r8'].map((profile) => ({
    profile,
    path: /dcat#servesDataset$/,
    component: 'Class',
    value: /./,
    why: 'a dataset has a document of its own; whoever reads the service alone cannot see its class',
  })),
  {
    profile: 'dcat-ap-3.0',
    path: /spdx\.org\/rdf\/terms#algorithm$/,
    component: 'Node',
    value: /checksumAlgorithm_sha256$/,
    why: 'the list file asks for a class that SPDX does not give its algorithms; ADR 0010, "checksum"',
  },
  {
    profile: 'dcat-ap-3.0',
    path: /terms\/type$/,
    component: 'Class',
    value: /publisher-type\/registry$/,
    why: 'a concept of the EHDS list, which DCAT-AP does not hold',
  },
  {
    profile: 'healthdcat-ap-r8',
    path: /terms\/type$/,
    component: 'Class',
    value: /publisher-type\/registry$/,
    why: 'the official list of publisher types is seen in part; ADR 0010, "list-in-part"',
  },
  {
    profile: 'healthdcat-ap-r8',
    path: /terms\/publisher$/,
    component: 'Node',
    value: /kankerregister\.example\/beeldgroep$/,
    why: 'the publisher that has this type: the same difference, told of what refers to it',
  },
];

let catalogue: TestServer;
let items: readonly Item[];

beforeAll(async () => {
  catalogue = await openTestServer();
  items = (await catalogue.json<{ items: Item[] }>('/api/v1/datasets?pageSize=100')).items;
}, 240_000);

afterAll(async () => {
  await catalogue.close();
});

const nq = 'application/n-triples';
const read = async (text: string): Promise<readonly Quad[]> => (await parseText(text, { mediaType: nq, baseIri: catalogue.url })).quads;
const objects = (quads: readonly Quad[], subject: string, predicate: RegExp): string[] =>
  quads.filter((one) => one.subject.value === subject && predicate.test(one.predicate.value)).map(({ object }) => object.value);
const get = (id: string, token: string): Promise<Response> => catalogue.get(`/datasets/${id}?_profile=${token}`, { accept: nq });

if (!hasOracle) console.log('test/federation/exports.test.ts: the official shapes are not here (../shared), exports are not held against them');

describe('a record in the form of a profile', () => {
  it.each(exportProfiles.filter(({ validatedBy }) => validatedBy !== null).map((profile) => [profile.token, profile] as const))(
    'meets %s where it says so, by the official shapes too; otherwise it says what is missing',
    async (token, profile) => {
      const oracles = hasOracle ? officialSets.filter((set) => set.profile === profile.validatedBy).map((set) => new Oracle(set)) : [];
      const given: string[] = [];
      const faults: string[] = [];
      const used = new Set<unknown>();
      for (const { id, iri } of items) {
        const response = await get(id, token);
        const text = await response.text();
        if (response.status === 406) {
          const { detail, code } = JSON.parse(text) as { detail: string; code: string };
          expect(code).toBe('request/not-acceptable');
          expect(detail).toContain(`cannot be given out as ${profile.title}: `);
          expect(detail.split(profile.title)[1]!.length).toBeGreaterThan(20);
          continue;
        }
        expect([id, response.status, response.headers.get('link')?.includes(`<${profile.iri}>; rel="profile"`)]).toEqual([id, 200, true]);
        given.push(id);
        const quads = await read(text);
        const right = objects(quads, iri, /accessRights$/)[0]
          ?.split('/')
          .at(-1)
          ?.toLowerCase()
          .replace('_', '-');
        for (const oracle of oracles) {
          if (profile.validatedBy === 'healthdcat-ap-r8' && !oracle.set.variants.includes(right ?? 'non-public')) continue;
          for (const finding of await oracle.findings(quads)) {
            const exception = exceptions.find(
              ({ profile: of, path, component, value }) =>
                of === profile.validatedBy &&
                path.test(finding.path) &&
                component === finding.component &&
                finding.values.every((term) => value.test(term.value)),
            );
            if (exception !== undefined) used.add(exception);
            else if (finding.severity === 'violation')
              faults.push(`${id} ${finding.focus} ${finding.path} ${finding.component} ${finding.values.map(({ value }) => value).join(' ')}`);
          }
        }
      }
      console.log(`${token}: ${String(given.length)} of ${String(items.length)} records`);
      expect(given.length).toBeGreaterThan(4);
      expect(given.length).toBeLessThanOrEqual(items.length);
      expect(faults).toEqual([]);
      if (hasOracle) expect(exceptions.filter((exception) => exception.profile === profile.validatedBy && !used.has(exception))).toEqual([]);
    },
    120_000,
  );

  it('leaves out in plain DCAT what DCAT has no words for, and says in schema.org what both can say', async () => {
    const { id, iri } = items.find(({ iri: one }) => one.includes('umc-voorbeeld'))!;
    const whole = await read(await (await catalogue.get(`/datasets/${id}`, { accept: nq })).text());
    const plain = await read(await (await get(id, 'dcat')).text());
    const isForeign = ({ predicate }: Quad): boolean => /healthdataportal|r5r\/|m8g\/|csvw|w3id\.org\/dpv|w3id\.org\/ndc/.test(predicate.value);
    expect(whole.filter(isForeign).length).toBeGreaterThan(3);
    expect(plain.filter(isForeign)).toEqual([]);
    expect(objects(plain, iri, /terms\/title$/)).toEqual(objects(whole, iri, /terms\/title$/));
    const described = new Set(plain.map(({ subject }) => subject.value));
    const reached = new Set(plain.map(({ object }) => object.value));
    expect([...described].filter((subject) => !reached.has(subject) && subject !== iri && !subject.includes('/records/'))).toEqual([]);
    const web = await read(await (await get(id, 'schema-org')).text());
    expect(objects(web, iri, /schema\.org\/name$/).sort()).toEqual(objects(whole, iri, /terms\/title$/).sort());
    expect(objects(web, iri, /schema\.org\/description$/).sort()).toEqual(objects(whole, iri, /terms\/description$/).sort());
  });

  it('R96: in HealthDCAT-AP our address is the identifier, and the earlier ones are other identifiers', async () => {
    for (const { id, iri } of items) {
      const response = await get(id, 'healthdcat-ap');
      if (response.status !== 200) continue;
      const quads = await read(await response.text());
      const before = await read(await (await catalogue.get(`/datasets/${id}`, { accept: nq })).text());
      expect(objects(quads, iri, /terms\/identifier$/)).toEqual([`${catalogue.url}/datasets/${id}`]);
      const others = objects(quads, iri, /adms#identifier$/).flatMap((node) => objects(quads, node, /core#notation$/));
      for (const earlier of [iri, ...objects(before, iri, /terms\/identifier$/)]) expect(others).toContain(earlier);
      expect(quads.some(({ predicate }) => /dcat#(dataset|record)$/.test(predicate.value))).toBe(false);
    }
  });

  it('is found by header, by media type and by query, and the query wins', async () => {
    const id = await firstThatMeets('dcat-ap');
    const dcatAp = findExportProfile('dcat-ap')!.iri;
    const profileOf = (response: Response): string | undefined => /<([^>]*)>; rel="profile"/.exec(response.headers.get('link') ?? '')?.[1];
    const ask = (headers: Readonly<Record<string, string>>, query = ''): Promise<Response> => catalogue.get(`/datasets/${id}${query}`, headers);
    expect(profileOf(await ask({ accept: nq, 'accept-profile': `<urn:none>, <${dcatAp}>;q=0.5` }))).toBe(dcatAp);
    expect(profileOf(await ask({ accept: `text/turtle;profile="${dcatAp}"` }))).toBe(dcatAp);
    expect(profileOf(await ask({ accept: nq, 'accept-profile': `<${dcatAp}>` }, '?_profile=dcat'))).toBe(findExportProfile('dcat')!.iri);
    const json = await ask({ accept: '*/*' }, '?_profile=schema-org');
    expect([json.status, json.headers.get('content-type'), json.headers.get('vary')?.includes('Accept-Profile')]).toEqual([
      200,
      'application/ld+json; charset=utf-8',
      true,
    ]);
    expect((await ask({}, '?_profile=dcat&_mediatype=application/rdf%2Bxml')).headers.get('content-type')).toContain('application/rdf+xml');
    for (const [headers, query] of [
      [{ accept: nq, 'accept-profile': '<urn:none>' }, ''],
      [{ accept: nq }, '?_profile=none'],
      [{}, '?_mediatype=image/png'],
    ] as const)
      expect([query, (await ask(headers, query)).status]).toEqual([query, 406]);
    expect((await ask({ accept: nq, 'accept-profile': '<urn:none>, *;q=0.1' })).status).toBe(200);
    expect((await ask({ accept: nq }, '?_profile=dcat&_profile=dcat-ap')).status).toBe(400);
    const list = (await (await ask({}, '?_profile=alt')).json()) as { profiles: { token: string }[] };
    expect(list.profiles.map(({ token }) => token)).toEqual(exportProfiles.map(({ token }) => token));
  });
});

async function firstThatMeets(token: string): Promise<string> {
  for (const { id } of items) if ((await get(id, token)).status === 200) return id;
  throw new Error(`no record meets ${token}`);
}
