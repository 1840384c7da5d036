import type { NamedNode, Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { foaf } from '../../vocab/foaf.js';
import { rdf } from '../../vocab/rdf.js';
import { xsd } from '../../vocab/xsd.js';
import type { ReadingNote } from '../../src/ports/harvester.js';
import { isValidIri } from '../../src/rdf/iri.js';
import { DescriptionWriter, type Node } from '../description-writer.js';
import { dateLiteral, languageTerm, licenceIri, looksLikeIri, mediaTypeIri } from '../value-forms.js';
import { doiIri } from './identifiers.js';
import { accessRightOf } from './rights.js';
import { elementsOf, wordsOf, type XmlElement } from './xml.js';

type Sink = (quad: Quad, line: number | null) => void;

/**
 * oai_dc as DCAT: fifteen untyped texts, so the result is poor and says so (protocols.md 9, last table).
 *
 * The subject is the DOI, else the first web address, else the OAI identifier: the first two are what the same dataset is
 * called in a richer format.
 */
export function mapOaiDc(root: XmlElement, identifier: string, sink: Sink): readonly ReadingNote[] {
  const values = (name: string): string[] => elementsOf(root, name).flatMap((element) => wordsOf(element) ?? []);
  if (!values('type').some((type) => /\bdataset\b/i.test(type)))
    return [note('skipped', `The record is no dataset: its type is ${JSON.stringify(values('type').join(', ').slice(0, 200))}.`, root.line)];
  let line = root.line;
  const writer = new DescriptionWriter((quad) => {
    sink(quad, line);
  });
  const identifiers = values('identifier');
  const landing = identifiers.find((value) => /^https?:\/\//i.test(value) && isValidIri(value));
  const subject = identifiers.map(doiIri).find((iri) => iri !== null) ?? landing ?? identifier;
  if (!isValidIri(subject)) return [note('invalid-subject', 'Neither an identifier of the record nor its OAI identifier is an IRI.', root.line)];
  const dataset = DataFactory.namedNode(subject);
  writer.add(dataset, rdf.type, dcat.Dataset);
  if (landing !== undefined) writer.iri(dataset, dcat.landingPage, landing);
  let issued = false;
  for (const element of elementsOf(root)) {
    const value = wordsOf(element);
    if (value === null) continue;
    line = element.line;
    if (element.name === 'date') {
      if (!issued && dateLiteral(value).datatype.value !== xsd.string.value) {
        issued = true;
        writer.date(dataset, dct.issued, value);
      }
    } else if (Object.hasOwn(terms, element.name)) terms[element.name]?.(writer, dataset, value, element.lang);
  }
  return [note('low-quality', 'The description was made from oai_dc, which says little. DCAT-AP or DataCite is read first where it is offered.', root.line)];
}

type Write = (writer: DescriptionWriter, dataset: Node, value: string, language: string) => void;

const text =
  (property: NamedNode, isTagged = true): Write =>
  (writer, dataset, value, language) => {
    writer.text(dataset, property, value, isTagged ? language : '');
  };
const address =
  (property: NamedNode): Write =>
  (writer, dataset, value) => {
    writer.iri(dataset, property, value);
  };
const agent =
  (property: NamedNode): Write =>
  (writer, dataset, value, language) => {
    const node = writer.node(value, foaf.Agent);
    if (node.termType === 'BlankNode') writer.text(node, foaf.name, value, language);
    writer.add(dataset, property, node);
  };

const terms: Readonly<Record<string, Write>> = {
  title: text(dct.title),
  description: text(dct.description),
  identifier: text(dct.identifier, false),
  creator: agent(dct.creator),
  publisher: agent(dct.publisher),
  relation: address(dct.relation),
  source: address(dct.source),
  rights: writeRights,
  subject: (writer, dataset, value, language) => {
    if (!writer.iri(dataset, dcat.theme, value)) writer.text(dataset, dcat.keyword, value, language);
  },
  language: (writer, dataset, value) => {
    writer.add(dataset, dct.language, languageTerm(value));
  },
  coverage: (writer, dataset, value) => {
    writer.labelled(dataset, dct.spatial, value, dct.Location);
  },
  format: (writer, dataset, value) => {
    writer.add(dataset, dct.format, mediaTypeIri(value) ?? DataFactory.literal(value));
  },
};

function writeRights(writer: DescriptionWriter, dataset: Node, value: string): void {
  const accessRight = accessRightOf(value);
  if (accessRight !== null) writer.add(dataset, dct.accessRights, DataFactory.namedNode(accessRight));
  else if (looksLikeIri(value)) writer.iri(dataset, dct.license, licenceIri(value));
  else writer.labelled(dataset, dct.rights, value, dct.RightsStatement);
}

function note(code: ReadingNote['code'], detail: string, line: number): ReadingNote {
  return { code, severity: code === 'invalid-subject' ? 'error' : 'info', subject: null, detail, line };
}
