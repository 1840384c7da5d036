import type { VNode } from 'preact';
import type { PageContext } from '../page-context.js';
import type { RunRow } from '../view-models/station-page.js';

const width = 300;
const height = 48;

/** Bars of what each round changed, oldest first; the table below holds the same numbers. */
export function RunChart({ runs, context }: { readonly runs: readonly RunRow[]; readonly context: PageContext }): VNode | null {
  const words = context.m.stations;
  const bars = [...runs].reverse().map(({ counts }) => counts.added + counts.updated + counts.withdrawn);
  const highest = Math.max(...bars);
  if (bars.length < 3 || highest === 0) return null;
  const step = width / bars.length;
  return (
    <figure class="chart">
      <figcaption>{words.chartTitle(bars.length)}</figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="img"
        aria-label={`${words.chartTitle(bars.length)}: ${context.f.list(bars.map(words.total))}`}
      >
        {bars.map((n, i) => {
          const tall = Math.max(1, (n / highest) * (height - 2));
          return <rect key={i} x={i * step + 1} y={height - tall} width={Math.max(1, step - 2)} height={tall} />;
        })}
      </svg>
    </figure>
  );
}
