import { describe, expect, it } from 'vitest';
import { StationError } from '../../src/domain/errors.js';
import { linesOfText } from '../../src/rdf/excerpt.js';
import { parseText } from '../../src/rdf/parse.js';
import { explainTrouble, type ParseTrouble } from '../../src/rdf/parse-trouble.js';

async function trouble(text: string, mediaType = '', path = 'a.ttl'): Promise<ParseTrouble> {
  try {
    await parseText(text, { mediaType, baseIri: 'https://data.example/', path });
  } catch (error) {
    if (error instanceof StationError) return explainTrouble(error, linesOfText(text), { isUtf8: true });
    throw error;
  }
  throw new Error('the document was read');
}

const dct = '@prefix dct: <http://purl.org/dc/terms/> .\n';

describe('explainTrouble', () => {
  it.each<[string, string, ParseTrouble['code'], number | null, number | null, RegExp]>([
    ['a prefix that is not declared', `${dct}<urn:a> a dcat:Dataset .`, 'undeclared-prefix', 2, 11, /@prefix dcat: <http:\/\/www\.w3\.org\/ns\/dcat#> \./],
    ['an unknown prefix', `${dct}<urn:a> a own:Thing .`, 'undeclared-prefix', 2, 11, /Put its declaration at the top/],
    ['a missing full stop, where it belongs', `${dct}<urn:a> dct:title "x"\n<urn:b> dct:title "y" .`, 'missing-punctuation', 2, 22, /full stop/],
    ['a missing semicolon', `${dct}<urn:a> dct:title "x"\n  dct:description "y" .`, 'missing-punctuation', 2, 22, /semicolon/],
    ['an end too early', `${dct}<urn:a> dct:title "x" ;\n`, 'missing-punctuation', 2, 24, /full stop/],
    [
      'a declaration without a dot',
      '@prefix dct: <http://purl.org/dc/terms/>\n<urn:a> dct:title "x" .',
      'missing-punctuation',
      1,
      41,
      /behind this declaration/,
    ],
    ['text that is not closed', `${dct}<urn:a> dct:title "x .\n<urn:b> dct:title "y" .`, 'unclosed-text', 2, 19, /quotation mark/],
    ['an IRI with a space', `${dct}<urn:a> dct:source <http://a b> .`, 'bad-iri', 2, 20, /<http:\/\/a b>.*%20/],
    ['an IRI template', `${dct}<urn:a> dct:source <http://a/{id}> .`, 'bad-iri', 2, 20, /braces/],
    ['a language tag with an underscore', `${dct}<urn:a> dct:title "x"@nl_NL .`, 'bad-language-tag', 2, 25, /"@nl-NL"/],
    ['a byte order mark in the middle', `${dct}\uFEFF<urn:a> dct:title "x" .`, 'byte-order-mark', 2, null, /byte order mark/],
    ['a login page', '<!DOCTYPE html><html><body>Log in</body></html>', 'html-page', null, null, /login page/],
    ['nothing', '', 'empty', null, null, /empty/],
    ['a table', 'id;title\n1;x\n', 'not-rdf', null, null, /Turtle, TriG/],
  ])('knows %s', async (_, text, code, line, column, message) => {
    const found = await trouble(text, '', code === 'not-rdf' || code === 'html-page' || code === 'empty' ? '' : 'a.ttl');
    expect(found).toMatchObject({ code, line, column });
    expect(found.message['en']?.[0]).toMatch(message);
    expect(found.message['nl']?.[0]).toBeTruthy();
    expect(found.message['nl']?.[0]).not.toBe(found.message['en']?.[0]);
    if (line !== null) expect(found.excerpt).toMatchObject({ line });
  });

  it('gives the line before, the line and the line after', async () => {
    const found = await trouble(`${dct}# one\n<urn:a> a own:Thing .\n# three\n# four`);
    expect(found.excerpt).toEqual({ line: 3, firstLine: 2, lines: ['# one', '<urn:a> a own:Thing .', '# three'] });
  });

  it.each<[string, string, string, ParseTrouble['code'], number | null]>([
    ['JSON with a missing bracket', '{\n "@id": "urn:a",\n "http://purl.org/dc/terms/title": ["x"\n}', 'application/ld+json', 'json-syntax', 4],
    ['a context elsewhere', '{ "@context": "https://elsewhere.example/c.jsonld", "@id": "urn:a" }', 'application/ld+json', 'remote-context', null],
    [
      'XML that is not closed',
      '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n<rdf:Description rdf:about="urn:a">\n</rdf:RDF>',
      'application/rdf+xml',
      'xml-syntax',
      4,
    ],
    [
      'XML with a prefix that is not declared',
      '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n<dcat:Dataset/>\n</rdf:RDF>',
      'application/rdf+xml',
      'undeclared-prefix',
      3,
    ],
  ])('knows %s', async (_, text, mediaType, code, line) => {
    const found = await trouble(text, mediaType, '');
    expect(found).toMatchObject({ code, line });
  });

  it('says of XML how the prefix is declared there', async () => {
    const found = await trouble(
      '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><dct:x/></rdf:RDF>',
      'application/rdf+xml',
      '',
    );
    expect(found.message['en']?.[0]).toContain('xmlns:dct="http://purl.org/dc/terms/"');
  });

  it('does not pretend to know what it does not', () => {
    const found = explainTrouble(new StationError('station/unreadable', 'Something odd.', { line: 7 }), null, { isUtf8: true });
    expect(found).toMatchObject({ code: 'other', line: 7, excerpt: null, detail: 'Something odd.' });
    expect(found.message['en']?.[0]).toContain('Something odd.');
  });

  it('suspects the encoding when nothing else explains it', () => {
    expect(explainTrouble(new StationError('station/unreadable', 'Something odd.', {}), null, { isUtf8: false }).code).toBe('not-utf-8');
  });
});
