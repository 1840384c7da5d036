import { FakeStation, type FakeRoute } from './fake-station.js';
import { prefixes } from './rdf.js';

export interface CatalogueItem {
  readonly iri: string;
  readonly title: string;
}

/** One page of a listing before it is written down. */
export interface CataloguePage {
  readonly items: readonly CatalogueItem[];
  /** Number of the next page, from 1; null on the last. */
  readonly next: number | null;
  readonly total: number;
}

/** A paged DCAT catalogue in Turtle on 127.0.0.1, with the Hydra terms of today. */
export class FakeCatalogue {
  items: CatalogueItem[] = [];
  /** `modified_since` of each request for a page; null for none. */
  readonly since: (string | null)[] = [];
  /** What the station does otherwise than it should. */
  change: (page: CataloguePage, number: number) => CataloguePage = (page) => page;

  private constructor(
    readonly station: FakeStation,
    private readonly base: string,
    private readonly pageSize: number,
  ) {}

  /** @param base the address of the catalogue without a page number */
  static async start(base: string, pageSize = 3): Promise<FakeCatalogue> {
    const catalogue = new FakeCatalogue(await FakeStation.start(), base, pageSize);
    catalogue.station.onOther((path) => catalogue.answer(path));
    return catalogue;
  }

  close(): Promise<void> {
    return this.station.close();
  }

  private answer(path: string): FakeRoute | undefined {
    const url = new URL(path, this.base);
    if (url.pathname !== new URL(this.base).pathname) return undefined;
    const number = Number(url.searchParams.get('page') ?? 1);
    const since = url.searchParams.get('modified_since');
    this.since.push(since);
    const { pageSize, items } = this;
    const last = Math.max(1, Math.ceil(items.length / pageSize));
    const own = { items: items.slice((number - 1) * pageSize, number * pageSize), next: number < last ? number + 1 : null, total: items.length };
    return { body: this.turtle(this.change(own, number), number, since), type: 'text/turtle' };
  }

  /** Page addresses keep `modified_since`, as those of ckanext-dcat do. */
  private turtle({ items, next, total }: CataloguePage, number: number, since: string | null): string {
    const kept = since === null ? '' : `&modified_since=${since}`;
    const node = (page: number): string => `<${this.base}?page=${String(page)}${kept}>`;
    const catalogue = `<${this.base}#catalogue>`;
    const listed = items.map(({ iri }) => `${catalogue} dcat:dataset <${iri}> .\n`).join('');
    const described = items.map(({ iri, title }) => `<${iri}> a dcat:Dataset ; dct:title "${title}"@en ; dct:description "About it"@en .\n`).join('');
    return (
      `${prefixes}@prefix hydra: <http://www.w3.org/ns/hydra/core#> .\n${catalogue} a dcat:Catalog ; dct:title "Catalogue"@en .\n` +
      `${listed}${catalogue} hydra:view ${node(number)} ; hydra:totalItems ${String(total)} .\n` +
      `${node(number)} a hydra:PartialCollectionView ${next === null ? '' : `; hydra:next ${node(next)} `}.\n${described}`
    );
  }
}
