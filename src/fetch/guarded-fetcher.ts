import type { Agent } from 'undici';
import type { Station } from '../domain/station.js';
import type { Clock } from '../ports/clock.js';
import type { FetchAnswer, Fetcher, FetchRequest, Prober } from '../ports/fetcher.js';
import { refusedUrl, type AddressPolicy } from './address-guard.js';
import { clientCertificate } from './client-certificate.js';
import { fixedCredentials, type Credentials } from './credentials.js';
import { exchange, type Exchanged } from './exchange.js';
import { failed, final, outcomeOf, TotalTimeout, type Outcome } from './failure.js';
import type { FetchSettings } from './fetch-settings.js';
import { guardedAgent } from './guarded-agent.js';
import type { HostLimiter } from './host-limiter.js';
import { backOff } from './retry.js';
import { maxRobotsBytes } from './robots.js';
import { RobotsKeeper, type RobotsAnswer } from './robots-keeper.js';
import { systemSurroundings, type Surroundings } from './surroundings.js';
import { fdpCredentials, oauthCredentials } from './token-credentials.js';

export type { FetchSettings } from './fetch-settings.js';
export { retryAfter } from './retry.js';

/** How a request is put this time; each change is made at most once, and is no further try. */
interface Form {
  accept: string;
  /** A 304 came to a request without conditions (HTTP-7). */
  isUncached: boolean;
  isAnonymous: boolean;
  isRenewed: boolean;
  readonly isCutShort: boolean;
  /** Asks for the status alone. */
  readonly probe?: 'HEAD' | 'GET';
}

/** With these some servers answer HEAD that answer GET otherwise. */
const headRefused: ReadonlySet<number> = new Set([403, 405, 501]);

/** The one outgoing client; made for one station, or for nobody (visitors' URLs). */
export class GuardedFetcher implements Fetcher, Prober {
  private readonly agent: Agent;
  private readonly policy: AddressPolicy;
  private readonly endpoint: URL | null;
  private readonly credentials: Credentials | null;
  private readonly trustedAgent: Agent | null;
  private readonly robots: RobotsKeeper;

  constructor(
    private readonly station: Station | null,
    private readonly settings: FetchSettings,
    private readonly limiter: HostLimiter,
    private readonly clock: Clock,
    private readonly surroundings: Surroundings = systemSurroundings,
  ) {
    const endpoint = station === null ? null : new URL(station.endpoint);
    this.endpoint = endpoint;
    this.policy = {
      allow: station?.allowAddresses ?? [],
      allowLoopback: station !== null && settings.allowLoopback,
      port: endpoint === null ? null : Number(endpoint.port === '' ? (endpoint.protocol === 'https:' ? 443 : 80) : endpoint.port),
    };
    const authentication = station?.authentication ?? null;
    const certificate =
      authentication?.kind === 'mtls' && endpoint !== null
        ? { authority: endpoint.host, read: () => clientCertificate(authentication.credentials, settings.resolveSecret) }
        : undefined;
    const options = { settings, surroundings, isMapped: this.policy.allowLoopback };
    this.agent = guardedAgent({ ...options, policy: this.policy, certificate });
    const needsToken = authentication?.kind === 'oauth2' || authentication?.kind === 'fdp';
    this.trustedAgent = needsToken ? guardedAgent({ ...options, policy: null }) : null;
    this.credentials = this.credentialsOf();
    this.robots = new RobotsKeeper({
      settings,
      clock,
      load: (url, signal) => this.loadRobots(url, signal),
      onRules: (url, { crawlDelayMs }) => {
        if (crawlDelayMs !== null) this.limiter.slowDown(url.host, Math.min(crawlDelayMs, settings.maxCrawlDelayMs));
      },
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.agent.close(), this.trustedAgent?.close()]);
  }

  fetch(asked: FetchRequest, signal: AbortSignal): Promise<FetchAnswer> {
    return this.ask(asked, { accept: asked.accept, isUncached: false, isAnonymous: false, isRenewed: false, isCutShort: false }, signal);
  }

  async probe(url: string, signal: AbortSignal): Promise<FetchAnswer> {
    if (!URL.canParse(url)) return failed('refused-address', 'The address is refused: it is not a URL.').answer;
    const refusal = this.refusalOf(new URL(url));
    if (refusal !== null) return failed('refused-address', `The address is refused: ${refusal}.`).answer;
    try {
      // A robots.txt that cannot be had does not keep us: that the host is away is what we want to know.
      if ((await this.robots.mayRead(new URL(url), signal)) === 'no') return failed('robots', "The site's robots.txt asks not to read this address.").answer;
    } catch (error) {
      return outcomeOf(error, { isEnded: signal.aborted, hasCertificate: false }).answer;
    }
    const ask = (probe: 'HEAD' | 'GET'): Promise<FetchAnswer> =>
      this.ask({ url, accept: '*/*', maxBytes: 0 }, { accept: '*/*', isUncached: false, isAnonymous: true, isRenewed: true, isCutShort: false, probe }, signal);
    const answer = await ask('HEAD');
    return answer.kind === 'status' && headRefused.has(answer.status) ? ask('GET') : answer;
  }

  async robotsRemark(address: string, signal: AbortSignal): Promise<string | null> {
    if (!URL.canParse(address) || this.refusalOf(new URL(address)) !== null) return null;
    try {
      if ((await this.robots.mayRead(new URL(address), signal)) !== 'no') return null;
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
    return "The site's robots.txt asks not to read this address. It is read nevertheless, since it is registered; allow it there, or ask the operator to remove it.";
  }

  private async ask(asked: FetchRequest, form: Form, signal: AbortSignal): Promise<FetchAnswer> {
    for (let attempt = 1; ;) {
      const outcome = await this.attempt(asked, form, signal);
      const { answer, retryAfterMs } = outcome;
      if (retryAfterMs !== null && retryAfterMs > this.settings.maxRetryAfterMs) return { kind: 'postponed', retryAfterMs };
      if (this.isAmended(answer, form, asked)) continue;
      if (retryAfterMs === null || attempt === this.settings.tries) return answer;
      await this.surroundings.pause(retryAfterMs > 0 ? retryAfterMs : backOff(attempt, this.surroundings.random(), this.settings), signal);
      attempt++;
    }
  }

  /** Whether the request can be put otherwise, so that this answer is not the last word. */
  private isAmended(answer: FetchAnswer, form: Form, { remembered }: FetchRequest): boolean {
    if (answer.kind === 'not-modified' && !hasConditions(remembered) && !form.isUncached) return (form.isUncached = true);
    if (answer.kind !== 'status') return false;
    if (answer.status === 406 && form.accept !== '*/*') {
      form.accept = '*/*';
      return true;
    }
    if (answer.status !== 401 || answer.authenticated !== true) return false;
    if (!form.isRenewed && this.credentials?.renew() === true) return (form.isRenewed = true);
    // FDP-14: a token that has run out is refused even where nobody needs one.
    return !form.isAnonymous && this.station?.settings['anonymous-after-401'] === 'yes' && (form.isAnonymous = true);
  }

  /** One try with all its redirects. */
  private async attempt(asked: FetchRequest, form: Form, signal: AbortSignal): Promise<Outcome> {
    if (!URL.canParse(asked.url)) return failed('refused-address', 'The address is refused: it is not a URL.');
    let url = new URL(asked.url);
    let post = asked.post;
    let mayShow = !form.isAnonymous && this.isOwn(url);
    let movedTo: string | null = null;
    let leftMs = this.settings.totalTimeoutMs;
    for (let hop = 0; ; hop++) {
      const refusal = this.refusalOf(url);
      if (refusal !== null) return failed('refused-address', `The address is refused: ${refusal}.`);
      let result: Exchanged;
      try {
        const forbidden = asked.discovered === true ? await this.forbiddenBy(url, signal) : null;
        if (forbidden !== null) return failed('robots', forbidden);
        await this.robots.peek(url);
        const target = url;
        const shown = mayShow ? ((await this.credentials?.headers(signal)) ?? {}) : {};
        result = await this.inTurn(target, signal, leftMs, async (deadline, spend) => {
          const sent = {
            url: target,
            method: form.probe ?? (post === undefined ? ('GET' as const) : ('POST' as const)),
            headers: { ...this.headers(asked, form, post), ...shown },
            body: post?.body ?? null,
            maxBytes: asked.maxBytes,
            isCutShort: form.isCutShort,
            isProbe: form.probe !== undefined,
            secrets: Object.values(shown).flatMap((value) => [value, value.replace(/^(Bearer|Basic) /, '')]),
            isAuthenticated: mayShow && this.station?.authentication != null,
          };
          const { temporaryFolder } = this.settings;
          const exchanged = await exchange(sent, { dispatcher: this.agent, temporaryFolder, now: this.clock.now(), signal: deadline });
          leftMs -= spend();
          return exchanged;
        });
      } catch (error) {
        return outcomeOf(error, { isEnded: signal.aborted, hasCertificate: mayShow && this.station?.authentication?.kind === 'mtls' });
      }
      if (result.kind === 'done') {
        const { answer } = result.outcome;
        return answer.kind === 'fetched' ? final({ ...answer, movedTo }) : result.outcome;
      }
      if (hop >= this.settings.maxRedirects) return failed('redirect', `More than ${String(this.settings.maxRedirects)} redirects.`);
      const next = new URL(result.location, url);
      if (url.protocol === 'https:' && next.protocol === 'http:') return failed('redirect', 'A redirect from https to http is refused.');
      if ((result.status === 301 || result.status === 308) && hop === 0) movedTo = next.href;
      if (result.status !== 307 && result.status !== 308) post = undefined;
      if (next.host !== url.host) mayShow = false;
      url = next;
    }
  }

  /** Waits for the host's turn (HTTP-11), and gives the work what is left of the time of the whole try. */
  private inTurn<T>(url: URL, signal: AbortSignal, leftMs: number, work: (deadline: AbortSignal, spend: () => number) => Promise<T>): Promise<T> {
    const provider = this.settings.oneAtATimePerProvider ? (this.station?.serviceProvider?.iri ?? null) : null;
    return this.limiter.run(
      provider === null ? [url.host] : [url.host, `provider ${provider}`],
      async () => {
        const begun = this.surroundings.now();
        const abort = new AbortController();
        const end = (): void => {
          abort.abort(signal.reason);
        };
        signal.addEventListener('abort', end);
        const timer = setTimeout(
          () => {
            abort.abort(new TotalTimeout());
          },
          Math.max(0, leftMs),
        );
        try {
          return await work(abort.signal, () => this.surroundings.now() - begun);
        } finally {
          clearTimeout(timer);
          signal.removeEventListener('abort', end);
        }
      },
      signal,
    );
  }

  private refusalOf(url: URL): string | null {
    if (
      this.settings.connectTo[url.hostname] !== undefined &&
      this.policy.allowLoopback &&
      /^https?:$/.test(url.protocol) &&
      url.username + url.password === ''
    )
      return null;
    return refusedUrl(url, this.policy);
  }

  /** Credentials are for the registered authority alone, and never less protected than its own address. */
  private isOwn(url: URL): boolean {
    return this.endpoint !== null && url.host === this.endpoint.host && (url.protocol === 'https:' || this.endpoint.protocol === 'http:');
  }

  private headers(asked: FetchRequest, form: Form, post: FetchRequest['post']): Record<string, string> {
    const headers: Record<string, string> = { 'user-agent': this.settings.userAgent, accept: form.accept, 'accept-encoding': 'gzip, br' };
    if (this.settings.contactEmail !== null) headers['from'] = this.settings.contactEmail;
    if (post !== undefined) headers['content-type'] = post.contentType;
    if (form.isUncached) headers['cache-control'] = 'no-cache';
    if (form.probe === 'GET') headers['range'] = 'bytes=0-0';
    if (asked.remembered?.etag != null) headers['if-none-match'] = asked.remembered.etag;
    else if (asked.remembered?.lastModified != null) headers['if-modified-since'] = asked.remembered.lastModified;
    return headers;
  }

  private credentialsOf(): Credentials | null {
    const authentication = this.station?.authentication ?? null;
    if (authentication === null || authentication.kind === 'mtls' || this.endpoint === null) return null;
    const { settings, clock } = this;
    if (this.trustedAgent === null) return fixedCredentials(authentication, settings.resolveSecret);
    const means = { reference: authentication.credentials, settings, clock, trusted: this.trustedAgent, guarded: this.agent };
    return authentication.kind === 'oauth2' ? oauthCredentials(means) : fdpCredentials(this.endpoint, means);
  }

  /** Why robots.txt forbids an address that was discovered, or null (HTTP-12). */
  private async forbiddenBy(url: URL, signal: AbortSignal): Promise<string | null> {
    switch (await this.robots.mayRead(url, signal)) {
      case 'yes':
        return null;
      case 'no':
        return "The site's robots.txt asks not to read this address.";
      case 'unreachable':
        return "The site's robots.txt cannot be had, which counts as a request not to read anything.";
    }
  }

  private async loadRobots(url: string, signal: AbortSignal): Promise<RobotsAnswer> {
    const form: Form = { accept: 'text/plain, */*;q=0.1', isUncached: false, isAnonymous: true, isRenewed: true, isCutShort: true };
    const answer = await this.ask({ url, accept: form.accept, maxBytes: maxRobotsBytes }, form, signal);
    if (answer.kind === 'status') return { kind: answer.status >= 400 && answer.status < 500 ? 'none' : 'unreachable' };
    if (answer.kind !== 'fetched' || answer.body.kind !== 'memory') return { kind: 'unreachable' };
    const text = Buffer.from(answer.body.bytes).toString('utf8');
    return { kind: 'text', text, isCut: answer.body.bytes.byteLength >= maxRobotsBytes };
  }
}

function hasConditions(remembered: FetchRequest['remembered']): boolean {
  return remembered?.etag != null || remembered?.lastModified != null;
}
