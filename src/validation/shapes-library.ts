import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Quad, Term } from '@rdfjs/types';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { rdf } from '../../vocab/rdf.js';
import { ConfigurationError } from '../domain/errors.js';
import type { LanguageMap } from '../domain/language.js';
import type { ProfileInfo } from '../domain/validation.js';
import { backgroundOf, vocabularyIndex, type Background } from './background.js';
import { objectsIn, type ObjectsOf } from './property-path.js';
import { rulesOf, type Rules } from './rules.js';
import { hashOf, readTurtleFile, readTurtleFolder, refuseUnsupported, type TurtleFile } from './shapes-files.js';
import { targetsOf, type Targets } from './targets.js';
import { ndcShapes, prof } from './terms.js';

/** A shapes graph with what is read from it once. */
export interface ShapesGraph {
  readonly quads: readonly Quad[];
  readonly rules: Rules;
  readonly targets: Targets;
  readonly background: Background;
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

export interface LibraryFolders {
  /** Absolute path of `shapes/`. */
  readonly shapes: string;
  /** Absolute path of `vocab/authority/`. */
  readonly vocabularies: string;
}

/**
 * Loads every profile of `shapes/`: each folder with a `profile.ttl`, which says what makes the profile and its variants.
 *
 * @throws ConfigurationError `config/invalid` for a file that cannot be read, `validation/unsupported-shape` for a shape we refuse
 */
export function loadShapesLibrary(folders: LibraryFolders): readonly ShapesProfile[] {
  const vocabularies = readTurtleFolder(folders.vocabularies, '.');
  const names = readdirSync(folders.shapes)
    .filter((name) => existsSync(join(folders.shapes, name, 'profile.ttl')))
    .sort();
  const cache = new Map<string, readonly TurtleFile[]>();
  const filesOf = (folder: string): readonly TurtleFile[] => {
    const known = cache.get(folder) ?? readTurtleFolder(folders.shapes, folder);
    cache.set(folder, known);
    return known;
  };
  const vocabulary = vocabularyIndex(vocabularies.flatMap((file) => file.quads));
  const sources: Sources = { filesOf, vocabularies, vocabulary };
  return names.map((name) => readProfile(readTurtleFile(folders.shapes, join(name, 'profile.ttl')), sources));
}

/** One shapes graph out of files, with what the vocabularies say behind it. */
export function shapesGraph(files: readonly TurtleFile[], vocabulary: Background['bySubject']): ShapesGraph {
  files.forEach(refuseUnsupported);
  const quads = files.flatMap((file) => file.quads);
  return { quads, rules: rulesOf(quads), targets: targetsOf(quads), background: backgroundOf(vocabulary, quads) };
}

interface Sources {
  readonly filesOf: (folder: string) => readonly TurtleFile[];
  readonly vocabularies: readonly TurtleFile[];
  readonly vocabulary: Background['bySubject'];
}

function readProfile(file: TurtleFile, sources: Sources): ShapesProfile {
  const objectsOf = objectsIn(file.quads);
  const profile = file.quads.find((quad) => quad.predicate.equals(rdf.type) && quad.object.equals(prof.Profile))?.subject;
  if (profile === undefined) throw new ConfigurationError('config/invalid', `${file.name} describes no prof:Profile.`, { file: file.name });
  const one = (predicate: Term): string => {
    const value = objectsOf(profile, predicate)[0]?.value;
    if (value === undefined) throw new ConfigurationError('config/invalid', `${file.name} has no ${predicate.value}.`, { file: file.name });
    return value;
  };
  const nodes = objectsOf(profile, ndcShapes.variant);
  const variants = nodes.map((node) => readVariant(node, objectsOf, sources));
  const all = nodes.flatMap((node) => foldersOf(node, objectsOf)).flatMap(sources.filesOf);
  const info: ProfileInfo = {
    id: one(dct.identifier),
    iri: profile.value,
    title: titles(objectsOf(profile, dct.title)),
    version: one(dcat.version),
    specification: one(dct.source),
    rules: new Set(variants.flatMap((variant) => variant.rules.names)).size,
    shapesHash: hashOf([...new Set([file, ...all, ...sources.vocabularies])]),
  };
  return { info, variants };
}

function readVariant(node: Term, objectsOf: ObjectsOf, sources: Sources): ShapesVariant {
  const folders = foldersOf(node, objectsOf);
  return {
    ...shapesGraph(folders.flatMap(sources.filesOf), sources.vocabulary),
    name: objectsOf(node, dct.identifier)[0]?.value ?? null,
    accessRight: objectsOf(node, ndcShapes.accessRight)[0]?.value ?? null,
    isDefault: objectsOf(node, ndcShapes.default)[0]?.value === 'true',
  };
}

function foldersOf(variant: Term, objectsOf: ObjectsOf): readonly string[] {
  return objectsOf(variant, ndcShapes.folder).map((folder) => folder.value);
}

function titles(terms: readonly Term[]): LanguageMap {
  const map: Record<string, string[]> = {};
  for (const term of terms) if (term.termType === 'Literal') (map[term.language] ??= []).push(term.value);
  return map;
}
