import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Quad } from '@rdfjs/types';
import { describe, expect, it } from 'vitest';
import { linesOfFile, linesOfText } from '../../src/rdf/excerpt.js';
import { JsonLocator } from '../../src/rdf/json-locator.js';
import { parseRdf, parseText } from '../../src/rdf/parse.js';

const rdfXml = `<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/" xmlns:foaf="http://xmlns.com/foaf/0.1/">
  <dcat:Dataset rdf:about="urn:a">
    <dct:title xml:lang="nl">T</dct:title>
    <dct:title xml:lang="en">U</dct:title>
    <dct:publisher>
      <foaf:Agent>
        <foaf:name>X</foaf:name>
      </foaf:Agent>
    </dct:publisher>
    <dct:language rdf:resource="urn:nl"/>
  </dcat:Dataset>
  <dcat:Dataset rdf:about="urn:b" dct:title="attribute"/>
</rdf:RDF>`;

describe('places in RDF/XML', () => {
  it('tells line and XPath of every statement', async () => {
    const places: string[] = [];
    const body = { kind: 'memory' as const, bytes: Buffer.from(rdfXml) };
    await parseRdf({ body, mediaType: 'application/rdf+xml', path: '', baseIri: 'urn:x', maxBytes: 1e6, withPaths: true }, (quad, line, path) => {
      places.push(`${quad.predicate.value.replace(/^.*[/#]/, '')} ${String(line)} ${String(path)}`);
    });
    expect(places).toEqual([
      'type 3 /rdf:RDF/dcat:Dataset[1]',
      'title 4 /rdf:RDF/dcat:Dataset[1]/dct:title[1]',
      'title 5 /rdf:RDF/dcat:Dataset[1]/dct:title[2]',
      'type 7 /rdf:RDF/dcat:Dataset[1]/dct:publisher[1]/foaf:Agent[1]',
      'publisher 7 /rdf:RDF/dcat:Dataset[1]/dct:publisher[1]',
      'name 8 /rdf:RDF/dcat:Dataset[1]/dct:publisher[1]/foaf:Agent[1]/foaf:name[1]',
      'language 11 /rdf:RDF/dcat:Dataset[1]/dct:language[1]',
      'type 13 /rdf:RDF/dcat:Dataset[2]',
      'title 13 /rdf:RDF/dcat:Dataset[2]',
    ]);
  });

  it('tells lines alone when no paths are asked for', async () => {
    const { quads, lines } = await parseText(rdfXml, { mediaType: 'application/rdf+xml', baseIri: 'urn:x' });
    expect(quads.map((quad) => lines.get(quad))).toEqual([3, 4, 5, 7, 7, 8, 11, 13, 13]);
  });
});

const jsonLd = `{
  "@context": { "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
    "id": "@id", "title": "dct:title", "publisher": { "@id": "dct:publisher" } },
  "@graph": [
    { "id": "https://data.example/a", "@type": "dcat:Dataset",
      "title": ["one", { "@value": "two", "@language": "en" }],
      "dcat:theme": { "@id": "http://theme.example/x" },
      "publisher": {
        "foaf:name": "X/Y",
        "foaf:mbox/odd": "no" }
    },
    { "@id": "b", "dct:title": "relative" }
  ]
}`;

describe('JsonLocator', () => {
  const locator = JsonLocator.of(jsonLd, 'https://base.example/')!;
  const title = 'http://purl.org/dc/terms/title';
  let record: readonly Quad[];

  it.each([
    ['the value among several', 'https://data.example/a', title, '"two"@en', 6, '/@graph/0/title/1'],
    ['an IRI as value', 'https://data.example/a', 'http://www.w3.org/ns/dcat#theme', '<http://theme.example/x>', 7, '/@graph/0/dcat:theme'],
    ['a type', 'https://data.example/a', 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type', '<http://www.w3.org/ns/dcat#Dataset>', 5, '/@graph/0/@type'],
    ['the node, for a property that is absent', 'https://data.example/a', 'http://purl.org/dc/terms/description', null, 5, '/@graph/0'],
    ['a relative @id', 'https://base.example/b', title, '"relative"', 12, '/@graph/1/dct:title'],
  ])('finds %s', (_, focusNode, path, value, line, pointer) => {
    expect(locator.locate({ focusNode, path, value }, [])).toEqual({ line, pointer });
  });

  it('finds a node without a name by what leads to it', async () => {
    const { quads } = await parseText(jsonLd, { mediaType: 'application/ld+json', baseIri: 'https://base.example/' });
    record = quads;
    const agent = quads.find((quad) => quad.predicate.value.endsWith('publisher'))!.object.value;
    expect(locator.locate({ focusNode: agent, path: 'http://xmlns.com/foaf/0.1/name', value: '"X/Y"' }, record)).toEqual({
      line: 9,
      pointer: '/@graph/0/publisher/foaf:name',
    });
    expect(locator.locate({ focusNode: agent, path: 'http://xmlns.com/foaf/0.1/mbox', value: null }, record)).toEqual({
      line: 8,
      pointer: '/@graph/0/publisher',
    });
  });

  it('finds nothing rather than something wrong', () => {
    expect(locator.locate({ focusNode: 'https://elsewhere.example/', path: title, value: null }, [])).toBeNull();
    expect(JsonLocator.of('', 'urn:x')).toBeNull();
  });
});

describe('excerpts', () => {
  it('shows what there is at the ends', () => {
    const lines = linesOfText('one\r\ntwo\nthree');
    expect(lines.excerpt(1)).toEqual({ line: 1, firstLine: 1, lines: ['one', 'two'] });
    expect(lines.excerpt(3)).toEqual({ line: 3, firstLine: 2, lines: ['two', 'three'] });
    expect(lines.excerpt(4)).toBeNull();
    expect(lines.excerpt(0)).toBeNull();
  });

  it('cuts long lines', () => {
    expect(linesOfText('x'.repeat(5000)).excerpt(1)!.lines[0]!.length).toBeLessThan(300);
  });

  it('reads the same lines from a file as from memory', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ndc-lines-'));
    try {
      const text = Array.from({ length: 1234 }, (_, at) => `line ${String(at + 1)} é ${'y'.repeat(at % 97)}`).join('\n');
      const path = join(folder, 'a.ttl');
      writeFileSync(path, text);
      const file = linesOfFile(path);
      const memory = linesOfText(text);
      for (const line of [1, 2, 99, 100, 101, 102, 200, 201, 999, 1200, 1201, 1233, 1234, 1235])
        expect(file.excerpt(line), String(line)).toEqual(memory.excerpt(line));
      file.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
