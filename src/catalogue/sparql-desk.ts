import { createHash } from 'node:crypto';
import { CatalogueError, RequestError } from '../domain/errors.js';
import type { Clock } from '../ports/clock.js';
import type { SparqlAnswer, SparqlEngine, SparqlRequest, SparqlTurn } from '../ports/sparql-engine.js';
import { spokenText } from '../rdf/query-form.js';
import { ClientRate, networkOf } from './client-rate.js';

export interface SparqlDeskSettings {
  /** Queries of one client that may be under way at a time, waiting ones included. */
  readonly perClient: number;
  readonly perMinute: number;
  /** A query that was ended is not tried again for so long (milliseconds). */
  readonly refuseKilledMs: number;
}

const maxKilled = 10_000;
const maxUsers = 10_000;
/** What a client has used counts half after so long (milliseconds). */
const halfLifeMs = 300_000;

/**
 * Takes queries in for the engine: so many at a time and a minute for each client, and none that has just been ended because
 * it took too much. What a client is kept from costs no worker anything, and who has used less goes first.
 */
export class SparqlDesk {
  private readonly rate: ClientRate;
  private readonly underWay = new Map<string, number>();
  private readonly used = new Map<string, { readonly ms: number; readonly at: number }>();
  /** Until when, by the query's hash; the oldest first. */
  private readonly killed = new Map<string, number>();

  constructor(
    private readonly engine: Pick<SparqlEngine, 'query'>,
    private readonly settings: SparqlDeskSettings,
    private readonly clock: Clock,
    /** Told what came of each query: `answered`, or the end of its error's code. */
    private readonly onQuery: (outcome: string, seconds: number) => void = () => undefined,
  ) {
    this.rate = new ClientRate(settings.perMinute);
  }

  /** The engine as one client sees it. @param client an address; null counts nothing */
  of(client: string | null): Pick<SparqlEngine, 'query'> {
    return { query: (request) => this.counted(request, client) };
  }

  private async counted(request: SparqlRequest, client: string | null): Promise<SparqlAnswer> {
    const started = performance.now();
    let outcome = 'answered';
    try {
      return await this.query(request, client);
    } catch (error) {
      outcome = error instanceof CatalogueError ? error.code.replace(/^.*\//, '') : 'error';
      throw error;
    } finally {
      this.onQuery(outcome, (performance.now() - started) / 1000);
    }
  }

  /** @throws RequestError `request/too-many`, `request/query-timeout` for what was ended lately, and as the engine does */
  private async query(request: SparqlRequest, client: string | null): Promise<SparqlAnswer> {
    const hash = hashOf(request);
    if (request.isUnguarded !== true) this.refuseKilled(hash);
    const network = client === null ? null : networkOf(client);
    const leave = network === null ? null : this.enter(network);
    try {
      return await this.engine.query(request, network === null ? undefined : this.turnOf(network));
    } catch (error) {
      if (error instanceof RequestError && error.code === 'request/query-timeout') this.remember(hash);
      throw error;
    } finally {
      leave?.();
    }
  }

  private enter(client: string): () => void {
    const { perClient } = this.settings;
    const running = this.underWay.get(client) ?? 0;
    if (running >= perClient)
      throw new RequestError('request/too-many', `You have ${String(running)} queries under way; wait for one of them to end.`, { retryAfter: 5 });
    const wait = this.rate.take(client, this.clock.now().getTime());
    if (wait > 0) throw new RequestError('request/too-many', `You may send ${String(this.settings.perMinute)} queries a minute.`, { retryAfter: wait });
    this.underWay.set(client, running + 1);
    return () => {
      const left = (this.underWay.get(client) ?? 1) - 1;
      if (left === 0) this.underWay.delete(client);
      else this.underWay.set(client, left);
    };
  }

  /** Who has had the engine work for longer waits for those who have not. */
  private turnOf(client: string): SparqlTurn {
    const usedNow = (): number => {
      const used = this.used.get(client);
      return used === undefined ? 0 : used.ms * 0.5 ** ((this.clock.now().getTime() - used.at) / halfLifeMs);
    };
    return {
      burden: usedNow,
      ran: (ms) => {
        const sum = usedNow() + ms;
        this.used.delete(client);
        this.used.set(client, { ms: sum, at: this.clock.now().getTime() });
        for (const [oldest] of this.used) {
          if (this.used.size <= maxUsers) break;
          this.used.delete(oldest);
        }
      },
    };
  }

  private refuseKilled(hash: string): void {
    const until = this.killed.get(hash);
    if (until === undefined) return;
    const left = until - this.clock.now().getTime();
    if (left <= 0) {
      this.killed.delete(hash);
      return;
    }
    throw new RequestError(
      'request/query-timeout',
      'This very query was ended lately because it took too much, and is not tried again yet. Ask for less: name the classes and properties, add LIMIT, avoid unconnected patterns.',
      { retryAfter: Math.ceil(left / 1000) },
    );
  }

  private remember(hash: string): void {
    const now = this.clock.now().getTime();
    this.killed.delete(hash);
    this.killed.set(hash, now + this.settings.refuseKilledMs);
    for (const [oldest, until] of this.killed) if (until <= now || this.killed.size > maxKilled) this.killed.delete(oldest);
  }
}

/** The same for queries that differ in comments and line ends alone, whatever form of answer is wanted. */
function hashOf({ query, defaultGraphs, namedGraphs }: SparqlRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([spokenText(query), defaultGraphs, namedGraphs]))
    .digest('base64url');
}
