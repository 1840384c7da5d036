import { chmod, rm } from 'node:fs/promises';
import { request as httpRequest, createServer } from 'node:http';
import { join } from 'node:path';
import { InternalError } from './domain/errors.js';
import type { Reconciliation } from './domain/eu.js';

/** What a running server does for the command line, over a socket in the data folder that only its owner may open (DESIGN section 1). */
export interface ControlCommands {
  rebuild(which: 'triples' | 'search' | 'all'): Promise<void>;
  check(): Promise<readonly string[]>;
  /** Takes over profiles and vocabularies that were installed or removed. */
  reloadRules(): Promise<void>;
  /** Compares what the EU side has with what it is to have. */
  reconcileEu(by: string): Promise<Reconciliation>;
  /** Takes the stations file over as it is now. @throws ConfigurationError when it has mistakes; then nothing changes */
  reloadStations(): Promise<ReloadedStations>;
  /** What the index holds, and the organisations it was built with. */
  searchContents(): Promise<{ readonly organisations: readonly unknown[]; readonly documents: readonly (readonly [string, string])[] }>;
}

export interface ReloadedStations {
  /** The file that the server reads. */
  readonly file: string;
  readonly added: readonly string[];
  readonly retired: readonly string[];
}

export interface ControlServer {
  readonly path: string;
  close(): Promise<void>;
}

export function controlPath(dataDir: string): string {
  return join(dataDir, 'control.sock');
}

/** Null when another server on the same data folder listens already. */
export async function openControl(dataDir: string, commands: ControlCommands): Promise<ControlServer | null> {
  const path = controlPath(dataDir);
  if ((await askServer(dataDir, '/ping')) !== undefined) return null;
  await rm(path, { force: true });
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://control.invalid');
    const work = async (): Promise<unknown> => {
      switch (url.pathname) {
        case '/rebuild':
          await commands.rebuild((url.searchParams.get('which') ?? 'all') as 'triples' | 'search' | 'all');
          return null;
        case '/ping':
          return null;
        case '/reload-rules':
          await commands.reloadRules();
          return null;
        case '/reconcile-eu':
          return commands.reconcileEu(url.searchParams.get('by') ?? '');
        case '/reload-stations':
          return commands.reloadStations();
        case '/check':
          return commands.check();
        case '/search-contents':
          return commands.searchContents();
        default:
          throw new InternalError('internal/error', `no command ${url.pathname}`);
      }
    };
    work().then(
      (value) => response.end(JSON.stringify({ value })),
      (error: unknown) => response.writeHead(500).end(JSON.stringify({ error: error instanceof Error ? error.message : String(error) })),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  await chmod(path, 0o600);
  return {
    path,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await rm(path, { force: true });
    },
  };
}

/** Asks the running server; undefined when none listens. @throws InternalError with the server's own words */
export function askServer(dataDir: string, command: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ socketPath: controlPath(dataDir), path: command }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const answer = JSON.parse(Buffer.concat(parts).toString('utf8')) as { value?: unknown; error?: string };
        if (answer.error === undefined) resolve({ value: answer.value });
        else reject(new InternalError('internal/error', answer.error));
      });
    });
    asked.on('error', () => {
      resolve(undefined);
    });
    asked.end();
  });
}
