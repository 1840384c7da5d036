import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../src/report/formats.js';
import { empty, nasty, records, report, trouble } from './sample.js';

const executablePath = '/usr/bin/chromium';
const present = existsSync(executablePath);
if (!present) console.warn(`skipped: no browser at ${executablePath}; the HTML report was not looked at`);

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const several = [
  { name: 'a.ttl', report },
  { name: nasty, trouble },
  { name: 'empty.ttl', report: empty },
];
let browser: Browser;

beforeAll(async () => {
  if (present)
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--headless', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    });
});
afterAll(async () => {
  if (present) await browser.close();
});

interface Look {
  readonly faults: readonly string[];
  readonly requests: readonly string[];
}

/** What axe finds, what the page asks of others, what it runs, and whether it scrolls sideways. */
async function lookAt(
  html: string,
  options: { readonly width: number; readonly colorScheme: 'light' | 'dark' },
  use?: (page: Page) => Promise<void>,
): Promise<Look> {
  const context = await browser.newContext({ viewport: { width: options.width, height: 900 }, colorScheme: options.colorScheme, bypassCSP: true });
  try {
    const page = await context.newPage();
    const requests: string[] = [];
    const faults: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('dialog', (dialog) => {
      faults.push(`runs a script: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.setContent(html);
    await page.evaluate(axe);
    const seen = await page.evaluate(`(async () => {
      const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
      const root = document.documentElement;
      return [...violations.map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 200)), ...(root.scrollWidth > root.clientWidth ? ['scrolls sideways'] : []), ...(document.querySelectorAll('h1').length === 1 ? [] : ['not one h1']), ...(document.querySelector('script, iframe, img, link, object, [onclick]') === null ? [] : ['holds an element that it should not']), ...[...document.querySelectorAll('a[href^="#"]')].filter((link) => document.getElementById(link.hash.slice(1)) === null).map((link) => 'leads nowhere: ' + link.hash), ...[...document.querySelectorAll('a')].filter((link) => !/^(https?:|mailto:|about:|#)/.test(link.href)).map((link) => 'bad link: ' + link.href)];
    })()`);
    faults.push(...(seen as string[]));
    await use?.(page);
    return { faults, requests: requests.filter((url) => !url.startsWith('about:') && !url.startsWith('data:')) };
  } finally {
    await context.close();
  }
}

describe.skipIf(!present)('the HTML report', () => {
  it.each(
    (['nl', 'en'] as const).flatMap((lang) =>
      [1280, 320].flatMap((width) => (['light', 'dark'] as const).map((colorScheme) => [lang, width, colorScheme] as const)),
    ),
  )('in %s at %i px, %s, has no fault and asks nothing of others', async (lang, width, colorScheme) => {
    const alone =
      lang === 'nl' && width === 320 && colorScheme === 'light'
        ? [[{ name: 'a.ttl', report }], [{ name: 'x.ttl', trouble }], [{ name: 'e.ttl', report: empty }]]
        : [];
    for (const reports of [several, ...alone])
      expect(await lookAt(renderReport('html', reports, { lang }), { width, colorScheme })).toEqual({ faults: [], requests: [] });
  });

  it('shows hostile values as characters, the verdicts in a table, and leads from a counter to its results', async () => {
    await lookAt(renderReport('html', several, { lang: 'nl' }), { width: 1280, colorScheme: 'light' }, async (page) => {
      expect(await page.locator('caption').first().textContent()).toBe('De oordelen naast elkaar');
      expect(await page.locator('tbody tr').nth(1).textContent()).toBe('EU (HealthData@EU)✖ nee20');
      expect(await page.getByText('<script>alert(1)</script>').count()).toBeGreaterThan(3);
      expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
      await page.locator('.counters a').first().click();
      expect(await page.evaluate('document.querySelector(":target").textContent')).toContain('1 overtreding');
      expect(await page.locator('.sentence').allTextContents()).toEqual([
        expect.stringContaining('Niet publiceerbaar: 2 overtredingen, 1 waarschuwing en 2 suggesties in 2 van 2 beschrijvingen') as string,
        expect.stringContaining('is niet te lezen') as string,
        expect.stringContaining('Geen dataset, serie of dienst gevonden') as string,
      ]);
      await page.screenshot({ path: '/tmp/ndc-report.png', fullPage: true });
    });
  });

  it('marks sentences in another language', () => {
    const [first, second] = records;
    const french = { ...report, results: [{ ...first!.results[0]!, message: { fr: ['Titre absent'] } }], datasets: [first!.subject, second!.subject] };
    expect(renderReport('html', [{ name: 'a', report: french }], { lang: 'nl' })).toContain('<span lang="fr">Titre absent</span>');
  });

  it('would be found out', async () => {
    const html = renderReport('html', [{ name: 'a.ttl', report }], { lang: 'nl' });
    const broken = await lookAt(
      html
        .replace('&lt;script&gt;', '<script>alert(1)</script>')
        .replace('<h1>', '<h1></h1><h1>')
        .replace('color: var(--text); }', 'color: #bbb; }')
        .replace('href="#document-1-violation"', 'href="#nowhere"'),
      { width: 1280, colorScheme: 'light' },
    );
    expect(broken.faults.map((fault) => fault.split(/[ :]/)[0])).toEqual(expect.arrayContaining(['color-contrast', 'not', 'holds', 'leads']));
  });
});
