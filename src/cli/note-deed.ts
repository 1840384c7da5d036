import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { AuditDeed } from '../domain/audit.js';
import { ledgerFile } from '../ledger/database.js';
import { remark } from './command.js';
import { withLedger } from './installations.js';

/**
 * Puts into the audit log what was done beside the ledger. A deed that is done is not undone because it cannot be written down
 * (a full disk, a newer ledger): that is said instead. Where there is no catalogue yet there is nothing to write in.
 */
export async function noteCommandDeed(dataDir: string, deed: Omit<AuditDeed, 'by'>): Promise<void> {
  if (!existsSync(join(dataDir, ledgerFile))) return;
  try {
    await withLedger(dataDir, (ledger) => ledger.noteDeed({ ...deed, by: userInfo().username }));
  } catch (error) {
    remark(`This was done, but could not be written into the audit log: ${error instanceof Error ? error.message : String(error)}`);
  }
}
