import type { Term } from '@rdfjs/types';
import { dcat } from '../../../vocab/dcat.js';
import { healthdcatap } from '../../../vocab/healthdcatap.js';
import { personalStatement } from './access.js';
import { finding, statements, type Check } from './check.js';

/** More than there can be: people on earth, rows any system holds, bytes of an exabyte, years of a life. */
const limits: readonly (readonly [Term, number])[] = [
  [healthdcatap.numberOfUniqueIndividuals, 10_000_000_000],
  [healthdcatap.numberOfRecords, 1_000_000_000_000_000],
  [dcat.byteSize, 1_000_000_000_000_000_000],
];
const oldest = 125;

export const countAbsurd: Check = function* ({ dataset }) {
  for (const [property, limit] of limits) for (const quad of statements(dataset, property)) if ((numberOf(quad.object) ?? 0) > limit) yield finding(quad);
};

/**
 * Somebody in the data mostly has a record or more. Not so in tables of totals, where a row is about many, so this asks it of personal
 * data only; and since one record may also be of a family, it is only pointed out.
 */
export const moreIndividualsThanRecords: Check = function* ({ dataset }) {
  for (const quad of statements(dataset, healthdcatap.numberOfUniqueIndividuals)) {
    if (personalStatement(dataset, quad.subject) === undefined) continue;
    const individuals = numberOf(quad.object);
    const records = numberOf(dataset.ownQuads(quad.subject, healthdcatap.numberOfRecords.value)[0]?.object);
    if (individuals !== null && records !== null && individuals > records) yield finding(quad);
  }
};

export const ageAbsurd: Check = function* ({ dataset }) {
  for (const quad of statements(dataset, healthdcatap.minTypicalAge, healthdcatap.maxTypicalAge))
    if ((numberOf(quad.object) ?? 0) > oldest) yield finding(quad);
};

export const ageRangeReversed: Check = function* ({ dataset }) {
  for (const quad of statements(dataset, healthdcatap.minTypicalAge)) {
    const from = numberOf(quad.object);
    const to = numberOf(dataset.ownQuads(quad.subject, healthdcatap.maxTypicalAge.value)[0]?.object);
    if (from !== null && to !== null && from > to) yield finding(quad);
  }
};

/** Text that is no number is somebody else's finding (the datatype). */
function numberOf(term: Term | undefined): number | null {
  if (term?.termType !== 'Literal' || !/^\s*[+-]?\d+(\.\d+)?(e[+-]?\d+)?\s*$/i.test(term.value)) return null;
  return Number(term.value);
}
