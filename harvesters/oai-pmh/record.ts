import type { Quad, Term } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { dcat } from '../../vocab/dcat.js';
import { prov } from '../../vocab/prov.js';
import { rdf } from '../../vocab/rdf.js';
import { StationError } from '../../src/domain/errors.js';
import type { HarvestedDocument } from '../../src/domain/harvest.js';
import type { ReadingNote } from '../../src/ports/harvester.js';
import { isValidIri } from '../../src/rdf/iri.js';
import { parseRdf } from '../../src/rdf/parse.js';
import { textOf as textOfBody } from '../received.js';
import { isDataCite, mapDataCite } from './datacite.js';
import { mapOaiDc } from './oai-dc.js';
import { getRecordUrl } from './request.js';
import { childOf, elementsOf, findElement, parseXml, standalone, textOf, wordsOf, type XmlElement } from './xml.js';

type Sink = (quad: Quad, line: number | null) => void;

/** A record as large as the largest description that we take has a few MiB. */
const maxRecordBytes = 64 << 20;
const recordClasses: ReadonlySet<string> = new Set([dcat.Dataset.value, dcat.DatasetSeries.value, dcat.DataService.value]);

/**
 * Reads one OAI record by what its payload is, not by what its prefix is called (OAI-11): RDF/XML with any root, text in
 * another RDF format, DataCite, oai_dc. A pure function of the document.
 *
 * @throws StationError with `details.line`
 */
export async function readRecord(document: HarvestedDocument, sink: Sink): Promise<readonly ReadingNote[]> {
  const text = await textOfBody(document.body, maxRecordBytes);
  const record = await parseXml(text);
  const metadata = childOf(record, 'metadata');
  if (metadata === undefined) throw new StationError('station/unusable-body', 'The record has no <metadata>.', { line: record.line });
  const subjects = new Map<string, Quad['subject']>();
  const notes = await readPayload({ text, metadata, identifier: wordsOf(childOf(childOf(record, 'header'), 'identifier')) ?? '', document }, (quad, line) => {
    if (quad.predicate.equals(rdf.type) && recordClasses.has(quad.object.value)) subjects.set(keyOf(quad.subject), quad.subject);
    sink(quad, line);
  });
  for (const origin of originsOf(record)) {
    for (const subject of subjects.values()) sink(DataFactory.quad(subject, prov.wasDerivedFrom, origin), null);
  }
  return notes;
}

const keyOf = (term: Term): string => `${term.termType} ${term.value}`;

interface Payload {
  readonly text: string;
  readonly metadata: XmlElement;
  readonly identifier: string;
  readonly document: HarvestedDocument;
}

async function readPayload(payload: Payload, sink: Sink): Promise<readonly ReadingNote[]> {
  const { text, metadata, identifier, document } = payload;
  const rdfRoot = findElement(metadata, ({ name, namespace }) => name === 'RDF' && namespace === rdf.iri);
  if (rdfRoot !== undefined) return readRdf(standalone(text, rdfRoot, false), 'application/rdf+xml', rdfRoot, document, sink);
  const resource = findElement(metadata, isDataCite);
  if (resource !== undefined) return mapDataCite(resource, identifier, sink);
  const dc = findElement(metadata, ({ name, namespace }) => name === 'dc' && namespace.startsWith('http://www.openarchives.org/OAI/2.0/oai_dc'));
  if (dc !== undefined) return mapOaiDc(dc, identifier, sink);
  const node = elementsOf(metadata).find((element) => element.attributes.has(`{${rdf.iri}}about`));
  if (node !== undefined) {
    const wrapped = `<rdf:RDF xmlns:rdf="${rdf.iri}">${standalone(text, node, false)}</rdf:RDF>`;
    return readRdf(wrapped, 'application/rdf+xml', node, document, sink);
  }
  const holder = findElement(metadata, (element) => elementsOf(element).length === 0);
  const words = holder === undefined ? '' : textOf(holder).trim();
  if (holder !== undefined && words !== '') return readRdf(words, '', holder, document, sink);
  const found = elementsOf(metadata)[0];
  throw new StationError(
    found === undefined ? 'station/unusable-body' : 'station/unsupported-format',
    found === undefined ? 'The <metadata> of the record is empty.' : `The payload <${found.name}> of namespace "${found.namespace}" is no format that we read.`,
    { line: metadata.line },
  );
}

/** RDF in the record, in a text of its own; its lines are counted from where it stands. */
async function readRdf(text: string, mediaType: string, place: XmlElement, document: HarvestedDocument, sink: Sink): Promise<readonly ReadingNote[]> {
  const bytes = Buffer.from(text, 'utf8');
  const baseIri = place.base ?? document.baseIri;
  try {
    await parseRdf({ body: { kind: 'memory', bytes }, mediaType, path: '', baseIri, maxBytes: maxRecordBytes, keepsBadIris: true }, (quad, line) => {
      sink(quad, line === null ? null : line + place.line - 1);
    });
  } catch (error) {
    if (!(error instanceof StationError)) throw error;
    const { line } = error.details;
    throw new StationError(
      error.code,
      error.message,
      { ...error.details, line: typeof line === 'number' ? line + place.line - 1 : place.line },
      { cause: error },
    );
  }
  return [];
}

/** Where an aggregator says it has the record from, nearest first: the records' addresses at their own repositories (OAI-15). */
function originsOf(record: XmlElement): ReturnType<typeof DataFactory.namedNode>[] {
  const origins: string[] = [];
  for (const about of elementsOf(record, 'about')) {
    let origin = childOf(childOf(about, 'provenance'), 'originDescription');
    for (; origin !== undefined && origins.length < 10; origin = childOf(origin, 'originDescription')) {
      const base = wordsOf(childOf(origin, 'baseURL')) ?? '';
      const identifier = wordsOf(childOf(origin, 'identifier'));
      const prefix = wordsOf(childOf(origin, 'metadataNamespace')) === oaiDcNamespace ? 'oai_dc' : null;
      if (identifier !== null && /^https?:/i.test(base) && URL.canParse(base)) origins.push(getRecordUrl(base, identifier, prefix));
    }
  }
  return [...new Set(origins)].filter(isValidIri).map((iri) => DataFactory.namedNode(iri));
}

const oaiDcNamespace = 'http://www.openarchives.org/OAI/2.0/oai_dc/';
