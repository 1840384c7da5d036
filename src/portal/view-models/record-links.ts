import type { RecordLink } from '../../catalogue/queries.js';
import { safeHref } from '../../rdf/iri.js';
import type { PageContext } from '../page-context.js';
import { plain, textOf, type Text } from './text.js';

export interface LinkModel {
  readonly text: Text;
  readonly href: string | null;
}

const shownAtMost = 20;

/** References to other records, by title where we know them, by address where we do not. */
export function linksOf(links: readonly RecordLink[], context: PageContext): { readonly links: readonly LinkModel[]; readonly more: number } {
  const shown = links.slice(0, shownAtMost).map((link) => ({
    text: textOf(link.title, context, 300) ?? plain(link.iri, 300),
    href: link.id === null ? safeHref(link.iri) : `/${context.lang}/datasets/${link.id}`,
  }));
  return { links: shown, more: links.length - shown.length };
}
