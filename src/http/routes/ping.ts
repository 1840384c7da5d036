import { Router, raw, type ErrorRequestHandler, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { WindowLimit } from '../../catalogue/window-limit.js';
import type { Station } from '../../domain/station.js';
import type { Clock } from '../../ports/clock.js';
import type { LedgerReader } from '../../ports/ledger.js';
import type { Logger } from '../../ports/logger.js';

export interface PingDependencies {
  readonly reader: Pick<LedgerReader, 'stations'>;
  /** Puts a station in line for a visit. */
  readonly schedule: (station: string, trigger: 'ping') => void;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Hosts (`fdp.example`, `*.example`) and addresses with what lies below them, whose pings are refused (PING-2). */
  readonly pingDeny: readonly string[];
}

const hourMs = 3_600_000;
const minIntervalMs = 10 * 60_000;
const perHour = 10;
const pingBody = z.object({ clientUrl: z.url({ protocol: /^https?$/ }).max(2048) });

/**
 * Where FAIR Data Points say that they are there (PING-1..5). A ping is a hint from anybody: nothing it names is ever fetched;
 * a station that is registered already is put in line, and what is not is noted and forgotten (PING-3).
 */
export function pingRouter(dependencies: PingDependencies): Router {
  const { clock, logger } = dependencies;
  const router = Router();
  const perClient = new WindowLimit(perHour, hourMs);
  const lastPings = new Map<string, number>();
  const count: RequestHandler = (request, response, next) => {
    const wait = perClient.take(request.ip ?? '', clock.now().getTime());
    if (wait === 0) next();
    else {
      response.set('Retry-After', String(wait));
      refuse(response, 429, 'Too many pings from this address.');
    }
  };
  router.post('/index/ping', count, raw({ type: () => true, limit: 8192 }), (request, response) => {
    const url = clientUrlOf(request.body);
    if (url === null) {
      refuse(response, 400, 'The body must be { "clientUrl": "https://..." } with one http or https address.');
      return;
    }
    if (dependencies.pingDeny.some((denied) => isDenied(url, denied))) {
      logger.info('ping of a denied address', { url: `${url.origin}${url.pathname}`.slice(0, 200) });
      refuse(response, 403, 'This catalogue takes no pings for this address.');
      return;
    }
    const named = dependencies.reader.stations().filter(({ station }) => isAt(station, url));
    const open = named.filter(({ state }) => state === 'live' || state === 'onboarding');
    if (named.length > 0 && open.length === 0) {
      refuse(response, 403, 'This catalogue does not read the station at present.');
      return;
    }
    if (named.length === 0) logger.info('ping of an unknown station', { url: `${url.origin}${url.pathname}`.slice(0, 200) });
    const now = clock.now().getTime();
    for (const { station, lastRun } of open) {
      const last = Math.max(lastPings.get(station.id) ?? 0, lastRun === null ? 0 : Date.parse(lastRun.startedAt));
      if (station.protocol === 'push' || now - last < minIntervalMs) continue;
      lastPings.set(station.id, now);
      dependencies.schedule(station.id, 'ping');
    }
    response.status(204).set('Cache-Control', 'no-store').end();
  });
  router.use('/index/ping', unreadable);
  return router;
}

const unreadable: ErrorRequestHandler = (_error, _request, response, _next) => {
  refuse(response, 400, 'The body cannot be read, or is too large.');
};

/** The form of errors that FAIR Data Points know (PING-2). */
function refuse(response: Response, status: number, message: string): void {
  response.status(status).set('Cache-Control', 'no-store').json({ status, message });
}

function clientUrlOf(body: unknown): URL | null {
  if (!(body instanceof Uint8Array)) return null;
  try {
    const parsed = pingBody.safeParse(JSON.parse(Buffer.from(body).toString('utf8')));
    const url = parsed.success ? new URL(parsed.data.clientUrl) : null;
    return url === null || url.username !== '' || url.password !== '' ? null : url;
  } catch {
    return null;
  }
}

/** The station's endpoint is the address itself or lies below it; http and https are one place, and a slash at the end is none. */
function isAt({ endpoint }: Station, client: URL): boolean {
  if (!URL.canParse(endpoint)) return false;
  const [own, theirs] = [placeOf(new URL(endpoint)), placeOf(client)];
  return own === theirs || own.startsWith(`${theirs}/`);
}

function isDenied(client: URL, denied: string): boolean {
  if (/^https?:/i.test(denied)) {
    const place = URL.canParse(denied) ? placeOf(new URL(denied)) : null;
    return place !== null && (placeOf(client) === place || placeOf(client).startsWith(`${place}/`));
  }
  const host = client.hostname.replace(/\.$/, '');
  const wanted = denied.toLowerCase();
  return wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) : host === wanted;
}

function placeOf(url: URL): string {
  const port = url.port === '' || url.port === '80' || url.port === '443' ? '' : `:${url.port}`;
  return `${url.hostname}${port}${url.pathname.replace(/\/+$/, '')}`;
}
