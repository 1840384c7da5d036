import type { PostTarget } from '../domain/handover.js';

/** What became of a list that was posted. */
export type HandoverOutcome =
  | { readonly kind: 'taken'; /** Where the visitor goes on, when the receiver says so. */ readonly continueAt: string | null }
  /** `reason`: a status, or what the connection said; for logs, not for visitors. */
  | { readonly kind: 'failed'; readonly reason: string };

const timeoutMs = 10_000;
const mostAnswerBytes = 64 << 10;

/**
 * Posts a list to the operator's own target. Redirects are not followed; what the receiver answers is read for one address
 * to go on at (`Location`, or `url` in JSON) and for nothing else.
 */
export async function postHandover({ url, token }: PostTarget, items: readonly object[]): Promise<HandoverOutcome> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(items),
    });
    if (response.status >= 400) return { kind: 'failed', reason: `status ${String(response.status)}` };
    const location = response.headers.get('location');
    const continueAt = location ?? (await addressIn(response));
    return { kind: 'taken', continueAt: continueAt === null ? null : webAddress(continueAt, url) };
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** `url` of a JSON answer; null when there is none, or when the answer is longer than one address needs. */
async function addressIn(response: Response): Promise<string | null> {
  if (!(response.headers.get('content-type') ?? '').includes('json') || response.body === null) return null;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += part.byteLength;
    if (size > mostAnswerBytes) return null;
    parts.push(part);
  }
  try {
    const answer = JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown;
    return typeof answer === 'object' && answer !== null && 'url' in answer && typeof answer.url === 'string' ? answer.url : null;
  } catch {
    return null;
  }
}

function webAddress(address: string, base: string): string | null {
  if (!URL.canParse(address, base)) return null;
  const { protocol, href } = new URL(address, base);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}
