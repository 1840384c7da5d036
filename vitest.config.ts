import { defineConfig } from 'vitest/config';

/** Files that must not share a process with others: they change its environment, measure its memory, or start browsers, servers of threads and processes. */
const alone = [
  'test/{browser,cli,conformance,fault,http,integration,sparql}/**',
  'test/**/*browser.test.ts',
  'test/harvest/{hostile,sparql,virtuoso}.test.ts',
  'test/rdf/guards-limits.test.ts',
  'test/shapes/{mutations,oracle}.test.ts',
  'test/triples/{engine-contract,remote-*}.test.ts',
  'test/validation/validat*.test.ts',
];
const tests = ['test/**/*.test.ts', 'test/**/*.test.tsx'];

export default defineConfig({
  test: {
    // What hangs ends one day; a slow or busy machine is no fault. The soak asks for more rounds of each property, and so for more time.
    testTimeout: 240_000 * Number(process.env['NDC_PROPERTY_FACTOR'] ?? 1),
    hookTimeout: 240_000,
    // What is polled for comes late on a busy machine, and never is told soon enough.
    expect: { poll: { timeout: 30_000 } },
    pool: 'forks',
    // Many tests wait for processes, browsers and clocks: two cores are busy with three.
    maxWorkers: 3,
    projects: [
      { extends: true, test: { name: 'alone', include: alone.map((path) => (path.endsWith('**') ? `${path}/*.test.ts` : path)) } },
      // One process reads modules and shapes once for many files; `--sequence.shuffle` shows that none of them minds.
      { extends: true, test: { name: 'together', include: tests, exclude: alone, isolate: false } },
    ],
  },
});
