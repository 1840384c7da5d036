import { describe, expect, it } from 'vitest';
import { acceptedLanguage } from '../../src/portal/accept-language.js';
import { formatsOf } from '../../src/portal/formats.js';
import { pageContext, type PageContext } from '../../src/portal/page-context.js';
import { parseSearch } from '../../src/portal/search-state.js';
import { bannersOf } from '../../src/portal/view-models/dataset-banners.js';
import { datasetPageModel } from '../../src/portal/view-models/dataset-page.js';
import { facetModel } from '../../src/portal/view-models/search-page.js';
import { pieces } from '../../src/portal/view-models/search-hit.js';
import { periodText } from '../../src/portal/view-models/period.js';
import { isPublicUrl, withoutInternalAddresses } from '../../src/portal/view-models/public-address.js';
import { historyModel } from '../../src/portal/view-models/history.js';
import { jsonForScript, schemaOrgDataset } from '../../src/portal/view-models/schema-org.js';
import { moodOf, moodSentence } from '../../src/portal/view-models/station-state.js';
import { scheduleText } from '../../src/portal/view-models/station-page.js';
import { tagged, textOf } from '../../src/portal/view-models/text.js';
import { concepts, fakeQueries } from './support/fake-queries.js';
import { glucose, hostile, openStatistics, withdrawn } from './support/records.js';
import { stations } from './support/stations.js';

const queries = fakeQueries();
const contextIn = (lang: 'nl' | 'en'): PageContext =>
  pageContext({ lang, catalogue: queries.catalogue(), assets: { css: '', js: '', icon: '' }, baseUrl: 'https://catalogue.example/', version: '1' });
const nl = contextIn('nl');
const en = contextIn('en');

describe('texts', () => {
  it('carry their language only when it is not the page’s', () => {
    expect(tagged('Hallo', 'nl-BE', nl)).toEqual({ text: 'Hallo', lang: null, tag: null });
    expect(tagged('Hallo', 'nl', en)).toEqual({ text: 'Hallo', lang: 'nl', tag: 'Dutch' });
    expect(tagged('Hallo', '', en).lang).toBeNull();
  });

  it('never carry a tag that is none', () => {
    expect(tagged('x', '"><script>', nl).lang).toBeNull();
  });

  it('lose overrides of writing direction and are cut at their limit', () => {
    expect(tagged('a\u202eb\u2066c\u0007', 'nl', nl).text).toBe('abc');
    expect(textOf({ nl: ['x'.repeat(500)] }, nl, 10)?.text).toBe(`${'x'.repeat(10)}…`);
  });

  it('mark what was searched for', () => {
    expect(pieces('a \ue000b\ue001 c')).toEqual([
      { text: 'a ', hit: false },
      { text: 'b', hit: true },
      { text: ' c', hit: false },
    ]);
    expect(pieces('\ue001x\ue000y')).toEqual([
      { text: 'x', hit: false },
      { text: 'y', hit: true },
    ]);
  });
});

describe('formats', () => {
  it.each([
    ['2025', '2025'],
    ['2025-03', 'maart 2025'],
    ['2025-03-09', '9 maart 2025'],
    ['2025-03-09T23:30:00Z', '10 maart 2025'],
    ['onbekend', 'onbekend'],
  ])('writes %s as %s', (iso, text) => {
    expect(formatsOf('nl').date(iso)).toBe(text);
  });

  it('writes durations and sizes in words', () => {
    expect(formatsOf('nl').duration('PT5M')).toBe('5 minuten');
    expect(formatsOf('en').duration('P1Y6M')).toBe('1 year and 6 months');
    expect(formatsOf('nl').duration('soms')).toBe('soms');
    expect(formatsOf('nl').bytes(12_400_000)).toBe('12,4 MB');
  });

  it('writes open and closed periods', () => {
    expect(periodText({ start: '2022-09-01', end: '2023-12-31' }, nl, true)).toBe('2022–2023');
    expect(periodText({ start: '2023', end: null }, en)).toBe('from 2023');
    expect(periodText({ start: null, end: null }, en)).toBeNull();
  });

  it.each([
    ['en-GB,en;q=0.9,nl;q=0.5', 'en'],
    ['de, fr', 'nl'],
    ['en;q=0.1, nl;q=0.2', 'nl'],
    ['en;q=0', 'nl'],
    [undefined, 'nl'],
  ] as const)('reads Accept-Language %s as %s', (header, lang) => {
    expect(acceptedLanguage(header)).toBe(lang);
  });
});

describe('facets', () => {
  const values = Array.from({ length: 60 }, (_, i) => ({ value: `v${i}`, label: `V ${i}`, count: 60 - i, selected: false }));

  it('show six values, the rest on request, and say how many stay unseen', () => {
    const facet = facetModel('holder', values, [], nl);
    expect([facet.first.length, facet.more.length, facet.hidden, facet.moreOpen]).toEqual([6, 40, 14, false]);
  });

  it('always show a chosen value, also one that the index does not know', () => {
    const facet = facetModel('holder', values, ['v59', 'weg'], nl);
    expect(facet.more.filter(({ selected }) => selected).map(({ value, count }) => [value, count])).toEqual([
      ['v59', 1],
      ['weg', 0],
    ]);
    expect(facet.moreOpen).toBe(true);
  });

  it('name a missing value in the reader’s language', () => {
    expect(facetModel('access', [{ value: 'not-reported', label: '', count: 3, selected: false }], [], en).first[0]?.label).toBe('Not reported');
  });

  it('do not read a state from unknown facets', () => {
    expect(parseSearch(new URLSearchParams('__proto__=1&constructor=2')).facets).toEqual({});
  });
});

describe('a dataset', () => {
  it('that is open leads to its data and shows no application', () => {
    const { access } = datasetPageModel(openStatistics, queries, nl);
    expect(access.dataHref).toBe('https://registratie.example/open.csv');
    expect(access.askHdab).toBeNull();
  });

  it('that is not open has no download, only a place to apply', () => {
    const { access, data } = datasetPageModel(glucose, queries, nl);
    expect(access.dataHref).toBeNull();
    expect(access.askHdab?.page).toBe('https://hdab.example/aanvragen');
    expect(data.distributions[0]?.links.map(({ href }) => href)).toEqual(['https://hdab.example/aanvragen']);
  });

  it('marks what came from the series and from the HDAB', () => {
    const model = datasetPageModel(glucose, queries, en);
    expect(model.access.hdab?.mark).toBe('added by the HDAB on 1 March 2026');
    expect(model.descriptionFields.find(({ name }) => name === 'themes')?.mark).toBe('from series');
  });

  it('keeps empty fields in the sections that promise them', () => {
    const model = datasetPageModel(withdrawn, queries, en);
    expect(model.population.find(({ name }) => name === 'individuals')?.values).toEqual([]);
    expect(model.health.map(({ name }) => name)).toEqual(['healthCategories']);
  });

  it('says why and since when it is withdrawn', () => {
    expect(bannersOf(withdrawn, nl)).toEqual([
      expect.objectContaining({
        kind: 'withdrawn',
        text: 'Sinds 1 april 2026 staat de dataset niet meer bij de bron. Reden: de dataset ontbrak in volledige rondes. De laatste beschrijving blijft hier staan.',
      }),
    ]);
  });

  it('groups equal results of its report', () => {
    const report = datasetPageModel(glucose, queries, en).quality.report;
    expect(report?.groups.map(({ severity, results }) => [severity, results.map(({ property, count }) => [property, count])])).toEqual([
      [
        'violation',
        [
          ['Licence', 2],
          ['Theme', 1],
        ],
      ],
      ['warning', [['populationCoverage', 1]]],
    ]);
  });

  it('is cited by maker, year, title, version and lasting address', () => {
    expect(datasetPageModel(glucose, queries, en).citation).toBe(
      `UMC Example (2024). Glucose sensor and insulin pump in type 1 diabetes (2.1) [Dataset description]. National health dataset catalogue. https://catalogue.example/datasets/${glucose.head.id}`,
    );
  });

  it('has links only to http, https, mailto and doi', () => {
    const hrefs = JSON.stringify(datasetPageModel(hostile, queries, nl)).match(/"(?:href|[a-z]*Href|page|homepage|sourcePage)":"[^"]*"/g) ?? [];
    expect(hrefs.filter((href) => !/:"(https?:\/\/|mailto:|\/(nl|datasets)\/)/.test(href))).toEqual([]);
  });

  it('tells what changed between published versions and hides those never published', () => {
    const { versions } = historyModel(glucose.head, glucose.description.modified, queries, en);
    expect(versions.map(({ n, changed, current }) => [n, changed, current])).toEqual([
      [4, '', false],
      [2, 'Title, Files and access and prov:wasInfluencedBy', true],
      [1, 'first version', false],
    ]);
  });
});

describe('schema.org', () => {
  it('carries no address of sensitive data', () => {
    expect(schemaOrgDataset(glucose, false, concepts, nl)).not.toHaveProperty('distribution');
    expect(JSON.stringify(schemaOrgDataset(openStatistics, true, concepts, nl))).toContain('"contentUrl":"https://registratie.example/open.csv"');
  });

  it('cannot end its script element', () => {
    expect(jsonForScript({ a: '</script><!--\u2028' })).toBe('{"a":"\\u003c/script\\u003e\\u003c!--\\u2028"}');
  });

  it('has a description of at least 50 characters', () => {
    expect(String(schemaOrgDataset(withdrawn, false, concepts, en)['description']).length).toBeGreaterThanOrEqual(50);
  });
});

describe('stations', () => {
  it('have one state each', () => {
    expect(stations.map((status) => moodOf(status))).toEqual(['warnings', 'failing', 'ok', 'onHold', 'onboarding', 'paused', 'retired', 'never']);
  });

  it('tell a first failure from a long one', () => {
    const failing = stations[1];
    if (failing === undefined) throw new Error('no station');
    expect(moodSentence(failing, new Date('2026-06-14T09:00:00Z'), en)).toMatch(/^The last run failed\. The one before succeeded on 13 June 2026/);
    expect(moodSentence(failing, new Date('2026-06-20T09:00:00Z'), en)).toMatch(/^Failing for 6 days\. The last success was on 13 June 2026/);
  });

  it('have plain schedules in words', () => {
    expect(scheduleText('15 3 * * *', 'Europe/Amsterdam', nl)).toBe('elke dag om 03:15');
    expect(scheduleText('*/20 1-5 * * 1', 'UTC', nl)).toBe('cron */20 1-5 * * 1 (UTC)');
  });
});

describe('internal addresses', () => {
  it.each([
    ['http://10.1.2.3:8080/x?key=1 answered 500', '[x] answered 500'],
    ['dial localhost:9000 and 192.168.1.4:22 and 172.20.0.1', 'dial [x] and [x] and [x]'],
    ['http://[::1]:80/a and http://[fd00::1]/b', '[x] and [x]'],
    ['db.prod.internal:5432 refused', '[x] refused'],
    ['https://open.example/a?token=1 is fine, version 1.2.3 too', 'https://open.example/a is fine, version 1.2.3 too'],
    ['http://user:pass@open.example/', '[x]'],
    ['public 145.1.2.3 stays', 'public 145.1.2.3 stays'],
  ])('%s', (message, expected) => {
    expect(withoutInternalAddresses(message, '[x]')).toBe(expected);
  });

  it('are told from public ones', () => {
    expect(['https://a.example/', 'http://127.0.0.1:4101/', 'http://intranet/x', 'ftp://a.example/', 'javascript:x'].map(isPublicUrl)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
