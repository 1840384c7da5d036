import { Router } from 'express';
import type { ProjectionStatus } from '../../ports/sparql-engine.js';
import { CatalogueError } from '../../domain/errors.js';
import type { LedgerReader, Snapshot } from '../../ports/ledger.js';
import type { StorageProblem } from '../../ports/storage-state.js';

export interface HealthDependencies {
  readonly reader: Pick<LedgerReader, 'snapshot'>;
  /** What is wrong with the disk or the files of the data folder. */
  readonly storage: () => readonly StorageProblem[];
  readonly projections: () => Promise<readonly ProjectionStatus[]>;
  readonly metrics: () => Promise<string>;
}

/** With these the catalogue may be read, but not believed. */
const unreadable: readonly string[] = ['ledger/damaged', 'ledger/disk-failing'];

/**
 * `/healthz` (the process lives), `/readyz` (it serves, and how far each projection is), `/metrics`. Where reading goes on but nothing can
 * be written it is `degraded` and answers 200: an instance less to serve would help nobody.
 */
export function healthRouter({ reader, storage, projections, metrics }: HealthDependencies): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').type('text/plain').send('ok\n');
  });
  router.get('/readyz', async (_request, response) => {
    const snapshot = snapshotOf(reader);
    const known = await projections();
    const search = known.find((projection) => projection.name === 'search');
    // Search and pages do without triples: a catalogue is not taken out of service because queries have ended its stores.
    const loaded = search?.complete === true;
    const noticed = storage();
    const problems = 'code' in snapshot && !noticed.some(({ code }) => code === snapshot.code) ? [...noticed, { ...snapshot, since: null }] : noticed;
    const isRead = !('code' in snapshot) && !problems.some(({ code }) => unreadable.includes(code));
    const status = !isRead ? 'damaged' : !loaded ? 'loading' : problems.length > 0 ? 'degraded' : 'ready';
    response
      .set('Cache-Control', 'no-store')
      .status(status === 'ready' || status === 'degraded' ? 200 : 503)
      .json({
        status,
        sparql: known.some((projection) => projection.name.startsWith('triples') && projection.complete) ? 'ready' : 'loading',
        problems,
        ledger: 'code' in snapshot ? null : snapshot,
        projections: known.map((projection) => ({
          ...projection,
          lag: projection.complete && !('code' in snapshot) ? Math.max(0, snapshot.seq - projection.seq) : null,
        })),
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

function snapshotOf(reader: Pick<LedgerReader, 'snapshot'>): Snapshot | { readonly code: string; readonly detail: string } {
  try {
    return reader.snapshot();
  } catch (error) {
    if (error instanceof CatalogueError) return { code: error.code, detail: error.message };
    throw error;
  }
}
