/** The numbers of protocols.md sections 1 and 11, all milliseconds and bytes, as the configuration gives them. */
export interface FetchSettings {
  /** `product/version (+contact address)`; the product is also the name that robots.txt knows us by (HTTP-1, HTTP-12). */
  readonly userAgent: string;
  /** Sent as `From`, so that a station's curator can write to us (HTTP-1). */
  readonly contactEmail: string | null;
  readonly connectTimeoutMs: number;
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
  /** One try with its redirects and body; waiting for one's turn does not count. */
  readonly totalTimeoutMs: number;
  readonly maxHeaderBytes: number;
  readonly maxRedirects: number;
  readonly tries: number;
  readonly backOffMs: number;
  readonly maxBackOffMs: number;
  /** A station that asks to wait longer postpones the run. */
  readonly maxRetryAfterMs: number;
  /** Stations of one `ndc:serviceProvider` share their turn, whatever hosts they are on. */
  readonly oneAtATimePerProvider: boolean;
  readonly robotsMaxAgeMs: number;
  /** After being out of reach for so long a robots.txt forbids nothing any more. */
  readonly robotsForgiveMs: number;
  readonly maxCrawlDelayMs: number;
  /** Where robots.txt rules are kept between runs. */
  readonly robotsFolder: string;
  /** Certificate authorities in PEM that are trusted beside the usual ones. */
  readonly extraAuthorities: string | null;
  readonly allowLoopback: boolean;
  /** Names that are reached at a given address instead of by DNS; demo and tests. */
  readonly connectTo: Readonly<Record<string, string>>;
  readonly temporaryFolder: string;
  readonly resolveSecret: (reference: string) => string;
}
