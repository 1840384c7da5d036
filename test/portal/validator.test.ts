import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { turtleExample } from '../../src/portal/view-models/turtle-example.js';
import { parseText } from '../../src/rdf/parse.js';
import { startPortal, packageRoot, type TestPortal } from './support/portal-app.js';
import { libraryProfiles, libraryRules } from './support/library.js';
import { nothing, unreadable, violations } from './support/submissions.js';

let portal: TestPortal;
const conforms = readFileSync(join(packageRoot, 'fixtures', 'rdf', 'dataset-r8-non-public-conforms.ttl'), 'utf8');

beforeAll(async () => {
  portal = await startPortal({}, 0, { pages: { 'https://open.example/dataset.ttl': violations } });
});
afterAll(async () => {
  await portal.close();
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  readonly text: string;
}

const own = { 'sec-fetch-site': 'same-origin' };

async function answer(response: Response): Promise<Answer> {
  const html = await response.text();
  const text = html
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&quot;/g, '"')
    .replace(/\s+/g, ' ');
  return { status: response.status, headers: response.headers, html, text };
}

async function post(
  lang: string,
  fields: Readonly<Record<string, string | File>>,
  at: TestPortal = portal,
  headers: Readonly<Record<string, string>> = own,
): Promise<Answer> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return answer(await fetch(`${at.url}/${lang}/validator`, { method: 'POST', body: form, headers, redirect: 'manual' }));
}

const get = async (path: string): Promise<Answer> => answer(await fetch(portal.url + path, { redirect: 'manual' }));
const jobPath = (html: string): string => /\/(?:nl|en)(\/validator\/jobs\/[0-9a-f]{32})/.exec(html)?.[1] ?? '';

describe('the form', () => {
  it.each([
    [
      'nl',
      [
        'Controleer een beschrijving',
        'Plak de beschrijving',
        'Of kies een bestand',
        'Of geef een webadres',
        'HealthDCAT-AP',
        'UMC Voorbeeld',
        'Bewaar dit rapport 30 dagen',
      ],
    ],
    ['en', ['Validate a description', 'Paste the description', 'Or choose a file', 'Or give a web address', 'HealthDCAT-AP', 'Keep this report for 30 days']],
  ] as const)('in %s has everything, and is not kept by caches', async (lang, words) => {
    const page = await get(`/${lang}/validator?profile=dcat-ap-3.0&station=umc-voorbeeld`);
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
    for (const word of words) expect(page.text).toContain(word);
    expect(page.html).toMatch(/<option selected value="dcat-ap-3.0"|<option value="dcat-ap-3.0" selected/);
    expect(page.html).toMatch(/<option selected value="umc-voorbeeld"|<option value="umc-voorbeeld" selected/);
  });

  it.each([
    ['nothing', {}, 400, 'Plak een beschrijving, kies een bestand of geef een webadres.', 'text'],
    ['two things', { text: 'a', url: 'https://a.example/' }, 400, 'meer dan één', 'text'],
    ['no web address', { url: 'ftp://a.example/' }, 400, 'geen webadres', 'url'],
    ['an unknown profile', { text: 'a', profile: 'x' }, 400, 'Dit profiel kennen wij niet', 'profile'],
    ['an unknown station', { text: 'a', station: 'x' }, 400, 'Deze bron kennen wij niet', 'station'],
    ['an unknown format', { text: 'a', format: 'x' }, 400, 'Deze vorm kennen wij niet', 'format'],
    ['an address out of reach', { url: 'http://10.0.0.1/' }, 422, 'Wij kunnen dit adres niet lezen', 'url'],
    ['too much', { text: '#'.repeat(210_000) }, 413, 'te groot', 'text'],
    ['far too much', { text: '#'.repeat(400_000) }, 413, 'te groot', 'file'],
    ['no RDF', { file: new File(['%PDF-1.7 hello'], 'a.pdf') }, 415, 'geen RDF', 'file'],
  ] as const)('says at the field and above what is wrong with %s', async (_what, fields, status, text, field) => {
    const page = await post('nl', fields);
    expect([page.status, page.headers.get('cache-control')]).toEqual([status, 'no-store']);
    expect(page.text).toContain(text);
    expect(page.html).toContain(`href="#${field}"`);
    expect(page.html).toContain(`id="${field}-error"`);
  });

  it('keeps what was typed', async () => {
    const page = await post('en', { text: '\n<urn:a> "x" </textarea>', url: 'https://a.example/', keep: 'yes' });
    expect(page.html).toMatch(/<textarea[^>]*>\n\r?\n&lt;urn:a> &quot;x&quot; &lt;\/textarea><\/textarea>/);
    expect(page.html).toContain('value="https://a.example/"');
  });

  it('is taken from our own pages only', async () => {
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'none' }, { origin: 'https://evil.example' }, { origin: 'null' }, {}])
      expect([headers, (await post('nl', { text: nothing }, portal, headers)).status]).toEqual([headers, 403]);
    expect((await post('nl', { text: nothing }, portal, { origin: portal.url })).status).toBe(200);
  });

  it('answers a damaged body with the form', async () => {
    for (const [type, body] of [
      ['multipart/form-data; boundary=x', 'rubbish'],
      ['application/json', '{}'],
      ['text/plain', 'text=a'],
    ] as const)
      expect((await fetch(`${portal.url}/nl/validator`, { method: 'POST', body, headers: { ...own, 'content-type': type } })).status).toBe(400);
  });

  it('is told to wait by the desk', async () => {
    const busy = await startPortal({}, 0, { settings: { ratePerMinute: 1 } });
    await post('en', { text: nothing }, busy);
    const page = await post('en', { text: nothing }, busy);
    expect([page.status, Number(page.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect(page.text).toContain('You have validated a lot in a short time.');
    await busy.close();
  });

  it('stands at the address that the specification gives, too', async () => {
    expect((await get('/nl/validate?url=x')).headers.get('location')).toBe('/nl/validator?url=x');
  });
});

describe('the result', () => {
  it.each([
    [
      'nl',
      'Niet publiceerbaar:',
      'De beschrijving zelf',
      'Distributie: CSV-bestand',
      'Overtreding',
      'Zo herstelt u het',
      'Turtle om over te nemen',
      'Voorbeeld in Turtle, met waarden die u zelf invult',
      'De beschrijving heeft geen titel',
      'Beleid:',
    ],
    [
      'en',
      'Not publishable:',
      'The description itself',
      'Distribution: CSV-bestand',
      'Violation',
      'How to fix',
      'Turtle to take over',
      'The description has no title',
      'Policy:',
    ],
  ] as const)('of violations in %s goes from the sentence to each result', async (lang, ...words) => {
    const page = await post(lang, { text: violations });
    expect(page.status).toBe(200);
    const places = words.slice(0, 3).map((word) => page.text.indexOf(word));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    for (const word of words) expect(page.text).toContain(word);
    expect(page.html).not.toContain('<script>alert');
    expect(page.text).toContain('<script>alert(1)</script>');
    expect(page.text).toMatch(/> +9 +dcat:theme "Gezondheid"/);
    expect(page.html).toMatch(new RegExp(`href="/${lang}/profiles/healthdcat-ap-r8#[\\w.-]+"`));
    for (const format of ['html', 'text', 'csv', 'json', 'sarif', 'junit', 'turtle', 'jsonld'])
      expect(page.html).toContain(`/report?format=${format}&amp;lang=${lang}`);
    expect(page.html).not.toContain('urn:ndc:genid:ffff');
  });

  it.each([
    ['nl', 'niet te lezen', 'Regel 2'],
    ['en', 'cannot be read', 'Line 2'],
  ] as const)('of an unreadable text in %s is where and why, and nothing else', async (lang, title, where) => {
    const page = await post(lang, { text: unreadable });
    expect(page.status).toBe(422);
    for (const word of [title, where, 'Zonder einde']) expect(page.text).toContain(word);
    expect(page.html).not.toContain('id="records"');
  });

  it.each([
    ['nl', 'Geen dataset, serie of dienst gevonden'],
    ['en', 'No dataset, series or service found'],
  ] as const)('of a text without datasets in %s says what is in it', async (lang, sentence) => {
    const page = await post(lang, { text: nothing });
    expect([page.status, page.text.includes(sentence), page.text.includes('foaf/0.1/Person')]).toEqual([200, true, true]);
  });

  it.each([
    ['nl', 'publiceerbaar', '1 van 1 beschrijving publiceerbaar'],
    ['en', 'publishable', '1 of 1 description publishable'],
  ] as const)('of a good description in %s says so', async (lang, word, count) => {
    const page = await post(lang, { file: new File([gzipSync(conforms)], 'good.ttl.gz') });
    expect([page.status, page.text.toLowerCase().includes(word), page.text.includes(count), page.text.includes('good.ttl.gz')]).toEqual([
      200,
      true,
      true,
      true,
    ]);
  });

  it('holds by the policy, and says which rule', async () => {
    const strict = await startPortal({}, 0, { policy: { mode: 'strict', rules: [] } });
    const page = await post('en', { text: violations, profile: 'healthdcat-ap-r8' }, strict);
    expect(page.text).toContain('publishes a description only if it has no violations');
    expect(page.text).toContain('There are violations, and the policy of the catalogue does not allow them.');
    expect(page.text).toMatch(/result\(s\) block publication: https:\/\/w3id\.org\/ndc\/shapes/);
    await strict.close();
  });

  it('is filtered by severity, and shown from other sides, at addresses of its own', async () => {
    const path = `/nl${jobPath((await post('nl', { text: violations })).html)}`;
    const filtered = await get(`${path}?severity=warning`);
    expect([filtered.html.includes('<h4 class="severity warning">'), filtered.html.includes('<h4 class="severity violation">')]).toEqual([true, false]);
    expect((await get(`${path}?view=eu`)).text).toContain('Europese catalogus');
    const source = await get(`${path}?view=source`);
    expect(source.html).toContain('<li id="L9" class="marked">');
    expect((await get(path.replace('/nl/', '/en/'))).text).toContain('Not publishable');
    expect((await get('/nl/validator/jobs/00000000000000000000000000000000')).status).toBe(404);
  });

  it('shows how each description will look, with no link to what is not there', async () => {
    const path = `/nl${jobPath((await post('nl', { text: violations })).html)}`;
    const look = await get(`${path}?view=look`);
    for (const word of ['Voorbeeld: niet gepubliceerd', 'Glucosesensor', 'CSV-bestand', 'niet-openbaar', 'UMC Voorbeeld']) expect(look.text).toContain(word);
    expect(look.html).not.toMatch(/href="[^"]*\/datasets\/preview/);
    expect(look.html.match(/<h1/g)).toHaveLength(1);
    const second = await get(`${path}?view=look&record=2`);
    expect(second.text).toContain('Nu zou de catalogus deze beschrijving niet publiceren.');
    expect(second.text).toContain('Een dataset zonder titel');
  });

  it('of an address has an address that validates it again', async () => {
    const first = await post('en', { url: 'https://open.example/dataset.ttl', profile: 'dcat-ap-3.0' });
    const permalink = /href="([^"]*\/en\/validator\?url=[^"]*)"/.exec(first.html)?.[1]?.replace(/&amp;/g, '&') ?? '';
    const again = await answer(await fetch(permalink));
    expect([first.status, again.status, again.text.includes('dcat-ap-3.0')]).toEqual([200, 200, true]);
  });
});

describe('a long validation', () => {
  it('has a page that tells how far it is and can be cancelled', async () => {
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const slow = await startPortal({}, 0, { waitMs: 20, gate: () => opened });
    const first = await post('nl', { text: violations }, slow);
    const location = first.headers.get('location') ?? '';
    expect([first.status, /^\/nl\/validator\/jobs\/[0-9a-f]{32}$/.test(location)]).toEqual([303, true]);
    const progress = await answer(await fetch(slow.url + location));
    for (const word of ['De controle loopt', '0 van 2 beschrijvingen gecontroleerd', 'Ververs deze pagina', 'Stop de controle'])
      expect(progress.text).toContain(word);
    expect(progress.html).not.toContain('http-equiv="refresh"');
    const cancelled = await fetch(slow.url + location, { method: 'POST', body: new URLSearchParams({ action: 'cancel' }), headers: own });
    expect((await answer(cancelled)).text).toContain('De controle is gestopt.');
    open();
    await slow.close();
  });
});

describe('a report that is kept', () => {
  it('is there for who has the key, in every format, until it is deleted', async () => {
    const page = await post('en', { text: violations, keep: 'yes' });
    const path = /\/en\/validator\/reports\/[0-9a-f]{32}/.exec(page.html)?.[0] ?? '';
    const kept = await get(path);
    expect([kept.status, kept.headers.get('cache-control'), kept.headers.get('x-robots-tag')]).toEqual([200, 'no-store', 'noindex']);
    for (const word of ['Not publishable', 'Kept until', 'Delete this report now']) expect(kept.text).toContain(word);
    expect((await get(path.replace('/en/', '/nl/'))).text).toContain('Niet publiceerbaar');
    expect((await get(`${path}?format=csv`)).headers.get('content-type')).toContain('text/csv');
    expect((await get(`${path}?format=exe`)).status).toBe(404);
    const foreign = await fetch(portal.url + path, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } });
    expect([foreign.status, (await get(path)).status]).toEqual([403, 200]);
    const deleted = await answer(await fetch(portal.url + path, { method: 'POST', headers: own }));
    expect(deleted.text).toContain('The report has been deleted.');
    expect((await get(path)).status).toBe(404);
  });
});

describe('the pages with rules', () => {
  it.each(['nl', 'en'])('list the profiles in %s', async (lang) => {
    const page = await get(`/${lang}/profiles`);
    for (const { id } of libraryProfiles()) expect(page.html).toContain(`href="/${lang}/profiles/${id}"`);
  });

  it('have every rule once, under an anchor that results link to', async () => {
    for (const { id } of libraryProfiles()) {
      const page = await get(`/en/profiles/${id}`);
      const anchors = [...page.html.matchAll(/<details class="rule" id="([^"]+)"/g)].map(([, anchor]) => anchor);
      expect([id, new Set(anchors).size]).toEqual([id, libraryRules(id)?.length]);
      expect([id, gzipSync(page.html).byteLength < 60_000]).toEqual([id, true]);
    }
    expect((await get('/en/profiles/none')).status).toBe(404);
  });

  it('show examples that can be read as they stand', async () => {
    const unreadableOnes: string[] = [];
    for (const { id } of libraryProfiles())
      for (const { iri, example } of libraryRules(id) ?? []) {
        if (example === null) continue;
        const text = turtleExample(example);
        await parseText(text, { mediaType: 'text/turtle', baseIri: 'urn:x' }).catch(
          (error: unknown) => void unreadableOnes.push(`${iri}: ${String(error)}\n${text}`),
        );
      }
    expect(unreadableOnes).toEqual([]);
  });
});
