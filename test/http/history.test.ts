import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordId } from '../../src/domain/record-id.js';
import { encodeCursor } from '../../src/federation/catalogue-pages.js';
import { FakeStation } from '../support/fake-station.js';
import { makeStation } from '../support/ledger.js';
import { openPast, operatorToken, type Past } from '../support/past.js';
import { prefixes } from '../support/rdf.js';

const iri = 'https://holder.example/1';
const id = recordId(iri);
const dataset = (title: string, more = ''): { body: string; type: string } => ({
  body: `${prefixes}<${iri}> a dcat:Dataset ; dct:title "${title}"@nl ; dct:description "About"@nl ; dct:modified "2025-01-01" ; dct:publisher [ foaf:name "P" ] ${more} . <https://holder.example/2> a dcat:Dataset ; dct:title "Stays"@nl ; dct:description "About"@nl ; dct:publisher [ foaf:name "P" ] .`,
  type: 'text/turtle',
});

interface Item {
  readonly n: number;
  readonly from: string;
  readonly to: string | null;
  readonly cause: string;
  readonly actor: { readonly kind: string; readonly id?: string; readonly name?: string };
  readonly run: { readonly id: number; readonly links: { readonly self: string } } | null;
  readonly periods: readonly { readonly from: string; readonly to: string | null; readonly event: string; readonly endedBy: string | null }[];
  readonly redacted: { readonly reason: string; readonly by?: string } | null;
}
interface Told {
  readonly items: readonly Item[];
  readonly entries: readonly {
    readonly event: string;
    readonly at: string;
    readonly cause: string;
    readonly version: number | null;
    readonly actor: Item['actor'];
  }[];
}

let past: Past;
let station: FakeStation;
const quiet = (): undefined => undefined;
const asOperator = { authorization: `Bearer ${operatorToken}` };

/** One (2026-03-01), two (03-02), undone (03-03), gone (03-04), withdrawn (03-06), back as three (03-07), held back and released (03-08, 03-09). */
beforeAll(async () => {
  station = await FakeStation.start({ '/all': dataset('One') });
  past = await openPast([makeStation('holder', { endpoint: `${station.url}/all` })]);
  const { ledger, runner, clock } = past;
  await past.run('holder');
  clock.add(24);
  station.set('/all', dataset('Two', '; dcat:keyword "new"'));
  await past.run('holder');
  clock.add(24);
  await runner.revert(2, 'Petra Beheerder', quiet);
  clock.add(24);
  station.set('/all', { body: dataset('').body.replace(/<https:\/\/holder.example\/1> a[^]*? \. /, ''), type: 'text/turtle' });
  await past.run('holder');
  clock.add(48);
  const held = await past.run('holder');
  if (held.outcome === 'on-hold') await runner.release(held.run ?? 0, 'Petra Beheerder', quiet);
  clock.add(24);
  station.set('/all', dataset('Three'));
  await past.run('holder');
  clock.add(24);
  await ledger.withhold(id, 'a secret reason', 'Petra Beheerder');
  clock.add(24);
  await ledger.release(id, 'Petra Beheerder');
  clock.add(24);
}, 120_000);

afterAll(async () => {
  await past.close();
  await station.close();
});

describe('the history of a record (R49, R50)', () => {
  it('lists every published version with its times, cause, actor and run', async () => {
    const { items } = await past.json<Told>(`/api/v1/datasets/${id}/versions`);
    expect(items.map(({ n, cause, actor, to }) => [n, cause, actor, to === null])).toEqual([
      [3, 'harvest', { kind: 'station', id: 'holder' }, true],
      [2, 'harvest', { kind: 'station', id: 'holder' }, false],
      [1, 'harvest', { kind: 'station', id: 'holder' }, false],
    ]);
    expect(items.map(({ run }) => run?.links.self)).toEqual(items.map(({ run }) => `https://catalogue.example/api/v1/stations/holder/runs/${String(run?.id)}`));
    expect(items.at(-1)?.periods.map(({ from, to, event, endedBy }) => [from.slice(0, 10), to?.slice(0, 10), event, endedBy])).toEqual([
      ['2026-03-01', '2026-03-02', 'published', 'updated'],
      ['2026-03-03', '2026-03-06', 'reverted', 'withdrawn'],
    ]);
  });

  it('tells withdrawal, return, undoing and taking down as entries, without the name of a person', async () => {
    const response = await past.get(`/api/v1/datasets/${id}/versions`);
    const text = await response.text();
    const { entries } = JSON.parse(text) as Told;
    expect(entries.map(({ event, at, actor }) => [event, at.slice(0, 10), actor.kind])).toEqual([
      ['released', '2026-03-09', 'operator'],
      ['withheld', '2026-03-08', 'operator'],
      ['returned', '2026-03-07', 'station'],
      ['withdrawn', '2026-03-06', 'station'],
      ['reverted', '2026-03-03', 'operator'],
      ['updated', '2026-03-02', 'station'],
      ['published', '2026-03-01', 'station'],
    ]);
    expect(text).not.toMatch(/Petra|secret/);
    expect(response.headers.get('cache-control')).toBe('public, no-cache');
    expect(response.headers.get('vary')).toContain('Authorization');
  });

  it('tells operators who acted, in an answer that no cache keeps, and refuses a wrong token', async () => {
    const response = await past.get(`/api/v1/datasets/${id}/versions`, asOperator);
    const { entries } = (await response.json()) as Told;
    expect(entries.find(({ event }) => event === 'withheld')?.actor).toEqual({ kind: 'operator', name: 'Petra Beheerder' });
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect((await past.get(`/api/v1/datasets/${id}/versions`, { authorization: 'Bearer wrong' })).status).toBe(401);
  });

  it('says field by field what a version changed against the one published before it', async () => {
    const two = await past.json<{ changes: unknown; previous: number; changedFields: string[] }>(`/api/v1/datasets/${id}/versions/2`);
    expect(two.changes).toEqual([
      { path: 'dcat:keyword', removed: [], added: ['new'] },
      { path: 'dct:title', removed: ['One (nl)'], added: ['Two (nl)'] },
    ]);
    expect([two.previous, two.changedFields]).toEqual([1, ['title', 'keywords']]);
    // Between the second and the third the first was published again: that is what the third changed.
    const three = await past.json<{ changes: unknown; previous: number }>(`/api/v1/datasets/${id}/versions/3`);
    expect([three.previous, three.changes]).toEqual([1, [{ path: 'dct:title', removed: ['One (nl)'], added: ['Three (nl)'] }]]);
    expect(await past.json(`/api/v1/datasets/${id}/versions/1`)).toMatchObject({ changes: null, previous: null });
    for (const n of ['0', '4', '1.5', 'x', '-1']) expect([n, (await past.get(`/api/v1/datasets/${id}/versions/${n}`)).status]).toEqual([n, 404]);
  });

  it('keeps the times apart', async () => {
    const head = await past.json(`/api/v1/datasets/${id}`);
    expect(
      Object.fromEntries(
        ['sourceModifiedAt', 'firstSeenAt', 'publishedAt', 'lastChangedAt', 'lastSeenAt', 'confirmedAt'].map((name) => [name, String(head[name]).slice(0, 10)]),
      ),
    ).toEqual({
      sourceModifiedAt: '2025-01-01',
      firstSeenAt: '2026-03-01',
      publishedAt: '2026-03-01',
      lastChangedAt: '2026-03-09',
      lastSeenAt: '2026-03-07',
      confirmedAt: '2026-03-07',
    });
  });
});

describe('asOf (R50)', () => {
  const at = async (moment: string): Promise<[number, unknown, unknown]> => {
    const response = await past.get(`/api/v1/datasets/${id}?asOf=${encodeURIComponent(moment)}`);
    const body = (await response.json()) as { version?: number; title?: { nl?: string[] }; detail?: string };
    return [response.status, body.version ?? body.detail, body.title?.nl?.[0]];
  };

  it('answers what was published at the end of a day, or at an instant', async () => {
    expect(await at('2026-03-01')).toEqual([200, 1, 'One']);
    expect(await at('2026-03-02')).toEqual([200, 2, 'Two']);
    expect(await at('2026-03-02T09:59:59Z')).toEqual([200, 1, 'One']);
    expect(await at('2026-03-02T11:00:01+01:00')).toEqual([200, 2, 'Two']);
    expect(await at('2026-03-04')).toEqual([200, 1, 'One']);
    expect(await at('2026-03-10')).toEqual([200, 3, 'Three']);
  });

  it('answers 404 with the reason when it was not published then', async () => {
    expect(await at('2026-02-28')).toEqual([404, expect.stringMatching(/published for the first time at 2026-03-01/), undefined]);
    expect(await at('2026-03-06')).toEqual([404, expect.stringMatching(/withdrawn at 2026-03-06/), undefined]);
    expect(await at('2026-03-08')).toEqual([404, expect.stringMatching(/taken it down at 2026-03-08/), undefined]);
  });

  it('answers 400 for what is no moment, and for the future', async () => {
    for (const moment of ['yesterday', '2026-02-30', '2026-03-01T10:00', '2999-01-01', '']) expect([moment, (await at(moment))[0]]).toEqual([moment, 400]);
  });

  it('narrows the list of versions to that one', async () => {
    const { items } = await past.json<Told>(`/api/v1/datasets/${id}/versions?asOf=2026-03-02`);
    expect(items.map(({ n }) => n)).toEqual([2]);
    expect((await past.get(`/api/v1/datasets/${id}/versions?asOf=2026-03-06`)).status).toBe(404);
  });
});

describe('provenance over HTTP (REC-7)', () => {
  it('comes in every format under the same address, and tells no name', async () => {
    for (const [extension, type] of [
      ['ttl', 'text/turtle'],
      ['jsonld', 'application/ld+json'],
      ['rdf', 'application/rdf+xml'],
      ['nt', 'application/n-triples'],
    ] as const) {
      const [byAccept, byExtension] = [await past.get(`/records/${id}/provenance`, { accept: type }), await past.get(`/records/${id}/provenance.${extension}`)];
      expect([byAccept.status, byExtension.status, byAccept.headers.get('content-type')]).toEqual([200, 200, `${type}; charset=utf-8`]);
      const text = await byAccept.text();
      expect(await byExtension.text()).toBe(text);
      expect(text).not.toMatch(/Petra/);
      expect(text).toContain('reverted');
    }
    expect((await past.get(`/records/${id}/provenance`, { accept: 'image/png' })).status).toBe(406);
    expect((await past.get('/records/aaaaaaaaaaaaaaaa/provenance')).status).toBe(404);
  });
});

describe('what is gone', () => {
  it('leaves a marked gap when a version is redacted, in the list, as of then, and against its neighbours', async () => {
    await past.ledger.redact(id, 2, 'It named a patient.', 'Petra Beheerder');
    const { items, entries } = await past.json<Told>(`/api/v1/datasets/${id}/versions`);
    expect(items.map(({ n, redacted }) => [n, redacted?.reason])).toEqual([
      [3, undefined],
      [2, 'It named a patient.'],
      [1, undefined],
    ]);
    expect(entries[0]).toMatchObject({ event: 'redacted', version: 2, reason: 'It named a patient.', actor: { kind: 'operator' } });
    for (const path of [`/api/v1/datasets/${id}/versions/2`, `/api/v1/datasets/${id}?asOf=2026-03-02`]) {
      const response = await past.get(path);
      const text = await response.text();
      expect([path, response.status, /named a patient/.test(text), /Two|Petra/.test(text)]).toEqual([path, 410, true, false]);
    }
    expect(past.queries.changes(id, 2)).toBeNull();
    expect(past.reader.changesAfter(0, 1000).at(-1)).toMatchObject({ op: 'observed', cause: 'operator', id });
  });

  it('says of a version that is no longer kept that it is, and tells all that is known of it besides', async () => {
    expect(await past.ledger.expireVersions('2099-01-01T00:00:00Z', 100)).toBe(1);
    const { items } = await past.json<{ items: { n: number; expired: { at: string } | null; redacted: object | null; hash: string }[] }>(
      `/api/v1/datasets/${id}/versions`,
    );
    expect(items.map(({ n, expired, redacted, hash }) => [n, expired !== null, redacted !== null, hash.length])).toEqual([
      [3, false, false, 64],
      [2, false, true, 64],
      [1, true, false, 64],
    ]);
    for (const path of [`/api/v1/datasets/${id}/versions/1`, `/api/v1/datasets/${id}?asOf=2026-03-01`]) {
      const response = await past.get(path);
      expect([path, response.status, /no longer kept/.test(await response.text())]).toEqual([path, 410, true]);
    }
    expect(past.queries.versionView(id, 1)).toBeUndefined();
    expect((await past.get(`/records/${id}/provenance`)).status).toBe(200);
    const cursor = encodeCursor({ snapshot: { epoch: 1, seq: 1 }, page: 1, limit: 10, modifiedSince: null });
    expect((await past.get(`/catalog?cursor=${cursor}`)).status).toBe(410);
  });

  it('is not told when the record is withheld now, whatever is asked', async () => {
    await past.ledger.withhold(id, 'a secret reason', 'Petra Beheerder');
    for (const path of [
      `/api/v1/datasets/${id}`,
      `/api/v1/datasets/${id}?asOf=2026-03-01`,
      `/api/v1/datasets/${id}/versions`,
      `/api/v1/datasets/${id}/versions/1`,
      `/records/${id}/provenance`,
    ]) {
      const response = await past.get(path);
      const text = await response.text();
      expect([path, response.status, /One|Three|secret|patient/.test(text)]).toEqual([path, 410, false]);
    }
    expect(past.queries.history(id)).toBeUndefined();
    expect(past.queries.versionView(id, 1)).toBeUndefined();
  });
});
