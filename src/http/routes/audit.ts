import { Router } from 'express';
import type { AuditQuery } from '../../domain/audit.js';
import { rolesWith } from '../../domain/operator.js';
import type { LedgerReader } from '../../ports/ledger.js';
import type { OperatorGate } from '../../ports/operator-gate.js';
import { auditParameters, parseParameters } from '../schemas/api.js';
import { sendOwnJson, setLinks } from './datasets.js';

export interface AuditRouterDependencies {
  readonly reader: Pick<LedgerReader, 'audit'>;
  readonly gate: OperatorGate;
  readonly baseUrl: string;
}

/** `/api/v1/audit`: who did what, for operators and auditors (R111, R112). */
export function auditRouter({ reader, gate, baseUrl }: AuditRouterDependencies): Router {
  const router = Router({ strict: true });
  router.get('/audit', (request, response) => {
    gate.enter(request, rolesWith('names'));
    const query = parseParameters(auditParameters, request.query);
    const found = reader.audit({ ...query, limit: query.limit + 1 });
    const items = found.slice(0, query.limit);
    const last = items.at(-1);
    const next = found.length > items.length && last !== undefined ? pageUrl(baseUrl, { ...query, before: last.n }) : null;
    const links = { self: pageUrl(baseUrl, query), next };
    setLinks(response, links);
    sendOwnJson(request, response, { items, links });
  });
  return router;
}

function pageUrl(baseUrl: string, query: AuditQuery): string {
  const asked = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return `${baseUrl}/api/v1/audit?${new URLSearchParams(asked).toString()}`;
}
