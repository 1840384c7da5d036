import { existsSync } from 'node:fs';
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
export const mappingsFolder = join(packageRoot, 'vocab', 'mappings');

/** Path of a compiled worker; workers always run from dist/, also under test. */
export function workerPath(name: string): string {
  return join(packageRoot, 'dist', 'src', 'workers', `${name}.js`);
}
