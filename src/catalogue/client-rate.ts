/** How often each client may call: a token bucket by address, forgotten when it is full again. */
export class ClientRate {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  constructor(private readonly perMinute: number) {}

  /** Takes one turn; 0 when it was there, else the seconds until it will be. */
  take(client: string, now: number): number {
    const { perMinute } = this;
    const key = networkOf(client);
    const known = this.buckets.get(key);
    const tokens = known === undefined ? perMinute : Math.min(perMinute, known.tokens + (Math.max(0, now - known.at) / 60_000) * perMinute);
    this.buckets.delete(key);
    if (tokens < 1) {
      this.buckets.set(key, { tokens, at: now });
      return Math.max(1, Math.ceil(((1 - tokens) / perMinute) * 60));
    }
    this.buckets.set(key, { tokens: tokens - 1, at: now });
    if (this.buckets.size > maxClients)
      for (const [oldest, bucket] of this.buckets) if (now - bucket.at > 60_000 || this.buckets.size > maxClients) this.buckets.delete(oldest);
    return 0;
  }
}

const maxClients = 20_000;

/** One household has a whole /64 of IPv6 addresses; it counts as one. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === '' ? [] : tail.split(':');
  const zeros = address.includes('::') ? Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0') : [];
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}
