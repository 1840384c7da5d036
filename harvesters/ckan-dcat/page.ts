import type { Quad } from '@rdfjs/types';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { rdf } from '../../vocab/rdf.js';
import type { RememberedDocument } from '../../src/ports/fetcher.js';
import { PagingReader, type PageLinks } from '../rdf/paging.js';

/** Collects a page's place in the listing and its datasets: what the catalogue lists, and titled datasets beside it. A stub is neither (HYD-11). */
export class CataloguePage {
  private readonly paging = new PagingReader();
  private readonly typed = new Set<string>();
  private readonly titled = new Set<string>();

  visit(quad: Quad): void {
    this.paging.visit(quad);
    if (quad.predicate.equals(rdf.type) && quad.object.equals(dcat.Dataset)) this.typed.add(quad.subject.value);
    else if (quad.predicate.equals(dct.title)) this.titled.add(quad.subject.value);
  }

  links(url: string, linkHeader: string | undefined): PageLinks {
    const links = this.paging.links(url, linkHeader);
    const titled = [...this.typed].filter((key) => this.titled.has(key));
    return { ...links, items: [...new Set([...links.items, ...titled])] };
  }
}

export const noLinks: PageLinks = { next: null, total: null, items: [], ambiguous: false };

export function linksOfMemo(remembered: RememberedDocument): PageLinks {
  return { ...noLinks, ...(remembered.memo as Partial<PageLinks> | null) };
}
