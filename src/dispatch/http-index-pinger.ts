import type { IndexPinger, PingOutcome } from '../ports/index-pinger.js';

const timeoutMs = 10_000;
const mostDetail = 200;

/**
 * Posts `{"clientUrl": ...}` as the reference index takes it (PING-1, PING-2). Indexes are named by the operator; a redirect is
 * not followed, but told, so that the name is mended. Of what an index answers the status alone is kept.
 */
export class HttpIndexPinger implements IndexPinger {
  constructor(private readonly userAgent: string) {}

  async ping(index: string, clientUrl: string): Promise<PingOutcome> {
    try {
      const response = await fetch(index, {
        method: 'POST',
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        headers: { 'content-type': 'application/json', accept: 'application/json', 'user-agent': this.userAgent },
        body: JSON.stringify({ clientUrl }),
      });
      await response.body?.cancel();
      return outcomeOf(response);
    } catch (error) {
      return { kind: 'failed', detail: (error instanceof Error ? causeOf(error) : String(error)).slice(0, mostDetail) };
    }
  }
}

function outcomeOf({ status, ok, headers }: Response): PingOutcome {
  if (ok) return { kind: 'taken', detail: `status ${String(status)}` };
  if (status >= 300 && status < 400)
    return { kind: 'refused', detail: `status ${String(status)}: it has moved to ${(headers.get('location') ?? 'nowhere').slice(0, mostDetail)}` };
  return { kind: status === 408 || status === 429 || status >= 500 ? 'failed' : 'refused', detail: `status ${String(status)}` };
}

/** What the connection said, which stands in the cause. */
function causeOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
