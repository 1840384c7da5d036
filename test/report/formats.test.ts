import { describe, expect, it } from 'vitest';
import { documentReport } from '../../src/catalogue/document-report.js';
import { csvColumns, cell } from '../../src/report/csv.js';
import { isReportFormat, renderReport, reportFormats, type ReportFormatId } from '../../src/report/formats.js';
import { lineEdit } from '../../src/report/line-edit.js';
import { recordsOf, settingsOf } from '../../src/report/report-writer.js';
import { reportWords } from '../../src/report/words.js';
import { reportJsonSchema, reportOutputSchema, reportSchema } from '../../src/report/json-schema.js';
import { artifactUri } from '../../src/report/sarif.js';
import { readPath } from '../../src/report/path.js';
import { parseText } from '../../src/rdf/parse.js';
import { empty, nasty, recordOf, records, report, resultOf, summary, trouble } from './sample.js';

const ids = Object.keys(reportFormats) as ReportFormatId[];
const langs = ['nl', 'en'] as const;
const one = [{ name: 'a.ttl', report }];
const several = [
  { name: 'a b.ttl', report },
  { name: nasty, trouble },
  { name: 'empty.ttl', report: empty },
];

describe('every format', () => {
  it.each(ids.flatMap((id) => langs.map((lang) => [id, lang] as const)))(
    '%s in %s holds the sentences of that language and no undefined, for one document and for several',
    (id, lang) => {
      for (const reports of [one, several]) {
        const text = renderReport(id, reports, { lang });
        const complete = id === 'json' || id === 'turtle' || id === 'jsonld';
        const [own, other] =
          lang === 'nl' ? ['De dataset heeft geen titel.', 'The dataset has no title.'] : ['The dataset has no title.', 'De dataset heeft geen titel.'];
        expect([text.includes(own), text.includes(other)]).toEqual([true, complete]);
        expect(text).not.toMatch(/\bundefined\b|\[object Object\]|NaN/);
      }
    },
  );

  it('is known by its id and has a media type and an extension of its own', () => {
    expect([isReportFormat('sarif'), isReportFormat('constructor'), isReportFormat('pdf')]).toEqual([true, false, false]);
    expect(new Set(Object.values(reportFormats).map((format) => format.mediaType)).size).toBe(ids.length);
    expect(ids.every((id) => reportFormats[id].id === id)).toBe(true);
  });

  it.each(['text', 'csv', 'turtle', 'sarif'] as const)(
    '%s goes out record by record and keeps none',
    (id) => {
      const writer = reportFormats[id].open(settingsOf({ lang: 'en' }));
      writer.begin();
      writer.file('large.ttl');
      let written = 0;
      for (let n = 1; n <= 10_000; n++) {
        const text = writer.record(recordOf(n));
        if (text.includes(`https://a.example/d/${String(n)}`)) written++;
      }
      const tail = [...writer.endFile(summary), ...writer.end()].join('');
      expect([written, tail.length < 20_000]).toEqual([10_000, true]);
    },
    60_000,
  );

  it.each(['json', 'junit'] as const)('%s hands each record to its spool, which may be on disk, and keeps none', (id) => {
    const spooled: string[] = [];
    const drained: number[] = [];
    const spool = () => ({ write: (text: string) => void spooled.push(text), drain: () => (drained.push(1), []) });
    const writer = reportFormats[id].open(settingsOf({ lang: 'en', spool }));
    writer.begin();
    writer.file('large.ttl');
    for (let n = 1; n <= 1000; n++) {
      const before = spooled.length;
      writer.record(recordOf(n));
      expect(spooled.length).toBeGreaterThan(before);
    }
    const tail = [...writer.endFile(summary), ...writer.end()].join('');
    expect([drained.length > 0, tail.includes('https://a.example/d/'), tail.length < 20_000]).toEqual([true, false, true]);
  });

  it('shows one verdict and from one severity upwards, when asked', () => {
    const csv = (options: object): string => renderReport('csv', one, { lang: 'en', ...options });
    expect(
      [csv({}), csv({ minimum: 'warning' }), csv({ minimum: 'violation' }), csv({ verdict: 'eu' }), csv({ verdict: 'dcat-ap-nl' })].map(
        (text) => text.split('\r\n').filter((line) => /^(a\.ttl),(national|eu|dcat-ap-nl),/.test(line)).length,
      ),
    ).toEqual([5, 3, 2, 2, 0]);
    expect(csv({ verdict: 'eu' })).toContain('EuOnly');
    expect(csv({})).not.toContain('EuOnly');
  });

  it('puts the results of a complete report back under their records', () => {
    const back = recordsOf(report);
    expect(back.map(({ subject, results, repairs }) => [subject.iri, results, repairs])).toEqual(
      records.map(({ subject, results, repairs }) => [subject.iri, results, repairs]),
    );
    expect(back.map((record) => record.eu?.results)).toEqual(records.map((record) => record.eu?.results));
  });
});

describe('words', () => {
  it('have the same keys in both languages, and their singulars', () => {
    const { nl, en } = reportWords;
    expect(Object.keys(en)).toEqual(Object.keys(nl));
    expect([nl.violations(1), nl.violations(2), nl.records(1), en.warnings(1), en.warnings(0), en.violations(1200), nl.violations(1200)]).toEqual([
      '1 overtreding',
      '2 overtredingen',
      '1 beschrijving',
      '1 warning',
      '0 warnings',
      '1,200 violations',
      '1.200 overtredingen',
    ]);
    expect([nl.lines([3], 0), nl.lines([3, 4], 2), en.lines([3, 4], 1), en.also(1), en.also(4)]).toEqual([
      'regel 3',
      'regels 3, 4 en 2 andere',
      'lines 3, 4 and 1 other',
      'the same once more',
      'the same 4 times more',
    ]);
  });

  it.each([
    [
      { publishable: false, violations: 3, warnings: 0, infos: 0, records: 5, bad: 2 },
      'Niet publiceerbaar: 3 overtredingen in 2 van 5 beschrijvingen',
      'Not publishable: 3 violations in 2 of 5 descriptions',
    ],
    [
      { publishable: true, violations: 1, warnings: 0, infos: 0, records: 1, bad: 1 },
      'Publiceerbaar, met 1 overtreding om te herstellen',
      'Publishable, with 1 violation to mend',
    ],
    [
      { publishable: true, violations: 0, warnings: 3, infos: 1, records: 1, bad: 1 },
      'Publiceerbaar, met 3 waarschuwingen en 1 suggestie',
      'Publishable, with 3 warnings and 1 suggestion',
    ],
    [{ publishable: true, violations: 0, warnings: 0, infos: 0, records: 4, bad: 0 }, 'Voldoet: geen opmerkingen', 'Conforms: no remarks'],
    [
      { publishable: false, violations: 0, warnings: 0, infos: 0, records: 0, bad: 0 },
      'Geen dataset, serie of dienst gevonden',
      'No dataset, series or service found',
    ],
    [
      { publishable: false, violations: 0, warnings: 0, infos: 0, records: 1, bad: 1 },
      'Niet publiceerbaar: er ontbreekt iets wat nodig is',
      'Not publishable: something that is needed is missing',
    ],
  ])('say how it stands: %j', (standing, nl, en) => {
    expect([reportWords.nl.sentence(standing), reportWords.en.sentence(standing)]).toEqual([nl, en]);
  });
});

describe('text', () => {
  it('begins each result with file and line, and never sends a control character on', () => {
    const text = renderReport('text', several, { lang: 'en' });
    expect(text).toMatch(/^a b\.ttl:3: violation: The dataset has no title\. \[healthdcat-ap-r8#Dataset-title-min\]$/m);
    expect(text).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202E]/);
    expect(text).toMatch(/^ {4}> 3 \| the line$/m);
    expect(text).toContain('the same once more: line 12');
    expect(text).toMatch(/^ {2}EU \(HealthData@EU\) +no +2 +0$/m);
    expect(text).toContain('a b.ttl: not publishable; 2 violations, 1 warning and 2 suggestions in 2 descriptions');
  });

  it('puts a caret under the column where reading stopped', () => {
    const lines = renderReport('text', [{ name: 'x.ttl', trouble }], { lang: 'en' }).split('\n');
    expect(lines[0]).toMatch(/^x\.ttl:7:5: cannot be read: A full stop is missing\./);
    const at = lines.findIndex((line) => line.includes('b <x> c'));
    expect(lines[at]?.indexOf('b <x> c')).toBe((lines[at + 1]?.indexOf('^') ?? 0) - 4);
  });

  it('has colour only when asked', () => {
    expect(renderReport('text', one, { lang: 'nl', colour: true })).toContain('\u001b[1;31movertreding\u001b[0m');
    expect(renderReport('text', one, { lang: 'nl' })).not.toContain('\u001b');
    const coloured = renderReport('text', several, { lang: 'en', colour: true }).replace(/\u001b\[[\d;]+m/g, '');
    expect(coloured).toBe(renderReport('text', several, { lang: 'en' }));
  });
});

describe('JSON', () => {
  it('is the report itself, to the byte; of several an array with file', () => {
    expect(renderReport('json', one, { lang: 'nl' })).toBe(`${JSON.stringify(report, null, 2)}\n`);
    expect(renderReport('json', [{ name: 'e', report: empty }], { lang: 'nl' })).toBe(`${JSON.stringify(empty, null, 2)}\n`);
    expect(renderReport('json', several, { lang: 'en' })).toBe(
      `${JSON.stringify(
        [
          { file: 'a b.ttl', ...report },
          { file: nasty, error: trouble },
          { file: 'empty.ttl', ...empty },
        ],
        null,
        2,
      )}\n`,
    );
    expect(JSON.parse(renderReport('json', [], { lang: 'en' }))).toEqual([]);
  });

  it('follows its published schema, which refuses what is not a report', () => {
    for (const reports of [one, several, [{ name: 'x', trouble }]])
      expect(reportOutputSchema.safeParse(JSON.parse(renderReport('json', reports, { lang: 'en' }))).error).toBeUndefined();
    expect(reportSchema.safeParse({ ...report, conforms: 'no' }).success).toBe(false);
    expect(reportSchema.safeParse({ ...report, more: 1 }).success).toBe(false);
    expect(reportSchema.safeParse(documentReport([recordOf(1, { results: [resultOf({ severity: 'grave' as never })] })], summary)).success).toBe(false);
    expect(reportJsonSchema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', anyOf: expect.any(Array) as unknown });
    expect(JSON.stringify(reportJsonSchema)).toContain('ndc validate --fix');
  });
});

describe('CSV', () => {
  /** RFC 4180, read back. */
  const read = (text: string): string[][] =>
    [...text.matchAll(/((?:"(?:[^"]|"")*"|[^,"\r\n]*)(?:,(?:"(?:[^"]|"")*"|[^,"\r\n]*))*)\r\n/g)].map((row) =>
      [...(row[1] ?? '').matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map((field) =>
        field[1] === undefined ? (field[2] ?? '') : field[1].replaceAll('""', '"'),
      ),
    );

  it('has a row for each result, all of one width, with nothing that a spreadsheet runs', () => {
    const rows = read(renderReport('csv', several, { lang: 'en' }));
    expect(rows[0]).toEqual([...csvColumns]);
    expect(rows).toHaveLength(1 + 5 + 1 + 1 + 1);
    expect(rows.every((row) => row.length === csvColumns.length)).toBe(true);
    expect(rows.flat().filter((field) => /^[=+\-@]/.test(field))).toEqual([]);
    const column = csvColumns.indexOf('title');
    expect(rows[3]?.[column]).toBe(`'${nasty}`);
    expect(rows[6]?.[csvColumns.indexOf('component')]).toBe('notice/identifier-twice');
    expect(rows[7]?.slice(0, 1)).toEqual([`'${nasty}`]);
  });

  it.each([
    ['=1', "'=1"],
    ['+31', "'+31"],
    ['-1', "'-1"],
    ['@x', "'@x"],
    ['\t=1', "'\t=1"],
    ['a=1', 'a=1'],
    ['a"b', '"a""b"'],
    ['a,b', '"a,b"'],
    ['a\nb', '"a\nb"'],
    [-5, '-5'],
    [true, 'true'],
    [null, ''],
  ])('writes %j as %j', (value, expected) => {
    expect(cell(value)).toBe(expected);
  });
});

describe('SHACL reports', () => {
  const sh = 'http://www.w3.org/ns/shacl#';
  const count = async (id: 'turtle' | 'jsonld', lang: 'nl' | 'en'): Promise<Record<string, number | string[]>> => {
    const { quads } = await parseText(renderReport(id, several, { lang }), { mediaType: reportFormats[id].mediaType, baseIri: 'https://base.example/' });
    const of = (predicate: string): string[] => quads.filter((quad) => quad.predicate.value === sh + predicate).map((quad) => quad.object.value);
    return {
      reports: quads.filter((quad) => quad.object.value === `${sh}ValidationReport`).length,
      results: of('result').length,
      messages: of('resultMessage').length,
      paths: of('resultPath').length,
      alternatives: of('alternativePath').length,
      inverse: of('inversePath'),
      values: of('value'),
      severities: of('resultSeverity').map((iri) => iri.slice(sh.length)),
      components: of('sourceConstraintComponent'),
      conforms: of('conforms'),
      focus: of('focusNode'),
    };
  };

  it.each(['turtle', 'jsonld'] as const)('%s reads back as the results that went in', async (id) => {
    const found = await count(id, 'nl');
    expect(found).toMatchObject({ reports: 3, results: 5, messages: 11, paths: 4, alternatives: 1, inverse: ['http://a.example/p'] });
    expect(found['values']).toEqual(expect.arrayContaining(['=1+1\n<script>alert(1)</script>]]>"\\', 'http://a.example/a b', 'http://a.example/ok', 'x']));
    expect([...(found['severities'] as string[])].sort()).toEqual(['Info', 'Info', 'Violation', 'Violation', 'Warning']);
    expect(found['components']).toContain('https://w3id.org/ndc/ns#CheckConstraintComponent');
    expect(found['components']).toContain(`${sh}MinCountConstraintComponent`);
    expect([...(found['conforms'] as string[])].sort()).toEqual(['false', 'false', 'true']);
    expect(found['focus']).toContain('urn:ndc:genid:00112233445566778899aabbccddeeff');
  });

  it('says the same in both', async () => {
    const sorted = (found: Record<string, number | string[]>): object =>
      Object.fromEntries(Object.entries(found).map(([key, value]) => [key, Array.isArray(value) ? [...value].sort() : value]));
    expect(sorted(await count('turtle', 'en'))).toEqual(sorted(await count('jsonld', 'en')));
  });

  it.each([
    ['http://a.example/p', { kind: 'iri', iri: 'http://a.example/p' }],
    [
      '<urn:a>/<urn:b>',
      {
        kind: 'sequence',
        items: [
          { kind: 'iri', iri: 'urn:a' },
          { kind: 'iri', iri: 'urn:b' },
        ],
      },
    ],
    [
      '(<urn:a>|<urn:b>)+',
      {
        kind: 'oneOrMore',
        item: {
          kind: 'alternative',
          items: [
            { kind: 'iri', iri: 'urn:a' },
            { kind: 'iri', iri: 'urn:b' },
          ],
        },
      },
    ],
    ['^(<urn:a>*)', { kind: 'inverse', item: { kind: 'zeroOrMore', item: { kind: 'iri', iri: 'urn:a' } } }],
    ['<urn:a>?', { kind: 'zeroOrOne', item: { kind: 'iri', iri: 'urn:a' } }],
    ['(<urn:a>', null],
    ['<urn:a>|', null],
    ['<urn:a> <urn:b>', null],
  ])('reads the path %s', (text, expected) => {
    expect(readPath(text)).toEqual(expected);
  });
});

describe('SARIF', () => {
  interface Sarif {
    version: string;
    runs: {
      tool: {
        driver: { name: string; version: string; rules: { id: string; shortDescription: { text: string }; helpUri?: string; help: { text: string } }[] };
      };
      results: {
        ruleId: string;
        ruleIndex: number;
        level: string;
        message: { text: string };
        locations: {
          physicalLocation: { artifactLocation: { uri: string }; region?: { startLine: number; snippet?: { text: string } } };
          logicalLocations?: { fullyQualifiedName: string; kind: string }[];
        }[];
        partialFingerprints: Record<string, string>;
        fixes?: { artifactChanges: { replacements: { deletedRegion: object; insertedContent: { text: string } }[] }[] }[];
      }[];
      invocations: { executionSuccessful: boolean; toolExecutionNotifications: { level: string }[] }[];
    }[];
  }
  const sarif = (reports: typeof several | typeof one): Sarif => JSON.parse(renderReport('sarif', reports, { lang: 'en', version: '1.2.3' })) as Sarif;

  it('has the members that the standard requires, and rules that its results point to', () => {
    const { version, runs } = sarif(several);
    const [run] = runs;
    expect([version, runs.length, run?.tool.driver.version, run?.results.length]).toEqual(['2.1.0', 1, '1.2.3', 6]);
    for (const result of run!.results) {
      expect(run!.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(['error', 'warning', 'note']).toContain(result.level);
      expect(result.message.text).not.toBe('');
      expect(result.locations[0]?.physicalLocation.artifactLocation.uri).toMatch(/^[\w%./:+!'()*~-]+$/);
    }
    expect(run!.tool.driver.rules.every((rule) => rule.helpUri === undefined || rule.helpUri.startsWith('https://'))).toBe(true);
    expect(run!.results.map((result) => result.level)).toEqual(['error', 'warning', 'error', 'note', 'note', 'error']);
    expect(run!.results[2]?.locations[0]?.logicalLocations?.[0]).toEqual({ fullyQualifiedName: '/rdf:RDF/dcat:Dataset[2]/dct:title[1]', kind: 'element' });
    expect(new Set(run!.results.map((result) => result.partialFingerprints['ndcResult/v1'])).size).toBe(6);
    expect(run!.invocations[0]?.executionSuccessful).toBe(false);
    expect(sarif(one).runs[0]?.invocations[0]?.executionSuccessful).toBe(true);
  });

  it('makes no link of what a description says', () => {
    expect(sarif(one).runs[0]!.results.some((result) => /(?<!\\)\[[^\]]*\]\(/.test(result.message.text))).toBe(false);
    expect(/(?<!\\)\[[^\]]*\]\(/.test(nasty)).toBe(true);
  });

  it('is whole JSON without any result', () => {
    expect(sarif([{ name: 'e', report: empty }]).runs[0]?.results).toEqual([]);
  });

  it('offers a replacement only where the value stands on its line beyond doubt', () => {
    const change = {
      subject: 'https://a.example/d/1',
      predicate: 'http://purl.org/dc/terms/issued',
      before: '"2020-01-02"^^<http://www.w3.org/2001/XMLSchema#dateTime>',
      after: '"2020-01-02"^^<http://www.w3.org/2001/XMLSchema#date>',
    };
    const fixed = (line: string): string | null => {
      const edit = lineEdit(line, change);
      return edit === null ? null : line.slice(0, edit.from) + edit.insert + line.slice(edit.to);
    };
    expect(fixed('  dct:issued "2020-01-02"^^xsd:dateTime ;')).toBe(`  dct:issued ${change.after} ;`);
    expect(fixed('  <http://purl.org/dc/terms/issued> "2020-01-02"^^<http://www.w3.org/2001/XMLSchema#dateTime> ;')).toBe(
      `  <http://purl.org/dc/terms/issued> ${change.after} ;`,
    );
    expect([
      fixed('  ; dct:modified "2020-01-02"^^xsd:dateTime'),
      fixed('  dct:issued "2020" ; dct:modified "2020-01-02"^^xsd:dateTime'),
      fixed('  dct:issued "2020-01-02"^^xsd:dateTime ; dct:modified "2020-01-02"^^xsd:dateTime'),
      fixed('  dct:issued "2020-01-02"^^xsd:dateTimeStamp'),
      fixed('  dct:issued "2020-01-02"'),
    ]).toEqual([null, null, null, null, null]);
    const withFix = documentReport(
      [
        recordOf(1, {
          results: [
            resultOf({
              excerpt: { line: 3, firstLine: 3, lines: ['  dct:issued "2020-01-02"^^xsd:dateTime ;'] },
              fix: { text: {}, patch: null, change, nearest: [] },
            }),
          ],
        }),
      ],
      summary,
    );
    const result = sarif([{ name: 'a.ttl', report: withFix }]).runs[0]?.results[0];
    expect(result?.fixes?.[0]?.artifactChanges[0]?.replacements[0]).toEqual({
      deletedRegion: { startLine: 3, startColumn: 14, endColumn: 40 },
      insertedContent: { text: change.after },
    });
    expect(sarif([{ name: 'a.jsonld', report: withFix }]).runs[0]?.results[0]?.fixes).toBeUndefined();
  });

  it.each([
    ['a b/c#d.ttl', 'a%20b/c%23d.ttl'],
    ['/tmp/x.ttl', 'file:///tmp/x.ttl'],
    ['https://a.example/x?y', 'https://a.example/x?y'],
    ['-', 'stdin'],
  ])('points to %s as %s', (name, uri) => {
    expect(artifactUri(name)).toBe(uri);
  });
});
