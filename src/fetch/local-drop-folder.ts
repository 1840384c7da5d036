import { constants, type Stats } from 'node:fs';
import { lstat, open, readdir, realpath, rm, type FileHandle } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DropFolder, DroppedFile, FileAnswer, FolderListing } from '../ports/drop-folder.js';
import { receiveBody } from './body.js';

const maxDepth = 32;

class Refused extends Error {}

/**
 * Reads below one folder of this machine, `NDC_DROP_FOLDER`. Whoever may write there may not make us read elsewhere: no path
 * leaves the folder, no symbolic link on the way is followed, and what is opened must be the file that was looked at.
 */
export class LocalDropFolder implements DropFolder {
  constructor(
    private readonly base: string,
    private readonly temporaryFolder: string,
  ) {}

  async list(url: string, maxFiles: number): Promise<FolderListing> {
    try {
      const top = await this.placeOf(url);
      const stats = await lstat(top);
      if (stats.isFile()) return { kind: 'listed', files: [fileOf(basename(top), stats)], refused: [] };
      if (!stats.isDirectory()) throw new Refused('It is neither a folder nor a file.');
      const files: DroppedFile[] = [];
      const refused: string[] = [];
      await this.walk(top, '', 0, { files, refused, maxFiles });
      return { kind: 'listed', files, refused };
    } catch (error) {
      return { kind: 'failed', detail: detailOf(error) };
    }
  }

  async read(url: string, name: string, maxBytes: number): Promise<FileAnswer> {
    let handle: FileHandle | null = null;
    try {
      const top = await this.placeOf(url);
      const path = (await lstat(top)).isFile() ? top : await this.below(top, name);
      handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      const before = await handle.stat();
      const looked = await lstat(path);
      if (!before.isFile() || looked.ino !== before.ino || looked.dev !== before.dev || (await realpath(path)) !== path)
        throw new Refused('It is no plain file in its place.');
      if (before.size > maxBytes) return { kind: 'failed', reason: 'too-large', detail: `The file is larger than ${String(maxBytes)} bytes.` };
      const source = handle.createReadStream({ autoClose: false });
      const { body, hash, problem } = await receiveBody(source, { encoding: null, maxBytes, temporaryFolder: this.temporaryFolder });
      if (problem !== null) return { kind: 'failed', reason: problem.reason, detail: problem.detail };
      const after = await handle.stat();
      if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
        if (body.kind === 'file') await rm(body.path, { force: true });
        return { kind: 'failed', reason: 'changed', detail: 'The file was written to while it was read.' };
      }
      return { kind: 'read', body, bodyHash: hash, size: before.size, modifiedMs: before.mtimeMs };
    } catch (error) {
      return { kind: 'failed', reason: 'unreadable', detail: detailOf(error) };
    } finally {
      await handle?.close();
    }
  }

  /** The real path of a registered URL, which must lie below the operator's folder without any link on the way. */
  private async placeOf(url: string): Promise<string> {
    const address = new URL(url);
    if (address.protocol !== 'file:' || address.host !== '') throw new Refused('It is no file URL of this machine.');
    const base = await realpath(this.base);
    const place = resolve(fileURLToPath(address));
    const spelled = [resolve(this.base), base].find((folder) => place === folder || place.startsWith(folder + sep));
    if (spelled === undefined) throw new Refused('It lies outside the folder that the operator set aside.');
    return await this.below(base, relative(spelled, place));
  }

  private async below(folder: string, path: string): Promise<string> {
    if (isAbsolute(path) || path.split(/[\\/]/).includes('..') || path.includes('\0'))
      throw new Refused('It lies outside the folder that the operator set aside.');
    const place = join(folder, path);
    const wanted = place.endsWith(sep) ? place.slice(0, -1) : place;
    if ((await realpath(wanted)) !== wanted) throw new Refused('A symbolic link leads to it.');
    return wanted;
  }

  private async walk(
    folder: string,
    prefix: string,
    depth: number,
    found: { readonly files: DroppedFile[]; readonly refused: string[]; readonly maxFiles: number },
  ): Promise<void> {
    if (depth > maxDepth) throw new Refused(`Its folders are more than ${String(maxDepth)} deep.`);
    const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const name = prefix + entry.name;
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.')) await this.walk(join(folder, entry.name), `${name}/`, depth + 1, found);
      } else if (!entry.isFile()) found.refused.push(name);
      else {
        if (found.files.length >= found.maxFiles) throw new Refused(`It holds more than ${String(found.maxFiles)} files.`);
        found.files.push(fileOf(name, await lstat(join(folder, entry.name))));
      }
    }
  }
}

function fileOf(name: string, stats: Stats): DroppedFile {
  return { name, size: stats.size, modifiedMs: stats.mtimeMs };
}

/** Never the path itself: what is said of a station is public. */
function detailOf(error: unknown): string {
  if (error instanceof Refused) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'It does not exist.';
  if (code === 'EACCES' || code === 'EPERM') return 'We may not read it.';
  return code === 'ELOOP' ? 'A symbolic link leads to it.' : `It cannot be read (${code}).`;
}
