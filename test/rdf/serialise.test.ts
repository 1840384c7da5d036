import { runs } from '../support/runs.js';
import type { NamedNode, Quad } from '@rdfjs/types';
import fc from 'fast-check';
import { DataFactory } from 'n3';
import { describe, expect, it } from 'vitest';
import { mediaTypeOf, type RdfFormat } from '../../src/rdf/format.js';
import { encodeIllegal, isValidIri, safeHref } from '../../src/rdf/iri.js';
import { parseStored, parseText } from '../../src/rdf/parse.js';
import { rdfStream, serialise } from '../../src/rdf/serialise.js';
import { canonicalText, termFromNTriples, termToNTriples } from '../../src/rdf/terms.js';

const { literal, namedNode, quad } = DataFactory;
const formats = Object.keys(mediaTypeOf) as RdfFormat[];

const iris = fc
  .constantFrom(
    'https://holder.example/a',
    'https://holder.example/a#b',
    'http://www.w3.org/ns/dcat#Dataset',
    'urn:ndc:genid:0a1b',
    'http://purl.org/dc/terms/',
    'https://holder.example/é',
    'dct:PUBLIC',
    'https://holder.example/x?y=1&z="'.replace('"', '%22'),
    'mailto:a@b.example',
  )
  .map(namedNode);
const properties = fc
  .constantFrom(
    'http://purl.org/dc/terms/title',
    'http://www.w3.org/ns/dcat#keyword',
    'https://holder.example/ns/p',
    'urn:x:y',
    'http://www.w3.org/1999/02/22-rdf-syntax-ns#value',
  )
  .map(namedNode);
const strings = fc
  .oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('"', '\\', 'a\nb', 'a\r\nb\t', "'''", '"""', '<b>&amp;', 'dct:title', ' . ', 'x .\u2028y', ']]>', ' spaces ', ''),
  )
  .map((text) => text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, ''));
const literals = fc.oneof(
  strings.map((text) => literal(text)),
  fc.tuple(strings, fc.constantFrom('nl', 'en-gb', 'zh-hans')).map(([text, tag]) => literal(text, tag)),
  fc
    .tuple(
      strings,
      fc.constantFrom(
        'http://www.w3.org/2001/XMLSchema#integer',
        'http://www.w3.org/2001/XMLSchema#boolean',
        'http://www.w3.org/2001/XMLSchema#decimal',
        'urn:type',
      ),
    )
    .map(([text, type]) => literal(text, namedNode(type))),
  fc.constantFrom(
    literal('5', namedNode('http://www.w3.org/2001/XMLSchema#integer')),
    literal('007', namedNode('http://www.w3.org/2001/XMLSchema#integer')),
    literal('1.0E0', namedNode('http://www.w3.org/2001/XMLSchema#double')),
    literal('true', namedNode('http://www.w3.org/2001/XMLSchema#boolean')),
  ),
);
const typed = fc.tuple(iris, iris).map(([subject, type]) => quad(subject, namedNode('http://www.w3.org/1999/02/22-rdf-syntax-ns#type'), type));
const quads = fc.array(
  fc.oneof(
    typed,
    fc.tuple(iris, properties, fc.oneof(iris, literals)).map(([s, p, o]) => quad(s, p, o as NamedNode)),
  ),
  { maxLength: 15 },
);

const read = async (text: string, format: RdfFormat): Promise<Quad[]> =>
  text.trim() === '' ? [] : (await parseText(text, { mediaType: mediaTypeOf[format], baseIri: 'https://holder.example/' })).quads;

describe('serialising', () => {
  it.each(formats)('writes %s that reads back to the same graph, and the same bytes for the same state', async (format) => {
    await fc.assert(
      fc.asyncProperty(quads, async (graph) => {
        const text = serialise(graph, format);
        expect(serialise([...graph].reverse(), format)).toBe(text);
        expect(canonicalText(await read(text, format))).toBe(canonicalText(graph));
      }),
      { numRuns: runs(200), seed: 5 },
    );
  });

  it.each(formats)('writes %s one description after the other that reads back to all of them', async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.array(quads, { maxLength: 4 }), async (graphs) => {
        const write = (each: readonly (readonly Quad[])[]): string => {
          const stream = rdfStream(format);
          return stream.head + each.map((graph) => stream.add(graph)).join('') + stream.tail;
        };
        const text = write(graphs);
        expect(write(graphs.map((graph) => [...graph].reverse()))).toBe(text);
        expect(canonicalText(await read(text, format))).toBe(canonicalText(graphs.flat()));
      }),
      { numRuns: runs(100), seed: 11 },
    );
  });

  it('leaves characters out of RDF/XML that XML 1.0 forbids', async () => {
    const text = serialise([quad(namedNode('urn:a'), namedNode('http://purl.org/dc/terms/title'), literal('a\u0001b\uFFFFc'))], 'rdf-xml');
    expect((await read(text, 'rdf-xml'))[0]?.object.value).toBe('abc');
  });

  it('keeps every literal in the stored form, control characters and line separators included', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => Buffer.from(text, 'utf8').toString('utf8') === text),
        (text) => {
          const stored = canonicalText([quad(namedNode('urn:a'), namedNode('urn:p'), literal(text))]);
          expect(stored.split('\n')).toHaveLength(2);
          expect(parseStored(stored)[0]?.object.value).toBe(text);
          expect(termFromNTriples(termToNTriples(literal(text))).value).toBe(text);
        },
      ),
      { numRuns: runs(500), seed: 6 },
    );
  });
});

describe('IRIs', () => {
  it.each([
    ['https://a.example/x', true],
    ['urn:x:y', true],
    ['mailto:a@b', true],
    ['https://a.example/é', true],
    ['http://', false],
    ['https:///x', false],
    ['a b', false],
    ['https://a.example/a b', false],
    ['https://a.example/{x}', false],
    ['x', false],
    ['urn:', false],
    ['', false],
    ['http://a%20b/', false],
    [`https://a.example/${'x'.repeat(8200)}`, false],
  ])('says of %j that it is valid: %s', (iri, valid) => {
    expect(isValidIri(iri)).toBe(valid);
  });

  it('encodes what is illegal and nothing else', () => {
    expect(encodeIllegal(' https://a.example/a b|{c}%20"é ')).toBe('https://a.example/a%20b%7C%7Bc%7D%20%22é');
  });

  it.each([
    ['https://a.example/x', 'https://a.example/x'],
    ['mailto:a@b.example', 'mailto:a@b.example'],
    ['doi:10.1/x', 'https://doi.org/10.1/x'],
    ['javascript:alert(1)', null],
    ['JAVASCRIPT:alert(1)', null],
    [' javascript:alert(1)', null],
    ['java\nscript:alert(1)', null],
    ['data:text/html,x', null],
    ['file:///etc/passwd', null],
    ['//a.example', null],
    ['https:javascript', null],
    ['https://a.example/" onclick="x', null],
    ['doi:10.1/" onclick="x', null],
    ['vbscript:x', null],
    ['', null],
  ])('links %j as %j', (value, href) => {
    expect(safeHref(value)).toBe(href);
  });
});
