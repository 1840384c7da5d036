import type { Quad, Term } from '@rdfjs/types';
import { dct } from '../../../vocab/dcterms.js';
import { vocabulary } from '../../../vocab/namespace.js';
import { ndc } from '../../../vocab/ndc.js';
import { rdf } from '../../../vocab/rdf.js';
import { skos } from '../../../vocab/skos.js';
import { isValidIri } from '../../rdf/iri.js';

export interface VocabularyCheckOptions {
  /**
   * True for our own files: Dutch beside English, and who made the list, under which licence and whether it is whole. False for a list as its
   * owner publishes it, which has none of these.
   */
  readonly requireDutch: boolean;
}

const own = vocabulary(ndc.iri, 'complete', 'foreignConcepts');
/** Enough to know what is wrong with a list of two thousand. */
const maxProblems = 50;

/**
 * What is wrong with a list of values, as sentences for an operator; nothing when it can be used.
 *
 * Every check on a value and every label on a page rests on these files, so a broken one must stop the start and not show up as
 * a violation in somebody's description.
 */
export function checkVocabulary(name: string, quads: readonly Quad[], options: VocabularyCheckOptions = { requireDutch: true }): readonly string[] {
  const facts = factsOf(quads);
  const schemes = facts.ofType(skos.ConceptScheme);
  const [scheme] = schemes;
  if (scheme === undefined || schemes.length > 1) return [`${name} must describe exactly one skos:ConceptScheme, not ${String(schemes.length)}.`];
  const concepts = facts.ofType(skos.Concept);
  const problems = [
    ...badIris(name, quads),
    ...schemeProblems(name, scheme, facts, options),
    ...(concepts.length === 0 ? [`${name} has no concepts.`] : []),
    ...concepts.flatMap((concept) => conceptProblems(name, concept, { scheme, facts, options })),
  ];
  return problems.length > maxProblems ? [...problems.slice(0, maxProblems), `${name} has ${String(problems.length - maxProblems)} more problems.`] : problems;
}

function schemeProblems(name: string, scheme: string, facts: Facts, options: VocabularyCheckOptions): readonly string[] {
  const problems = missingLanguages(facts.of(scheme, dct.title), options).map((lang) => `${name}: the list <${scheme}> has no title in ${lang}.`);
  if (!options.requireDutch) return problems;
  if (facts.of(scheme, dct.source).length !== 1) problems.push(`${name}: the list <${scheme}> must name one source (dct:source).`);
  if (facts.of(scheme, dct.license).length !== 1) problems.push(`${name}: the list <${scheme}> must name one licence (dct:license).`);
  const complete = facts.of(scheme, own.complete);
  if (complete.length !== 1 || !isBoolean(complete[0])) problems.push(`${name}: the list <${scheme}> must say ndc:complete true or false.`);
  return problems;
}

function conceptProblems(name: string, concept: string, context: { scheme: string; facts: Facts; options: VocabularyCheckOptions }): readonly string[] {
  const { scheme, facts, options } = context;
  const problems: string[] = [];
  if (!facts.of(concept, skos.inScheme).some((term) => term.value === scheme))
    problems.push(`${name}: the concept <${concept}> is not in the list <${scheme}>.`);
  for (const lang of missingLanguages(facts.of(concept, skos.prefLabel), options)) problems.push(`${name}: the concept <${concept}> has no label in ${lang}.`);
  const notations = facts.of(concept, skos.notation);
  if (options.requireDutch && notations.length > 1) problems.push(`${name}: the concept <${concept}> has more than one code.`);
  if (notations.length === 0 && /[/#]$/.test(concept)) problems.push(`${name}: the concept <${concept}> has no code, and none can be read from its IRI.`);
  const foreign = facts.of(scheme, own.foreignConcepts)[0]?.value === 'true';
  if (!foreign && !concept.startsWith(/[/#]$/.test(scheme) ? scheme : `${scheme}/`))
    problems.push(`${name}: the concept <${concept}> is not below the address of its list <${scheme}>.`);
  return problems;
}

function missingLanguages(texts: readonly Term[], { requireDutch }: VocabularyCheckOptions): string[] {
  const found = texts.filter((text) => text.value.trim() !== '').map((text) => (text.termType === 'Literal' ? text.language : ''));
  return (requireDutch ? ['Dutch', 'English'] : ['English']).filter((lang) => !found.includes(lang === 'Dutch' ? 'nl' : 'en'));
}

function badIris(name: string, quads: readonly Quad[]): readonly string[] {
  const iris = new Set(quads.flatMap(({ subject, object }) => [subject, object].flatMap((term) => (term.termType === 'NamedNode' ? [term.value] : []))));
  return [...iris].filter((iri) => !isValidIri(iri)).map((iri) => `${name}: <${iri}> is not a valid IRI.`);
}

function isBoolean(term: Term | undefined): boolean {
  return term?.termType === 'Literal' && term.datatype.value.endsWith('#boolean') && /^(true|false|1|0)$/.test(term.value);
}

interface Facts {
  readonly of: (subject: string, predicate: Term) => readonly Term[];
  readonly ofType: (type: Term) => readonly string[];
}

function factsOf(quads: readonly Quad[]): Facts {
  const bySubject = new Map<string, Quad[]>();
  for (const quad of quads) {
    const known = bySubject.get(quad.subject.value);
    if (known === undefined) bySubject.set(quad.subject.value, [quad]);
    else known.push(quad);
  }
  return {
    of: (subject, predicate) => (bySubject.get(subject) ?? []).filter((quad) => quad.predicate.equals(predicate)).map((quad) => quad.object),
    ofType: (type) =>
      [...bySubject].filter(([, about]) => about.some((quad) => quad.predicate.equals(rdf.type) && quad.object.equals(type))).map(([subject]) => subject),
  };
}
