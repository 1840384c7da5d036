import type { Station } from '../domain/station.js';
import type { DocumentBody } from '../domain/harvest.js';

/** What the station gave last time for one URL: validators, and what the harvester noted of it. */
export interface RememberedDocument {
  readonly url: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly bodyHash: string;
  readonly memo: unknown;
}

export interface FetchRequest {
  readonly url: string;
  readonly accept: string;
  readonly maxBytes: number;
  /** Sent as conditions (HTTP-6). */
  readonly remembered?: RememberedDocument | undefined;
  /** GET unless a body is sent. */
  readonly post?: { readonly contentType: string; readonly body: string } | undefined;
  /** The address was found in a document or page of the station and not registered: robots.txt decides (HTTP-12). */
  readonly discovered?: boolean | undefined;
}

/** Expected ends are values: a failed fetch is an answer, not an exception (STYLE section 7). */
export type FetchAnswer =
  | {
      readonly kind: 'fetched';
      readonly status: number;
      readonly url: string;
      readonly baseIri: string;
      readonly mediaType: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: DocumentBody;
      readonly bodyHash: string;
      readonly etag: string | null;
      readonly lastModified: string | null;
      readonly movedTo: string | null;
    }
  | { readonly kind: 'not-modified' }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly detail: string;
      /** The first 16 KiB of the answer's body, for protocols that explain their errors there; never shown as it is. */
      readonly text: string;
      readonly headers: Readonly<Record<string, string>>;
      /** The request showed credentials, so that 401 and 403 are about them. */
      readonly authenticated?: boolean;
    }
  | { readonly kind: 'postponed'; readonly retryAfterMs: number }
  | {
      readonly kind: 'failed';
      readonly reason: 'unreachable' | 'timeout' | 'too-large' | 'refused-address' | 'redirect' | 'unusable-body' | 'robots' | 'credentials';
      readonly detail: string;
    };

/** The one outgoing HTTP client: time-outs, caps, redirects, politeness and the address guard of protocols.md sections 1 and 11. */
export interface Fetcher {
  fetch(request: FetchRequest, signal: AbortSignal): Promise<FetchAnswer>;
  /** What the site's robots.txt has against an address that is registered and read nevertheless, in words; null when nothing (HTTP-12). */
  robotsRemark?(url: string, signal: AbortSignal): Promise<string | null>;
}

/** Asks whether an address answers, and reads nothing of what it answers. */
export interface Prober {
  /** By HEAD, and by GET for one byte where a server does not take that; `status` tells what came of it, redirects followed. */
  probe(url: string, signal: AbortSignal): Promise<FetchAnswer>;
}

/** Makes the fetcher of one station: its credentials, its allowed addresses. Null: for visitors' URLs (the validator). */
export type FetcherFactory = (station: Station | null) => Fetcher;
