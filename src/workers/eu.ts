import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { authorityFolder, mappingsFolder } from '../assets.js';
import { CatalogueError, InternalError, RequestError } from '../domain/errors.js';
import type { EuSettings } from '../federation/eu-outbox.js';
import { openEuOutbox, type EuParts } from '../open-eu.js';
import { createLogger } from '../observability/logger.js';
import { systemClock } from '../ports/clock.js';
import type { Ledger } from '../ports/ledger.js';
import { Concepts } from '../rdf/concepts.js';
import type { Config } from '../config.js';
import type { Reconciliation } from '../domain/eu.js';
import { yieldToOthers } from './priority.js';
import { RemoteCalls, serve, toWire } from './rpc.js';

export interface EuWorkerData {
  readonly worker: 'eu';
  readonly config: Config;
  readonly baseUrl: string;
  readonly settings: EuSettings;
  readonly userAgent: string;
  readonly ledger: MessagePort;
}

/** What the main thread can ask of it. */
export interface EuWorker {
  reconcile(by: string): Promise<Reconciliation>;
}

/** Between two turns while nothing happens, in milliseconds. */
const turnMs = 1000;
const troubledMs = 30_000;

function start({ config, baseUrl, settings, userAgent, ledger }: EuWorkerData): void {
  const port = parentPort;
  if (port === null) throw new InternalError('internal/error', 'not a worker thread');
  try {
    yieldToOthers(10);
    const logger = createLogger(config.NDC_LOG_LEVEL, 'eu');
    const parts: EuParts = {
      config,
      baseUrl,
      settings,
      userAgent,
      logger,
      clock: systemClock,
      book: new RemoteCalls(ledger).proxy<Ledger>(),
      concepts: Concepts.load([authorityFolder, mappingsFolder]),
      rest: () => new Promise((resolve) => setImmediate(resolve)),
    };
    const { outbox } = openEuOutbox(parts);
    // One thing at a time: a comparison waits for the turn under way, and the next turn for it.
    let line: Promise<unknown> = Promise.resolve();
    const inLine = <T>(work: () => Promise<T>): Promise<T> => {
      const done = line.then(work);
      line = done.catch(() => undefined);
      return done;
    };
    const reconcile: EuWorker['reconcile'] = (by) =>
      inLine(() => outbox.reconcile(by)).catch((error: unknown) => {
        throw error instanceof CatalogueError ? error : new RequestError('request/unavailable', error instanceof Error ? error.message : String(error));
      });
    serve(port, { reconcile } satisfies EuWorker);
    port.postMessage({ ready: true });
    const turn = (): void => {
      inLine(() => outbox.turn()).then(
        (sent) => {
          if (sent > 0) logger.info('messages were handed to the EU dispatcher', { sent });
          setTimeout(turn, turnMs);
        },
        (error: unknown) => {
          logger.error('the EU outbox cannot go on', { error: error instanceof Error ? error.message : String(error) });
          setTimeout(turn, troubledMs);
        },
      );
    };
    turn();
  } catch (error) {
    port.postMessage({ failed: toWire(error) });
  }
}

if (parentPort !== null && (workerData as { worker?: string } | null)?.worker === 'eu') start(workerData as EuWorkerData);
