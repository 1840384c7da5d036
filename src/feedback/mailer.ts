import { createHash } from 'node:crypto';
import type { LanguageMap } from '../domain/language.js';
import type { Station } from '../domain/station.js';
import type { Clock } from '../ports/clock.js';
import type { DeliveryLog, DeliveryMessage, DeliveryReader, DeliveryStep } from '../ports/delivery-log.js';
import type { FeedbackReader } from '../ports/feedback-reader.js';
import type { LedgerReader, StationStatus } from '../ports/ledger.js';
import type { Logger } from '../ports/logger.js';
import type { MailOutcome, MailSender } from '../ports/mail-sender.js';
import { addressOf, providersOf, type Provider } from './addressees.js';
import { alertsOf, type Alert, type AlertMemory } from './alerts.js';
import { alertMail, digestMail, type MailContext, type MailText } from './mail-text.js';
import { overdueOf } from './overdue.js';

export interface MailerDependencies {
  readonly reader: Pick<LedgerReader, 'stations' | 'station' | 'runIssues' | 'heldRecords'>;
  readonly feedback: Pick<FeedbackReader, 'allRuns' | 'confirmations'>;
  readonly deliveries: Pick<DeliveryReader, 'deliveryBookmark' | 'deliveryMessages'>;
  readonly ledger: DeliveryLog;
  readonly sender: MailSender;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly overdueDays: number;
  readonly catalogueTitle: () => LanguageMap;
  /** When the digest is sent, as a cron expression, and the next time that this is. */
  readonly digest: { readonly schedule: string; readonly nextAt: () => string | null };
}

/** What one message says, as it stays in the ledger until it has arrived. */
type MailContent = MailText & { readonly date: string };

export const mailDelivery = 'mail';
const digestScope = 'digest';
const runsRead = 100;
const issuesRead = 200;
const atATime = 20;
const stopsWithinMs = 3000;
/** A process that dies while it sends leaves its messages to the next one after this long. */
const claimMs = 10 * 60_000;
const firstPauseMs = 60_000;
const longestPauseMs = 6 * 3_600_000;
const givesUpAfterMs = 5 * 86_400_000;
/** What time alone brings about, such as an overdue check, is looked for this often. */
const lookAgainMs = 3_600_000;

/**
 * Tells the contacts of stations what has changed, by mail, at least once each.
 *
 * What follows from the ledger is written as messages in the same transaction that moves the bookmark; sending is another
 * step, so that a process that dies in between sends late or twice, under the same Message-ID, and never forgets
 * (DESIGN section 1). Addresses are read from the stations when a message goes out, and stand in no log.
 */
export class Mailer {
  private readonly looked = new Map<string, { readonly sign: string; readonly at: number }>();
  private timer: NodeJS.Timeout | null = null;
  private current: Promise<void> | null = null;

  constructor(private readonly dependencies: MailerDependencies) {}

  start(everyMs: number): void {
    const tick = (): void => {
      this.tick().catch((error: unknown) => {
        this.dependencies.logger.error('mail cannot be handled', { error: error instanceof Error ? error.message : String(error) });
      });
    };
    this.timer = setInterval(tick, everyMs);
    this.timer.unref();
    tick();
  }

  /** Ends what is under way; what it had not sent is sent after the next start. */
  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.dependencies.sender.close();
    const ended = new Promise((resolve) => setTimeout(resolve, stopsWithinMs).unref());
    await Promise.race([this.current?.catch(() => undefined), ended]);
  }

  /** Looks at every station, writes what is to be told, and sends what is waiting. One at a time. */
  tick(): Promise<void> {
    this.current ??= this.work().finally(() => (this.current = null));
    return this.current;
  }

  private async work(): Promise<void> {
    const statuses = this.dependencies.reader.stations().filter(({ state }) => state !== 'retired');
    const providers = providersOf(statuses, shortHash);
    const shared = new Set(providers.flatMap(({ stations }) => stations));
    for (const status of statuses) await this.look(status, shared.has(status.station.id));
    await this.digest(providers);
    await this.deliver();
  }

  private async look({ station, lastRun }: StationStatus, inDigest: boolean): Promise<void> {
    const { reader, feedback, deliveries, ledger, clock } = this.dependencies;
    const now = clock.now();
    const sign = JSON.stringify([lastRun?.id, lastRun?.endedAt, lastRun?.resolved?.at]);
    const before = this.looked.get(station.id);
    if (before?.sign === sign && now.getTime() - before.at < lookAgainMs) return;
    const from = deliveries.deliveryBookmark(mailDelivery, station.id);
    const { alerts, memory } = alertsOf({
      memory: from === null ? null : (JSON.parse(from) as AlertMemory),
      runs: feedback.allRuns(station.id, runsRead),
      issuesOf: (run) => reader.runIssues(run, issuesRead),
      held: reader.heldRecords(station.id),
      overdue: overdueOf(feedback.confirmations(station.id), now, this.dependencies.overdueDays).overdue,
      now,
    });
    const to = JSON.stringify(memory);
    if (to !== from)
      await ledger.stepDelivery({
        delivery: mailDelivery,
        scope: station.id,
        from,
        to,
        messages: alerts.length === 0 || addressOf(station) === null ? [] : [this.messageOf(station, alerts, inDigest)],
      });
    this.looked.set(station.id, { sign, at: now.getTime() });
  }

  private messageOf(station: Station, alerts: readonly Alert[], inDigest: boolean): DeliveryStep['messages'][number] {
    const id = this.messageId([station.id, ...alerts.map((alert) => [alert.kind, alert.at, 'run' in alert ? alert.run : null])]);
    return inDigest
      ? { id, scope: station.id, kind: 'alert', state: 'waiting', content: JSON.stringify(alerts) }
      : {
          id,
          scope: station.id,
          kind: alerts.map(({ kind }) => kind).join('+'),
          state: 'queued',
          content: this.content(alertMail(station, alerts, this.context())),
        };
  }

  /** Puts together what waits, when the schedule says so: one message for each provider and contact. */
  private async digest(providers: readonly Provider[]): Promise<void> {
    const { deliveries, ledger, clock, digest } = this.dependencies;
    const from = deliveries.deliveryBookmark(mailDelivery, digestScope);
    const planned = from === null ? null : (JSON.parse(from) as { readonly schedule: string; readonly at: string | null });
    const isDue = planned?.schedule === digest.schedule && planned.at !== null && planned.at <= clock.now().toISOString();
    if (planned?.schedule === digest.schedule && !isDue) return;
    const step = { delivery: mailDelivery, scope: digestScope, from, to: JSON.stringify({ schedule: digest.schedule, at: digest.nextAt() }) };
    if (!isDue) {
      await ledger.stepDelivery({ ...step, messages: [] });
      return;
    }
    const waiting = deliveries.deliveryMessages(mailDelivery, 10_000, { state: 'waiting' }).toReversed();
    const messages = this.digests(providers, waiting);
    await ledger.stepDelivery({ ...step, messages, folded: waiting.map(({ id }) => id) });
  }

  private digests(providers: readonly Provider[], waiting: readonly DeliveryMessage[]): DeliveryStep['messages'] {
    const alertsOn = new Map<string, Alert[]>();
    for (const { scope, content } of waiting) alertsOn.set(scope, [...(alertsOn.get(scope) ?? []), ...(JSON.parse(content) as Alert[])]);
    const inOne = new Set(providers.flatMap(({ stations }) => stations));
    // A station that has left its provider meanwhile hears by itself what was waiting.
    const groups = [...providers, ...[...alertsOn.keys()].filter((id) => !inOne.has(id)).map((id) => ({ name: {}, stations: [id] }))];
    return groups.flatMap(({ name, stations }) => {
      const parts = stations.flatMap((id) => {
        const station = this.dependencies.reader.station(id)?.station;
        const alerts = alertsOn.get(id) ?? [];
        return station === undefined || alerts.length === 0 ? [] : [{ station, alerts }];
      });
      const [first] = parts;
      if (first === undefined) return [];
      const id = this.messageId(['digest', ...waiting.filter(({ scope }) => stations.includes(scope)).map((message) => message.id)]);
      return [{ id, scope: first.station.id, kind: 'digest', state: 'queued' as const, content: this.content(digestMail(name, parts, this.context())) }];
    });
  }

  private async deliver(): Promise<void> {
    const { ledger, logger } = this.dependencies;
    for (;;) {
      const messages = await ledger.claimDeliveries(mailDelivery, claimMs, atATime);
      let down: MailOutcome | null = null;
      for (const message of messages) {
        const outcome: MailOutcome = down ?? (await this.send(message));
        // Without a server that answers, the others need not be tried.
        if (outcome.kind === 'later' && !/^\d/.test(outcome.code)) down = outcome;
        await this.note(message, outcome);
      }
      if (down !== null) logger.error('mail server does not take messages', { code: down.code });
      if (down !== null || messages.length < atATime) return;
    }
  }

  private async send(message: DeliveryMessage): Promise<MailOutcome> {
    const { reader, sender } = this.dependencies;
    const station = reader.station(message.scope)?.station;
    const to = station === undefined ? null : addressOf(station);
    if (to === null) return { kind: 'rejected', code: 'no-address' };
    return sender.send({ id: message.id, to, ...(JSON.parse(message.content) as MailContent) });
  }

  private async note(message: DeliveryMessage, outcome: MailOutcome): Promise<void> {
    const { ledger, logger, clock } = this.dependencies;
    const about = { station: message.scope, kind: message.kind, code: outcome.code };
    if (outcome.kind === 'sent') {
      await ledger.noteDelivery(message.id, { state: 'sent', outcome: outcome.code, notBefore: null });
      logger.info('mail sent', about);
    } else if (outcome.kind === 'rejected') {
      await ledger.noteDelivery(message.id, { state: 'rejected', outcome: outcome.code, notBefore: null });
      logger.warn('mail rejected; look at the contact of the station', about);
    } else {
      const now = clock.now().getTime();
      const expired = now - Date.parse(message.createdAt) > givesUpAfterMs;
      const pause = Math.min(longestPauseMs, firstPauseMs * 4 ** Math.min(message.attempts, 10));
      await ledger.noteDelivery(message.id, {
        state: expired ? 'expired' : 'queued',
        outcome: outcome.code,
        notBefore: expired ? null : new Date(now + pause).toISOString(),
      });
      if (expired) logger.warn('mail given up', about);
    }
  }

  private content(mail: MailText): string {
    return JSON.stringify({ ...mail, date: this.dependencies.clock.now().toISOString() } satisfies MailContent);
  }

  private context(): MailContext {
    return { catalogue: this.dependencies.catalogueTitle(), baseUrl: this.dependencies.baseUrl };
  }

  private messageId(of: readonly unknown[]): string {
    const { hostname } = new URL(this.dependencies.baseUrl);
    return `${shortHash(JSON.stringify(of))}@${/^[a-z\d.-]+$/i.test(hostname) ? hostname : 'ndc.invalid'}`;
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 40);
}
