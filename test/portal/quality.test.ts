import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indicatorInfo } from '../../src/domain/mqa.js';
import { startPortal, type TestPortal } from './support/portal-app.js';
import { heldId, withheldId } from './support/fake-queries.js';
import { glucose, hostile, openStatistics } from './support/records.js';

let portal: TestPortal;
beforeAll(async () => {
  portal = await startPortal();
});
afterAll(() => portal.close());

const page = async (path: string): Promise<{ status: number; text: string; words: string }> => {
  const { status, text } = await portal.get(path);
  const words = text
    .replace(/^[\s\S]*<main[^>]*>|<\/main>[\s\S]*$/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
  return { status, text, words };
};

describe('the quality page of a dataset', () => {
  it('says the rating first, then what to do, every check, the rules, label and holder, and the score last', async () => {
    const { status, text, words } = await page(`/en/datasets/${glucose.head.id}/quality`);
    expect(status).toBe(200);
    const order = ['European score (MQA)', 'What would gain most?', 'All checks', 'Check against the rules', 'Label and trusted holder', 'of 405 points'];
    const at = order.map((one) => (one.startsWith('Label') ? words.lastIndexOf(one) : words.indexOf(one)));
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(at.every((one) => one >= 0)).toBe(true);
    for (const indicator of Object.keys(indicatorInfo)) expect(text).toContain(`id="${indicator}"`);
    expect(words).toContain('3 violations');
    expect(text).toContain(`href="/api/v1/datasets/${glucose.head.id}/report"`);
    expect(text).toContain(`<link rel="alternate" type="text/turtle" href="/datasets/${glucose.head.id}/quality.ttl"/>`);
  });

  it('explains each check: why it matters, what to change, with property and example', async () => {
    const { text } = await page(`/nl/datasets/${glucose.head.id}/quality`);
    const check = /<li id="dcatApCompliance">[\s\S]*?<\/li>/.exec(text)?.[0] ?? '';
    for (const word of ['In orde', 'Waarom', 'Wat u kunt veranderen', 'Eigenschap', 'Voorbeeld', 'telt 30 punten'])
      expect([word, check.includes(word)]).toEqual([word, true]);
    const link = /<li id="downloadUrlStatusCode">[\s\S]*?<\/li>/.exec(text)?.[0] ?? '';
    expect(link).toContain('Onbekend');
    expect(link).toContain('Dit adres is nog niet gecontroleerd');
    expect(/<li id="accessUrlStatusCode">[\s\S]*?<\/li>/.exec(text)?.[0]).toContain('Niet in orde');
  });

  it('tells label and holder from the statements of the HDAB alone, with evidence, state and date', async () => {
    const { words, text } = await page(`/en/datasets/${glucose.head.id}/quality`);
    expect(words).toContain('Verified . Recorded by Example HDAB on 1 May 2026');
    expect(words).toContain('Under review . Recorded by Example HDAB on 1 November 2025');
    expect(text).toContain('href="https://hdab.example/labels/12"');
    const open = await page(`/en/datasets/${openStatistics.head.id}/quality`);
    expect(open.words).toContain('The health data access body has recorded nothing about a label.');
  });

  it('links nothing but what a page may carry, and escapes what others wrote', async () => {
    for (const view of [glucose, hostile]) {
      const { status, text } = await page(`/en/datasets/${view.head.id}/quality`);
      expect(status).toBe(200);
      expect(text).not.toMatch(/javascript:alert|<b>Audit|<script>alert/);
    }
  });

  it('is where its record is: gone, unknown or moved', async () => {
    expect((await page(`/nl/datasets/${withheldId}/quality`)).status).toBe(410);
    expect((await page(`/nl/datasets/${heldId}/quality`)).status).toBe(404);
    expect((await page('/nl/datasets/onbekend/quality')).status).toBe(404);
    const moved = await portal.get('/en/datasets/oldid/quality');
    expect([moved.status, moved.headers.get('location')]).toEqual([301, `/en/datasets/${glucose.head.id}/quality`]);
  });

  it('is led to from the page of the dataset, which says when links were last checked', async () => {
    const { text, words } = await page(`/en/datasets/${glucose.head.id}`);
    expect(text).toContain(`href="/en/datasets/${glucose.head.id}/quality"`);
    expect(words).toContain('not reachable since 28 May 2026, checked on 18 June 2026');
  });
});

describe('the quality page of a station', () => {
  it('says what would gain most, how the checks stand, and that it is not ready', async () => {
    const { status, words } = await page('/en/stations/umc-voorbeeld/quality');
    expect(status).toBe(200);
    for (const word of ['The catalogue is still at work', 'What would gain most?', 'Datasets that could gain most', 'Average', 'Coverage', 'Excellent'])
      expect(words).toContain(word);
    expect((await portal.get('/en/stations/umc-voorbeeld/quality')).headers.get('cache-control')).toBe('no-store');
    expect((await page('/en/stations/onbekend/quality')).status).toBe(404);
    expect((await page('/nl/stations/umc-voorbeeld')).text).toContain('href="/nl/stations/umc-voorbeeld/quality"');
  });
});
