import type { Quad, Term } from '@rdfjs/types';
import { isEmptyMap } from '../domain/language.js';
import type { Severity, ValidationResult } from '../domain/validation.js';
import { termToNTriples } from '../rdf/terms.js';
import { withIri } from './blank-nodes.js';
import { fixOf } from './fix.js';
import type { LayeredDataset } from './layered-dataset.js';
import { defaultMessage } from './messages.js';
import type { Rules } from './rules.js';
import { termKey } from './term-keys.js';

/** What both engines report, and nothing that only one of them does: the rest comes from the rules. */
export interface EngineResult {
  readonly focusNode: Term;
  /** IRI of the constraint component. */
  readonly component: string;
  readonly sourceShape: string;
  readonly value: Term | null;
  /** Only where it is not the shape's own path, as with `sh:closed`. */
  readonly path: string | null;
}

export interface ResultsContext {
  readonly subject: string;
  readonly rules: Rules;
  readonly dataset: LayeredDataset;
  readonly lineOf: ((quad: Quad) => number | null) | undefined;
}

/**
 * Engine results in our own terms, sorted and each once, so that two engines can be compared word for word.
 *
 * A literal as focus node is dropped: it is there because a property that wants a node has text, and the rule on the node
 * kind of that property says so already.
 */
export function toResults(results: readonly EngineResult[], context: ResultsContext): readonly ValidationResult[] {
  const unique = new Map<string, ValidationResult>();
  for (const result of results) {
    if (result.focusNode.termType === 'Literal') continue;
    const own = toResult(result, context);
    const key = sortKey(own);
    if (!unique.has(key)) unique.set(key, own);
  }
  return [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, result]) => result);
}

function toResult(result: EngineResult, context: ResultsContext): ValidationResult {
  const rule = context.rules.of(result.sourceShape);
  const component = localName(result.component).replace(/ConstraintComponent$/, '');
  const path = result.path ?? rule.path;
  const value = result.value === null ? null : termToNTriples(withIri(result.value));
  const focusNode = termKey(withIri(result.focusNode));
  return {
    severity: rule.severity,
    dataset: context.subject,
    focusNode,
    path,
    component,
    sourceShape: result.sourceShape,
    value,
    message: isEmptyMap(rule.message) ? defaultMessage(component, { path, value, parameters: rule.parameters }) : rule.message,
    line: lineOf(result, path, context),
    fix: fixOf(rule, focusNode),
  };
}

/** The line of the statement at fault, else the first line about its focus node. */
function lineOf(result: EngineResult, path: string | null, context: ResultsContext): number | null {
  const { lineOf: lineOfQuad, dataset } = context;
  if (lineOfQuad === undefined) return null;
  const { value } = result;
  if (path !== null && value !== null) {
    const fault = dataset.ownQuads(result.focusNode, path).find((quad) => quad.object.equals(value));
    const line = fault === undefined ? null : lineOfQuad(fault);
    if (line !== null) return line;
  }
  const about = path === null ? [] : dataset.ownQuads(result.focusNode, path);
  const candidates = about.length > 0 ? about : dataset.ownQuads(result.focusNode);
  const lines = candidates.map(lineOfQuad).filter((line) => line !== null);
  return lines.length === 0 ? null : Math.min(...lines);
}

const severityOrder: Readonly<Record<Severity, number>> = { violation: 0, warning: 1, info: 2 };

function sortKey(result: ValidationResult): string {
  return [severityOrder[result.severity], result.focusNode, result.path ?? '', result.sourceShape, result.component, result.value ?? ''].join('\u0000');
}

function localName(iri: string): string {
  return iri.slice(Math.max(iri.lastIndexOf('#'), iri.lastIndexOf('/')) + 1);
}
