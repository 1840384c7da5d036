import { describe, expect, it } from 'vitest';
import { parseRdf } from '../../src/rdf/parse.js';

const turtle = '@prefix dct: <http://purl.org/dc/terms/> . <> dct:title "Café".';
const rdfXml = (encoding: string): string =>
  `<?xml version="1.0" encoding="${encoding}"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dct="http://purl.org/dc/terms/"><rdf:Description rdf:about="https://a.example/"><dct:title>Café</dct:title></rdf:Description></rdf:RDF>`;
const jsonLd = '{"@context": {"dct": "http://purl.org/dc/terms/"}, "@id": "https://a.example/", "dct:title": "Café"}';
const nTriples = '<https://a.example/> <http://purl.org/dc/terms/title> "Café" .\n';

async function titles(bytes: Uint8Array, mediaType: string, path: string): Promise<string[]> {
  const found: string[] = [];
  await parseRdf({ body: { kind: 'memory', bytes }, mediaType, path, baseIri: 'https://a.example/', maxBytes: 1 << 20 }, ({ object }) => {
    found.push(object.value);
  });
  return found;
}

describe('HTTP-16: the bytes of a document as text', () => {
  it.each([
    ['UTF-8 without a word about it', Buffer.from(turtle), 'text/turtle'],
    ['UTF-8 with a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(turtle)]), 'text/turtle'],
    ['a charset that contradicts the bytes', Buffer.from(turtle), 'text/turtle; charset=ISO-8859-1'],
    ['text/* without a charset, which is not Latin-1', Buffer.from(nTriples), 'text/plain'],
    ['an XML declaration of another encoding', Buffer.from(rdfXml('ISO-8859-1'), 'latin1'), 'application/rdf+xml'],
    ['an XML declaration that the charset contradicts', Buffer.from(rdfXml('ISO-8859-1'), 'latin1'), 'application/rdf+xml; charset=utf-8'],
  ])('reads %s', async (_name, bytes, mediaType) => {
    expect(await titles(bytes, mediaType, '/x')).toEqual(['Café']);
  });
});

describe('HTTP-17: which format a body has', () => {
  it.each([
    ['the type, when it names a format', turtle, 'text/turtle', '/x.rdf'],
    ['the type with parameters, in capitals', turtle, 'Text/Turtle; charset=UTF-8', '/x'],
    ['the extension behind text/plain', turtle, 'text/plain', '/x.ttl'],
    ['the extension behind octet-stream', nTriples, 'application/octet-stream', '/dump.nt'],
    ['the extension below .gz', turtle, '', '/x.ttl.gz'],
    ['the extension without a type, query and fragment aside', jsonLd, '', 'https://a.example/x.jsonld?page=2#a'],
    ['the first bytes behind application/xml', rdfXml('UTF-8'), 'application/xml', '/x'],
    ['the first bytes behind application/json', jsonLd, 'application/json', '/x'],
    ['the first bytes behind text/html', turtle, 'text/html', '/x'],
    ['the first bytes when nothing else tells', nTriples, '', '/x'],
    ['the first bytes behind white space and comments', `\n# A remark\n${turtle}`, '', '/x'],
  ])('is told by %s', async (_name, text, mediaType, path) => {
    expect(await titles(Buffer.from(text), mediaType, path)).toEqual(['Café']);
  });

  it('is said not to be known when it is a page or nothing that we read', async () => {
    await expect(titles(Buffer.from('<!doctype html><html><body>Log in</body></html>'), 'text/html', '/x')).rejects.toThrow();
    await expect(titles(Buffer.from('id;name\n1;x\n'), 'text/csv', '/x.csv')).rejects.toThrow();
  });
});
