import type { VNode } from 'preact';
import type { PageContext } from '../page-context.js';

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The value as text. */
  readonly text: string;
}

/** Bars with their labels, one image to a screen reader; the table beside it holds the same numbers (portal.md section 7). */
export function BarChart({
  id,
  title,
  bars,
  context,
}: {
  readonly id: string;
  readonly title: string;
  readonly bars: readonly Bar[];
  readonly context: PageContext;
}): VNode {
  const highest = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <div class="bars" role="img" aria-label={`${title}. ${context.f.list(bars.map(({ label, text }) => `${label}: ${text}`))}`} id={id}>
      {bars.map(({ label, value, text }, n) => (
        <div key={n} class="bar">
          <span class="bar-label">{label}</span>
          <svg aria-hidden="true" width="100%" height="14" preserveAspectRatio="none">
            <rect width={`${String(Math.max(value === 0 ? 0 : 0.5, (value / highest) * 100))}%`} height="14" />
          </svg>
          <span class="number">{text}</span>
        </div>
      ))}
    </div>
  );
}
