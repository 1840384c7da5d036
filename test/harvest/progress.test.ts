import { expect, it } from 'vitest';
import type { HarvestEvent } from '../../src/domain/harvest.js';
import { openHarvesting } from '../support/harvesting.js';
import { makeStation, publish, staged } from '../support/ledger.js';

const known = 'https://holder.example/dataset/1';
const failure: HarvestEvent = {
  kind: 'issue',
  issue: { code: 'http-status', severity: 'error', subject: null, detail: 'The second page answers 500.', url: null, line: null, owner: 'station' },
};

it.each<[words: string, before: HarvestEvent[], outcome: string]>([
  ['partial after a listing in which nothing has changed', [{ kind: 'listed', key: known }], 'partial'],
  ['failed after a listing of which nothing could be read', [{ kind: 'listed', key: 'https://holder.example/dataset/new' }], 'failed'],
  ['partial after a deletion', [{ kind: 'gone', key: known, evidence: 'oai-deleted' }], 'partial'],
  ['failed after an announcement alone', [{ kind: 'expects', count: 3 }], 'failed'],
  ['failed after nothing', [], 'failed'],
])('a run that breaks off is %s', async (_words, before, outcome) => {
  const harvester = {
    protocol: 'rdf',
    assembly: 'per-document' as const,
    knows: { completeListing: true, deletions: true, modifiedSince: true },
    async *harvest(): AsyncGenerator<HarvestEvent> {
      yield* [...before, failure];
    },
  };
  const harvesting = await openHarvesting([makeStation('holder')], {}, { harvesters: new Map([['rdf', harvester]]) });
  await publish(harvesting.ledger, 'holder', [staged(known)]);
  expect((await harvesting.run('holder')).outcome).toBe(outcome);
});
