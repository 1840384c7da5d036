import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { authorityFolder, mappingsFolder } from '../assets.js';
import { RecordAssembler } from '../catalogue/assemble.js';
import { LinkChecker } from '../catalogue/link-checker.js';
import { QualityBoard } from '../catalogue/quality-board.js';
import type { Config } from '../config.js';
import { InternalError } from '../domain/errors.js';
import type { LinkCheck } from '../domain/link-check.js';
import type { Organisation } from '../domain/organisation.js';
import { GuardedFetcher } from '../fetch/guarded-fetcher.js';
import { HostLimiter } from '../fetch/host-limiter.js';
import { SqliteLedgerReader } from '../ledger/sqlite-reader.js';
import { createLogger } from '../observability/logger.js';
import { systemClock } from '../ports/clock.js';
import type { Ledger } from '../ports/ledger.js';
import { Concepts } from '../rdf/concepts.js';
import { followLog } from './follow.js';
import { linkSettings } from './harvest.js';
import { yieldToOthers } from './priority.js';
import { RemoteCalls, serve, toWire } from './rpc.js';

export interface QualityWorkerData {
  readonly worker: 'quality';
  readonly config: Config;
  readonly organisations: readonly Organisation[];
  readonly userAgent: string;
  readonly ledger: MessagePort;
}

/** Between two pages of the first load, in milliseconds: nobody waits for it. */
const restMs = 20;
/** After a round that asked something: a host that wanted a rest has it. */
const roundMs = 600_000;
/** Between two looks for addresses that are due, while there are none. */
const idleMs = 30_000;
/** Links are asked slowly, whatever pause harvests make. */
const leastPauseMs = 1000;
const hostsAtOnce = 4;

function linksOf(reader: SqliteLedgerReader): Map<string, LinkCheck> {
  const links = new Map<string, LinkCheck>();
  for (let after = ''; ;) {
    const page = reader.linkCheckPage(after, 1000);
    for (const check of page) links.set(check.url, check);
    const last = page.at(-1);
    if (last === undefined) return links;
    after = last.url;
  }
}

function start({ config, organisations, userAgent, ledger }: QualityWorkerData): void {
  const port = parentPort;
  if (port === null) throw new InternalError('internal/error', 'not a worker thread');
  try {
    yieldToOthers(10);
    const logger = createLogger(config.NDC_LOG_LEVEL, 'quality');
    const reader = SqliteLedgerReader.open(config.dataDir);
    const links = linksOf(reader);
    const vocabulary = Concepts.load([authorityFolder, mappingsFolder]);
    const board = new QualityBoard({ reader, assembler: new RecordAssembler(reader, organisations), vocabulary, clock: systemClock, links });
    serve(port, board);
    port.postMessage({ ready: true });
    const days = config.NDC_LINK_CHECK_DAYS;
    const checkLinks = (): void => {
      const checker = new LinkChecker({
        prober: new GuardedFetcher(null, linkSettings(config, userAgent), new HostLimiter(Math.max(leastPauseMs, config.NDC_HOST_PAUSE_MS)), systemClock),
        ledger: new RemoteCalls(ledger).proxy<Ledger>(),
        clock: systemClock,
        known: links,
        named: () => board.named(),
        settings: { days, hostsAtOnce },
      });
      const round = (): void => {
        checker.round(new AbortController().signal).then(
          (done) => {
            if (done.asked + done.forgotten > 0) logger.info('links were checked', { ...done });
            setTimeout(round, done.asked > 0 ? roundMs : idleMs);
          },
          (error: unknown) => {
            logger.warn('links cannot be checked', { error: error instanceof Error ? error.message : String(error) });
            setTimeout(round, roundMs);
          },
        );
      };
      round();
    };
    // Pages of stations go on saying that it is not worked out yet.
    const failed = (error: unknown): void => {
      logger.error('the quality of datasets cannot be worked out', { error: error instanceof Error ? error.message : String(error) });
    };
    const loaded = (): void => {
      followLog(
        () => board.follow(),
        () => process.exit(0),
        () => undefined,
      );
      if (days > 0) checkLinks();
    };
    board.load(() => new Promise((resolve) => setTimeout(resolve, restMs))).then(loaded, failed);
  } catch (error) {
    port.postMessage({ failed: toWire(error) });
  }
}

if (parentPort !== null && (workerData as { worker?: string } | null)?.worker === 'quality') start(workerData as QualityWorkerData);
