/** One request at a time per host and a pause between two, shared by all stations of a process (HTTP-11). */
export class HostLimiter {
  private readonly tails = new Map<string, Promise<void>>();
  private readonly lastEnd = new Map<string, number>();

  constructor(private readonly pauseMs: number) {}

  async run<T>(host: string, work: () => Promise<T>): Promise<T> {
    const before = this.tails.get(host) ?? Promise.resolve();
    let release: () => void = () => undefined;
    const own = new Promise<void>((resolve) => (release = resolve));
    const tail = before.then(() => own);
    this.tails.set(host, tail);
    await before;
    try {
      const wait = (this.lastEnd.get(host) ?? 0) + this.pauseMs - Date.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      return await work();
    } finally {
      this.lastEnd.set(host, Date.now());
      release();
      if (this.tails.get(host) === tail) this.tails.delete(host);
    }
  }
}
