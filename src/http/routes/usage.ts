import { Router, type Request, type Response } from 'express';
import type { CatalogueQueries } from '../../catalogue/queries.js';
import type { UsageNotes } from '../../catalogue/usage-counter.js';
import { rolesWith } from '../../domain/operator.js';
import { leastTermUses } from '../../domain/usage.js';
import type { Clock } from '../../ports/clock.js';
import type { OperatorGate } from '../../ports/operator-gate.js';
import type { UsageReader } from '../../ports/usage-reader.js';
import { cell } from '../../report/csv.js';
import { missedTermParameters, mistakeAt, parseParameters, refuseMistakes, usageParameters } from '../schemas/api.js';
import { sendRepresentation } from '../negotiation.js';
import { sendOwnJson, setApiHeaders } from './datasets.js';

export interface UsageRouterDependencies {
  readonly usage: UsageReader;
  /** What was counted a moment ago belongs to the answer. */
  readonly notes: Pick<UsageNotes, 'flush'>;
  readonly queries: Pick<CatalogueQueries, 'head'>;
  readonly gate: OperatorGate;
  readonly clock: Clock;
}

/** `/api/v1/usage`: how datasets are used, and what was searched for in vain, for the operator's people alone (R127 to R130). */
export function usageRouter({ usage, notes, queries, gate, clock }: UsageRouterDependencies): Router {
  const router = Router({ strict: true });
  const today = (): string => clock.now().toISOString().slice(0, 10);
  router.get('/usage', async (request, response) => {
    gate.enter(request, rolesWith('read'));
    const { from, to = today(), station, dataset, by, limit, format } = parseParameters(usageParameters, request.query);
    const span = { from: from ?? yearBefore(to), to };
    const record = dataset === undefined ? undefined : (queries.head(dataset)?.id ?? dataset);
    refuseMistakes([
      ...(span.from > span.to ? [mistakeAt('from', 'too_big', '"from" is after "to".')] : []),
      ...(by === 'month' && (station !== undefined || record !== undefined)
        ? [mistakeAt('by', 'not-allowed', 'Months are counted for the whole catalogue. Leave "station" and "dataset" out, or ask by day.')]
        : []),
    ]);
    await notes.flush();
    const items = by === 'dataset' ? usage.sums(span, { station, record }, limit) : by === 'day' ? usage.days(span, { station, record }) : usage.months(span);
    send(request, response, format, { ...span, items });
  });
  router.get('/usage/missed-terms', async (request, response) => {
    gate.enter(request, rolesWith('read'));
    const { from, to = today().slice(0, 7), limit, format } = parseParameters(missedTermParameters, request.query);
    const span = { from: from ?? monthsBefore(to, 11), to };
    refuseMistakes(span.from > span.to ? [mistakeAt('from', 'too_big', '"from" is after "to".')] : []);
    await notes.flush();
    send(request, response, format, { ...span, atLeast: leastTermUses, items: usage.missedTerms(span, leastTermUses, limit) });
  });
  return router;
}

interface Totals {
  readonly from: string;
  readonly to: string;
  readonly atLeast?: number;
  readonly items: readonly object[];
}

function send(request: Request, response: Response, format: 'json' | 'csv', totals: Totals): void {
  if (format === 'json') {
    sendOwnJson(request, response, totals);
    return;
  }
  const [first = {}] = totals.items;
  const rows = [Object.keys(first), ...totals.items.map((item) => Object.values(item) as (string | number)[])];
  setApiHeaders(response);
  response.set('Content-Disposition', 'attachment; filename="usage.csv"');
  sendRepresentation(request, response, rows.map((row) => `${row.map(cell).join(',')}\r\n`).join(''), {
    type: 'text/csv; charset=utf-8; header=present',
    cacheControl: 'no-store',
    vary: 'Accept, Authorization',
  });
}

function yearBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCFullYear(date.getUTCFullYear() - 1);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

function monthsBefore(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 - months)).toISOString().slice(0, 7);
}
