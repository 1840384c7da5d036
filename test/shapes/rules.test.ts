import { DataFactory, Parser } from 'n3';
import { describe, expect, it } from 'vitest';
import { readdirSync } from 'node:fs';
import type { Quad } from '@rdfjs/types';
import { examplePrefixes } from '../../src/validation/fix.js';
import { LayeredDataset } from '../../src/validation/layered-dataset.js';
import { objectsIn } from '../../src/validation/property-path.js';
import { readTurtleFolder } from '../../src/validation/shapes-files.js';
import { runShaclEngine } from '../../src/validation/shacl-engine-validator.js';
import { ndcShapes } from '../../src/validation/terms.js';
import { rdfs } from '../../vocab/rdfs.js';
import { sh } from '../../vocab/sh.js';
import { folders, library } from '../validation/support.js';

/** The profiles, and the shapes of our own inputs. `ndc-checks` has tests of its own. */
const shapeFolders = [
  'dcat-ap-3.0',
  'dcat-ap-nl-3.0',
  'health-ri-2',
  ...['healthdcat-ap-r5', 'healthdcat-ap-r8'].flatMap((release) => ['common', 'public', 'restricted', 'non-public'].map((part) => `${release}/${part}`)),
  'node',
];
const quads: readonly Quad[] = shapeFolders.flatMap((folder) => readTurtleFolder(folders.shapes, folder)).flatMap((file) => file.quads);
const objectsOf = objectsIn(quads);
/** Property shapes that a node shape lists by IRI: the rules. Those inside a list or role shape carry no message of their own. */
const rules = [...new Map(quads.filter((quad) => quad.predicate.equals(sh.property) && quad.object.termType === 'NamedNode').map((quad) => [quad.object.value, quad.object])).values()];

describe('rules', () => {
  it('has rules for every folder of shapes', () => {
    expect(rules.length).toBeGreaterThan(850);
    expect(readdirSync(folders.shapes).sort()).toEqual(expect.arrayContaining([...new Set(shapeFolders.map((folder) => folder.split('/')[0]))]));
  });

  it.each(rules.map((rule) => [rule.value.split('/').pop() ?? '', rule] as const))('%s is complete', (_, rule) => {
    expect(objectsOf(rule, sh.path)).toHaveLength(1);
    expect(objectsOf(rule, sh.severity)).toHaveLength(1);
    const messages = objectsOf(rule, sh.message).map((term) => (term.termType === 'Literal' ? term.language : ''));
    expect(messages.sort()).toEqual(['en', 'nl']);
    if (!rule.value.includes('/node#')) {
      expect(objectsOf(rule, sh.name)).toHaveLength(2);
      expect(objectsOf(rule, rdfs.seeAlso)).toHaveLength(1);
      const advice = objectsOf(rule, ndcShapes.fix).map((term) => (term.termType === 'Literal' ? term.language : ''));
      expect(advice.sort()).toEqual(['en', 'nl']);
      if (/-(min|list|datatype)$/.test(rule.value)) expect(objectsOf(rule, ndcShapes.example)).toHaveLength(1);
    }
  });

  it('gives every node shape with a constraint of its own a severity and messages', () => {
    const own = quads.filter((quad) => quad.predicate.equals(sh.severity)).map((quad) => quad.subject);
    for (const shape of own) expect(objectsOf(shape, sh.message), shape.value).toHaveLength(2);
  });

  it('uses examples that are Turtle and speak of the rule’s own property', () => {
    const head = Object.entries(examplePrefixes).map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .`).join('\n');
    const examples = quads.filter((quad) => quad.predicate.equals(ndcShapes.example));
    expect(examples.length).toBeGreaterThan(620);
    for (const { subject, object } of examples) {
      const parsed = new Parser().parse(`${head}\n<urn:example:focus> ${object.value} .`);
      const path = objectsOf(subject, sh.path)[0];
      if (path?.termType === 'NamedNode') expect(parsed.some((quad) => quad.predicate.equals(path) && quad.subject.value === 'urn:example:focus'), subject.value).toBe(true);
    }
  });

  it('gives examples that satisfy the rule they belong to', async () => {
    const head = Object.entries(examplePrefixes).map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .`).join('\n');
    const wrong: string[] = [];
    for (const profile of library().filter((known) => !known.info.id.startsWith('ndc'))) {
      for (const variant of profile.variants) {
        const of = objectsIn(variant.quads);
        for (const rule of variant.rules.names) {
          const example = of(DataFactory.namedNode(rule), ndcShapes.example)[0];
          const owner = variant.quads.find((quad) => quad.predicate.equals(sh.property) && quad.object.value === rule)?.subject;
          const type = owner === undefined ? undefined : of(owner, sh.targetClass)[0];
          if (example === undefined || type === undefined) continue;
          const described = new Parser().parse(`${head}\n<urn:example:focus> a <${type.value}> ; ${example.value} .`);
          const found = await runShaclEngine(variant, new LayeredDataset(described, variant.background));
          if (found.some((result) => result.sourceShape === rule && result.focusNode.value === 'urn:example:focus')) wrong.push(`${profile.info.id} ${rule}: ${example.value}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('never demands a class, since authority values carry no types in the wild', () => {
    expect(quads.filter((quad) => quad.predicate.equals(sh.class))).toEqual([]);
  });

  /** shacl-engine 1.1.2 takes a (value, node shape) pair for sound the second time it meets it along the same path. */
  it('reaches no node shape twice along one path within a variant', () => {
    for (const profile of library()) {
      for (const variant of profile.variants) {
        const of = objectsIn(variant.quads);
        const active = variant.rules.names;
        const seen = new Map<string, string>();
        for (const quad of variant.quads.filter((candidate) => candidate.predicate.equals(sh.node) && active.includes(candidate.subject.value))) {
          const owner = variant.quads.find((candidate) => candidate.predicate.equals(sh.property) && candidate.object.equals(quad.subject))?.subject;
          const targets = owner === undefined ? [] : [...of(owner, sh.targetClass), ...of(owner, sh.targetObjectsOf)].map((term) => term.value).sort();
          const key = `${targets.join(' ')} ${of(quad.subject, sh.path)[0]?.value ?? ''} ${quad.object.value}`;
          expect(seen.get(key), key).toBeUndefined();
          seen.set(key, quad.subject.value);
        }
      }
    }
  });

  it('counts rules in force per profile', () => {
    const counts = Object.fromEntries(library().map((profile) => [profile.info.id, profile.info.rules]));
    expect(counts['dcat-ap-3.0']).toBeGreaterThan(200);
    for (const id of ['dcat-ap-nl-3.0', 'healthdcat-ap-r5', 'healthdcat-ap-r8', 'health-ri-2']) expect(counts[id], id).toBeGreaterThan(250);
    expect(counts['healthdcat-ap-r8']).toBeGreaterThan(counts['dcat-ap-3.0']!);
  });
});
