import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot, startPortal, type TestPortal } from './support/portal-app.js';
import { nothing, unreadable, violations } from './support/submissions.js';
import { glucose, hostile, openStatistics, withdrawn } from './support/records.js';

const executablePath = '/usr/bin/chromium';
const present = existsSync(executablePath);
if (!present) console.warn(`skipped: no browser at ${executablePath}; axe and browser tests of the portal did not run`);

const paths = [
  '',
  '/datasets',
  '/datasets?q=diabetes',
  '/datasets?access=RESTRICTED&access=BESTAATNIET&category=EHRS&from=2016',
  '/datasets?q=qqq&access=PUBLIC',
  '/datasets?page=99',
  `/datasets/${glucose.head.id}`,
  `/datasets/${openStatistics.head.id}`,
  `/datasets/${withdrawn.head.id}`,
  `/datasets/${hostile.head.id}`,
  `/datasets/${glucose.head.id}/variables`,
  `/datasets/${glucose.head.id}/history`,
  `/datasets/${glucose.head.id}/quality`,
  `/datasets/${openStatistics.head.id}/quality`,
  `/datasets/${hostile.head.id}/quality`,
  '/datasets/onbekend',
  '/stations',
  '/stations/umc-voorbeeld',
  '/stations/voorbeeldregistraties',
  '/stations/nieuw-ziekenhuis',
  '/stations/umc-voorbeeld/runs/18',
  '/stations/umc-voorbeeld/quality',
  '/about',
  '/developers',
  '/reuse',
  '/federation',
  '/federation?standing=blocked',
  '/changelog',
  '/statistics',
  '/publishers',
  '/themes',
  '/ask?q=slaap',
  '/list',
  `/list?id=${glucose.head.id}&id=${openStatistics.head.id}&id=${withdrawn.head.id}&id=${hostile.head.id}`,
  `/list/compare?id=${glucose.head.id}&id=${openStatistics.head.id}`,
  `/list/compare?id=${glucose.head.id}&id=${openStatistics.head.id}&only=differences`,
  '/accessibility',
  '/privacy',
  '/sparql',
  '/sparql?example=word-in-title',
  '/sparql?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%2040',
  '/sparql?query=CONSTRUCT%20WHERE%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%2040',
  '/sparql?query=SELECT%20*%20%7B%20%3Fs%20dcat%3Atheme%20%3Fo',
  '/validator',
  '/profiles',
  '/profiles/ndc-checks',
  '/validator/jobs/00000000000000000000000000000000',
  '/xx',
];

let portal: TestPortal;
let browser: Browser;
const hasEditor = existsSync(join(packageRoot, 'dist', 'portal', 'editor.js'));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

beforeAll(async () => {
  if (!present) return;
  portal = await startPortal({}, 0, { pages: { 'https://open.example/dataset.ttl': violations } });
  browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--headless', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  });
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

/** What axe finds, what leaves our origin, what scrolls sideways; nothing of it should be. */
async function faultsOf(page: Page, path: string): Promise<string[]> {
  await page.goto(portal.url + path);
  return faultsHere(page, path);
}

async function faultsHere(page: Page, path: string): Promise<string[]> {
  await page.evaluate(axe);
  const seen = await page.evaluate(`(async () => {
    const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    const root = document.documentElement;
    return [...violations.map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 200)), ...(root.scrollWidth > root.clientWidth ? ['scrolls sideways'] : []), ...(document.querySelectorAll('h1').length === 1 ? [] : ['not one h1'])];
  })()`);
  return (seen as string[]).map((fault) => `${path}: ${fault}`);
}

/** The same for what the validator says of a text, from every side. */
async function faultsOfResult(page: Page, lang: string, text: string): Promise<string[]> {
  await page.goto(`${portal.url}/${lang}/validator`);
  if (hasEditor) {
    await page.locator('.cm-content').waitFor();
    await page.locator('.editor ~ button').click();
  }
  await page.locator('#text').fill(text);
  await page.locator('#validate button.primary').click();
  await page.waitForURL('**/validator');
  const faults = await faultsHere(page, `result of ${text.slice(0, 40)}`);
  const views = await page.locator('.views a').evaluateAll((links) => (links as unknown as { href: string }[]).map(({ href }) => href));
  for (const view of views.filter((href) => /view=(look|source)/.test(href))) faults.push(...(await faultsOf(page, view.replace(portal.url, ''))));
  return faults;
}

describe.skipIf(!present)('accessibility', () => {
  // Both languages, widths and schemes once; the soak has all eight together.
  const settings = ['nl', 'en'].flatMap((lang) => [1280, 320].flatMap((width) => (['light', 'dark'] as const).map((scheme) => [lang, width, scheme] as const)));
  const chosen = settings.filter(
    ([lang, width, scheme]) =>
      process.env['NDC_PROPERTY_FACTOR'] !== undefined || (lang === 'nl' ? width === 320 && scheme === 'dark' : width === 1280 && scheme === 'light'),
  );
  it.each(chosen)('every page in %s at %i px, %s, has no fault and asks nothing of others', async (lang, width, colorScheme) => {
    await withPage({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true }, async (page) => {
      const faults: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith(portal.url)) faults.push(`asks for ${request.url()}`);
      });
      page.on('pageerror', (error) => void faults.push(error.message));
      for (const path of paths) faults.push(...(await faultsOf(page, `/${lang}${path}`)));
      if (colorScheme === 'dark')
        for (const text of width === 320 ? [violations, unreadable, nothing] : [violations]) faults.push(...(await faultsOfResult(page, lang, text)));
      expect(faults).toEqual([]);
    });
  });
});

describe.skipIf(!present)('without JavaScript', () => {
  it('leads from a search by a filter, a chip and page 2 to a dataset', async () => {
    await withPage({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } }, async (page) => {
      await page.goto(`${portal.url}/nl`);
      await page.getByRole('searchbox').fill('registratie');
      await page.getByRole('button', { name: 'Zoeken' }).click();
      await page.getByLabel(/^niet-openbaar/).check();
      await page.getByLabel('Van jaar').fill('2016');
      await page.getByRole('button', { name: 'Pas filters toe' }).first().click();
      expect(new URL(page.url()).searchParams.getAll('access')).toEqual(['NON_PUBLIC']);
      await page.getByRole('link', { name: 'Verwijder filter Toegang: niet-openbaar' }).click();
      expect(page.url()).toBe(`${portal.url}/nl/datasets?q=registratie&from=2016`);
      await page.getByRole('link', { name: 'Wis alle filters' }).click();
      await page.goto(`${portal.url}/nl/datasets`);
      await page.getByRole('link', { name: 'Volgende' }).click();
      expect(page.url()).toBe(`${portal.url}/nl/datasets?page=2`);
      await page.locator('.hit h3 a').first().click();
      expect(await page.locator('h1').count()).toBe(1);
      expect(page.url()).toMatch(/\/nl\/datasets\/[a-z2-7]{16}$/);
    });
  });
});

describe.skipIf(!present)('with JavaScript', () => {
  it('applies a tick at once, keeps focus, announces, and goes back', async () => {
    await withPage({ viewport: { width: 1280, height: 900 } }, async (page) => {
      const problems: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text());
      });
      await page.goto(`${portal.url}/nl/datasets`);
      await page.evaluate('window.same = true');
      const box = page.getByLabel(/^niet-openbaar/);
      await box.focus();
      await page.keyboard.press('Space');
      await page.waitForURL('**/nl/datasets?access=NON_PUBLIC');
      expect(await page.evaluate('document.activeElement.id')).toBe('f-access-NON_PUBLIC');
      await expect.poll(() => page.locator('#announcer').textContent()).toMatch(/\d+ datasets? gevonden/);
      expect(await page.locator('.chip').count()).toBe(1);
      await page.goBack();
      await expect.poll(() => page.locator('.chip').count(), { timeout: 60_000 }).toBe(0);
      expect(await page.evaluate('window.same')).toBe(true);
      expect(problems).toEqual([]);
    });
  });

  it('falls back to an ordinary navigation when fetching fails', async () => {
    await withPage({ viewport: { width: 1280, height: 900 } }, async (page) => {
      await page.goto(`${portal.url}/nl/datasets`);
      await page.route('**/nl/datasets?access=**', (route) => (route.request().resourceType() === 'fetch' ? route.abort() : route.continue()));
      await page.getByLabel(/^niet-openbaar/).check();
      await expect.poll(() => page.locator('.chip').count(), { timeout: 60_000 }).toBe(1);
      expect(page.url()).toBe(`${portal.url}/nl/datasets?access=NON_PUBLIC`);
    });
  });

  it('opens and closes nothing by itself on a narrow screen', async () => {
    await withPage({ viewport: { width: 360, height: 800 } }, async (page) => {
      await page.goto(`${portal.url}/nl/datasets?access=RESTRICTED`);
      expect(await page.getByText('Filters (1 actief)').first().isVisible()).toBe(true);
      expect(await page.getByLabel(/^niet-openbaar/).isVisible()).toBe(false);
    });
  });
});

describe.skipIf(!present)('the validator without JavaScript', () => {
  it('takes text, a file and an address, and leads to every side of the result', async () => {
    await withPage({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } }, async (page) => {
      const submit = async (): Promise<void> => {
        await page.getByRole('button', { name: 'Controleer', exact: true }).click();
        await page.getByRole('heading', { level: 1, name: /^Resultaat van de controle/ }).waitFor();
      };
      await page.goto(`${portal.url}/nl/validator`);
      await page.getByLabel('Plak de beschrijving').fill(violations);
      await submit();
      expect(await page.locator('.verdict-sentence').textContent()).toContain('Niet publiceerbaar');
      await page.getByRole('link', { name: /^\d+ waarschuwingen$/ }).click();
      expect(page.url()).toMatch(/\/nl\/validator\/jobs\/[0-9a-f]{32}\?severity=warning#records$/);
      await page.getByRole('link', { name: 'Zo komt het eruit te zien' }).click();
      expect(await page.locator('h1').textContent()).toContain('Glucosesensor');
      await page.getByRole('link', { name: 'Terug naar de resultaten' }).click();
      await page.getByRole('link', { name: 'regel 9', exact: true }).first().click();
      expect(page.url()).toMatch(/view=source#L9$/);
      await page.getByRole('link', { name: 'Resultaten', exact: true }).click();
      await page
        .getByRole('link', { name: /^De regel met een voorbeeld/ })
        .first()
        .click();
      expect(page.url()).toMatch(/\/nl\/profiles\/[\w.-]+#[\w.-]+$/);
      await page.goto(`${portal.url}/nl/validator`);
      await page.getByLabel('Of kies een bestand').setInputFiles({ name: 'mijn.ttl', mimeType: 'text/turtle', buffer: Buffer.from(violations) });
      await submit();
      expect(await page.locator('h1').textContent()).toContain('mijn.ttl');
      await page.goto(`${portal.url}/nl/validator`);
      await page.getByLabel('Of geef een webadres').fill('https://open.example/dataset.ttl');
      await submit();
      expect(await page.getByText('Dit adres controleert hetzelfde webadres opnieuw').count()).toBe(1);
    });
  });
});

describe.skipIf(!present || !hasEditor)('the editor', () => {
  it('marks lines, jumps to them, leaves Tab alone and gives way to the plain field, under its own policy', async () => {
    await withPage({ viewport: { width: 1280, height: 900 } }, async (page) => {
      const faults: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text());
      });
      page.on('request', (request) => {
        if (!request.url().startsWith(portal.url) && !request.url().startsWith('data:')) faults.push(request.url());
      });
      await page.goto(`${portal.url}/en/validator`);
      const editor = page.getByRole('textbox', { name: 'Description (with line numbers)' });
      await editor.click();
      await page.keyboard.insertText(violations);
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Use the plain text field');
      await page.getByRole('button', { name: 'Validate', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: 'Result of the validation' }).waitFor();
      await page.locator('.cm-lint-marker-error').first().waitFor();
      await page.getByRole('link', { name: 'line 9', exact: true }).first().click();
      expect(await page.evaluate('document.activeElement.className')).toContain('cm-content');
      expect(await page.evaluate('getSelection().toString()')).toContain('Gezondheid');
      await page.getByRole('button', { name: 'Use the plain text field' }).click();
      expect(await page.getByLabel('Paste the description').inputValue()).toBe(violations);
      expect(faults).toEqual([]);
    });
  });
});

describe.skipIf(!present)('queries by hand', () => {
  it('are asked, mended and asked again without a script', async () => {
    await withPage({ javaScriptEnabled: false, viewport: { width: 320, height: 800 } }, async (page) => {
      await page.goto(`${portal.url}/en/sparql`);
      await page.getByLabel('Your query in SPARQL').fill('SELECT * {\n ?s dct:title ?t }');
      await page.getByRole('button', { name: 'Run the query' }).click();
      expect(await page.getByRole('alert').textContent()).toMatch(/Line 2, column \d+: the prefix "dct:" is not declared/);
      const field = page.getByLabel('Your query in SPARQL');
      await field.fill(`PREFIX dct: <http://purl.org/dc/terms/>\n${await field.inputValue()} LIMIT 4`);
      await page.getByRole('button', { name: 'Run the query' }).click();
      expect(await page.getByRole('heading', { name: '4 rows' }).count()).toBe(1);
      await page.getByRole('link', { name: 'Permanent address of this query' }).click();
      expect(await page.getByRole('row').count()).toBe(5);
      await page.getByRole('link', { name: 'Nederlands' }).click();
      expect(await page.getByRole('heading', { name: '4 rijen' }).count()).toBe(1);
      await page.getByRole('link', { name: 'Welke datasets hebben een woord in hun titel?' }).click();
      expect(await page.getByLabel('Uw vraag in SPARQL').inputValue()).toContain('CONTAINS');
    });
  });

  it.skipIf(!hasEditor)('have an editor that marks the line at fault', async () => {
    await withPage({ viewport: { width: 1280, height: 900 } }, async (page) => {
      const faults: string[] = [];
      page.on('console', (message) => {
        // The answer to a query that cannot be read is a 400 page.
        if (message.type() === 'error' && !message.text().includes('400')) faults.push(message.text());
      });
      await page.goto(`${portal.url}/en/sparql`);
      const editor = page.getByRole('textbox', { name: 'Your query in SPARQL' });
      await editor.click();
      await page.keyboard.insertText('SELECT * {\n?s dct:title ?t }');
      await page.getByRole('button', { name: 'Run the query' }).click();
      await page.getByRole('alert').waitFor();
      await page.locator('.cm-lint-marker-error').first().waitFor();
      expect(await page.locator('.cm-content').textContent()).toContain('dct:title');
      expect(faults).toEqual([]);
    });
  });
});
