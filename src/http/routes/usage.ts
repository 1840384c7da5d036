import { Router, type Request, type Response } from 'express';
import type { CatalogueQueries } from '../../catalogue/queries.js';
import type { UsageNotes } from '../../catalogue/usage-counter.js';
import { RequestError } from '../../domain/errors.js';
import { rolesWith } from '../../domain/operator.js';
import { leastTermUses } from '../../domain/usage.js';
import type { Clock } from '../../ports/clock.js';
import type { OperatorGate } from '../../ports/operator-gate.js';
import type { UsageReader } from '../../ports/usage-reader.js';
import { cell } from '../../report/csv.js';
import { missedTermParameters, parseParameters, usageParameters } from '../schemas/api.js';
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
    if (span.from > span.to) throw new RequestError('request/bad-parameter', '"from" is after "to".');
    const record = dataset === undefined ? undefined : (queries.head(dataset)?.id ?? dataset);
    if (by === 'month' && (station !== undefined || record !== undefined))
      throw new RequestError('request/bad-parameter', 'Months are counted for the whole catalogue. Leave "station" and "dataset" out, or ask by day.');
    await notes.flush();
    const items = by === 'dataset' ? usage.sums(span, { station, record }, limit) : by === 'day' ? usage.days(span, { station, record }) : usage.months(span);
    send(request, response, format, { ...span, items });
  });
  router.get('/usage/missed-terms', async (request, response) => {
    gate.enter(request, rolesWith('read'));
    const { from, to = today().slice(0, 7), limit, format } = parseParameters(missedTermParameters, request.query);
    const span = { from: from ?? monthsBefore(to, 11), to };
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
  response
    .set({ 'Cache-Control': 'no-store', 'Content-Disposition': 'attachment; filename="usage.csv"' })
    .type('text/csv; charset=utf-8; header=present')
    .send(rows.map((row) => `${row.map(cell).join(',')}\r\n`).join(''));
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
