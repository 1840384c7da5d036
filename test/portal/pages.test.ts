import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RequestError } from '../../src/domain/errors.js';
import { heldId, withheldId } from './support/fake-queries.js';
import { startPortal, type TestPortal } from './support/portal-app.js';
import { glucose, hostile, openStatistics, withdrawn } from './support/records.js';

let portal: TestPortal;
beforeAll(async () => {
  portal = await startPortal();
});
afterAll(() => portal.close());

const decode = (html: string): string => html.replaceAll('&amp;', '&').replaceAll('&quot;', '"');

describe('addresses', () => {
  it.each([
    ['/nl', 200],
    ['/en', 200],
    ['/nl/', 404],
    ['/nl/datasets', 200],
    ['/nl/datasets/', 404],
    [`/nl/datasets/${glucose.head.id}`, 200],
    [`/en/datasets/${glucose.head.id}/variables`, 200],
    [`/en/datasets/${glucose.head.id}/history`, 200],
    [`/nl/datasets/${withdrawn.head.id}`, 200],
    [`/nl/datasets/${withheldId}`, 410],
    [`/nl/datasets/${heldId}`, 404],
    ['/nl/datasets/onbekend', 404],
    ['/nl/stations', 200],
    ['/nl/stations?sort=state', 200],
    ['/nl/stations/umc-voorbeeld', 200],
    ['/nl/stations/x', 404],
    ['/nl/stations/umc-voorbeeld/runs/18', 200],
    ['/nl/stations/umc-voorbeeld/runs/18?outcome=withdrawn', 200],
    ['/nl/stations/umc-voorbeeld/runs/40', 404],
    ['/nl/stations/umc-voorbeeld/runs/1e3', 404],
    ['/nl/stations/nieuw-ziekenhuis', 200],
    ['/nl/stations/nieuw-ziekenhuis/runs/50', 404],
    ['/en/about', 200],
    ['/en/accessibility', 200],
    ['/en/privacy', 200],
    ['/nl/bestaat-niet', 404],
    ['/fr', 404],
    ['/NL', 404],
    ['/nl/datasets/%E0%A4%A', 400],
    ['/nl/datasets?page=99', 404],
    [`/nl/datasets?q=${'x'.repeat(201)}`, 400],
    [`/nl/datasets?q=${'x'.repeat(200)}`, 200],
    [`/nl/datasets/${glucose.head.id}/variables?page=9`, 404],
  ])('%s answers %i', async (path, status) => {
    const { status: answered, text } = await portal.get(path);
    expect(answered).toBe(status);
    expect(text.match(/<h1/g)).toHaveLength(1);
  });

  it('sends / to the language the reader likes best', async () => {
    const { status, headers } = await portal.get('/', { 'accept-language': 'en-GB,en;q=0.9' });
    expect([status, headers.get('location'), headers.get('vary')]).toEqual([303, '/en', 'Accept-Language']);
    expect((await portal.get('/')).headers.get('location')).toBe('/nl');
  });

  it('finds a dataset by its IRI', async () => {
    expect((await portal.get(`/datasets?uri=${encodeURIComponent(glucose.head.iri)}`)).headers.get('location')).toBe(`/datasets/${glucose.head.id}`);
    const unknown = await portal.get('/datasets?uri=urn:x:%3Cb%3E', { 'accept-language': 'en' });
    expect([unknown.status, unknown.text.includes('value="urn:x:&lt;b>"') || unknown.text.includes('value="urn:x:&lt;b&gt;"')]).toEqual([404, true]);
  });

  it('sends an old id to the present one', async () => {
    const { status, headers } = await portal.get('/en/datasets/oldid/history');
    expect([status, headers.get('location')]).toEqual([301, `/en/datasets/${glucose.head.id}/history`]);
  });
});

describe('headers', () => {
  it('allow nothing from elsewhere and nothing inline', async () => {
    const { headers, text } = await portal.get('/nl/datasets');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('set-cookie')).toBeNull();
    expect(headers.get('server-timing')).toMatch(/^search;dur=[\d.]+, render;dur=[\d.]+$/);
    expect(text).not.toMatch(/ style="| on[a-z]+="/);
  });

  it('let readers keep a page, and answer 304 when nothing changed', async () => {
    const first = await portal.get('/nl/datasets');
    expect(first.headers.get('cache-control')).toBe('public, max-age=60, stale-while-revalidate=600');
    const again = await portal.get('/nl/datasets', { 'if-none-match': first.headers.get('etag') ?? '', 'cache-control': 'max-age=0' });
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', first.headers.get('etag')]);
    expect((await portal.get('/nl/x')).headers.get('cache-control')).toBe('no-store');
  });

  it('let static files be kept for ever', async () => {
    const href = /href="(\/assets\/portal\.[0-9a-f]{12}\.css)"/.exec((await portal.get('/nl')).text)?.[1] ?? '';
    const { status, headers } = await portal.get(href);
    expect([status, headers.get('cache-control'), headers.get('content-type')]).toEqual([
      200,
      'public, max-age=31536000, immutable',
      'text/css; charset=utf-8',
    ]);
  });

  it('keep robots away from combinations of facets', async () => {
    expect((await portal.get('/robots.txt')).text).toContain('Disallow: /*/datasets?*&');
  });
});

describe('search page', () => {
  it('has a canonical address, its translations and a specific title', async () => {
    const { text } = await portal.get('/en/datasets?page=1&category=PHDR&q=registry&foo=1&access=RESTRICTED');
    const canonical = `${portal.url}/en/datasets?q=registry&access=RESTRICTED&category=PHDR`;
    expect(decode(text)).toContain(`<link rel="canonical" href="${canonical}"`);
    expect(decode(text)).toContain(`hreflang="nl" href="${canonical.replace('/en/', '/nl/')}"`);
    expect(text).toMatch(/<title>registry: \d datasets? - National health dataset catalogue<\/title>/);
  });

  it('shows unknown values as removable chips with nothing found', async () => {
    const text = decode((await portal.get('/en/datasets?access=NONSENSE&from=2016')).text);
    expect(text).toContain('<h2>No datasets found</h2>');
    expect(text).toContain('href="/en/datasets?from=2016"');
    expect(text).toMatch(/value="NONSENSE" checked/);
    expect(text).toMatch(/without this filter: \d+ results/);
  });

  it('puts results before filters and leads to both', async () => {
    const { text } = await portal.get('/nl/datasets');
    expect(text.indexOf('id="results"')).toBeLessThan(text.indexOf('id="filters"'));
    expect(text).toContain('<a class="skip" href="#results">');
    expect(text).toContain('<a class="skip" href="#filters">');
  });

  it('pages through the results', async () => {
    const first = await portal.get('/nl/datasets?access=RESTRICTED&access=NON_PUBLIC');
    expect(decode(first.text)).toContain('rel="next" href="/nl/datasets?access=NON_PUBLIC&access=RESTRICTED&page=2"');
    const second = await portal.get('/nl/datasets?access=RESTRICTED&access=NON_PUBLIC&page=2');
    expect(second.text).toContain('Pagina 2 van 2');
    expect(second.text).not.toContain('rel="next"');
    expect((await portal.get('/nl/datasets?page=99')).text).toContain('href="/nl/datasets?page=2"');
  });

  it('marks hits, says what is missing and never shows a missing number as 0', async () => {
    expect((await portal.get('/nl/datasets?q=dementie')).text).toContain('<mark>dementie</mark>');
    const { text } = await portal.get('/nl/datasets');
    expect(text).toContain('niet opgegeven');
    expect(text).not.toMatch(/<dd>0<\/dd>/);
  });

  it('tags titles in another language', async () => {
    expect((await portal.get('/nl/datasets?status=withdrawn')).text).toContain('<bdi lang="en">Emergency visits 2009</bdi>');
  });
});

describe('dataset page', () => {
  it('keeps the fixed order of its sections', async () => {
    const { text } = await portal.get(`/nl/datasets/${glucose.head.id}`);
    const ids = [...text.matchAll(/<section id="(\w+)" class="section/g)].map(([, id]) => id);
    expect(ids).toEqual(['glance', 'description', 'population', 'health', 'access', 'data', 'quality', 'relations', 'cite']);
    expect(ids.every((id) => text.includes(`href="#${id}"`))).toBe(true);
  });

  it('opens with the data when they are public and shows no application step', async () => {
    const { text } = await portal.get(`/nl/datasets/${openStatistics.head.id}`);
    expect(/<a class="button primary" href="([^"]+)">([^<]+)/.exec(text)?.slice(1)).toEqual(['https://registratie.example/open.csv', 'Ga naar de gegevens']);
    expect(text).not.toContain('Vraag toegang aan');
    expect(text).toContain('De bron van deze dataset is gestopt');
  });

  it('keeps the last description of a withdrawn dataset under a banner', async () => {
    const { text } = await portal.get(`/en/datasets/${withdrawn.head.id}`);
    expect(text).toContain('This dataset has been withdrawn');
    expect(text).toContain('Visits to the emergency department in 2009.');
  });

  it('gives nothing away of what is withheld or held', async () => {
    for (const id of [withheldId, heldId]) expect((await portal.get(`/nl/datasets/${id}`)).text).not.toMatch(/geheim|dataset\/weg/i);
  });

  it('escapes hostile metadata and stays small', async () => {
    for (const lang of ['nl', 'en']) {
      const { status, text } = await portal.get(`/${lang}/datasets/${hostile.head.id}`);
      expect(status).toBe(200);
      expect(text).not.toMatch(/<script>alert|<img src=x|<svg onload|<b>|<i>|\u202e/);
      expect(text).not.toMatch(/(?:href|src|action)="\s*(?:javascript|data|vbscript):/i);
      expect(text).not.toMatch(/ onmouseover=| lang="x/);
      expect(text.match(/<script/g)).toHaveLength(2);
      expect(text.length).toBeLessThan(300_000);
      const data = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text)?.[1] ?? '';
      expect(JSON.parse(data)).toMatchObject({ '@type': 'Dataset' });
    }
  });
});

describe('rounds (R7)', () => {
  const tableOf = (text: string): string => /<section id="rounds".*?<\/section>/s.exec(text)?.[0] ?? '';
  const cells = (row: string): string[] => [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map(([, inner = '']) => inner.replace(/<[^>]+>/g, ''));

  it('show which stations were read, failed, wait, are on hold or were not reached in time', async () => {
    const table = tableOf((await portal.get('/en/stations')).text);
    const [head, latest, before] = [...table.matchAll(/<tr.*?<\/tr>/gs)].map(([row]) => cells(row));
    expect(head).toEqual(['Begun', 'Ended', 'Read', 'Failed', 'On hold', 'Paused', 'Still to do', 'Not reached']);
    expect(latest?.slice(1)).toEqual(['under way', '1', '1', '1', '1', '1', '0']);
    expect(before?.slice(2)).toEqual(['2', '0', '0', '0', '0', '1']);
    const named = [...table.matchAll(/<li><a href="([^"]+)">.*?<\/a>: ([^<]+)<\/li>/gs)].map(([, href, standing]) => `${String(href)} ${String(standing)}`);
    expect(named.slice(0, 2)).toEqual(['/en/stations/voorbeeldregistraties Failed', '/en/stations/op-hold On hold']);
    expect(named.at(-3)).toBe('/en/stations/voorbeeldregistraties Not reached');
    expect(named).toHaveLength(8);
  });

  it('speak Dutch, and are left out before the first', async () => {
    expect(tableOf((await portal.get('/nl/stations')).text)).toContain('De 5 bronnen in de rondgang van');
    const fresh = await startPortal({ rounds: () => [] });
    expect(tableOf((await fresh.get('/nl/stations')).text)).toBe('');
    await fresh.close();
  });
});

describe('a station whose turn has not come', () => {
  it('says what it waits for, and not which other station that is', async () => {
    const waiting = await startPortal({}, 0, {
      waitsFor: (id) => (id === 'nooit' ? null : ({ kind: 'host', host: 'secret.example', station: 'umc' } as { kind: 'host' })),
    });
    const told = await waiting.get('/en/stations/umc-voorbeeld');
    expect([told.text.includes('another source on the same server'), told.text.includes('secret.example'), told.headers.get('cache-control')]).toEqual([
      true,
      false,
      'no-store',
    ]);
    for (const id of ['nooit', 'nieuw-ziekenhuis']) expect((await waiting.get(`/en/stations/${id}`)).text).not.toContain('another source on the same server');
    await waiting.close();
  });
});

describe('stations', () => {
  it('show no internal address, secret or held record', async () => {
    for (const path of [
      '/nl/stations',
      '/nl/stations/umc-voorbeeld',
      '/nl/stations/umc-voorbeeld/runs/18',
      '/en/stations/umc-voorbeeld/runs/18?outcome=held',
    ]) {
      const { text } = await portal.get(path);
      expect(text).not.toMatch(/10\.20\.3\.4|db\.internal|secret|token=|GEHEIME|dataset\/geheim/);
    }
    expect((await portal.get('/nl/stations/umc-voorbeeld/runs/18')).text).toContain('2 beschrijvingen zijn aangehouden');
  });

  it('show the state and nothing else while onboarding', async () => {
    const { text } = await portal.get('/nl/stations/nieuw-ziekenhuis');
    expect(text).toContain('Deze bron wordt aangesloten');
    expect(text).not.toMatch(/data@nieuw|healthdcat-ap-r8|Laatste rondes|9 beschrijvingen/);
  });

  it('filter the items of a run by outcome', async () => {
    const { text } = await portal.get('/nl/stations/umc-voorbeeld/runs/18?outcome=withdrawn');
    const table = text.slice(text.indexOf('items-table'), text.indexOf('issues-table'));
    expect(table).toContain('Emergency visits 2009');
    expect(table).toContain('de dataset ontbrak in volledige rondes');
    expect(table).not.toContain('Glucosesensor');
  });
});

describe('when something is wrong', () => {
  it.each([
    [new Error('secret stack'), 500, 'Er ging iets mis'],
    [new RequestError('request/unavailable', 'index starting'), 503, 'De catalogus is even niet bereikbaar'],
  ])('%s becomes %i in the right language', async (error, status, title) => {
    const broken = await startPortal({ search: () => Promise.reject(error) });
    const answer = await broken.get('/nl/datasets');
    await broken.close();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, status === 503 ? '60' : null]);
    expect(answer.text).toContain(title);
    expect(answer.text).not.toMatch(/secret|stack|index starting/);
  });

  it('has a page even when the store cannot say what the catalogue is called', async () => {
    const broken = await startPortal({
      catalogue: () => {
        throw new RequestError('request/unavailable', 'down');
      },
    });
    expect((await broken.get('/en')).status).toBe(503);
    await broken.close();
  });
});

describe('weight', () => {
  it.each([
    '/nl',
    '/nl/datasets',
    `/nl/datasets/${glucose.head.id}`,
    `/nl/datasets/${glucose.head.id}/variables`,
    '/nl/stations',
    '/nl/stations/umc-voorbeeld',
    '/nl/stations/umc-voorbeeld/runs/18',
  ])('%s stays within 30 kB', async (path) => {
    expect(gzipSync((await portal.get(path)).text).length).toBeLessThan(30_000);
  });

  it('style and script stay within 10 and 5 kB', async () => {
    const page = (await portal.get('/nl')).text;
    const size = async (pattern: RegExp): Promise<number> => gzipSync((await portal.get(pattern.exec(page)?.[1] ?? '')).text).length;
    expect(await size(/href="(\/assets\/[^"]+\.css)"/)).toBeLessThan(10_000);
    expect(await size(/src="(\/assets\/[^"]+\.js)"/)).toBeLessThan(5_000);
  });
});
