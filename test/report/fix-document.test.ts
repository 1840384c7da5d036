import { describe, expect, it } from 'vitest';
import { certainChanges, fixDocument, type WantedChange } from '../../src/report/fix-document.js';
import { normaliseQuad } from '../../src/rdf/normalise.js';
import { parseText } from '../../src/rdf/parse.js';
import { termToNTriples } from '../../src/rdf/terms.js';
import { hostileRepair, recordOf, resultOf } from './sample.js';

const why = { nl: ['daarom'], en: ['because'] };
const xsd = 'http://www.w3.org/2001/XMLSchema#';
const dct = 'http://purl.org/dc/terms/';
const result = (change: WantedChange['change'], line: number | null = null): WantedChange => ({ change, line, why, from: 'result' });

const fix = (file: string, text: string, changes: readonly WantedChange[]): ReturnType<typeof fixDocument> =>
  fixDocument({ text, mediaType: '', name: file, baseIri: 'https://a.example/', changes });
const issued = (after = `"2020-01-02"^^<${xsd}date>`, before = `"2020-01-02"^^<${xsd}dateTime>`): WantedChange['change'] => ({
  subject: 'https://a.example/d',
  predicate: `${dct}issued`,
  before,
  after,
});
const head = `@prefix dct: <${dct}> .\n@prefix xsd: <${xsd}> .\n`;

describe('fixDocument, in Turtle', () => {
  it('changes the value and nothing else: comments, order and spelling stay', async () => {
    const text = `${head}# "2020-01-02"^^xsd:dateTime\n<https://a.example/d>   dct:title "2020-01-02"^^xsd:dateTime ; # mind this\n  dct:issued "2020-01-02"^^xsd:dateTime\n  ; dct:modified "2020-01-02"^^xsd:dateTime .\n`;
    const fixed = await fix('a.ttl', text, [result(issued())]);
    expect(fixed.text).toBe(text.replace('dct:issued "2020-01-02"^^xsd:dateTime', 'dct:issued "2020-01-02"^^xsd:date'));
    expect([fixed.made.length, fixed.made[0]?.lines, fixed.left]).toEqual([1, [6], []]);
  });

  it.each([
    ['an IRI for a text', 'dct:x "https://b.example/"', '"https://b.example/"', '<https://b.example/>', 'dct:x <https://b.example/>'],
    ['a relative IRI', 'dct:x <rel>', '<https://a.example/rel>', '<https://b.example/>', 'dct:x <https://b.example/>'],
    ['a prefixed name', 'dct:x dct:PUBLIC', `<${dct}PUBLIC>`, '<https://b.example/P>', 'dct:x <https://b.example/P>'],
    ['a language', 'dct:x "a"@dut', '"a"@dut', '"a"@nl', 'dct:x "a"@nl'],
    ['a number', 'dct:x 12', `"12"^^<${xsd}integer>`, `"12"^^<${xsd}nonNegativeInteger>`, 'dct:x "12"^^xsd:nonNegativeInteger'],
    ['a truth value', 'dct:x true', `"true"^^<${xsd}boolean>`, `"false"^^<${xsd}boolean>`, 'dct:x "false"^^xsd:boolean'],
    ['the right one of several values', 'dct:x \'a\'@nl, "a"', '"a"', '<urn:a>', "dct:x 'a'@nl, <urn:a>"],
    ['a text of several lines', 'dct:x """a\nb"""', '"a\\nb"', '"c"', 'dct:x "c"'],
    ['quotes and an emoji before it', 'dct:y "\\"😀" ; dct:x "a"', '"a"', '"b"', 'dct:y "\\"😀" ; dct:x "b"'],
    ['a value against the full stop', 'dct:x "a"', '"a"', `"a"^^<${xsd}token>`, `dct:x "a"^^<${xsd}token>`],
  ])('changes %s', async (_name, statement, before, after, expected) => {
    const document = (inside: string): string => `${head}<https://a.example/d> ${inside}${inside.includes('token') || inside === 'dct:x "a"' ? '' : ' '}.\n`;
    const fixed = await fix('a.ttl', document(statement), [result({ subject: 'https://a.example/d', predicate: `${dct}x`, before, after })]);
    expect([fixed.text, fixed.made.length, fixed.left.length]).toEqual([document(expected), 1, 0]);
  });

  it('renames a property together with all its values, or not at all', async () => {
    const change = (before: string): WantedChange => ({
      change: { subject: 'https://a.example/d', predicate: 'http://purl.org/dc/terms/creater', before, after: before, newPredicate: `${dct}creator` },
      line: 3,
      why,
      from: 'repair',
    });
    const text = `${head}<https://a.example/d> dct:creater <urn:a> , <urn:b> .\n`;
    expect((await fix('a.ttl', text, [change('<urn:a>'), change('<urn:b>')])).text).toBe(text.replace('creater', 'creator'));
    const half = await fix('a.ttl', text, [change('<urn:a>')]);
    expect([half.text, half.made, half.left.length]).toEqual([text, [], 1]);
  });

  it('tells nodes without a name apart by their line', async () => {
    const text = `${head}<https://a.example/d> dct:p [\n  dct:x "a" ] ,\n [ dct:x "a"\n ] .\n`;
    const fixed = await fix('a.ttl', text, [result({ subject: 'urn:ndc:genid:12', predicate: `${dct}x`, before: '"a"', after: '"b"' }, 4)]);
    expect(fixed.text).toBe(text.replace('"a" ] ,', '"b" ] ,'));
  });

  it('leaves to people what it cannot find or prove', async () => {
    const text = `${head}<https://a.example/d> dct:issued "2021"^^xsd:dateTime .\n`;
    const fixed = await fix('a.ttl', text, [result(issued())]);
    expect([fixed.text, fixed.made, fixed.left.length]).toEqual([text, [], 1]);
    const twice = await fix('a.ttl', `${head}<https://a.example/d> dct:issued "2020-01-02"^^xsd:dateTime .\n`, [
      result(issued('not a term')),
      result(issued()),
    ]);
    expect([twice.made.length, twice.left.length]).toEqual([0, 2]);
  });

  it('changes N-Quads and TriG, with full IRIs where there are no prefixes', async () => {
    const nq = `<https://a.example/d> <${dct}issued> "2020-01-02"^^<${xsd}dateTime> <urn:g> .\n`;
    expect((await fix('a.nq', nq, [result(issued())])).text).toBe(nq.replace('dateTime', 'date'));
    const trig = `${head}<urn:g> { <https://a.example/d> dct:issued "2020-01-02"^^xsd:dateTime }\n`;
    expect((await fix('a.trig', trig, [result(issued())])).text).toBe(trig.replace('dateTime', 'date'));
  });

  it('makes many changes in few readings, also when one of them fails', async () => {
    const lines = Array.from({ length: 300 }, (_, n) => `<https://a.example/d${String(n)}> dct:x "${String(n)}" .`);
    const changes = lines.map((_, n) =>
      result({ subject: `https://a.example/d${String(n)}`, predicate: `${dct}x`, before: `"${String(n)}"`, after: n === 17 ? '"broken' : `"${String(n)}"@nl` }),
    );
    const fixed = await fix('a.ttl', `${head}${lines.join('\n')}\n`, changes);
    expect([fixed.made.length, fixed.left.length]).toEqual([299, 1]);
    expect(fixed.text).toContain('dct:x "17" .');
    expect(fixed.text).toContain('dct:x "18"@nl .');
  });
});

describe('fixDocument, in RDF/XML and JSON-LD', () => {
  const xml = (inside: string): string =>
    `<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dct="${dct}">\n <!-- <dct:issued>no</dct:issued> -->\n <rdf:Description rdf:about="https://a.example/d">\n  <dct:title>T</dct:title>\n  ${inside}\n </rdf:Description>\n</rdf:RDF>\n`;

  it.each([
    [`<dct:issued rdf:datatype="${xsd}dateTime">2020-01-02</dct:issued>`, issued(), `<dct:issued rdf:datatype="${xsd}date">2020-01-02</dct:issued>`],
    [
      '<dct:issued>http://b.example/?a&amp;b</dct:issued>',
      issued('<http://b.example/?a&b>', '"http://b.example/?a&b"'),
      '<dct:issued rdf:resource="http://b.example/?a&amp;b"/>',
    ],
    ["<dct:issued xml:lang='dut'>a &lt; b</dct:issued>", issued('"a < b"@nl', '"a < b"@dut'), '<dct:issued xml:lang="nl">a &lt; b</dct:issued>'],
    [
      '<dct:issued rdf:resource="https://b.example/old"/>',
      issued('<https://b.example/new>', '<https://b.example/old>'),
      '<dct:issued rdf:resource="https://b.example/new"/>',
    ],
    [
      '<dct:creater>x</dct:creater>',
      { subject: 'https://a.example/d', predicate: `${dct}creater`, before: '"x"', after: '"x"', newPredicate: `${dct}creator` },
      '<dct:creator>x</dct:creator>',
    ],
  ])('changes %s', async (before, change, after) => {
    const fixed = await fix('a.rdf', xml(before), [result(change)]);
    expect([fixed.text, fixed.made.length]).toEqual([xml(after), 1]);
  });

  it('leaves a value alone that XML inherits its language for', async () => {
    const text = xml('<dct:issued>a</dct:issued>').replace('<rdf:Description', '<rdf:Description xml:lang="nl"');
    const fixed = await fix('a.rdf', text, [result(issued('"a"', '"a"@nl'))]);
    expect([fixed.text, fixed.left.length]).toEqual([text, 1]);
  });

  it.each([
    ['"2020-01-02"', `"2020-01-02"`, `"2020-01-02"^^<${xsd}date>`, `{"@value":"2020-01-02","@type":"${xsd}date"}`],
    ['[ "b", {"@value": "a", "@language": "dut"} ]', '"a"@dut', '"a"@nl', '[ "b", {"@value":"a","@language":"nl"} ]'],
    ['"https://b.example/"', '"https://b.example/"', '<https://b.example/>', '{"@id":"https://b.example/"}'],
  ])('changes %s in JSON-LD', async (value, before, after, expected) => {
    const json = (inside: string): string =>
      `{\n  "@context": { "dct": "${dct}" },\n  "@id": "https://a.example/d",\n  "dct:title": "2020-01-02",\n  "dct:issued": ${inside}\n}\n`;
    const fixed = await fix('a.jsonld', json(value), [result(issued(after, before))]);
    expect([fixed.text, fixed.made.length]).toEqual([json(expected), 1]);
  });
});

describe('repairs', () => {
  it('written into the document leave nothing to repair', async () => {
    const text = `@prefix dct: <${dct}> .\n@prefix dcat: <http://www.w3.org/ns/dcat#> .\n<https://a.example/d> a dcat:Dataset ;\n dct:title "T"@dut ;\n dct:issued "2020-01-02" ;\n dcat:distribution [ dcat:accessURL "https://b.example/x" ] .\n`;
    const { quads, lines } = await parseText(text, { mediaType: 'text/turtle', baseIri: 'https://a.example/' });
    const changes = quads.flatMap((quad): WantedChange[] => {
      const { quad: settled, repairs } = normaliseQuad(quad);
      if (settled === null || repairs.length === 0) return [];
      const subject = quad.subject.termType === 'BlankNode' ? `_:${quad.subject.value}` : quad.subject.value;
      return [
        {
          change: { subject, predicate: quad.predicate.value, before: termToNTriples(quad.object), after: termToNTriples(settled.object) },
          line: lines.get(quad) ?? null,
          why,
          from: 'repair',
        },
      ];
    });
    const fixed = await fix('a.ttl', text, changes);
    expect([changes.length, fixed.made.length, fixed.left.length]).toEqual([3, 3, 0]);
    const again = await parseText(fixed.text, { mediaType: 'text/turtle', baseIri: 'https://a.example/' });
    expect(again.quads.flatMap((quad) => normaliseQuad(quad).repairs)).toEqual([]);
  });

  it('and results with a certain change are collected once, by the verdict asked for', () => {
    const change = issued();
    const certain = resultOf({ fix: { text: {}, patch: null, change, nearest: [] } });
    const other = resultOf({ fix: { text: {}, patch: null, change: { ...change, after: '<urn:other-list>' }, nearest: [] } });
    const record = recordOf(1, {
      results: [certain, resultOf(), certain],
      nl: { results: [other] },
      repairs: [hostileRepair, { ...hostileRepair, change: { ...change, before: '"x"' } }],
    });
    const found = (verdict: 'national' | 'dcat-ap-nl'): unknown =>
      certainChanges(record, verdict).map((wanted) => [wanted.from, wanted.change.before, wanted.change.after]);
    expect(found('national')).toEqual([
      ['repair', '"x"', change.after],
      ['result', change.before, change.after],
    ]);
    expect(found('dcat-ap-nl')).toEqual([
      ['repair', '"x"', change.after],
      ['result', change.before, '<urn:other-list>'],
    ]);
  });
});
