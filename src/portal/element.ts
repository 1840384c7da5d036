import type { VNode } from 'preact';

/** The element of a page; pages are pure functions of their props, so calling one is all there is to it. */
export function createElement<Props extends object>(page: (props: Props) => VNode, props: Props): VNode {
  return page(props);
}
