import type { Quad } from '@rdfjs/types';
import type { ValidationReport, ValidationResult } from '../domain/validation.js';
import { termToNTriples } from '../rdf/terms.js';
import { termKey } from './term-keys.js';

/**
 * Gives each result its line: that of the statement at fault, else the first line about its focus node.
 *
 * Lines are no part of what an engine finds, so a kept report serves the same description on other lines.
 */
export function withLines(report: ValidationReport, quads: readonly Quad[], lineOf: ((quad: Quad) => number | null) | undefined): ValidationReport {
  if (lineOf === undefined || report.results.length === 0) return report;
  const bySubject = new Map<string, Quad[]>();
  for (const quad of quads) {
    const key = termKey(quad.subject);
    const own = bySubject.get(key);
    if (own === undefined) bySubject.set(key, [quad]);
    else own.push(quad);
  }
  return { ...report, results: report.results.map((result) => ({ ...result, line: lineFor(result, bySubject.get(result.focusNode) ?? [], lineOf) })) };
}

/** The line of one result. @param quads all quads, or those about the focus node */
export function lineFor({ focusNode, path, value }: ValidationResult, quads: readonly Quad[], lineOf: (quad: Quad) => number | null): number | null {
  const about = quads.filter((quad) => termKey(quad.subject) === focusNode);
  const withPath = path === null ? [] : about.filter((quad) => quad.predicate.value === path);
  const fault = value === null ? undefined : withPath.find((quad) => termToNTriples(quad.object) === value);
  const own = fault === undefined ? null : lineOf(fault);
  if (own !== null) return own;
  const lines = (withPath.length > 0 ? withPath : about).map(lineOf).filter((line) => line !== null);
  return lines.length === 0 ? null : Math.min(...lines);
}
