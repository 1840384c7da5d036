import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { InternalError } from '../domain/errors.js';
import type { Clock } from '../ports/clock.js';
import type { FetchSettings } from './fetch-settings.js';
import { isAllowed, parseRobots, type RobotsRules } from './robots.js';

/** What asking for a robots.txt brought. */
export type RobotsAnswer =
  { readonly kind: 'text'; readonly text: string; readonly isCut: boolean } | { readonly kind: 'none' } | { readonly kind: 'unreachable' };

export interface RobotsKeeperOptions {
  readonly settings: Pick<FetchSettings, 'robotsFolder' | 'robotsMaxAgeMs' | 'robotsForgiveMs' | 'userAgent'>;
  readonly clock: Clock;
  readonly load: (url: string, signal: AbortSignal) => Promise<RobotsAnswer>;
  readonly onRules: (url: URL, rules: RobotsRules) => void;
}

const keptShape = z.object({
  origin: z.string(),
  fetchedAt: z.string(),
  /** Since when it could not be had; null when it could. */
  unreachableSince: z.string().nullable(),
  rules: z.array(z.object({ allow: z.boolean(), pattern: z.string() })),
  crawlDelayMs: z.number().nullable(),
});
type Kept = Readonly<z.infer<typeof keptShape>>;

/**
 * The robots.txt of every authority, asked for once a day and kept in a file each, so that a day and the thirty days of
 * HTTP-12 hold from one run to the next and between processes.
 */
export class RobotsKeeper {
  private readonly known = new Map<string, Promise<Kept>>();
  private readonly peeked = new Set<string>();

  constructor(private readonly options: RobotsKeeperOptions) {}

  /** Whether an address that was discovered may be read; out of reach forbids everything, for thirty days. */
  async mayRead(url: URL, signal: AbortSignal): Promise<'yes' | 'no' | 'unreachable'> {
    const kept = await this.keptFor(url, signal);
    if (kept.unreachableSince === null) return isAllowed(kept, url) ? 'yes' : 'no';
    const forMs = this.options.clock.now().getTime() - Date.parse(kept.unreachableSince);
    return forMs > this.options.settings.robotsForgiveMs ? 'yes' : 'unreachable';
  }

  /** Applies the rules that are on disk already, without a request: a known Crawl-delay holds from the first request on. */
  async peek(url: URL): Promise<void> {
    if (this.peeked.has(url.origin)) return;
    this.peeked.add(url.origin);
    const kept = await this.read(url.origin);
    if (kept !== null) this.options.onRules(url, kept);
  }

  private keptFor(url: URL, signal: AbortSignal): Promise<Kept> {
    let kept = this.known.get(url.origin);
    if (kept === undefined) {
      kept = this.renewed(url, signal);
      this.known.set(url.origin, kept);
      void kept.catch(() => this.known.delete(url.origin));
    }
    return kept;
  }

  private async renewed(url: URL, signal: AbortSignal): Promise<Kept> {
    const { clock, settings, load, onRules } = this.options;
    const before = await this.read(url.origin);
    const now = clock.now();
    const ageMs = before === null ? Infinity : now.getTime() - Date.parse(before.fetchedAt);
    if (before !== null && before.unreachableSince === null && ageMs >= 0 && ageMs < settings.robotsMaxAgeMs) {
      onRules(url, before);
      return before;
    }
    const answer = await load(`${url.origin}/robots.txt`, signal);
    signal.throwIfAborted();
    const product = /^[A-Za-z_-]+/.exec(settings.userAgent)?.[0] ?? '';
    const rules = answer.kind === 'text' ? parseRobots(answer.text, product, answer.isCut) : { rules: [], crawlDelayMs: null };
    const kept: Kept = {
      origin: url.origin,
      fetchedAt: now.toISOString(),
      unreachableSince: answer.kind === 'unreachable' ? (before?.unreachableSince ?? now.toISOString()) : null,
      rules: [...rules.rules],
      crawlDelayMs: rules.crawlDelayMs,
    };
    await this.write(kept);
    onRules(url, kept);
    return kept;
  }

  private pathOf(origin: string): string {
    return join(this.options.settings.robotsFolder, `${createHash('sha256').update(origin).digest('hex').slice(0, 32)}.json`);
  }

  /** What was kept, or null; a file that is missing or damaged is as good as none. */
  private async read(origin: string): Promise<Kept | null> {
    try {
      const kept = keptShape.safeParse(JSON.parse(await readFile(this.pathOf(origin), 'utf8')));
      return kept.success && kept.data.origin === origin ? kept.data : null;
    } catch {
      return null;
    }
  }

  private async write(kept: Kept): Promise<void> {
    const path = this.pathOf(kept.origin);
    const fresh = `${path}.${randomUUID()}`;
    try {
      await mkdir(this.options.settings.robotsFolder, { recursive: true });
      await writeFile(fresh, JSON.stringify(kept));
      await rename(fresh, path);
    } catch (error) {
      throw new InternalError(
        'internal/error',
        `The rules of a robots.txt cannot be kept: ${error instanceof Error ? error.message : ''}`,
        {},
        { cause: error },
      );
    }
  }
}
