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
