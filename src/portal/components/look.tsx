import type { ComponentChildren, VNode } from 'preact';
import type { PageContext } from '../page-context.js';
import { Icon } from './badges.js';
import { Document, type DocumentProps } from './document.js';

/** Above the page of a record that is not published: what it is, and the way back. */
export function LookBanner({
  title,
  publishable,
  children,
}: {
  readonly title: string;
  readonly publishable: boolean;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <div class={publishable ? 'banner' : 'banner withdrawn'}>
      <p class="banner-title">
        <Icon name="warning" />
        {title}
      </p>
      <p>{children}</p>
    </div>
  );
}

/** A result that is there no more, or was stopped: said kindly, with the way on. */
export function GonePage({
  title,
  text,
  section,
  next,
  context,
}: {
  readonly title: string;
  readonly text: string;
  readonly section: DocumentProps['section'];
  readonly next: { readonly href: string; readonly text: string };
  readonly context: PageContext;
}): VNode {
  return (
    <Document context={context} title={title} path={null} section={section} noIndex>
      <div class="wrap narrow validator">
        <h1>{title}</h1>
        <p class="lead">{text}</p>
        <p>
          <a class="button primary" href={next.href}>
            {next.text}
          </a>
        </p>
      </div>
    </Document>
  );
}
