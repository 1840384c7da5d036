import { afterTry, nextTry, type LinkCheck, type LinkFinding } from '../domain/link-check.js';
import type { Clock } from '../ports/clock.js';
import type { FetchAnswer, Prober } from '../ports/fetcher.js';
import type { Ledger } from '../ports/ledger.js';

export interface LinkCheckerDependencies {
  readonly prober: Prober;
  readonly ledger: Pick<Ledger, 'noteLinkChecks' | 'forgetLinkChecks'>;
  readonly clock: Clock;
  /** What is known so far; kept up to date. */
  readonly known: Map<string, LinkCheck>;
  /** Every address that a published description names now; null while not all of them are known. */
  readonly named: () => ReadonlySet<string> | null;
  readonly settings: LinkCheckSettings;
}

export interface LinkCheckSettings {
  /** An address is asked again after so many days. */
  readonly days: number;
  /** Hosts that are asked side by side. */
  readonly hostsAtOnce: number;
}

export interface LinkRound {
  readonly asked: number;
  readonly forgotten: number;
}

const atATime = 50;
/** When so many hosts are silent and none answers, it is our own connection that is broken. */
const silentHosts = 2;

/** What a round has heard: whether any host answered, and which addresses none answered at. */
interface Heard {
  isOnline: boolean;
  readonly silent: string[];
}

/**
 * Asks the addresses that descriptions give for access and download whether they answer: each address once, however many
 * descriptions name it, one after the other on a host, and seldom again.
 */
export class LinkChecker {
  constructor(private readonly dependencies: LinkCheckerDependencies) {}

  /** Asks what is due, and forgets what no description names any more. */
  async round(signal: AbortSignal): Promise<LinkRound> {
    const { named, known, settings, clock } = this.dependencies;
    const urls = named();
    if (urls === null) return { asked: 0, forgotten: 0 };
    const forgotten = await this.forget([...known.keys()].filter((url) => !urls.has(url)));
    const now = clock.now().getTime();
    const due = [...urls].filter((url) => {
      const check = known.get(url);
      return check === undefined || nextTry(check, settings.days) <= now;
    });
    const queues = [...byHost(due).values()];
    const heard: Heard = { isOnline: false, silent: [] };
    let asked = 0;
    const work = async (): Promise<void> => {
      for (let queue = queues.shift(); queue !== undefined && !signal.aborted; queue = queues.shift()) {
        const own = await this.askHost(queue, heard, signal);
        asked += own;
      }
    };
    await Promise.all(Array.from({ length: settings.hostsAtOnce }, work));
    if (!signal.aborted) await this.noteSilent(heard);
    return { asked, forgotten };
  }

  /** Of an address that gives no answer at all it cannot be told whose fault that is, unless others do answer. */
  private async noteSilent({ isOnline, silent }: Heard): Promise<void> {
    const isOffline = !isOnline && byHost(silent).size >= silentHosts;
    const finding: LinkFinding = isOffline ? { kind: 'untold', trouble: 'offline' } : { kind: 'told', reachable: false, status: null };
    const found = silent.map((url) => this.check(url, finding));
    for (let at = 0; at < found.length; at += atATime) await this.dependencies.ledger.noteLinkChecks(found.slice(at, at + atATime));
  }

  private check(url: string, finding: LinkFinding): LinkCheck {
    const { known, clock } = this.dependencies;
    const check = afterTry(url, known.get(url), finding, clock.now().toISOString());
    known.set(url, check);
    return check;
  }

  private async askHost(urls: readonly string[], heard: Heard, signal: AbortSignal): Promise<number> {
    const found: LinkCheck[] = [];
    let asked = 0;
    for (const url of urls) {
      const answer = await this.dependencies.prober.probe(url, signal);
      // What was broken off tells nothing of the address.
      if (signal.aborted) break;
      const finding = findingOf(answer);
      asked++;
      if (finding.kind === 'told' && finding.status === null) {
        heard.silent.push(url);
        continue;
      }
      if (finding.kind === 'told' || finding.trouble === 'busy') heard.isOnline = true;
      found.push(this.check(url, finding));
      if (found.length >= atATime) await this.dependencies.ledger.noteLinkChecks(found.splice(0));
      // A host that asks for a rest gets it: its other addresses wait for the next round.
      if (finding.kind === 'untold' && finding.trouble === 'busy') break;
    }
    if (found.length > 0) await this.dependencies.ledger.noteLinkChecks(found);
    return asked;
  }

  private async forget(urls: readonly string[]): Promise<number> {
    for (let at = 0; at < urls.length; at += atATime) {
      const some = urls.slice(at, at + atATime);
      await this.dependencies.ledger.forgetLinkChecks(some);
      for (const url of some) this.dependencies.known.delete(url);
    }
    return urls.length;
  }
}

/** What an answer tells: a final 2xx is reachable; 429 and a time-out tell nothing, and neither does what we refuse to ask. */
export function findingOf(answer: FetchAnswer): LinkFinding {
  switch (answer.kind) {
    case 'fetched':
      return { kind: 'told', reachable: true, status: answer.status };
    case 'not-modified':
      return { kind: 'told', reachable: false, status: 304 };
    case 'postponed':
      return { kind: 'untold', trouble: 'busy' };
    case 'status':
      if (answer.status === 429) return { kind: 'untold', trouble: 'busy' };
      if (answer.status === 408) return { kind: 'untold', trouble: 'timeout' };
      return { kind: 'told', reachable: answer.status >= 200 && answer.status < 300, status: answer.status };
    case 'failed':
      switch (answer.reason) {
        case 'timeout':
          return { kind: 'untold', trouble: 'timeout' };
        // A redirect that we refuse to follow (from https to http) may well be followed by others.
        case 'refused-address':
        case 'redirect':
          return { kind: 'untold', trouble: 'refused' };
        case 'robots':
          return { kind: 'untold', trouble: 'robots' };
        default:
          return { kind: 'told', reachable: false, status: null };
      }
  }
}

function byHost(urls: readonly string[]): Map<string, string[]> {
  const hosts = new Map<string, string[]>();
  for (const url of urls) {
    const { host } = new URL(url);
    const own = hosts.get(host);
    if (own === undefined) hosts.set(host, [url]);
    else own.push(url);
  }
  return hosts;
}
