import { createHash } from 'node:crypto';

/** A page that was read: its address, the tag it came with, and the records on it. */
export interface WalkedPage {
  readonly url: string;
  readonly etag: string | null;
  /** Each is listed in the catalogue and in that of its source. */
  readonly datasets: readonly string[];
}

const datasetTriple = /<http:\/\/www\.w3\.org\/ns\/dcat#dataset> <([^>]+)> \./g;

/**
 * A consumer of `/catalog` that walks from page to page by `rel="next"` and keeps where it is, as harvesters of others do.
 * A 410 sends it back to the first page with nothing in its hands (OUT-5).
 */
export class CatalogueWalker {
  private pages: WalkedPage[] = [];
  private next: string | null;
  private readonly first: string;
  beginnings = 0;

  constructor(
    baseUrl: string,
    private readonly get: (url: string, headers: Readonly<Record<string, string>>) => Promise<Response>,
    limit = 10,
  ) {
    this.first = `${baseUrl}/catalog?limit=${String(limit)}`;
    this.next = this.first;
  }

  get isDone(): boolean {
    return this.next === null;
  }

  get datasets(): readonly string[] {
    return this.pages.flatMap((page) => page.datasets);
  }

  /** What it has, in short, whatever the order. */
  get digest(): string {
    return createHash('sha256')
      .update([...new Set(this.datasets)].sort().join('\n'))
      .digest('hex');
  }

  /** Reads one page; false at the end. */
  async step(): Promise<boolean> {
    if (this.next === null) return false;
    const url = this.next;
    const response = await this.get(url, { accept: 'application/n-triples' });
    const text = await response.text();
    if (response.status === 410) {
      this.pages = [];
      this.next = this.first;
      this.beginnings++;
      return true;
    }
    if (response.status !== 200) throw new Error(`${url} answered ${String(response.status)}`);
    this.pages.push({ url, etag: response.headers.get('etag'), datasets: [...new Set([...text.matchAll(datasetTriple)].map(([, iri]) => iri ?? ''))] });
    this.next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
    return true;
  }

  async walk(): Promise<this> {
    while (await this.step());
    return this;
  }

  /** The pages again under their tags: which of them have changed, or are gone. */
  async revisit(): Promise<{ readonly same: number; readonly gone: number; readonly changed: number }> {
    const found = { same: 0, gone: 0, changed: 0 };
    for (const { url, etag } of this.pages) {
      const { status } = await this.get(url, { accept: 'application/n-triples', ...(etag === null ? {} : { 'if-none-match': etag }) });
      if (status === 304) found.same++;
      else if (status === 410) found.gone++;
      else found.changed++;
    }
    return found;
  }
}
