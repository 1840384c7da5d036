import type { Station } from '../../../src/domain/station.js';

/** One dataset as a speaking station knows it: the same in every protocol, however it is said. */
export interface SpokenRecord {
  readonly n: number;
  /** Counts its changes: another state has other words. */
  readonly state: number;
  /** When it last changed, ISO 8601 with seconds. */
  readonly at: string;
  /** Deleted, and said to be so; only protocols that name deletions are told of any. */
  readonly gone: boolean;
}

/** A station on 127.0.0.1 that says what a test tells it to, in one protocol. */
export interface SpeakingStation {
  readonly station: Station;
  /** For the fetcher's settings: where the host of the station's addresses is. */
  readonly connectTo: Readonly<Record<string, string>>;
  /** The folder that stands for `NDC_DROP_FOLDER`; null for stations that are asked over HTTP. */
  readonly dropFolder: string | null;
  /** From now on it says this and nothing else. */
  tell(records: readonly SpokenRecord[]): Promise<void>;
  /** Addresses asked for since the last call, with what was posted. */
  asked(): readonly string[];
  close(): Promise<void>;
}

export const host = 'data.holder.example';
export const site = `http://${host}`;

export const titleOf = ({ n, state }: SpokenRecord): string => `Dataset ${String(n)}, state ${String(state)}`;
export const live = (records: readonly SpokenRecord[]): readonly SpokenRecord[] => records.filter((record) => !record.gone);

/** One dataset of four statements; prefixes are those of `rdf.ts`. */
export function turtleOf(record: SpokenRecord, subject = `${site}/id/${String(record.n)}`): string {
  return `<${subject}> a dcat:Dataset ; dct:title "${titleOf(record)}"@en ; dct:description "About ${String(record.n)}"@en ; dct:publisher <https://holder.example/> .\n<https://holder.example/> a foaf:Organization ; foaf:name "Holder"@en .\n`;
}

export function pagesOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.max(1, Math.ceil(items.length / size)) }, (_, page) => items.slice(page * size, (page + 1) * size));
}
