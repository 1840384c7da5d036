import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Quad, Term } from '@rdfjs/types';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { rdf } from '../../vocab/rdf.js';
import { skos } from '../../vocab/skos.js';
import { ConfigurationError } from '../domain/errors.js';
import type { ProfileInfo } from '../domain/validation.js';
import { Concepts } from '../rdf/concepts.js';
import { backgroundOf, vocabularyIndex, type Background, type Vocabulary } from './background.js';
import { unknownChecks } from './checks/index.js';
import { checkVocabulary } from './checks/vocabulary-check.js';
import { noInstallations, readInstalled, type InstalledProfile, type Installed } from './installed.js';
import { objectsIn, type ObjectsOf } from './property-path.js';
import { rulesOf, texts, type Rules } from './rules.js';
import { hashOf, readTurtleFile, readTurtleFolder, type TurtleFile } from './shapes-files.js';
import { refuseUnsupported, usesSparql } from './supported-features.js';
import { targetsOf, type Targets } from './targets.js';
import { ndcShapes, prof } from './terms.js';

/** A shapes graph with what is read from it once. */
export interface ShapesGraph {
  readonly quads: readonly Quad[];
  readonly rules: Rules;
  readonly targets: Targets;
  readonly background: Background;
  /** Has shapes whose work is done by code of ours (`ndc:check`). */
  readonly hasChecks: boolean;
  /** Needs the SPARQL plug-in of the engine. */
  readonly sparql: boolean;
}

export interface ShapesVariant extends ShapesGraph {
  /** `public`, `common`, ...; null when the profile has one variant only. */
  readonly name: string | null;
  /** The access right of the datasets it is for; null for whatever is no dataset, or for everything. */
  readonly accessRight: string | null;
  /** For datasets whose access right decides nothing. */
  readonly isDefault: boolean;
}

export interface ShapesProfile {
  readonly info: ProfileInfo;
  readonly variants: readonly ShapesVariant[];
}

/** Where shapes and words come from; plain data, since workers are given it. */
export interface LibrarySources {
  /** Absolute path of `shapes/`. */
  readonly shapes: string;
  /** Absolute path of `vocab/authority/`. */
  readonly vocabularies: string;
  /** Absolute path of `vocab/mappings/`. */
  readonly mappings?: string;
  /** What an operator installed besides (`ndc profiles add`, `ndc vocab update`). */
  readonly installed?: Installed;
}

/**
 * Loads every profile of `shapes/`: each folder with a `profile.ttl`, which says what makes the profile and its variants; and
 * those an operator installed. A vocabulary that an operator updated stands in for the one of the same list that we bring.
 *
 * @throws ConfigurationError `config/invalid` for a file that cannot be read or a vocabulary that is not in order,
 *   `validation/unsupported-shape` for a shape we refuse
 */
export function loadShapesLibrary(sources: LibrarySources): readonly ShapesProfile[] {
  const installed = sources.installed ?? noInstallations;
  const vocabularies = loadVocabularies(sources);
  const words = new Concepts();
  for (const file of vocabularies) words.add(file.quads);
  if (sources.mappings !== undefined) for (const file of readTurtleFolder(sources.mappings, '.')) words.add(file.quads);
  const cache = new Map<string, readonly TurtleFile[]>();
  const filesOf = (folder: string): readonly TurtleFile[] => {
    const known = cache.get(folder) ?? readTurtleFolder(sources.shapes, folder);
    cache.set(folder, known);
    return known;
  };
  const vocabulary = vocabularyIndex(
    vocabularies.flatMap((file) => file.quads),
    words,
  );
  const reading: Reading = { filesOf, vocabularies, vocabulary };
  return [
    ...profileFolders(sources.shapes).map((name) => readProfile(readTurtleFile(sources.shapes, join(name, 'profile.ttl')), reading)),
    ...installed.profiles.map((profile) => installedProfile(profile, reading)),
  ];
}

/** Ids of all profiles, without loading their shapes. */
export function profileIds(sources: LibrarySources): readonly string[] {
  const own = profileFolders(sources.shapes).map((name) => {
    const { quads } = readTurtleFile(sources.shapes, join(name, 'profile.ttl'));
    return quads.find((quad) => quad.predicate.equals(dct.identifier) && quad.subject.termType === 'NamedNode')?.object.value ?? name;
  });
  return [...own, ...(sources.installed ?? noInstallations).profiles.map((profile) => profile.id)];
}

function profileFolders(shapes: string): readonly string[] {
  return readdirSync(shapes)
    .filter((name) => existsSync(join(shapes, name, 'profile.ttl')))
    .sort();
}

/**
 * The code lists in force: ours, or the operator's update of the same list.
 *
 * @throws ConfigurationError `config/invalid` naming every fault of every list
 */
export function loadVocabularies(sources: LibrarySources): readonly TurtleFile[] {
  const updates = (sources.installed ?? noInstallations).vocabularies;
  const updated = new Set(updates.map((update) => update.scheme));
  const own = readTurtleFolder(sources.vocabularies, '.');
  const kept = own.filter((file) => !file.quads.some((quad) => quad.object.equals(skos.ConceptScheme) && updated.has(quad.subject.value)));
  const faults = kept.flatMap((file) => checkVocabulary(file.name, file.quads));
  if (faults.length > 0) throw new ConfigurationError('config/invalid', `The vocabularies are not in order:\n${faults.join('\n')}`, { faults });
  return [...kept, ...updates.map((update) => readInstalled(update))];
}

/** One shapes graph out of files, with what the vocabularies say behind it. */
export function shapesGraph(files: readonly TurtleFile[], vocabulary: Vocabulary): ShapesGraph {
  files.forEach(refuseUnsupported);
  const quads = files.flatMap((file) => file.quads);
  const unknown = unknownChecks(quads);
  if (unknown.length > 0) throw new ConfigurationError('validation/unsupported-shape', `There is no check named ${unknown.join(', ')}.`, { checks: unknown });
  return {
    quads,
    rules: rulesOf(quads),
    targets: targetsOf(quads),
    background: backgroundOf(vocabulary, quads),
    hasChecks: quads.some((quad) => quad.predicate.equals(ndcShapes.check)),
    sparql: usesSparql(quads),
  };
}

interface Reading {
  readonly filesOf: (folder: string) => readonly TurtleFile[];
  readonly vocabularies: readonly TurtleFile[];
  readonly vocabulary: Vocabulary;
}

function readProfile(file: TurtleFile, reading: Reading): ShapesProfile {
  const objectsOf = objectsIn(file.quads);
  const profile = file.quads.find((quad) => quad.predicate.equals(rdf.type) && quad.object.equals(prof.Profile))?.subject;
  if (profile === undefined) throw new ConfigurationError('config/invalid', `${file.name} describes no prof:Profile.`, { file: file.name });
  const one = (predicate: Term): string => {
    const value = objectsOf(profile, predicate)[0]?.value;
    if (value === undefined) throw new ConfigurationError('config/invalid', `${file.name} has no ${predicate.value}.`, { file: file.name });
    return value;
  };
  const nodes = objectsOf(profile, ndcShapes.variant);
  const variants = nodes.map((node) => readVariant(node, objectsOf, reading));
  const all = nodes.flatMap((node) => foldersOf(node, objectsOf)).flatMap(reading.filesOf);
  const info: ProfileInfo = {
    id: one(dct.identifier),
    iri: profile.value,
    title: texts(objectsOf(profile, dct.title)),
    version: one(dcat.version),
    specification: one(dct.source),
    rules: new Set(variants.flatMap((variant) => variant.rules.names)).size,
    shapesHash: hashOf([...new Set([file, ...all, ...reading.vocabularies])]),
    claimedBy: [profile.value, ...objectsOf(profile, ndcShapes.claimedBy).map((term) => term.value)],
    variants: nodes.flatMap((node, at) => {
      const name = variants[at]?.name;
      return name === null || name === undefined
        ? []
        : [{ name, accessRight: variants[at]?.accessRight ?? null, provisional: objectsOf(node, ndcShapes.provisional)[0]?.value === 'true' }];
    }),
    sparql: variants.some((variant) => variant.sparql),
    origin: 'built-in',
  };
  return { info, variants };
}

function readVariant(node: Term, objectsOf: ObjectsOf, reading: Reading): ShapesVariant {
  const folders = foldersOf(node, objectsOf);
  return {
    ...shapesGraph(folders.flatMap(reading.filesOf), reading.vocabulary),
    name: objectsOf(node, dct.identifier)[0]?.value ?? null,
    accessRight: objectsOf(node, ndcShapes.accessRight)[0]?.value ?? null,
    isDefault: objectsOf(node, ndcShapes.default)[0]?.value === 'true',
  };
}

function installedProfile(profile: InstalledProfile, reading: Reading): ShapesProfile {
  const file = readInstalled(profile);
  const bringsWords = file.quads.some((quad) => quad.predicate.equals(skos.inScheme));
  const vocabulary = bringsWords
    ? vocabularyIndex([...file.quads, ...reading.vocabularies.flatMap((list) => list.quads)], reading.vocabulary.concepts)
    : reading.vocabulary;
  const graph = shapesGraph([file], vocabulary);
  const info: ProfileInfo = {
    id: profile.id,
    iri: profile.iri,
    title: profile.title,
    version: profile.version,
    specification: profile.source,
    rules: graph.rules.names.length,
    shapesHash: hashOf([file, ...reading.vocabularies]),
    claimedBy: [profile.iri],
    variants: [],
    sparql: graph.sparql,
    origin: { source: profile.source, installedAt: profile.installedAt, by: profile.by },
  };
  return { info, variants: [{ ...graph, name: null, accessRight: null, isDefault: false }] };
}

function foldersOf(variant: Term, objectsOf: ObjectsOf): readonly string[] {
  return objectsOf(variant, ndcShapes.folder).map((folder) => folder.value);
}
