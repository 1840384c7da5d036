import { rm } from 'node:fs/promises';
import { StationError } from '../src/domain/errors.js';
import type { DocumentBody, HarvestEvent, HarvestIssue } from '../src/domain/harvest.js';
import type { Station } from '../src/domain/station.js';
import type { FetchAnswer } from '../src/ports/fetcher.js';
import { decodeText, openBody } from '../src/rdf/body.js';
import { guardJson } from '../src/rdf/guards.js';

/**
 * The text of a body, unpacked and decoded; for HTML by the encoding that its Content-Type or its head names.
 *
 * @throws StationError when it cannot be unpacked or is too large
 */
export async function textOf(body: DocumentBody, maxBytes: number, mediaType = ''): Promise<string> {
  const { head, stream } = await openBody(body, maxBytes);
  const encoding = encodingOf(mediaType, head);
  let text = '';
  if (encoding === null) for await (const part of decodeText(stream, head)) text += part;
  else {
    for await (const part of stream) text += encoding.decode(part, { stream: true });
    text += encoding.decode();
  }
  return text.replace(/^\uFEFF/, '');
}

/** The encoding of HTML that is not UTF-8; null for everything else. */
function encodingOf(mediaType: string, head: Uint8Array): TextDecoder | null {
  const start = Buffer.from(head).toString('latin1');
  if (!/html/i.test(mediaType) && !/^\s*<(!doctype )?html/i.test(start)) return null;
  const label = /charset\s*=\s*["']?([\w-]+)/i.exec(mediaType)?.[1] ?? /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(start)?.[1];
  if (label === undefined || /^utf-?8$/i.test(label)) return null;
  try {
    return new TextDecoder(label);
  } catch {
    return null;
  }
}

/**
 * The value of a JSON body, at most 64 levels deep (SSRF-10).
 *
 * @throws StationError when it is not JSON
 */
export async function jsonOf(body: DocumentBody, maxBytes: number): Promise<unknown> {
  const { head, stream } = await openBody(body, maxBytes);
  let text = '';
  for await (const part of guardJson(decodeText(stream, head))) text += part;
  if (text.trim() === '') throw new StationError('station/unusable-body', 'The body is empty.');
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    throw /^\s*</.test(text)
      ? new StationError('station/unusable-body', 'The body is a page for browsers, not JSON.', {}, { cause: error })
      : new StationError('station/unreadable', `The body is not JSON: ${error instanceof Error ? error.message : ''}.`, {}, { cause: error });
  }
}

/** A large body that nobody hands on leaves no file behind. */
export async function discard(answer: FetchAnswer): Promise<void> {
  if (answer.kind === 'fetched' && answer.body.kind === 'file') await rm(answer.body.path, { force: true });
}

/** The hosts that are the station's own: its endpoint's and those of its registered prefixes (SSRF-5). */
export function ownHosts(station: Station): ReadonlySet<string> {
  return new Set([station.endpoint, ...station.subjectPrefixes].filter((address) => URL.canParse(address)).map((address) => new URL(address).host));
}

export interface IssueFields {
  readonly owner?: HarvestIssue['owner'];
  readonly url?: string | null;
  readonly subject?: string | null;
}

export function issue(code: HarvestIssue['code'], severity: HarvestIssue['severity'], detail: string, fields: IssueFields = {}): HarvestEvent {
  return {
    kind: 'issue',
    issue: { code, severity, subject: fields.subject ?? null, detail, url: fields.url ?? null, line: null, owner: fields.owner ?? 'station' },
  };
}

/** The issue of a body that could be fetched but not read. */
export function issueOfError(error: StationError, url: string): HarvestEvent {
  const code =
    error.code === 'station/unusable-body'
      ? 'unusable-body'
      : error.code === 'station/too-large'
        ? 'too-large'
        : error.code === 'station/unsupported-format'
          ? 'unsupported-format'
          : 'parse-error';
  return issue(code, 'error', error.message, { url });
}

/** Words of a source that are quoted in a remark: one line, short, without control characters. */
export function quoted(text: string): string {
  const line = text.replace(/\p{C}|\s+/gu, ' ').trim();
  return JSON.stringify(line.length > 200 ? `${line.slice(0, 200)}…` : line);
}
