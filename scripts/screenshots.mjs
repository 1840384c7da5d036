// Pictures of every page for docs/screenshots, in both languages, light and dark, wide and narrow in turn:
// `node scripts/screenshots.mjs URL` over a catalogue that runs, such as the demo.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const { fetch } = globalThis;
const [base] = process.argv.slice(2);
if (base === undefined) {
  console.error('Give the address of a running catalogue: node scripts/screenshots.mjs http://127.0.0.1:3000');
  process.exit(2);
}
const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs', 'screenshots');
mkdirSync(folder, { recursive: true });
const idsOf = async (query) => (await (await fetch(`${base}/api/v1/datasets?pageSize=3&fields=id&${query}`)).json()).items.map(({ id }) => id);
const [dataset, other] = [...(await idsOf('q=glucosesensor')), ...(await idsOf('q=register'))];
const [open] = await idsOf('access=PUBLIC');
const { items: stations } = await (await fetch(`${base}/api/v1/stations`)).json();
const station = stations.find(({ lastRun }) => lastRun !== null)?.id ?? stations[0].id;
const { items: runs } = await (await fetch(`${base}/api/v1/stations/${station}/runs`)).json();
const pages = {
  home: '',
  search: '/datasets?q=diabetes',
  'search-filters': '/datasets?access=RESTRICTED&category=EHRS',
  'search-nothing': '/datasets?q=zzzzqq',
  dataset: `/datasets/${dataset}`,
  'dataset-open': `/datasets/${open}`,
  variables: `/datasets/${dataset}/variables`,
  quality: `/datasets/${dataset}/quality`,
  history: `/datasets/${dataset}/history`,
  list: `/list?id=${dataset}&id=${open}`,
  compare: `/list/compare?id=${dataset}&id=${open}&id=${other}`,
  publishers: '/publishers',
  themes: '/themes',
  stations: '/stations',
  station: `/stations/${station}`,
  'station-quality': `/stations/${station}/quality`,
  run: `/stations/${station}/runs/${runs[0].id}`,
  'station-new': '/stations/new',
  validator: '/validator',
  sparql: '/sparql?example=datasets-per-category',
  statistics: '/statistics',
  ask: '/ask?q=slaap',
  about: '/about',
  developers: '/developers',
  reuse: '/reuse',
  federation: '/federation',
  harvests: '/harvests',
  accessibility: '/accessibility',
  privacy: '/privacy',
  changelog: '/changelog',
  'not-found': '/bestaat-niet',
};
const settings = [
  ['nl', 'light', 1280],
  ['en', 'dark', 1280],
  ['nl', 'dark', 320],
  ['en', 'light', 320],
];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--headless', '--disable-gpu'] });
for (const [lang, colorScheme, width] of settings) {
  const context = await browser.newContext({ viewport: { width, height: width === 320 ? 700 : 900 }, colorScheme });
  const page = await context.newPage();
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(`${base}/${lang}${path}`);
    await page.screenshot({ path: join(folder, `${name}-${lang}-${colorScheme}-${width}.png`) });
  }
  await context.close();
}
await browser.close();
console.log(`${Object.keys(pages).length * settings.length} pictures in ${folder}`);
