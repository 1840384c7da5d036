import type { ComponentChildren, VNode } from 'preact';

/** A part of a page with a heading that links can point at. */
export function Section({
  id,
  title,
  card = false,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly card?: boolean;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <section id={id} class={card ? 'section card' : 'section'} aria-labelledby={`${id}-title`} tabIndex={-1}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  );
}
