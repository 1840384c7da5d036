import type { Quad } from '@rdfjs/types';
import { RequestError } from '../domain/errors.js';
import type { Severity, ValidationReport } from '../domain/validation.js';
import type { ValidationRequest } from '../ports/validator.js';
import { withBlankNodes } from './blank-nodes.js';
import { LayeredDataset } from './layered-dataset.js';
import { toResults, type EngineResult } from './results.js';
import type { ShapesGraph, ShapesProfile } from './shapes-library.js';
import { countTargets } from './targets.js';
import { chooseVariant, withoutImpliedTypes } from './variant-choice.js';

/** Runs one prepared engine: the only thing in which our two validators differ. */
export type EngineRun = (graph: ShapesGraph, dataset: LayeredDataset) => Promise<readonly EngineResult[]>;

/** The work around an engine: choose the profile's part, lay the record over the vocabularies, count targets, write the report. */
export async function reportOn(request: ValidationRequest, profiles: readonly ShapesProfile[], engine: string, run: EngineRun): Promise<ValidationReport> {
  const profile = profiles.find((known) => known.info.id === request.profile);
  if (profile === undefined)
    throw unknownProfile(
      request.profile,
      profiles.map((known) => known.info.id),
    );
  const described = withoutImpliedTypes(request.quads);
  const variant = chooseVariant(profile, request.subject, described);
  const { quads, original } = withBlankNodes(described);
  const dataset = new LayeredDataset(quads, variant.background);
  const found = await run(variant, dataset);
  const { subject, lineOf } = request;
  const results = toResults(found, {
    subject,
    rules: variant.rules,
    dataset,
    lineOf: lineOf === undefined ? undefined : (quad: Quad) => lineOf(original(quad)),
  });
  const count = (severity: Severity) => results.filter((result) => result.severity === severity).length;
  return {
    profile: profile.info.id,
    variant: variant.name === null ? null : `${profile.info.id}/${variant.name}`,
    conforms: results.length === 0,
    violations: count('violation'),
    warnings: count('warning'),
    infos: count('info'),
    targets: countTargets(variant.targets, dataset),
    results,
    engine,
    shapesHash: profile.info.shapesHash,
  };
}

export function unknownProfile(profile: string, known: readonly string[]): RequestError {
  return new RequestError('validation/unknown-profile', `There is no profile ${profile}.`, { profile, known });
}
