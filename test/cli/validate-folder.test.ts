import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../src/assets.js';
import { ndc } from '../support/server.js';

it('judges every file of a folder that can be read, names the one that cannot with its line, and ends with 2', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ndc-folder-'));
  for (const name of ['syntax-error-on-line-7.ttl', 'dataset-without-title.ttl', 'dataset-r8-public-conforms.ttl'])
    copyFileSync(join(packageRoot, 'fixtures', 'rdf', name), join(folder, name));
  const { code, out, err } = await ndc(['validate', folder], {});
  expect(code).toBe(2);
  expect(err).toContain('syntax-error-on-line-7.ttl:7:');
  expect(out).toContain('dataset-without-title.ttl: ');
  expect(out).toContain('dataset-r8-public-conforms.ttl: publishable');
  const json = JSON.parse((await ndc(['validate', folder, '--format', 'json'], {})).out) as { file: string; error?: { line: number } }[];
  expect(json.map((entry) => entry.error?.line ?? null)).toEqual([null, null, 7]);
  rmSync(folder, { recursive: true, force: true });
});
