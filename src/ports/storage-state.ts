/** Something is wrong with the disk or the files of the data folder, and what to do about it. */
export interface StorageProblem {
  readonly code: string;
  readonly detail: string;
  /** When it was noticed; null for what is measured now. */
  readonly since: string | null;
}
