import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withheldId } from './support/fake-queries.js';
import { startPortal, type TestPortal } from './support/portal-app.js';
import { glucose } from './support/records.js';

const { id } = glucose.head;
const executablePath = '/usr/bin/chromium';
const present = existsSync(executablePath);
if (!present) console.warn(`skipped: no browser at ${executablePath}; axe did not look at the history pages`);

let portal: TestPortal;
let browser: Browser;

beforeAll(async () => {
  portal = await startPortal();
  if (present)
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--headless', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    });
});
afterAll(async () => {
  if (present) await browser.close();
  await portal.close();
});

const text = async (path: string): Promise<string> => (await portal.get(path)).text;

describe('the history page (R50)', () => {
  it('shows each version with its time, its cause and actor in words, its run and what it changed', async () => {
    const nl = await text(`/nl/datasets/${id}/history`);
    expect(nl).toContain('opgehaald, door de bron UMC Voorbeeld');
    expect(nl).toContain(`href="/nl/datasets/${id}/versions/2"`);
    expect(nl).toContain('href="/nl/stations/umc-voorbeeld/runs/12"');
    expect(nl).toMatch(/<details><summary>Toon wat er veranderde in versie 2<\/summary>/);
    expect(nl).toContain('Bestanden en toegang <code translate="no">dcat:distribution/dct:format</code>');
    expect(nl).toContain('<code translate="no">prov:wasInfluencedBy</code>');
    const en = await text(`/en/datasets/${id}/history`);
    expect(en).toContain('collected, by the source UMC Voorbeeld');
    expect(en).toContain('Put back to an earlier version');
    expect(en).toContain('by a member of staff of the catalogue');
  });

  it('names no operator, writes no markup of a source, and gives parts without an address ours', async () => {
    for (const path of [`/nl/datasets/${id}/history`, `/en/datasets/${id}/versions/2`]) {
      const html = await text(path);
      expect(html).not.toMatch(/Petra|<b>|urn:ndc:/);
      expect(html).toContain('/.well-known/genid/x');
    }
  });

  it('marks gaps: what was removed with its reason, and when the dataset was not there', async () => {
    const html = await text(`/nl/datasets/${id}/history`);
    expect(html).toContain('De inhoud van deze versie is op 2 april 2026 verwijderd: bevatte een telefoonnummer.');
    expect(html).not.toContain(`href="/nl/datasets/${id}/versions/4"`);
    for (const words of ['Ingetrokken', 'de dataset ontbrak in volledige rondes<', 'Terug in de catalogus', 'Teruggezet naar een eerdere versie'])
      expect(html).toContain(words);
  });

  it('keeps the six dates apart', async () => {
    const html = await text(`/en/datasets/${id}/history`);
    for (const label of ['First seen', 'In the catalogue since', 'Last changed in the catalogue', 'Last seen']) expect(html).toContain(`<dt>${label}</dt>`);
  });
});

describe('the date form', () => {
  it.each([
    ['2026-01-01', 1],
    ['2026-01-31', 1],
    ['2026-02-01', 2],
    ['2026-05-01', 2],
  ])('leads %s to version %i', async (date, n) => {
    const { status, headers } = await portal.get(`/nl/datasets/${id}/history?date=${date}`);
    expect([status, headers.get('location')]).toEqual([303, `/nl/datasets/${id}/versions/${String(n)}`]);
  });

  it.each([
    ['2025-12-31', 404, 'nog niet in de catalogus. De eerste versie is van 1 januari 2026'],
    ['2026-03-15', 404, 'niet in de catalogus. Zij was er op 1 maart 2026 uit gehaald'],
    ['2026-04-15', 410, 'is verwijderd'],
    ['2999-01-01', 400, 'geen dag die al geweest is'],
    ['2026-02-30', 400, 'geen dag die al geweest is'],
    ['"><script>', 400, 'geen dag die al geweest is'],
  ])('says of %s what is the matter (%i)', async (date, status, words) => {
    const answer = await portal.get(`/nl/datasets/${id}/history?date=${encodeURIComponent(date)}`);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(words);
    expect(answer.text).not.toContain('"><script>');
  });
});

describe('the page of a version', () => {
  it('is the dataset page as it was, under a banner, for nobody’s index', async () => {
    const { status, headers, text: html } = await portal.get(`/nl/datasets/${id}/versions/1`);
    expect([status, headers.get('x-robots-tag'), html.includes('<meta name="robots" content="noindex"')]).toEqual([200, 'noindex', true]);
    expect(html).toMatch(/<h1>[^]*?Oude titel/);
    expect(html).toContain('U leest een eerdere versie');
    expect(html).toMatch(/versie 1, zoals de catalogus die publiceerde van 1 januari 2026 om \d\d:15 tot 1 februari 2026/);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).not.toContain('application/ld+json');
    expect((await portal.get(`/nl/datasets/${id}`)).text).not.toContain('noindex');
  });

  it('is 410 with the reason when its content was removed, and 404 when there is none', async () => {
    const gone = await portal.get(`/en/datasets/${id}/versions/4`);
    expect([gone.status, gone.text.includes('bevatte een telefoonnummer'), gone.text.includes('Petra')]).toEqual([410, true, false]);
    for (const n of ['3', '9', '0', 'x', '1e3', '%00']) expect([n, (await portal.get(`/en/datasets/${id}/versions/${n}`)).status]).toEqual([n, 404]);
    for (const rest of ['versions/1', 'history', 'history?date=2026-01-01']) expect((await portal.get(`/en/datasets/${withheldId}/${rest}`)).status).toBe(410);
  });
});

describe.skipIf(!present)('for axe, with and without JavaScript', () => {
  const paths = ['history', 'history?date=2025-12-31', 'versions/1', 'versions/2', 'versions/4'];

  it.each([
    ['nl', 1280],
    ['en', 320],
  ] as const)(
    'the pages in %s at %i px have no fault',
    async (lang, width) => {
      const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: true });
      const page = await context.newPage();
      const faults: string[] = [];
      for (const path of paths) {
        await page.goto(`${portal.url}/${lang}/datasets/${id}/${path}`);
        await page.evaluate(`for (const details of document.querySelectorAll('details')) details.open = true`);
        await page.evaluate(axe);
        const seen = await page.evaluate(`(async () => {
        const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
        const root = document.documentElement;
        return [...violations.map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 200)), ...(root.scrollWidth > root.clientWidth ? ['scrolls sideways'] : [])];
      })()`);
        faults.push(...(seen as string[]).map((fault) => `${path}: ${fault}`));
      }
      await context.close();
      expect(faults).toEqual([]);
    },
    60_000,
  );

  it('the form leads to the version of a day without JavaScript', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${portal.url}/nl/datasets/${id}/history`);
    await page.locator('#date').fill('2026-01-15');
    await page.getByRole('button', { name: 'Toon de versie van die dag' }).click();
    expect(page.url()).toBe(`${portal.url}/nl/datasets/${id}/versions/1`);
    await context.close();
  });
});
