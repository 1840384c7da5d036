import type { Quad } from '@rdfjs/types';
import type { Repair } from '../domain/repair.js';

export interface SpooledQuad {
  readonly quad: Quad;
  readonly line: number | null;
  /** XPath of the statement in an RDF/XML document, when places were asked for. */
  readonly path?: string;
  readonly repairs: readonly Repair[];
  /** Number of the document within the run. */
  readonly document: number;
}

/** Holds the quads of a document (or of a whole tree) by subject while it is cut into descriptions; memory or disk. */
export interface QuadSpool {
  add(entry: SpooledQuad): void;
  /** The quads with this subject (term key: value, blank nodes with `_:`), each once per document, documents in order. */
  quadsOf(subject: string): readonly SpooledQuad[];
  readonly size: number;
  close(): void;
}
