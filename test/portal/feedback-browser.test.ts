import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFeedbackHouse, type FeedbackHouse } from './support/feedback-house.js';

const executablePath = '/usr/bin/chromium';
const present = existsSync(executablePath);
if (!present) console.warn(`skipped: no browser at ${executablePath}; axe and browser tests of the feedback pages did not run`);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let house: FeedbackHouse;
let browser: Browser;
const seen: string[] = [];
beforeAll(async () => {
  if (!present) return;
  house = await openFeedbackHouse();
  browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--headless', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  });
});
afterAll(async () => {
  if (!present) return;
  await browser.close();
  await house.close();
});

async function withPage(options: BrowserContextOptions, use: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on('request', (request) => seen.push(`${request.url()} ${JSON.stringify(request.headers())}`));
  try {
    await use(page);
  } finally {
    await context.close();
  }
}

async function faultsOf(page: Page, name: string): Promise<string[]> {
  await page.evaluate(axe);
  const faults = await page.evaluate(`(async () => {
    for (const details of document.querySelectorAll('details')) details.open = true;
    const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    const root = document.documentElement;
    return [...violations.map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 200)), ...(root.scrollWidth > root.clientWidth ? ['scrolls sideways'] : []), ...(document.querySelectorAll('h1').length === 1 ? [] : ['not one h1'])];
  })()`);
  return (faults as string[]).map((fault) => `${name}: ${fault}`);
}

const shots = process.env['NDC_TEST_SHOTS'];
const shot = async (page: Page, name: string): Promise<void> => {
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
};

describe.skipIf(!present)('the feedback pages', () => {
  it.each([
    ['nl', 1280, 'light'],
    ['en', 320, 'dark'],
    ['en', 1280, 'dark'],
    ['nl', 320, 'light'],
  ] as const)('in %s at %i px, %s, have no fault', async (lang, width, colorScheme) => {
    await withPage({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true }, async (page) => {
      const at = `${house.portal.url}/stations/umc/feedback?lang=${lang}`;
      const faults: string[] = [];
      page.on('pageerror', (error) => void faults.push(error.message));
      const look = async (name: string): Promise<void> => {
        faults.push(...(await faultsOf(page, name)));
        await shot(page, `${name}-${lang}-${String(width)}`);
      };
      await page.goto(`${at}#wrong`);
      await page.locator('#key-error').waitFor();
      await look('wrong key');
      await page.goto('about:blank');
      await page.goto(`${at}#${house.key}`);
      await page.locator('#problems').waitFor();
      await look('feedback');
      await page.locator('form:has(input[name=run][value="' + String(house.ids.held) + '"]) button').click();
      await page.locator('#items').waitFor();
      await look('run on hold');
      for (const path of ['', `/runs/${String(house.ids.held)}`, `/runs/${String(house.ids.released)}`, `/runs/${String(house.ids.running)}`]) {
        await page.goto(`${house.portal.url}/${lang}/stations/umc${path}`);
        await look(`public${path.replaceAll('/', '-')}`);
      }
      expect(faults).toEqual([]);
    });
  });

  it('open with the key in the fragment, which reaches no address and stays when parts change', async () => {
    seen.length = 0;
    await withPage({}, async (page) => {
      const problems: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text());
      });
      const address = `${house.portal.url}/stations/umc/feedback?lang=en#${house.key}`;
      await page.goto(address);
      await page.locator('#held').waitFor();
      expect(page.url()).toBe(address);
      await page.locator('td button').first().click();
      await page.locator('#items').waitFor();
      expect(await page.evaluate('document.activeElement.id')).toBe('main');
      await page.getByRole('button', { name: 'Back to the overview' }).click();
      await page.locator('#held').waitFor();
      expect(page.url()).toBe(address);
      await page.getByRole('link', { name: 'Nederlands' }).click();
      await page.locator('#held').waitFor();
      expect(await page.locator('#held').textContent()).toContain('Aangehouden beschrijvingen');
      expect(problems).toEqual([]);
    });
    expect(seen.length).toBeGreaterThan(4);
    expect(seen.filter((request) => request.includes(house.key))).toEqual([]);
  });

  it('open without JavaScript by the field for the key', async () => {
    await withPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(`${house.portal.url}/stations/umc/feedback?lang=nl`);
      await page.getByLabel('Sleutel van deze pagina').fill('wrong');
      await page.getByRole('button', { name: 'Open de terugkoppeling' }).click();
      expect(await page.locator('#key-error').textContent()).toContain('Deze sleutel past niet.');
      await page.getByLabel('Sleutel van deze pagina').fill(house.key);
      await page.getByRole('button', { name: 'Open de terugkoppeling' }).click();
      expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toContain('Aangehouden beschrijvingen (1)');
      await page.locator('td button').nth(1).click();
      expect(await page.locator('h1').textContent()).toContain(`Ronde ${String(house.ids.held)}`);
      expect(page.url()).not.toContain(house.key);
    });
  });
});
