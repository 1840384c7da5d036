import type { RunSummary } from '../../src/domain/harvest.js';
import type { Station } from '../../src/domain/station.js';
import type { RunnerDependencies } from '../../src/harvest/runner.js';
import { FaultProxy, type ProxiedRequest } from '../support/fault-proxy.js';
import type { Harvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { faults, type Expectation, type FaultName } from './faults.js';

/** One row of the table: a protocol (or one way of it) with a healthy station of six records in at least two portions. */
export interface ProtocolHouse {
  readonly row: string;
  /** How a run ends that cannot read the second portion: partial when it had read of the first, failed when nothing. */
  readonly unread: 'partial' | 'failed';
  /** Where this protocol rightly ends otherwise than the fault's own expectation. */
  readonly differs: Partial<Record<FaultName, Expectation & { readonly because: string }>>;
  /** The faults that this row is about, where another row has the others. */
  readonly faults?: readonly FaultName[];
  /** Faults that cannot befall it. */
  readonly exceptions: Partial<Record<FaultName, Exception>>;
  open(): Promise<OpenStation>;
}

export interface Exception {
  readonly reason: string;
  /** Whether the reason is still true, judged by a healthy run; when it is not, the cell has to be filled. */
  readonly holds: (run: { readonly fetches: number; readonly documents: number; readonly said: string }) => boolean;
}

export interface OpenStation {
  readonly station: Station;
  /** Stands before the fake; null: nothing is fetched. */
  readonly proxy: FaultProxy | null;
  readonly dependencies?: Partial<RunnerDependencies>;
  readonly iris: readonly string[];
  /** Makes the station commit this fault from now on, where the wire alone cannot. */
  readonly misdeeds: Partial<Record<FaultName, () => void>>;
  /** The request for the second portion, which faults of the wire befall. */
  readonly isPage: (request: ProxiedRequest) => boolean;
  heal(): void;
  /** One title becomes `Other words`, and a seventh record is there. */
  change(): { readonly changed: string; readonly added: string };
  /** Whether later visits asked for what has changed, and not for everything. */
  hasAskedForChanges?(): boolean;
  run?(harvesting: Harvesting): Promise<RunSummary>;
  close(): Promise<void>;
}

export const host = 'data.holder.example';
export const site = `http://${host}`;
export const six = [1, 2, 3, 4, 5, 6] as const;
export const iriOf = (n: number): string => `https://holder.example/dataset/${String(n)}`;
export const titleOf = (n: number): string => `Title of ${String(n)}`;
export const otherWords = 'Other words';
export const stationOf = (protocol: string, path: string, settings: Station['settings'] = {}): Station =>
  makeStation('holder', { protocol, endpoint: site + path, settings });

export const proxied = (fake: { readonly port: number }): Promise<FaultProxy> => FaultProxy.start(fake.port);

export function expectationOf(house: ProtocolHouse, fault: FaultName): Expectation {
  const { outcome, code } = house.differs[fault] ?? faults[fault].expects;
  return { outcome: outcome === 'unread' ? house.unread : outcome, code };
}

/** What may befall one page on its way. */
export const wireFaults: readonly FaultName[] = [
  'late headers',
  'late body',
  'reset',
  'cut short',
  'cut unseen',
  'status 429',
  'status 500',
  'wrong type',
  'HTML, 200',
];

export const emptyIncrement = { outcome: 'complete', code: null, because: 'an increment without changes is empty, and what it does not name stays' } as const;

export const neverFetches = (reason: string): Exception => ({ reason, holds: ({ fetches }) => fetches === 0 });
export const tellsNoTotals = (reason: string): Exception => ({
  reason,
  holds: ({ said }) => !/totalItems|completeListSize|"count"|COUNT\(|numberOf|rel="?last/i.test(said),
});
