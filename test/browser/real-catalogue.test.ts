import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServer, type TestServer } from '../support/server.js';

const executablePath = '/usr/bin/chromium';
const present = existsSync(executablePath);
if (!present) console.log('browser tests of the real catalogue skipped: no Chromium at /usr/bin/chromium');
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly target: readonly string[] }[] }[];
}

describe.skipIf(!present)('the portal on the harvested fixture stations', () => {
  let catalogue: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    catalogue = await openTestServer();
    browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--headless',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    });
  }, 180_000);

  afterAll(async () => {
    await browser.close();
    await catalogue.close();
  });

  it('leads from search through a facet to a dataset with JavaScript off', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    const foreign = foreignRequests(page);
    await page.goto(`${catalogue.url}/nl`);
    await page.getByRole('searchbox').fill('kanker');
    await page.getByRole('button', { name: 'Zoeken' }).click();
    const all = await count(page);
    expect(all).toBeGreaterThan(3);
    await page.getByLabel(/^openbaar/).check();
    await page.getByRole('button', { name: 'Pas filters toe' }).first().click();
    const open = await count(page);
    expect(open).toBeGreaterThan(0);
    expect(open).toBeLessThan(all);
    expect(new URL(page.url()).searchParams.getAll('access')).toEqual(['PUBLIC']);
    const title = (await page.locator('main h3 a').first().innerText()).trim();
    await page.locator('main h3 a').first().click();
    expect((await page.locator('h1').innerText()).trim()).toBe(title);
    expect(await page.locator('h1').count()).toBe(1);
    expect(foreign).toEqual([]);
    await context.close();
  });

  it('has no axe violation on any kind of page', async () => {
    const context = await browser.newContext({ bypassCSP: true });
    const page = await context.newPage();
    const foreign = foreignRequests(page);
    const ids = await interesting(catalogue);
    const paths = [
      '',
      '/datasets',
      '/datasets?q=kanker&access=PUBLIC',
      '/datasets?q=xyzzy',
      '/stations',
      '/stations/rommelig-lab',
      '/stations/umc-voorbeeld',
      '/about',
      '/accessibility',
      '/privacy',
      ...ids.map((id) => `/datasets/${id}`),
      `/datasets/${ids[0] ?? ''}/history`,
      '/datasets/aaaaaaaaaaaaaaaa',
    ];
    const faults: string[] = [];
    // Each page in one of the languages, in turn; the soak has both.
    const isWhole = process.env['NDC_PROPERTY_FACTOR'] !== undefined;
    for (const [turn, lang] of ['nl', 'en'].entries()) {
      for (const path of paths.filter((_, at) => isWhole || at % 2 === turn)) {
        await page.goto(`${catalogue.url}/${lang}${path}`);
        await page.evaluate(axeSource);
        const result = await page.evaluate<AxeResult>(
          'axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })',
        );
        for (const violation of result.violations) faults.push(`/${lang}${path}: ${violation.id} ${violation.nodes[0]?.target.join(' ') ?? ''}`);
      }
    }
    expect(faults).toEqual([]);
    expect(foreign).toEqual([]);
    await context.close();
  }, 240_000);

  it('shows hostile metadata as text, and links nowhere dangerous', async () => {
    const { items } = (await (await catalogue.get('/api/v1/datasets?station=rommelig-lab&pageSize=50')).json()) as {
      items: { id: string; description: string }[];
    };
    const hostile = items.find((item) => item.description.includes('<script>'));
    expect(hostile).toBeDefined();
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('dialog', (dialog) => {
      problems.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(`${catalogue.url}/en/datasets/${hostile?.id ?? ''}`);
    expect(await page.locator('main').innerText()).toContain('<script>');
    const targets = await page.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    expect(targets.filter((target) => /^\s*(javascript|data|vbscript):/i.test(target))).toEqual([]);
    expect(problems).toEqual([]);
    await page.close();
  });
});

/** The number in "12 datasets gevonden". */
async function count(page: Page): Promise<number> {
  return Number(/\d+/.exec(await page.locator('[role="status"]').first().innerText())?.[0] ?? 0);
}

function foreignRequests(page: Page): string[] {
  const foreign: string[] = [];
  page.on('request', (request) => {
    if (!/^http:\/\/127\.0\.0\.1:/.test(request.url()) && !request.url().startsWith('data:')) foreign.push(request.url());
  });
  return foreign;
}

/** One record of each station, and the hostile one. */
async function interesting(catalogue: TestServer): Promise<string[]> {
  const { items } = await catalogue.json<{ items: { id: string }[] }>('/api/v1/stations');
  const pages = await Promise.all(items.map((station) => catalogue.json<{ items: { id: string }[] }>(`/api/v1/datasets?station=${station.id}&pageSize=2`)));
  return pages.flatMap((page) => page.items.map((item) => item.id));
}
