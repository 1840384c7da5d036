import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DemoDispatcher } from '../../src/demo/dispatcher.js';
import { demoOptions, euFile } from '../support/eu.js';
import { openTestServer, type TestServer } from '../support/server.js';
import { openTellingServer } from '../support/telling.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Summary {
  readonly isConfigured: boolean;
  readonly needsReconciliation: boolean;
  readonly standings: Readonly<Record<string, number>>;
  readonly messages: Readonly<Record<string, number>>;
}

const summaryOf = (catalogue: TestServer): Promise<Summary> => catalogue.json<Summary>('/api/v1/federation');

describe('a catalogue with a dispatcher', () => {
  it('sends what its stations published in its own thread, hears outcomes by webhook, and shows each dataset on page and API', async () => {
    const dispatcher = await DemoDispatcher.start(demoOptions);
    closing.push(() => dispatcher.close());
    const catalogue = await openTestServer({ environment: { NDC_EU: euFile(dispatcher.url, 'a-secret') } });
    closing.push(() => catalogue.close());
    dispatcher.webhook = { url: `${catalogue.url}/api/v1/federation/outcomes`, token: 'a-secret' };
    const { reader } = catalogue.server.house.harvest;
    const datasets = reader.publishedIds(reader.snapshot().seq).filter((id) => reader.head(id)?.kind === 'dataset').length;
    await expect.poll(async () => (await summaryOf(catalogue)).standings['blocked'] ?? 0, { timeout: 120_000 }).toBeGreaterThan(20);
    await expect
      .poll(async () => ((await summaryOf(catalogue)).standings['waiting'] ?? 0) === 0 && dispatcher.datasets().length > 30, { timeout: 120_000 })
      .toBe(true);
    const summary = await summaryOf(catalogue);
    expect(summary.standings['in-step']).toBe(dispatcher.datasets().length);
    expect(Object.values(summary.standings).reduce((a, b) => a + b, 0)).toBe(datasets);

    const [first] = dispatcher.datasets();
    const central = await catalogue.json<{ dataset: { url: string } }>(`/api/v1/central-ids/${first!.datasetId}`);
    expect(central.dataset.url).toBe(first!.identifier);
    for (const { id } of first!.distributions) expect((await catalogue.get(`/api/v1/central-ids/${id}`)).status).toBe(200);

    for (const lang of ['nl', 'en']) {
      const page = await (await catalogue.get(`/${lang}/federation?standing=blocked`)).text();
      expect(page).toContain(`<html lang="${lang}"`);
      expect(page.match(/<th scope="row">/g)!.length).toBeGreaterThan(20);
      expect(page).toMatch(/<details>.*applicableLegislation/s);
    }
    const status = await catalogue.ndc('eu', 'status');
    expect([status.code, status.out.includes(`in-step        ${String(dispatcher.datasets().length)}`)]).toEqual([0, true]);
    const reconciled = await catalogue.ndc('eu', 'reconcile', '--json');
    expect(JSON.parse(reconciled.out)).toMatchObject({ isListed: true, inStep: dispatcher.datasets().length, missing: 0, surplus: 0, different: 0 });
    expect((await catalogue.ndc('eu', 'pause')).code).toBe(0);
    expect((await catalogue.json<{ isPaused: boolean }>('/api/v1/federation')).isPaused).toBe(true);
    expect((await catalogue.ndc('eu', 'resume')).code).toBe(0);
    expect((await catalogue.ndc('audit', '--action', 'eu.paused')).out).toContain('eu.paused');
    await dispatcher.close();
    const refused = await catalogue.ndc('eu', 'reconcile');
    expect([refused.code, /nothing was changed/.test(refused.err), refused.err.trim().split('\n').length]).toEqual([1, true, 1]);
  }, 300_000);
});

describe('a catalogue without one', () => {
  it('says so, and takes no outcomes', async () => {
    const catalogue = await openTellingServer({ told: { protocol: 'push', endpoint: 'https://told.example/' } });
    closing.push(() => catalogue.close());
    expect(await summaryOf(catalogue)).toMatchObject({ isConfigured: false, needsReconciliation: false });
    expect((await catalogue.send('POST', '/api/v1/federation/outcomes', { body: '{}', headers: { 'content-type': 'application/json' } })).status).toBe(404);
    expect((await catalogue.send('POST', '/api/v1/federation/reconciliations', { headers: catalogue.operators.ncp })).status).toBe(409);
    expect((await catalogue.get('/nl/federation')).status).toBe(200);
    const told = (await (await catalogue.get('/federation', { accept: 'application/json' })).json()) as { faces: { description: string }[] };
    expect(told.faces.length).toBeGreaterThan(4);
    for (const { description } of told.faces) expect([description, (await fetch(description)).status]).toEqual([description, 200]);
    expect((await catalogue.get('/federation', { accept: 'text/html', 'accept-language': 'en' })).headers.get('location')).toBe('/en/federation');
    expect((await catalogue.get('/federation', { accept: 'image/png' })).status).toBe(406);
    expect((await catalogue.get('/api/v1/federation/records/aaaaaaaaaaaaaaaa')).status).toBe(404);
    expect((await catalogue.ndc('eu', 'reconcile')).err).toMatch(/NDC_EU is not set/);
    expect((await catalogue.ndc('eu', 'nonsense')).code).toBe(2);
  }, 120_000);

  it('does not start with an EU file that has mistakes, and names every one', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'ndc-eu-')), 'eu.json');
    writeFileSync(file, JSON.stringify({ transport: 'rest', operations: { create: { method: 'GET', url: 'ftp://x' } }, colour: 'red' }));
    await expect(openTestServer({ harvest: false, environment: { NDC_EU: file } })).rejects.toThrow(
      /mistake\(s\):[\s\S]*operations\.create\.method[\s\S]*operations\.update[\s\S]*colour/,
    );
  });
});
