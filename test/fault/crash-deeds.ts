import { createHash } from 'node:crypto';
import type { HarvestedDocument, RunSummary } from '../../src/domain/harvest.js';
import { pushedUrl, type Pushed } from '../../src/harvest/push.js';
import type { Runner } from '../../src/harvest/runner.js';
import type { Deed } from './crash-order.js';

/** Carries out a deed as the process does whom it was asked of. */
export function carryOut(runner: Runner, station: string, deed: Deed): Promise<RunSummary> {
  const silent = (): void => undefined;
  switch (deed.kind) {
    case 'harvest':
      return runner.run({ station, trigger: 'manual' }, silent);
    case 'push':
      return runner.run({ station, trigger: 'push', push: pushedOf(deed.turtle) }, silent);
    case 'release':
      return runner.release(deed.run, 'an operator', silent);
    case 'revert':
      return runner.revert(deed.run, 'an operator', silent);
  }
}

function pushedOf(turtle: string): Pushed {
  const bytes = Buffer.from(turtle, 'utf8');
  const bodyHash = createHash('sha256').update(bytes).digest('hex');
  const document: HarvestedDocument = {
    url: pushedUrl(bodyHash),
    baseIri: 'https://holder.example/',
    mediaType: 'text/turtle',
    retrievedAt: '2026-01-01T00:00:00.000Z',
    etag: null,
    lastModified: null,
    bodyHash,
    body: { kind: 'memory', bytes },
  };
  return { document, gone: null, complete: true };
}
