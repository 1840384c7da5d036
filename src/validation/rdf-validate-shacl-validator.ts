import { Store } from 'n3';
import SHACLValidator from 'rdf-validate-shacl';
import type { ValidationResult as EngineValidationResult } from 'rdf-validate-shacl/src/validation-report.js';
import { InternalError } from '../domain/errors.js';
import type { ProfileInfo, ValidationReport } from '../domain/validation.js';
import type { ValidationRequest, Validator } from '../ports/validator.js';
import { engineVersion } from './engine-version.js';
import type { LayeredDataset } from './layered-dataset.js';
import { reportOn } from './report.js';
import type { EngineResult } from './results.js';
import type { ShapesGraph, ShapesProfile } from './shapes-library.js';

/**
 * The second opinion: rdf-validate-shacl, prepared once for each variant of a profile.
 *
 * It stops checking a (node, shape) pair after fifty visits and then takes it for sound; the bound is raised far beyond what
 * one record can reach, and stays a bound because shapes from an operator may go round in a circle.
 */
export class RdfValidateShaclValidator implements Validator {
  readonly engine = engineVersion('rdf-validate-shacl');
  readonly #profiles: readonly ShapesProfile[];

  constructor(profiles: readonly ShapesProfile[]) {
    this.#profiles = profiles;
  }

  profiles(): readonly ProfileInfo[] {
    return this.#profiles.map((profile) => profile.info);
  }

  validate(request: ValidationRequest): Promise<ValidationReport> {
    return reportOn(request, this.#profiles, this.engine, runRdfValidateShacl);
  }
}

const prepared = new WeakMap<ShapesGraph, SHACLValidator>();

/** The published types leave `maxNodeChecks` out; the library reads it (validation-engine.js). */
const engineOptions: ConstructorParameters<typeof SHACLValidator>[1] & { readonly maxNodeChecks: number } = { maxNodeChecks: 100_000 };

export async function runRdfValidateShacl(graph: ShapesGraph, dataset: LayeredDataset): Promise<readonly EngineResult[]> {
  if (graph.sparql)
    throw new InternalError('validation/engine', 'rdf-validate-shacl cannot run SPARQL constraints; there is no second opinion on this profile.');
  try {
    let engine = prepared.get(graph);
    if (engine === undefined) prepared.set(graph, (engine = new SHACLValidator(new Store([...graph.quads]), engineOptions)));
    const report = await engine.validate(dataset);
    return report.results.flatMap(engineResult);
  } catch (error) {
    throw new InternalError('validation/engine', 'rdf-validate-shacl failed.', {}, { cause: error });
  }
}

/* The library's types promise more than its results hold. */
/* eslint-disable @typescript-eslint/no-unnecessary-condition */
function engineResult(result: EngineValidationResult): readonly EngineResult[] {
  const { focusNode, sourceConstraintComponent, sourceShape, value, path } = result;
  if (focusNode === null || sourceConstraintComponent === null || sourceShape === null) return [];
  const component = sourceConstraintComponent.value;
  const own = component.endsWith('#ClosedConstraintComponent') ? (path?.value ?? null) : null;
  return [{ focusNode, component, sourceShape: sourceShape.value, value, path: own }];
}
