import { documentReport, type DocumentReport, type ReportSummary } from '../../src/catalogue/document-report.js';
import type { DocumentRepair, DocumentResult, JudgedRecord } from '../../src/catalogue/validate.js';
import type { ParseTrouble } from '../../src/rdf/parse-trouble.js';

/** What a description may hold to break out of each of our formats. */
export const nasty =
  '=HYPERLINK("http://evil.example/")\n</script><script>alert(1)</script> ]]> "quoted" \'single\' & ; , <b>\u001b[31mred\u0007\t[click](http://evil.example/)\u202Etxt';

export function resultOf(more: Partial<DocumentResult> = {}): DocumentResult {
  return {
    severity: 'violation',
    dataset: 'https://a.example/d/1',
    focusNode: 'https://a.example/d/1',
    path: 'http://purl.org/dc/terms/title',
    component: 'MinCount',
    sourceShape: 'https://w3id.org/ndc/shapes/healthdcat-ap-r8#Dataset-title-min',
    value: null,
    message: { nl: ['De dataset heeft geen titel.'], en: ['The dataset has no title.'] },
    label: { nl: ['Titel'], en: ['Title'] },
    rule: 'https://www.w3.org/TR/vocab-dcat-3/',
    expected: null,
    verdict: 'all',
    line: 3,
    fix: {
      text: { nl: ['Geef een titel.'], en: ['Give a title.'] },
      patch: '@prefix dct: <http://purl.org/dc/terms/> .\n<https://a.example/d/1> dct:title "x"@en .',
      change: null,
      nearest: [{ value: '<https://a.example/near>', label: 'Near' }],
    },
    excerpt: { line: 3, firstLine: 2, lines: ['before', 'the line', 'after'] },
    location: null,
    ...more,
  };
}

export function recordOf(n: number, more: Partial<JudgedRecord> = {}): JudgedRecord {
  const iri = `https://a.example/d/${String(n)}`;
  const own = (result: DocumentResult): DocumentResult => ({
    ...result,
    dataset: iri,
    focusNode: result.focusNode === 'https://a.example/d/1' ? iri : result.focusNode,
  });
  return {
    subject: { iri, title: `Set ${String(n)}`, kind: 'dataset', publishable: true, profile: 'healthdcat-ap-r8/public', reasons: [] },
    results: [
      own(resultOf()),
      own(resultOf({ severity: 'warning', component: 'Check', path: null, value: '"x"@en', line: null, excerpt: null, fix: null, rule: null })),
    ],
    eu: { publishable: false, results: [own(resultOf({ component: 'EuOnly' }))] },
    nl: { results: [] },
    repairs: [],
    identifiers: [],
    quads: [],
    ...more,
  };
}

export const hostileRepair: DocumentRepair = {
  dataset: 'https://a.example/d/2',
  line: 7,
  location: null,
  rule: 'datatype',
  repaired: true,
  message: { nl: [nasty], en: [nasty] },
  detail: nasty,
  change: null,
};

/** Two records, of which the second is as hostile as it can be. */
export const records: readonly JudgedRecord[] = [
  recordOf(1),
  recordOf(2, {
    subject: {
      iri: 'https://a.example/d/2',
      title: nasty,
      kind: 'dataset',
      publishable: false,
      profile: 'healthdcat-ap-r8/public',
      reasons: [{ code: 'no-description', message: { nl: ['Geen tekst.'], en: ['No text.'] }, detail: 'x' }],
    },
    results: [
      resultOf({
        dataset: 'https://a.example/d/2',
        focusNode: 'urn:ndc:genid:00112233445566778899aabbccddeeff',
        path: '<http://purl.org/dc/terms/creator>|(^<http://a.example/p>/<http://a.example/q>*)',
        value: '"=1+1\\n<script>alert(1)</script>]]>\\"\\\\"@en',
        message: { nl: [nasty], en: [nasty], fr: ['Français'] },
        label: { nl: [nasty], en: [nasty] },
        rule: 'javascript:alert(1)',
        location: '/rdf:RDF/dcat:Dataset[2]/dct:title[1]',
        excerpt: { line: 3, firstLine: 2, lines: [nasty, nasty, nasty] },
        fix: { text: { nl: [nasty], en: [nasty] }, patch: nasty, change: null, nearest: [{ value: nasty, label: nasty }] },
      }),
      resultOf({
        severity: 'info',
        dataset: 'https://a.example/d/2',
        focusNode: 'https://a.example/a b"c',
        value: '<http://a.example/a\\u0020b>',
        component: 'Pattern',
        line: 9,
      }),
      resultOf({
        severity: 'info',
        dataset: 'https://a.example/d/2',
        focusNode: 'https://a.example/other',
        value: '<http://a.example/ok>',
        component: 'Pattern',
        line: 12,
      }),
    ],
    repairs: [hostileRepair],
  }),
];

export const summary: ReportSummary = {
  profile: 'healthdcat-ap-r8',
  conforms: false,
  publishable: false,
  verdicts: {
    national: { publishable: false, violations: 2, warnings: 1 },
    eu: { publishable: false, violations: 2, warnings: 0 },
    'dcat-ap-nl': { publishable: true, violations: 0, warnings: 0 },
  },
  records: 2,
  publishableRecords: 1,
  infos: 2,
  notices: [{ code: 'identifier-twice', severity: 'warning', line: null, message: { nl: [`Dubbel ${nasty}`], en: [`Twice ${nasty}`] } }],
  document: { format: 'turtle', triples: 20 },
  engine: 'shacl-engine 1.1.2',
  policy: 'support',
};

export const report: DocumentReport = documentReport(records, summary);

export const empty: DocumentReport = documentReport([], {
  ...summary,
  conforms: false,
  verdicts: { national: none(), eu: none(), 'dcat-ap-nl': none() },
  records: 0,
  publishableRecords: 0,
  infos: 0,
  notices: [{ code: 'no-records', severity: 'warning', line: null, message: { nl: ['Geen dataset gevonden.'], en: ['No dataset found.'] } }],
});

function none(): { publishable: boolean; violations: number; warnings: number } {
  return { publishable: false, violations: 0, warnings: 0 };
}

export const trouble: ParseTrouble = {
  code: 'missing-punctuation',
  line: 7,
  column: 5,
  excerpt: { line: 7, firstLine: 6, lines: ['a', 'b <x> c', nasty] },
  message: { nl: [`Er ontbreekt een punt. ${nasty}`], en: [`A full stop is missing. ${nasty}`] },
  detail: `Expected punctuation ${nasty}`,
};
