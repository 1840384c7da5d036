import type { HarvestEvent, IssueCode } from '../src/domain/harvest.js';
import type { FetchAnswer } from '../src/ports/fetcher.js';

/** The issue that a failed fetch leaves behind, in words for the station's curator. */
export function issueOfAnswer(answer: Exclude<FetchAnswer, { kind: 'fetched' }>, url: string): HarvestEvent {
  const code = codeOf(answer);
  return {
    kind: 'issue',
    issue: { code, severity: 'error', subject: null, detail: detailOf(answer), url, line: null, owner: code === 'credentials' ? 'operator' : 'station' },
    ...(answer.kind === 'postponed' ? { retryAfterMs: answer.retryAfterMs } : {}),
  };
}

function codeOf(answer: Exclude<FetchAnswer, { kind: 'fetched' }>): IssueCode {
  switch (answer.kind) {
    case 'not-modified':
      return 'unusable-body';
    case 'status':
      return answer.status === 401 || (answer.status === 403 && answer.authenticated === true) ? 'credentials' : 'http-status';
    case 'postponed':
      return 'timeout';
    case 'failed':
      return answer.reason;
  }
}

function detailOf(answer: Exclude<FetchAnswer, { kind: 'fetched' }>): string {
  switch (answer.kind) {
    case 'not-modified':
      return 'The station answered 304 to a request without conditions.';
    case 'postponed':
      return `The station asks to come back in ${String(Math.ceil(answer.retryAfterMs / 60_000))} minutes.`;
    default:
      return answer.detail;
  }
}

/** A link to the station's own host never leaves https when the station is registered with it (SSRF-5, HYD-7). */
export function inOwnScheme(url: string, endpoint: string): string {
  const [link, own] = [new URL(url), new URL(endpoint)];
  if (own.protocol !== 'https:' || link.protocol !== 'http:' || link.host !== own.host) return url;
  link.protocol = 'https:';
  return link.href;
}
