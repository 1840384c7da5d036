import type { ProfileInfo, RuleInfo } from '../../../src/domain/validation.js';
import { librarySources } from '../../../src/library-sources.js';
import { ruleList } from '../../../src/validation/rule-list.js';
import { loadShapesLibrary } from '../../../src/validation/shapes-library.js';

let loaded: ReturnType<typeof loadShapesLibrary> | undefined;

/** The rules that the package brings, read once in a test process. */
export function library(): ReturnType<typeof loadShapesLibrary> {
  return (loaded ??= loadShapesLibrary(librarySources('/nowhere')));
}

export function libraryProfiles(): ProfileInfo[] {
  return library().map(({ info }) => info);
}

const lists = new Map<string, readonly RuleInfo[]>();

export function libraryRules(id: string): readonly RuleInfo[] | undefined {
  const profile = library().find(({ info }) => info.id === id);
  if (profile === undefined) return undefined;
  const known = lists.get(id) ?? ruleList(profile);
  lists.set(id, known);
  return known;
}
