import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Quad } from '@rdfjs/types';
import { Parser } from 'n3';
import { ConfigurationError } from '../domain/errors.js';

/** A Turtle file of our own folders, as read: its name for error messages, its bytes for the hash. */
export interface TurtleFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly quads: readonly Quad[];
}

/** Reads the `.ttl` files of one folder in order of name, without the folders below it. */
export function readTurtleFolder(root: string, folder: string): readonly TurtleFile[] {
  try {
    const names = readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.ttl') && name !== 'profile.ttl')
      .sort();
    return names.map((name) => readTurtleFile(root, join(folder, name)));
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new ConfigurationError('config/invalid', `The folder ${join(root, folder)} cannot be read.`, { folder }, { cause: error });
  }
}

export function readTurtleFile(root: string, name: string): TurtleFile {
  try {
    const bytes = readFileSync(join(root, name));
    return { name, bytes, quads: new Parser({ format: 'text/turtle', baseIRI: `file:///${name}` }).parse(bytes.toString('utf8')) };
  } catch (error) {
    throw new ConfigurationError('config/invalid', `The file ${join(root, name)} cannot be read as Turtle.`, { file: name }, { cause: error });
  }
}

/** SHA-256 over names and bytes, in order of name: what a cached report depends on. */
export function hashOf(files: readonly TurtleFile[]): string {
  const hash = createHash('sha256');
  for (const file of [...files].sort((a, b) => (a.name < b.name ? -1 : 1))) hash.update(`${file.name}\n`).update(file.bytes);
  return hash.digest('hex');
}
