/** A report that a visitor asked to be kept; what it holds is the keeper's own affair. */
export interface KeptReport {
  readonly content: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/**
 * Keeps reports for thirty days under keys that cannot be guessed. Who has the key can read and delete; nobody can list.
 */
export interface KeptReports {
  /** The key: 128 random bits. */
  keep(content: string): Promise<{ readonly key: string; readonly expiresAt: string }>;
  /** Undefined when there is none, or its time is over. */
  find(key: string): KeptReport | undefined;
  /** False when there was none. */
  remove(key: string): Promise<boolean>;
}
