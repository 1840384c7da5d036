import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { RequestError } from '../../domain/errors.js';
import type { HarvestRun } from '../../domain/harvest.js';
import { may, rolesWith, type Operator } from '../../domain/operator.js';
import type { StationState } from '../../domain/station.js';
import type { InTurn } from '../../harvest/line.js';
import type { RunRequest, RunSummary } from '../../harvest/runner.js';
import type { Clock } from '../../ports/clock.js';
import type { LedgerReader, StationStatus } from '../../ports/ledger.js';
import type { OperatorGate } from '../../ports/operator-gate.js';
import { jsonBody, smallBody } from '../json-body.js';
import { requireMatch } from '../negotiation.js';
import { runAnswer, runUrl, wholeRunAnswer } from '../run-answer.js';
import { noParameters, parseParameters } from '../schemas/api.js';
import { WaitingDeeds, type WaitingDeed } from '../waiting-deeds.js';
import { answerJson, jsonTag, sendOwnJson } from './datasets.js';
import { stateAnswer } from './stations.js';

/** What operators can have done with runs and stations, in its turn; each deed is logged with a name. */
export interface OperatorDeeds {
  run(request: Omit<RunRequest, 'signal' | 'push'>): InTurn<RunSummary>;
  release(held: number, by: string): InTurn<RunSummary>;
  revert(of: number, by: string): InTurn<RunSummary>;
  discard(held: number, by: string): Promise<void>;
  cancel(run: number, by: string): Promise<void>;
  setState(station: string, state: StationState, by: string): Promise<void>;
}

export interface DeedsDependencies {
  readonly gate: OperatorGate;
  readonly reader: Pick<LedgerReader, 'station' | 'run' | 'changedBy' | 'runIssues' | 'runItems'>;
  readonly deeds: OperatorDeeds;
  readonly clock: Clock;
  readonly baseUrl: string;
}

export const runBody = z
  .strictObject({
    dryRun: z.boolean().default(false).describe('Gather, judge and compare, but publish nothing.'),
    full: z.boolean().default(false).describe('Read everything, whatever was read before.'),
    reprocess: z.boolean().default(false).describe('Read what is kept of the station again, by the rules of now, without visiting it.'),
  })
  .refine(({ full, reprocess }) => !(full && reprocess), { message: 'What is kept is always read in full; leave one of "full" and "reprocess" out.' })
  .prefault({});
export const stateBody = z.strictObject({ state: z.enum(['live', 'paused']).describe('`live` also ends onboarding: what was received is published.') });

const retrySeconds = 30;
/** A deed that waits for its turn is asked about again after this. */
const askAgainSeconds = 5;

/**
 * Deeds of operators on runs and stations (`/api/v1/stations/{id}/...`, DESIGN section 5). What visits a station takes its turn
 * like a scheduled visit; what is done to something that exists wants `If-Match` (API-5).
 */
export function deedsRouter(dependencies: DeedsDependencies): Router {
  const { gate, deeds, reader } = dependencies;
  const router = Router({ strict: true });
  const body = smallBody(16_384);
  const waiting = new WaitingDeeds(dependencies.clock);
  const begin = new Beginning(waiting, dependencies);
  router.post('/stations/:id/runs', body, async (request, response) => {
    const { name } = enter(request, gate);
    const { station, state, lastRun } = requireStation(reader, request.params.id);
    const { dryRun, full, reprocess } = jsonBody(request, runBody);
    if (state === 'retired' || (state === 'paused' && !dryRun)) throw conflict(`The station is ${state}.`);
    requireIdle(station.id, lastRun);
    const asked: RunRequest = {
      station: station.id,
      trigger: reprocess ? 'replay' : 'manual',
      dryRun,
      full,
      by: name,
      ...(reprocess ? { replay: { run: null } } : {}),
    };
    await begin.answer(request, response, { deed: 'run', station: station.id, by: name }, deeds.run(asked));
  });
  router.post('/stations/:id/runs/:run/release', body, async (request, response) => {
    const operator = enter(request, gate);
    const held = requireHeld(requireMatching(request, operator, dependencies));
    requireIdle(held.station, reader.station(held.station)?.lastRun);
    await begin.answer(request, response, { deed: 'release', station: held.station, by: operator.name }, deeds.release(held.id, operator.name));
  });
  router.post('/stations/:id/runs/:run/discard', body, async (request, response) => {
    const operator = enter(request, gate);
    const held = requireHeld(requireMatching(request, operator, dependencies));
    await inTime(deeds.discard(held.id, operator.name));
    answerRun(request, response, held.id, 200, dependencies);
  });
  router.post('/stations/:id/runs/:run/cancel', body, async (request, response) => {
    const operator = enter(request, gate);
    const run = requireMatching(request, operator, dependencies);
    if (run.endedAt !== null) throw conflict(`Run ${String(run.id)} has ended already.`);
    await inTime(deeds.cancel(run.id, operator.name));
    answerRun(request, response, run.id, 202, dependencies);
  });
  router.post('/stations/:id/runs/:run/revert', body, async (request, response) => {
    const operator = enter(request, gate);
    const run = requireMatching(request, operator, dependencies);
    if (run.endedAt === null) throw conflict(`Run ${String(run.id)} is still under way; cancel it first.`, retrySeconds);
    if (reader.changedBy(run.id).length === 0) throw conflict(`Run ${String(run.id)} has changed nothing in the catalogue.`);
    requireIdle(run.station, reader.station(run.station)?.lastRun);
    await begin.answer(request, response, { deed: 'revert', station: run.station, by: operator.name }, deeds.revert(run.id, operator.name));
  });
  router.post('/stations/:id/state', body, async (request, response) => {
    const { name } = enter(request, gate);
    const { station, state: before } = requireStation(reader, request.params.id);
    const { state } = jsonBody(request, stateBody);
    requireMatch(request, () => jsonTag(request, stateAnswer(station.id, before)));
    if (before === 'retired') throw conflict('The station is retired: it is no longer in the stations file.');
    await deeds.setState(station.id, state, name);
    answerJson(request, response, stateAnswer(station.id, reader.station(station.id)?.state ?? state));
  });
  router.get('/deeds', (request, response) => {
    const operator = look(request, gate);
    sendOwnJson(request, response, { items: waiting.all().map((deed) => deedAnswer(deed, operator, dependencies)) });
  });
  router.get('/deeds/:deed', (request, response) => {
    const operator = look(request, gate);
    const deed = requireDeed(waiting, request.params.deed);
    if (deed.state === 'waiting') response.set('Retry-After', String(askAgainSeconds));
    sendOwnJson(request, response, deedAnswer(deed, operator, dependencies));
  });
  router.delete('/deeds/:deed', (request, response) => {
    const operator = enter(request, gate);
    const deed = requireDeed(waiting, request.params.deed);
    requireMatch(request, () => jsonTag(request, deedAnswer(deed, operator, dependencies)));
    if (!waiting.leave(deed.id)) throw conflict(deed.run === null ? 'It waits no more.' : `It has begun: cancel run ${String(deed.run)}.`);
    response.status(204).set('Cache-Control', 'no-store').end();
  });
  return router;
}

/** To do something. */
function enter(request: Request, gate: OperatorGate): Operator {
  const operator = gate.enter(request, rolesWith('decide'));
  parseParameters(noParameters, request.query);
  return operator;
}

/** To see what is asked for. */
function look(request: Request, gate: OperatorGate): Operator {
  const operator = gate.enter(request, rolesWith('read'));
  parseParameters(noParameters, request.query);
  return operator;
}

function requireStation(reader: DeedsDependencies['reader'], id: string): StationStatus {
  const status = reader.station(id);
  if (status === undefined) throw new RequestError('request/not-found', `There is no station "${id.slice(0, 100)}".`);
  return status;
}

function requireRun({ id, run }: { readonly id: string; readonly run: string }, reader: DeedsDependencies['reader']): HarvestRun {
  const found = /^[1-9]\d{0,14}$/.test(run) ? reader.run(Number(run)) : undefined;
  if (found?.station !== id) throw new RequestError('request/not-found', 'The station has no such run.');
  return found;
}

/** The run that a deed is about, as the operator saw it. */
function requireMatching(request: Request<{ id: string; run: string }>, operator: Operator, { reader, baseUrl, clock }: DeedsDependencies): HarvestRun {
  const run = requireRun(request.params, reader);
  requireMatch(request, () => jsonTag(request, wholeRunAnswer(run, operator, { reader, baseUrl, now: clock.now() })));
  return run;
}

function requireDeed(waiting: WaitingDeeds, id: string): WaitingDeed {
  const deed = /^[0-9a-f]{32}$/.test(id) ? waiting.find(id) : undefined;
  if (deed === undefined)
    throw new RequestError(
      'request/not-found',
      'There is no such deed, or not any more: what has begun is told by its run, and what waited is forgotten with a stop.',
    );
  return deed;
}

/** A run under way is not waited for: what is decided now may not be meant when it has ended. */
function requireIdle(station: string, lastRun: HarvestRun | null | undefined): void {
  if (lastRun?.endedAt === null)
    throw conflict(`Run ${String(lastRun.id)} of station ${station} is still under way; wait for its end or cancel it.`, retrySeconds);
}

function requireHeld(run: HarvestRun): HarvestRun {
  if (run.outcome !== 'on-hold') throw conflict(`Run ${String(run.id)} is not on hold.`);
  if (run.resolved !== null) throw conflict(`Run ${String(run.id)} was ${run.resolved.how} already.`);
  return run;
}

/** Answers what has been asked for and cannot be told at once. */
class Beginning {
  constructor(
    private readonly waiting: WaitingDeeds,
    private readonly dependencies: DeedsDependencies,
  ) {}

  /** 202: with the run as soon as it has a number, with the deed while it waits for its turn. */
  async answer(request: Request, response: Response, facts: Pick<WaitingDeed, 'deed' | 'station' | 'by'>, begun: InTurn<RunSummary>): Promise<void> {
    const { dependencies } = this;
    begun.ended.catch(() => undefined);
    if (begun.waitsFor() !== null) {
      const deed = this.waiting.add(facts, begun);
      response.set({ Location: deedUrl(deed, dependencies), 'Retry-After': String(askAgainSeconds) });
      answerJson(request, response, deedAnswer(deed, { name: facts.by, role: 'operator' }, dependencies), 202);
      return;
    }
    const run = await begun.run;
    if (run === null) {
      const { detail } = await inTime(begun.ended);
      throw conflict(detail ?? 'The run cannot begin now.', retrySeconds);
    }
    answerRun(request, response, run, 202, dependencies);
  }
}

function deedUrl({ id }: WaitingDeed, { baseUrl }: DeedsDependencies): string {
  return `${baseUrl}/api/v1/deeds/${id}`;
}

function deedAnswer(entry: WaitingDeed, operator: Operator, dependencies: DeedsDependencies): object {
  const { id, deed, station, askedAt, state, waitsFor, run, detail } = entry;
  return {
    id,
    deed,
    station,
    ...(may(operator, 'names') ? { by: entry.by } : {}),
    askedAt,
    state,
    waitsFor,
    run,
    detail,
    links: { self: deedUrl(entry, dependencies), ...(run === null ? {} : { run: runUrl(dependencies.baseUrl, station, run) }) },
  };
}

function answerRun(request: Request, response: Response, id: number, status: 200 | 202, { reader, clock, baseUrl }: DeedsDependencies): void {
  const run = reader.run(id);
  if (run === undefined) throw new RequestError('request/not-found', 'The run is not there any more.');
  if (status === 202) response.set({ Location: runUrl(baseUrl, run.station, id), 'Retry-After': String(askAgainSeconds) });
  answerJson(request, response, runAnswer(run, { baseUrl, now: clock.now(), withNames: true }), status);
}

/** What could be done when we looked, and cannot any more: somebody else was there first. */
async function inTime<T>(deed: Promise<T>): Promise<T> {
  try {
    return await deed;
  } catch (error) {
    if (error instanceof RequestError && error.code === 'request/bad-parameter') throw conflict(error.message);
    throw error;
  }
}

function conflict(detail: string, retryAfter?: number): RequestError {
  return new RequestError('request/conflict', detail, retryAfter === undefined ? {} : { retryAfter });
}
