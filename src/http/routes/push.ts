import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { ConfirmationDesk } from '../../catalogue/confirmation-desk.js';
import type { Begun, PushAnswer, PushDesk, PushOrder, PushResult, PushSource } from '../../catalogue/push-desk.js';
import { RequestError } from '../../domain/errors.js';
import type { HarvestRun, RunItem } from '../../domain/harvest.js';
import { rolesWith } from '../../domain/operator.js';
import type { Clock } from '../../ports/clock.js';
import type { LedgerReader } from '../../ports/ledger.js';
import type { Logger } from '../../ports/logger.js';
import type { OperatorGate } from '../../ports/operator-gate.js';
import { jsonBody, smallBody } from '../json-body.js';
import { meetMatch } from '../negotiation.js';
import { runAnswer, runUrl } from '../run-answer.js';
import { mistakeAt, noParameters, parseParameters, refuseMistakes } from '../schemas/api.js';
import type { StationGate } from '../station-gate.js';
import { answerJson, jsonTag, sendOwnJson } from './datasets.js';

export interface PushDependencies {
  readonly gate: StationGate;
  /** The operator's people may see what came of a push. */
  readonly operators: OperatorGate;
  readonly desk: PushDesk;
  readonly confirmations: ConfirmationDesk;
  readonly reader: Pick<LedgerReader, 'run' | 'station'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly baseUrl: string;
  /** How long a station waits for the report before it gets an address to ask instead. */
  readonly waitMs: number;
}

const askAgainSeconds = 5;

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true');
const subject = z.string().min(1).max(2048);
export const pushParameters = z.strictObject({
  complete: flag.describe('The body is everything the station has: what is not in it counts as missing, as after a full walk.'),
  subject: subject.optional().describe('With an empty body: the IRI of one record that the station has deleted.'),
  dryRun: flag.describe('Judge and compare, but publish nothing.'),
});
export const deletionParameters = z.strictObject({
  subject: subject.describe('IRI of the record that the station has deleted.'),
  dryRun: flag.describe('Compare, but publish nothing.'),
});
export const confirmationBody = z.union([
  z.strictObject({ subjects: z.array(subject).min(1).max(10_000).describe('IRIs or ids of records whose descriptions are right.') }),
  z.strictObject({ all: z.literal(true).describe('Everything that comes from the station.') }),
]);

/** What stations tell the catalogue, with their own token: descriptions, deletions, confirmations (R12, R51). */
export function pushRouter(dependencies: PushDependencies): Router {
  const { gate, confirmations, reader } = dependencies;
  const router = Router({ strict: true });
  router.put('/stations/:id/descriptions', async (request, response) => {
    gate.enter(request, request.params.id);
    const asked = parseParameters(pushParameters, request.query);
    const order = { station: request.params.id, complete: asked.complete, gone: asked.subject ?? null, dryRun: asked.dryRun };
    if (order.complete && order.gone !== null) refuseMistakes([mistakeAt('complete', 'not-allowed', 'A deletion is never everything: leave "complete" out.')]);
    await carryOut(request, response, order, sourceOf(request), dependencies);
  });
  router.delete('/stations/:id/descriptions', async (request, response) => {
    gate.enter(request, request.params.id);
    const asked = parseParameters(deletionParameters, request.query);
    await carryOut(request, response, { station: request.params.id, complete: false, gone: asked.subject, dryRun: asked.dryRun }, null, dependencies);
  });
  router.get('/stations/:id/descriptions', (request, response) => {
    gate.enter(request, request.params.id);
    parseParameters(noParameters, request.query);
    sendOwnJson(request, response, standing(request.params.id, dependencies));
  });
  router.get('/stations/:id/pushes/:run', async (request, response) => {
    enterAsEither(request, request.params.id, dependencies);
    parseParameters(noParameters, request.query);
    const run = requirePush(request.params, reader);
    const answer = run.endedAt === null ? null : await ended(run, dependencies);
    if (answer !== null) {
      sendOwnJson(request, response, answer);
      return;
    }
    response.set('Retry-After', String(askAgainSeconds));
    sendOwnJson(request, response, pushState('running', run, dependencies));
  });
  router.post('/stations/:id/confirmations', enterFirst(gate), smallBody(4 << 20), async (request: Request<{ id: string }>, response) => {
    parseParameters(noParameters, request.query);
    const { id } = request.params;
    const body = jsonBody(request, confirmationBody);
    if (reader.station(id)?.state === 'retired') throw new RequestError('request/conflict', 'The station is retired.');
    answerJson(request, response, await confirmations.confirm(id, 'all' in body ? 'all' : body.subjects, `station ${id}`));
  });
  return router;
}

/** What the catalogue has of a station, as far as it takes to see that somebody changed it: its ETag goes with `If-Match` (API-5). */
function standing(id: string, { reader, desk, baseUrl }: PushDependencies): object {
  const status = reader.station(id);
  const changed = desk.lastChange(id);
  return {
    station: id,
    state: status?.state ?? null,
    datasets: status?.datasets ?? 0,
    held: status?.held ?? 0,
    changed: changed === null ? null : { run: changed.id, trigger: changed.trigger, at: changed.endedAt },
    links: { self: `${baseUrl}/api/v1/stations/${id}/descriptions`, ...(changed === null ? {} : { run: runUrl(baseUrl, id, changed.id) }) },
  };
}

/** The station's own token, or that of somebody who may read what is not public. */
function enterAsEither(request: Request, station: string, { gate, operators }: PushDependencies): void {
  if (/^basic\b/i.test(request.get('authorization') ?? '')) operators.enter(request, rolesWith('read'));
  else gate.enter(request, station);
}

function requirePush({ id, run }: { readonly id: string; readonly run: string }, reader: PushDependencies['reader']): HarvestRun {
  const found = /^[1-9]\d{0,14}$/.test(run) ? reader.run(Number(run)) : undefined;
  if (found?.station !== id || found.trigger !== 'push') throw new RequestError('request/not-found', 'The station has no such push.');
  return found;
}

function pushState(state: 'running' | 'ended' | 'failed', run: HarvestRun, dependencies: PushDependencies): object {
  const { baseUrl, clock } = dependencies;
  return {
    state,
    outcome: run.outcome,
    run: runAnswer(run, { baseUrl, now: clock.now() }),
    links: { self: pushUrl(baseUrl, run.station, run.id), run: runUrl(baseUrl, run.station, run.id) },
  };
}

/** What came of a push: as the answer that its station did not wait for, or why there is none; null while the report is being made. */
async function ended(run: HarvestRun, dependencies: PushDependencies): Promise<object | null> {
  try {
    const result = await within(dependencies.desk.result(run), dependencies.waitMs);
    if (result === 'late') return null;
    return { ...pushState('ended', run, dependencies), ...resultAnswer(result) };
  } catch (error) {
    if (!(error instanceof RequestError) || error.code === 'request/gone' || error.code === 'request/unavailable') throw error;
    const { code, message, details } = error;
    const trouble = details['trouble'];
    return { ...pushState('failed', run, dependencies), error: { code, detail: message, ...(trouble === undefined ? {} : { trouble }) } };
  }
}

function pushUrl(baseUrl: string, station: string, run: number): string {
  return `${baseUrl}/api/v1/stations/${station}/pushes/${String(run)}`;
}

/** Before a body is taken in. */
function enterFirst(gate: StationGate) {
  return (request: Request<{ id: string }>, _response: Response, next: () => void): void => {
    gate.enter(request, request.params.id);
    next();
  };
}

function sourceOf(request: Request): PushSource {
  const encoding = (request.get('content-encoding') ?? 'identity').trim().toLowerCase();
  if (!['identity', 'gzip', 'x-gzip'].includes(encoding)) throw new RequestError('request/unsupported-media-type', 'Send the body plain or packed with gzip.');
  const length = request.get('content-length');
  return { body: request, mediaType: request.get('content-type') ?? '', length: length === undefined ? null : Number(length) };
}

async function carryOut(
  request: Request,
  response: Response,
  order: Omit<PushOrder, 'document'>,
  source: PushSource | null,
  dependencies: PushDependencies,
): Promise<void> {
  const { desk, baseUrl } = dependencies;
  let begun: Begun<PushAnswer>;
  try {
    begun = await desk.receive(order, source, () => {
      meetMatch(request, () => jsonTag(request, standing(order.station, dependencies)));
    });
  } catch (error) {
    // What is left of the body is not read: the connection ends with the answer.
    if (!request.complete) response.set('Connection', 'close');
    throw error;
  }
  begun.ended.catch((error: unknown) => {
    if (!(error instanceof RequestError))
      dependencies.logger.error('push failed', { station: order.station, error: error instanceof Error ? error.message : String(error) });
  });
  const answer = await inTime(begun, dependencies.waitMs);
  if (typeof answer === 'number') {
    const location = pushUrl(baseUrl, order.station, answer);
    response.set({ Location: location, 'Retry-After': String(askAgainSeconds) });
    answerJson(request, response, { run: runOf(answer, dependencies), links: { self: location, run: runUrl(baseUrl, order.station, answer) } }, 202);
    return;
  }
  answerJson(request, response, pushAnswer(answer, dependencies));
}

/** The answer, or after a while the number of the run; a push that has none yet is waited for. */
async function inTime(begun: Begun<PushAnswer>, waitMs: number): Promise<PushAnswer | number> {
  const first = await within(begun.ended, waitMs);
  return first === 'late' ? ((await begun.run) ?? begun.ended) : first;
}

async function within<T>(promise: Promise<T>, waitMs: number): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => {
      resolve('late');
    }, waitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function runOf(id: number, { reader, clock, baseUrl }: PushDependencies): object {
  const run = reader.run(id);
  return run === undefined ? { run: id } : runAnswer(run, { baseUrl, now: clock.now() });
}

function pushAnswer({ summary, ...result }: PushAnswer, dependencies: PushDependencies): object {
  const { baseUrl } = dependencies;
  const { run, station, outcome, detail } = summary;
  return {
    outcome,
    detail,
    run: runOf(run, dependencies),
    ...resultAnswer(result),
    links: { self: pushUrl(baseUrl, station, run), run: runUrl(baseUrl, station, run) },
  };
}

function resultAnswer({ items, report, truncated }: PushResult): object {
  return {
    records: recordsOf(
      items,
      (report?.datasets ?? []).filter(({ kind }) => kind !== 'catalogue').map(({ iri }) => iri),
    ),
    truncated,
    report,
  };
}

/** What became of each record that was sent, and of those that were named or missing. */
function recordsOf(items: readonly RunItem[], sent: readonly string[]): object[] {
  const bySubject = new Map(items.map((item) => [item.subject, item]));
  const all = [...new Set([...sent, ...bySubject.keys()])];
  return all.map((iri) => {
    const item = bySubject.get(iri);
    return { iri, id: item?.recordId ?? null, outcome: item?.outcome ?? 'unchanged', reason: item?.reason ?? null, changes: item?.changes ?? [] };
  });
}
