import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/assets.js';

/** One line of a table: what is measured, ours, what it stands beside, and how many times better we are. */
export type Add = (what: string, ours: number, baseline: number, unit: string, better: 'more' | 'less', baselineName: string) => void;

/** Parts of docs/benchmarks.md; each is written by a run of its own, and the others stay as they are. */
export type PartName = 'catalogue' | 'search' | 'pages' | 'harvest' | 'sparql' | 'ceiling' | 'federation';

export const shown = (n: number): string => String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ' ');

export const figure = (value: number): string => (value >= 100 ? String(Math.round(value)) : value.toFixed(1));

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? 0;
}

export async function timed<T>(work: () => Promise<T> | T): Promise<{ value: T; ms: number }> {
  const started = performance.now();
  const value = await work();
  return { value, ms: performance.now() - started };
}

/** Rows beside a baseline of the same run, said at once and kept for the table. */
export class Rows {
  private readonly cells: string[][] = [];

  readonly add: Add = (what, ours, baseline, unit, better, baselineName) => {
    const ratio = `${(better === 'more' ? ours / baseline : baseline / ours).toFixed(1)}x`;
    this.say([what, `${figure(ours)} ${unit}`, `${figure(baseline)} ${unit} (${baselineName})`, ratio]);
  };

  /** A row whose baseline gave no figure. */
  addWithout(what: string, ours: number, unit: string, baseline: string): void {
    this.say([what, `${figure(ours)} ${unit}`, baseline, '-']);
  }

  get table(): string {
    return tableOf(['what', 'ours', 'baseline', 'ratio'], this.cells);
  }

  private say(cells: string[]): void {
    this.cells.push(cells);
    console.log(cells.join('; '));
  }
}

export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** Under what a part was measured. */
export function conditions(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  const words = ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2).filter((word) => word !== '--write')] : [])].join(' ');
  return `From \`${words}\`: release ${version}, Node ${process.version}, ${String(cpus().length)} cores.`;
}

/** Puts the text of a part in the place of what docs/benchmarks.md says of it. */
export function writePart(name: PartName, text: string, file = join(packageRoot, 'docs', 'benchmarks.md')): void {
  const [from, until] = [`<!-- part: ${name} -->`, `<!-- end of ${name} -->`];
  const whole = readFileSync(file, 'utf8');
  const [start, end] = [whole.indexOf(from), whole.indexOf(until)];
  if (start < 0 || end < start) throw new Error(`${file} has no part ${name}`);
  writeFileSync(file, `${whole.slice(0, start)}${from}\n\n${text.trim()}\n\n${whole.slice(end)}`);
}
