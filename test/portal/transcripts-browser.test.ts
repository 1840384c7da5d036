import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPortal, type TestPortal } from './support/portal-app.js';
import { glucose } from './support/records.js';
import { violations } from './support/submissions.js';

const executablePath = '/usr/bin/chromium';
const present = existsSync(executablePath);
if (!present) console.warn(`skipped: no browser at ${executablePath}; transcripts of the accessibility tree were not compared`);

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

/** What a screen reader is told, in its order; addresses and keys that differ from run to run are left out. */
async function transcript(page: Page): Promise<string> {
  const tree = await page.locator('body').ariaSnapshot();
  return `${tree.replaceAll(portal.url, 'https://catalogue.example').replace(/[0-9a-f]{32}/g, '{key}')}\n`;
}

describe.skipIf(!present)('what a screen reader is told', () => {
  it.each(['nl', 'en'] as const)('of search, dataset and validator report is what was read through (%s)', async (lang) => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    for (const [name, path] of [
      ['search', `/${lang}/datasets?q=glucose&access=RESTRICTED`],
      ['dataset', `/${lang}/datasets/${glucose.head.id}`],
    ] as const) {
      await page.goto(portal.url + path);
      await expect(await transcript(page)).toMatchFileSnapshot(`transcripts/${name}-${lang}.yaml`);
    }
    await page.goto(`${portal.url}/${lang}/validator`);
    await page.locator('#text').fill(violations);
    await page.locator('#validate button.primary').click();
    await expect(await transcript(page)).toMatchFileSnapshot(`transcripts/report-${lang}.yaml`);
    await context.close();
  });
});
