import type { VNode } from 'preact';
import type { PageContext } from '../page-context.js';

export function Pagination({
  context,
  page,
  pages,
  previous,
  next,
}: {
  readonly context: PageContext;
  readonly page: number;
  readonly pages: number;
  readonly previous: string | null;
  readonly next: string | null;
}): VNode | null {
  const { pagination } = context.m;
  if (pages <= 1) return null;
  return (
    <nav class="pagination" aria-label={pagination.label}>
      {previous === null ? null : (
        <a rel="prev" href={previous}>
          {pagination.previous}
        </a>
      )}
      <span aria-current="page">{pagination.page(page, pages)}</span>
      {next === null ? null : (
        <a rel="next" href={next}>
          {pagination.next}
        </a>
      )}
    </nav>
  );
}
