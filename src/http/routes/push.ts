import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { ConfirmationDesk } from '../../catalogue/confirmation-desk.js';
import type { Begun, PushAnswer, PushDesk, PushOrder, PushSource } from '../../catalogue/push-desk.js';
import { RequestError } from '../../domain/errors.js';
import type { RunItem } from '../../domain/harvest.js';
import type { Clock } from '../../ports/clock.js';
import type { LedgerReader } from '../../ports/ledger.js';
import type { Logger } from '../../ports/logger.js';
import { jsonBody, smallBody } from '../json-body.js';
import { runAnswer, runUrl } from '../run-answer.js';
import { noParameters, parseParameters } from '../schemas/api.js';
import type { StationGate } from '../station-gate.js';
import { answerJson } from './datasets.js';

export interface PushDependencies {
  readonly gate: StationGate;
  readonly desk: PushDesk;
  readonly confirmations: ConfirmationDesk;
  readonly reader: Pick<LedgerReader, 'run' | 'station'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly baseUrl: string;
  /** How long a station waits for the report before it gets the address of the run instead. */
  readonly waitMs: number;
}

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true');
const subject = z.string().min(1).max(2048);
export const pushParameters = z.strictObject({
  complete: flag.describe('The body is everything the station has: what is not in it counts as missing, as after a full walk.'),
  subject: subject.optional().describe('With an empty body: the IRI of one record that the station has deleted.'),
  'dry-run': flag.describe('Judge and compare, but publish nothing.'),
});
export const deletionParameters = z.strictObject({
  subject: subject.describe('IRI of the record that the station has deleted.'),
  'dry-run': flag.describe('Compare, but publish nothing.'),
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
    const order = { station: request.params.id, complete: asked.complete, gone: asked.subject ?? null, dryRun: asked['dry-run'] };
    if (order.complete && order.gone !== null)
      throw new RequestError('request/bad-parameter', 'A deletion is never everything: leave "complete" out.', {
        errors: [{ in: 'query', location: 'complete', code: 'not-allowed', detail: 'Not with "subject".' }],
      });
    await carryOut(request, response, order, sourceOf(request), dependencies);
  });
  router.delete('/stations/:id/descriptions', async (request, response) => {
    gate.enter(request, request.params.id);
    const asked = parseParameters(deletionParameters, request.query);
    await carryOut(request, response, { station: request.params.id, complete: false, gone: asked.subject, dryRun: asked['dry-run'] }, null, dependencies);
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
    begun = await desk.receive(order, source);
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
    response.set({ Location: runUrl(baseUrl, order.station, answer), 'Retry-After': '5' });
    answerJson(request, response, { run: runOf(answer, dependencies), links: { run: runUrl(baseUrl, order.station, answer) } }, 202);
    return;
  }
  answerJson(request, response, pushAnswer(answer, dependencies));
}

/** The answer, or after a while the number of the run; a push that has none yet is waited for. */
async function inTime(begun: Begun<PushAnswer>, waitMs: number): Promise<PushAnswer | number> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => {
      resolve('late');
    }, waitMs);
  });
  const first = await Promise.race([begun.ended, late]);
  clearTimeout(timer);
  return first === 'late' ? ((await begun.run) ?? begun.ended) : first;
}

function runOf(id: number, { reader, clock, baseUrl }: PushDependencies): object {
  const run = reader.run(id);
  return run === undefined ? { run: id } : runAnswer(run, { baseUrl, now: clock.now() });
}

function pushAnswer({ summary, items, report, truncated }: PushAnswer, dependencies: PushDependencies): object {
  const { baseUrl } = dependencies;
  return {
    outcome: summary.outcome,
    detail: summary.detail,
    run: runOf(summary.run, dependencies),
    records: recordsOf(
      items,
      (report?.datasets ?? []).filter(({ kind }) => kind !== 'catalogue').map(({ iri }) => iri),
    ),
    truncated,
    report,
    links: { run: runUrl(baseUrl, summary.station, summary.run) },
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
