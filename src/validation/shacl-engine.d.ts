/** shacl-engine 1.1.2 ships no types; these are the parts we use. */
declare module 'shacl-engine' {
  import type { DatasetCore, Term } from '@rdfjs/types';

  export interface PathStep {
    readonly predicates: readonly Term[];
  }

  export interface EngineValidationResult {
    readonly focusNode: { readonly term: Term };
    readonly constraintComponent: Term;
    readonly shape: { readonly ptr: { readonly term: Term } };
    readonly path: readonly PathStep[] | null | undefined;
    readonly value: { readonly term: Term } | undefined;
  }

  export interface EngineReport {
    readonly results: readonly EngineValidationResult[];
  }

  export class Validator {
    constructor(shapes: DatasetCore, options: { readonly factory: unknown; readonly validations?: ReadonlyMap<unknown, unknown> });
    validate(data: { readonly dataset: DatasetCore }, shapes?: readonly { readonly terms: readonly Term[] }[]): Promise<EngineReport>;
  }
}

declare module 'shacl-engine/sparql.js' {
  export const validations: ReadonlyMap<unknown, unknown>;
}
