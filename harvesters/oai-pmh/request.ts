import { rm } from 'node:fs/promises';
import { StationError } from '../../src/domain/errors.js';
import type { HarvestEvent } from '../../src/domain/harvest.js';
import type { FetchAnswer } from '../../src/ports/fetcher.js';
import type { HarvestContext } from '../../src/ports/harvester.js';
import { issueOfAnswer } from '../answers.js';
import { issue, issueOfError, quoted, textOf } from '../received.js';
import { readResponse, type OaiResponse } from './response.js';
import { withoutIllegalCharacters } from './xml.js';

export type Asked =
  | { readonly kind: 'response'; readonly response: OaiResponse; readonly url: string; readonly movedTo: string | null }
  /** Nothing usable came, after a second try where that can help; the event says why. */
  | { readonly kind: 'failed'; readonly event: HarvestEvent; readonly mayComeBack: boolean };

/** Arguments as the address of a request: each value encoded whole, since tokens hold `&`, `+` and spaces (OAI-5). */
export function requestUrl(base: string, parameters: Readonly<Record<string, string | null>>): string {
  const query = Object.entries(parameters)
    .filter((entry): entry is [string, string] => entry[1] !== null)
    .map(([name, value]) => `${name}=${encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\uFFFD'))}`)
    .join('&');
  const plain = base.replace(/#.*$/, '');
  return plain + (plain.includes('?') ? (/[?&]$/.test(plain) ? '' : '&') : '?') + query;
}

/** The address of one record: the key under which it is remembered. */
export function getRecordUrl(base: string, identifier: string, prefix: string | null): string {
  return requestUrl(base, { verb: 'GetRecord', metadataPrefix: prefix, identifier });
}

/**
 * Asks a repository one thing. The base URL is the registered one, whatever Identify says (OAI-8); an answer that is not
 * well-formed is asked for once more (OAI-14), and an error status may carry an OAI error all the same.
 */
export class OaiClient {
  constructor(
    private readonly base: string,
    private readonly context: HarvestContext,
    private readonly dropsIllegalCharacters: boolean,
  ) {}

  async ask(parameters: Readonly<Record<string, string | null>>): Promise<Asked> {
    const url = requestUrl(this.base, parameters);
    const first = await this.once(url);
    return first.kind === 'failed' && first.mayComeBack && !this.context.signal.aborted ? this.once(url) : first;
  }

  private async once(url: string): Promise<Asked> {
    const answer = await this.context.fetcher.fetch(
      { url, accept: 'text/xml, application/xml;q=0.9, */*;q=0.1', maxBytes: this.context.limits.maxPageBytes },
      this.context.signal,
    );
    if (answer.kind === 'status') {
      const response = await this.tryReading(answer.text);
      if (response !== null && response.errors.length > 0) return { kind: 'response', response, url, movedTo: null };
    }
    if (answer.kind !== 'fetched') return { kind: 'failed', event: issueOfAnswer(answer, url), mayComeBack: mayComeBack(answer) };
    try {
      const text = await textOf(answer.body, this.context.limits.maxPageBytes);
      if (/^\s*<(!doctype html|html)/i.test(text))
        throw new StationError('station/unusable-body', 'The answer is a page for browsers (a login page, perhaps), not one of OAI-PMH.');
      return { kind: 'response', response: await readResponse(this.cleaned(text)), url, movedTo: answer.movedTo };
    } catch (error) {
      if (!(error instanceof StationError)) throw error;
      return { kind: 'failed', event: withLine(issueOfError(error, url), error), mayComeBack: true };
    } finally {
      if (answer.body.kind === 'file') await rm(answer.body.path, { force: true });
    }
  }

  private async tryReading(text: string): Promise<OaiResponse | null> {
    try {
      return await readResponse(this.cleaned(text));
    } catch (error) {
      if (error instanceof StationError) return null;
      throw error;
    }
  }

  private cleaned(text: string): string {
    return this.dropsIllegalCharacters ? withoutIllegalCharacters(text) : text;
  }
}

/** What a connection did once it may not do again; what the station decided it decides again. */
function mayComeBack(answer: FetchAnswer): boolean {
  if (answer.kind === 'status') return answer.status >= 500;
  return answer.kind === 'failed' && ['unreachable', 'timeout', 'unusable-body'].includes(answer.reason);
}

function withLine(event: HarvestEvent, error: StationError): HarvestEvent {
  const { line } = error.details;
  return event.kind === 'issue' && typeof line === 'number' ? { kind: 'issue', issue: { ...event.issue, line } } : event;
}

/** The errors of a response in words, each quoted. */
export function* errorIssues(response: OaiResponse, url: string): Iterable<HarvestEvent> {
  for (const { code, text } of response.errors) {
    const words = text === '' ? '.' : `: ${quoted(text)}.`;
    yield issue('protocol-error', 'error', `The repository answers with the error ${quoted(code === '' ? 'without a code' : code)}${words}`, { url });
  }
}
