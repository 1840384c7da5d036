import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostile, openFeedbackHouse, type FeedbackHouse } from './support/feedback-house.js';

let house: FeedbackHouse;
beforeAll(async () => {
  house = await openFeedbackHouse();
});
afterAll(() => house.close());

const page = '/stations/umc/feedback';
const open = (fields: Readonly<Record<string, string>> = {}, query = ''): ReturnType<FeedbackHouse['post']> =>
  house.post(page + query, { key: house.key, ...fields });

describe('the feedback page', () => {
  it('asks for the key, says nothing without it, and is kept by nobody', async () => {
    const { status, text, headers } = await house.portal.get(`${page}?lang=nl`);
    expect(status).toBe(200);
    expect(text).toContain('<h1>Terugkoppeling: UMC Voorbeeld</h1>');
    expect(text).toMatch(/<form[^>]* method="post" action="\/stations\/umc\/feedback\?lang=nl"/);
    expect(text).not.toMatch(/Geheime|Bekende|contactpunt/);
    expect([headers.get('cache-control'), headers.get('x-robots-tag'), headers.get('referrer-policy'), headers.get('etag')]).toEqual([
      'no-store',
      'noindex, nofollow',
      'no-referrer',
      null,
    ]);
    expect(text).toContain('<meta name="robots" content="noindex"');
    expect(text).not.toContain('rel="canonical"');
  });

  it.each([
    ['nothing', ''],
    ['wrong', 'ndcf_wrong'],
    ['that of another station', 'other'],
  ])('stays the same page with an error for a key that is %s', async (_what, key) => {
    const { status, text, headers } = await house.post(`${page}?lang=en`, { key: key === 'other' ? house.otherKey : key });
    expect([status, headers.get('cache-control')]).toEqual([403, 'no-store']);
    expect(text).toContain('This key does not fit.');
    expect(text).toContain('aria-invalid="true"');
    expect(text).not.toMatch(/Geheime|Bekende/);
    if (key !== '') expect(text).not.toContain(key);
  });

  it('takes no key from an address', async () => {
    expect((await house.portal.get(`${page}?key=${house.key}`)).text).not.toContain('Geheime');
    expect((await house.post(`${page}?key=${house.key}`, {})).status).toBe(403);
    expect((await house.portal.get(`${page}.json?key=${house.key}`)).status).toBe(401);
  });

  it('is limited in how often a key may be given, also the right one', async () => {
    const strict = await openFeedbackHouse({ ratePerMinute: 3 });
    for (let i = 0; i < 3; i++) expect((await strict.post(page, { key: 'no' })).status).toBe(403);
    const refused = await strict.post(page, { key: strict.key });
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect(refused.text).not.toContain('Geheime');
    expect((await strict.portal.get(`${page}.json`, { authorization: `Bearer ${strict.key}` })).status).toBe(429);
    await strict.close();
  });

  it('does not exist for a station that does not', async () => {
    expect((await house.portal.get('/stations/nobody/feedback')).status).toBe(404);
    expect((await house.post('/stations/nobody/feedback', { key: house.key })).status).toBe(404);
  });

  it('shows what is held with its report, problems with advice, what is overdue, and every run', async () => {
    const { status, text, headers } = await open({}, '?lang=nl');
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(text).toContain('Geheime titel &lt;script>alert(1)&lt;/script>');
    expect(text).toContain('de titel ontbreekt: <bdi>no title</bdi>');
    expect(text).toMatch(/Verslag: 1 overtreding en 1 waarschuwing/);
    expect(text).toMatch(/contactpunt \(dcat:contactPoint\)/);
    expect(text).toContain('2 keer in 2 beschrijvingen');
    expect(text).toContain('Noem een contactpunt.');
    expect(text).toMatch(/<a href="\/nl\/datasets\/[a-z2-7]{16}">(<bdi>)?Bekende titel/);
    expect(text).toContain('moest voor 11 juni 2027');
    expect(text).toContain('(Proef)');
    expect(text).toContain('van 9 naar 4 overtredingen, in 2 beschrijvingen');
    expect(text).toContain('http://10.20.3.4/fdp did not answer');
    expect(text).not.toMatch(/db\.internal|<script>alert/);
    expect(text.match(/<h1/g)).toHaveLength(1);
  });

  it('tells how its datasets were used in the last year, to the curator alone', async () => {
    const { text } = await open({}, '?lang=nl');
    expect(text).toContain('Gebruik van uw datasets');
    expect(text).toContain('1.234');
    expect(text).not.toContain('77.777');
  });

  it('speaks the language asked for, else that of the reader', async () => {
    expect((await open({}, '?lang=en')).text).toContain('<html lang="en">');
    expect((await house.post(page, { key: house.key }, { 'accept-language': 'en' })).text).toContain('Held descriptions');
    expect((await house.post(page, { key: house.key })).text).toContain('Aangehouden beschrijvingen');
    expect((await open({}, '?lang=en')).text).toContain('href="/stations/umc/feedback?lang=nl"');
  });

  it('shows a trial and a run on hold with what they would do, field by field', async () => {
    const trial = (await open({ run: String(house.ids.dry) }, '?lang=en')).text;
    expect(trial).toContain('This was a trial');
    expect(trial).toContain('Titel van de proef');
    expect(trial).toContain('NIEUWE TEKST &lt;script>');
    const onHold = (await open({ run: String(house.ids.held) }, '?lang=en')).text;
    expect(onHold).toContain('An operator decides');
    expect(onHold).toContain('Geheim blijft');
    expect(onHold).toMatch(/Changes \(1 field\)/);
    expect(onHold).not.toContain(hostile);
    expect((await open({ run: '99999' })).status).toBe(404);
  });

  it('keeps runs of other stations apart', async () => {
    expect((await house.post('/stations/ander/feedback', { key: house.otherKey, run: String(house.ids.held) })).status).toBe(404);
    expect((await house.post('/stations/ander/feedback', { key: house.otherKey })).text).not.toMatch(/Geheime|Bekende/);
  });

  it('works while the station is onboarding, when nothing of it is public', async () => {
    const early = await openFeedbackHouse({ state: 'onboarding' });
    const { status, text } = await early.post(`${page}?lang=nl`, { key: early.key });
    expect([status, text.includes('Geheime titel'), text.includes('contactpunt')]).toEqual([200, true, true]);
    expect((await early.portal.get('/stations/umc.atom')).status).toBe(404);
    expect((await early.portal.get('/nl/stations/umc')).text).not.toMatch(/Geheime|Bekende|umc\.atom/);
    await early.close();
  });

  it('refuses a body that is far too large', async () => {
    expect((await open({ key: 'x'.repeat(20_000) })).status).toBeGreaterThanOrEqual(400);
  });
});

describe('the same for software', () => {
  const basic = (password: string): string => `Basic ${Buffer.from(`whoever:${password}`).toString('base64')}`;

  it('is JSON behind the key as Bearer token or as password', async () => {
    for (const authorization of [`Bearer ${house.key}`, basic(house.key)]) {
      const { status, text, headers } = await house.portal.get(`${page}.json`, { authorization });
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
      const feedback = JSON.parse(text) as {
        problems: { standing: { code: string; count: number }[] };
        held: { total: number; records: { title: unknown }[] };
        runs: { dry: boolean }[];
      };
      expect(feedback.held.total).toBe(1);
      expect(feedback.problems.standing.find(({ code }) => code.endsWith('contactPoint-min'))?.count).toBe(2);
      expect(feedback.runs.filter(({ dry }) => dry)).toHaveLength(1);
    }
  });

  it.each(['', 'Bearer wrong', 'Basic ???', `Basic ${Buffer.from('umc:wrong').toString('base64')}`])(
    'asks for it with 401 when there is %j',
    async (authorization) => {
      for (const path of [`${page}.json`, `${page}.atom`]) {
        const { status, text, headers } = await house.portal.get(path, authorization === '' ? {} : { authorization });
        expect([status, headers.get('content-type')]).toEqual([401, 'application/problem+json; charset=utf-8']);
        expect(headers.get('www-authenticate')).toMatch(/^Basic realm="feedback", charset="UTF-8", Bearer realm="feedback"$/);
        expect(text).not.toMatch(/Geheime|Bekende/);
      }
    },
  );

  it('is an Atom feed that knows of trials and runs on hold', async () => {
    const { status, text, headers } = await house.portal.get(`${page}.atom`, { authorization: `Bearer ${house.key}`, 'accept-language': 'en' });
    expect([status, headers.get('content-type')]).toEqual([200, 'application/atom+xml; charset=utf-8']);
    expect(text).toContain('(Trial)');
    expect(text).not.toContain(house.key);
  });
});

/** Tags that do not match; text and attributes hold no bare `<` or `&`. */
function wellFormed(xml: string): string[] {
  const open: string[] = [];
  const faults = [...xml.matchAll(/&(?!(?:amp|lt|gt|quot|#\d+);)/g)].map(({ index }) => `bare & at ${String(index)}`);
  for (const [tag, end = '', name = '', , own = ''] of xml.matchAll(/<(\/?)([\w:]+)((?:\s[\w:]+="[^"<]*")*)\s*(\/?)>/g)) {
    if (own !== '') continue;
    if (end === '') open.push(name);
    else if (open.pop() !== name) faults.push(tag);
  }
  return [...faults, ...open];
}

describe('the public feed of runs', () => {
  it('has one entry for each run that ended, trials left out, in the form of RFC 4287', async () => {
    const { status, text, headers } = await house.portal.get('/stations/umc.atom', { 'accept-language': 'nl' });
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([200, 'application/atom+xml; charset=utf-8', 'public, max-age=300']);
    const entries = text.split('<entry>').slice(1);
    expect(entries.map((entry) => Number(/runs\/(\d+)<\/id>/.exec(entry)?.[1]))).toEqual([
      house.ids.held,
      house.ids.released,
      house.ids.held - 2,
      house.ids.complete,
    ]);
    // What RFC 4287 sections 4.1.1 and 4.1.2 require of a feed and of each entry, once each.
    for (const part of [text.split('<entry>')[0] ?? '', ...entries])
      for (const element of ['id', 'title', 'updated']) expect(part.match(new RegExp(`<${element}>`, 'g')), element).toHaveLength(1);
    expect(text).toMatch(/<author><name>[^<]+<\/name><\/author>/);
    expect(text.match(/<link rel="self"/g)).toHaveLength(1);
    expect([...text.matchAll(/<(?:updated|published)>([^<]+)</g)].every(([, at = '']) => new Date(at).toISOString() === at)).toBe(true);
    expect(text).not.toMatch(/Geheim|Tegengehouden titel|Titel van de proef|NIEUWE TEKST|10\.20\.3\.4|data@umc/);
    expect(wellFormed(text)).toEqual([]);
    expect(wellFormed(text.replace('</entry>', ''))).not.toEqual([]);
  });

  it('is answered with 304 to who has it', async () => {
    const first = await house.portal.get('/stations/umc.atom');
    const etag = first.headers.get('etag') ?? '';
    const again = await house.portal.get('/stations/umc.atom', { 'if-none-match': etag, 'cache-control': 'max-age=0' });
    expect([etag.startsWith('W/"'), again.status, again.text]).toEqual([true, 304, '']);
    expect((await house.portal.get('/stations/nobody.atom')).status).toBe(404);
  });
});

describe('the public page of a run', () => {
  const run = (id: number): Promise<{ status: number; text: string; headers: Headers }> => house.portal.get(`/en/stations/umc/runs/${String(id)}`);

  it('says of one on hold how much it would do, and nothing of what it would write', async () => {
    const { text } = await run(house.ids.held);
    expect(text).toContain('It would add 1, update 2, withdraw 4 and hold 5.');
    expect(text).toContain(`ndc harvest --release ${String(house.ids.held)}`);
    expect(text).toContain('Bekende titel');
    expect(text).not.toMatch(/Tegengehouden titel|NIEUWE TEKST|Geheim/);
  });

  it('says what became of it, and what the run that released it changed, field by field', async () => {
    const { text } = await run(house.ids.released);
    expect(text).toContain(`This run published what run ${String(house.ids.held - 2)} had staged.`);
    expect(text).toMatch(/Changes \(1 field\)/);
    expect(text).toContain('from 9 to 4 violations, in 2 descriptions');
    expect(text).toContain('everything');
  });

  it('does not exist for a trial', async () => {
    expect((await run(house.ids.dry)).status).toBe(404);
  });

  it('shows how far one is that is under way, anew each time', async () => {
    const { text, headers } = await run(house.ids.running);
    expect(text).toMatch(/<progress[^>]* max="100" value="40"/);
    expect(text).toContain('Busy with validate: 40 of 100.');
    expect(text).toMatch(/<a class="button" href="\/en\/stations\/umc\/runs\/\d+">Refresh<\/a>/);
    expect(headers.get('cache-control')).toBe('no-store');
  });
});
