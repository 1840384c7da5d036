import type { Quad, Term } from '@rdfjs/types';
import { adms } from '../../vocab/adms.js';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { foaf } from '../../vocab/foaf.js';
import { rdfs } from '../../vocab/rdfs.js';
import { skos } from '../../vocab/skos.js';
import type { RecordHead, RecordKind } from '../domain/record.js';
import { groupBy } from '../rdf/group-by.js';
import { publicIri } from './record-rdf.js';
import type { Surroundings } from './surroundings.js';
import { element, type Xml } from './xml-writer.js';

const dcNamespace = 'http://purl.org/dc/elements/1.1/';
const dcmiType: Readonly<Record<RecordKind, string>> = { dataset: 'Dataset', series: 'Collection', service: 'Service' };

/** One statement of simple Dublin Core. */
interface Statement {
  readonly name: string;
  readonly text: string;
  readonly language: string;
}

/** A record in the fifteen elements of Dublin Core: what a reader that knows no DCAT can use (OAIP-2). */
export function dublinCore(head: RecordHead, quads: readonly Quad[], { baseUrl }: Surroundings): Xml {
  const statements = new Map<string, Statement>();
  for (const statement of statementsOf(head, publicIri(head.iri, baseUrl), quads, baseUrl))
    if (statement.text.trim() !== '') statements.set(`${statement.name}\n${statement.language}\n${statement.text}`, statement);
  return element(
    'oai_dc:dc',
    {
      'xmlns:oai_dc': 'http://www.openarchives.org/OAI/2.0/oai_dc/',
      'xmlns:dc': dcNamespace,
      'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      'xsi:schemaLocation': 'http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
    },
    ...[...statements.values()].map(({ name, text, language }) => element(`dc:${name}`, { 'xml:lang': language === '' ? null : language }, text)),
  );
}

function* statementsOf(head: RecordHead, subject: string, quads: readonly Quad[], baseUrl: string): Generator<Statement, void> {
  const bySubject = groupBy(quads, (quad) => quad.subject.value);
  const of = (node: string, ...predicates: readonly Term[]): Term[] =>
    predicates.flatMap((predicate) => (bySubject.get(node) ?? []).filter((quad) => quad.predicate.equals(predicate)).map((quad) => quad.object));
  const said = (name: string, term: Term): Statement => ({ name, text: term.value, language: term.termType === 'Literal' ? term.language : '' });
  /** What a thing is called where the description says so, else its IRI. */
  const called = (name: string, terms: readonly Term[], ...by: readonly Term[]): Statement[] =>
    terms.flatMap((term) => {
      const names = term.termType === 'Literal' ? [] : of(term.value, ...by);
      return (names.length === 0 ? [term] : names).map((one) => said(name, one));
    });
  for (const term of of(subject, dct.title, dct.alternative)) yield said('title', term);
  yield* called('creator', of(subject, dct.creator), foaf.name);
  yield* called('subject', of(subject, dcat.keyword, dcat.theme), skos.prefLabel);
  for (const term of of(subject, dct.description)) yield said('description', term);
  yield* called('publisher', of(subject, dct.publisher), foaf.name);
  for (const term of of(subject, dct.issued, dct.modified)) yield said('date', term);
  yield { name: 'type', text: dcmiType[head.kind], language: '' };
  yield { name: 'type', text: `http://purl.org/dc/dcmitype/${dcmiType[head.kind]}`, language: '' };
  const distributions = of(subject, dcat.distribution).map((term) => term.value);
  for (const node of distributions) for (const term of of(node, dct.format, dcat.mediaType)) yield said('format', term);
  yield { name: 'identifier', text: subject, language: '' };
  for (const term of of(subject, dct.identifier)) yield said('identifier', term);
  for (const node of of(subject, adms.identifier)) for (const term of of(node.value, skos.notation)) yield said('identifier', term);
  yield { name: 'identifier', text: `${baseUrl}/datasets/${head.id}`, language: '' };
  for (const term of of(subject, dct.source)) yield said('source', term);
  for (const term of of(subject, dct.language)) yield said('language', term);
  for (const term of of(subject, dcat.landingPage, foaf.page, dcat.inSeries, dct.relation)) yield said('relation', term);
  yield* called('coverage', of(subject, dct.spatial), skos.prefLabel, rdfs.label);
  for (const node of of(subject, dct.temporal)) {
    const [start, end] = [of(node.value, dcat.startDate)[0]?.value ?? '', of(node.value, dcat.endDate)[0]?.value ?? ''];
    if (start !== '' || end !== '') yield { name: 'coverage', text: `${start}/${end}`, language: '' };
  }
  yield* called('rights', of(subject, dct.accessRights, dct.license, dct.rights), rdfs.label);
  for (const node of distributions) yield* called('rights', of(node, dct.license), rdfs.label);
}
