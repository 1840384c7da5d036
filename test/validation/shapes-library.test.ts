import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ShaclEngineValidator } from '../../src/validation/shacl-engine-validator.js';
import { loadShapesLibrary } from '../../src/validation/shapes-library.js';
import { prefixes, turtle } from './support.js';

const profile = `${prefixes}@prefix prof: <http://www.w3.org/ns/dx/prof/> .
<urn:p> a prof:Profile ; dct:identifier "own" ; dct:title "Eigen"@nl , "Own"@en ; dcat:version "1" ; dct:source <urn:spec> ; ndc:variant [ ndc:folder "own" ] .`;

describe('loadShapesLibrary', () => {
  let shapes: string;
  beforeEach(() => {
    shapes = mkdtempSync(join(tmpdir(), 'ndc-shapes-'));
    mkdirSync(join(shapes, 'own'));
    mkdirSync(join(shapes, 'words'));
    writeFileSync(join(shapes, 'own', 'profile.ttl'), profile);
  });
  afterEach(() => {
    rmSync(shapes, { recursive: true });
  });
  const load = (text: string) => {
    writeFileSync(join(shapes, 'own', 'dataset.ttl'), prefixes + text);
    return loadShapesLibrary({ shapes, vocabularies: join(shapes, 'words') });
  };
  const failure = (text: string): unknown => {
    try {
      return load(text);
    } catch (error) {
      return error;
    }
  };

  it.each([
    ['sh:target', '<urn:s> a sh:NodeShape ; sh:target <urn:t> .'],
    ['a SPARQL constraint that needs more than $this', '<urn:s> sh:select "SELECT $this WHERE { GRAPH $shapesGraph { $this ?p ?value } }" .'],
    ['sh:ask', '<urn:s> sh:ask "ASK {}" .'],
    ['dash:hasValueIn', '<urn:s> <http://datashapes.org/dash#hasValueIn> () .'],
    ['sh:js', '<urn:s> a sh:NodeShape ; sh:js [ sh:jsFunctionName "f" ] .'],
    ['owl:imports', '<urn:s> <http://www.w3.org/2002/07/owl#imports> <urn:o> .'],
  ])('refuses %s, naming file and shape', (_, text) => {
    expect(failure(text)).toMatchObject({ code: 'validation/unsupported-shape', details: { file: join('own', 'dataset.ttl'), shape: 'urn:s' } });
  });

  it('names a file that is no Turtle', () => {
    expect(failure('<urn:s> a')).toMatchObject({ code: 'config/invalid', details: { file: join('own', 'dataset.ttl') } });
  });

  it('gives another hash when a shape changes, and the same when nothing does', () => {
    const text = '<urn:s> a sh:NodeShape ; sh:targetClass dcat:Dataset .';
    const [first] = load(text);
    expect(load(text)[0]?.info.shapesHash).toBe(first?.info.shapesHash);
    expect(load(`${text} #`)[0]?.info.shapesHash).not.toBe(first?.info.shapesHash);
  });

  it('falls back on sentences of its own for shapes without messages', async () => {
    const profiles = load(
      '<urn:s> a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:property <urn:r> . <urn:r> sh:path dct:title ; sh:severity sh:Info ; sh:minCount 2 .',
    );
    const report = await new ShaclEngineValidator(profiles).validate({ subject: 'urn:d', quads: turtle('<urn:d> a dcat:Dataset .'), profile: 'own' });
    expect(report).toMatchObject({ infos: 1, violations: 0 });
    expect(report.results[0]).toMatchObject({
      message: {
        nl: ['http://purl.org/dc/terms/title ontbreekt: er moeten er minstens 2 zijn.'],
        en: ['http://purl.org/dc/terms/title is missing: there must be at least 2.'],
      },
      fix: { text: { en: ['Fill in http://purl.org/dc/terms/title.'] }, patch: null, change: null },
    });
  });
});
