// Bundles the portal's islands, the scripts that some pages load after the first paint (PRT-4), into dist/portal.
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const outfile = join(root, 'dist', 'portal', 'editor.js');
await build({
  entryPoints: [join(root, 'src', 'portal', 'islands', 'editor.ts')],
  outfile,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'none',
  logLevel: 'warning',
});
const limit = 120_000;
const size = gzipSync(readFileSync(outfile), { level: 9 }).byteLength;
if (size > limit) throw new Error(`The editor is ${size} bytes packed; it may be ${limit} (PRT-4).`);
