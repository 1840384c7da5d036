import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledChild } from '../support/bundled-child.js';
import { stationOf } from '../support/house.js';
import { tracesOf } from './crash-traces.js';

export type BrokenWriter = 'ack-before-commit' | 'no-transaction' | 'corrupt-blob';

export interface CrashResult {
  readonly rounds: number;
  readonly kills: number;
  readonly acknowledged: number;
  readonly faults: readonly string[];
}

const child = new URL('crash-child.mjs', import.meta.url);

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A station whose every record changes with every visit. */
function restless(records: number): Promise<{ url: string; close: () => void }> {
  let visit = 0;
  const server = createServer({ keepAliveTimeout: 120_000 }, (_request, response) => {
    visit++;
    const text = ['@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .'];
    for (let n = 0; n < records; n++)
      text.push(
        `<https://restless.example/d/${String(n)}> a dcat:Dataset ; dct:title "Dataset ${String(n)}, state ${String(visit)}"@en ; dct:description "Changes with every visit."@en ; dct:publisher <https://restless.example/> . <https://restless.example/> a foaf:Organization ; foaf:name "Restless"@en .`,
      );
    response.writeHead(200, { 'Content-Type': 'text/turtle' }).end(text.join('\n'));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({
        url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
        close: () => {
          server.closeAllConnections();
          server.close();
        },
      });
    });
  });
}

/** Kills a harvesting process with SIGKILL at random moments and looks each time at what it left behind. */
export async function crashRounds(rounds: number, seed: number, broken?: BrokenWriter): Promise<CrashResult> {
  const random = seeded(seed);
  const dataDir = mkdtempSync(join(tmpdir(), 'ndc-crash-'));
  const source = await restless(130);
  const station = stationOf({ id: 'restless', endpoint: source.url, profiles: ['dcat-ap-3.0'] });
  const acknowledged = new Map<string, Set<string>>();
  const faults: string[] = [];
  let kills = 0;
  let round = 0;
  try {
    for (; round < rounds && faults.length === 0; round++) {
      kills += await killOnce({ dataDir, station, broken, acknowledged, afterBatches: Math.floor(random() * 7), delayMs: Math.floor(random() * 40) });
      faults.push(...(await tracesOf(dataDir, acknowledged)).map((fault) => `round ${String(round + 1)}: ${fault}`));
    }
  } finally {
    source.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
  return { rounds: round, kills, acknowledged: [...acknowledged.values()].reduce((sum, hashes) => sum + hashes.size, 0), faults };
}

interface Kill {
  readonly dataDir: string;
  readonly station: object;
  readonly broken: BrokenWriter | undefined;
  readonly acknowledged: Map<string, Set<string>>;
  /** Acknowledged batches to wait for, so that the moment depends on progress and not on the machine's speed; 0 kills while gathering. */
  readonly afterBatches: number;
  readonly delayMs: number;
}

async function killOnce({ dataDir, station, broken, acknowledged, afterBatches, delayMs }: Kill): Promise<number> {
  const program = await bundledChild(child);
  return new Promise((resolve, reject) => {
    const process_ = spawn(process.execPath, [program, dataDir, JSON.stringify(station)], {
      env: { ...process.env, NDC_BROKEN: broken ?? '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let rest = '';
    let errors = '';
    let batches = 0;
    let armed = false;
    const arm = (): void => {
      if (armed || batches < afterBatches) return;
      armed = true;
      setTimeout(() => process_.kill('SIGKILL'), delayMs);
    };
    process_.stderr.on('data', (part: Buffer) => (errors += part.toString()));
    process_.stdout.on('data', (part: Buffer) => {
      const lines = (rest + part.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const message = JSON.parse(line) as { started?: true; outcome?: string; detail?: string; acknowledged?: [string, string][] };
        if (broken === undefined && message.outcome !== undefined && message.outcome !== 'complete' && !armed)
          errors += `run ended ${message.outcome}: ${message.detail ?? ''}\n`;
        for (const [subject, hash] of message.acknowledged ?? []) acknowledged.set(subject, (acknowledged.get(subject) ?? new Set()).add(hash));
        if (message.acknowledged !== undefined) batches++;
        if (errors !== '') process_.kill('SIGTERM');
        arm();
      }
    });
    process_.on('close', (_code, signal) => {
      if (signal === 'SIGKILL') resolve(1);
      else reject(new Error(`the harvesting process ended by itself: ${errors}`));
    });
  });
}
