import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/assets.js';

/**
 * Who may import whom (STYLE section 2), as data. A folder may import itself and what its row lists; `*` is everything.
 * The first row whose prefix fits a file is its row.
 */
const rows: readonly (readonly [folder: string, mayImport: readonly string[]])[] = [
  ['vocab', []],
  ['src/config.ts', ['src/domain']],
  ['src/assets.ts', []],
  ['src/observability', ['src/ports']],
  ['src/domain', ['vocab']],
  ['src/ports', ['src/domain']],
  ['src/rdf', ['src/domain', 'vocab']],
  ['sparql/queries', ['src/rdf', 'vocab']],
  ['src/harvest', ['src/catalogue', 'src/search', 'src/federation', 'src/domain', 'src/ports', 'src/rdf', 'vocab']],
  ['src/catalogue', ['src/search', 'src/federation', 'src/domain', 'src/ports', 'src/rdf', 'vocab']],
  ['src/search', ['src/domain', 'src/ports', 'src/rdf', 'vocab']],
  ['src/federation', ['src/domain', 'src/ports', 'src/rdf', 'vocab']],
  ['src/feedback', ['src/catalogue', 'src/domain', 'src/ports', 'src/rdf', 'vocab']],
  ['src/report', ['src/catalogue', 'src/domain', 'src/rdf', 'vocab']],
  ['harvesters', ['src/domain', 'src/ports', 'src/rdf', 'vocab']],
  ['sparql/endpoint', ['src/domain', 'src/ports', 'src/rdf', 'vocab', 'sparql/queries', 'src/assets.ts']],
  ...['ledger', 'triples', 'validation', 'search-index', 'fetch', 'dispatch', 'mail'].map(
    (adapter) => [`src/${adapter}`, ['src/domain', 'src/ports', 'src/rdf', 'vocab', 'sparql/queries', 'src/assets.ts']] as const,
  ),
  ['src/http', ['src/report', 'src/catalogue', 'src/harvest', 'src/search', 'src/federation', 'src/domain', 'src/ports', 'src/rdf', 'vocab']],
  ['src/portal', ['src/feedback', 'src/report', 'src/catalogue', 'src/harvest', 'src/search', 'src/federation', 'src/domain', 'src/ports', 'src/rdf', 'vocab']],
  ['src/wiring.ts', ['*']],
  ['src/main.ts', ['*']],
  ['src/server.ts', ['*']],
  ['src/library-sources.ts', ['*']],
  ['src/open-feedback.ts', ['*']],
  ['src/open-usage.ts', ['*']],
  ['src/open-eu.ts', ['*']],
  ['src/open-index-pings.ts', ['*']],
  ['src/open-dumps.ts', ['*']],
  ['src/control.ts', ['src/domain']],
  ['src/operator-files.ts', ['*']],
  ['src/operator-roster.ts', ['src/domain']],
  ['src/workers', ['*']],
  ['src/cli', ['*']],
  ['src/demo', ['*']],
];

/** Libraries that stop where they enter (STYLE section 2), beside the folders that may name them. */
const libraries: Readonly<Record<string, readonly string[]>> = {
  express: ['src/http', 'src/portal', 'sparql/endpoint'],
  oxigraph: ['src/triples'],
  'better-sqlite3': ['src/ledger', 'src/search-index'],
  '@comunica/query-sparql': ['src/cli/query.ts', 'harvesters/sparql'],
  '@traqula/parser-sparql-1-1': ['src/triples'],
  '@traqula/algebra-sparql-1-1': ['src/triples'],
  '@traqula/algebra-transformations-1-1': ['src/triples'],
  undici: ['src/fetch', 'src/dispatch'],
  'shacl-engine': ['src/validation'],
  'rdf-validate-shacl': ['src/validation'],
  'node-cron': ['src/harvest'],
  nodemailer: ['src/mail'],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

function sources(folder: string): string[] {
  return readdirSync(join(packageRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(packageRoot, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

function importsOf(file: string, text: string): Import[] {
  return [...text.matchAll(/(?:from\s+|import\s*\(?\s*)'([^']+)'/g)].map(([, target = '']) => ({
    from: file,
    to: target.startsWith('.')
      ? relative(packageRoot, resolve(packageRoot, dirname(file), target))
          .split(sep)
          .join('/')
          .replace(/\.js$/, '.ts')
      : target,
  }));
}

const within = (file: string, folder: string): boolean => file === folder || file === folder.replace(/\.ts$/, '.tsx') || file.startsWith(`${folder}/`);

/** What is wrong with one import, as `src/ledger/x.ts -> harvesters/y`; null when it is allowed. */
function fault({ from, to }: Import): string | null {
  const row = rows.find(([folder]) => within(from, folder));
  if (row === undefined) return `${from} has no row in the table`;
  const [own, allowed] = row;
  if (/^[a-z@]/.test(to) && !/^(src|vocab|harvesters|sparql|test)\//.test(to)) {
    const places = libraries[to];
    return places === undefined || places.some((place) => within(from, place)) ? null : `${from} -> ${to}`;
  }
  return within(to, own) || allowed.includes('*') || allowed.some((folder) => within(to, folder)) ? null : `${from} -> ${to}`;
}

describe('the import table', () => {
  const files = ['src', 'vocab', 'harvesters', 'sparql'].flatMap(sources);
  const imports = files.flatMap((file) => importsOf(file, readFileSync(join(packageRoot, file), 'utf8')));

  it('reads every source file and its imports', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(imports.length).toBeGreaterThan(300);
  });

  it('is kept by every file', () => {
    expect(imports.flatMap((one) => fault(one) ?? [])).toEqual([]);
  });

  it('catches an adapter that imports another, a use case that imports an adapter, and a library in the wrong place', () => {
    expect(fault({ from: 'src/ledger/x.ts', to: 'harvesters/rdf/index.ts' })).toBe('src/ledger/x.ts -> harvesters/rdf/index.ts');
    expect(fault({ from: 'src/catalogue/x.ts', to: 'src/ledger/sqlite-ledger.ts' })).not.toBeNull();
    expect(fault({ from: 'src/search/x.ts', to: 'src/catalogue/enrich.ts' })).not.toBeNull();
    expect(fault({ from: 'src/domain/x.ts', to: 'express' })).not.toBeNull();
    expect(fault({ from: 'src/elsewhere/x.ts', to: 'vocab/dcat.ts' })).not.toBeNull();
  });

  it('leaves the environment to config.ts alone', () => {
    const readers = files.filter((file) => file !== 'src/config.ts' && /process\.env/.test(readFileSync(join(packageRoot, file), 'utf8')));
    expect(readers).toEqual([]);
  });
});
