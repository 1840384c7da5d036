import type { DumpFile, DumpSet } from '../domain/dump.js';

/** Where dumps of the catalogue lie. */
export interface DumpStore {
  /** Those that are given out; null while there are none. */
  current(): DumpSet | null;
  pathOf(file: DumpFile): string;
}
