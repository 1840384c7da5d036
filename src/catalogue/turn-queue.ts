/** Work that waits for its turn: so much at a time, first come first served. */
export class TurnQueue<T> {
  private readonly queue: T[] = [];
  private running = 0;

  /** @param work never rejects: what goes wrong belongs to the item */
  constructor(
    private readonly atOnce: number,
    private readonly work: (item: T) => Promise<void>,
  ) {}

  get waiting(): readonly T[] {
    return this.queue;
  }

  /** Whether the next item would have to wait. */
  get isBusy(): boolean {
    return this.running >= this.atOnce;
  }

  push(item: T): void {
    this.queue.push(item);
    this.next();
  }

  /** Takes out one that still waits. */
  remove(item: T): void {
    const at = this.queue.indexOf(item);
    if (at !== -1) this.queue.splice(at, 1);
  }

  private next(): void {
    while (this.running < this.atOnce) {
      const item = this.queue.shift();
      if (item === undefined) return;
      this.running++;
      void this.work(item).finally(() => {
        this.running--;
        this.next();
      });
    }
  }
}

/** Waits for an end, at most so long; whether it came. */
export async function endedWithin(ended: Promise<void>, waitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, waitMs);
  });
  const result = await Promise.race([ended.then(() => true), late]);
  clearTimeout(timer);
  return result;
}
