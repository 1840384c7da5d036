import type { MessagePort } from 'node:worker_threads';
import { readSecret, type Config } from './config.js';
import { RestDispatcher } from './dispatch/rest-dispatcher.js';
import { DropFolder } from './dispatch/drop-folder.js';
import { outcomeOf } from './dispatch/eu-answers.js';
import { readEuFile, type EuTransportSettings } from './dispatch/eu-settings.js';
import { InternalError } from './domain/errors.js';
import { EuDesk } from './federation/eu-desk.js';
import { EuOutbox, euDefaults, type EuSettings } from './federation/eu-outbox.js';
import { ExportDesk } from './federation/export-desk.js';
import { findExportProfile } from './federation/export-profiles.js';
import { SqliteEuReader } from './ledger/eu-book.js';
import { SqliteLedgerReader } from './ledger/sqlite-reader.js';
import { librarySources } from './library-sources.js';
import type { Clock } from './ports/clock.js';
import type { EuBook } from './ports/eu-book.js';
import type { EuTransport } from './ports/eu-transport.js';
import type { Logger } from './ports/logger.js';
import type { Concepts } from './rdf/concepts.js';
import { ShaclEngineValidator } from './validation/shacl-engine-validator.js';
import { loadShapesLibrary } from './validation/shapes-library.js';
import type { EuWorker, EuWorkerData } from './workers/eu.js';
import { startWorker, version, type HarvestHouse } from './wiring.js';

export interface EuParts {
  readonly config: Config;
  readonly baseUrl: string;
  readonly settings: EuSettings;
  readonly userAgent: string;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly book: EuBook;
  readonly concepts: Concepts;
  readonly rest: () => Promise<unknown>;
}

/** The outbox over the ledger of a data folder, with the transport of `NDC_EU`. @throws ConfigurationError for a file with mistakes */
export function openEuOutbox({ config, baseUrl, settings, userAgent, logger, clock, book, concepts, rest }: EuParts): {
  readonly outbox: EuOutbox;
  close(): Promise<void>;
} {
  if (config.NDC_EU === undefined) throw new InternalError('internal/error', 'there is no NDC_EU');
  const transport = transportOf(readEuFile(config.NDC_EU), baseUrl, userAgent);
  const reader = SqliteLedgerReader.open(config.dataDir);
  const eu = SqliteEuReader.open(config.dataDir);
  const exports = new ExportDesk({
    reader,
    validator: new ShaclEngineValidator(loadShapesLibrary(librarySources(config.dataDir))),
    baseUrl,
    presentConcept: (iri) => concepts.present(iri),
  });
  return {
    outbox: new EuOutbox({ reader, eu, book, exports, transport, clock, logger, baseUrl, settings, rest }),
    close: async () => {
      await transport.close();
      eu.close();
      reader.close();
    },
  };
}

function transportOf(settings: EuTransportSettings, baseUrl: string, userAgent: string): EuTransport {
  if (settings.transport === 'folder') return new DropFolder(settings, baseUrl);
  return new RestDispatcher({ settings, readSecret, baseUrl, profileIri: findExportProfile('healthdcat-ap')?.iri ?? '', userAgent });
}

export function euSettingsOf(config: Config): EuSettings {
  const pollSeconds = config.NDC_EU === undefined ? null : readEuFile(config.NDC_EU).pollSeconds;
  return {
    ...euDefaults,
    ...(pollSeconds === null ? {} : { pollMs: pollSeconds * 1000 }),
    deleteAfterDays: config.NDC_EU_DELETE_AFTER_DAYS,
    withdrawn: config.NDC_EU_WITHDRAWN,
  };
}

/** What the server has of the EU side. */
export interface Eu {
  readonly desk: EuDesk;
  close(): Promise<void>;
}

const restartAfterMs = 5000;

/**
 * Starts the outbox in a thread of its own, when `NDC_EU` says where messages go; the desk answers either way.
 *
 * @throws ConfigurationError for a file with mistakes
 */
export function openEu(config: Config, harvest: HarvestHouse, baseUrl: string): Eu {
  const eu = SqliteEuReader.open(config.dataDir);
  const file = config.NDC_EU === undefined ? null : readEuFile(config.NDC_EU);
  const webhook = file?.transport === 'rest' && file.webhook !== undefined ? { token: readSecret(file.webhook.token), answer: file.answer } : null;
  const thread = file === null ? null : new EuThread(config, harvest, baseUrl);
  const desk = new EuDesk({
    reader: harvest.reader,
    eu,
    book: harvest.ledger,
    isConfigured: file !== null,
    reconcile: (by) => (thread === null ? Promise.reject(new InternalError('internal/error', 'there is no NDC_EU')) : thread.reconcile(by)),
    webhook:
      webhook === null
        ? null
        : { token: webhook.token, outcomeOf: (body) => outcomeOf(body, webhook.answer, null, (message) => eu.euMessage(message)?.iri ?? null) },
  });
  return {
    desk,
    close: async () => {
      await thread?.close();
      eu.close();
    },
  };
}

class EuThread {
  private current;
  private closed = false;

  constructor(
    private readonly config: Config,
    private readonly harvest: HarvestHouse,
    private readonly baseUrl: string,
  ) {
    this.current = this.open();
  }

  async reconcile(by: string): ReturnType<EuWorker['reconcile']> {
    await this.current.ready;
    return this.current.calls.proxy<EuWorker>().reconcile(by);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.current.worker.terminate();
  }

  private open(): ReturnType<typeof startWorker> {
    const ledger: MessagePort = this.harvest.ledgerPort();
    const data: EuWorkerData = {
      worker: 'eu',
      config: this.config,
      baseUrl: this.baseUrl,
      settings: euSettingsOf(this.config),
      userAgent: `ndc/${version} (+${this.config.NDC_CONTACT_URL})`,
      ledger,
    };
    const started = startWorker('eu', data, [ledger]);
    started.ready.catch((error: unknown) => {
      this.harvest.logger.error('the EU outbox cannot start', { error: error instanceof Error ? error.message : String(error) });
    });
    started.worker.on('exit', () => {
      if (this.closed) return;
      this.harvest.logger.warn('the EU outbox ended; it is started again', {});
      setTimeout(() => {
        if (!this.closed) this.current = this.open();
      }, restartAfterMs).unref();
    });
    return started;
  }
}
