import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const binary = '/usr/bin/virtuoso-t';
const client = '/usr/bin/isql-vt';

/** Whether Debian's `virtuoso-opensource` is there; tests that need it are skipped with one line otherwise. */
export const virtuosoInstalled = existsSync(binary);

export interface VirtuosoOptions {
  /** Rows at which it cuts results without a word; none when absent. */
  readonly maxRows?: number;
  /** Pages of 8 KB of its database that it holds in memory. */
  readonly buffers?: number;
}

/** A real remote SPARQL server on 127.0.0.1, with a data folder of its own; ended by its process id. */
export class Virtuoso {
  private constructor(
    private child: ChildProcess,
    private readonly folder: string,
    private readonly port: number,
    private readonly sqlPort: number,
  ) {}

  static async start(options: VirtuosoOptions = {}): Promise<Virtuoso> {
    const folder = mkdtempSync(join(tmpdir(), 'ndc-virtuoso-'));
    const [sqlPort, port] = [await freePort(), await freePort()];
    writeFileSync(join(folder, 'virtuoso.ini'), configuration(folder, sqlPort, port, options));
    const virtuoso = new Virtuoso(launch(folder), folder, port, sqlPort);
    try {
      await virtuoso.ready();
    } catch (error) {
      await virtuoso.close();
      throw error;
    }
    return virtuoso;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${String(this.port)}/sparql`;
  }

  /** Updates, for the account that every new database has (HTTP Digest). */
  get updateEndpoint(): string {
    return `http://127.0.0.1:${String(this.port)}/sparql-auth`;
  }

  /** Replaces a graph (Graph Store Protocol, HTTP Digest). */
  async put(graph: string, turtle: string): Promise<void> {
    const path = `/sparql-graph-crud-auth?graph-uri=${encodeURIComponent(graph)}`;
    const url = `http://127.0.0.1:${String(this.port)}${path}`;
    const init = { method: 'PUT', headers: { 'content-type': 'text/turtle' }, body: turtle };
    const challenge = await fetch(url, { ...init, body: '' });
    await challenge.arrayBuffer();
    const authorization = digest(challenge.headers.get('www-authenticate') ?? '', 'PUT', path);
    const response = await fetch(url, { ...init, headers: { ...init.headers, authorization } });
    const text = await response.text();
    if (!response.ok) throw new Error(`Virtuoso answered ${String(response.status)} to PUT: ${text.slice(0, 500)}`);
  }

  /** Ends it as a loss of power would. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
  }

  /** Ends it in good order: what it has is in its database, and there is no log to be read again. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    spawn(client, [`127.0.0.1:${String(this.sqlPort)}`, 'dba', 'dba', 'exec=shutdown'], { stdio: 'ignore' });
    await ended;
  }

  /** Starts it again on what it had on disk, at the same address. */
  async restart(): Promise<void> {
    this.child = launch(this.folder);
    await this.ready();
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Waits until the endpoint answers; creating the database takes some seconds. */
  private async ready(): Promise<void> {
    for (let tries = 0; tries < 240; tries++) {
      if (this.child.exitCode !== null) throw new Error(`virtuoso-t ended with ${String(this.child.exitCode)}`);
      try {
        const response = await fetch(`${this.endpoint}?query=${encodeURIComponent('ASK {}')}`);
        await response.arrayBuffer();
        if (response.ok) return;
      } catch {
        // Not listening yet.
      }
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    throw new Error('virtuoso-t did not come up within a minute');
  }
}

function launch(folder: string): ChildProcess {
  return spawn(binary, ['+foreground', '+configfile', join(folder, 'virtuoso.ini')], { cwd: folder, stdio: 'ignore' });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

function configuration(folder: string, sqlPort: number, port: number, { maxRows, buffers = 4000 }: VirtuosoOptions): string {
  const at = (name: string): string => join(folder, name);
  return `[Database]
DatabaseFile = ${at('virtuoso.db')}
ErrorLogFile = ${at('virtuoso.log')}
LockFile = ${at('virtuoso.lck')}
TransactionFile = ${at('virtuoso.trx')}
xa_persistent_file = ${at('virtuoso.pxa')}
FileExtend = 200
[TempDatabase]
DatabaseFile = ${at('temporary.db')}
TransactionFile = ${at('temporary.trx')}
[Parameters]
ServerPort = 127.0.0.1:${String(sqlPort)}
DisableUnixSocket = 1
NumberOfBuffers = ${String(buffers)}
MaxDirtyBuffers = ${String(Math.round(buffers * 0.75))}
CheckpointInterval = 0
ThreadsPerQuery = 1
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:${String(port)}
ServerRoot = ${folder}
ServerThreads = 4
MaxClientConnections = 4
Charset = UTF-8
[SPARQL]
MaxQueryExecutionTime = 20
${maxRows === undefined ? '' : `ResultSetMaxRows = ${String(maxRows)}\n`}`;
}

/** RFC 2617 Digest for the account that every new database has. */
function digest(challenge: string, method: string, uri: string): string {
  const field = (name: string): string => new RegExp(`${name}="?([^",]*)`).exec(challenge)?.[1] ?? '';
  const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
  const [realm, nonce, opaque] = [field('realm'), field('nonce'), field('opaque')];
  const cnonce = randomBytes(8).toString('hex');
  const response = md5(`${md5(`dba:${realm}:dba`)}:${nonce}:00000001:${cnonce}:auth:${md5(`${method}:${uri}`)}`);
  return `Digest username="dba", realm="${realm}", nonce="${nonce}", uri="${uri}", qop=auth, nc=00000001, cnonce="${cnonce}", response="${response}", opaque="${opaque}"`;
}
