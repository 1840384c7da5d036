import type { BlankNode, NamedNode, Quad, Term } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { dcat } from '../vocab/dcat.js';
import { dct } from '../vocab/dcterms.js';
import { rdf } from '../vocab/rdf.js';
import { rdfs } from '../vocab/rdfs.js';
import { xsd } from '../vocab/xsd.js';
import { cleanText, dateLiteral, looksLikeIri } from './value-forms.js';

export type Node = NamedNode | BlankNode;
export type Value = string | null | undefined;

/**
 * Writes the statements of one description that is mapped from another format. It leaves out what is empty and repairs
 * nothing: a value of the wrong kind is written as it is, so that the pipeline reports it as it does for every station.
 */
export class DescriptionWriter {
  private blanks = 0;
  private readonly begun = new Set<string>();

  constructor(private readonly sink: (quad: Quad, line: number | null) => void) {}

  /** A named node for an IRI, a new blank node otherwise. */
  node(iri: Value, ...classes: readonly NamedNode[]): Node {
    const node = iri == null || !looksLikeIri(iri.trim()) ? DataFactory.blankNode(`b${String((this.blanks += 1))}`) : DataFactory.namedNode(iri.trim());
    for (const type of classes) this.add(node, rdf.type, type);
    return node;
  }

  /** Whether a node is still to be described: an agent with two roles is described once, or its contact point would count double. */
  begins(node: Node): boolean {
    const key = `${node.termType} ${node.value}`;
    return !this.begun.has(key) && this.begun.add(key).size > 0;
  }

  add(subject: Node, predicate: NamedNode, object: Term): void {
    this.sink(DataFactory.quad(subject, predicate, object as NamedNode), null);
  }

  text(subject: Node, predicate: NamedNode, value: Value, language = ''): void {
    const text = value == null ? null : cleanText(value);
    if (text !== null) this.add(subject, predicate, language === '' ? DataFactory.literal(text) : DataFactory.literal(text, language));
  }

  typed(subject: Node, predicate: NamedNode, value: Value, datatype: NamedNode): void {
    const text = value == null ? null : cleanText(value);
    if (text !== null) this.add(subject, predicate, DataFactory.literal(text, datatype));
  }

  date(subject: Node, predicate: NamedNode, value: Value): void {
    const text = value == null ? null : cleanText(value);
    if (text !== null) this.add(subject, predicate, dateLiteral(text));
  }

  /** The value as an IRI when it is one, else as text. */
  iriOrText(subject: Node, predicate: NamedNode, value: Value): void {
    const text = value == null ? null : cleanText(value);
    if (text !== null) this.add(subject, predicate, looksLikeIri(text) ? DataFactory.namedNode(text) : DataFactory.literal(text));
  }

  /** The value when it is an IRI; whether it was. */
  iri(subject: Node, predicate: NamedNode, value: Value): boolean {
    const text = value == null ? null : cleanText(value);
    if (text === null || !looksLikeIri(text)) return false;
    this.add(subject, predicate, DataFactory.namedNode(text));
    return true;
  }

  /** The value as an IRI, else a node of the class that carries it as its label. */
  labelled(subject: Node, predicate: NamedNode, value: Value, type: NamedNode): void {
    const text = value == null ? null : cleanText(value);
    if (text === null || this.iri(subject, predicate, text)) return;
    const node = this.node(null, type);
    this.add(node, rdfs.label, DataFactory.literal(text));
    this.add(subject, predicate, node);
  }

  period(subject: Node, predicate: NamedNode, start: Value, end: Value): void {
    if ((start ?? '').trim() === '' && (end ?? '').trim() === '') return;
    const node = this.node(null, dct.PeriodOfTime);
    this.date(node, dcat.startDate, start);
    this.date(node, dcat.endDate, end);
    this.add(subject, predicate, node);
  }

  mailto(subject: Node, predicate: NamedNode, value: Value): void {
    const text = value == null ? null : cleanText(value);
    if (text === null) return;
    const address = text.replace(/^mailto:/i, '');
    this.add(subject, predicate, /^[^\s@]+@[^\s@]+$/.test(address) ? DataFactory.namedNode(`mailto:${address}`) : DataFactory.literal(text, xsd.string));
  }
}
