import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // The soak asks for more rounds of each property, and so for more time.
    testTimeout: 60_000 * Number(process.env['NDC_PROPERTY_FACTOR'] ?? 1),
    hookTimeout: 120_000,
    pool: 'forks',
    // Many tests wait for processes, browsers and clocks: two cores are busy with three.
    maxWorkers: 3,
  },
});
