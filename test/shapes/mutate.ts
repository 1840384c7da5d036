import type { Quad, Term } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { rdf } from '../../vocab/rdf.js';
import { rdfs } from '../../vocab/rdfs.js';
import { sh } from '../../vocab/sh.js';
import { skos } from '../../vocab/skos.js';
import { xsd } from '../../vocab/xsd.js';
import { listItems, objectsIn, type ObjectsOf } from '../../src/validation/property-path.js';
import type { ShapesVariant } from '../../src/validation/shapes-library.js';

/** A record with one thing changed, and what was changed. */
export interface Mutation {
  readonly focus: string;
  readonly change: string;
  readonly quads: readonly Quad[];
}

const { blankNode, literal, namedNode, quad: triple } = DataFactory;
const uniqueLang = namedNode(`${sh.iri}uniqueLang`);
const minExclusive = namedNode(`${sh.iri}minExclusive`);

/**
 * Changes of a conforming record of which one should set off a rule, in order of preference; read off the rule's own
 * constraints, at the first node that the rule looks at and that has (or may lose) the property.
 */
export function mutationsFor(rule: Term, variant: ShapesVariant, record: readonly Quad[]): readonly Mutation[] {
  const objectsOf = objectsIn(variant.quads);
  const path = objectsOf(rule, sh.path)[0];
  if (path === undefined) return [];
  const predicates = predicatesOf(path, objectsOf);
  const of = (predicate: Term): Term | undefined => objectsOf(rule, predicate)[0];
  return focusNodes(rule, variant, record, objectsOf).flatMap((focus): Mutation[] => {
    const own = record.filter((quad) => quad.subject.equals(focus) && predicates.some((predicate) => quad.predicate.equals(predicate)));
    const [first] = own;
    if (first === undefined) return [];
    const made: Mutation[] = [];
    const add = (change: string, quads: readonly Quad[]): void => void made.push({ focus: focus.value, change, quads });
    const replace = (change: string, term: Term): void =>
      add(change, [...record.filter((quad) => quad !== first), triple(first.subject as never, first.predicate as never, term as never)]);
    if (of(sh.minCount) !== undefined) add('all values removed', record.filter((quad) => !own.includes(quad)));
    if (of(sh.maxCount) !== undefined) add('a second value', [...record, ...another(first, record, variant)]);
    if (of(sh.node) !== undefined && first.object.termType !== 'Literal') {
      for (const renamed of strangers(first, record)) add('value replaced by a copy that no list holds', renamed);
      for (const [change, quads] of insideOut(rule, first.object, record, objectsOf)) add(change, quads);
    }
    for (const bad of wrongValues(rule, objectsOf, first.object, variant)) replace(`value replaced by ${bad.value}`, bad);
    if (of(uniqueLang) !== undefined && first.object.termType === 'Literal')
      add('a second text in the same language', [...record, triple(first.subject as never, first.predicate as never, literal('Een andere tekst', first.object.language))]);
    return made;
  });
}

/** The same record with a described value under a name that is on no list. */
function strangers(value: Quad, record: readonly Quad[]): readonly (readonly Quad[])[] {
  const described = record.filter((quad) => quad.subject.equals(value.object));
  if (described.length === 0) return [];
  const stranger = namedNode('https://example.org/a-stranger');
  const copies = described.map((quad) => triple(stranger as never, quad.predicate as never, quad.object as never));
  return [[...record.filter((quad) => quad !== value), triple(value.subject as never, value.predicate as never, stranger as never), ...copies]];
}

/** Changes at the value itself, of the properties that the node shape behind the rule asks about. */
function insideOut(rule: Term, value: Term, record: readonly Quad[], objectsOf: ObjectsOf): readonly (readonly [string, readonly Quad[]])[] {
  const parts = objectsOf(rule, sh.node).flatMap((shape) => objectsOf(shape, sh.property));
  return parts.flatMap((part) => {
    const path = objectsOf(part, sh.path)[0];
    const own = record.filter((quad) => quad.subject.equals(value) && path !== undefined && quad.predicate.equals(path));
    const [first] = own;
    if (first === undefined) return [];
    const without = record.filter((quad) => !own.includes(quad));
    const say = (term: Term): Quad => triple(first.subject as never, first.predicate as never, term as never);
    return [
      [`${first.predicate.value} of the value removed`, without],
      [`${first.predicate.value} of the value replaced`, [...without, say(namedNode('https://example.org/something-else'))]],
      [`${first.predicate.value} of the value replaced by text`, [...without, say(literal('iets anders'))]],
      [`a second ${first.predicate.value} of the value`, [...record, say(literal('Nog een toelichting', 'nl'))]],
    ] as const;
  });
}

/** Values that break what the rule asks of a value. */
function wrongValues(rule: Term, objectsOf: ObjectsOf, value: Term, variant: ShapesVariant): readonly Term[] {
  const outside = namedNode('https://example.org/something-else');
  const text = literal('iets anders');
  const kind = objectsOf(rule, sh.nodeKind)[0]?.value.split('#')[1];
  const datatype = objectsOf(rule, sh.datatype)[0];
  const values: Term[] = [];
  if (objectsOf(rule, sh.node).length > 0 || objectsOf(rule, sh.hasValue).length > 0 || objectsOf(rule, sh.in).length > 0) {
    if (value.termType === 'Literal') values.push(text);
    else values.push(...siblings(value, variant).filter((term) => !allowed(rule, objectsOf, term)), outside);
  }
  if (objectsOf(rule, sh.pattern).length > 0) values.push(value.termType === 'Literal' ? literal('2026-01-31T00:00:00', xsd.dateTime) : outside);
  if (objectsOf(rule, minExclusive).length > 0) values.push(literal('0', xsd.nonNegativeInteger));
  if (kind === 'Literal') values.push(outside);
  if (kind === 'IRI') values.push(blankNode('nameless'), text);
  if (kind === 'BlankNodeOrIRI') values.push(text);
  if (datatype !== undefined) values.push(literal('2026-01-31T00:00:00Z', datatype.equals(xsd.string) ? 'nl' : undefined), text, literal('iets', 'nl'));
  return values;
}

function allowed(rule: Term, objectsOf: ObjectsOf, term: Term): boolean {
  const list = objectsOf(rule, sh.in)[0];
  return (list !== undefined && listItems(list, objectsOf).some((item) => item.equals(term))) || objectsOf(rule, sh.hasValue).some((wanted) => wanted.equals(term));
}

/** Another value of the same sort: a concept of the same list, another text, or a copy of the node under another name. */
function another(quad: Quad, record: readonly Quad[], variant: ShapesVariant): readonly Quad[] {
  const say = (term: Term): Quad => triple(quad.subject as never, quad.predicate as never, term as never);
  const { object } = quad;
  if (object.termType === 'Literal') return [say(anotherLiteral(object.value, object.language, object.datatype.value))];
  const [sibling] = siblings(object, variant);
  const described = record.filter((other) => other.subject.equals(object));
  if (sibling !== undefined && described.length === 0) return [say(sibling)];
  const copy = object.termType === 'BlankNode' ? blankNode(`${object.value}-copy`) : namedNode(object.value.replace(/(\/?)$/, '-copy$1'));
  return [say(copy), ...described.map((other) => triple(copy as never, other.predicate as never, other.object as never))];
}

function anotherLiteral(value: string, language: string, datatype: string): Term {
  if (language !== '') return literal(`${value}, anders`, language === 'nl' ? 'fy' : 'fr');
  const changed: Readonly<Record<string, string>> = {
    date: '2027-01-01',
    dateTime: '2027-01-01T00:00:00Z',
    boolean: value === 'true' ? 'false' : 'true',
    decimal: '7.5',
    duration: 'P3M',
    hexBinary: 'abcdef01',
    nonNegativeInteger: '7',
  };
  return literal(changed[datatype.split('#')[1] ?? ''] ?? `${value}-2`, namedNode(datatype));
}

/** Other concepts of the lists that a value is in. */
function siblings(value: Term, variant: ShapesVariant): readonly Term[] {
  const known = variant.background.bySubject.get(value.value) ?? [];
  const schemes = known.filter((quad) => quad.predicate.equals(skos.inScheme)).map((quad) => quad.object.value);
  const found: Term[] = [];
  for (const [subject, quads] of variant.background.bySubject) {
    if (subject === value.value || found.length >= 8) continue;
    if (quads.some((quad) => quad.predicate.equals(skos.inScheme) && schemes.includes(quad.object.value))) found.push(namedNode(subject));
  }
  return found;
}

function predicatesOf(path: Term, objectsOf: ObjectsOf): readonly Term[] {
  if (path.termType === 'NamedNode') return [path];
  const alternatives = objectsOf(path, sh.alternativePath)[0];
  return alternatives === undefined ? [] : listItems(alternatives, objectsOf);
}

/** Nodes of the record that a rule looks at: through the node shapes that list it, or that are it. */
function focusNodes(rule: Term, variant: ShapesVariant, record: readonly Quad[], objectsOf: ObjectsOf): readonly Term[] {
  const owners = variant.quads.filter((quad) => quad.predicate.equals(sh.property) && quad.object.equals(rule)).map((quad) => quad.subject);
  const nodes = owners.flatMap((owner) => {
    const classes = new Set(objectsOf(owner, sh.targetClass).map((term) => term.value));
    for (const type of classes) for (const quad of variant.quads) if (quad.predicate.equals(rdfs.subClassOf) && quad.object.value === type) classes.add(quad.subject.value);
    const properties = objectsOf(owner, sh.targetObjectsOf);
    return [
      ...record.filter((quad) => quad.predicate.equals(rdf.type) && classes.has(quad.object.value)).map((quad) => quad.subject),
      ...record.filter((quad) => properties.some((property) => quad.predicate.equals(property))).map((quad) => quad.object),
    ];
  });
  return [...new Map(nodes.map((node) => [node.value, node])).values()];
}
