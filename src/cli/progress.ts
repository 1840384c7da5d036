import type { WriteStream } from 'node:tty';
import type { RunProgressEvent, RunSummary } from '../harvest/runner.js';
import { counted } from './command.js';
import { countsText, plain } from './run-words.js';

type Out = Pick<WriteStream, 'isTTY' | 'columns' | 'write'>;

interface ActiveRun {
  event: RunProgressEvent;
  /** When its present phase began, and with how much done: a run that goes on where it was cut off does not begin at nothing. */
  readonly since: number;
  readonly from: number;
}

const redrawMs = 100;
/** Where there is no terminal to redraw, in a log say, one line for each run so often. */
const lineMs = 10_000;

/**
 * Progress of a round on a terminal (a bar of the stations, and for each run its own with rate and remaining time), or plain
 * lines at intervals where there is none.
 */
export class ProgressBoard {
  private readonly active = new Map<string, ActiveRun>();
  private done = 0;
  private lastDraw: number;
  private readonly started: number;

  constructor(
    private readonly out: Out | null,
    private readonly total: number,
    private readonly now: () => number = Date.now,
  ) {
    this.started = now();
    this.lastDraw = this.started;
  }

  progress(event: RunProgressEvent): void {
    const known = this.active.get(event.station);
    if (event.phase === 'done') this.active.delete(event.station);
    else if (known?.event.phase === event.phase && known.event.run === event.run) known.event = event;
    else this.active.set(event.station, { event, since: this.now(), from: event.done });
    if (this.now() - this.lastDraw >= (this.out?.isTTY === true ? redrawMs : lineMs)) this.draw();
  }

  /** One line for a run that has ended, with what its operator should know of it below. */
  end(summary: RunSummary, remarks: readonly string[] = []): void {
    this.done++;
    this.active.delete(summary.station);
    const { station, run, outcome, counts, detail } = summary;
    const line = `  ${mark(outcome)} ${station.padEnd(22)} ${outcome.padEnd(11)} ${countsText(counts)}`;
    this.clear();
    this.out?.write(
      `${[`${line}${run === null ? '' : `; run ${String(run)}`}${detail === null ? '' : ` (${plain(detail)})`}`, ...remarks.map((remark) => `     ${remark}`)].join('\n')}\n`,
    );
    if (this.out?.isTTY === true) this.draw();
  }

  close(): void {
    this.clear();
    if (this.total !== 1)
      this.out?.write(`${String(this.done)} of ${counted(this.total, 'station')} in ${((this.now() - this.started) / 1000).toFixed(1)} s\n`);
  }

  /** What is under way, for who stops it. */
  underWay(): readonly RunProgressEvent[] {
    return [...this.active.values()].map(({ event }) => event);
  }

  private draw(): void {
    this.lastDraw = this.now();
    const runs = [...this.active.values()].map(({ event, since, from }) => runText(event, (this.now() - since) / 1000, from));
    if (this.out?.isTTY !== true) {
      for (const run of runs) this.out?.write(`  .. ${run}\n`);
      return;
    }
    this.clear();
    this.out.write(fitted(`${bar(this.done, this.total)} ${String(this.done)}/${String(this.total)}`, runs, widthOf(this.out)));
  }

  private clear(): void {
    if (this.out?.isTTY === true) this.out.write('\r\u001b[2K');
  }
}

/** A terminal that does not tell its width, or tells 0, has the usual one. The last column stays free: some terminals wrap there. */
function widthOf({ columns }: { readonly columns?: number }): number {
  return (columns === undefined || columns < 1 ? 80 : columns) - 1;
}

/** As many runs as the line has room for, and how many more there are. */
function fitted(head: string, runs: readonly string[], width: number): string {
  for (let shown = runs.length; shown > 1; shown--) {
    const rest = runs.length - shown;
    const line = `${head} ${runs.slice(0, shown).join(' | ')}${rest === 0 ? '' : ` | +${String(rest)} more`}`;
    if (line.length <= width) return line;
  }
  const [first, ...others] = runs;
  if (first === undefined) return head.slice(0, width);
  const tail = others.length === 0 ? '' : ` | +${String(others.length)} more`;
  return `${`${head} ${first}`.slice(0, Math.max(0, width - tail.length))}${tail}`.slice(0, width);
}

/** `umc: gather [####....] 120/300, 14 a second, 13 s left`; without a known end only the count and the rate. */
function runText({ station, phase, detail, done, expected }: RunProgressEvent, seconds: number, from: number): string {
  const rate = seconds >= 1 ? (done - from) / seconds : 0;
  const pace = rate > 0 ? `, ${rate.toFixed(rate < 10 ? 1 : 0)} a second` : '';
  // What a station expected is a guess; when more has come, how much is left is not known.
  if (expected === null || expected === 0 || done > expected) return `${station}: ${phase} ${plain(detail)}${pace}`;
  const left = rate > 0 && done < expected ? `, ${remaining((expected - done) / rate)} left` : '';
  return `${station}: ${phase} ${bar(done, expected, 10)} ${String(done)}/${String(expected)}${pace}${left}`;
}

function bar(done: number, total: number, width = 20): string {
  const filled = total === 0 ? width : Math.min(width, Math.round((done / total) * width));
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}]`;
}

function remaining(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  if (seconds < 90) return `${String(Math.ceil(seconds))} s`;
  return minutes < 90 ? `${String(minutes)} min` : `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}

function mark(outcome: string): string {
  return outcome === 'complete' ? 'ok' : outcome === 'postponed' ? '..' : '!!';
}

/** Progress over the records of one document after another: one line on a terminal, nothing where there is none. */
export class RecordProgress {
  private started = Date.now();
  private lastDraw = 0;
  private isDrawn = false;

  constructor(
    private readonly out: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown },
    private readonly words: { readonly record: string; readonly perSecond: string; readonly remaining: (seconds: number) => string },
    private readonly now: () => number = Date.now,
  ) {}

  /** Another document begins; told while it is read. */
  begin(name: string): void {
    this.started = this.now();
    this.lastDraw = 0;
    this.draw(name);
  }

  update(name: string, { done, total }: { readonly done: number; readonly total: number }): void {
    if (this.now() - this.lastDraw < 100 && done < total) return;
    const seconds = (this.now() - this.started) / 1000;
    const rate = seconds > 0 ? done / seconds : 0;
    const left = rate > 0 && done < total ? `, ${this.words.remaining((total - done) / rate)}` : '';
    this.draw(
      `${name}: ${String(done)}/${String(total)} ${this.words.record}${rate > 0 ? `, ${rate.toFixed(rate < 10 ? 1 : 0)} ${this.words.perSecond}` : ''}${left}`,
    );
  }

  private draw(text: string): void {
    this.lastDraw = this.now();
    if (this.out.isTTY !== true) return;
    this.clear();
    this.isDrawn = true;
    this.out.write(plain(text).slice(0, widthOf(this.out)));
  }

  /** Before anything else is written. */
  clear(): void {
    if (this.isDrawn) this.out.write('\r\u001b[2K');
    this.isDrawn = false;
  }
}
