import { ndc } from '../../vocab/ndc.js';
import { rdfs } from '../../vocab/rdfs.js';
import { sh } from '../../vocab/sh.js';
import type { ReportSummary } from '../catalogue/document-report.js';
import type { DocumentResult } from '../catalogue/validate.js';
import type { LanguageMap } from '../domain/language.js';
import type { Severity } from '../domain/validation.js';
import { encodeIllegal, isValidIri } from '../rdf/iri.js';
import type { ParseTrouble } from '../rdf/parse-trouble.js';
import { readPath, type Path } from './path.js';
import { shownResults, type ReportFormat, type ReportRecord, type ReportWriter, type Settings } from './report-writer.js';

/** SHACL's own report (section 3.6), as Turtle; one `sh:ValidationReport` for each document. */
export const turtleFormat: ReportFormat = {
  id: 'turtle',
  mediaType: 'text/turtle',
  extension: 'ttl',
  open: (settings) => new TurtleWriter(settings),
};

export const jsonLdFormat: ReportFormat = {
  id: 'jsonld',
  mediaType: 'application/ld+json',
  extension: 'jsonld',
  open: (settings) => new JsonLdWriter(settings),
};

const severityTerm: Readonly<Record<Severity, string>> = { violation: 'Violation', warning: 'Warning', info: 'Info' };

/** Constraint components of SHACL and SHACL-SPARQL; any other is ours. */
const standardComponents = new Set(
  'Class Datatype NodeKind MinCount MaxCount MinExclusive MinInclusive MaxExclusive MaxInclusive MinLength MaxLength Pattern LanguageIn UniqueLang Equals Disjoint LessThan LessThanOrEquals Not And Or Xone Node Property QualifiedMinCount QualifiedMaxCount Closed HasValue In SPARQL JS Expression'.split(
    ' ',
  ),
);

export function componentIri(component: string): string {
  return `${standardComponents.has(component) ? sh.iri : ndc.iri}${component}ConstraintComponent`;
}

/** An IRI that every reader takes: characters that may not stand in one are encoded. */
function safeIri(iri: string): string {
  return isValidIri(iri) ? iri : encodeIllegal(iri);
}

function hasResults(record: ReportRecord, settings: Settings): boolean {
  return shownResults(record, { ...settings, minimum: 'info' }).length > 0;
}

class TurtleWriter implements ReportWriter {
  private documents = 0;
  private conforms = true;

  constructor(private readonly settings: Settings) {}

  begin(): string {
    return `@prefix sh: <${sh.iri}> .\n@prefix rdfs: <${rdfs.iri}> .\n`;
  }

  file(name: string): string {
    this.documents++;
    this.conforms = true;
    return `\n_:report${String(this.documents)} a sh:ValidationReport ;\n    rdfs:label ${text(name)} .\n`;
  }

  record(record: ReportRecord): string {
    if (hasResults(record, this.settings)) this.conforms = false;
    return shownResults(record, this.settings)
      .map((result) => this.result(result))
      .join('');
  }

  private result(result: DocumentResult): string {
    const path = result.path === null ? null : readPath(result.path);
    const statements = [
      'a sh:ValidationResult',
      `sh:focusNode ${node(result.focusNode)}`,
      ...(path === null ? [] : [`sh:resultPath ${pathTurtle(path)}`]),
      ...(result.value === null ? [] : [`sh:value ${valueTurtle(result.value)}`]),
      ...texts(result.message).map((message) => `sh:resultMessage ${message}`),
      `sh:resultSeverity sh:${severityTerm[result.severity]}`,
      `sh:sourceShape ${node(result.sourceShape)}`,
      `sh:sourceConstraintComponent <${safeIri(componentIri(result.component))}>`,
    ];
    return `\n_:report${String(this.documents)} sh:result [\n    ${statements.join(' ;\n    ')}\n] .\n`;
  }

  *endFile(summary: ReportSummary): Iterable<string> {
    const report = `_:report${String(this.documents)}`;
    yield `\n${report} sh:conforms ${String(this.conforms)} .\n`;
    for (const notice of summary.notices) for (const comment of texts(notice.message)) yield `${report} rdfs:comment ${comment} .\n`;
  }

  /** SHACL has no result without a focus node; that a document could not be read stands with its report as a comment. */
  unreadable(name: string, trouble: ParseTrouble): string {
    const head = this.file(name);
    return `${head}_:report${String(this.documents)} sh:conforms false ;\n    rdfs:comment ${texts(trouble.message).join(' , ')} .\n`;
  }

  *end(): Iterable<string> {
    // Turtle has no trailer.
  }
}

function node(iri: string): string {
  return iri.startsWith('_:') ? `_:node${Buffer.from(iri).toString('hex')}` : `<${safeIri(iri)}>`;
}

/** A literal in Turtle. */
function text(value: string): string {
  return `"${value.replace(/["\\\n\r\t]/g, (char) => escapes[char] ?? char).replace(/[\u0000-\u001F\u007F]/g, (char) => `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)}"`;
}

const escapes: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const languageTag = /^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$/;

function texts(map: LanguageMap): string[] {
  return Object.entries(map).flatMap(([lang, values]) => values.map((value) => text(value) + (languageTag.test(lang) ? `@${lang}` : '')));
}

interface Value {
  readonly iri: string | null;
  readonly text: string;
  readonly lang: string;
  readonly datatype: string | null;
}

/** The parts of an N-Triples term; what is not one, or would not be read back, is taken for a text. */
function valueOf(term: string): Value {
  const plain = { iri: null, text: term, lang: '', datatype: null };
  if (term.startsWith('<') && term.endsWith('>')) {
    const iri = unescape(term.slice(1, -1));
    return isValidIri(iri) ? { ...plain, iri } : { ...plain, text: iri };
  }
  const literal = /^"((?:[^"\\]|\\[\s\S])*)"(?:@([\w-]+)|\^\^<([^<>]*)>)?$/.exec(term);
  if (literal === null) return plain;
  const [, body = '', lang = '', datatype] = literal;
  return {
    iri: null,
    text: unescape(body),
    lang: languageTag.test(lang) ? lang : '',
    datatype: datatype !== undefined && isValidIri(unescape(datatype)) ? unescape(datatype) : null,
  };
}

function unescape(body: string): string {
  return body.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/gs, (_, short?: string, long?: string, char = '') =>
    short !== undefined || long !== undefined ? codePoint(short ?? long ?? '') : (unescapes[char as string] ?? (char as string)),
  );
}

function codePoint(hex: string): string {
  const code = Number.parseInt(hex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
}

const unescapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function valueTurtle(term: string): string {
  const value = valueOf(term);
  if (value.iri !== null) return `<${value.iri}>`;
  return text(value.text) + (value.lang !== '' ? `@${value.lang}` : value.datatype === null ? '' : `^^<${value.datatype}>`);
}

const pathTerms = { inverse: 'inversePath', zeroOrMore: 'zeroOrMorePath', oneOrMore: 'oneOrMorePath', zeroOrOne: 'zeroOrOnePath' } as const;

function pathTurtle(path: Path): string {
  switch (path.kind) {
    case 'iri':
      return `<${safeIri(path.iri)}>`;
    case 'sequence':
      return `( ${path.items.map(pathTurtle).join(' ')} )`;
    case 'alternative':
      return `[ sh:alternativePath ( ${path.items.map(pathTurtle).join(' ')} ) ]`;
    default:
      return `[ sh:${pathTerms[path.kind]} ${pathTurtle(path.item)} ]`;
  }
}

/** The same report as JSON-LD: a whole document, written when the last record is known. */
class JsonLdWriter implements ReportWriter {
  private readonly reports: object[] = [];
  private name = '';
  private conforms = true;
  private results: object[] = [];

  constructor(private readonly settings: Settings) {}

  begin(): string {
    return '';
  }

  file(name: string): string {
    this.name = name;
    this.conforms = true;
    this.results = [];
    return '';
  }

  record(record: ReportRecord): string {
    if (hasResults(record, this.settings)) this.conforms = false;
    this.results.push(...shownResults(record, this.settings).map(resultJson));
    return '';
  }

  *endFile(summary: ReportSummary): Iterable<string> {
    this.reports.push({
      '@type': 'sh:ValidationReport',
      'rdfs:label': { '@value': this.name },
      'sh:conforms': { '@value': this.conforms },
      ...(summary.notices.length === 0 ? {} : { 'rdfs:comment': summary.notices.flatMap((notice) => textsJson(notice.message)) }),
      'sh:result': this.results,
    });
    yield '';
  }

  unreadable(name: string, trouble: ParseTrouble): string {
    this.reports.push({
      '@type': 'sh:ValidationReport',
      'rdfs:label': { '@value': name },
      'sh:conforms': { '@value': false },
      'rdfs:comment': textsJson(trouble.message),
    });
    return '';
  }

  *end(): Iterable<string> {
    yield `${JSON.stringify({ '@context': { sh: sh.iri, rdfs: rdfs.iri }, '@graph': this.reports }, null, 1)}\n`;
  }
}

function resultJson(result: DocumentResult): object {
  const path = result.path === null ? null : readPath(result.path);
  return {
    '@type': 'sh:ValidationResult',
    'sh:focusNode': { '@id': result.focusNode.startsWith('_:') ? result.focusNode : safeIri(result.focusNode) },
    ...(path === null ? {} : { 'sh:resultPath': pathJson(path) }),
    ...(result.value === null ? {} : { 'sh:value': valueJson(result.value) }),
    'sh:resultMessage': textsJson(result.message),
    'sh:resultSeverity': { '@id': `sh:${severityTerm[result.severity]}` },
    'sh:sourceShape': { '@id': safeIri(result.sourceShape) },
    'sh:sourceConstraintComponent': { '@id': safeIri(componentIri(result.component)) },
  };
}

function textsJson(map: LanguageMap): object[] {
  return Object.entries(map).flatMap(([lang, values]) =>
    values.map((value) => (languageTag.test(lang) ? { '@value': value, '@language': lang } : { '@value': value })),
  );
}

function valueJson(term: string): object {
  const value = valueOf(term);
  if (value.iri !== null) return { '@id': value.iri };
  if (value.lang !== '') return { '@value': value.text, '@language': value.lang };
  return value.datatype === null ? { '@value': value.text } : { '@value': value.text, '@type': value.datatype };
}

function pathJson(path: Path): object {
  switch (path.kind) {
    case 'iri':
      return { '@id': safeIri(path.iri) };
    case 'sequence':
      return { '@list': path.items.map(pathJson) };
    case 'alternative':
      return { 'sh:alternativePath': { '@list': path.items.map(pathJson) } };
    default:
      return { [`sh:${pathTerms[path.kind]}`]: pathJson(path.item) };
  }
}
