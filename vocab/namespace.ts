import type { NamedNode } from '@rdfjs/types';
import { DataFactory } from 'n3';

/** The terms of one namespace as typed constants: `dcat.Dataset`, never an inline IRI string. */
export type Vocabulary<T extends string> = Readonly<Record<T, NamedNode>> & { readonly iri: string };

/** Declares a namespace with the local names that we use of it. A name that is not declared is a compile error. */
export function vocabulary<const T extends string>(iri: string, ...names: readonly T[]): Vocabulary<T> {
  const terms = names.map((name) => [name, DataFactory.namedNode(iri + name)] as const);
  return Object.freeze({ ...Object.fromEntries(terms), iri }) as Vocabulary<T>;
}
