import { createHash } from 'node:crypto';
import type { Station } from '../../src/domain/station.js';
import { FakeStation, type FakeRoute } from '../support/fake-station.js';
import { stationOf } from '../support/house.js';
import { dataset, prefixes } from './generate.js';

const perPage = 100;
/** A station of so many has its pages at hand, so that what is measured is not the writing of them. */
const maxHeld = 20_000;

/** So many generated datasets over HTTP, in pages that name the next one (Hydra). */
export class PagedStation {
  /** With ETags, and 304 for whoever shows one. */
  sendsEtags = true;
  /** The same triples in another order. */
  isReordered = false;

  private readonly held = new Map<string, Page>();

  private constructor(
    private readonly fake: FakeStation,
    readonly datasets: number,
  ) {}

  static async start(datasets: number): Promise<PagedStation> {
    const fake = await FakeStation.start();
    const station = new PagedStation(fake, datasets);
    fake.onOther((path) => (path.startsWith('/catalogue.ttl') ? station.page(Number(new URL(path, fake.url).searchParams.get('page') ?? 0)) : undefined));
    station.hold();
    return station;
  }

  get station(): Station {
    return stationOf({ id: 'bench', endpoint: this.address(0), profiles: ['healthdcat-ap-r8'] });
  }

  /** Requests since the last call. */
  asked(): number {
    this.fake.unknown.length = 0;
    return this.fake.requests.splice(0).length;
  }

  close(): Promise<void> {
    return this.fake.close();
  }

  private page(number: number): FakeRoute {
    const { body, etag } = this.written(number);
    return { body, type: 'text/turtle', ...(this.sendsEtags ? { headers: { etag }, conditional: true } : {}) };
  }

  private written(number: number): Page {
    const key = `${String(number)} ${String(this.isReordered)}`;
    const known = this.held.get(key);
    if (known !== undefined) return known;
    const from = number * perPage;
    const until = Math.min(this.datasets, from + perPage);
    const numbers = Array.from({ length: Math.max(0, until - from) }, (_, at) => from + at);
    if (this.isReordered) numbers.reverse();
    const next = until < this.datasets ? ` ; hydra:next <${this.address(number + 1)}>` : '';
    const head = `${prefixes}\n@prefix hydra: <http://www.w3.org/ns/hydra/core#> .\n<${this.address(number)}> a hydra:PartialCollectionView${next} .\n`;
    const body = Buffer.from(head + numbers.map((n) => dataset(n, 0, this.isReordered)).join(''));
    const page = { body, etag: `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"` };
    if (this.datasets <= maxHeld) this.held.set(key, page);
    return page;
  }

  private address(page: number): string {
    return `${this.fake.url}/catalogue.ttl${page === 0 ? '' : `?page=${String(page)}`}`;
  }

  /** Writes every page in both orders. */
  private hold(): void {
    if (this.datasets > maxHeld) return;
    for (const isReordered of [true, false]) {
      this.isReordered = isReordered;
      for (let page = 0; page * perPage < this.datasets; page++) this.written(page);
    }
  }
}

interface Page {
  readonly body: Buffer;
  readonly etag: string;
}
