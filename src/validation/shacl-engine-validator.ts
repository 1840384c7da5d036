import { DataFactory, Store } from 'n3';
import { Validator as Engine, type EngineValidationResult } from 'shacl-engine';
import { InternalError } from '../domain/errors.js';
import type { ProfileInfo, ValidationReport } from '../domain/validation.js';
import type { ValidationRequest, Validator } from '../ports/validator.js';
import { engineVersion } from './engine-version.js';
import type { LayeredDataset } from './layered-dataset.js';
import { reportOn } from './report.js';
import type { EngineResult } from './results.js';
import type { ShapesGraph, ShapesProfile } from './shapes-library.js';

/**
 * The engine that decides: shacl-engine, prepared once for each variant of a profile.
 *
 * It reads `rdfs:subClassOf` only from the shapes graph (`classes.ttl` is there), takes an empty data graph for sound (our
 * `targets` is then 0), and passes over `sh:sparql` without its plug-in. See `README.md` for one more trap.
 */
export class ShaclEngineValidator implements Validator {
  readonly engine = engineVersion('shacl-engine');
  readonly #profiles: readonly ShapesProfile[];

  constructor(profiles: readonly ShapesProfile[]) {
    this.#profiles = profiles;
  }

  profiles(): readonly ProfileInfo[] {
    return this.#profiles.map((profile) => profile.info);
  }

  validate(request: ValidationRequest): Promise<ValidationReport> {
    return reportOn(request, this.#profiles, this.engine, runShaclEngine);
  }
}

const prepared = new WeakMap<ShapesGraph, Engine>();

/** The SPARQL plug-in costs most of a second and 40 MB (engines.md section 4): it is loaded for shapes that need it. */
async function prepare(graph: ShapesGraph): Promise<Engine> {
  const plugIn = graph.sparql ? { validations: (await import('shacl-engine/sparql.js')).validations } : {};
  return new Engine(new Store([...graph.quads]), { factory: DataFactory, ...plugIn });
}

export async function runShaclEngine(graph: ShapesGraph, dataset: LayeredDataset): Promise<readonly EngineResult[]> {
  try {
    let engine = prepared.get(graph);
    if (engine === undefined) prepared.set(graph, (engine = await prepare(graph)));
    const report = await engine.validate(
      { dataset },
      graph.targets.shapes.map((term) => ({ terms: [term] })),
    );
    return report.results.map(engineResult);
  } catch (error) {
    throw new InternalError('validation/engine', 'shacl-engine failed.', {}, { cause: error });
  }
}

function engineResult(result: EngineValidationResult): EngineResult {
  const component = result.constraintComponent.value;
  const ownPath = component.endsWith('#ClosedConstraintComponent') || component.endsWith('#SPARQLConstraintComponent');
  const own = ownPath && result.path?.length === 1 ? result.path[0]?.predicates[0]?.value : undefined;
  return { focusNode: result.focusNode.term, component, sourceShape: result.shape.ptr.term.value, value: result.value?.term ?? null, path: own ?? null };
}
