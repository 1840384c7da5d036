import { asOf, type Actor, type HistoryEntry, type Period, type PublishedVersion, type RecordHistory, type RunReference } from '../catalogue/history.js';
import { RequestError } from '../domain/errors.js';
import { readMoment } from '../domain/moment.js';
import { runUrl } from './run-answer.js';

export interface HistoryAnswerOptions {
  readonly baseUrl: string;
  /** Names of people are for operators only. */
  readonly forOperators: boolean;
}

/** The past of a record as the API tells it (R50). */
export function historyAnswer(history: RecordHistory, versions: readonly PublishedVersion[], options: HistoryAnswerOptions): object {
  return {
    id: history.id,
    iri: history.iri,
    items: versions.map((version) => versionAnswer(history.id, version, options)),
    entries: history.entries.map((entry) => ({ ...entryAnswer(entry, options), at: entry.at, event: entry.event, version: entry.n, ...told(entry, options) })),
  };
}

export function versionAnswer(id: string, { version, periods, isCurrent }: PublishedVersion, options: HistoryAnswerOptions): object {
  const { n, receivedAt, station, profile, canonicalHash, published, gap } = version;
  const [first] = periods;
  const latest = periods.at(-1) ?? first;
  return {
    n,
    receivedAt,
    station,
    profile,
    hash: canonicalHash,
    published,
    current: isCurrent,
    from: first.from,
    to: latest.to,
    ...entryAnswer(first.begun, options),
    periods: periods.map((period) => periodAnswer(period, options)),
    redacted: gap?.kind !== 'redacted' ? null : { reason: gap.reason, at: gap.at, ...(options.forOperators ? { by: gap.by } : {}) },
    expired: gap?.kind !== 'expired' ? null : { at: gap.at },
    links: { self: `${options.baseUrl}/api/v1/datasets/${id}/versions/${String(n)}` },
  };
}

function periodAnswer({ from, to, begun, ended }: Period, options: HistoryAnswerOptions): object {
  return { from, to, event: begun.event, ...entryAnswer(begun, options), endedBy: ended };
}

function entryAnswer({ cause, actor, run }: HistoryEntry, { baseUrl, forOperators }: HistoryAnswerOptions): object {
  return { cause, actor: actorAnswer(actor, forOperators), run: run === null ? null : runReference(run, baseUrl) };
}

function told({ merged, reason }: HistoryEntry, { baseUrl }: HistoryAnswerOptions): object {
  return {
    ...(reason === null ? {} : { reason }),
    ...(merged === null ? {} : { merged: { id: merged.id, iri: merged.iri, links: { page: `${baseUrl}/datasets/${merged.id ?? ''}` } } }),
  };
}

function actorAnswer(actor: Actor, forOperators: boolean): object {
  if (actor.kind !== 'operator') return actor;
  return { kind: 'operator', ...(forOperators && actor.name !== null ? { name: actor.name } : {}) };
}

function runReference({ station, id, trigger, of }: RunReference, baseUrl: string): object {
  return { id, trigger, of, links: { self: runUrl(baseUrl, station, id) } };
}

/**
 * The version that was published at a moment somebody asks about, and when it was.
 *
 * @throws RequestError 400 for the future, 404 with the reason when the record was not published then, 410 for a version that is no longer kept
 */
export function publishedAsOf(history: RecordHistory, asked: string, now: Date): { readonly version: PublishedVersion; readonly period: Period } {
  const moment = readMoment(asked);
  if (moment === null || moment.begins > now.toISOString()) {
    const detail = `${asked} is not a moment that has been.`;
    throw new RequestError('request/bad-parameter', `asOf: ${detail}`, { errors: [{ in: 'query', location: 'asOf', code: 'too_big', detail }] });
  }
  const at = moment.ends < now.toISOString() ? moment.ends : now.toISOString();
  const found = asOf(history, at);
  if (found.kind === 'absent') throw new RequestError('request/not-found', `Record ${history.id} was not published at ${at}. ${whyAbsent(found)}`);
  refuseGap(found.version);
  return found;
}

function whyAbsent({ event, since, first }: { readonly event: string | null; readonly since: string | null; readonly first: string | null }): string {
  if (since !== null)
    return event === 'withheld' ? `The operator of the catalogue had taken it down at ${since}.` : `It had been withdrawn at ${since}, and had not come back.`;
  return first === null ? 'It has never been published.' : `It was published for the first time at ${first}.`;
}

/** @throws RequestError `request/gone` for a version whose content is kept no more */
export function refuseGap({ version: { n, gap } }: PublishedVersion): void {
  if (gap?.kind === 'redacted') throw new RequestError('request/gone', `The content of version ${String(n)} was removed at ${gap.at}: ${gap.reason}`);
  if (gap?.kind === 'expired')
    throw new RequestError('request/gone', `Version ${String(n)} is no longer kept: it was replaced long ago, and its content went at ${gap.at}.`);
}
