import type { FetchAnswer, Fetcher, FetchRequest } from '../ports/fetcher.js';

/** How much of a stranger's station is read (`NDC_TRIAL_*`). */
export interface TrialLimits {
  readonly maxPages: number;
  readonly maxRecords: number;
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

export type TrialStop = 'pages' | 'records' | 'bytes' | 'time';

/**
 * The visitors' client with an end: so many requests, so many bytes, and not a word about addresses that are not public.
 * Refused, unreachable and silent addresses all give one answer, so that nobody can feel our network through it (SSRF-7).
 */
export class TrialFetcher implements Fetcher {
  requests = 0;
  bytes = 0;
  stopped: Extract<TrialStop, 'pages' | 'bytes'> | null = null;

  constructor(
    private readonly fetcher: Fetcher,
    private readonly limits: Pick<TrialLimits, 'maxPages' | 'maxBytes'>,
    private readonly onStop: () => void,
  ) {}

  async fetch(request: FetchRequest, signal: AbortSignal): Promise<FetchAnswer> {
    if (this.stopped === null && this.requests >= this.limits.maxPages) this.stop('pages');
    if (this.stopped === null && this.bytes >= this.limits.maxBytes) this.stop('bytes');
    if (this.stopped !== null) return unreadable;
    this.requests++;
    const left = this.limits.maxBytes - this.bytes;
    const answer = await this.fetcher.fetch({ ...request, maxBytes: Math.min(request.maxBytes, left) }, signal);
    if (answer.kind === 'fetched') this.bytes += answer.body.kind === 'memory' ? answer.body.bytes.byteLength : answer.body.size;
    if (answer.kind === 'failed' && answer.reason === 'too-large' && left < request.maxBytes) this.stop('bytes');
    return answer.kind === 'failed' && ['refused-address', 'unreachable', 'timeout', 'redirect'].includes(answer.reason) ? unreadable : answer;
  }

  private stop(why: 'pages' | 'bytes'): void {
    this.stopped = why;
    this.onStop();
  }
}

const unreadable: FetchAnswer = {
  kind: 'failed',
  reason: 'unreachable',
  detail: 'The address cannot be read: it is not public, does not answer, or takes too long.',
};
