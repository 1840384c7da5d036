import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from 'n3';
import { canonicalText } from './terms.js';

/** All Turtle files of the folders as sorted N-Triples, each once; they hold no blank nodes. @param folders absolute paths */
export function vocabularyLines(folders: readonly string[]): string {
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ttl'))
      .map((name) => join(folder, name)),
  );
  return canonicalText(files.flatMap((file) => new Parser().parse(readFileSync(file, 'utf8'))));
}
