import type { Quad } from '@rdfjs/types';
import type { DocumentBody } from '../domain/harvest.js';
import type { LanguageMap } from '../domain/language.js';

/** By what protocol an address could be harvested, and what the entry of such a station would say. */
export interface Detection {
  readonly protocol: string;
  /** `certain`: the source says so itself; `likely`: it answers as one would; `possible`: worth a try. */
  readonly certainty: 'certain' | 'likely' | 'possible';
  /** What to register: the root, site or base URL rather than the page that was given. */
  readonly endpoint: string;
  readonly settings: Readonly<Record<string, string>>;
  /** What was seen, as sentences by language (nl, en). */
  readonly reason: LanguageMap;
}

/** What all protocols together found out about an address. */
export interface Detected {
  /** Something answered at the address, if only with an error. */
  readonly readable: boolean;
  /** The best first. */
  readonly candidates: readonly Detection[];
}

/** An answer that a detection looks at. */
export interface SeenAnswer {
  /** Where the answer came from, after redirects. */
  readonly url: string;
  readonly mediaType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: DocumentBody;
  /** Its text, unpacked; empty when it cannot be. */
  text(): Promise<string>;
  /** Its RDF, as far as it can be read; none when it is no RDF. */
  quads(): Promise<readonly Quad[]>;
}

/** Looks at addresses for a detection; the same question is asked once, whoever has it. */
export interface Probe {
  /** `too-large`: there is something that is no page. Null: nothing usable. */
  get(url: string, accept?: string): Promise<SeenAnswer | 'too-large' | null>;
}
