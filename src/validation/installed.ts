import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Parser } from 'n3';
import { ConfigurationError } from '../domain/errors.js';
import type { LanguageMap } from '../domain/language.js';
import type { TurtleFile } from './shapes-files.js';

/** A profile that an operator installed: its shapes with all imports as one file of N-Triples, and where they came from. */
export interface InstalledProfile extends InstalledFile {
  readonly id: string;
  readonly iri: string;
  readonly title: LanguageMap;
  readonly version: string;
}

/** A code list that an operator downloaded; it stands in for ours of the same scheme. */
export interface InstalledVocabulary extends InstalledFile {
  readonly scheme: string;
}

export interface InstalledFile {
  /** Absolute path of the gzip-compressed N-Triples (a blob, DESIGN section 1). */
  readonly path: string;
  /** SHA-256 of the N-Triples. */
  readonly hash: string;
  /** File or address it was installed from. */
  readonly source: string;
  readonly installedAt: string;
  readonly by: string;
}

/** Plain data: it is handed to worker threads. */
export interface Installed {
  readonly profiles: readonly InstalledProfile[];
  readonly vocabularies: readonly InstalledVocabulary[];
}

export const noInstallations: Installed = { profiles: [], vocabularies: [] };

/** @throws ConfigurationError `config/invalid` when the file is missing or damaged */
export function readInstalled(file: InstalledFile): TurtleFile {
  try {
    const bytes = gunzipSync(readFileSync(file.path));
    return { name: file.hash, bytes, quads: new Parser({ format: 'N-Triples' }).parse(bytes.toString('utf8')) };
  } catch (error) {
    throw new ConfigurationError(
      'config/invalid',
      `The installed file ${file.path} (from ${file.source}) cannot be read; install it again.`,
      { file: file.path },
      { cause: error },
    );
  }
}
