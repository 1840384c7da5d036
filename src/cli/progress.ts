import type { WriteStream } from 'node:tty';
import type { RunProgressEvent, RunSummary } from '../harvest/runner.js';

/** Progress of a round on a terminal (one line that is redrawn), or as plain lines where there is none. */
export class ProgressBoard {
  private readonly active = new Map<string, RunProgressEvent>();
  private done = 0;
  private lastDraw = 0;
  private readonly started = Date.now();

  constructor(
    private readonly out: WriteStream | null,
    private readonly total: number,
  ) {}

  progress(event: RunProgressEvent): void {
    if (event.phase === 'done') this.active.delete(event.station);
    else this.active.set(event.station, event);
    if (Date.now() - this.lastDraw > 100) this.draw();
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
    this.out.write(`${String(this.done)} of ${String(this.total)} stations in ${((Date.now() - this.started) / 1000).toFixed(1)} s\n`);
  }

  private line(text: string): void {
    if (this.out === null) return;
    this.clear();
    this.out.write(`${text}\n`);
  }

  private draw(): void {
    this.lastDraw = Date.now();
    if (this.out?.isTTY !== true) return;
    const width = 20;
    const filled = this.total === 0 ? width : Math.round((this.done / this.total) * width);
    const now = [...this.active.values()].map((event) => `${event.station}: ${event.phase} ${event.detail}`).join(' | ');
    this.clear();
    this.out.write(`[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${String(this.done)}/${String(this.total)} ${now}`.slice(0, this.out.columns - 1));
  }

  private clear(): void {
    if (this.out?.isTTY === true) this.out.write('\r\u001b[2K');
  }
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
    this.out.write(text.replace(/[\u0000-\u001F\u007F-\u009F]/g, '?').slice(0, (this.out.columns ?? 80) - 1));
  }

  /** Before anything else is written. */
  clear(): void {
    if (this.isDrawn) this.out.write('\r\u001b[2K');
    this.isDrawn = false;
  }
}
