import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Begun } from '../../catalogue/push-desk.js';
import { RequestError } from '../../domain/errors.js';
import type { HarvestRun } from '../../domain/harvest.js';
import type { Operator } from '../../domain/operator.js';
import type { StationState } from '../../domain/station.js';
import type { RunRequest, RunSummary } from '../../harvest/runner.js';
import type { Clock } from '../../ports/clock.js';
import type { LedgerReader, StationStatus } from '../../ports/ledger.js';
import type { OperatorGate } from '../../ports/operator-gate.js';
import { jsonBody, smallBody } from '../json-body.js';
import { runAnswer, runUrl } from '../run-answer.js';
import { noParameters, parseParameters } from '../schemas/api.js';
import { answerJson } from './datasets.js';

/** What operators can have done with runs and stations; each deed is logged with a name. */
export interface OperatorDeeds {
  run(request: Omit<RunRequest, 'signal' | 'push'>): Begun<RunSummary>;
  release(held: number, by: string): Begun<RunSummary>;
  revert(of: number, by: string): Begun<RunSummary>;
  discard(held: number, by: string): Promise<void>;
  cancel(run: number, by: string): Promise<void>;
  setState(station: string, state: StationState, by: string): Promise<void>;
}

export interface DeedsDependencies {
  readonly gate: OperatorGate;
  readonly reader: Pick<LedgerReader, 'station' | 'run' | 'changedBy'>;
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

/** Deeds of operators on runs and stations (`/api/v1/stations/{id}/...`, DESIGN section 5). */
export function deedsRouter(dependencies: DeedsDependencies): Router {
  const { gate, deeds, reader } = dependencies;
  const router = Router({ strict: true });
  const body = smallBody(16_384);
  router.post('/stations/:id/runs', body, async (request, response) => {
    const { name } = enter(request, gate);
    const { station, state } = requireStation(reader, request.params.id);
    const { dryRun, full, reprocess } = jsonBody(request, runBody);
    if (state === 'retired' || (state === 'paused' && !dryRun)) throw conflict(`The station is ${state}.`);
    const begun = deeds.run({
      station: station.id,
      trigger: reprocess ? 'replay' : 'manual',
      dryRun,
      full,
      by: name,
      ...(reprocess ? { replay: { run: null } } : {}),
    });
    await answerBegun(request, response, begun, dependencies);
  });
  router.post('/stations/:id/runs/:run/release', body, async (request, response) => {
    const { name } = enter(request, gate);
    const held = requireHeld(requireRun(request.params, reader));
    await answerBegun(request, response, deeds.release(held.id, name), dependencies);
  });
  router.post('/stations/:id/runs/:run/discard', body, async (request, response) => {
    const { name } = enter(request, gate);
    const held = requireHeld(requireRun(request.params, reader));
    await inTime(deeds.discard(held.id, name));
    answerRun(request, response, held.id, 200, dependencies);
  });
  router.post('/stations/:id/runs/:run/cancel', body, async (request, response) => {
    const { name } = enter(request, gate);
    const run = requireRun(request.params, reader);
    if (run.endedAt !== null) throw conflict(`Run ${String(run.id)} has ended already.`);
    await inTime(deeds.cancel(run.id, name));
    answerRun(request, response, run.id, 202, dependencies);
  });
  router.post('/stations/:id/runs/:run/revert', body, async (request, response) => {
    const { name } = enter(request, gate);
    const run = requireRun(request.params, reader);
    if (run.endedAt === null) throw conflict(`Run ${String(run.id)} is still under way; cancel it first.`, retrySeconds);
    if (reader.changedBy(run.id).length === 0) throw conflict(`Run ${String(run.id)} has changed nothing in the catalogue.`);
    await answerBegun(request, response, deeds.revert(run.id, name), dependencies);
  });
  router.post('/stations/:id/state', body, async (request, response) => {
    const { name } = enter(request, gate);
    const { station, state: before } = requireStation(reader, request.params.id);
    const { state } = jsonBody(request, stateBody);
    if (before === 'retired') throw conflict('The station is retired: it is no longer in the stations file.');
    await deeds.setState(station.id, state, name);
    answerJson(request, response, { id: station.id, state: reader.station(station.id)?.state ?? state });
  });
  return router;
}

function enter(request: Request, gate: OperatorGate): Operator {
  const operator = gate.enter(request, ['operator']);
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

function requireHeld(run: HarvestRun): HarvestRun {
  if (run.outcome !== 'on-hold') throw conflict(`Run ${String(run.id)} is not on hold.`);
  if (run.resolved !== null) throw conflict(`Run ${String(run.id)} was ${run.resolved.how} already.`);
  return run;
}

/** 202 as soon as the run has a number; what comes of it is told by its own address. */
async function answerBegun(request: Request, response: Response, begun: Begun<RunSummary>, dependencies: DeedsDependencies): Promise<void> {
  begun.ended.catch(() => undefined);
  const run = await begun.run;
  if (run === null) {
    const { detail } = await inTime(begun.ended);
    throw conflict(detail ?? 'The run cannot begin now.', retrySeconds);
  }
  answerRun(request, response, run, 202, dependencies);
}

function answerRun(request: Request, response: Response, id: number, status: 200 | 202, { reader, clock, baseUrl }: DeedsDependencies): void {
  const run = reader.run(id);
  if (run === undefined) throw new RequestError('request/not-found', 'The run is not there any more.');
  if (status === 202) response.set('Location', runUrl(baseUrl, run.station, id));
  answerJson(request, response, runAnswer(run, { baseUrl, now: clock.now(), forOperators: true }), status);
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
