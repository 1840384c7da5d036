/** What is done to a catalogue that is not a harvest, and what the process may die of. */
export type Operation = 'backup' | 'restore' | 'retention';

/** Faults that the checks must find. */
export type BrokenOperation =
  /** The backup has its name before it is whole. */
  | 'backup-in-place'
  /** The backup is told to be there before it is. */
  | 'backup-told-early'
  /** What is in the data folder goes before the restored one is there. */
  | 'restore-deletes-first'
  /** The log goes on where the backup ended, below what others have seen. */
  | 'restore-without-epoch'
  /** Old versions go, the one in force among them. */
  | 'retention-takes-the-last'
  /** Bytes go by age, also those that stand for what is published. */
  | 'retention-takes-what-is-named';

/** At a call of the file system or a statement of the ledger, or whenever the signal from outside arrives. */
export type Moment = { readonly nth: number; readonly when: 'before' | 'after' } | { readonly delay: number } | { readonly never: true };

export interface OperationOrder {
  readonly dataDir: string;
  readonly file: string;
  readonly operation: Operation;
  readonly moment: Moment;
  readonly broken: BrokenOperation | null;
  /** Milliseconds since 1970 that the clock shows: versions are old by then. */
  readonly now: number;
}

/** What the process says. */
export interface Told {
  readonly begun?: true;
  /** The deed is done, as whoever asked for it is told. */
  readonly done?: true;
  /** How many calls it took. */
  readonly calls?: number;
}
