import { networkOf } from './client-rate.js';

const maxClients = 20_000;

/** At most so many of something by one client within any stretch of time, counted exactly. */
export class WindowLimit {
  private readonly times = new Map<string, number[]>();

  constructor(
    private readonly most: number,
    private readonly windowMs: number,
  ) {}

  /** Seconds until the client may go on; 0 when it may now. Takes nothing. */
  waitOf(client: string, now: number): number {
    const times = this.recent(networkOf(client), now);
    const oldest = times[0];
    return times.length < this.most || oldest === undefined ? 0 : Math.max(1, Math.ceil((oldest + this.windowMs - now) / 1000));
  }

  note(client: string, now: number): void {
    const key = networkOf(client);
    const times = [...this.recent(key, now), now].slice(-this.most);
    this.times.delete(key);
    this.times.set(key, times);
    for (const oldest of this.times.keys()) {
      if (this.times.size <= maxClients) break;
      this.times.delete(oldest);
    }
  }

  /** Takes one turn when there is one; else the seconds until there is. */
  take(client: string, now: number): number {
    const wait = this.waitOf(client, now);
    if (wait === 0) this.note(client, now);
    return wait;
  }

  private recent(key: string, now: number): number[] {
    return (this.times.get(key) ?? []).filter((time) => time > now - this.windowMs);
  }
}
