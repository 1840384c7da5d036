import { gzipSync } from 'node:zlib';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Quad } from '@rdfjs/types';
import { describe, expect, it } from 'vitest';
import { StationError } from '../../src/domain/errors.js';
import { parseRdf, parseText } from '../../src/rdf/parse.js';
import { canonical } from '../support/rdf.js';

const base = 'https://holder.example/doc';
const fixtures = new URL('../../fixtures/rdf/', import.meta.url);

const nTriples = `<https://holder.example/d> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .
<https://holder.example/d> <http://purl.org/dc/terms/title> "Een titel"@nl .
<https://holder.example/d> <http://purl.org/dc/terms/issued> "2024-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .
<https://holder.example/d> <http://www.w3.org/ns/dcat#contactPoint> _:c .
_:c <http://www.w3.org/2006/vcard/ns#fn> "A & <B>" .
`;

const documents: Readonly<Record<string, string>> = {
  'text/turtle': `@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
<d> a dcat:Dataset ; dct:title "Een titel"@nl ; dct:issued "2024-01-01"^^<http://www.w3.org/2001/XMLSchema#date> ;
  dcat:contactPoint [ <http://www.w3.org/2006/vcard/ns#fn> "A & <B>" ] .`,
  'application/trig': `PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/>
GRAPH <g> { <d> a dcat:Dataset ; dct:title "Een titel"@nl ; dct:issued "2024-01-01"^^<http://www.w3.org/2001/XMLSchema#date> ; dcat:contactPoint _:x . _:x <http://www.w3.org/2006/vcard/ns#fn> "A & <B>" }`,
  'application/n-triples': nTriples,
  'application/n-quads': nTriples.replace(/ \.$/gm, ' <https://holder.example/g> .'),
  'application/rdf+xml': `<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/" xmlns:vcard="http://www.w3.org/2006/vcard/ns#">
  <dcat:Dataset rdf:about="d"><dct:title xml:lang="nl">Een titel</dct:title><dct:issued rdf:datatype="http://www.w3.org/2001/XMLSchema#date">2024-01-01</dct:issued>
    <dcat:contactPoint rdf:parseType="Resource"><vcard:fn>A &amp; &lt;B&gt;</vcard:fn></dcat:contactPoint></dcat:Dataset>
</rdf:RDF>`,
  'application/ld+json': JSON.stringify({
    '@context': { dcat: 'http://www.w3.org/ns/dcat#', dct: 'http://purl.org/dc/terms/' },
    '@id': 'd',
    '@type': 'dcat:Dataset',
    'dct:title': { '@value': 'Een titel', '@language': 'nl' },
    'dct:issued': { '@value': '2024-01-01', '@type': 'http://www.w3.org/2001/XMLSchema#date' },
    'dcat:contactPoint': { 'http://www.w3.org/2006/vcard/ns#fn': 'A & <B>' },
  }),
};

async function failure(work: Promise<unknown>): Promise<StationError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StationError);
  return error as StationError;
}

const read = (text: string | Uint8Array, mediaType = '', path = '', maxBytes = 8 << 20): Promise<Quad[]> => {
  const quads: Quad[] = [];
  return parseRdf({ body: { kind: 'memory', bytes: Buffer.from(text) }, mediaType, path, baseIri: base, maxBytes }, (quad) => quads.push(quad)).then(
    () => quads,
  );
};

describe('parsing', () => {
  it.each(Object.keys(documents))('reads the same graph from %s', async (mediaType) => {
    const expected = await canonical(await read(nTriples, 'application/n-triples'));
    expect(await canonical(await read(documents[mediaType]!, mediaType))).toBe(expected);
  });

  it.each(Object.keys(documents))('knows %s by its first bytes when nothing is declared', async (mediaType) => {
    expect(await canonical(await read(documents[mediaType]!, 'application/octet-stream'))).toBe(await canonical(await read(nTriples, 'application/n-triples')));
  });

  it.each(['turtle', 'trig', 'n-triples', 'n-quads'])('tells the line of each quad of %s', async (format) => {
    const text = `# one\n<urn:a> <urn:p> "1" .\n\n<urn:a> <urn:p>\n"2" .\n`.replace(
      format.startsWith('n-') ? 'p>\n' : '',
      format.startsWith('n-') ? 'p> ' : '',
    );
    const { quads, lines } = await parseText(text, { mediaType: format === 'turtle' ? 'text/turtle' : `application/${format}`, baseIri: base });
    expect(quads.map((quad) => lines.get(quad))).toEqual(format.startsWith('n-') ? [2, 4] : [2, 5]);
  });

  it.each([
    ['text/turtle', '<urn:a> <urn:p> "1" .\n<urn:a> <urn:p> oops oops .\n', 2],
    ['application/n-triples', '<urn:a> <urn:p> "1" .\n<urn:a> <urn:p> .\n', 2],
    ['application/rdf+xml', '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n<rdf:Description>\n</rdf:RDF>', 4],
    ['application/ld+json', '{\n "@id": "urn:a",\n "urn:p": oops\n}', 3],
  ])('names the line of a syntax error in %s', async (mediaType, text, line) => {
    expect((await failure(read(text, mediaType))).details['line']).toBe(line);
  });

  it.each([
    ['syntax-error-on-line-7.ttl', 7],
    ['iri-with-space-on-line-7.ttl', 7],
  ])('names the line in the fixture %s', async (file, line) => {
    expect((await failure(read(readFileSync(new URL(file, fixtures)), 'text/turtle'))).details['line']).toBe(line);
  });

  it('fails a document that ends in the middle of a statement', async () => {
    for (const [mediaType, text] of Object.entries(documents)) {
      if (mediaType === 'application/n-triples' || mediaType === 'application/n-quads') continue;
      await failure(read(text.trimEnd().slice(0, -12), mediaType));
    }
    await failure(read(nTriples.trimEnd().slice(0, -4), 'application/n-triples'));
  });

  it('resolves relative IRIs against the base and strips a byte order mark', async () => {
    const quads = await read('\uFEFF<x> <urn:p> <y#z> .', 'text/turtle');
    expect(quads[0]?.subject.value).toBe('https://holder.example/x');
    expect(quads[0]?.object.value).toBe('https://holder.example/y#z');
  });

  it('honours the encoding of an XML declaration', async () => {
    const text =
      '<?xml version="1.0" encoding="ISO-8859-1"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:"><rdf:Description rdf:about="urn:a"><e:p>caf\u00e9</e:p></rdf:Description></rdf:RDF>';
    expect((await read(Buffer.from(text, 'latin1'), 'application/rdf+xml'))[0]?.object.value).toBe('café');
  });

  it('never shares a blank node between two documents', async () => {
    const text = '_:b <urn:p> "1" .';
    const [one, other] = [await read(text, 'text/turtle'), await read(text, 'text/turtle')];
    expect(one[0]?.subject.value).not.toBe(other[0]?.subject.value);
  });

  it('unpacks gzip content before it looks at the format, once more for gzip within gzip', async () => {
    expect(await read(gzipSync(nTriples), 'application/gzip', '/dump.nq.gz')).toHaveLength(5);
    expect(await read(gzipSync(gzipSync(nTriples)), 'application/gzip')).toHaveLength(5);
    expect((await failure(read(gzipSync(gzipSync(gzipSync(nTriples)))))).code).toBe('station/unsupported-format');
  });

  it('refuses a gzip bomb and a gzip body cut short', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from(nTriples), Buffer.alloc(8 << 20, '# \n')]));
    expect((await failure(read(bomb, 'application/gzip', '', 64 << 20))).code).toBe('station/too-large');
    const whole = gzipSync(nTriples.repeat(50));
    expect((await failure(read(whole.subarray(0, whole.byteLength - 20), 'application/gzip'))).code).toBe('station/unreadable');
    expect((await failure(read(gzipSync(nTriples.repeat(2000)), 'application/gzip', '', 50_000))).code).toBe('station/too-large');
  });

  it('reads a body from a file, packed or not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ndc-parse-'));
    for (const [name, bytes] of [
      ['plain', Buffer.from(nTriples)],
      ['packed', gzipSync(nTriples)],
    ] as const) {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      let count = 0;
      await parseRdf(
        { body: { kind: 'file', path, size: bytes.byteLength }, mediaType: 'application/n-triples', path: '', baseIri: base, maxBytes: 1 << 20 },
        () => count++,
      );
      expect(count).toBe(5);
    }
  });

  it.each([
    ['HTML', '<!DOCTYPE html><html><body>Sign in</body></html>', 'station/unusable-body'],
    ['OAI-PMH', '<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="badVerb"/></OAI-PMH>', 'station/unusable-body'],
    ['nothing', '', 'station/unusable-body'],
    ['comments alone', '# hello\n', 'station/unusable-body'],
    ['prose', 'Service unavailable, come back later.', 'station/unsupported-format'],
    ['a zip archive', 'PK\u0003\u0004rest', 'station/unsupported-format'],
  ])('refuses %s', async (_name, text, code) => {
    expect((await failure(read(text, code === 'station/unusable-body' ? 'text/turtle' : ''))).code).toBe(code);
  });

  it('names the address of a JSON-LD context that it does not hold', async () => {
    const error = await failure(read('{"@context":"https://elsewhere.example/context.jsonld","title":"x"}', 'application/ld+json'));
    expect(error.message).toContain('<https://elsewhere.example/context.jsonld>');
    expect(error.details['context']).toBe('https://elsewhere.example/context.jsonld');
    expect(await read('{"@context":"https://schema.org/","@id":"urn:a","name":"x"}', 'application/ld+json')).toHaveLength(1);
  });

  it('refuses RDF 1.2 triple terms with a message', async () => {
    await failure(read('<< <urn:a> <urn:p> <urn:b> >> <urn:q> "1" .', 'text/turtle'));
  });
});
