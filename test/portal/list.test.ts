import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHandoverFile } from '../../src/dispatch/handover-file.js';
import { postHandover } from '../../src/dispatch/handover-post.js';
import type { HandoverSettings, PostTarget } from '../../src/domain/handover.js';
import { distributionKey, mostSelected, readEntries, readEntry, writeEntry } from '../../src/domain/selection.js';
import { HandlerServer } from '../support/handler-server.js';
import { withheldId } from './support/fake-queries.js';
import { startPortal, type TestPortal } from './support/portal-app.js';
import { glucose, openStatistics, withdrawn } from './support/records.js';

const words = (title: string): { nl: string; en: string } => ({ nl: title, en: title });
const target = (url: string): PostTarget => ({ id: 'aanvraag', kind: 'post', title: words('Aanvraagloket'), help: null, url, token: 'geheim' });

let portal: TestPortal;
let receiver: HandlerServer;
let received: { readonly authorization: string | undefined; readonly body: string }[] = [];
let answer: { status: number; headers: Record<string, string>; body: string } = { status: 201, headers: {}, body: '' };

beforeAll(async () => {
  receiver = await HandlerServer.start((request, response) => {
    received.push({ authorization: request.headers.authorization, body: receiver.requests.at(-1)?.body ?? '' });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  const settings: HandoverSettings = {
    country: 'NLD',
    targets: [
      { id: 'loket', kind: 'link', title: words('Het loket'), help: words('Meld u daar aan.'), url: 'https://loket.example/nieuw?ids={ids}&list={selection}' },
      target(`${receiver.url}/lists`),
      { id: 'post', kind: 'mail', title: words('de helpdesk'), help: null, to: 'help@hdab.example' },
    ],
  };
  portal = await startPortal({}, 0, { lists: { settings, post: postHandover } });
});
afterAll(async () => {
  await portal.close();
  await receiver.close();
});

/** A visitor with a cookie jar of one. */
class Visitor {
  cookie = '';

  async post(
    fields: readonly (readonly [string, string])[],
    path = '/nl/list',
    headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' },
  ): Promise<Response> {
    const response = await fetch(portal.url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { ...headers, cookie: this.cookie },
      body: new URLSearchParams(fields.map(([name, value]) => [name, value])),
    });
    const [given] = response.headers.getSetCookie();
    if (given !== undefined) this.cookie = given.split(';')[0] ?? '';
    return response;
  }

  async list(path = '/nl/list'): Promise<string> {
    const response = await fetch(portal.url + path, { headers: { cookie: this.cookie } });
    expect(response.status).toBe(200);
    return response.text();
  }
}

const dataset = glucose.head.id;
const [distribution] = glucose.description.distributions;
const links = (html: string): string[] => [...html.matchAll(/href="([^"]*)"/g)].map((match) => (match[1] ?? '').replaceAll('&amp;', '&'));

describe('an entry of a list', () => {
  const entry = fc.record({
    id: fc.stringMatching(/^[a-z2-7]{16}$/),
    distribution: fc.option(fc.stringMatching(/^[a-z2-7]{8}$/)),
    addedOn: fc.option(
      fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
    ),
    version: fc.option(fc.integer({ min: 0, max: 999_999 })),
  });

  it('is read as it was written, and needs no escaping in an address or a cookie', () => {
    fc.assert(
      fc.property(entry, (one) => {
        const text = writeEntry(one);
        expect(readEntry(text)).toEqual({ ...one, version: one.addedOn === null ? null : one.version });
        expect(encodeURIComponent(text)).toBe(text);
        expect(text).not.toContain('_');
      }),
      { seed: 4 },
    );
  });

  it('is nothing else', () => {
    for (const text of ['', 'abc', `${dataset}.`, `${dataset}~2026`, `${dataset}~20261399`, `${dataset};x`, `${dataset}.aaaaaaa1`, 'x'.repeat(10_000)])
      expect([text, readEntry(text)]).toEqual([text, null]);
    expect(
      readEntries(
        Array.from({ length: 80 }, (_, n) => `${'a'.repeat(14)}${String.fromCharCode(97 + (n % 26))}${String.fromCharCode(97 + Math.floor(n / 26))}`),
      ),
    ).toHaveLength(mostSelected);
  });
});

describe('my list', () => {
  it('is one functional cookie for thirty days, and the page is kept by no cache', async () => {
    const visitor = new Visitor();
    const response = await visitor.post([
      ['action', 'add'],
      ['id', dataset],
      ['back', '/nl/datasets?q=glucose#on-list'],
    ]);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/nl/datasets?q=glucose#on-list']);
    expect(response.headers.getSetCookie()).toEqual([
      `list=${dataset}~20260620~${String(glucose.head.version)}; Path=/; Max-Age=2592000; SameSite=Lax; HttpOnly`,
    ]);
    const page = await fetch(`${portal.url}/nl/list`, { headers: { cookie: visitor.cookie } });
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(await page.text()).toContain('Op de lijst gezet op 20 juni 2026');
    expect((await portal.get('/nl/list')).text).toContain('Uw lijst is leeg');
  });

  it.each(['https://elsewhere.example/', '//elsewhere.example', '/nl\\elsewhere', '/stations/x', 'javascript:x', '/nl//x y'])(
    'leads back to our own pages only, not to %s',
    async (back) => {
      const response = await new Visitor().post([
        ['action', 'add'],
        ['id', dataset],
        ['back', back],
      ]);
      expect(response.headers.get('location')).toBe('/nl/list');
    },
  );

  it('takes no forms of other sites', async () => {
    const visitor = new Visitor();
    const fields = [
      ['action', 'add'],
      ['id', dataset],
    ] as const;
    expect((await visitor.post(fields, '/nl/list', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await visitor.post(fields, '/nl/list', {})).status).toBe(403);
    expect((await visitor.post(fields, '/nl/list/handover', { origin: 'https://elsewhere.example' })).status).toBe(403);
    expect(visitor.cookie).toBe('');
  });

  it('keeps chosen distributions, forgets what is taken off, and is emptied', async () => {
    const visitor = new Visitor();
    for (const id of [dataset, openStatistics.head.id])
      await visitor.post([
        ['action', 'add'],
        ['id', id],
      ]);
    await visitor.post([
      ['action', 'choose'],
      ['id', dataset],
      ['distribution', distributionKey(distribution?.iri ?? '')],
    ]);
    const chosen = await visitor.list();
    expect(chosen).toContain('Gekozen bestanden');
    expect(links(chosen)).toContain(`/nl/list?id=${dataset}.${distributionKey(distribution?.iri ?? '')}&id=${openStatistics.head.id}`);
    await visitor.post([
      ['action', 'remove'],
      ['id', dataset],
    ]);
    const less = await visitor.list();
    expect([less.includes(`/nl/datasets/${dataset}"`), less.includes(`/nl/datasets/${openStatistics.head.id}"`)]).toEqual([false, true]);
    await visitor.post([['action', 'clear']]);
    expect(visitor.cookie).toBe('list=');
  });

  it('says when it is full, and keeps what it holds', async () => {
    const visitor = new Visitor();
    visitor.cookie = `list=${Array.from({ length: mostSelected }, (_, n) => `${'a'.repeat(14)}${String.fromCharCode(97 + (n % 26))}${String.fromCharCode(97 + Math.floor(n / 26))}`).join('_')}`;
    const response = await visitor.post([
      ['action', 'add'],
      ['id', dataset],
      ['back', '/nl'],
    ]);
    expect(response.headers.get('location')).toBe('/nl/list?full=yes');
    expect(visitor.cookie).not.toContain(dataset);
    expect(await visitor.list('/nl/list?full=yes')).toContain('Uw lijst is vol');
  });

  it('tells what became of each dataset since it was added', async () => {
    const visitor = new Visitor();
    visitor.cookie = `list=${dataset}~20260101~${String((glucose.head.version ?? 2) - 1)}_${withdrawn.head.id}~20260101_${withheldId}_${'b'.repeat(16)}_kapot`;
    const html = await visitor.list();
    expect(html).toContain('De beschrijving is daarna veranderd.');
    expect(html).toContain('Ingetrokken bij de bron');
    expect(html).toContain('Weggehaald door de beheerder');
    expect(html).toContain('Niet (meer) in de catalogus');
    expect(html).not.toContain('kapot');
  });

  it('is shared by its address, which shows the same to everybody and can be kept', async () => {
    const html = (await portal.get(`/en/list?id=${dataset}&id=${openStatistics.head.id}`)).text;
    expect(html).toContain('Somebody shared this list with you');
    expect(html).not.toContain('Remove from the list');
    const visitor = new Visitor();
    await visitor.post([
      ['action', 'replace'],
      ['id', dataset],
      ['id', openStatistics.head.id],
    ]);
    expect(visitor.cookie).toBe(
      `list=${dataset}~20260620~${String(glucose.head.version)}_${openStatistics.head.id}~20260620~${String(openStatistics.head.version)}`,
    );
  });
});

describe('comparing', () => {
  it('puts datasets side by side, and their differences alone when asked', async () => {
    const all = (await portal.get(`/nl/list/compare?id=${dataset}&id=${openStatistics.head.id}`)).text;
    const differences = (await portal.get(`/nl/list/compare?id=${dataset}&id=${openStatistics.head.id}&only=differences`)).text;
    const rows = (html: string): number => html.match(/<th scope="row">/g)?.length ?? 0;
    expect(rows(all)).toBeGreaterThan(rows(differences));
    expect(rows(differences)).toBeGreaterThan(3);
    expect(differences).toContain('niet getoond');
    const same = (await portal.get(`/nl/list/compare?id=${dataset}&id=${dataset}`)).text;
    expect(same).toContain('Kies ten minste twee datasets');
  });

  it('compares the first five when none or too many are chosen', async () => {
    const html = (await portal.get(`/nl/list/compare?all=${dataset}&all=${openStatistics.head.id}`)).text;
    expect(html.match(/<th scope="col">/g)).toHaveLength(3);
  });
});

describe('handing over', () => {
  const entries = [`${dataset}.${distributionKey(distribution?.iri ?? '')}~20260620`, openStatistics.head.id, withheldId];
  const handOver = (visitor = new Visitor()): Promise<Response> =>
    visitor.post([['target', 'aanvraag'], ...entries.map((entry) => ['id', entry] as const)], '/nl/list/handover');

  it('leads to a link with the ids and the address of the list, and writes a letter', async () => {
    const html = (await portal.get(`/nl/list?id=${dataset}&id=${openStatistics.head.id}`)).text;
    const [link = '', mail = ''] = ['/nl/list/handover?target=loket', 'mailto:help@hdab.example'].map((start) =>
      links(html).find((href) => href.startsWith(start)),
    );
    const { status, headers } = await portal.get(link);
    expect([status, headers.get('cache-control')]).toEqual([303, 'no-store']);
    const url = new URL(headers.get('location') ?? '');
    expect(url.origin).toBe('https://loket.example');
    expect(url.searchParams.get('ids')).toBe(`${dataset},${openStatistics.head.id}`);
    expect(url.searchParams.get('list')).toBe(`${portal.url}/api/v1/selections?id=${dataset}&id=${openStatistics.head.id}`);
    expect(decodeURIComponent(mail)).toContain(`${portal.url}/datasets/${dataset}`);
    expect(html).toContain('dataset is openbaar');
  });

  it('posts the full payload with the operator’s token, and links to where the visitor goes on', async () => {
    received = [];
    answer = { status: 201, headers: { 'content-type': 'application/json' }, body: '{"url":"/aanvragen/7"}' };
    const response = await handOver();
    const html = await response.text();
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(links(html)).toContain(`${receiver.url}/aanvragen/7`);
    expect(received).toHaveLength(1);
    expect(received[0]?.authorization).toBe('Bearer geheim');
    const items = JSON.parse(received[0]?.body ?? '[]') as Record<string, unknown>[];
    expect(items.map(({ id }) => id)).toEqual([dataset, openStatistics.head.id]);
    expect(Object.keys(items[0] ?? {}).sort()).toEqual(
      [
        'addedAt',
        'catalogue',
        'centralId',
        'changedSinceAdded',
        'country',
        'distributions',
        'hdab',
        'holder',
        'id',
        'iri',
        'page',
        'provenance',
        'state',
        'title',
        'version',
      ].sort(),
    );
    expect(items[0]).toMatchObject({ country: 'NLD', addedAt: '2026-06-20', version: glucose.head.version, distributions: [{ iri: distribution?.iri }] });
  });

  it.each([
    ['refuses', { status: 503, headers: {}, body: '' }],
    ['sends elsewhere than the web', { status: 200, headers: { location: 'javascript:alert(1)' }, body: '' }],
  ])('leaves the list as it was when the receiver %s', async (_what, given) => {
    answer = given;
    const html = await (await handOver()).text();
    expect(html).not.toContain('javascript:');
    expect(html.includes('niet bereikbaar')).toBe(given.status === 503);
  });

  it('knows no other target than those of the operator', async () => {
    const response = await new Visitor().post(
      [
        ['target', 'loket'],
        ['id', dataset],
      ],
      '/nl/list/handover',
    );
    expect(response.status).toBe(404);
    for (const query of [`target=aanvraag&id=${dataset}`, `target=elders&id=${dataset}`, 'target=loket'])
      expect([query, (await portal.get(`/nl/list/handover?${query}`)).status]).toEqual([query, 404]);
  });

  it('gives up on a receiver that cannot be reached', async () => {
    expect(await postHandover(target('http://127.0.0.1:1/'), [])).toMatchObject({ kind: 'failed' });
  });
});

describe('the hand-over file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ndc-handover-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const read = (content: unknown): HandoverSettings => {
    const path = join(folder, 'handover.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return readHandoverFile(path, (reference) => `secret of ${reference}`);
  };

  it('is read with its secrets by reference, and may be missing', () => {
    const [post] = read({
      country: 'NLD',
      targets: [{ id: 'a', kind: 'post', title: words('A'), url: 'https://a.example/', credentials: 'env:DAAMS' }],
    }).targets;
    expect(post).toEqual({ id: 'a', kind: 'post', title: words('A'), help: null, url: 'https://a.example/', token: 'secret of env:DAAMS' });
    expect(readHandoverFile(null, () => '')).toEqual({ country: null, targets: [] });
  });

  it.each([
    ['{', 'cannot be read as JSON'],
    [{ targets: [{ id: 'A b', kind: 'link', title: words('A'), url: 'ftp://x' }] }, 'targets.0.id'],
    [{ targets: [{ id: 'a', kind: 'link', title: { nl: 'A' }, url: 'https://a.example/' }] }, 'targets.0.title.en'],
    [{ targets: [{ id: 'a', kind: 'fax', title: words('A') }] }, 'targets.0.kind'],
    [{ country: 'nl', targets: [] }, 'country'],
  ])('is refused with every mistake named: %j', (content, fault) => {
    expect(() => read(content)).toThrow(fault);
  });
});

describe('a reference', () => {
  it('is BibTeX and RIS with one address that lasts', async () => {
    const bib = await portal.get(`/nl/datasets/${dataset}/citation.bib`);
    expect(bib.headers.get('content-type')).toContain('application/x-bibtex');
    expect(bib.text).toMatch(/^@dataset\{ndc_[a-z2-7]+,\n/);
    expect(bib.text).toContain(`url = {${portal.url}/datasets/${dataset}}`);
    const ris = await portal.get(`/en/datasets/${dataset}/citation.ris`);
    const lines = ris.text.split('\r\n');
    expect([lines[0], lines.at(-2)]).toEqual(['TY  - DATA', 'ER  - ']);
    expect(lines).toContain(`UR  - ${portal.url}/datasets/${dataset}`);
  });
});
