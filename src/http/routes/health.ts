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
    // Search and pages do without triples: a catalogue is not taken out of service because queries have ended its stores.
    const ready = search?.complete === true;
    response
      .set('Cache-Control', 'no-store')
      .status(ready ? 200 : 503)
      .json({
        status: ready ? 'ready' : 'loading',
        sparql: known.some((projection) => projection.name.startsWith('triples') && projection.complete) ? 'ready' : 'loading',
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
