import type { Station } from '../../src/domain/station.js';

/** What an operator or the schedule asks of a catalogue, and what the process may die of. */
export type Deed =
  { readonly kind: 'harvest' } | { readonly kind: 'push'; readonly turtle: string } | { readonly kind: 'release' | 'revert'; readonly run: number };

/** Where the process dies: at a call or inside its transaction, or whenever the signal from outside arrives. */
export type Moment =
  | { readonly step: Step; readonly nth: number; readonly when: 'before' | 'after' }
  | { readonly step: LedgerStep; readonly nth: number; readonly when: 'within'; readonly statement: number }
  | { readonly step: 'any'; readonly delayMs: number };

export const ledgerSteps = ['startRun', 'stage', 'stageBookmark', 'plan', 'publish', 'releaseRun', 'revert', 'finishRun'] as const;
export type LedgerStep = (typeof ledgerSteps)[number];
export type Step = LedgerStep | 'fetch' | 'keep';

/** Faults that the checks must find. */
export type BrokenHarvest =
  /** The bookmark of a run counts although what was staged before it is lost. */
  | 'bookmark-without-staging'
  /** The bookmark of a run counts for the station before the run is published. */
  | 'bookmark-before-publishing'
  /** What was published before the process died is published again. */
  | 'publishes-again'
  /** A killed run is taken for one that has read everything. */
  | 'remembers-unpublished';

export interface CrashOrder {
  readonly dataDir: string;
  readonly station: Station;
  readonly connectTo: Readonly<Record<string, string>>;
  readonly dropFolder: string | null;
  readonly deed: Deed;
  readonly moment: Moment;
  readonly broken: BrokenHarvest | null;
}
