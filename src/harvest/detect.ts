import { rm } from 'node:fs/promises';
import type { Quad } from '@rdfjs/types';
import { CatalogueError } from '../domain/errors.js';
import type { Detected, Detection, Probe, SeenAnswer } from '../ports/detection.js';
import type { FetchAnswer, Fetcher } from '../ports/fetcher.js';
import type { Harvester } from '../ports/harvester.js';
import { decodeText, openBody } from '../rdf/body.js';
import { parseRdf } from '../rdf/parse.js';

export interface DetectionDependencies {
  readonly harvesters: ReadonlyMap<string, Pick<Harvester, 'protocol' | 'detect'>>;
  readonly fetcher: Fetcher;
  readonly signal: AbortSignal;
  /** Larger answers are not looked at. */
  readonly maxBytes: number;
  readonly onRequest?: (requests: number) => void;
}

/** What every protocol is shown first; one request serves them all. */
const accept =
  'text/turtle, application/trig;q=0.9, application/ld+json;q=0.9, application/n-quads;q=0.8, application/n-triples;q=0.8, application/rdf+xml;q=0.7, text/html;q=0.3, */*;q=0.1';
const maxRequests = 60;
const maxQuads = 50_000;
const maxText = 4 << 20;

/** Of two that are equally sure, the one that says more of its records first; what a document is in general comes last. */
const order = ['fdp', 'ldes', 'ckan-dcat', 'oai-pmh', 'sparql', 'ckan', 'rdf', 'web'];
const certainties: readonly Detection['certainty'][] = ['certain', 'likely', 'possible'];

/**
 * By which protocols an address could be harvested, the best first. What a protocol looks like is known in its own folder
 * (`harvesters/<protocol>/detect.ts`); all of them look through one memory, so that a page is asked for once.
 */
export async function detectProtocols(address: string, dependencies: DetectionDependencies): Promise<Detected> {
  const prober = new Prober(dependencies);
  const candidates: Detection[] = [];
  try {
    await prober.get(address);
    for (const { detect } of dependencies.harvesters.values()) {
      if (detect === undefined || dependencies.signal.aborted) continue;
      const found = await attempt(() => detect(address, prober));
      if (found !== null) candidates.push(found);
    }
  } finally {
    await prober.close();
  }
  return { readable: prober.answered, candidates: candidates.sort((a, b) => rankOf(a) - rankOf(b)) };
}

function rankOf({ certainty, protocol }: Detection): number {
  const place = order.indexOf(protocol);
  return certainties.indexOf(certainty) * 100 + (place === -1 ? order.length : place);
}

/** What a source answers is hostile: what cannot be read is not of the protocol. */
async function attempt<T>(work: () => Promise<T | null>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CatalogueError) return null;
    throw error;
  }
}

class Prober implements Probe {
  /** Something answered, if only with an error: there is a server. */
  answered = false;
  private readonly asked = new Map<string, Promise<SeenAnswer | 'too-large' | null>>();
  private readonly files: string[] = [];

  constructor(private readonly dependencies: DetectionDependencies) {}

  get(url: string, wanted: string = accept): Promise<SeenAnswer | 'too-large' | null> {
    const key = `${wanted} ${url}`;
    const known = this.asked.get(key);
    if (known !== undefined) return known;
    if (this.asked.size >= maxRequests || this.dependencies.signal.aborted) return Promise.resolve(null);
    const answer = this.ask(url, wanted);
    this.asked.set(key, answer);
    this.dependencies.onRequest?.(this.asked.size);
    return answer;
  }

  /** Large bodies are files. */
  async close(): Promise<void> {
    for (const path of this.files) await rm(path, { force: true });
  }

  private async ask(url: string, wanted: string): Promise<SeenAnswer | 'too-large' | null> {
    const { fetcher, signal, maxBytes } = this.dependencies;
    const answer = await fetcher.fetch({ url, accept: wanted, maxBytes }, signal);
    if (answer.kind === 'fetched' || answer.kind === 'status') this.answered = true;
    if (answer.kind === 'failed' && answer.reason === 'too-large') {
      this.answered = true;
      return 'too-large';
    }
    if (answer.kind !== 'fetched') return null;
    if (answer.body.kind === 'file') this.files.push(answer.body.path);
    return new Seen(answer, maxBytes);
  }
}

class Seen implements SeenAnswer {
  readonly url: string;
  readonly mediaType: string;
  readonly headers: SeenAnswer['headers'];
  readonly body: SeenAnswer['body'];
  private readText: Promise<string> | null = null;
  private readQuads: Promise<readonly Quad[]> | null = null;
  readonly text = (): Promise<string> => (this.readText ??= this.decoded());
  readonly quads = (): Promise<readonly Quad[]> => (this.readQuads ??= this.parsed());

  constructor(
    private readonly answer: Extract<FetchAnswer, { kind: 'fetched' }>,
    private readonly maxBytes: number,
  ) {
    this.url = answer.url;
    this.mediaType = answer.mediaType;
    this.headers = answer.headers;
    this.body = answer.body;
  }

  private async decoded(): Promise<string> {
    let text = '';
    await attempt(async () => {
      const { head, stream } = await openBody(this.body, this.maxBytes);
      for await (const part of decodeText(stream, head)) {
        text += part;
        if (text.length > maxText) break;
      }
      return null;
    });
    return text.replace(/^\uFEFF/, '');
  }

  private async parsed(): Promise<readonly Quad[]> {
    const quads: Quad[] = [];
    const { body, mediaType, url, baseIri } = this.answer;
    await attempt(() =>
      parseRdf({ body, mediaType, path: url, baseIri, maxBytes: this.maxBytes, keepsBadIris: true }, (quad) => {
        if (quads.length < maxQuads) quads.push(quad);
      }),
    );
    return quads;
  }
}
