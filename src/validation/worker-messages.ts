import type { Quad } from '@rdfjs/types';
import type { ErrorCode, ErrorDetails } from '../domain/errors.js';
import type { ProfileInfo, RuleInfo, ValidationReport } from '../domain/validation.js';
import type { ValidationRequest } from '../ports/validator.js';
import type { LibrarySources } from './shapes-library.js';
import { quadFromKeys, termKey } from './term-keys.js';

export type EngineName = 'shacl-engine' | 'rdf-validate-shacl';

/** Given to a worker when it starts. */
export type WorkerStart = LibrarySources;

/** A request as plain data: three strings per quad. Lines stay with whoever asks. */
export interface WorkerRequest {
  readonly id: number;
  readonly engine: EngineName;
  readonly subject: string;
  readonly profile: string;
  readonly terms: readonly string[];
  /** ISO 8601. */
  readonly now: string | null;
}

export type WorkerAnswer =
  | {
      readonly kind: 'ready';
      readonly profiles: readonly ProfileInfo[];
      readonly rules: Readonly<Record<string, readonly RuleInfo[]>>;
      readonly engines: Readonly<Record<EngineName, string>>;
    }
  | { readonly kind: 'report'; readonly id: number; readonly report: ValidationReport }
  | { readonly kind: 'failed'; readonly id: number | null; readonly code: ErrorCode; readonly message: string; readonly details: ErrorDetails };

export function encodeRequest(id: number, engine: EngineName, request: ValidationRequest): WorkerRequest {
  const { subject, profile, quads, now } = request;
  const terms: string[] = [];
  for (const quad of quads) terms.push(termKey(quad.subject), quad.predicate.value, termKey(quad.object));
  return { id, engine, subject, profile, terms, now: now?.toISOString() ?? null };
}

export function decodeRequest({ subject, profile, terms, now }: WorkerRequest): ValidationRequest {
  const quads: Quad[] = [];
  for (let at = 0; at + 2 < terms.length; at += 3) quads.push(quadFromKeys(terms[at] ?? '', terms[at + 1] ?? '', terms[at + 2] ?? ''));
  return { subject, profile, quads, ...(now === null ? {} : { now: new Date(now) }) };
}
