import type { Quad, Term } from '@rdfjs/types';
import type { DocumentRepair, DocumentResult } from '../catalogue/validate.js';
import { CatalogueError } from '../domain/errors.js';
import type { LanguageMap } from '../domain/language.js';
import type { Change } from '../domain/validation.js';
import type { RdfFormat } from '../rdf/format.js';
import { normaliseQuad } from '../rdf/normalise.js';
import { parseRdf } from '../rdf/parse.js';
import { genidPrefix, termToNTriples } from '../rdf/terms.js';
import { locateInJson } from './fix-json.js';
import { locateInTurtle } from './fix-turtle.js';
import { locateInXml } from './fix-xml.js';
import { resultsOf, type ReportRecord, type VerdictName } from './report-writer.js';

/** A change that the catalogue is certain of, from a repair or from a result. */
export interface WantedChange {
  readonly change: Change;
  readonly line: number | null;
  readonly why: LanguageMap;
  readonly from: 'repair' | 'result';
}

/** A change that was made, and on which lines of the document as it was. */
export interface MadeChange extends WantedChange {
  readonly lines: readonly number[];
}

export interface FixedDocument {
  readonly text: string;
  readonly made: readonly MadeChange[];
  /** To be done by hand: the value was not found, or the edit could not be proven to change nothing else. */
  readonly left: readonly WantedChange[];
}

export interface FixRequest {
  readonly text: string;
  readonly mediaType: string;
  readonly name: string;
  readonly baseIri: string;
  readonly changes: readonly WantedChange[];
}

/** One statement of the document that is to become another. */
export interface PlannedStatement {
  /** Its number in the order of reading. */
  readonly index: number;
  readonly quad: Quad;
  readonly line: number | null;
  readonly path: string | null;
  readonly change: Change;
}

export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** Finds the edits that make each planned change, by the number of its statement; what it does not find it leaves out. */
export type Locator = (
  text: string,
  planned: readonly PlannedStatement[],
  context: { readonly format: RdfFormat; readonly baseIri: string; readonly quads: readonly Quad[] },
) => Map<number, readonly TextEdit[]>;

/**
 * Everything in a record that is certain, by one verdict; each change once. Profiles want different values of one property (a
 * licence from their own list), so that what is certain for one of them may be wrong for another.
 */
export function certainChanges(record: Pick<ReportRecord, 'results' | 'eu' | 'nl' | 'repairs'>, verdict: VerdictName): WantedChange[] {
  const ofRepair = ({ change, line, message }: DocumentRepair): WantedChange[] => (change === null ? [] : [{ change, line, why: message, from: 'repair' }]);
  const ofResult = ({ fix, line, message }: DocumentResult): WantedChange[] =>
    fix?.change == null ? [] : [{ change: fix.change, line, why: message, from: 'result' }];
  const all = [...record.repairs.flatMap(ofRepair), ...resultsOf(record, verdict).flatMap(ofResult)];
  const seen = new Set<string>();
  return all.filter((wanted) => {
    const key = JSON.stringify([wanted.change, isNameless(wanted.change.subject) ? wanted.line : null]);
    return !seen.has(key) && seen.add(key).size > 0;
  });
}

/**
 * Writes changes into the text of a document and leaves everything else as it is: comments, order, spelling.
 *
 * Each edit is proven: the new text is read again, and its statements, in order, must be the old ones with that change made and
 * nothing else. What cannot be proven is not done. Repairs go first, since results speak of values as the catalogue reads them.
 */
export async function fixDocument(request: FixRequest): Promise<FixedDocument> {
  const repaired = await pass(
    request,
    request.changes.filter((wanted) => wanted.from === 'repair'),
  );
  const mended = await pass(
    { ...request, text: repaired.text },
    request.changes.filter((wanted) => wanted.from === 'result'),
  );
  return { text: mended.text, made: [...repaired.made, ...mended.made], left: [...repaired.left, ...mended.left] };
}

interface ReadStatements {
  readonly format: RdfFormat;
  readonly quads: readonly Quad[];
  readonly lines: readonly (number | null)[];
  readonly paths: readonly (string | null)[];
}

async function readStatements(request: FixRequest, text: string): Promise<ReadStatements> {
  const quads: Quad[] = [];
  const lines: (number | null)[] = [];
  const paths: (string | null)[] = [];
  const body = { kind: 'memory' as const, bytes: Buffer.from(text, 'utf8') };
  const format = await parseRdf(
    { body, mediaType: request.mediaType, path: request.name, baseIri: request.baseIri, maxBytes: body.bytes.byteLength, withPaths: true },
    (quad, line, path) => {
      quads.push(quad);
      lines.push(line);
      paths.push(path ?? null);
    },
  );
  return { format, quads, lines, paths };
}

interface Plan {
  readonly wanted: WantedChange;
  readonly statements: readonly PlannedStatement[];
  readonly edits: readonly TextEdit[];
}

const maxProofs = 400;

async function pass(request: FixRequest, changes: readonly WantedChange[]): Promise<FixedDocument> {
  const { text } = request;
  if (changes.length === 0) return { text, made: [], left: [] };
  const before = await readStatements(request, text);
  const planned = statementsFor(changes, before);
  const located = locatorOf(before.format)(text, [...planned.values()].flat(), { format: before.format, baseIri: request.baseIri, quads: before.quads });
  const left: WantedChange[] = [];
  const plans: Plan[] = [];
  for (const wanted of changes) {
    const statements = planned.get(wanted) ?? [];
    const edits = statements.map((statement) => located.get(statement.index));
    if (statements.length === 0 || edits.some((edit) => edit === undefined)) left.push(wanted);
    else plans.push({ wanted, statements, edits: edits.flatMap((edit) => edit ?? []) });
  }
  const keys = before.quads.map(quadKey);
  let proofs = 0;
  let accepted: readonly Plan[] = [];
  let result = text;
  const accept = async (batch: readonly Plan[]): Promise<void> => {
    const [first] = batch;
    if (first === undefined) return;
    const tried = [...accepted, ...batch];
    const edited =
      proofs++ > maxProofs
        ? null
        : applyEdits(
            text,
            tried.flatMap((plan) => plan.edits),
          );
    if (edited !== null && (await isProven(request, edited, keys, before.quads, tried))) {
      accepted = tried;
      result = edited;
    } else if (batch.length === 1) left.push(first.wanted);
    else {
      const half = Math.ceil(batch.length / 2);
      await accept(batch.slice(0, half));
      await accept(batch.slice(half));
    }
  };
  await accept(plans);
  const made = accepted.map(({ wanted, statements }) => ({ ...wanted, lines: [...new Set(statements.flatMap(({ line }) => line ?? []))] }));
  return { text: result, made: made.map((change) => (change.lines.length > 0 || change.line === null ? change : { ...change, lines: [change.line] })), left };
}

function locatorOf(format: RdfFormat): Locator {
  return format === 'rdf-xml' ? locateInXml : format === 'json-ld' ? locateInJson : locateInTurtle;
}

/** The statements that each change is about: by what they say, and by line where the subject has no name. */
function statementsFor(changes: readonly WantedChange[], read: ReadStatements): ReadonlyMap<WantedChange, readonly PlannedStatement[]> {
  const byValue = new Map<string, WantedChange[]>();
  const keyOf = (predicate: string, object: string): string => `${predicate}\n${object}`;
  for (const wanted of changes) {
    const key = keyOf(wanted.change.predicate, wanted.change.before);
    byValue.set(key, [...(byValue.get(key) ?? []), wanted]);
  }
  const found = new Map<WantedChange, PlannedStatement[]>();
  read.quads.forEach((quad, index) => {
    if (quad.object.termType === 'BlankNode') return;
    const line = read.lines[index] ?? null;
    const raw = byValue.get(keyOf(quad.predicate.value, termToNTriples(quad.object)));
    const settled = raw === undefined ? normaliseQuad(quad).quad : null;
    const candidates = raw ?? (settled === null ? [] : (byValue.get(keyOf(settled.predicate.value, termToNTriples(settled.object))) ?? []));
    const wanted = candidates.find((candidate) => isAbout(candidate, quad, line));
    if (wanted === undefined) return;
    const statement = { index, quad, line, path: read.paths[index] ?? null, change: wanted.change };
    found.set(wanted, [...(found.get(wanted) ?? []), statement]);
  });
  for (const [wanted, statements] of found)
    if (wanted.from === 'result' && statements.length > 1 && isNameless(wanted.change.subject) && statements.some(({ line }) => line === null))
      found.delete(wanted);
  return found;
}

/** What a repair puts right depends on the statement alone; a result is about one node, which only its line tells from others. */
function isAbout({ change, line, from }: WantedChange, quad: Quad, at: number | null): boolean {
  if (!isNameless(change.subject)) return quad.subject.value === change.subject && quad.subject.termType === 'NamedNode';
  return quad.subject.termType === 'BlankNode' && (from === 'repair' || at === null || line === null || at === line);
}

function isNameless(subject: string): boolean {
  return subject.startsWith('_:') || subject.startsWith(genidPrefix);
}

/** Null when two edits want the same place to become different things. */
function applyEdits(text: string, edits: readonly TextEdit[]): string | null {
  const sorted = [...new Map(edits.map((edit) => [JSON.stringify(edit), edit])).values()].sort((a, b) => a.from - b.from || a.to - b.to);
  const parts: string[] = [];
  let at = 0;
  for (const { from, to, insert } of sorted) {
    if (from < at) return null;
    parts.push(text.slice(at, from), insert);
    at = to;
  }
  return [...parts, text.slice(at)].join('');
}

/** Reading never depends on the values that we change, so statements keep their order and blank nodes their labels: no search for an isomorphism. */
async function isProven(request: FixRequest, text: string, keys: readonly string[], quads: readonly Quad[], plans: readonly Plan[]): Promise<boolean> {
  const expected = [...keys];
  for (const { statements } of plans) {
    for (const { index, change } of statements) {
      const quad = quads[index];
      if (quad !== undefined) expected[index] = keyOf(quad, change.newPredicate ?? quad.predicate.value, change.after);
    }
  }
  try {
    const { quads: after } = await readStatements(request, text);
    return after.length === expected.length && after.every((quad, index) => quadKey(quad) === expected[index]);
  } catch (error) {
    if (error instanceof CatalogueError) return false;
    throw error;
  }
}

function quadKey(quad: Quad): string {
  return keyOf(quad, quad.predicate.value, label(quad.object));
}

function keyOf(quad: Quad, predicate: string, object: string): string {
  return [label(quad.subject), predicate, object, quad.graph.termType === 'DefaultGraph' ? '' : label(quad.graph)].join('\n');
}

/** Blank nodes are numbered by each reading in the order they appear. */
function label(term: Term): string {
  return term.termType === 'BlankNode' ? `_:${term.value.replace(/^d\d+n/, '')}` : termToNTriples(term);
}
