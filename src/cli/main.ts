import { readConfig } from '../config.js';
import { CatalogueError, InternalError } from '../domain/errors.js';
import { storageFault } from '../ledger/storage-fault.js';
import { RefusedError, remark, UsageError, type Command } from './command.js';

/** Each command in its own file, loaded when it is asked for: none pays for another's libraries. */
const loaders: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.js')).serveCommand,
  harvest: async () => (await import('./harvest.js')).harvestCommand,
  validate: async () => (await import('./validate.js')).validateCommand,
  stations: async () => (await import('./stations.js')).stationsCommand,
  audit: async () => (await import('./audit.js')).auditCommand,
  operators: async () => (await import('./operators.js')).operatorsCommand,
  runs: async () => (await import('./run-list.js')).runsCommand,
  revert: async () => (await import('./runs.js')).revertCommand,
  replay: async () => (await import('./runs.js')).replayCommand,
  records: async () => (await import('./records.js')).recordsCommand,
  withhold: async () => (await import('./records.js')).withholdCommand,
  release: async () => (await import('./records.js')).releaseCommand,
  redact: async () => (await import('./records.js')).redactCommand,
  profiles: async () => (await import('./profiles.js')).profilesCommand,
  vocab: async () => (await import('./vocab.js')).vocabCommand,
  mail: async () => (await import('./mail.js')).mailCommand,
  eu: async () => (await import('./eu.js')).euCommand,
  query: async () => (await import('./query.js')).queryCommand,
  export: async () => (await import('./export.js')).exportCommand,
  rebuild: async () => (await import('./rebuild.js')).rebuildCommand,
  backup: async () => (await import('./backup.js')).backupCommand,
  restore: async () => (await import('./backup.js')).restoreCommand,
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
    remark(faultText(error, command));
    return isOurs(error) ? 1 : 2;
  }
}

/** Neither the call nor the settings are wrong: a fault of ours, or of the disk. */
function isOurs(error: unknown): boolean {
  return error instanceof InternalError || storageFault(error) !== undefined;
}

/** A usage that fills the screen would hide what was wrong. */
const longestUsage = 200;

/** What went wrong, for the person at the terminal. A stack trace tells him nothing; who looks for the fault asks for it. */
function faultText(error: unknown, { name, usage }: Command): string {
  if (!(error instanceof Error)) return `ndc ${name}: ${String(error)}`;
  if (error instanceof RefusedError) return `ndc ${name}: ${error.message}`;
  if (error instanceof UsageError)
    return `ndc ${name}: ${error.message}\n${usage.length > longestUsage ? `How it is used: ndc ${name} --help` : `usage: ndc ${usage}`}`;
  if (error instanceof CatalogueError) return `ndc: ${error.message}`;
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_')) return `ndc: ${storageFault(error)?.message ?? error.message}`;
  if (isSystemError(error)) return `ndc ${name}: ${systemText(error)}`;
  if (isDebugging()) return `ndc: ${error.stack ?? error.message}`;
  return `ndc ${name}: ${error.message}\nThis should not happen. With NDC_LOG_LEVEL=debug it tells where it did.`;
}

function isSystemError(error: Error): error is NodeJS.ErrnoException {
  return 'syscall' in error;
}

function isDebugging(): boolean {
  try {
    return readConfig().NDC_LOG_LEVEL === 'debug';
  } catch {
    return false;
  }
}

/** What the system says of a file, without its own shorthand. */
function systemText(error: NodeJS.ErrnoException): string {
  const { code, path } = error;
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file or folder',
    EACCES: 'it may not be opened by this user',
    EPERM: 'it may not be changed by this user',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of the path is no folder',
    ENOSPC: 'the disk is full',
    EROFS: 'the disk is read-only',
  };
  const words = code === undefined ? undefined : known[code];
  return words === undefined || path === undefined ? error.message : `${path}: ${words}`;
}

async function help(): Promise<string> {
  const commands = await Promise.all(Object.values(loaders).map((load) => load()));
  return `ndc <command>: the national dataset catalogue\n\n${commands.map((command) => `  ndc ${command.usage}\n      ${command.summary}`).join('\n')}\n\nConfiguration is by environment: docs/configuration.md.`;
}
