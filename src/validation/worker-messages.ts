import type { Quad } from '@rdfjs/types';
import type { ErrorCode, ErrorDetails } from '../domain/errors.js';
import type { ProfileInfo, ValidationReport } from '../domain/validation.js';
import type { ValidationRequest } from '../ports/validator.js';
import type { LibraryFolders } from './shapes-library.js';
import { quadFromKeys, termKey } from './term-keys.js';

export type EngineName = 'shacl-engine' | 'rdf-validate-shacl';

/** Given to a worker when it starts. */
export type WorkerStart = LibraryFolders;

/** A request as plain data: three strings per quad, and a line (or -1) for each quad when lines are known. */
export interface WorkerRequest {
  readonly id: number;
  readonly engine: EngineName;
  readonly subject: string;
  readonly profile: string;
  readonly terms: readonly string[];
  readonly lines: readonly number[] | null;
}

export type WorkerAnswer =
  | { readonly kind: 'ready'; readonly profiles: readonly ProfileInfo[]; readonly engines: Readonly<Record<EngineName, string>> }
  | { readonly kind: 'report'; readonly id: number; readonly report: ValidationReport }
  | { readonly kind: 'failed'; readonly id: number | null; readonly code: ErrorCode; readonly message: string; readonly details: ErrorDetails };

export function encodeRequest(id: number, engine: EngineName, request: ValidationRequest): WorkerRequest {
  const { subject, profile, quads, lineOf } = request;
  const terms: string[] = [];
  for (const quad of quads) terms.push(termKey(quad.subject), quad.predicate.value, termKey(quad.object));
  return { id, engine, subject, profile, terms, lines: lineOf === undefined ? null : quads.map((quad) => lineOf(quad) ?? -1) };
}

export function decodeRequest(message: WorkerRequest): ValidationRequest {
  const { subject, profile, terms, lines } = message;
  const quads: Quad[] = [];
  for (let at = 0; at + 2 < terms.length; at += 3) quads.push(quadFromKeys(terms[at] ?? '', terms[at + 1] ?? '', terms[at + 2] ?? ''));
  if (lines === null) return { subject, profile, quads };
  const known = new Map(quads.map((quad, index) => [quad, lines[index] ?? -1]));
  return {
    subject,
    profile,
    quads,
    lineOf: (quad) => {
      const line = known.get(quad);
      return line === undefined || line < 0 ? null : line;
    },
  };
}
