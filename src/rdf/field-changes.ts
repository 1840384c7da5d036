import type { Quad } from '@rdfjs/types';
import type { FieldChange } from '../domain/harvest.js';
import { prefixedName } from './prefixes.js';

const maxChanges = 200;
const maxText = 500;
/** Nodes that many others share would be walked once for each way to them. */
const maxSteps = 50_000;

/**
 * What differs between two versions of a description, property by property: a path from the record through its nested
 * nodes, and the values that went and came. A node that moved as a whole shows as its own properties (R50).
 */
export function fieldChanges(subject: string, before: readonly Quad[], after: readonly Quad[]): FieldChange[] {
  const then = valuesByPath(subject, before);
  const now = valuesByPath(subject, after);
  const changes: FieldChange[] = [];
  for (const path of [...new Set([...then.keys(), ...now.keys()])].sort()) {
    const [old, fresh] = [then.get(path) ?? [], now.get(path) ?? []];
    const removed = without(old, fresh);
    const added = without(fresh, old);
    if (removed.length + added.length > 0) changes.push({ path, removed: removed.map(shortened), added: added.map(shortened) });
    if (changes.length === maxChanges) break;
  }
  return changes;
}

/** Leaves below the record by path; a nested node is a step of the path, a cycle ends it. */
function valuesByPath(subject: string, quads: readonly Quad[]): Map<string, string[]> {
  const bySubject = new Map<string, Quad[]>();
  for (const quad of quads) {
    const list = bySubject.get(quad.subject.value);
    if (list === undefined) bySubject.set(quad.subject.value, [quad]);
    else list.push(quad);
  }
  const found = new Map<string, string[]>();
  let steps = 0;
  const walk = (node: string, prefix: string, above: ReadonlySet<string>): void => {
    for (const { predicate, object } of bySubject.get(node) ?? []) {
      if (++steps > maxSteps) return;
      const path = prefix + prefixedName(predicate.value);
      const nested = object.termType !== 'Literal' && bySubject.has(object.value) && !above.has(object.value);
      if (nested) walk(object.value, `${path}/`, new Set([...above, object.value]));
      else {
        const values = found.get(path);
        const text = object.termType === 'Literal' && object.language !== '' ? `${object.value} (${object.language})` : object.value;
        if (values === undefined) found.set(path, [text]);
        else values.push(text);
      }
    }
  };
  walk(subject, '', new Set([subject]));
  return found;
}

/** The values of one list that the other lacks, each as often as it is missing. */
function without(values: readonly string[], other: readonly string[]): string[] {
  const left = [...other];
  return values.filter((value) => {
    const at = left.indexOf(value);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

const shortened = (text: string): string => (text.length > maxText ? `${text.slice(0, maxText)}…` : text);
