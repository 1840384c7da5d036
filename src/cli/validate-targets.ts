import { trusted } from './document-loader.js';
import { createWriteStream, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import type { Config } from '../config.js';
import type { DocumentBody } from '../domain/harvest.js';
import { GuardedFetcher } from '../fetch/guarded-fetcher.js';
import { HostLimiter } from '../fetch/host-limiter.js';
import { systemClock } from '../ports/clock.js';
import type { ParseTrouble } from '../rdf/parse-trouble.js';
import { fetchSettings } from '../workers/harvest.js';
import { UsageError } from './command.js';
import { globPattern, globRoot, isGlob } from './validate-glob.js';

/** A document to validate; its content is read when its turn has come. */
export interface Target {
  readonly kind: 'file' | 'url' | 'stdin';
  /** As the user wrote it, or below the folder that they named. */
  readonly name: string;
}

export interface Source {
  readonly name: string;
  readonly body: DocumentBody;
  readonly mediaType: string;
  readonly baseIri: string;
}

const isRdfName = (name: string): boolean => /\.(ttl|trig|nt|nq|rdf|xml|owl|jsonld|json)(\.gz)?$/i.test(name);

/** Files, folders, patterns, addresses and `-`, in the order given; the files of a folder by name. @throws UsageError */
export function targetsOf(words: readonly string[]): Target[] {
  const targets = words.flatMap((word): Target[] => {
    if (word === '-') return [{ kind: 'stdin', name: '-' }];
    if (/^https?:\/\//i.test(word)) return [{ kind: 'url', name: word }];
    const found = kindOf(word);
    if (found === 'folder') return within(word, filesBelow(word).filter(isRdfName));
    if (found === 'file') return [{ kind: 'file', name: word }];
    if (!isGlob(word)) throw new UsageError(`there is no file or folder ${word}`);
    const pattern = globPattern(word.replace(/^\.\//, ''));
    const root = globRoot(word.replace(/^\.\//, ''));
    const files = kindOf(root) === 'folder' ? filesBelow(root).map((file) => (root === '.' ? file : join(root, file))) : [];
    const matching = files.filter((file) => pattern.test(file));
    if (matching.length === 0) throw new UsageError(`no file fits the pattern ${word}`);
    return matching.map((name) => ({ kind: 'file', name }));
  });
  if (targets.filter((target) => target.kind === 'stdin').length > 1) throw new UsageError('standard input can be read once');
  return [...new Map(targets.map((target) => [target.name, target])).values()];
}

function within(folder: string, files: readonly string[]): Target[] {
  if (files.length === 0) throw new UsageError(`${folder} holds no RDF files (.ttl .trig .nt .nq .rdf .xml .owl .jsonld .json, also .gz)`);
  return files.map((file) => ({ kind: 'file', name: join(folder, file) }));
}

function kindOf(path: string): 'file' | 'folder' | 'none' {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? 'none' : found.isDirectory() ? 'folder' : 'file';
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length - (folder === '.' ? 2 : 0)))
    .sort();
}

/** What cannot be fetched or opened, as trouble of that document: the others are judged all the same. */
export class UnreachableTarget extends Error {
  constructor(readonly trouble: ParseTrouble) {
    super(trouble.detail);
  }
}

/** Opens a target without reading it whole. @throws UnreachableTarget */
export async function openTarget(target: Target, config: Config, folder: string): Promise<Source> {
  if (target.kind === 'url') return await fetched(target.name, config, folder);
  if (target.kind === 'stdin') {
    const path = join(folder, 'stdin');
    await pipeline(process.stdin, createWriteStream(path));
    return { name: '-', body: { kind: 'file', path, size: statSync(path).size }, mediaType: '', baseIri: 'urn:ndc:stdin' };
  }
  const { name } = target;
  return { name, body: { kind: 'file', path: name, size: statSync(name).size }, mediaType: '', baseIri: pathToFileURL(name).href };
}

async function fetched(url: string, config: Config, folder: string): Promise<Source> {
  const fetcher = new GuardedFetcher(trusted(url), { ...fetchSettings(config, 'ndc-validate'), temporaryFolder: folder }, new HostLimiter(0), systemClock);
  try {
    const request = { url, accept: 'text/turtle, application/ld+json;q=0.9, application/rdf+xml;q=0.7, */*;q=0.1', maxBytes: config.NDC_MAX_DOCUMENT_BYTES };
    const answer = await fetcher.fetch(request, AbortSignal.timeout(config.NDC_REQUEST_TIMEOUT_MS));
    if (answer.kind === 'fetched') return { name: url, body: answer.body, mediaType: answer.mediaType, baseIri: answer.baseIri };
    const detail = 'detail' in answer ? answer.detail : answer.kind;
    throw new UnreachableTarget(troubleOf(detail, { nl: 'Het adres is niet te lezen', en: 'The address cannot be read' }));
  } finally {
    await fetcher.close();
  }
}

export function troubleOf(detail: string, sentence: { readonly nl: string; readonly en: string }): ParseTrouble {
  return { code: 'other', line: null, column: null, excerpt: null, message: { nl: [`${sentence.nl}: ${detail}`], en: [`${sentence.en}: ${detail}`] }, detail };
}
