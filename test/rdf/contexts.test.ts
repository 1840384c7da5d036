import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseText } from '../../src/rdf/parse.js';
import { tripleToLine } from '../../src/rdf/terms.js';

const official = fileURLToPath(new URL('../../../shared/oracle/shapes/dcat-ap-3.0.1/context/dcat-ap.jsonld', import.meta.url));
const address = 'https://semiceu.github.io/DCAT-AP/releases/3.0.1/context/dcat-ap.jsonld';

const lines = async (document: object): Promise<readonly string[]> => {
  const { quads } = await parseText(JSON.stringify(document), { mediaType: 'application/ld+json', baseIri: 'urn:x' });
  return quads
    .map(tripleToLine)
    .map((line) => line.replace(/_:\w+/g, '_:b'))
    .sort();
};

describe('bundled contexts', () => {
  it('read a DCAT-AP document by the address of its context', async () => {
    expect(
      await lines({
        '@context': address,
        '@id': 'urn:d',
        '@type': 'Dataset',
        title: { '@value': 'T', '@language': 'en' },
        theme: 'urn:theme',
        datasetDistribution: { '@id': 'urn:dist', '@type': 'Distribution', accessUrl: 'https://data.example/', byteSize: '12' },
      }),
    ).toEqual(
      [
        '<urn:d> <http://purl.org/dc/terms/title> "T"@en .',
        '<urn:d> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .',
        '<urn:d> <http://www.w3.org/ns/dcat#distribution> <urn:dist> .',
        '<urn:d> <http://www.w3.org/ns/dcat#theme> <urn:theme> .',
        '<urn:dist> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Distribution> .',
        '<urn:dist> <http://www.w3.org/ns/dcat#accessURL> <https://data.example/> .',
        '<urn:dist> <http://www.w3.org/ns/dcat#byteSize> "12"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> .',
      ].sort(),
    );
  });

  it.each(['https://www.w3.org/ns/dcat', 'http://www.w3.org/ns/dcat3.jsonld'])('read a document with the context %s', async (context) => {
    expect(await lines({ '@context': context, '@id': 'urn:d', '@type': 'Dataset', keyword: 'k', distribution: 'urn:dist' })).toHaveLength(3);
  });

  it('name a context that is not held', async () => {
    await expect(lines({ '@context': 'https://elsewhere.example/c', '@id': 'urn:d' })).rejects.toMatchObject({
      details: { context: 'https://elsewhere.example/c' },
    });
  });
});

if (!existsSync(official)) console.log('test/rdf/contexts.test.ts: the comparison with the official context is skipped, ../shared is not here');

describe.skipIf(!existsSync(official))('beside the official DCAT-AP context', () => {
  interface Definition {
    readonly '@id'?: string;
    readonly '@context'?: Readonly<Record<string, unknown>>;
  }

  it('means the same by every name of every class', async () => {
    const { '@context': published } = JSON.parse(readFileSync(official, 'utf8')) as { '@context': Readonly<Record<string, string | Definition>> };
    // It also maps names such as "Xsd:dateTime", which JSON-LD 1.1 forbids and a strict reader refuses.
    const theirs = Object.fromEntries(Object.entries(published).filter(([name]) => !name.includes(':')));
    let compared = 0;
    for (const [name, definition] of Object.entries(theirs)) {
      if (typeof definition === 'string' || name === 'Resource') continue;
      for (const term of Object.keys(definition['@context'] ?? {})) {
        const document = { '@id': 'urn:d', '@type': name, [term]: ['urn:value'] };
        expect(await lines({ '@context': address, ...document }), `${name}.${term}`).toEqual(await lines({ '@context': theirs, ...document }));
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(120);
  });
});
