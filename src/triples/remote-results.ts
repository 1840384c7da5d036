import { DataFactory } from 'n3';
import { Store } from 'oxigraph';
import { xsd } from '../../vocab/xsd.js';
import { termToNTriples } from '../rdf/terms.js';
import { writtenType } from './remote-literals.js';
import { RemoteFailure, type RemoteText } from './remote-server.js';

/** A term of SPARQL 1.1 Query Results JSON, section 3.2.2. */
export interface ResultTerm {
  readonly type: 'uri' | 'literal' | 'bnode';
  readonly value: string;
  readonly 'xml:lang'?: string;
  readonly datatype?: string;
}

export type ResultRow = Readonly<Record<string, ResultTerm>>;

export interface ResultTable {
  readonly vars: readonly string[];
  readonly rows: readonly ResultRow[];
}

const resultsJson = 'application/sparql-results+json';
const nTriples = 'application/n-triples';

/** What is asked of the server, whatever form of answer and format is wanted of us. */
export const acceptResults = `${resultsJson}, application/json;q=0.9`;

/** @throws RemoteFailure `partial` for what is no result of a SELECT */
export function tableOf({ text, type }: RemoteText): ResultTable {
  const parsed = parseResults(text, type);
  const [vars, rows] = [parsed.head?.vars, parsed.results?.bindings];
  if (!Array.isArray(vars) || !Array.isArray(rows)) throw noResult();
  return { vars: vars.map(String), rows: rows.map(rowOf) };
}

/** @throws RemoteFailure `partial` for what is no result of an ASK */
export function truthOf({ text, type }: RemoteText): boolean {
  const parsed = parseResults(text, type);
  if (typeof parsed.boolean === 'boolean') return parsed.boolean;
  // Virtuoso 7.2 gives an ASK as a table: one row for yes, none for no.
  const rows = parsed.results?.bindings;
  if (!Array.isArray(rows) || rows.length > 1) throw noResult();
  return rows.length === 1;
}

interface RawResults {
  readonly head?: { readonly vars?: unknown };
  readonly boolean?: unknown;
  readonly results?: { readonly bindings?: unknown };
}

function parseResults(text: string, type: string): RawResults {
  if (type !== resultsJson && type !== 'application/json') throw wrongType(type);
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) return parsed;
  } catch (error) {
    throw new RemoteFailure('partial', 'The answer breaks off, or is no JSON.', {}, { cause: error });
  }
  throw noResult();
}

const wrongType = (type: string): RemoteFailure =>
  new RemoteFailure('unreachable', `The server answered with ${JSON.stringify(type)}, which was not asked for.`);
const noResult = (): RemoteFailure => new RemoteFailure('partial', 'The answer is no result of a query.');

function rowOf(row: unknown): ResultRow {
  if (typeof row !== 'object' || row === null) throw noResult();
  return Object.fromEntries(Object.entries(row).map(([name, term]) => [name, termOf(term)]));
}

function termOf(raw: unknown): ResultTerm {
  const { type, value, datatype, 'xml:lang': language } = (raw ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof value !== 'string') throw noResult();
  if (type === 'uri' || type === 'bnode') return { type, value };
  if (type !== 'literal' && type !== 'typed-literal') throw noResult();
  if (typeof language === 'string') return { type: 'literal', value, 'xml:lang': language };
  if (typeof datatype !== 'string' || datatype === xsd.string.value) return { type: 'literal', value };
  const own = writtenType(datatype);
  return { type: 'literal', value: own === xsd.boolean.value ? booleanText(value) : value, datatype: own };
}

/** Virtuoso keeps booleans as numbers. */
function booleanText(value: string): string {
  return value === '1' ? 'true' : value === '0' ? 'false' : value;
}

/** A table in one of the four formats of SPARQL 1.1 results. */
export function writeTable({ vars, rows }: ResultTable, format: string): string {
  if (format.includes('json')) return JSON.stringify({ head: { vars }, results: { bindings: rows } });
  if (format.includes('xml')) {
    const head = vars.map((name) => `<variable name="${escapeXml(name)}"/>`).join('');
    const written = rows.map((row) => {
      const bindings = vars.flatMap((name) => (row[name] === undefined ? [] : `<binding name="${escapeXml(name)}">${xmlTerm(row[name])}</binding>`));
      return `<result>${bindings.join('')}</result>`;
    });
    return `${xmlStart}<head>${head}</head><results>${written.join('')}</results></sparql>`;
  }
  const isCsv = format.includes('csv');
  const [between, end] = isCsv ? [',', '\r\n'] : ['\t', '\n'];
  const cells = (row: ResultRow): string => vars.map((name) => (row[name] === undefined ? '' : isCsv ? csvTerm(row[name]) : tsvTerm(row[name]))).join(between);
  return [vars.map((name) => (isCsv ? name : `?${name}`)).join(between), ...rows.map(cells), ''].join(end);
}

export function writeTruth(truth: boolean, format: string): string {
  return format.includes('xml') ? `${xmlStart}<head></head><boolean>${String(truth)}</boolean></sparql>` : JSON.stringify({ head: {}, boolean: truth });
}

const xmlStart = '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">';
const xmlEscapes: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;', '\r': '&#xD;' };

function escapeXml(text: string): string {
  // XML 1.0 has no form at all for most control characters.
  return text.replace(/[<>&"\r]/g, (char) => xmlEscapes[char] ?? '').replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g, '\uFFFD');
}

function xmlTerm(term: ResultTerm): string {
  const value = escapeXml(term.value);
  if (term.type !== 'literal') return `<${term.type}>${value}</${term.type}>`;
  const { 'xml:lang': language, datatype } = term;
  const attribute = language !== undefined ? ` xml:lang="${escapeXml(language)}"` : datatype !== undefined ? ` datatype="${escapeXml(datatype)}"` : '';
  return `<literal${attribute}>${value}</literal>`;
}

function csvTerm({ type, value }: ResultTerm): string {
  const text = type === 'bnode' ? `_:${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const shortNumbers: Readonly<Record<string, RegExp>> = {
  [xsd.integer.value]: /^[+-]?\d+$/,
  [xsd.decimal.value]: /^[+-]?\d*\.\d+$/,
  [xsd.double.value]: /^[+-]?(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+$/,
};

/** SPARQL 1.1 Query Results TSV, section 4: terms as in Turtle. */
function tsvTerm(term: ResultTerm): string {
  if (term.type === 'uri') return `<${term.value}>`;
  if (term.type === 'bnode') return `_:${term.value}`;
  const { value, datatype, 'xml:lang': language } = term;
  if (datatype !== undefined && shortNumbers[datatype]?.test(value) === true) return value;
  const escapes: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  const text = `"${value.replace(/["\\\n\r\t]/g, (char) => escapes[char] ?? char)}"`;
  return language !== undefined ? `${text}@${language}` : datatype !== undefined ? `${text}^^<${datatype}>` : text;
}

/** A place of a triple in the template of a CONSTRUCT: a term, or what a solution says. */
export type TemplateTerm = ResultTerm | { readonly variable: string };
export type TemplateTriple = readonly [subject: TemplateTerm, predicate: TemplateTerm, object: TemplateTerm];

/**
 * The triples of a CONSTRUCT, made here: servers cut the triples of one without a word that cut the rows of a SELECT with one
 * (Virtuoso). Triples that cannot be are left out (SPARQL 1.1 Query, section 16.2).
 */
export function writeTriples({ rows }: ResultTable, template: readonly TemplateTriple[], format: string): string {
  const lines = new Set<string>();
  for (const [at, row] of rows.entries())
    for (const triple of template) {
      const [subject, predicate, object] = triple.map((term) => placed(term, row, at));
      if (subject === undefined || predicate === undefined || object === undefined) continue;
      if (subject.type !== 'literal' && predicate.type === 'uri') lines.add(`${lineTerm(subject)} ${lineTerm(predicate)} ${lineTerm(object)} .\n`);
    }
  const text = [...lines].join('');
  return format === nTriples ? text : converted(text, format);
}

/** Nodes without a name are others in each solution. */
function placed(term: TemplateTerm, row: ResultRow, at: number): ResultTerm | undefined {
  if ('variable' in term) return row[term.variable];
  return term.type === 'bnode' ? { type: 'bnode', value: `t${String(at)}${term.value}` } : term;
}

/** Lines as our own store gives them back, whose numbers may be written otherwise; sorted. */
export function normalisedLines(text: string): string[] {
  const lines = converted(text, nTriples).split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => line.replace(/"@([A-Za-z0-9-]+) \.$/, (tag) => tag.toLowerCase()))
    .sort();
}

function converted(text: string, format: string): string {
  const store = new Store();
  store.load(text, { format: nTriples });
  return store.dump({ format, from_graph_name: { termType: 'DefaultGraph', value: '' } as never });
}

function lineTerm(term: ResultTerm): string {
  if (term.type === 'uri') return termToNTriples(DataFactory.namedNode(term.value));
  if (term.type === 'bnode') return `_:${term.value}`;
  const { value, datatype, 'xml:lang': language } = term;
  return termToNTriples(DataFactory.literal(value, language ?? (datatype === undefined ? undefined : DataFactory.namedNode(datatype))));
}
