/** The forms in which the whole catalogue is offered as a file (OUT-6). */
export const dumpForms = [
  { name: 'catalogue.nq.gz', format: 'n-quads', mediaType: 'application/n-quads', title: 'N-Quads' },
  { name: 'catalogue.ttl.gz', format: 'turtle', mediaType: 'text/turtle', title: 'Turtle' },
  { name: 'catalogue.jsonld.gz', format: 'json-ld', mediaType: 'application/ld+json', title: 'JSON-LD' },
] as const;

export type DumpForm = (typeof dumpForms)[number];

/** One file as it lies there. */
export interface DumpFile {
  readonly name: DumpForm['name'];
  /** The name under which it is kept: a new one beside it does not touch who still reads it. */
  readonly file: string;
  readonly bytes: number;
  /** SHA-256 of the packed bytes. */
  readonly sha256: string;
}

/** All forms of one state of the catalogue. */
export interface DumpSet {
  readonly epoch: number;
  /** The last entry of the log that is in it, and its time. */
  readonly seq: number;
  readonly lastChangedAt: string;
  readonly builtAt: string;
  /** Of the catalogue and of the software: another one writes other bytes. */
  readonly baseUrl: string;
  readonly release: string;
  readonly records: number;
  readonly files: readonly DumpFile[];
}
