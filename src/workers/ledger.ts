import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { InternalError } from '../domain/errors.js';
import { holderName } from '../ledger/holder.js';
import { SqliteLedger } from '../ledger/sqlite-ledger.js';
import { systemClock } from '../ports/clock.js';
import { serve, toWire } from './rpc.js';

export interface LedgerWorkerData {
  readonly dataDir: string;
  /** By which door those come whose deeds this process writes. */
  readonly door: 'http' | 'command';
  /** Whether the whole file is looked through first: for a server, which is to run for long. */
  readonly isChecked: boolean;
}

const aliveMs = 10_000;
/** While nothing can be written, a sign of life is also the question whether it can be again. */
const troubledMs = 1000;

/** The only thread of a process that writes the ledger; other threads reach it over ports that the main thread hands out. */
function start({ dataDir, door, isChecked }: LedgerWorkerData): void {
  const port = parentPort;
  if (port === null) throw new InternalError('internal/error', 'not a worker thread');
  let trouble: string | null = null;
  const onWritten = (fault: InternalError | null): void => {
    if ((fault?.code ?? null) === trouble) return;
    trouble = fault?.code ?? null;
    port.postMessage({ storage: fault === null ? null : toWire(fault) });
  };
  let ledger: SqliteLedger;
  try {
    ledger = SqliteLedger.open(dataDir, systemClock, { door, isChecked, onWritten });
  } catch (error) {
    port.postMessage({ failed: toWire(error) });
    return;
  }
  const holder = holderName();
  let timer: NodeJS.Timeout;
  const alive = (): void => {
    // What it fails of is known by then.
    const next = (): void => {
      timer = setTimeout(alive, trouble === null ? aliveMs : troubledMs);
    };
    ledger.alive(holder).then(next, next);
  };
  alive();
  serve(port, ledger);
  port.on('message', (message: { connect?: MessagePort; close?: true }) => {
    if (message.connect !== undefined) serve(message.connect, ledger);
    if (message.close === true) {
      clearTimeout(timer);
      const end = (): void => {
        ledger.close();
        port.close();
        process.exit(0);
      };
      ledger.gone(holder).then(end, end);
    }
  });
  port.postMessage({ ready: true });
}

start(workerData as LedgerWorkerData);
