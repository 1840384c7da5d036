// The full numbers: everything `npm test` runs, with all rounds. The summary is kept in docs/soak.md.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const environment = { NDC_CRASH_ROUNDS: '50', NDC_PROPERTY_FACTOR: '10', NDC_MALFORMED_ROUNDS: '5000' };
const started = Date.now();
const result = spawnSync(process.execPath, [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--reporter=verbose', '--no-color'], {
  cwd: root,
  env: { ...process.env, ...environment },
  encoding: 'utf8',
  maxBuffer: 1 << 28,
});
const output = `${result.stdout}\n${result.stderr}`;
process.stdout.write(output);
const facts = output
  .split('\n')
  .filter((line) => /^\s*(crash|corpus|oracle|malformed|mutations|shacl):/.test(line) || /^\s*(Test Files|Tests)\s/.test(line))
  .map((line) => line.trim());
const minutes = ((Date.now() - started) / 60_000).toFixed(1);
const text = `# Soak\n\nThe latest run of \`npm run soak\`: ${Object.entries(environment)
  .map(([key, value]) => `${key}=${value}`)
  .join(
    ', ',
  )}; Node ${process.version}, ${cpus().length} cores, ${minutes} minutes, ${result.status === 0 ? 'all passed' : 'WITH FAILURES'}.\n\n${facts.map((fact) => `- ${fact}`).join('\n')}\n`;
writeFileSync(join(root, 'docs', 'soak.md'), text);
process.exit(result.status ?? 1);
