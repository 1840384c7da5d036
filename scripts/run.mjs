// Does its own set-up for every npm script: installs when the lock file changed, builds when a source changed, then runs.
import { spawnSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, '.cache');
const [task = 'build', ...rest] = process.argv.slice(2);

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`ndc needs Node.js 20.19 or later; this is ${process.version}.`);
  process.exit(2);
}

function stamp(name, hash, isDone, work) {
  mkdirSync(cache, { recursive: true });
  const file = join(cache, name);
  if (isDone() && existsSync(file) && readFileSync(file, 'utf8') === hash) return;
  work();
  writeFileSync(file, hash);
}

function must(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32', ...options });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

function hashOf(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else if (/\.(tsx?|json|m[tj]s)$/.test(path)) hash.update(path.slice(root.length)).update(readFileSync(path));
  };
  for (const path of paths) add(join(root, path));
  return hash.digest('hex');
}

function install() {
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(process.version)
    .digest('hex');
  stamp(
    'installed',
    hash,
    () => existsSync(join(root, 'node_modules', '.package-lock.json')),
    () => {
      console.log('Installing dependencies (once; one of them is compiled, which takes a minute or two) ...');
      must('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    },
  );
}

function build() {
  stamp(
    'built',
    hashOf(['src', 'vocab', 'harvesters', 'sparql', 'scripts/build-islands.mjs', 'scripts/build-bundle.mjs', 'tsconfig.json', 'package-lock.json']),
    () => existsSync(join(root, 'dist', 'src', 'main.js')),
    () => {
      console.log('Building ...');
      rmSync(join(root, 'dist'), { recursive: true, force: true });
      must('node', [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.json']);
      must('node', [join('scripts', 'build-islands.mjs')]);
      must('node', [join('scripts', 'build-bundle.mjs')]);
    },
  );
}

/** Runs in the foreground and passes signals on, so that stopping npm stops the catalogue. */
function run(args, environment = {}) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
}

install();
if (task === 'install') process.exit(0);
build();
const vitest = join('node_modules', 'vitest', 'vitest.mjs');
if (task === 'test') run([vitest, 'run', ...rest]);
else if (task === 'soak') run([join('scripts', 'soak.mjs'), ...rest]);
else if (task === 'bench') run([join('node_modules', 'tsx', 'dist', 'cli.mjs'), join('test', 'bench', 'run.ts'), ...rest]);
else if (task === 'client') run([join('node_modules', 'tsx', 'dist', 'cli.mjs'), join('client', 'types.ts'), ...rest]);
else if (task !== 'build') run([join('bin', 'ndc.mjs'), task, ...rest]);
