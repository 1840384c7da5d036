import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json, shapes/ and vocab/; the same from sources and from dist/. */
export const packageRoot = ((): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'shapes')) || !existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('the package root was not found');
    folder = parent;
  }
  return folder;
})();

export const shapesFolder = join(packageRoot, 'shapes');
export const authorityFolder = join(packageRoot, 'vocab', 'authority');
export const examplesFolder = join(packageRoot, 'sparql', 'queries', 'examples');
export const mappingsFolder = join(packageRoot, 'vocab', 'mappings');
export const thesaurusFolder = join(packageRoot, 'vocab', 'thesaurus');
/** Dutch words that compounds are made of, a list beside the thesaurus. */
export const compoundParts = join(thesaurusFolder, 'compound-parts.nl.txt');

/** When a file was written; 0 when it is not there. */
function writtenAt(...path: readonly string[]): number {
  return statSync(join(packageRoot, ...path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/**
 * Path of a compiled worker; workers always run from dist/, also under test. From its bundle, which starts in half the time, unless something
 * has been compiled since; bin/ndc.mjs chooses alike.
 */
export function workerPath(name: string): string {
  const folder = writtenAt('dist', 'bundle', 'main.js') > writtenAt('dist', '.tsbuildinfo') ? 'bundle' : 'src';
  return join(packageRoot, 'dist', folder, 'workers', `${name}.js`);
}
