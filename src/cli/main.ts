import { CatalogueError } from '../domain/errors.js';
import type { Command } from './command.js';
import { UsageError } from './command.js';

/** Each command in its own file, loaded when it is asked for: none pays for another's libraries. */
const loaders: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.js')).serveCommand,
  harvest: async () => (await import('./harvest.js')).harvestCommand,
  validate: async () => (await import('./validate.js')).validateCommand,
  stations: async () => (await import('./stations.js')).stationsCommand,
  operators: async () => (await import('./operators.js')).operatorsCommand,
  revert: async () => (await import('./runs.js')).revertCommand,
  replay: async () => (await import('./runs.js')).replayCommand,
  records: async () => (await import('./records.js')).recordsCommand,
  withhold: async () => (await import('./records.js')).withholdCommand,
  release: async () => (await import('./records.js')).releaseCommand,
  redact: async () => (await import('./records.js')).redactCommand,
  profiles: async () => (await import('./profiles.js')).profilesCommand,
  vocab: async () => (await import('./vocab.js')).vocabCommand,
  mail: async () => (await import('./mail.js')).mailCommand,
  query: async () => (await import('./query.js')).queryCommand,
  rebuild: async () => (await import('./rebuild.js')).rebuildCommand,
  check: async () => (await import('./check.js')).checkCommand,
  demo: async () => (await import('./demo.js')).demoCommand,
};

/** Runs one command and sets the exit code: 0, 1 for a result that is not good, 2 for usage and configuration. */
export async function main(words: readonly string[]): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(`${await help()}\n`);
    return name === undefined ? 2 : 0;
  }
  const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined;
  if (load === undefined) {
    process.stderr.write(`ndc: there is no command "${name}".\n\n${await help()}\n`);
    return 2;
  }
  const command = await load();
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(`ndc ${command.usage}\n\n${command.summary}\n${command.details === undefined ? '' : `\n${command.details}\n`}`);
    return 0;
  }
  try {
    return await command.run(rest);
  } catch (error) {
    if (error instanceof UsageError) process.stderr.write(`ndc ${command.name}: ${error.message}\nusage: ndc ${command.usage}\n`);
    else if (error instanceof CatalogueError) process.stderr.write(`ndc: ${error.message}\n`);
    else if (error instanceof Error && 'syscall' in error) process.stderr.write(`ndc ${command.name}: ${error.message}\n`);
    else process.stderr.write(`ndc: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return error instanceof CatalogueError && error.code.startsWith('internal/') ? 1 : 2;
  }
}

async function help(): Promise<string> {
  const commands = await Promise.all(Object.values(loaders).map((load) => load()));
  return `ndc <command>: the national dataset catalogue\n\n${commands.map((command) => `  ndc ${command.usage}\n      ${command.summary}`).join('\n')}\n\nConfiguration is by environment: docs/configuration.md.`;
}
