import type { Quad } from '@rdfjs/types';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { rdf } from '../../vocab/rdf.js';
import { ConfigurationError } from '../domain/errors.js';
import type { ShapesProfile, ShapesVariant } from './shapes-library.js';

/**
 * Which part of a profile a record is checked by: for a dataset the one of its access right, and the default (NON_PUBLIC)
 * when it has none, several or an unknown one; for a series, service or catalogue the common part (DESIGN section 4).
 */
export function chooseVariant(profile: ShapesProfile, subject: string, quads: readonly Quad[]): ShapesVariant {
  const { variants } = profile;
  const [only] = variants;
  if (variants.length === 1 && only !== undefined) return only;
  const fallback = variants.find((variant) => variant.isDefault);
  if (isDataset(subject, quads)) {
    const rights = new Set(objects(subject, dct.accessRights.value, quads));
    const matching = rights.size === 1 ? variants.find((variant) => variant.accessRight !== null && rights.has(variant.accessRight)) : undefined;
    const chosen = matching ?? fallback;
    if (chosen !== undefined) return chosen;
  }
  const common = variants.find((variant) => variant.accessRight === null) ?? fallback;
  if (common === undefined) throw new ConfigurationError('config/invalid', `The profile ${profile.info.id} has no variant for ${subject}.`);
  return common;
}

/**
 * Drops `a dcat:Dataset` of a node that is also a series or a catalogue.
 *
 * DCAT makes both subclasses of Dataset and some exporters write the implied type; held to the dataset rules they would
 * fail on requirements that DCAT-AP does not set them (healthdcat-ap.md section 3).
 */
export function withoutImpliedTypes(quads: readonly Quad[]): readonly Quad[] {
  const others = quads.filter((quad) => quad.predicate.equals(rdf.type) && (quad.object.equals(dcat.DatasetSeries) || quad.object.equals(dcat.Catalog)));
  if (others.length === 0) return quads;
  return quads.filter(
    (quad) => !(quad.object.equals(dcat.Dataset) && quad.predicate.equals(rdf.type) && others.some((other) => other.subject.equals(quad.subject))),
  );
}

function isDataset(subject: string, quads: readonly Quad[]): boolean {
  return objects(subject, rdf.type.value, quads).includes(dcat.Dataset.value);
}

function objects(subject: string, predicate: string, quads: readonly Quad[]): readonly string[] {
  return quads.filter((quad) => quad.predicate.value === predicate && quad.subject.value === subject).map((quad) => quad.object.value);
}
