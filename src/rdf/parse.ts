import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlankNode, NamedNode, Quad, Term } from '@rdfjs/types';
import { JsonLdParser } from 'jsonld-streaming-parser';
import { parseTree, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { DataFactory, Parser } from 'n3';
import { CatalogueError, StationError } from '../domain/errors.js';
import type { DocumentBody } from '../domain/harvest.js';
import { decodeText, openBody } from './body.js';
import { bundledContexts } from './contexts.js';
import { detectFormat, type RdfFormat } from './format.js';
import { guardJson, guardXmlHead } from './guards.js';
import { parseLines } from './parse-lines.js';
import { parseTurtle, writtenLabel } from './parse-turtle.js';
import { maxQuiet, tooQuiet } from './quiet.js';
import { PositionedRdfXmlParser } from './rdf-xml-positions.js';
import type { SkippedStatement } from './skipped-statements.js';

export interface ParseInput {
  readonly body: DocumentBody;
  readonly mediaType: string;
  /** Only its extension is looked at. */
  readonly path: string;
  readonly baseIri: string;
  readonly maxBytes: number;
  /** Also tell the XPath of each quad of an RDF/XML document. */
  readonly withPaths?: boolean;
  /**
   * Hands on what was written as an IRI and is none, as the parser of RDF/XML always does, for `normaliseQuad` to repair or
   * report (RDF-6). Without it such an IRI fails a Turtle document, and JSON-LD loses what is said with it.
   */
  readonly keepsBadIris?: boolean;
  /** Told of each line of N-Triples and N-Quads that cannot be read; the rest is read (RDF-6). Without it the first one fails the document. */
  readonly onSkipped?: (skipped: SkippedStatement) => void;
}

/**
 * Receives each quad with its line in the document, where the format's parser can tell (all but JSON-LD), and with its XPath
 * when the document is RDF/XML and places were asked for.
 */
export type QuadSink = (quad: Quad, line: number | null, path?: string | null) => void;

let documents = 0;

/** Longest text that may stand as a literal (SSRF-10). */
const maxLiteral = 1 << 20;

/**
 * Parses one document of any RDF format as a stream. Blank nodes get labels that are unique to this call, so that
 * documents never share one (HYD-10).
 *
 * @throws StationError with `details.line` where the document cannot be read
 */
export async function parseRdf(input: ParseInput, sink: QuadSink): Promise<RdfFormat> {
  const { head, stream } = await openBody(input.body, input.maxBytes);
  const format = detectFormat(input.mediaType, input.path, Buffer.from(head.subarray(0, 2048)).toString('utf8'));
  const text = decodeText(stream, head);
  const { own, keyOf } = withOwnBlankNodes(sink);
  const { onSkipped, keepsBadIris = false } = input;
  try {
    if (format === 'rdf-xml') await parseRdfXml(text, input.baseIri, own, input.withPaths ?? false);
    else if (format === 'json-ld') await parseJsonLd(text, input.baseIri, keepsBadIris, own);
    else if (onSkipped === undefined || format === 'turtle' || format === 'trig')
      await parseTurtle(text, { format, baseIri: input.baseIri, keepsBadIris }, own);
    else
      await parseLines(text, { format, keepsBadIris }, own, (skipped) => {
        onSkipped({ ...skipped, subject: skipped.subject === null ? null : keyOf(skipped.subject), mentions: skipped.mentions.map(keyOf) });
      });
  } catch (error) {
    throw asStationError(error);
  }
  return format;
}

/** All quads of a short text, for operator data, tests and validator input. */
export async function parseText(
  text: string,
  options: { readonly mediaType: string; readonly baseIri: string; readonly path?: string },
): Promise<{ readonly quads: Quad[]; readonly lines: Map<Quad, number>; readonly format: RdfFormat }> {
  const quads: Quad[] = [];
  const lines = new Map<Quad, number>();
  const bytes = Buffer.from(text, 'utf8');
  const format = await parseRdf(
    { body: { kind: 'memory', bytes }, mediaType: options.mediaType, path: options.path ?? '', baseIri: options.baseIri, maxBytes: 64 << 20 },
    (quad, line) => {
      quads.push(quad);
      if (line !== null) lines.set(quad, line);
    },
  );
  return { quads, lines, format };
}

/** Parses our own stored N-Triples; the fast path of projections. */
export function parseStored(nTriples: string): Quad[] {
  return new Parser({ format: 'N-Triples' }).parse(nTriples);
}

/** The JSON-LD parser passes null for "no datatype", which N3's factory takes for a term. */
const jsonLdFactory = { ...DataFactory, literal: (value: string, type?: string | NamedNode | null) => DataFactory.literal(value, type ?? undefined) };

async function parseRdfXml(text: AsyncIterable<string>, baseIri: string, sink: QuadSink, withPaths: boolean): Promise<void> {
  const parser = new PositionedRdfXmlParser({ baseIRI: baseIri, dataFactory: DataFactory, validateUri: false, allowDuplicateRdfIds: true }, { withPaths });
  let quiet = 0;
  const placed: QuadSink = (quad) => {
    quiet = 0;
    const place = parser.placeOf(quad);
    sink(quad, place?.line ?? null, place?.path);
  };
  const counted = (async function* () {
    for await (const part of guardXmlHead(text)) {
      quiet += part.length;
      if (quiet > maxQuiet) throw tooQuiet(null);
      yield part;
    }
  })();
  // One part at a time, so that the count of text does not run ahead of the triples.
  await pipeline(Readable.from(counted, { highWaterMark: 1 }), parser, collect(placed));
}

async function parseJsonLd(text: AsyncIterable<string>, baseIri: string, keepsBadIris: boolean, sink: QuadSink): Promise<void> {
  const parser = new JsonLdParser({
    baseIRI: baseIri,
    dataFactory: jsonLdFactory as never,
    documentLoader: bundledContexts,
    skipContextValidation: false,
    streamingProfile: false,
  });
  if (keepsBadIris) keepBadIris(parser);
  const parts: string[] = [];
  let size = 0;
  const kept = (async function* () {
    for await (const part of guardJson(text)) {
      size += part.length;
      if (size < 32 << 20) parts.push(part);
      yield part;
    }
  })();
  try {
    await pipeline(Readable.from(kept), parser, collect(sink));
  } catch (error) {
    throw jsonError(error, parts.join(''));
  }
}

interface JsonLdNames {
  readonly parsingContext: { readonly getExpandOptions: () => object };
  resourceToTerm: (context: JsonLdTerms, key: string) => Term | null;
}

interface JsonLdTerms {
  readonly expandTerm: (term: string, isVocabulary: boolean, options: object) => string | null;
}

/**
 * The JSON-LD parser leaves out, without a word, what is said of or by an IRI that is none: a dataset with a space in its
 * `@id` would look as if it were gone. There is no option for it; `test/rdf/bad-iris.test.ts` tells when the way in is closed.
 */
function keepBadIris(parser: JsonLdParser): void {
  const { util } = parser as unknown as { readonly util: JsonLdNames };
  const valid = util.resourceToTerm.bind(util);
  util.resourceToTerm = (context, key) => {
    const term = valid(context, key);
    if (term !== null) return term;
    const iri = context.expandTerm(key, false, util.parsingContext.getExpandOptions());
    return iri !== null && /^[A-Za-z][A-Za-z0-9+.-]*:/.test(iri) ? DataFactory.namedNode(iri) : null;
  };
}

/** The streaming parser does not say where JSON breaks; a tolerant second reading does. */
function jsonError(error: unknown, text: string): unknown {
  if (error instanceof CatalogueError) return error;
  const context = error instanceof Error ? /^Failed to load remote context (\S+): (.*)$/s.exec(error.message) : null;
  if (context !== null) return new StationError('station/unreadable', context[2] ?? '', { context: context[1] }, { cause: error });
  const problems: ParseError[] = [];
  parseTree(text, problems, { disallowComments: true });
  const first = problems[0];
  if (first === undefined) return error;
  const line = text.slice(0, first.offset).split('\n').length;
  return new StationError(
    'station/unreadable',
    `The JSON is not well-formed on line ${String(line)}: ${printParseErrorCode(first.error)}.`,
    { line, column: first.offset - text.lastIndexOf('\n', first.offset - 1) },
    { cause: error },
  );
}

function collect(sink: QuadSink): Writable {
  return new Writable({
    objectMode: true,
    write(quad: Quad, _encoding, done) {
      sink(quad, null);
      done();
    },
  });
}

interface OwnBlankNodes {
  readonly own: QuadSink;
  /** The key of a node by which the document names it: an IRI, or `_:label`. */
  readonly keyOf: (written: string) => string;
}

function withOwnBlankNodes(sink: QuadSink): OwnBlankNodes {
  const prefix = `d${String((documents += 1))}n`;
  const labels = new Map<string, BlankNode>();
  const named = (label: string): BlankNode => {
    let node = labels.get(label);
    if (node === undefined) labels.set(label, (node = DataFactory.blankNode(prefix + String(labels.size))));
    return node;
  };
  const own = <T extends Term>(term: T): T | BlankNode => (term.termType === 'BlankNode' ? named(term.value) : term);
  return {
    own: (quad, line, path) => {
      if (quad.subject.termType === 'Quad' || quad.object.termType === 'Quad') {
        throw new StationError('station/unreadable', 'The document uses RDF 1.2 triple terms, which DCAT-AP does not.', { line });
      }
      if (quad.object.termType === 'Literal' && quad.object.value.length > maxLiteral)
        throw new StationError('station/too-large', `The text of ${quad.predicate.value.slice(0, 200)} is longer than ${String(maxLiteral >> 20)} MiB.`, {
          line,
        });
      sink(DataFactory.quad(own(quad.subject), quad.predicate, own(quad.object), own(quad.graph)), line, path);
    },
    keyOf: (written) => (written.startsWith('_:') ? `_:${named(writtenLabel + written.slice(2)).value}` : written),
  };
}

function asStationError(error: unknown): Error {
  if (error instanceof CatalogueError) return error;
  if (!(error instanceof Error)) return new StationError('station/unreadable', String(error));
  const at = /^(\d+):(\d+):|(?:on )?line (\d+)|Line:? (\d+)/i.exec(error.message);
  const line = at === null ? null : Number(at[1] ?? at[3] ?? at[4]);
  const column = at?.[2] === undefined ? null : Number(at[2]);
  return new StationError('station/unreadable', error.message, { line, column }, { cause: error });
}
