import type { VNode } from 'preact';
import type { Excerpt } from '../../domain/validation.js';
import { asIs } from './text.js';
import type { PageContext } from '../page-context.js';

/** A few lines of a document with their numbers; the one that matters is marked, also for who does not see colour. */
export function ExcerptView({ excerpt, context }: { readonly excerpt: Excerpt; readonly context: PageContext }): VNode {
  const width = String(excerpt.firstLine + excerpt.lines.length - 1).length;
  return (
    <pre class="excerpt" {...asIs} tabIndex={0} role="group" aria-label={context.m.validator.result.excerpt(excerpt.line)}>
      <code>
        {excerpt.lines.map((text, i) => {
          const at = excerpt.firstLine + i;
          const line = `${at === excerpt.line ? '>' : ' '} ${String(at).padStart(width)}  ${text}`;
          return [at === excerpt.line ? <mark key={at}>{line}</mark> : line, '\n'];
        })}
      </code>
    </pre>
  );
}
