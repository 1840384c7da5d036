import { RequestError } from '../domain/errors.js';
import type { Severity, ValidationReport } from '../domain/validation.js';
import type { ValidationRequest } from '../ports/validator.js';
import { withBlankNodes } from './blank-nodes.js';
import { runChecks } from './checks/index.js';
import { LayeredDataset } from './layered-dataset.js';
import { withLines } from './lines.js';
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
  const quads = withBlankNodes(described);
  const dataset = new LayeredDataset(quads, variant.background);
  const { subject, lineOf } = request;
  const byCode = variant.hasChecks ? runChecks(variant.quads, { subject, dataset, now: request.now ?? new Date() }) : [];
  const results = toResults([...(await run(variant, dataset)), ...byCode], {
    subject,
    rules: variant.rules,
    background: variant.background,
  });
  const count = (severity: Severity) => results.filter((result) => result.severity === severity).length;
  const report: ValidationReport = {
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
  return withLines(report, request.quads, lineOf);
}

export function unknownProfile(profile: string, known: readonly string[]): RequestError {
  return new RequestError('validation/unknown-profile', `There is no profile ${profile}.`, { profile, known });
}
