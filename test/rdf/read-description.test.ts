import { readFileSync, readdirSync } from 'node:fs';
import type { Quad } from '@rdfjs/types';
import { Parser } from 'n3';
import { describe, expect, it } from 'vitest';
import { kindOf, readDescription } from '../../src/rdf/read-description.js';
import { skolemise } from '../../src/rdf/skolemise.js';
import { turtle } from '../support/rdf.js';

const folder = new URL('../../fixtures/rdf/', import.meta.url);
const load = (file: string): Quad[] => new Parser().parse(readFileSync(new URL(file, folder), 'utf8'));
const subjectOf = (quads: Quad[]): string => quads.find((quad) => quad.object.value === 'http://www.w3.org/ns/dcat#Dataset')?.subject.value ?? 'urn:none';

describe('reading a description', () => {
  it('reads the example of Release 8', async () => {
    const quads = load('dataset-r8-non-public-conforms.ttl');
    const iri = subjectOf(quads);
    const description = readDescription(iri, await skolemise(iri, quads, []));
    expect(description).toMatchObject({ iri, kind: 'dataset', accessRights: ['http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC'] });
    expect(Object.values(description.title).flat().length).toBeGreaterThan(0);
    expect(description.hdab?.name).not.toEqual({});
    expect(description.hdab?.email ?? description.hdab?.contactPage).toBeTruthy();
    expect(description.distributions.length).toBeGreaterThan(0);
    expect(description.healthCategories.length).toBeGreaterThan(0);
  });

  it('reads every fixture that parses, and none makes it throw', async () => {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.ttl') && !/-on-line-/.test(name))) {
      const quads = load(file);
      const iri = subjectOf(quads);
      expect(readDescription(iri, await skolemise(iri, quads, [])).iri, file).toBe(iri);
    }
  });

  it('is total: nothing at all, text where a node should be, a node where text should be', () => {
    expect(readDescription('urn:none', [])).toMatchObject({ kind: 'dataset', title: {}, publisher: null, distributions: [], numberOfRecords: null });
    const odd = readDescription(
      'https://holder.example/a',
      turtle(
        'ex:a dct:publisher "P"@nl ; dct:title ex:t , " " ; dct:spatial "Utrecht" ; dcat:distribution "none" ; healthdcatap:numberOfRecords "1.200" , "-1" ; dct:temporal "2020" ; dcat:contactPoint "x" .',
      ),
    );
    expect(odd).toMatchObject({
      publisher: { iri: null, name: { nl: ['P'] } },
      title: {},
      spatial: [{ iri: null, label: { '': ['Utrecht'] } }],
      distributions: [],
      numberOfRecords: null,
      temporal: [{ start: null, end: null }],
    });
  });

  it('shows no IRI of ours for an agent that has none', async () => {
    const quads = await skolemise('https://holder.example/a', turtle('ex:a dct:publisher [ foaf:name "P" ; foaf:mbox <mailto:p@x.example> ] .'), []);
    expect(readDescription('https://holder.example/a', quads).publisher).toMatchObject({ iri: null, name: { '': ['P'] }, email: 'p@x.example' });
  });

  it('tells series, services and datasets apart', () => {
    expect(kindOf('https://holder.example/a', turtle('ex:a a dcat:Dataset , dcat:DatasetSeries .'))).toBe('series');
    expect(kindOf('https://holder.example/a', turtle('ex:a a dcat:DataService .'))).toBe('service');
    expect(kindOf('https://holder.example/a', turtle('ex:a a dcat:Dataset , dcat:DataService .'))).toBe('dataset');
    expect(kindOf('https://holder.example/a', [])).toBe('dataset');
  });
});
