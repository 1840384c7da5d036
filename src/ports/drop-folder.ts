import type { DocumentBody } from '../domain/harvest.js';

/** A file as the folder lists it; `name` is its path below the station's own folder, with slashes. */
export interface DroppedFile {
  readonly name: string;
  readonly size: number;
  readonly modifiedMs: number;
}

/** Expected ends are values: a folder that is not there is an answer. */
export type FolderListing =
  | {
      readonly kind: 'listed';
      readonly files: readonly DroppedFile[];
      /** Symbolic links, devices and the like: never followed, never read. */
      readonly refused: readonly string[];
    }
  | { readonly kind: 'failed'; readonly detail: string };

export type FileAnswer =
  | { readonly kind: 'read'; readonly body: DocumentBody; readonly bodyHash: string; readonly size: number; readonly modifiedMs: number }
  /** `changed`: it was written to while it was read. */
  | { readonly kind: 'failed'; readonly reason: 'changed' | 'too-large' | 'unusable-body' | 'unreadable'; readonly detail: string };

/** The one way to files that others leave for us: below the folder that the operator set aside, and nowhere else. */
export interface DropFolder {
  /** @param url a `file:` URL of a folder, or of one file, below the operator's folder */
  list(url: string, maxFiles: number): Promise<FolderListing>;
  read(url: string, name: string, maxBytes: number): Promise<FileAnswer>;
}
