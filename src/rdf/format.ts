import { InternalError, StationError } from '../domain/errors.js';

/** The RDF formats we read, by their IANA media type. */
export type RdfFormat = 'turtle' | 'n-triples' | 'n-quads' | 'trig' | 'rdf-xml' | 'json-ld';

const byMediaType: Readonly<Record<string, RdfFormat>> = {
  'text/turtle': 'turtle',
  'application/x-turtle': 'turtle',
  'text/n3': 'turtle',
  'application/trig': 'trig',
  'application/x-trig': 'trig',
  'application/n-triples': 'n-triples',
  'application/n-quads': 'n-quads',
  'text/x-nquads': 'n-quads',
  'application/rdf+xml': 'rdf-xml',
  'application/ld+json': 'json-ld',
};

const byExtension: Readonly<Record<string, RdfFormat>> = {
  ttl: 'turtle',
  n3: 'turtle',
  trig: 'trig',
  nt: 'n-triples',
  nq: 'n-quads',
  rdf: 'rdf-xml',
  owl: 'rdf-xml',
  xml: 'rdf-xml',
  jsonld: 'json-ld',
  json: 'json-ld',
};

export const mediaTypeOf: Readonly<Record<RdfFormat, string>> = {
  turtle: 'text/turtle',
  trig: 'application/trig',
  'n-triples': 'application/n-triples',
  'n-quads': 'application/n-quads',
  'rdf-xml': 'application/rdf+xml',
  'json-ld': 'application/ld+json',
};

/** The format that a media type names, parameters ignored; undefined for types that say nothing (HTTP-17). */
export function formatOfMediaType(mediaType: string): RdfFormat | undefined {
  return byMediaType[(mediaType.split(';')[0] ?? '').trim().toLowerCase()];
}

export function formatOfPath(path: string): RdfFormat | undefined {
  const name = path.replace(/[?#].*$/, '').replace(/\.gz$/i, '');
  return byExtension[/\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''];
}

/**
 * Decides the format of a body: Content-Type, then extension, then the first kilobyte (HTTP-17, RDF-3).
 * The first bytes overrule a Content-Type that they plainly contradict (a login page served as Turtle).
 *
 * @throws StationError `station/unusable-body` for HTML, OAI-PMH and empty bodies, `station/unsupported-format` otherwise
 */
export function detectFormat(mediaType: string, path: string, head: string): RdfFormat {
  const text = head.replace(/^\uFEFF/, '').replace(/^(\s+|#[^\n]*\n)+/, '');
  if (text === '') throw new StationError('station/unusable-body', 'The body is empty.');
  if (/^(<!doctype html|<html)/i.test(text))
    throw new StationError('station/unusable-body', 'The body is an HTML page, not RDF (a login page, or an address that is meant for browsers).');
  const looksXml = /^(<\?xml|<!--|<!DOCTYPE|<([A-Za-z_][\w.-]*:)?RDF[\s>])/.test(text);
  const looksJson = /^[[{]/.test(text) && !/^\[\s*(\]|[a-z_]*:?[A-Za-z]*\s+[<"[_a-zA-Z])/.test(text) && !/^\{\s*[<_a-zA-Z]/.test(text);
  if (/<OAI-PMH[\s>]/.test(text.slice(0, 600)))
    throw new StationError('station/unusable-body', 'The body is an OAI-PMH response; register the station with protocol "oai-pmh".');
  const declared = formatOfMediaType(mediaType);
  if (declared === 'rdf-xml' || declared === 'json-ld') {
    if (declared === 'json-ld' ? looksJson : looksXml) return declared;
  } else if (declared !== undefined && !looksXml) {
    return declared;
  }
  if (looksXml) return 'rdf-xml';
  if (looksJson) return 'json-ld';
  const byPath = formatOfPath(path);
  if (byPath !== undefined && byPath !== 'rdf-xml' && byPath !== 'json-ld') return byPath;
  if (nQuadsLine.test(text)) return 'n-quads';
  if (/^(@prefix|@base|prefix\s|base\s)/i.test(text) || /^(<[^>]*>|_:\S+|\[)\s/.test(text) || /^[A-Za-z][\w.-]*:\S*\s+(a|[\w-]*:|<)/.test(text)) return 'trig';
  throw new StationError(
    'station/unsupported-format',
    `The body is not RDF in a format we read (Content-Type ${mediaType === '' ? 'absent' : mediaType}; it begins with ${JSON.stringify(text.slice(0, 40))}).`,
  );
}

/** Four terms and a dot on one line: TriG cannot read that (RDF-3). */
const nQuadsLine =
  /^(?:<[^<>\s]*>|_:\S+)[ \t]+<[^<>\s]*>[ \t]+(?:<[^<>\s]*>|_:\S+|"(?:[^"\\\n\r]|\\.)*"(?:@[\w-]+|\^\^<[^<>\s]*>)?)[ \t]+(?:<[^<>\s]*>|_:\S+)[ \t]*\.[ \t]*(?:[\r\n#]|$)/;

/** Refuses archives and encodings that we do not unpack, by their first bytes (RDF-9). */
export function compressionOf(head: Uint8Array): 'gzip' | 'none' {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  const refused =
    head[0] === 0x50 && head[1] === 0x4b
      ? 'zip'
      : head[0] === 0x42 && head[1] === 0x5a && head[2] === 0x68
        ? 'bzip2'
        : head[0] === 0xfd && head[1] === 0x37 && head[2] === 0x7a
          ? 'xz'
          : undefined;
  if (refused !== undefined)
    throw new StationError('station/unsupported-format', `The body is a ${refused} archive; publish the dump plain or gzip-compressed.`);
  return 'none';
}

export function formatNamed(name: string): RdfFormat {
  const format = formatOfMediaType(name) ?? byExtension[name];
  if (format === undefined) throw new InternalError('internal/error', `no RDF format named ${name}`);
  return format;
}
