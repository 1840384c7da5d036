import { runs } from '../support/runs.js';
import fc from 'fast-check';
import { DataFactory } from 'n3';
import { Store } from 'oxigraph';
import { describe, expect, it } from 'vitest';
import { encodeIllegal, isValidIri } from '../../src/rdf/iri.js';
import { normaliseQuad } from '../../src/rdf/normalise.js';
import { parseStored, parseText } from '../../src/rdf/parse.js';
import { canonicalText } from '../../src/rdf/terms.js';

const odd = fc.constantFrom(
  '[',
  ']',
  '%',
  '%zz',
  '#',
  '@',
  ':',
  '/',
  ' ',
  '\u0085',
  '\uE000',
  '\uD800',
  '\u{1FFFE}',
  '\u{F0000}',
  '\u{E0001}',
  'é',
  '😀',
  '\\',
  '<',
  '{',
  '"',
  '?',
  'a',
  '1',
  '::1',
  '[::1]',
);
const iris = fc
  .tuple(fc.constantFrom('http://', 'https://a.example/', 'urn:', 'ftp://', 'mailto:', ''), fc.array(odd, { maxLength: 6 }))
  .map(([start, rest]) => start + rest.join(''));
const tags = fc.oneof(
  fc.constantFrom('nl', 'nl_NL', 'dutch', 'zh-Hans-CN', 'x-own', 'i', '12', 'a-', 'toolongtagname-x', 'de-1996', 'en-u-ca-gregory', 'x y'),
  fc.string({ unit: fc.constantFrom('a', 'b', '1', '-', '_', 'x'), minLength: 1, maxLength: 12 }),
);

/** Everything that reads what we have stored takes it: one value that a reader refuses would stop a projection. */
function everyoneReads(text: string): void {
  expect(parseStored(text)).toHaveLength(1);
  const store = new Store();
  store.load(text, { format: 'application/n-quads' });
  store.update(`INSERT DATA { GRAPH <urn:g> { ${text} } }`);
  expect(store.size).toBe(2);
}

describe('what is stored', () => {
  it('is read by every reader, whatever IRIs, datatypes and language tags a station sends', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          iris.map((iri) => DataFactory.namedNode(iri)),
          fc
            .tuple(
              fc.string(),
              iris.filter((iri) => iri !== ''),
            )
            .map(([text, type]) => DataFactory.literal(text, DataFactory.namedNode(type))),
          fc.tuple(fc.string(), tags).map(([text, tag]) => DataFactory.literal(text, tag)),
        ),
        fc.constantFrom('http://purl.org/dc/terms/relation', 'http://www.w3.org/ns/dcat#landingPage', 'http://purl.org/dc/terms/issued'),
        (object, predicate) => {
          const { quad } = normaliseQuad(DataFactory.quad(DataFactory.namedNode('urn:s'), DataFactory.namedNode(predicate), object));
          everyoneReads(canonicalText([quad!]));
        },
      ),
      { numRuns: runs(3000), seed: 14 },
    );
  });

  it('holds no IRI as valid that a reader refuses, and encodes into valid ones', () => {
    fc.assert(
      fc.property(iris, (iri) => {
        if (isValidIri(iri)) everyoneReads(`<${iri}> <urn:p> <${iri}> .\n`);
        expect(encodeIllegal(encodeIllegal(iri))).toBe(encodeIllegal(iri));
        if (isValidIri(iri)) expect(encodeIllegal(iri)).toBe(iri);
      }),
      { numRuns: runs(3000), seed: 15 },
    );
  });

  it.each([
    ['https://a.example/[x]', 'https://a.example/%5Bx%5D'],
    ['https://a.example/100%', 'https://a.example/100%25'],
    ['https://a.example/#a#b', 'https://a.example/#a%23b'],
    ['http://[::1]/[', 'http://[::1]/%5B'],
  ])('has %s as %s', (raw, encoded) => {
    expect(isValidIri(raw)).toBe(false);
    expect(encodeIllegal(raw)).toBe(encoded);
    expect(isValidIri(encoded)).toBe(true);
  });

  it('keeps text whose datatype or language cannot be, from formats that do not check', async () => {
    const xml = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:"><rdf:Description rdf:about="urn:a"><e:p xml:lang="not a tag">one</e:p></rdf:Description></rdf:RDF>`;
    const { quads } = await parseText(xml, { mediaType: 'application/rdf+xml', baseIri: 'urn:x' });
    const { quad, repairs } = normaliseQuad(quads[0]!);
    everyoneReads(canonicalText([quad!]));
    expect(repairs).toMatchObject([{ rule: 'language-tag', repaired: false }]);
  });
});
