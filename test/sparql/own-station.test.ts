import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHarvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { openTestServer, type TestServer } from '../support/server.js';

let catalogue: TestServer;
beforeAll(async () => {
  // Long: how fast the machine is decides nothing here.
  catalogue = await openTestServer({ environment: { NDC_SPARQL_TIMEOUT_MS: '60000', NDC_SPARQL_MAX_ROWS: '3000' } });
}, 180_000);
afterAll(() => catalogue.close());

describe('our own SPARQL endpoint as a station', () => {
  it('gives every published record, and nothing new the second time', async () => {
    const { total } = await catalogue.json<{ total: number }>('/api/v1/datasets?pageSize=1');
    expect(total).toBeGreaterThan(10);
    const station = makeStation('node', {
      protocol: 'sparql',
      kind: 'aggregator',
      holder: null,
      endpoint: `${catalogue.url}/sparql`,
      settings: { 'pause-ms': '0' },
    });
    const harvesting = await openHarvesting([station], { headersTimeoutMs: 120_000, totalTimeoutMs: 120_000 });
    const first = await harvesting.run('node');
    expect(first.outcome).toBe('complete');
    expect(first.counts.added + first.counts.held).toBeGreaterThanOrEqual(total);
    const second = await harvesting.run('node');
    expect(second).toMatchObject({ outcome: 'complete', counts: { added: 0, updated: 0, withdrawn: 0 } });
    expect(
      harvesting.issues().filter((issue) => issue.severity === 'error' && ['parse-error', 'truncated', 'total-differs', 'timeout'].includes(issue.code)),
    ).toEqual([]);
  }, 240_000);
});
