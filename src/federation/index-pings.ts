import { createHash } from 'node:crypto';
import type { Clock } from '../ports/clock.js';
import type { DeliveryLog, DeliveryMessage, DeliveryReader } from '../ports/delivery-log.js';
import type { IndexPinger, PingOutcome } from '../ports/index-pinger.js';
import type { Logger } from '../ports/logger.js';

export interface IndexPingsDependencies {
  /** Addresses that pings are posted to. */
  readonly indexes: readonly string[];
  /** The address of our FAIR Data Point. */
  readonly clientUrl: string;
  readonly pinger: IndexPinger;
  readonly ledger: DeliveryLog;
  readonly deliveries: Pick<DeliveryReader, 'deliveryBookmark'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export const pingDelivery = 'fdp-index';

const everyMs = 7 * 86_400_000;
/** A server that is started again and again does not tell of it each time. */
const notAgainMs = 3_600_000;
const claimMs = 5 * 60_000;
const atATime = 20;
const firstPauseMs = 60_000;
const longestPauseMs = 6 * 3_600_000;
const givesUpAfterMs = 3 * 86_400_000;
const stopsWithinMs = 3000;

/**
 * Tells indexes of FAIR Data Points that ours is there, at the start and every seven days (FDPF-6, PING-4). A delivery: what
 * is to be sent and what came of it stand in the ledger, and a ping that failed is tried again with growing pauses.
 */
export class IndexPings {
  private timer: NodeJS.Timeout | null = null;
  private current: Promise<void> | null = null;
  private isStart = true;

  constructor(private readonly dependencies: IndexPingsDependencies) {}

  start(lookEveryMs: number): void {
    const tick = (): void => {
      this.tick().catch((error: unknown) => {
        this.dependencies.logger.error('pings of indexes cannot be handled', { error: error instanceof Error ? error.message : String(error) });
      });
    };
    this.timer = setInterval(tick, lookEveryMs);
    this.timer.unref();
    tick();
  }

  /** What was not sent is sent after the next start. */
  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    const ended = new Promise((resolve) => setTimeout(resolve, stopsWithinMs).unref());
    await Promise.race([this.current?.catch(() => undefined), ended]);
  }

  /** Queues what is due, and sends what is queued. One at a time. */
  tick(): Promise<void> {
    this.current ??= this.work().finally(() => (this.current = null));
    return this.current;
  }

  private async work(): Promise<void> {
    const { indexes, ledger, clock } = this.dependencies;
    const pause = this.isStart ? notAgainMs : everyMs;
    this.isStart = false;
    for (const index of indexes) await this.queue(index, pause);
    for (const message of await ledger.claimDeliveries(pingDelivery, claimMs, atATime)) await this.send(message, clock.now());
  }

  private async queue(index: string, pause: number): Promise<void> {
    const { ledger, deliveries, clock, clientUrl } = this.dependencies;
    const now = clock.now();
    const from = deliveries.deliveryBookmark(pingDelivery, index);
    if (from !== null && now.getTime() - Date.parse(from) < pause) return;
    const to = now.toISOString();
    const id = createHash('sha256').update(`${pingDelivery}\n${index}\n${to}`).digest('hex').slice(0, 32);
    const message = { id, scope: index, kind: 'ping', content: JSON.stringify({ clientUrl }), state: 'queued' } as const;
    await ledger.stepDelivery({ delivery: pingDelivery, scope: index, from, to, messages: [message] });
  }

  private async send(message: DeliveryMessage, now: Date): Promise<void> {
    const { ledger, pinger, logger, indexes, clientUrl } = this.dependencies;
    const outcome: PingOutcome = indexes.includes(message.scope)
      ? await pinger.ping(message.scope, clientUrl)
      : { kind: 'refused', detail: 'the index is not configured any more' };
    logger[outcome.kind === 'taken' ? 'info' : 'warn']('index of FAIR Data Points was told', {
      index: message.scope,
      outcome: outcome.kind,
      detail: outcome.detail,
    });
    if (outcome.kind !== 'failed') {
      await ledger.noteDelivery(message.id, { state: outcome.kind === 'taken' ? 'sent' : 'rejected', outcome: outcome.detail, notBefore: null });
      return;
    }
    const isTooOld = now.getTime() - Date.parse(message.createdAt) > givesUpAfterMs;
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(message.attempts, 20));
    const notBefore = isTooOld ? null : new Date(now.getTime() + pause).toISOString();
    await ledger.noteDelivery(message.id, { state: isTooOld ? 'expired' : 'queued', outcome: outcome.detail, notBefore });
  }
}
