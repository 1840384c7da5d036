import { Router } from 'express';
import type { CatalogueQueries } from '../../catalogue/queries.js';
import { RequestError } from '../../domain/errors.js';
import { standingOf, tallyOf, type Round } from '../../domain/round.js';
import type { LedgerReader } from '../../ports/ledger.js';
import type { OperatorGate } from '../../ports/operator-gate.js';
import { noParameters, parseParameters } from '../schemas/api.js';
import { sendJson, sendOwnJson } from './datasets.js';

export interface RoundsRouterDependencies {
  readonly queries: Pick<CatalogueQueries, 'rounds'>;
  readonly reader: Pick<LedgerReader, 'rounds'>;
  readonly gate: OperatorGate;
  readonly baseUrl: string;
}

const shown = 30;
/** Rounds of a year and more can be asked for by number. */
const reachable = 400;

/** `/api/v1/rounds`: whether all stations have had their turn (R7). Stations that are not public yet are for the operator's people. */
export function roundsRouter({ queries, reader, gate, baseUrl }: RoundsRouterDependencies): Router {
  const router = Router({ strict: true });
  router.get(['/rounds', '/rounds/:id'], (request, response) => {
    parseParameters(noParameters, request.query);
    const isOpen = gate.recognise(request) === null;
    const rounds = (limit: number): readonly Round[] => (isOpen ? queries : reader).rounds(limit);
    const { id } = request.params as { readonly id?: string };
    const answer = id === undefined ? { items: rounds(shown).map((round) => roundAnswer(round, baseUrl)) } : wholeRound(id, rounds(reachable), baseUrl);
    if (isOpen) sendJson(request, response, answer, 'Accept, Authorization');
    else sendOwnJson(request, response, answer);
  });
  return router;
}

function roundAnswer(round: Round, baseUrl: string): object {
  const { id, startedAt, endsBy, endedAt } = round;
  return { id, startedAt, endsBy, endedAt, stations: tallyOf(round), links: { self: `${baseUrl}/api/v1/rounds/${String(id)}` } };
}

function wholeRound(id: string, rounds: readonly Round[], baseUrl: string): object {
  const round = rounds.find((known) => String(known.id) === id);
  if (round === undefined) throw new RequestError('request/not-found', 'There is no such round, or it is too long ago.');
  const items = Object.entries(round.stations).map(([station, entry]) => ({
    station,
    standing: standingOf(entry),
    outcome: entry,
    links: { station: `${baseUrl}/api/v1/stations/${station}` },
  }));
  return { ...roundAnswer(round, baseUrl), items };
}
