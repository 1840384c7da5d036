import type { Quad } from '@rdfjs/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StationError } from '../../src/domain/errors.js';
import { isValidIri, likenessOf } from '../../src/rdf/iri.js';
import { normaliseQuad } from '../../src/rdf/normalise.js';
import { parseRdf } from '../../src/rdf/parse.js';
import type { SkippedStatement } from '../../src/rdf/skipped-statements.js';
import { SkippedStatements } from '../../src/rdf/skipped-statements.js';
import { MemorySpool } from '../../src/rdf/memory-spool.js';
import { Splitter } from '../../src/rdf/split.js';
import { prefixes } from '../support/rdf.js';
import { runs } from '../support/runs.js';

interface Read {
  readonly quads: Quad[];
  readonly lines: (number | null)[];
  readonly skipped: SkippedStatement[];
}

/** As the harvest reads: over bad IRIs and bad lines. */
async function read(text: string, mediaType: string): Promise<Read> {
  const found: Read = { quads: [], lines: [], skipped: [] };
  const body = { kind: 'memory', bytes: Buffer.from(text) } as const;
  const onSkipped = (skipped: SkippedStatement): void => void found.skipped.push(skipped);
  await parseRdf({ body, mediaType, path: '', baseIri: 'https://holder.example/doc', maxBytes: 64 << 20, keepsBadIris: true, onSkipped }, (quad, line) => {
    found.quads.push(quad);
    found.lines.push(line);
  });
  return found;
}

async function failure(text: string, mediaType: string): Promise<StationError> {
  const error: unknown = await read(text, mediaType).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StationError);
  return error as StationError;
}

const bad: readonly (readonly [name: string, written: string, repaired: string])[] = [
  ['a space', 'https://a.example/b c', 'https://a.example/b%20c'],
  ['a space at its end', 'https://a.example/b ', 'https://a.example/b'],
  ['a tab', 'https://a.example/b\tc', 'https://a.example/b%09c'],
  ['a control character', 'https://a.example/b\u0007c', 'https://a.example/b%07c'],
  ['braces', 'https://a.example/{id}', 'https://a.example/%7Bid%7D'],
  ['pipe, caret and backtick', 'https://a.example/a|b^c`d', 'https://a.example/a%7Cb%5Ec%60d'],
  ['a backslash', 'https://a.example/a\\b', 'https://a.example/a%5Cb'],
  ['quotation marks', 'https://a.example/?q="x y"', 'https://a.example/?q=%22x%20y%22'],
  ['a placeholder in brackets', 'https://a.example/<id>/x', 'https://a.example/%3Cid%3E/x'],
  ['an escaped space', 'https://a.example/b\\u0020c', 'https://a.example/b%20c'],
  ['an escaped letter beside a space', 'https://a.example/caf\\u00e9 x', 'https://a.example/café%20x'],
  ['an escape that is no character', 'https://a.example/\\uD800x', 'https://a.example/%5CuD800x'],
];

describe('RDF-6: an IRI that is none', () => {
  it.each(bad)('with %s is repaired in all four formats, and what stands around it is read', async (_name, written, repaired) => {
    for (const [mediaType, text] of [
      ['text/turtle', `<urn:a> <urn:p> <urn:b> ;\n <urn:q> <${written}>, <urn:c> .\n<urn:d> <urn:p> "<x y>" .`],
      ['application/trig', `<urn:g> { <urn:a> <urn:p> <urn:b> .\n <urn:a> <urn:q> <${written}>, <urn:c> . }\n<urn:d> <urn:p> "<x y>" .`],
      ['application/n-triples', `<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:q> <${written}> .\n<urn:a> <urn:q> <urn:c> .\n<urn:d> <urn:p> "<x y>" .\n`],
      [
        'application/n-quads',
        `<urn:a> <urn:p> <urn:b> <urn:g> .\n<urn:a> <urn:q> <${written}> <urn:g> .\n<urn:a> <urn:q> <urn:c> .\n<urn:d> <urn:p> "<x y>" .\n`,
      ],
    ] as const) {
      const { quads, lines, skipped } = await read(text, mediaType);
      expect(skipped).toEqual([]);
      expect(quads).toHaveLength(4);
      expect(lines[1]).toBe(2);
      const { quad, repairs } = normaliseQuad(quads[1]!);
      expect(quad?.object.value).toBe(repaired);
      expect(isValidIri(repaired)).toBe(true);
      expect(repairs.map(({ rule, repaired: done }) => [rule, done])).toEqual([['iri', true]]);
      expect(quads.filter((one) => normaliseQuad(one).repairs.length > 0)).toHaveLength(1);
    }
  });

  it('is the same as in RDF/XML and JSON-LD, as value and as subject', async () => {
    const dct = 'http://purl.org/dc/terms/';
    const read3 = async (written: string): Promise<string[][]> => {
      const json = { '@context': { dct }, '@id': written, 'dct:source': { '@id': written }, 'dct:relation': { '@id': 'urn:b' } };
      const xml = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dct="${dct}"><rdf:Description rdf:about="${written}"><dct:source rdf:resource="${written}"/><dct:relation rdf:resource="urn:b"/></rdf:Description></rdf:RDF>`;
      const documents = {
        'application/ld+json': JSON.stringify(json),
        'application/rdf+xml': xml,
        'text/turtle': `<${written}> <${dct}source> <${written}> ; <${dct}relation> <urn:b> .`,
      };
      return Promise.all(
        Object.entries(documents).map(async ([type, text]) => (await read(text, type)).quads.map((quad) => `${quad.subject.value} ${quad.object.value}`)),
      );
    };
    for (const written of ['https://a.example/{a b}', 'https://a.example/a b', 'https://a.example/a']) {
      for (const quads of await read3(written)) expect(quads).toEqual([`${written} ${written}`, `${written} urn:b`]);
    }
    for (const quads of await read3('a b/c'))
      expect(quads).toEqual(['https://holder.example/a b/c https://holder.example/a b/c', 'https://holder.example/a b/c urn:b']);
  });

  it('in the place of a property costs its values alone; of a datatype, the datatype; of a subject, nothing is repaired', async () => {
    const { quads } = await read('<urn:a b> <urn:p q> "1" ; <urn:p> "2"^^<urn:t u> .', 'text/turtle');
    const [property, datatype] = quads.map(normaliseQuad);
    expect(property).toMatchObject({ quad: null, repairs: [{ rule: 'invalid-predicate', repaired: false }] });
    expect(datatype).toMatchObject({ quad: { subject: { value: 'urn:a b' }, object: { value: '2' } }, repairs: [{ rule: 'datatype' }] });
  });

  it('of a namespace or a base is read as it stands', async () => {
    const { quads } = await read('@prefix e: <https://a.example/b c/> . @base <https://a.example/d e/> . e:x <urn:p> <y> .', 'text/turtle');
    expect([quads[0]?.subject.value, quads[0]?.object.value]).toEqual(['https://a.example/b c/x', 'https://a.example/d e/y']);
  });

  it('is found however the bytes are cut', async () => {
    const filler = '# filler\n'.repeat(20);
    // openBody hands on 256 KiB at a time: the border is moved through the address.
    for (let shift = 0; shift < 30; shift++) {
      const start = `<urn:a> <urn:p> "${'x'.repeat((1 << 18) - 40 + shift)}" .\n`;
      const { quads } = await read(`${start}<urn:a> <urn:q> <https://a.example/b c> .\n${filler}`, 'text/turtle');
      expect(quads.map((quad) => quad.object.value).at(-1)).toBe('https://a.example/b c');
    }
  });

  it.each([
    ['is not closed, before a text', '<urn:a> <urn:p> <urn:b ; <urn:q> "x > y" .'],
    ['is not closed, before a text with that sign', '<urn:a dct:title "x > y" .'],
    ['is not closed on its line', '<urn:a> <urn:p> <urn:b ;\n <urn:q> <urn:c> .'],
    ['reaches over two lines', '<urn:a> <urn:p> <urn:b\nc> .'],
  ])('that %s is a fault of the document still', async (_name, text) => {
    expect((await failure(text, 'text/turtle')).details['line']).toBe(1);
  });

  it('is refused where nobody repairs it: operator data, profiles, the validator', async () => {
    const body = { kind: 'memory', bytes: Buffer.from('<urn:a> <urn:p> <urn:b c> .') } as const;
    const strict = parseRdf({ body, mediaType: 'text/turtle', path: '', baseIri: 'urn:x', maxBytes: 1000 }, () => undefined);
    await expect(strict).rejects.toMatchObject({ code: 'station/unreadable', details: { line: 1 } });
  });

  it('leaves every valid IRI, escaped or not, as the strict reader has it', async () => {
    const iri = fc.webUrl({ withQueryParameters: true, withFragments: true }).map((url) => url.replace(/["<>\\^`{|}]/g, ''));
    const escaped = fc
      .tuple(iri, fc.boolean())
      .map(([one, withEscapes]) => (withEscapes ? one.replace(/[a-f]/, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`) : one));
    await fc.assert(
      fc.asyncProperty(fc.array(escaped, { minLength: 1, maxLength: 10 }), async (iris) => {
        const text = iris.map((one) => `<urn:a> <urn:p> <${one}> .\n`).join('');
        const strict: string[] = [];
        await parseRdf(
          { body: { kind: 'memory', bytes: Buffer.from(text) }, mediaType: 'text/turtle', path: '', baseIri: 'urn:x', maxBytes: 1 << 20 },
          (quad) => strict.push(quad.object.value),
        );
        for (const mediaType of ['text/turtle', 'application/n-triples'])
          expect((await read(text, mediaType)).quads.map((quad) => quad.object.value)).toEqual(strict);
      }),
      { numRuns: runs(15), seed: 4 },
    );
  });

  it('is alike to the IRI that it was before it was misspelt, and to no other', () => {
    for (const misspelt of [
      'https://h.example/d/ 1',
      'https://h.example/d/1 ',
      'https://h.example/d/%201',
      'https://h.example/d/{1}',
      'https://h.example/d/1\u0000',
    ])
      expect(likenessOf(misspelt)).toBe(likenessOf('https://h.example/d/1'));
    expect(likenessOf('https://h.example/d/2')).not.toBe(likenessOf('https://h.example/d/1'));
    expect(likenessOf('https://h.example/é')).not.toBe(likenessOf('https://h.example/'));
  });
});

const iri = (n: number): string => `<https://holder.example/${String(n)}>`;
/** Statements with blank nodes that reach over the lines, and every kind of literal. */
const statement = fc.oneof(
  fc.tuple(fc.nat(5), fc.nat(5)).map(([s, o]) => `${iri(s)} <urn:p> ${iri(o)}`),
  fc.tuple(fc.nat(3), fc.nat(3)).map(([s, o]) => `_:b${String(s)} <urn:p> _:b${String(o)}`),
  fc.tuple(fc.nat(5), fc.nat(3)).map(([s, o]) => `${iri(s)} <urn:q> _:b${String(o)}`),
  fc
    .tuple(fc.nat(3), fc.string({ unit: 'grapheme', maxLength: 12 }))
    .map(([s, text]) => `_:b${String(s)} <urn:t> ${JSON.stringify(text).replace(/[\u2028\u2029\u007f]/g, '')}@nl-BE`),
  fc.tuple(fc.nat(5), fc.integer()).map(([s, n]) => `${iri(s)} <urn:n> "${String(n)}"^^<http://www.w3.org/2001/XMLSchema#integer>`),
);
/** What no reading makes a statement of: halves, garbage, other languages, things left open. */
const badLine = fc.oneof(
  fc.constantFrom(
    '<urn:a>',
    '<urn:a> <urn:p>',
    '<urn:a> <urn:p> <urn:o>',
    '<urn:a> <urn:p> .',
    '_:b1',
    '"text" <urn:p> <urn:o> .',
    '<urn:a> <urn:p> "not closed .',
    '<urn:a> <urn:p> """three',
    '<urn:a> <urn:p> "x"@ .',
    '<urn:a> <urn:p> "x"^^ .',
    '<urn:a> <urn:p> "bad \\escape" .',
    '<urn:a> <urn:p> <urn:b . <urn:c',
    '<relative> <urn:p> <urn:o> .',
    '@prefix dct: <http://purl.org/dc/terms/> .',
    'PREFIX dct: <http://purl.org/dc/terms/>',
    '<urn:a> a <urn:b> ; <urn:p> 1 .',
    '.',
    '<<<<<<',
    '\u0000\u0001',
    '<urn:a> <urn:p> <urn:o> . <urn:b>',
    '<urn:a> <urn:p> <urn:o> . ^^',
    '^^',
    '502 <html><body>Bad gateway</body></html>',
  ),
  fc
    .string({ minLength: 1, maxLength: 30, unit: fc.constantFrom(...'<>"_:.@^\\ abc{}') })
    .filter((text) => /\S/.test(text) && !/^\s*#/.test(text) && !text.trimEnd().endsWith('.')),
);

/** Statements in their order, with blank nodes numbered as they come: equal shapes are equal graphs. */
function shapeOf(quads: readonly Quad[]): string[] {
  const numbers = new Map<string, number>();
  const name = (term: Quad['subject'] | Quad['object'] | Quad['graph']): string => {
    if (term.termType !== 'BlankNode') return JSON.stringify(term);
    if (!numbers.has(term.value)) numbers.set(term.value, numbers.size);
    return `_:${String(numbers.get(term.value))}`;
  };
  return quads.map(({ subject, predicate, object, graph }) => [name(subject), predicate.value, name(object), name(graph)].join(' '));
}

describe('RDF-6: lines of N-Triples and N-Quads', () => {
  it('one bad line anywhere leaves the graph of all the others', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(statement, { minLength: 1, maxLength: 25 }),
        badLine,
        fc.nat(),
        fc.boolean(),
        fc.constantFrom('\n', '\r\n'),
        async (good, line, place, inGraph, end) => {
          const lines = good.map((one) => `${one}${inGraph ? ' <urn:g>' : ''} .`);
          const mediaType = inGraph ? 'application/n-quads' : 'application/n-triples';
          const whole = await read(lines.join(end) + end, mediaType);
          expect(whole.skipped).toEqual([]);
          const at = place % (lines.length + 1);
          const broken = await read([...lines.slice(0, at), line, ...lines.slice(at)].join(end) + end, mediaType);
          expect(shapeOf(broken.quads)).toEqual(shapeOf(whole.quads));
          expect(broken.skipped.map((skipped) => skipped.line)).toEqual([at + 1]);
          expect(broken.lines).toEqual(lines.map((_, n) => (n < at ? n + 1 : n + 2)));
        },
      ),
      { numRuns: runs(150), seed: 6 },
    );
  });

  it('name their nodes, so that the records that lost something are known', async () => {
    const good = (subject: string): string =>
      `${subject} <http://purl.org/dc/terms/title> "T" .\n${subject} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .\n`;
    const text = `${good(iri(1))}${iri(1)} <http://purl.org/dc/terms/publisher> <https://org.example/> .\n${good(iri(2))}${iri(2)} <http://www.w3.org/ns/dcat#contactPoint> _:c .
${good(iri(3))}${good(iri(4))}${good('_:d')}${good(iri(5))}${'# more\n'.repeat(3)}${Array.from({ length: 30 }, (_, n) => good(iri(10 + n))).join('')}`;
    const costs = async (...lines: readonly string[]): Promise<string[]> => {
      const { quads, skipped } = await read(`${text}${lines.join('\n')}\n`, 'application/n-triples');
      expect(skipped).toHaveLength(lines.length);
      const splitter = new Splitter(new MemorySpool());
      for (const quad of quads) splitter.add({ quad, line: null, repairs: [], document: 0 });
      const left = new SkippedStatements();
      for (const one of skipped) left.add(one);
      return [...splitter.records()]
        .filter((record) => left.mayHaveCost(record))
        .map(({ key }) => (key.startsWith('_:') ? '_:' : key.replace('https://holder.example/', '')));
    };
    expect(await costs(`${iri(3)} <http://purl.org/dc/terms/description> "open .`)).toEqual(['3']);
    expect(await costs('<https://org.example/> <http://xmlns.com/foaf/0.1/name> "open .')).toEqual(['1']);
    expect(await costs('_:c <http://www.w3.org/2006/vcard/ns#fn> "open .')).toEqual(['2']);
    expect(await costs('_:d <urn:p> oops .', `"merged" ${iri(4)} <urn:p> oops .`)).toEqual(['4', '_:']);
    expect(await costs('garbage')).toEqual([]);
  });

  it('are given up when more than one in ten cannot be read, long before the end of a large document', async () => {
    const good = '<urn:a> <urn:p> "x" .\n';
    const read11 = await read(good.repeat(90) + 'oops\n'.repeat(10), 'application/n-triples');
    expect([read11.quads.length, read11.skipped.length]).toEqual([90, 10]);
    const error = await failure(good.repeat(89) + 'oops\n'.repeat(11), 'application/n-triples');
    expect(error).toMatchObject({ code: 'station/unreadable', details: { line: 90 } });
    expect(error.message).toMatch(/11 of 100 lines .* line 90: /);
    let told = 0;
    const bytes = Buffer.from('oops\n'.repeat(200_000));
    const all = parseRdf(
      { body: { kind: 'memory', bytes }, mediaType: 'application/n-triples', path: '', baseIri: 'urn:x', maxBytes: 4 << 20, onSkipped: () => told++ },
      () => undefined,
    );
    await expect(all).rejects.toMatchObject({ code: 'station/unreadable' });
    expect(told).toBeLessThan(2000);
  });

  it('that break off in the middle of the last one are not whole', async () => {
    const text = '<urn:a> <urn:p> "x" .\n'.repeat(30);
    expect((await failure(text.slice(0, -5), 'application/n-triples')).details['line']).toBe(30);
    expect((await read(text.trimEnd(), 'application/n-triples')).quads).toHaveLength(30);
  });

  it('without an end are refused before they fill the memory', async () => {
    expect((await failure(`<urn:a> <urn:p> "${'x'.repeat(9 << 20)}`, 'application/n-triples')).code).toBe('station/too-large');
  });

  it('fail a document in the strict reading, and bad statements of Turtle in either', async () => {
    const body = { kind: 'memory', bytes: Buffer.from('<urn:a> <urn:p> "x" .\noops\n<urn:a> <urn:p> "y" .\n') } as const;
    await expect(parseRdf({ body, mediaType: 'application/n-triples', path: '', baseIri: 'urn:x', maxBytes: 1000 }, () => undefined)).rejects.toMatchObject({
      details: { line: 2 },
    });
    expect((await failure(`${prefixes}<urn:a> dct:title "x" .\noops .\n`, 'text/turtle')).details['line']).toBe(prefixes.split('\n').length + 1);
  });
});
