import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Quad } from '@rdfjs/types';
import { Parser, Store } from 'n3';
import SHACLValidator from 'rdf-validate-shacl';
import { LayeredDataset } from '../../src/validation/layered-dataset.js';
import { objectsIn, pathText } from '../../src/validation/property-path.js';
import { termKey } from '../../src/validation/term-keys.js';
import { library, root } from '../validation/support.js';

export const shared = join(root, '..', 'shared');
export const hasOracle = existsSync(join(shared, 'oracle', 'shapes', 'healthdcat-ap-r8'));

export const corpora = ['healthdcat-ap-eu', 'healthdcat-ap-de', 'health-ri-metadata', 'semic-dcat-ap'];

/** Every Turtle file of the corpora that N3 can read. */
export function corpusFiles(): readonly { readonly name: string; readonly quads: readonly Quad[] }[] {
  return corpora.flatMap((corpus) => {
    const folder = join(shared, 'corpus', corpus);
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ttl')).sort();
    return names.flatMap((name) => {
      try {
        return [{ name: `${corpus}/${name}`, quads: new Parser().parse(readFileSync(join(folder, name), 'utf8')) }];
      } catch {
        return [];
      }
    });
  });
}

export interface OracleFault {
  readonly focus: string;
  readonly path: string;
  readonly component: string;
}

/** The official Release 8 set for one access right, without ranges (typing) and without the guard (SPARQL). */
export class Oracle {
  readonly #engine: SHACLValidator;
  readonly #objectsOf;

  constructor(variant: 'public' | 'restricted' | 'non-public') {
    const shapes = join(shared, 'oracle', 'shapes');
    const files = [
      join(shapes, 'healthdcat-ap-r8', 'shapes', `${variant}-shapes.ttl`),
      join(shapes, 'healthdcat-ap-r8', 'controlled-vocabularies', 'mdr-vocabularies.shape.ttl'),
      join(shapes, 'dcat-ap-3.0.1', 'shapes.ttl'),
    ];
    const quads = files.flatMap((file) => new Parser().parse(readFileSync(file, 'utf8'))).filter((quad) => !quad.predicate.value.endsWith('#imports'));
    this.#objectsOf = objectsIn(quads);
    const options: ConstructorParameters<typeof SHACLValidator>[1] & { maxNodeChecks: number } = { maxNodeChecks: 100_000 };
    this.#engine = new SHACLValidator(new Store(quads), options);
  }

  async faults(quads: readonly Quad[]): Promise<readonly OracleFault[]> {
    const background = library()[0]!.variants[0]!.background;
    const report = await this.#engine.validate(new LayeredDataset(quads, background));
    return report.results.flatMap((result) => {
      const component = result.sourceConstraintComponent?.value.split('#')[1]?.replace('ConstraintComponent', '') ?? '';
      if (!result.severity?.value.endsWith('#Violation') || result.focusNode === null || component === 'Class') return [];
      return [{ focus: termKey(result.focusNode), path: result.path === null ? '' : pathText(result.path, this.#objectsOf), component }];
    });
  }
}
