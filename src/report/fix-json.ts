import { parseTree, type Node } from 'jsonc-parser';
import { JsonLocator } from '../rdf/json-locator.js';
import { termFromNTriples, termToNTriples } from '../rdf/terms.js';
import type { Locator, TextEdit } from './fix-document.js';

/** Where values stand in JSON-LD, by what they say; a property is not renamed, since its key may stand for many. */
export const locateInJson: Locator = (text, planned, { baseIri, quads }) => {
  const found = new Map<number, readonly TextEdit[]>();
  const locator = JsonLocator.of(text, baseIri);
  const root = parseTree(text);
  if (locator === null || root === undefined) return found;
  for (const { index, quad, change } of planned) {
    if (change.newPredicate !== undefined) continue;
    const place = locator.locate({ focusNode: quad.subject.value, path: quad.predicate.value, value: termToNTriples(quad.object) }, quads);
    const node = place === null ? undefined : nodeAt(root, place.pointer);
    const insert = node === undefined || !isValue(node) ? null : valueObject(change.after);
    if (node !== undefined && insert !== null) found.set(index, [{ from: node.offset, to: node.offset + node.length, insert }]);
  }
  return found;
};

function nodeAt(root: Node, pointer: string): Node | undefined {
  let node: Node | undefined = root;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    node = node?.type === 'array' ? node.children?.[Number(key)] : node?.children?.find((member) => member.children?.[0]?.value === key)?.children?.[1];
  }
  return node;
}

/** A text, a number, or an object that says nothing but one value: never a node with statements of its own. */
function isValue(node: Node): boolean {
  if (node.type !== 'object') return node.type !== 'array';
  return (node.children ?? []).every((member) => ['@value', '@language', '@type', '@id', '@direction'].includes(String(member.children?.[0]?.value)));
}

function valueObject(term: string): string | null {
  const value = termFromNTriples(term);
  if (value.termType === 'NamedNode') return JSON.stringify({ '@id': value.value });
  if (value.termType !== 'Literal') return null;
  if (value.language !== '') return JSON.stringify({ '@value': value.value, '@language': value.language });
  return value.datatype.value.endsWith('#string')
    ? JSON.stringify({ '@value': value.value })
    : JSON.stringify({ '@value': value.value, '@type': value.datatype.value });
}
