import { Router } from 'express';
import type { ProjectionStatus } from '../../ports/sparql-engine.js';
import type { LedgerReader } from '../../ports/ledger.js';

export interface HealthDependencies {
  readonly reader: LedgerReader;
  readonly projections: () => Promise<readonly ProjectionStatus[]>;
  readonly metrics: () => Promise<string>;
}

/** `/healthz` (the process lives), `/readyz` (it serves, and how far each projection is), `/metrics`. */
export function healthRouter({ reader, projections, metrics }: HealthDependencies): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').type('text/plain').send('ok\n');
  });
  router.get('/readyz', async (_request, response) => {
    const { seq, epoch } = reader.snapshot();
    const known = await projections();
    const search = known.find((projection) => projection.name === 'search');
    // Whether a remote store answers is told, but takes neither search nor pages away.
    const ready = search?.complete === true && known.some(({ name, complete }) => name === 'triples-remote' || (name.startsWith('triples') && complete));
    response
      .set('Cache-Control', 'no-store')
      .status(ready ? 200 : 503)
      .json({
        status: ready ? 'ready' : 'loading',
        ledger: { epoch, seq },
        projections: known.map((projection) => ({ ...projection, lag: projection.complete ? Math.max(0, seq - projection.seq) : null })),
      });
  });
  router.get('/metrics', async (_request, response) => {
    response
      .set('Cache-Control', 'no-store')
      .type('text/plain')
      .send(await metrics());
  });
  return router;
}
