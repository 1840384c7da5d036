import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, resolve } from 'node:path';
import { readConfig } from '../config.js';
import { systemClock } from '../ports/clock.js';
import type { BackupManifest, BackupProgress } from '../ledger/backup.js';
import { restoreBackup, verifyBackup, type Restored } from '../ledger/restore.js';
import { backUp } from './backup-thread.js';
import { counted, print, readWords, RefusedError, remark, UsageError, type Command } from './command.js';
import { withHouse } from './house.js';

export const backupCommand: Command = {
  name: 'backup',
  usage: 'backup FILE [--replace]',
  summary: 'Writes the whole catalogue, ledger and kept bytes, into one tar; also while a server harvests. Everything in it is compared with its hash first.',
  details: `  --replace  write over a file that is there already

Exit 1 when bytes that the ledger names are missing, or anything is damaged: the backup is written all the same, and says what.`,
  async run(words) {
    const { values, positionals } = readWords(words, { replace: { type: 'boolean' } });
    const file = onlyFile(positionals);
    if (!existsSync(dirname(file))) throw new RefusedError(`there is no folder ${dirname(file)}`);
    if (existsSync(file) && values.replace !== true) throw new RefusedError(`${file} is there already; give another name, or add --replace`);
    return withHouse({ declare: 'nothing', needsLedger: true }, async (house) => {
      const manifest = await backUp({ dataDir: readConfig().dataDir, file }, telling(), calledOff());
      await house.ledger.noteBackup(file, manifest.madeAt, userInfo().username);
      print(`${file}: ${contentsOf(manifest)}.`);
      return conclude(manifest);
    });
  },
};

export const restoreCommand: Command = {
  name: 'restore',
  usage: 'restore FILE [--replace | --check]',
  summary:
    'Puts a backup into the data folder and begins a new epoch: cursors and tokens given out before are refused, so that who follows the catalogue reads it anew.',
  details: `  --replace  set aside the catalogue that is in the data folder
  --check    read the whole backup and compare it with its hashes; restore nothing`,
  async run(words) {
    const { values, positionals } = readWords(words, { replace: { type: 'boolean' }, check: { type: 'boolean' } });
    const file = onlyFile(positionals);
    if (values.check === true) {
      if (values.replace === true) throw new UsageError('--check restores nothing; leave --replace out');
      const manifest = await verifyBackup(file, telling());
      print(`${file} is whole: ${contentsOf(manifest)}.`);
      return conclude(manifest);
    }
    const { dataDir } = readConfig();
    const options = { replace: values.replace === true, now: systemClock.now(), by: userInfo().username };
    const { manifest, epoch, seq, aside, deeds } = await restoreBackup(file, dataDir, options, telling());
    print(`Restored into ${dataDir}: ${contentsOf(manifest)}. Epoch ${String(epoch)} begins with entry ${String(seq)} of the log.`);
    if (aside !== null) print(`The catalogue that was there lies in ${aside}; remove it when nothing of it is wanted any more.`);
    remark(
      'What stations have changed since the backup comes back with the next harvest; deeds of operators since then do not. Mail of that time may be sent again.',
    );
    if (deeds !== null) remark(deedsSince(deeds, manifest.madeAt));
    return conclude(manifest);
  },
};

/** Ctrl-C and SIGTERM end the thread, and what it had written goes. */
function calledOff(): AbortSignal {
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      abort.abort();
    });
  return abort.signal;
}

/** @throws UsageError */
function onlyFile([file, ...rest]: readonly string[]): string {
  if (file === undefined || rest.length > 0) throw new UsageError('name one file');
  return resolve(file);
}

function contentsOf({ madeAt, epoch, seq, blobs }: BackupManifest): string {
  return `the ledger as of ${madeAt} (epoch ${String(epoch)}, entry ${String(seq)}) and ${counted(blobs.length, 'document')}`;
}

function conclude({ missing, damaged }: BackupManifest): number {
  tell(
    missing,
    `${counted(missing.length, 'document')} that the ledger names could not be backed up, missing or damaged: runs that received them cannot be replayed.`,
  );
  tell(
    damaged,
    `${counted(damaged.length, 'version')} in the ledger did not match their hashes and are backed up as they are; an older backup may have them whole.`,
  );
  return missing.length + damaged.length === 0 ? 0 : 1;
}

/** What was taken down or removed since the backup is published again by the restore: whoever restores has to know of it. */
function deedsSince(deeds: NonNullable<Restored['deeds']>, madeAt: string): string {
  if ('entries' in deeds)
    return deeds.entries === 0
      ? 'The audit log of the replaced catalogue has no deeds since the backup.'
      : `${counted(deeds.entries, 'deed')} since the backup ${deeds.entries === 1 ? 'is' : 'are'} not in force any more. The audit log has kept ${deeds.entries === 1 ? 'it' : 'them'}: ndc audit --since ${madeAt}`;
  return deeds.why === 'another log'
    ? 'The audit log of the replaced catalogue is not the one that the backup began: its deeds were not taken over.'
    : 'The audit log of the replaced catalogue cannot be read: whether there were deeds since the backup is not known.';
}

const mostNamed = 20;

function tell(names: readonly string[], what: string): void {
  if (names.length > 0) remark([what, ...names.slice(0, mostNamed).map((name) => `  ${name}`)].join('\n'));
}

const phases: Readonly<Record<BackupProgress['phase'], string>> = {
  copy: 'copying the ledger',
  check: 'checking the copy',
  blobs: 'comparing documents with their hashes',
  write: 'writing',
  again: 'copying the ledger again',
  extract: 'reading',
  install: 'putting it in place',
};
const redrawMs = 200;

/** Says on a terminal what is going on; elsewhere the result is enough. */
function telling(): (progress: BackupProgress) => void {
  const { stderr } = process;
  let [drawn, phase] = [0, ''];
  return (progress) => {
    if (progress.phase === 'again')
      remark(
        `${counted(progress.done, 'document')} had to go by age or quota while the backup was made. It is made again, of the catalogue as it is now, which names them no more.`,
      );
    if (!stderr.isTTY) return;
    if (progress.phase === phase && progress.done < progress.total && Date.now() - drawn < redrawMs) return;
    [drawn, phase] = [Date.now(), progress.phase];
    const isLast = progress.done === progress.total && progress.phase !== 'blobs' && progress.phase !== 'copy' && progress.phase !== 'check';
    stderr.write(
      `\r\u001B[K${phases[progress.phase]}${progress.total > 1 ? ` ${String(progress.done)} of ${String(progress.total)}` : ''}${isLast ? '\r\u001B[K' : ''}`,
    );
  };
}
