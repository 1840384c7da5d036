import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/assets.js';
import { configSchema } from '../../src/config.js';
import { errorCodes } from '../../src/domain/errors.js';
import { documentAt, tableRows } from './support.js';

/** The default of a key as the table writes it. */
function written(value: string | number | boolean | undefined): string {
  if (value === undefined || value === '') return 'none';
  return `\`${typeof value === 'boolean' ? (value ? '1' : '0') : String(value)}\``;
}

describe('docs/configuration.md', () => {
  const rows = tableRows(documentAt('docs/configuration.md')).filter(({ key }) => key.startsWith('NDC_'));

  it('has a row for every key and no other', () => {
    expect(rows.map(({ key }) => key)).toEqual(Object.keys(configSchema.shape));
  });

  it('gives the defaults that the schema gives', () => {
    const defaults: Record<string, string | number | boolean | undefined> = configSchema.parse({});
    expect(Object.fromEntries(rows.map(({ key, cells }) => [key, cells[0]]))).toEqual(Object.fromEntries(Object.keys(configSchema.shape).map((key) => [key, written(defaults[key])])));
  });

  it('gives each key a unit and a meaning', () => {
    for (const { key, cells } of rows) expect([key, cells.length, cells.every((cell) => cell !== '')]).toEqual([key, 3, true]);
  });
});

describe('docs/errors.md', () => {
  it('explains every code and no other', () => {
    const codes = tableRows(documentAt('docs/errors.md')).map(({ key }) => key);
    expect(codes).toEqual([...new Set(codes)]);
    expect([...codes].sort()).toEqual([...errorCodes].sort());
  });
});

describe('docs/issues.md', () => {
  it('explains every code of a harvest issue and no other', () => {
    const source = documentAt('src/domain/harvest.ts');
    const declared = /export type IssueCode =([\s\S]*?);/.exec(source)?.[1] ?? '';
    const codes = [...declared.matchAll(/'([a-z-]+)'/g)].map((match) => match[1] ?? '');
    expect(codes.length).toBeGreaterThan(20);
    const explained = [...documentAt('docs/issues.md').matchAll(/^### `([a-z-]+)`$/gm)].map((match) => match[1] ?? '');
    expect([...explained].sort()).toEqual([...codes].sort());
  });
});

describe('README.md', () => {
  it('lists every command and no other', () => {
    const names = readdirSync(join(packageRoot, 'src', 'cli')).flatMap((file) => [...documentAt(`src/cli/${file}`).matchAll(/^ {2}name: '([a-z]+)',$/gm)].map((match) => match[1] ?? ''));
    const listed = [...documentAt('README.md').matchAll(/^\| `ndc ([a-z]+)/gm)].map((match) => match[1] ?? '');
    expect([...listed].sort()).toEqual([...names].sort());
  });
});
