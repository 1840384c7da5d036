import { DataFactory } from 'n3';
import { describe, expect, it } from 'vitest';
import { Concepts } from '../../src/rdf/concepts.js';
import { backgroundOf, vocabularyIndex } from '../../src/validation/background.js';
import { LayeredDataset } from '../../src/validation/layered-dataset.js';
import { quadFromKeys, termKey } from '../../src/validation/term-keys.js';
import { rdf } from '../../vocab/rdf.js';
import { skos } from '../../vocab/skos.js';
import { turtle } from './support.js';

const { namedNode } = DataFactory;

describe('LayeredDataset', () => {
  const background = backgroundOf(
    vocabularyIndex(turtle('<urn:c:1> a skos:Concept ; skos:inScheme <urn:list> ; skos:prefLabel "een"@nl ; skos:notation "1" .'), new Concepts()),
    [],
  );
  const dataset = new LayeredDataset(turtle('<urn:d> a dcat:Dataset ; dcat:theme <urn:c:1> , <urn:c:2> ; dct:title "x"@en .'), background);

  it('answers the vocabulary only when the subject is bound', () => {
    expect(dataset.match(namedNode('urn:c:1'), skos.inScheme).size).toBe(1);
    expect(dataset.match(null, rdf.type, skos.Concept).size).toBe(0);
    expect(dataset.match(null, skos.inScheme).size).toBe(0);
    expect(dataset.size).toBe(4);
  });

  it('keeps of the vocabulary only what shapes ask about', () => {
    expect(dataset.match(namedNode('urn:c:1'), skos.notation).size).toBe(0);
    expect(dataset.match(namedNode('urn:c:1')).size).toBe(3);
  });

  it('answers every kind of pattern about the description', () => {
    expect(dataset.match(null, null, namedNode('urn:c:1')).size).toBe(1);
    expect(dataset.match(namedNode('urn:d'), null, namedNode('urn:c:2')).size).toBe(1);
    expect([...dataset.match()]).toHaveLength(4);
    expect(dataset.match(namedNode('urn:d')).match(null, rdf.type).size).toBe(1);
    expect(dataset.has(turtle('<urn:d> dct:title "x"@en .')[0]!)).toBe(true);
    expect(dataset.has(turtle('<urn:d> dct:title "x"@nl .')[0]!)).toBe(false);
  });
});

describe('term keys', () => {
  it('come back as the same term', () => {
    const quads = turtle('_:b dct:title "a \\"b\\"^^<c>@d"@en-gb , "12"^^xsd:integer , "x" , <urn:x> , _:c ; dct:description """two\nlines""" .');
    for (const quad of quads)
      expect(quadFromKeys(termKey(quad.subject), quad.predicate.value, termKey(quad.object)).equals(quad), termKey(quad.object)).toBe(true);
  });
});
