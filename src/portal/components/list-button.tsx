import type { VNode } from 'preact';
import { Icon } from './badges.js';
import type { PageContext } from '../page-context.js';

/** Puts a dataset on the visitor's list; a form, so that it works without script. */
export function ListButton({
  id,
  title,
  back,
  context,
}: {
  readonly id: string;
  readonly title: string;
  /** The page to return to, with what is to be seen there. */
  readonly back: string;
  readonly context: PageContext;
}): VNode {
  const words = context.m.list;
  return (
    <form class="add-to-list" action={`/${context.lang}/list`} method="post" data-added={words.added}>
      <input type="hidden" name="action" value="add" />
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="back" value={back} />
      <button type="submit" aria-label={words.addTitle(title)}>
        {words.add}
      </button>
    </form>
  );
}

/** What a page says after something was put on the list: shown when the address ends so, and by script. */
export function ListNotice({ context }: { readonly context: PageContext }): VNode {
  const words = context.m.list;
  return (
    <p id="on-list" class="target-notice" tabIndex={-1}>
      <Icon name="check" /> {words.added} <a href={`/${context.lang}/list`}>{words.toList}</a>
    </p>
  );
}
