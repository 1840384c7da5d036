import { CatalogueError } from '../domain/errors.js';
import { checkCommand } from './check.js';
import type { Command } from './command.js';
import { UsageError } from './command.js';
import { demoCommand } from './demo.js';
import { harvestCommand } from './harvest.js';
import { profilesCommand } from './profiles.js';
import { queryCommand } from './query.js';
import { rebuildCommand } from './rebuild.js';
import { recordsCommand, releaseCommand, withholdCommand } from './records.js';
import { serveCommand } from './serve.js';
import { stationsCommand } from './stations.js';
import { validateCommand } from './validate.js';

const commands: readonly Command[] = [
  serveCommand,
  harvestCommand,
  validateCommand,
  stationsCommand,
  recordsCommand,
  withholdCommand,
  releaseCommand,
  profilesCommand,
  queryCommand,
  rebuildCommand,
  checkCommand,
  demoCommand,
];

/** Runs one command and sets the exit code: 0, 1 for a result that is not good, 2 for usage and configuration. */
export async function main(words: readonly string[]): Promise<number> {
  const [name, ...rest] = words;
  const command = commands.find((candidate) => candidate.name === name);
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(`${help()}\n`);
    return name === undefined ? 2 : 0;
  }
  if (command === undefined) {
    process.stderr.write(`ndc: there is no command "${name}".\n\n${help()}\n`);
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(`ndc ${command.usage}\n\n${command.summary}\n`);
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

function help(): string {
  return `ndc <command>: the national dataset catalogue\n\n${commands.map((command) => `  ndc ${command.usage}\n      ${command.summary}`).join('\n')}\n\nConfiguration is by environment: docs/configuration.md.`;
}
