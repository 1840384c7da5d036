import type { WriteStream } from 'node:tty';
import type { RunProgressEvent, RunSummary } from '../harvest/runner.js';

/** Progress of a round on a terminal (a bar of the stations, and for each run its own with rate and remaining time), or plain lines where there is none. */
export class ProgressBoard {
  private readonly active = new Map<string, { event: RunProgressEvent; since: number; from: number }>();
  private done = 0;
  private lastDraw = 0;
  private readonly started: number;

  constructor(
    private readonly out: Pick<WriteStream, 'isTTY' | 'columns' | 'write'> | null,
    private readonly total: number,
    private readonly now: () => number = Date.now,
  ) {
    this.started = now();
  }

  progress(event: RunProgressEvent): void {
    const known = this.active.get(event.station);
    if (event.phase === 'done') this.active.delete(event.station);
    else if (known?.event.phase === event.phase) known.event = event;
    else this.active.set(event.station, { event, since: this.now(), from: event.done });
    if (this.now() - this.lastDraw > 100) this.draw();
  }

  end(summary: RunSummary): void {
    this.done++;
    this.active.delete(summary.station);
    const { added, updated, unchanged, withdrawn, held } = summary.counts;
    this.line(
      `  ${mark(summary.outcome)} ${summary.station.padEnd(22)} ${summary.outcome.padEnd(10)} ${String(added)} added, ${String(updated)} updated, ${String(unchanged)} unchanged, ${String(withdrawn)} withdrawn, ${String(held)} held${summary.detail === null ? '' : ` (${summary.detail})`}`,
    );
    this.draw();
  }

  close(): void {
    if (this.out === null) return;
    this.clear();
    this.out.write(`${String(this.done)} of ${String(this.total)} stations in ${((this.now() - this.started) / 1000).toFixed(1)} s\n`);
  }

  private line(text: string): void {
    if (this.out === null) return;
    this.clear();
    this.out.write(`${text}\n`);
  }

  private draw(): void {
    this.lastDraw = this.now();
    if (this.out?.isTTY !== true) return;
    const runs = [...this.active.values()].map(({ event, since, from }) => runText(event, (this.now() - since) / 1000, from)).join(' | ');
    this.clear();
    this.out.write(`${bar(this.done, this.total)} ${String(this.done)}/${String(this.total)} ${runs}`.slice(0, this.out.columns - 1));
  }

  private clear(): void {
    if (this.out?.isTTY === true) this.out.write('\r\u001b[2K');
  }
}

/** `umc: gather [####....] 120/300, 14 a second, 13 s left`; without a known end only the count and the rate. */
function runText({ station, phase, detail, done, expected }: RunProgressEvent, seconds: number, from: number): string {
  const rate = seconds >= 1 ? (done - from) / seconds : 0;
  const pace = rate > 0 ? `, ${rate.toFixed(rate < 10 ? 1 : 0)} a second` : '';
  if (expected === null || expected === 0) return `${station}: ${phase} ${detail}${pace}`;
  const left = rate > 0 && done < expected ? `, ${remaining((expected - done) / rate)} left` : '';
  return `${station}: ${phase} ${bar(done, expected, 10)} ${String(done)}/${String(expected)}${pace}${left}`;
}

function bar(done: number, total: number, width = 20): string {
  const filled = total === 0 ? width : Math.min(width, Math.round((done / total) * width));
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}]`;
}

const remaining = (seconds: number): string => (seconds < 90 ? `${String(Math.ceil(seconds))} s` : `${String(Math.ceil(seconds / 60))} min`);

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
    this.out.write(text.replace(/[\u0000-\u001F\u007F-\u009F]/g, '?').slice(0, (this.out.columns ?? 80) - 1));
  }

  /** Before anything else is written. */
  clear(): void {
    if (this.isDrawn) this.out.write('\r\u001b[2K');
    this.isDrawn = false;
  }
}
