import { createHash } from 'node:crypto';
import type { Quad, Term } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { dct } from '../../vocab/dcterms.js';
import { owl } from '../../vocab/owl.js';
import { rdf } from '../../vocab/rdf.js';
import { skos } from '../../vocab/skos.js';
import { xsd } from '../../vocab/xsd.js';
import { ConfigurationError } from '../domain/errors.js';
import type { LanguageMap } from '../domain/language.js';
import { parseText } from '../rdf/parse.js';
import { tripleToLine } from '../rdf/terms.js';
import { checkVocabulary } from './checks/vocabulary-check.js';
import type { DocumentLoader } from './install-profile.js';
import { objectsIn } from './property-path.js';
import { texts } from './rules.js';
import { ndcShapes } from './terms.js';

/** A downloaded code list, ready to stand in for ours. */
export interface PreparedVocabulary {
  /** IRI of the list. */
  readonly scheme: string;
  readonly title: LanguageMap;
  readonly version: string;
  readonly nTriples: string;
  readonly hash: string;
  readonly documents: readonly { readonly url: string; readonly hash: string }[];
  readonly concepts: number;
  /** Codes that the list in force has not, and those it has that are gone. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly relabelled: readonly string[];
}

/**
 * Reads a list as its owner publishes it and keeps of it what rules and pages need: concepts, codes, labels, what is broader and
 * what is deprecated. Dutch labels that the owner does not give are taken from the list in force.
 *
 * @throws ConfigurationError `config/invalid` when the document is no list, is another list, or is not in order
 */
export async function prepareVocabulary(
  request: { readonly scheme: string; readonly address: string; readonly current: readonly Quad[] },
  load: DocumentLoader,
): Promise<PreparedVocabulary> {
  const document = await load(request.address);
  const { quads: read } = await parseText(document.text, { mediaType: document.mediaType, baseIri: document.url, path: document.url });
  const own = kept(read, request.scheme);
  if (own.size === 0)
    throw new ConfigurationError('config/invalid', `${request.address} holds no concept of the list <${request.scheme}>; nothing was changed.`, {
      address: request.address,
    });
  const objectsOf = objectsIn(read);
  const before = labelsOf(request.current, request.scheme);
  const quads = [...schemeQuads(request, read), ...[...own].flatMap((concept) => conceptQuads(concept, { scheme: request.scheme, objectsOf, before }))];
  const faults = checkVocabulary(request.address, quads, { requireDutch: false });
  if (faults.length > 0) throw new ConfigurationError('config/invalid', `The list is not in order; nothing was changed:\n${faults.join('\n')}`, { faults });
  const after = labelsOf(quads, request.scheme);
  const nTriples = `${[...new Set(quads.map(tripleToLine))].sort().join('\n')}\n`;
  const scheme = DataFactory.namedNode(request.scheme);
  return {
    scheme: request.scheme,
    title: texts(objectsIn(quads)(scheme, dct.title)),
    version:
      objectsOf(scheme, DataFactory.namedNode(`${owl.iri}versionInfo`))[0]?.value ??
      objectsOf(scheme, dct.modified)[0]?.value ??
      new Date().toISOString().slice(0, 10),
    nTriples,
    hash: createHash('sha256').update(nTriples).digest('hex'),
    documents: [{ url: document.url, hash: document.hash }],
    concepts: own.size,
    added: [...after.keys()].filter((iri) => !before.has(iri)).sort(),
    removed: [...before.keys()].filter((iri) => !after.has(iri)).sort(),
    relabelled: [...after]
      .filter(([iri, labels]) => before.has(iri) && before.get(iri)?.get('en') !== labels.get('en'))
      .map(([iri]) => iri)
      .sort(),
  };
}

/** Concepts of the list: in its scheme, or a top concept of it. */
function kept(quads: readonly Quad[], scheme: string): ReadonlySet<string> {
  const found = quads
    .filter(
      (quad) =>
        (quad.predicate.equals(skos.inScheme) || quad.predicate.equals(skos.topConceptOf)) &&
        quad.object.value === scheme &&
        quad.subject.termType === 'NamedNode',
    )
    .map((quad) => quad.subject.value);
  return new Set(found.filter((iri) => iri !== scheme));
}

function schemeQuads(
  request: { readonly scheme: string; readonly address: string; readonly current: readonly Quad[] },
  read: readonly Quad[],
): readonly Quad[] {
  const scheme = DataFactory.namedNode(request.scheme);
  const before = objectsIn(request.current);
  const now = objectsIn(read);
  const titles = new Map<string, Term>();
  for (const title of [...now(scheme, skos.prefLabel), ...now(scheme, dct.title), ...before(scheme, dct.title)])
    if (title.termType === 'Literal' && (title.language === 'nl' || title.language === 'en' || title.language === '')) titles.set(title.language, title);
  return [
    DataFactory.quad(scheme, rdf.type, skos.ConceptScheme),
    ...[...titles.values()].map((title) => DataFactory.quad(scheme, dct.title, title as never)),
    DataFactory.quad(scheme, dct.source, DataFactory.namedNode(request.address.includes(':') ? request.address : `file:${request.address}`)),
    ...[...now(scheme, dct.license), ...before(scheme, dct.license)].slice(0, 1).map((licence) => DataFactory.quad(scheme, dct.license, licence as never)),
    DataFactory.quad(scheme, ndcShapes.complete, DataFactory.literal('true', xsd.boolean)),
    ...before(scheme, foreignConcepts).map((value) => DataFactory.quad(scheme, foreignConcepts, value as never)),
  ];
}

const foreignConcepts = DataFactory.namedNode(`${ndcShapes.iri}foreignConcepts`);

interface ConceptContext {
  readonly scheme: string;
  readonly objectsOf: (subject: Term, predicate: Term) => readonly Term[];
  readonly before: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

function conceptQuads(iri: string, { scheme, objectsOf, before }: ConceptContext): readonly Quad[] {
  const concept = DataFactory.namedNode(iri);
  const copied = [skos.altLabel, skos.broader, skos.exactMatch, owl.deprecated, dct.isReplacedBy].flatMap((predicate) =>
    objectsOf(concept, predicate)
      .filter((term) => term.termType !== 'BlankNode')
      .map((term) => DataFactory.quad(concept, predicate, term as never)),
  );
  const labels = objectsOf(concept, skos.prefLabel);
  const dutch = labels.some((label) => label.termType === 'Literal' && label.language === 'nl') ? undefined : before.get(iri)?.get('nl');
  const codes = objectsOf(concept, skos.notation).map((term) => term.value);
  const code = codes.find((candidate) => candidate === iri.replace(/^.*[/#]/, '')) ?? codes[0] ?? iri.replace(/^.*[/#]/, '');
  return [
    DataFactory.quad(concept, rdf.type, skos.Concept),
    DataFactory.quad(concept, skos.inScheme, DataFactory.namedNode(scheme)),
    DataFactory.quad(concept, skos.notation, DataFactory.literal(code)),
    ...labels.map((label) => DataFactory.quad(concept, skos.prefLabel, label as never)),
    ...(dutch === undefined ? [] : [DataFactory.quad(concept, skos.prefLabel, DataFactory.literal(dutch, 'nl'))]),
    ...copied,
  ];
}

function labelsOf(quads: readonly Quad[], scheme: string): Map<string, Map<string, string>> {
  const concepts = kept(quads, scheme);
  const labels = new Map<string, Map<string, string>>([...concepts].map((iri) => [iri, new Map<string, string>()]));
  for (const { subject, predicate, object } of quads)
    if (predicate.equals(skos.prefLabel) && object.termType === 'Literal') labels.get(subject.value)?.set(object.language, object.value);
  return labels;
}
