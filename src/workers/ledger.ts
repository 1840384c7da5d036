import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { InternalError } from '../domain/errors.js';
import { holderName } from '../ledger/holder.js';
import { SqliteLedger } from '../ledger/sqlite-ledger.js';
import { systemClock } from '../ports/clock.js';
import { serve, toWire } from './rpc.js';

/** The only thread of a process that writes the ledger; other threads reach it over ports that the main thread hands out. */
function start({ dataDir }: { readonly dataDir: string }): void {
  const port = parentPort;
  if (port === null) throw new InternalError('internal/error', 'not a worker thread');
  let ledger: SqliteLedger;
  try {
    ledger = SqliteLedger.open(dataDir, systemClock);
  } catch (error) {
    port.postMessage({ failed: toWire(error) });
    return;
  }
  const holder = holderName();
  ledger.alive(holder);
  const alive = setInterval(() => {
    ledger.alive(holder);
  }, 10_000);
  serve(port, ledger);
  port.on('message', (message: { connect?: MessagePort; close?: true }) => {
    if (message.connect !== undefined) serve(message.connect, ledger);
    if (message.close === true) {
      clearInterval(alive);
      ledger.gone(holder);
      ledger.close();
      port.close();
      process.exit(0);
    }
  });
  port.postMessage({ ready: true });
}

start(workerData as { dataDir: string });
