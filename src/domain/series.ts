import type { RecordDescription } from './description.js';

/** What a member without them takes from its series for search, display and EU payload (DESIGN section 3, Series). */
export interface Inheritable {
  readonly accessRights: readonly string[];
  readonly healthCategories: readonly string[];
  readonly themes: readonly string[];
  readonly hdab: readonly string[];
  readonly legislation: readonly string[];
}

export type InheritableProperty = keyof Inheritable;

export function inheritableOf(description: RecordDescription): Inheritable {
  return {
    accessRights: description.accessRights,
    healthCategories: description.healthCategories,
    themes: description.themes,
    hdab: description.hdab === null ? [] : [description.hdab.iri ?? Object.values(description.hdab.name).flat().join(' ')],
    legislation: description.legislation,
  };
}

/** The properties that a member lacks and a change of its series can therefore alter. */
export function lacking(inheritable: Inheritable): InheritableProperty[] {
  return (Object.keys(inheritable) as InheritableProperty[]).filter((property) => inheritable[property].length === 0);
}

/** The properties whose values differ between two states of a series. */
export function changedProperties(before: Inheritable | null, after: Inheritable | null): InheritableProperty[] {
  const properties: readonly InheritableProperty[] = ['accessRights', 'healthCategories', 'themes', 'hdab', 'legislation'];
  const text = (state: Inheritable | null, property: InheritableProperty): string => JSON.stringify([...(state?.[property] ?? [])].sort());
  return properties.filter((property) => text(before, property) !== text(after, property));
}
