import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Quad, Term } from '@rdfjs/types';
import { DataFactory, Parser, Store } from 'n3';
import { Validator as Engine } from 'shacl-engine';
import { rdf } from '../../vocab/rdf.js';
import { sh } from '../../vocab/sh.js';
import { withBlankNodes, withIri } from '../../src/validation/blank-nodes.js';
import { LayeredDataset } from '../../src/validation/layered-dataset.js';
import { objectsIn, pathText } from '../../src/validation/property-path.js';
import { targetsOf } from '../../src/validation/targets.js';
import { termKey } from '../../src/validation/term-keys.js';
import { withoutImpliedTypes } from '../../src/validation/variant-choice.js';
import { library } from '../validation/support.js';
import { shared } from './records.js';

/** One result, by what the two sides are compared on, with the values that were found wrong. */
export interface Finding {
  readonly focus: string;
  readonly path: string;
  readonly component: string;
  readonly severity: string;
  readonly values: readonly Term[];
}

export interface OfficialSet {
  readonly profile: string;
  /** Variants of ours that it is held against. */
  readonly variants: readonly (string | null)[];
  readonly files: readonly string[];
}

const dcatAp = ['shapes', 'range', 'shapes_recommended', 'mdr-vocabularies.shape'].map((name) => `dcat-ap-3.0.1/${name}.ttl`);
const nl = ['dcat-ap-SHACL', 'dcat-ap-nl-SHACL', 'dcat-ap-nl-SHACL-klassebereik', 'dcat-ap-nl-SHACL-klassebereik-codelijsten', 'dcat-ap-nl-SHACL-aanbevolen'];

/** DCAT-AP as Release 8 imports it: without its code lists, which the release replaces by its own. */
function release8(right: string): readonly string[] {
  return [
    ...['shapes', 'range', 'shapes_recommended', 'deprecateduris'].map((name) => `dcat-ap-3.0.1/${name}.ttl`),
    `healthdcat-ap-r8/shapes/${right}-shapes.ttl`,
    'healthdcat-ap-r8/ranges/range.ttl',
    `healthdcat-ap-r8/recommended/${right}-shapes_recommended.ttl`,
    'healthdcat-ap-r8/controlled-vocabularies/mdr-vocabularies.shape.ttl',
  ];
}

/** The official sets. Left out, since they hold SPARQL only: `healthdcat-ap-r8/shapes/graph-guard.ttl`. */
export const officialSets: readonly OfficialSet[] = [
  { profile: 'dcat-ap-3.0', variants: [null], files: dcatAp },
  { profile: 'dcat-ap-nl-3.0', variants: [null], files: [...dcatAp, ...nl.map((name) => `dcat-ap-nl-3.0/300/${name}.ttl`)] },
  { profile: 'healthdcat-ap-r8', variants: ['public', 'common'], files: release8('public') },
  { profile: 'healthdcat-ap-r8', variants: ['restricted'], files: release8('restricted') },
  { profile: 'healthdcat-ap-r8', variants: ['non-public'], files: release8('non-public') },
  { profile: 'healthdcat-ap-r5', variants: ['non-public', 'common'], files: [...dcatAp, 'healthdcat-ap-r5/shapes/non-public-shapes.ttl'] },
  { profile: 'health-ri-2', variants: [null], files: ['health-ri-core-v2/ValidationShape/HRI-Datamodel-shapes.ttl'] },
];

/** One official set, prepared; the vocabularies lie behind the data and subclasses are those of our own shapes. */
export class Oracle {
  readonly set: OfficialSet;
  /** IRIs of the classes that the set targets, with their subclasses. */
  readonly classes: ReadonlySet<string>;
  readonly #engine: Engine;
  readonly #shapes: readonly Term[];
  readonly #objectsOf;
  readonly #background = library()[0]!.variants[0]!.background;

  constructor(set: OfficialSet) {
    this.set = set;
    const official = set.files.flatMap((file) => new Parser({ blankNodePrefix: `_:${file.replace(/\W/g, '')}` }).parse(readFileSync(join(shared, 'oracle', 'shapes', file), 'utf8')));
    const quads = [...official.filter((quad) => !quad.predicate.value.endsWith('#imports')), ...this.#background.subClasses];
    if (quads.some((quad) => quad.predicate.value === `${sh.iri}sparql`)) throw new Error('an official set with SPARQL was not left out');
    this.#objectsOf = objectsIn(quads);
    const targets = targetsOf(quads);
    this.#shapes = targets.shapes;
    this.classes = new Set(targets.classes.map((term) => term.value));
    this.#engine = new Engine(new Store(quads), { factory: DataFactory });
  }

  async findings(description: readonly Quad[]): Promise<readonly Finding[]> {
    const quads = withBlankNodes(withoutImpliedTypes(description));
    const report = await this.#engine.validate(
      { dataset: new LayeredDataset(quads, this.#background) },
      this.#shapes.map((term) => ({ terms: [term] })),
    );
    const found = report.results.flatMap((result): Finding[] => {
      if (result.focusNode.term.termType === 'Literal') return [];
      const shape = result.shape.ptr.term;
      const path = this.#objectsOf(shape, sh.path)[0];
      return [
        {
          focus: termKey(withIri(result.focusNode.term)),
          path: path === undefined ? '' : pathText(path, this.#objectsOf),
          component: result.constraintComponent.value.replace(/^.*#|ConstraintComponent$/g, ''),
          severity: (this.#objectsOf(shape, sh.severity)[0]?.value.split('#')[1] ?? 'Violation').toLowerCase(),
          values: result.value === undefined ? [] : [withIri(result.value.term)],
        },
      ];
    });
    return merge(found);
  }
}

export function keyOf(finding: Omit<Finding, 'values'>): string {
  return [finding.focus, finding.path, finding.component, finding.severity].join(' | ');
}

/** Each key once, with all its values. */
export function merge(findings: readonly Finding[]): readonly Finding[] {
  const byKey = new Map<string, Finding>();
  for (const finding of findings) {
    const known = byKey.get(keyOf(finding));
    byKey.set(keyOf(finding), known === undefined ? finding : { ...known, values: [...known.values, ...finding.values] });
  }
  return [...byKey.values()];
}

/** What a description says of its nodes, for the conditions of exceptions. */
export class Description {
  readonly #objects = new Map<string, Term[]>();
  readonly #references = new Set<string>();

  constructor(quads: readonly Quad[]) {
    for (const { subject, predicate, object } of quads) {
      this.#references.add(`${predicate.value} ${object.value}`);
      const key = `${subject.value} ${predicate.value}`;
      const known = this.#objects.get(key);
      if (known === undefined) this.#objects.set(key, [object]);
      else known.push(object);
    }
  }

  objects(subject: string, predicate: string): readonly Term[] {
    return this.#objects.get(`${subject} ${predicate}`) ?? [];
  }

  refers(property: string, object: string): boolean {
    return this.#references.has(`${property} ${object}`);
  }

  /** IRIs of the nodes that a node refers to, in any property. */
  below(subject: string): readonly string[] {
    return [...this.#objects.entries()].flatMap(([key, objects]) => (key.startsWith(`${subject} `) ? objects.filter((term) => term.termType === 'NamedNode').map((term) => term.value) : []));
  }

  types(subject: string): readonly string[] {
    return this.objects(subject, rdf.type.value).map((term) => term.value);
  }
}

