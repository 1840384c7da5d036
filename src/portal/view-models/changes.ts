import type { FieldChange } from '../../domain/harvest.js';
import { clean } from './text.js';

/** What became of one property, for a reader. */
export interface ChangeModel {
  readonly path: string;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

export interface ChangesModel {
  readonly changes: readonly ChangeModel[];
  readonly count: number;
  readonly more: number;
}

const fieldsShown = 30;
const valuesShown = 10;

export function changesModel(changes: readonly FieldChange[]): ChangesModel {
  return {
    count: changes.length,
    more: Math.max(0, changes.length - fieldsShown),
    changes: changes.slice(0, fieldsShown).map(({ path, removed, added }) => ({ path: clean(path, 200), removed: values(removed), added: values(added) })),
  };
}

function values(terms: readonly string[]): string[] {
  return [...terms.slice(0, valuesShown).map((term) => clean(term, 300)), ...(terms.length > valuesShown ? ['…'] : [])];
}
