import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll } from 'vitest';
import { packageRoot } from '../../src/assets.js';

const known = new Map<string, Promise<string>>();
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/**
 * The path of a program of a test as one file, made of the sources once per test file, so that each of its processes starts
 * without reading a thousand modules or compiling TypeScript. It lies within the package, whose folders it looks for.
 */
export function bundledChild(source: URL): Promise<string> {
  const path = known.get(source.href) ?? bundle(fileURLToPath(source));
  known.set(source.href, path);
  return path;
}

async function bundle(source: string): Promise<string> {
  const cache = join(packageRoot, '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'child-'));
  folders.push(folder);
  const outfile = join(folder, `${basename(source).replace(/\.\w+$/, '')}.mjs`);
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    // What brings a binary, or is loaded only when a query asks for it.
    external: ['better-sqlite3', 'oxigraph', '@comunica/query-sparql'],
    banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
    logLevel: 'warning',
  });
  return outfile;
}
