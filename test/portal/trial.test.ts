import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { Parser } from 'n3';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shapesFolder } from '../../src/assets.js';
import type { StartedTrial, TrialDesk } from '../../src/catalogue/station-trial-desk.js';
import type { TrialResult } from '../../src/catalogue/station-trial.js';
import { trialEntry } from '../../src/portal/view-models/trial-entry.js';
import { trialOrder, trialValues, type TrialValues } from '../../src/portal/view-models/trial-form.js';
import { OperatorData } from '../../src/rdf/operator-data.js';
import { operatorDataCheck } from '../../src/validation/operator-data.js';
import { FakeStation } from '../support/fake-station.js';
import { runs } from '../support/runs.js';
import { MemoryKeptReports } from './support/desk.js';
import { startPortal, type TestPortal } from './support/portal-app.js';
import { runTrial, trialDesk, trialOf } from './support/trials.js';

const prefixes = '@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dct: <http://purl.org/dc/terms/> .\n';
const catalogue = `${prefixes}<https://umc.example/d/1> a dcat:Dataset ; dct:title "Eerste <script>alert(1)</script>"@nl ; dct:description "D"@nl .
<https://umc.example/d/2> a dcat:Dataset ; dct:title "Tweede"@nl ; dct:identifier "geen beschrijving" .`;
const own = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };

let site: FakeStation;
let portal: TestPortal;
let desk: TrialDesk;
const keptReports = new MemoryKeptReports();
beforeAll(async () => {
  site = await FakeStation.start({ '/all.ttl': { body: catalogue, type: 'text/turtle' } });
  desk = trialDesk();
  portal = await startPortal({}, 0, { trials: desk, keptReports });
});
afterAll(async () => {
  desk.close();
  await portal.close();
  await site.close();
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  readonly text: string;
}

async function answer(response: Response): Promise<Answer> {
  const html = await response.text();
  const text = html
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&quot;/g, '"')
    .replace(/\s+/g, ' ');
  return { status: response.status, headers: response.headers, html, text };
}

const get = async (path: string, at = portal): Promise<Answer> => answer(await fetch(at.url + path, { redirect: 'manual' }));
const post = async (path: string, fields: Readonly<Record<string, string>>, at = portal, headers: Readonly<Record<string, string>> = own): Promise<Answer> =>
  answer(await fetch(at.url + path, { method: 'POST', body: new URLSearchParams(fields).toString(), headers, redirect: 'manual' }));

/** Submits the form and follows it to the result. */
async function tried(lang: string, fields: Readonly<Record<string, string>> = {}): Promise<{ readonly path: string; readonly page: Answer }> {
  const sent = await post(`/${lang}/stations/new`, { url: `${site.url}/all.ttl`, kind: 'holder', ...fields });
  expect(sent.status).toBe(303);
  const path = sent.headers.get('location') ?? '';
  return { path, page: await get(path) };
}

describe('the form for a new station', () => {
  it.each([
    ['nl', ['Probeer een nieuwe bron', 'Adres van de bron', 'niet verplicht', 'Zelf uitzoeken']],
    ['en', ['Try a new source', 'Address of the source', 'optional', 'Find out']],
  ] as const)('in %s has everything, filled in from its address', async (lang, words) => {
    const page = await get(`/${lang}/stations/new?url=https%3A%2F%2Fx.example%2F&protocol=fdp`);
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
    for (const word of words) expect(page.text).toContain(word);
    expect(page.html).toContain('value="https://x.example/"');
    expect(page.html).toMatch(/<option selected value="fdp"|<option value="fdp" selected/);
    expect(page.html).not.toMatch(/value="(file|push)"/);
  });

  it('is linked from the stations and from the validator', async () => {
    for (const path of ['/nl/stations', '/en/validator']) expect((await get(path)).html).toContain(`href="${path.slice(0, 3)}/stations/new"`);
  });

  it.each([
    ['no address', { url: '' }, 'url'],
    ['another scheme', { url: 'ftp://x.example/' }, 'url'],
    ['a password in the address', { url: 'https://a:b@x.example/' }, 'url'],
    ['no e-mail address', { url: 'https://x.example/', email: 'a b@c' }, 'email'],
    ['an unknown protocol', { url: 'https://x.example/', protocol: 'file' }, 'protocol'],
    ['an unknown kind', { url: 'https://x.example/', kind: 'king' }, 'kind'],
  ] as const)('says at the field and above what is wrong with %s, and keeps the rest', async (_what, fields, field) => {
    const page = await post('/nl/stations/new', { name: 'Mijn "bron"', ...fields });
    expect([page.status, page.html.includes(`href="#${field}"`), page.html.includes(`id="${field}-error"`)]).toEqual([400, true, true]);
    expect(page.html).toContain('value="Mijn &quot;bron&quot;"');
  });

  it('is taken from our own pages only', async () => {
    for (const headers of [{ ...own, 'sec-fetch-site': 'cross-site' }, { 'content-type': own['content-type'] }])
      expect((await post('/nl/stations/new', { url: `${site.url}/all.ttl`, kind: 'holder' }, portal, headers)).status).toBe(403);
    expect((await fetch(`${portal.url}/nl/stations/new`, { method: 'POST', body: '{}', headers: { ...own, 'content-type': 'application/json' } })).status).toBe(
      400,
    );
    expect((await fetch(`${portal.url}/nl/stations/new`, { method: 'POST', body: 'x'.repeat(100_000), headers: own })).status).toBe(413);
  });
});

describe('the result of a trial', () => {
  it.each([
    ['nl', '1 van de 2 beschrijvingen zou worden gepubliceerd.', 'geen beschrijvende tekst', 'De bron is helemaal gelezen'],
    ['en', '1 of 2 descriptions would be published.', 'no description text', 'The source was read completely'],
  ] as const)('in %s goes from the sentence over the reasons to the entry', async (lang, ...words) => {
    const { page } = await tried(lang, { name: 'UMC', organisation: 'Stichting UMC', email: 'data@umc.example' });
    expect([page.status, page.headers.get('cache-control'), page.headers.get('x-robots-tag')]).toEqual([200, 'no-store', 'noindex']);
    for (const word of [...words, 'rdf', 'ndc:protocol "rdf"', `dct:title "UMC"@${lang}`, 'mailto:data@umc.example', 'Stichting UMC'])
      expect(page.text).toContain(word);
    expect(page.html).not.toContain('<script>alert');
    expect(page.html.match(/<h1/g)).toHaveLength(1);
    expect(page.html).toContain('href="mailto:info@catalogus.example?subject=');
  });

  it('gives the entry as a file that the stations file takes as it is', async () => {
    const { path } = await tried('en', { name: 'UMC' });
    const file = await get(`${path}?format=ttl`);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="umc.ttl"');
    const quads = new Parser().parse(file.html);
    expect(await operatorDataCheck(shapesFolder)(quads, 'station')).toEqual([]);
    const [station] = new OperatorData(quads).stations();
    expect([station?.id, station?.endpoint, station?.protocol, station?.declaredState, station?.kind, station?.holder?.name]).toEqual([
      'umc',
      `${site.url}/all.ttl`,
      'rdf',
      'onboarding',
      'holder',
      { '': ['UMC'] },
    ]);
    const json = JSON.parse((await get(`${path}?format=json`)).html) as { visit: { records: number } };
    expect(json.visit.records).toBe(2);
  });

  it('shows how a description will look', async () => {
    const { path, page } = await tried('nl');
    expect(page.html).toContain(`${path}?sample=1`);
    const look = await get(`${path}?sample=2`);
    for (const word of ['Voorbeeld: niet gepubliceerd', 'Tweede', 'zou de catalogus deze beschrijving niet publiceren']) expect(look.text).toContain(word);
  });

  it('is kept on demand at a secret address, and deleted there', async () => {
    const { path } = await tried('nl', { email: 'data@umc.example' });
    const kept = await post(path, { action: 'keep' });
    const address = kept.headers.get('location') ?? '';
    expect([kept.status, address]).toEqual([303, expect.stringMatching(/^\/nl\/stations\/new\/results\/[0-9a-f]{32}$/)]);
    const page = await get(address);
    expect([page.status, page.headers.get('x-robots-tag'), page.html.includes('<meta name="robots" content="noindex"')]).toEqual([200, 'noindex', true]);
    for (const word of ['Bewaard op', 'data@umc.example', '1 van de 2']) expect(page.text).toContain(word);
    expect((await get(`${address}?sample=1`)).text).toContain('Eerste');
    expect((await get(address.replace('/stations/new/results/', '/validator/reports/'))).status).toBe(404);
    expect((await post(address, { action: 'delete' }, portal, { ...own, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await post(address, { action: 'delete' })).headers.get('location')).toBe('/nl/stations/new?deleted=1');
    expect((await get(address)).status).toBe(404);
  });

  it('does not open what the validator has kept', async () => {
    const { key } = await keptReports.keep(JSON.stringify({ name: '', report: {}, places: {} }));
    expect((await get(`/nl/stations/new/results/${key}`)).status).toBe(404);
  });

  it('of an address that cannot be read is one sentence, whatever the reason (SSRF-7)', async () => {
    const asVisitor = trialDesk({}, (order) => ({ ended: runTrial(order, { asVisitor: true }), cancel: () => undefined }));
    const closed = await startPortal({}, 0, { trials: asVisitor });
    const pages: string[] = [];
    for (const url of [`${site.url}/all.ttl`, 'http://10.0.0.1/', 'http://localhost/', 'https://nowhere.invalid/']) {
      const sent = await post('/nl/stations/new', { url, name: 'X', kind: 'aggregator' }, closed);
      const page = await get(sent.headers.get('location') ?? '', closed);
      expect(page.status).toBe(422);
      pages.push(page.html.replace(/[0-9a-f]{32}/g, '').replaceAll(new URLSearchParams({ url }).toString(), ''));
    }
    expect(pages[0]).toContain('Wij kunnen dit adres niet lezen.');
    expect(new Set(pages).size).toBe(1);
    await closed.close();
  });
});

describe('a trial under way', () => {
  it('tells how far it is, is cancelled, and is the only one of its visitor', async () => {
    let cancelled = 0;
    const waiting = trialDesk({ waiting: 1 }, (_order, onProgress): StartedTrial => {
      onProgress({ phase: 'read', requests: 3, documents: 7, records: 5, expected: 40 });
      return { ended: new Promise((_, reject) => (stop = reject)), cancel: () => (cancelled += 1) };
    });
    let stop: (error: Error) => void = () => undefined;
    const slow = await startPortal({}, 0, { trials: waiting, waitMs: 10 });
    const sent = await post('/nl/stations/new', { url: 'https://x.example/', kind: 'holder' }, slow);
    const path = sent.headers.get('location') ?? '';
    const page = await get(path, slow);
    for (const word of ['7 documenten gelezen, 5 beschrijvingen gecontroleerd', '40', 'Ververs deze pagina', 'Stop het proefbezoek'])
      expect(page.text).toContain(word);
    expect([page.html.includes(`href="${path}"`), page.html.includes('http-equiv')]).toEqual([true, false]);
    const second = await post('/nl/stations/new', { url: 'https://y.example/', kind: 'holder' }, slow);
    expect([second.status, second.text.includes('loopt al een proefbezoek'), Number(second.headers.get('retry-after')) > 0]).toEqual([429, true, true]);
    expect((await post(path, { action: 'cancel' }, slow)).headers.get('location')).toBe(path);
    expect([(await get(path, slow)).text.includes('Het proefbezoek is gestopt'), cancelled]).toEqual([true, 1]);
    stop(new Error('ended'));
    await slow.close();
  });

  it('waits for its turn, and is turned away when too many wait or come too often', async () => {
    const result = await runTrial(trialOf(`${site.url}/all.ttl`));
    const ends: ((value: TrialResult) => void)[] = [];
    const busy = trialDesk({ waiting: 1, ratePerHour: 1 }, () => ({ ended: new Promise((resolve) => void ends.push(resolve)), cancel: () => undefined }));
    const words = { name: 'X', organisation: 'X', email: '' };
    const order = trialOf('https://x.example/');
    const first = busy.submit(order, words, '192.0.2.1');
    const second = busy.submit(order, words, '192.0.2.2');
    expect([first.state, second.state]).toEqual(['running', 'queued']);
    expect(() => busy.submit(order, words, '192.0.2.3')).toThrow(expect.objectContaining({ code: 'request/unavailable' }));
    expect(() => busy.submit(order, words, '192.0.2.1')).toThrow(expect.objectContaining({ code: 'request/conflict' }));
    ends[0]?.(result);
    await busy.settled(first.id, 5000);
    expect([busy.job(first.id)?.state, busy.job(second.id)?.state]).toEqual(['done', 'running']);
    expect(() => busy.submit(order, words, '192.0.2.1')).toThrow(expect.objectContaining({ code: 'request/too-many' }));
    expect([busy.cancel(second.id), busy.cancel(second.id), busy.cancel(first.id)]).toEqual([true, false, false]);
    busy.close();
    expect(() => busy.submit(order, words, '192.0.2.9')).toThrow(expect.objectContaining({ code: 'request/unavailable' }));
    ends[1]?.(result);
  });

  it('that fails by our own fault says so, and one that is gone is not there', async () => {
    const failing = await startPortal({}, 0, {
      trials: trialDesk({}, () => ({ ended: Promise.reject(new Error('bug in /secret/path')), cancel: () => undefined })),
    });
    const sent = await post('/en/stations/new', { url: 'https://x.example/', kind: 'holder' }, failing);
    const page = await get(sent.headers.get('location') ?? '', failing);
    expect([page.status, page.text.includes('The fault is ours'), page.html.includes('secret')]).toEqual([500, true, false]);
    expect((await get('/en/stations/new/jobs/00000000000000000000000000000000', failing)).status).toBe(404);
    await failing.close();
  });
});

describe('the entry', () => {
  const check = operatorDataCheck(shapesFolder);

  it('is valid and says what was typed, whatever was typed', async () => {
    const result = await runTrial(trialOf(`${site.url}/all.ttl`));
    const context = { m: { trial: { errors: { url: 'u', kind: 'k', protocol: 'p', email: 'e' } } } } as Parameters<typeof trialOrder>[2];
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom('"', "'", '"""', '\\', '\\"', 'a"@nl . <x> <y> <z>', '> <', '\n# comment', '}', '\u0000', '\ud800', '𝒳', '@nl', '" ; ndc:state "live'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          name: text,
          organisation: text,
          email: fc.oneof(fc.constant(''), fc.emailAddress()),
          kind: fc.constantFrom('holder', 'aggregator', 'intermediary'),
        }),
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
        async (typed, url) => {
          const values: TrialValues = trialValues((name) => ({ protocol: '', url, ...typed })[name] ?? null);
          const asked = trialOrder(values, { protocols: [] }, context);
          if ('errors' in asked) {
            expect(asked.errors.map(({ field }) => field)).toEqual(['email']);
            return;
          }
          const { order, words } = asked;
          const chosen = {
            protocol: 'rdf',
            certainty: 'certain' as const,
            endpoint: order.url,
            settings: { a: typed.name.replace(/\p{Surrogate}|\p{Cc}/gu, '') },
            reason: {},
          };
          const entry = trialEntry({ order, words, lang: 'nl' }, { ...result, chosen }, 'https://catalogue.example', () => false);
          const quads = new Parser().parse(entry?.turtle ?? '');
          expect(await check(quads, 'station')).toEqual([]);
          const [station, ...more] = new OperatorData(quads).stations();
          expect([more, station?.title['nl'], station?.declaredState, station?.id]).toEqual([[], [words.name], 'onboarding', entry?.id]);
          expect(entry?.id).toMatch(/^[a-z0-9][a-z0-9-]*$/);
          expect(station?.contactEmail ?? '').toBe(words.email);
          expect(station?.settings).toEqual(chosen.settings);
        },
      ),
      { numRuns: runs(60), seed: 20261122 },
    );
  });

  it('never takes the id of a station that is there, or of a page of ours', async () => {
    const result = await runTrial(trialOf(`${site.url}/all.ttl`));
    const idOf = (name: string, taken: readonly string[]): string | undefined =>
      trialEntry(
        { order: trialOf('https://x.example/'), words: { name, organisation: '', email: '' }, lang: 'nl' },
        result,
        'https://catalogue.example',
        (id) => taken.includes(id),
      )?.id;
    expect([idOf('UMC', ['umc', 'umc-2']), idOf('new', []), idOf('日本', [])]).toEqual(['umc-3', '127-0-0-1', '127-0-0-1']);
  });

  it('claims the addresses of the records for a holder only, and only where the station itself is', async () => {
    const result = await runTrial(trialOf(`${site.url}/all.ttl`));
    const words = { name: 'UMC', organisation: '', email: '' };
    const at = (origin: string, kind: 'holder' | 'aggregator'): string | undefined =>
      trialEntry(
        { order: trialOf('https://umc.example/', { kind }), words, lang: 'nl' },
        { ...result, chosen: { protocol: 'rdf', certainty: 'likely', endpoint: `${origin}/all.ttl`, settings: {}, reason: {} } },
        'https://catalogue.example',
        () => false,
      )?.turtle;
    expect(at('https://umc.example', 'holder')).toContain('ndc:subjectPrefix "https://umc.example/"');
    expect(at('https://elsewhere.example', 'holder')).not.toContain('subjectPrefix');
    expect(at('https://umc.example', 'aggregator')).not.toMatch(/subjectPrefix|publisher/);
  });
});

const executablePath = '/usr/bin/chromium';
const present = existsSync(executablePath);
if (!present) console.warn(`skipped: no browser at ${executablePath}; axe did not look at the pages of a trial`);

describe.skipIf(!present)('in a browser without JavaScript', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--headless', '--disable-gpu'] });
  });
  afterAll(async () => {
    await browser.close();
  });

  it.each([
    ['nl', 1280, 'light', 'Start het proefbezoek'],
    ['en', 320, 'dark', 'Start the trial'],
  ] as const)('leads from the form to the result in %s at %i px, %s, and axe finds nothing', async (lang, width, colorScheme, button) => {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const plain = await browser.newContext({ javaScriptEnabled: false, viewport: { width, height: 900 } });
    const page = await plain.newPage();
    await page.goto(`${portal.url}/${lang}/stations/new`);
    await page.locator('#url').fill(`${site.url}/all.ttl`);
    await page.locator('#name').fill('UMC Voorbeeld');
    await page.getByRole('button', { name: button }).click();
    await page.waitForURL('**/stations/new/jobs/*');
    expect(await page.locator('.verdict-sentence').count()).toBe(1);
    const address = page.url();
    await plain.close();
    const seen = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
    const looking = await seen.newPage();
    const faults: string[] = [];
    looking.on('console', (message) => {
      if (message.type() === 'error' && !/40[04]|422/.test(message.text())) faults.push(message.text());
    });
    for (const path of [address, `${address}?sample=1`, `${portal.url}/${lang}/stations/new`, `${portal.url}/${lang}/stations/new/jobs/${'0'.repeat(32)}`]) {
      await looking.goto(path);
      await looking.evaluate(axe);
      const found = await looking.evaluate(`(async () => {
        const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
        const root = document.documentElement;
        return [...violations.map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 200)), ...(root.scrollWidth > root.clientWidth ? ['scrolls sideways'] : [])];
      })()`);
      faults.push(...(found as string[]).map((fault) => `${path}: ${fault}`));
    }
    await seen.close();
    expect(faults).toEqual([]);
  });
});
