// The full numbers: every test whose rounds `npm test` reduces, with all of them. The others are the same in `npm test`. The summary is kept
// in docs/soak.md.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const environment = { NDC_CRASH_ROUNDS: '100', NDC_PROPERTY_FACTOR: '10', NDC_MALFORMED_ROUNDS: '5000' };
const reduced = /NDC_CRASH_ROUNDS|NDC_PROPERTY_FACTOR|NDC_MALFORMED_ROUNDS|support\/runs\.js|shapes\/records\.js|\.\/records\.js|\.\/crash\.js|\.\/table\.js/;
const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts') && reduced.test(readFileSync(join(root, 'test', name), 'utf8')))
  .map((name) => join('test', name))
  .sort();
const started = Date.now();
const result = spawnSync(process.execPath, [join('node_modules', 'vitest', 'vitest.mjs'), 'run', ...files, '--reporter=verbose', '--no-color'], {
  cwd: root,
  env: { ...process.env, ...environment },
  encoding: 'utf8',
  maxBuffer: 1 << 28,
});
const output = `${result.stdout}\n${result.stderr}`;
process.stdout.write(output);
const facts = output
  .split('\n')
  .filter((line) => /^\s*(crash|operations|attack|corpus|oracle|malformed|mutations|shacl):/.test(line) || /^\s*(Test Files|Tests)\s/.test(line))
  .map((line) => line.trim());
const minutes = ((Date.now() - started) / 60_000).toFixed(1);
// What runs is told by hand, and kept.
const told = /\n## What runs\n[\s\S]*$/.exec(readFileSync(join(root, 'docs', 'soak.md'), 'utf8'))?.[0] ?? '';
const text = `# Soak\n\nThe latest run of \`npm run soak\`: ${Object.entries(environment)
  .map(([key, value]) => `${key}=${value}`)
  .join(
    ', ',
  )}; Node ${process.version}, ${cpus().length} cores, ${files.length} files, ${minutes} minutes, ${result.status === 0 ? 'all passed' : 'WITH FAILURES'}.\n\n${facts.map((fact) => `- ${fact}`).join('\n')}\n${told}`;
writeFileSync(join(root, 'docs', 'soak.md'), text);
process.exit(result.status ?? 1);
