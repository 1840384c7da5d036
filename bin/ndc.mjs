#!/usr/bin/env node
import { statSync } from 'node:fs';

/** When a file was written; 0 when it is not there. */
const writtenAt = (url) => statSync(url, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const compiled = new URL('../dist/src/main.js', import.meta.url);
const bundle = new URL('../dist/bundle/main.js', import.meta.url);
if (writtenAt(compiled) === 0) {
  console.error('ndc is not built yet: run "npm run build".');
  process.exit(2);
}
// From the bundle, unless something has been compiled since (src/assets.ts).
const isFresh = writtenAt(bundle) > writtenAt(new URL('../dist/.tsbuildinfo', import.meta.url));
await import((isFresh ? bundle : compiled).href);
