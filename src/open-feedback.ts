import type { CatalogueQueries } from './catalogue/queries.js';
import type { Config } from './config.js';
import { ConfigurationError } from './domain/errors.js';
import { FeedbackDesk } from './feedback/feedback-desk.js';
import { Mailer } from './feedback/mailer.js';
import { nextRunAt } from './harvest/schedule.js';
import { SqliteDeliveryReader } from './ledger/delivery-book.js';
import { SqliteFeedbackReader } from './ledger/feedback-reader.js';
import { LedgerStationKeys } from './ledger/station-keys.js';
import { SmtpSender } from './mail/smtp-sender.js';
import type { UsageReader } from './ports/usage-reader.js';
import { systemClock } from './ports/clock.js';
import type { HarvestHouse } from './wiring.js';

const lookEveryMs = 60_000;
const digestZone = 'Europe/Amsterdam';

/** What curators hear: the desk behind feedback pages, and mail when a server for it is configured. */
export interface Feedback {
  readonly desk: FeedbackDesk;
  close(): Promise<void>;
}

/** @throws ConfigurationError for a digest schedule that is none */
export function openFeedback(config: Config, harvest: HarvestHouse, queries: CatalogueQueries, usage: UsageReader, baseUrl: string): Feedback {
  const feedback = SqliteFeedbackReader.open(config.dataDir);
  const desk = new FeedbackDesk({
    reader: harvest.reader,
    feedback,
    usage,
    keys: new LedgerStationKeys(harvest.reader),
    clock: systemClock,
    nextRunAt: (station) => queries.nextRunAt(station),
    ratePerMinute: config.NDC_FEEDBACK_RATE,
    overdueDays: config.NDC_OVERDUE_DAYS,
  });
  const mail = openMail(config, harvest, feedback, queries, baseUrl);
  return {
    desk,
    close: async () => {
      await mail?.close();
      feedback.close();
    },
  };
}

function openMail(
  config: Config,
  harvest: HarvestHouse,
  feedback: SqliteFeedbackReader,
  queries: CatalogueQueries,
  baseUrl: string,
): { close(): Promise<void> } | null {
  const { NDC_SMTP_URL: url, NDC_MAIL_FROM: from, NDC_DIGEST_SCHEDULE: schedule } = config;
  const nextAt = (): string | null => nextRunAt(schedule, digestZone, systemClock.now());
  if (nextAt() === null) throw new ConfigurationError('config/invalid', `NDC_DIGEST_SCHEDULE is no cron expression: ${schedule}`);
  if (url === undefined || from === undefined) return null;
  const deliveries = SqliteDeliveryReader.open(config.dataDir);
  const mailer = new Mailer({
    reader: harvest.reader,
    feedback,
    deliveries,
    ledger: harvest.ledger,
    sender: new SmtpSender({ url, from }),
    clock: systemClock,
    logger: harvest.logger,
    baseUrl,
    overdueDays: config.NDC_OVERDUE_DAYS,
    catalogueTitle: () => queries.catalogue().title,
    digest: { schedule, nextAt },
  });
  mailer.start(lookEveryMs);
  return {
    close: async () => {
      await mailer.stop();
      deliveries.close();
    },
  };
}
