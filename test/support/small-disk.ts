import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own in memory, which can be filled and made read-only; only with the rights to mount one. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes all the room that is left. */
  fill(): void;
  /** Gives it back. */
  empty(): void;
  /** The same files where nothing can be written. */
  readOnlyView(): string;
  close(): void;
}

const run = (command: string, ...words: readonly string[]): boolean => spawnSync(command, words, { stdio: 'ignore' }).status === 0;

/** Null where this user may not mount. */
export function openSmallDisk(megabytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'ndc-disk-'));
  if (!run('mount', '-t', 'tmpfs', '-o', `size=${String(megabytes)}m`, 'tmpfs', folder)) {
    rmSync(folder, { recursive: true });
    return null;
  }
  const filler = join(folder, 'filler');
  const views: string[] = [];
  return {
    folder,
    fill: () => {
      for (const size of [1 << 20, 4096])
        for (let isFull = false; !isFull;) {
          try {
            appendFileSync(filler, Buffer.alloc(size, 1));
          } catch {
            isFull = true;
          }
        }
    },
    empty: () => {
      rmSync(filler, { force: true });
    },
    readOnlyView: () => {
      const view = mkdtempSync(join(tmpdir(), 'ndc-view-'));
      mkdirSync(view, { recursive: true });
      if (!run('mount', '--bind', folder, view) || !run('mount', '-o', 'remount,ro,bind', view)) throw new Error('cannot be made read-only');
      views.push(view);
      return view;
    },
    close: () => {
      for (const mounted of [...views, folder]) {
        run('umount', '-l', mounted);
        rmSync(mounted, { recursive: true, force: true });
      }
    },
  };
}
