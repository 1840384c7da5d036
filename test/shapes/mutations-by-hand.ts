import type { Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { healthdcatap } from '../../vocab/healthdcatap.js';

/** A change for a rule whose constraint does not tell one. */
export interface ByHand {
  readonly rule: string;
  readonly why: string;
  readonly change: (quads: readonly Quad[], subject: string) => readonly Quad[];
  /** Run on the variant's own shapes, past the choice of a variant. */
  readonly direct?: true;
  /** Rules that must fire as well, on another property. */
  readonly together?: readonly string[];
}

const without =
  (...predicates: readonly { readonly value: string }[]) =>
  (quads: readonly Quad[], subject: string): readonly Quad[] =>
    quads.filter((quad) => !(quad.subject.value === subject && predicates.some((predicate) => quad.predicate.value === predicate.value)));

const chosenByRight = 'a dataset comes here only with this access right, so the rule guards against a wrong choice of variant';

export const byHand: readonly ByHand[] = [
  {
    rule: 'dcat-ap-3.0#Catalogue-content',
    why: 'about two properties',
    change: without(dcat.dataset, dcat.service),
    together: ['dcat-ap-nl-3.0#Catalogue-dataset-min'],
  },
  {
    rule: 'healthdcat-ap-r8#Dataset-hasStructuredData-datatype',
    why: 'what is neither true nor false is no answer to the question about variables either',
    change: (quads, subject) => [
      ...without(healthdcatap.hasStructuredData)(quads, subject),
      DataFactory.quad(DataFactory.namedNode(subject), healthdcatap.hasStructuredData, DataFactory.literal('ja')),
    ],
    together: ['healthdcat-ap-r8#Dataset-hasVariables-conditional'],
  },
  { rule: 'healthdcat-ap-r8#Dataset-hasVariables-conditional', why: 'about two properties', change: without(healthdcatap.hasVariables) },
  ...['healthdcat-ap-r8', 'healthdcat-ap-r5'].flatMap((folder) =>
    ['public', 'restricted'].map((right): ByHand => ({ rule: `${folder}#Dataset-accessRights-${right}`, why: chosenByRight, change: without(dct.accessRights), direct: true })),
  ),
];
