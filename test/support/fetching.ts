import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { GuardedFetcher, type FetchSettings } from '../../src/fetch/guarded-fetcher.js';
import { HostLimiter } from '../../src/fetch/host-limiter.js';
import type { Surroundings } from '../../src/fetch/surroundings.js';
import type { Station } from '../../src/domain/station.js';
import type { FetchAnswer, FetchRequest } from '../../src/ports/fetcher.js';
import { TestClock } from './ledger.js';

/** Patient, so that a busy machine is never taken for a fault; what waits for a time-out says so with `impatient`. */
export const patientSettings: FetchSettings = {
  userAgent: 'ndc/test (+https://catalogue.example)',
  contactEmail: null,
  connectTimeoutMs: 20_000,
  headersTimeoutMs: 20_000,
  bodyTimeoutMs: 20_000,
  totalTimeoutMs: 60_000,
  tries: 1,
  backOffMs: 1,
  maxBackOffMs: 2,
  maxRetryAfterMs: 3_600_000,
  maxHeaderBytes: 65_536,
  maxRedirects: 5,
  oneAtATimePerProvider: true,
  robotsMaxAgeMs: 86_400_000,
  robotsForgiveMs: 30 * 86_400_000,
  maxCrawlDelayMs: 60_000,
  robotsFolder: `${tmpdir()}/ndc-robots-${randomUUID()}`,
  extraAuthorities: null,
  allowLoopback: true,
  connectTo: {},
  temporaryFolder: `${tmpdir()}/ndc-bodies`,
  resolveSecret: (reference) => `secret of ${reference}`,
};

/** For stations that stall. */
export const impatient = { headersTimeoutMs: 300, bodyTimeoutMs: 300 } satisfies Partial<FetchSettings>;

export function makeFetcher(
  station: Station | null,
  settings: Partial<FetchSettings> = {},
  clock = new TestClock(),
  surroundings?: Surroundings,
): GuardedFetcher {
  return new GuardedFetcher(station, { ...patientSettings, ...settings }, new HostLimiter(0), clock, surroundings);
}

export function get(fetcher: GuardedFetcher, url: string, changes: Partial<FetchRequest> = {}): Promise<FetchAnswer> {
  return fetcher.fetch({ url, accept: 'text/turtle', maxBytes: 1 << 20, ...changes }, new AbortController().signal);
}
