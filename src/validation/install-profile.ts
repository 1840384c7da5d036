import { createHash } from 'node:crypto';
import type { Quad, Term } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { owl } from '../../vocab/owl.js';
import { rdf } from '../../vocab/rdf.js';
import { rdfs } from '../../vocab/rdfs.js';
import { sh } from '../../vocab/sh.js';
import { CatalogueError, ConfigurationError } from '../domain/errors.js';
import type { LanguageMap } from '../domain/language.js';
import { parseText } from '../rdf/parse.js';
import { tripleToLine } from '../rdf/terms.js';
import { noVocabulary, vocabularyIndex } from './background.js';
import { LayeredDataset } from './layered-dataset.js';
import { objectsIn, pathText, type ObjectsOf } from './property-path.js';
import { texts } from './rules.js';
import { runShaclEngine } from './shacl-engine-validator.js';
import { shapesGraph } from './shapes-library.js';
import { unknownTermsIn, unsupportedIn } from './supported-features.js';
import { prof } from './terms.js';

/** A document of a profile or vocabulary, from a file or an address. */
export interface LoadedDocument {
  readonly url: string;
  readonly text: string;
  readonly mediaType: string;
  /** Of its bytes. */
  readonly hash: string;
}

export type DocumentLoader = (address: string) => Promise<LoadedDocument>;

/** A profile ready to be installed. */
export interface PreparedProfile {
  readonly id: string;
  readonly iri: string;
  readonly title: LanguageMap;
  readonly version: string;
  /** Shapes of all documents as one; rules without a name have been given one. */
  readonly nTriples: string;
  readonly hash: string;
  readonly documents: readonly { readonly url: string; readonly hash: string }[];
  readonly rules: number;
  /** Needs the SPARQL plug-in of the engine. */
  readonly sparql: boolean;
  /** What the operator should know, such as terms that no engine knows. */
  readonly notices: readonly string[];
}

export interface PrepareOptions {
  /** Replaces the id that the profile would get from its address. */
  readonly id: string | null;
  readonly version: string | null;
  /** Imports that are left out, such as an ontology that is not needed. */
  readonly skipImports: readonly string[];
  readonly onDocument?: (url: string) => void;
}

const maxDocuments = 60;

/**
 * Reads a SHACL profile with everything it imports, and makes it one pinned file: from then on nothing is fetched, so that a
 * report can be repeated.
 *
 * @throws ConfigurationError `validation/unsupported-shape` listing every feature that no engine of ours runs;
 *   `config/invalid` when a document cannot be read, when nothing is targeted, or when the engine refuses the shapes
 */
export async function prepareProfile(addresses: readonly string[], load: DocumentLoader, options: PrepareOptions): Promise<PreparedProfile> {
  const { quads: all, documents, failures } = await readClosure(addresses, load, options);
  if (failures.length > 0)
    throw new ConfigurationError('config/invalid', `Imports could not be read:\n${failures.join('\n')}\nMend them, or leave one out with --skip-import.`, {
      failures,
    });
  const quads = withNamedRules(all.filter((quad) => !quad.predicate.equals(owl.imports)));
  const unsupported = unsupportedIn(quads);
  if (unsupported.length > 0)
    throw new ConfigurationError(
      'validation/unsupported-shape',
      `The profile uses features that are not run here, and a rule that is not run must not look like one that holds:\n${unsupported.map(({ shape, feature, reason }) => `  ${shape}: ${feature} (${reason})`).join('\n')}`,
      { unsupported },
    );
  const nTriples = [...new Set(quads.map(tripleToLine))].sort().join('\n') + '\n';
  const described = describe(quads, documents[0]?.url ?? addresses[0] ?? '', options);
  const graph = shapesGraph([{ name: described.id, bytes: Buffer.from(nTriples), quads }], {
    ...noVocabulary,
    ...vocabularyIndex(quads, noVocabulary.concepts),
  });
  if (graph.targets.shapes.length === 0)
    throw new ConfigurationError(
      'config/invalid',
      'The profile has no shape with a target (sh:targetClass and the like), so it would find everything sound.',
      {},
    );
  await tryOut(graph);
  const unknown = unknownTermsIn(quads);
  return {
    ...described,
    nTriples,
    hash: sha256(nTriples),
    documents,
    rules: graph.rules.names.length,
    sparql: graph.sparql,
    notices: [
      ...(unknown.length === 0
        ? []
        : [`SHACL has no ${unknown.map((iri) => `sh:${iri.slice(sh.iri.length)}`).join(', ')}; these statements have no effect in any engine.`]),
      ...(graph.sparql ? ['The profile has SPARQL constraints: slower, and without a second opinion.'] : []),
    ],
  };
}

interface Closure {
  readonly quads: readonly Quad[];
  readonly documents: readonly { readonly url: string; readonly hash: string }[];
  readonly failures: readonly string[];
}

async function readClosure(addresses: readonly string[], load: DocumentLoader, options: PrepareOptions): Promise<Closure> {
  const quads: Quad[] = [];
  const documents: { url: string; hash: string }[] = [];
  const failures: string[] = [];
  const queue = [...addresses];
  const seen = new Set(options.skipImports.map(withoutFragment));
  for (let address = queue.shift(); address !== undefined; address = queue.shift()) {
    const key = withoutFragment(address);
    if (seen.has(key)) continue;
    seen.add(key);
    if (documents.length >= maxDocuments)
      throw new ConfigurationError('config/invalid', `The profile imports more than ${String(maxDocuments)} documents.`, {});
    try {
      options.onDocument?.(address);
      const document = await load(address);
      const parsed = await parseText(document.text, { mediaType: document.mediaType, baseIri: document.url, path: document.url });
      documents.push({ url: document.url, hash: document.hash });
      seen.add(withoutFragment(document.url));
      for (const quad of parsed.quads) {
        quads.push(quad);
        if (quad.predicate.equals(owl.imports)) queue.push(quad.object.value);
      }
    } catch (error) {
      if (!(error instanceof CatalogueError)) throw error;
      if (documents.length === 0) throw new ConfigurationError('config/invalid', `${address} cannot be read: ${error.message}`, { address }, { cause: error });
      failures.push(`  ${address}: ${error.message}`);
    }
  }
  return { quads, documents, failures };
}

function withoutFragment(address: string): string {
  return address.replace(/#.*$/, '');
}

/**
 * Gives rules without a name one, made of the class they are about, their path and a number: a result must be able to name its
 * rule, and a policy to refer to it.
 */
function withNamedRules(quads: readonly Quad[]): readonly Quad[] {
  const objectsOf = objectsIn(quads);
  const names = new Map<string, Term>();
  const used = new Map<string, number>();
  for (const { subject, predicate, object } of quads) {
    if (!predicate.equals(sh.property) || object.termType !== 'BlankNode' || subject.termType !== 'NamedNode' || names.has(object.value)) continue;
    const name = `${subject.value}-${lastName(objectsOf(object, sh.path)[0], objectsOf)}`;
    const nth = (used.get(name) ?? 0) + 1;
    used.set(name, nth);
    names.set(object.value, DataFactory.namedNode(nth === 1 ? name : `${name}-${String(nth)}`));
  }
  const named = <T extends Term>(term: T): T => (term.termType === 'BlankNode' ? ((names.get(term.value) ?? term) as T) : term);
  return quads.map((quad) => DataFactory.quad(named(quad.subject), quad.predicate, named(quad.object)));
}

function lastName(path: Term | undefined, objectsOf: ObjectsOf): string {
  if (path === undefined) return 'node';
  return pathText(path, objectsOf)
    .split(/[|/^*+?()]/)
    .join(' ')
    .replace(/[<>]/g, '')
    .trim()
    .replace(/^.*[#\s]/, '')
    .replace(/[^\w.-]/g, '');
}

type Described = Pick<PreparedProfile, 'id' | 'iri' | 'title' | 'version'>;

/** What the profile says of itself: a prof:Profile, else the owl:Ontology; else its address. */
function describe(quads: readonly Quad[], address: string, options: PrepareOptions): Described {
  const objectsOf = objectsIn(quads);
  const typed = (type: Term): Term | undefined =>
    quads.find((quad) => quad.predicate.equals(rdf.type) && quad.object.equals(type) && quad.subject.termType === 'NamedNode')?.subject;
  const self = typed(prof.Profile) ?? typed(DataFactory.namedNode(`${owl.iri}Ontology`));
  const values = (predicate: Term): readonly Term[] => (self === undefined ? [] : objectsOf(self, predicate));
  const id = options.id ?? values(dct.identifier)[0]?.value ?? idFrom(address);
  if (!/^[a-z0-9][a-z0-9._-]{1,62}$/.test(id))
    throw new ConfigurationError('config/invalid', `"${id}" cannot be the id of a profile: use 2 to 63 lower-case letters, digits, dots and hyphens (--id).`, {
      id,
    });
  const title = texts([...values(dct.title), ...values(rdfs.label)]);
  return {
    id,
    iri: self?.value ?? `https://w3id.org/ndc/profiles/${id}`,
    title: Object.keys(title).length === 0 ? { '': [id] } : title,
    version: options.version ?? values(dcat.version)[0]?.value ?? values(DataFactory.namedNode(`${owl.iri}versionInfo`))[0]?.value ?? '1',
  };
}

function idFrom(address: string): string {
  const name = withoutFragment(address)
    .replace(/[?].*$/, '')
    .replace(/\/+$/, '')
    .replace(/^.*\//, '');
  return name.replace(/\.(ttl|rdf|xml|jsonld|json|nt)$/i, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, ''); // prettier-ignore
}

/** Lets the engine prepare every shape against one node of each target class: a pattern that is no regular expression shows here. */
async function tryOut(graph: Parameters<typeof runShaclEngine>[0]): Promise<void> {
  const quads = graph.targets.classes.flatMap((type, at) => {
    const node = DataFactory.namedNode(`urn:ndc:trial:${String(at)}`);
    const values = [
      ...new Set(graph.quads.filter((quad) => quad.predicate.equals(sh.path) && quad.object.termType === 'NamedNode').map((quad) => quad.object.value)),
    ];
    return [
      DataFactory.quad(node, rdf.type, type as never),
      ...values.map((path) => DataFactory.quad(node, DataFactory.namedNode(path), DataFactory.literal('trial'))),
    ];
  });
  try {
    await runShaclEngine(graph, new LayeredDataset(quads, graph.background));
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new ConfigurationError('config/invalid', `The engine cannot run the profile: ${cause}`, {}, { cause: error });
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
