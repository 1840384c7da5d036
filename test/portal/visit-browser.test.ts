import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPortal, type TestPortal } from './support/portal-app.js';
import { glucose, openStatistics } from './support/records.js';

const executablePath = '/usr/bin/chromium';
const present = existsSync(executablePath);
if (!present) console.warn(`skipped: no browser at ${executablePath}; visits of the portal did not run`);

let portal: TestPortal;
let browser: Browser;

beforeAll(async () => {
  if (!present) return;
  portal = await startPortal();
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--headless', '--disable-gpu', '--no-first-run'] });
});
afterAll(async () => {
  if (!present) return;
  await browser.close();
  await portal.close();
});

async function withPage(options: BrowserContextOptions, use: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext(options);
  try {
    await use(await context.newPage());
  } finally {
    await context.close();
  }
}

describe.skipIf(!present)('a newcomer without JavaScript', () => {
  it('lands on home, finds a registry with variables, understands access, keeps and compares it, exports and cites it', async () => {
    await withPage({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } }, async (page) => {
      await page.goto(`${portal.url}/nl`);
      expect(await page.locator('h1').textContent()).toContain('Vind gezondheidsgegevens');
      await page.getByRole('searchbox').fill('glucose');
      await page.getByRole('button', { name: 'Zoeken' }).click();
      const hit = page.getByRole('article').filter({ has: page.locator(`a[href="/nl/datasets/${glucose.head.id}"]`) });
      await hit.getByRole('button', { name: /^Zet op mijn lijst/ }).click();
      expect(page.url()).toBe(`${portal.url}/nl/datasets?q=glucose#on-list`);
      expect(await page.getByText('De dataset staat op uw lijst.').isVisible()).toBe(true);

      await hit.locator('h3 a').click();
      expect(await page.getByRole('region', { name: 'In het kort' }).textContent()).toContain('vergunning');
      expect(
        await page
          .getByRole('region', { name: 'In het kort' })
          .getByRole('link', { name: /Vraag|Mail/ })
          .count(),
      ).toBeGreaterThan(0);
      await page.getByRole('link', { name: /^Bekijk alle \d+ variabelen$/ }).click();
      const [variable = ''] = await page.locator('table code').allTextContents();
      expect(variable).not.toBe('');
      await page.getByLabel('Zoek in de variabelen').fill(variable);
      await page.getByRole('button', { name: 'Zoek variabelen' }).click();
      expect(await page.getByRole('row').count()).toBeGreaterThan(1);

      await page.goto(`${portal.url}/nl/datasets/${openStatistics.head.id}`);
      expect(await page.getByRole('link', { name: 'Ga naar de gegevens' }).first().isVisible()).toBe(true);
      await page.getByRole('button', { name: /^Zet op mijn lijst/ }).click();
      await page.getByRole('link', { name: 'Bekijk mijn lijst' }).click();
      expect(await page.getByRole('heading', { name: '2 datasets' }).count()).toBe(1);
      await page.getByRole('button', { name: 'Vergelijk de gekozen datasets' }).click();
      expect(await page.getByRole('columnheader').count()).toBe(3);
      await page.getByRole('link', { name: 'Toon alleen de verschillen' }).click();
      await page.getByRole('link', { name: 'Terug naar de lijst' }).click();
      expect(await page.getByRole('region', { name: 'Vraag toegang tot deze datasets' }).isVisible()).toBe(true);
      expect(await page.getByRole('link', { name: 'CSV van deze lijst' }).getAttribute('href')).toBe(
        `/datasets.csv?id=${glucose.head.id}&id=${openStatistics.head.id}&lang=nl`,
      );

      await page.goto(`${portal.url}/nl/datasets/${glucose.head.id}#cite`);
      expect(await page.locator('#citation').textContent()).toContain(`${portal.url}/datasets/${glucose.head.id}`);
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Verwijzing als BibTeX' }).click()]);
      expect(download.suggestedFilename()).toBe(`${glucose.head.id}.bib`);
    });
  });
});

describe.skipIf(!present)('with JavaScript', () => {
  it('a dataset is put on the list without leaving the page, and that is said', async () => {
    await withPage({ viewport: { width: 1280, height: 900 } }, async (page) => {
      await page.goto(`${portal.url}/en/datasets?q=glucose`);
      await page.evaluate('window.same = true');
      await page
        .getByRole('button', { name: /^Add to my list/ })
        .first()
        .click();
      await expect.poll(() => page.locator('#announcer').textContent(), { timeout: 60_000 }).toBe('The dataset is on your list.');
      expect(await page.evaluate('window.same')).toBe(true);
      expect(await page.getByText('The dataset is on your list.').first().isVisible()).toBe(true);
      await page.goto(`${portal.url}/en/list`);
      expect(await page.getByRole('heading', { name: '1 dataset' }).count()).toBe(1);
    });
  });

  it('suggests while one types: a combobox that the arrow keys go through, and that Enter passes by when nothing is chosen', async () => {
    await withPage({ viewport: { width: 1280, height: 900 } }, async (page) => {
      const problems: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text());
      });
      await page.route('**/api/v1/suggestions?**', async (route) => {
        const q = new URL(route.request().url()).searchParams.get('q') ?? '';
        const items = q.startsWith('gl')
          ? [
              { kind: 'dataset', text: 'Glucose <b>sensor</b>', id: glucose.head.id, facet: null, value: null },
              { kind: 'theme', text: 'Gezondheid', id: null, facet: 'theme', value: 'HEAL' },
            ]
          : [];
        await route.fulfill({ json: { q, items } });
      });
      await page.goto(`${portal.url}/nl`);
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toContain('Naar de inhoud');
      const field = page.locator('#q');
      await field.pressSequentially('glu');
      await page.getByRole('listbox', { name: 'Voorstellen' }).waitFor();
      expect([await field.getAttribute('role'), await field.getAttribute('aria-expanded')]).toEqual(['combobox', 'true']);
      expect(await page.getByRole('option').allTextContents()).toEqual(['Glucose <b>sensor</b> dataset', 'Gezondheid thema']);
      await expect.poll(() => page.locator('#announcer').textContent(), { timeout: 60_000 }).toContain('2 voorstellen');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      expect(await field.getAttribute('aria-activedescendant')).toBe('suggestion-1');
      await page.keyboard.press('ArrowUp');
      expect(await page.getByRole('option', { selected: true }).textContent()).toContain('Glucose');
      await page.keyboard.press('Escape');
      expect([await field.getAttribute('aria-expanded'), await field.inputValue()]).toEqual(['false', 'glu']);
      await field.pressSequentially('c');
      await page.getByRole('option').first().waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/nl/datasets/${glucose.head.id}`);
      await page.goto(`${portal.url}/nl`);
      await field.pressSequentially('glu');
      await page.getByRole('option').first().waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL('**/nl/datasets?q=glu');
      expect(problems).toEqual([]);
    });
  });
});
