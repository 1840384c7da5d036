import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/assets.js';
import { Metrics } from '../../src/observability/metrics.js';

const folder = join(packageRoot, 'docs', 'monitoring');
const alerts = readFileSync(join(folder, 'alerts.yml'), 'utf8');
const dashboard = JSON.parse(readFileSync(join(folder, 'grafana.json'), 'utf8')) as {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
};

/** Names of the figures, and the labels that are used of each. */
function usedIn(expressions: readonly string[]): Set<string> {
  return new Set(expressions.flatMap((expression) => [...expression.matchAll(/\b((?:ndc|process|nodejs)_\w+)/g)].map(([, name = '']) => name)));
}

const measured = async (): Promise<string> => {
  const metrics = new Metrics();
  metrics.request('/sparql', 200, 0.1);
  metrics.run('umc', 'complete');
  metrics.query('answered', 0.1);
  metrics.state({ writable: true, seq: 7, records: { current: 5, held: 1 }, lag: { search: 0 }, sparql: { restarts: 1, swaps: 1, waitingQueries: 2, readyWorkers: 2, storeBytes: { live: 5, wasted: 1 } }, queues: { harvest: 2 }, validationCache: { hits: 3, misses: 1 }, eu: { standings: { refused: 1 }, messages: { queued: 2 }, isPaused: false, needsReconciliation: true } });
  for (const [at, stage] of ['gather', 'gather', 'publish', 'done'].entries()) metrics.stage(7, stage, at * 1000);
  metrics.stations([{ station: 'umc', published: 5, held: 1, states: ['live', 'failing'], lastSuccessAt: '2026-01-01T00:00:00Z', lastRunSeconds: 3 }]);
  return metrics.text();
};

describe('monitoring', () => {
  it('asks only for figures that there are, in the dashboard and in the alert rules', async () => {
    const text = await measured();
    const names = new Set([...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = '', type]) => (type === 'histogram' ? [name, `${name}_bucket`, `${name}_count`, `${name}_sum`] : [name])));
    const expressions = [...[...alerts.matchAll(/expr: (.*)$/gm)].map(([, expression = '']) => expression), ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))];
    expect(expressions.length).toBeGreaterThan(20);
    expect([...usedIn(expressions)].filter((name) => !names.has(name))).toEqual([]);
    // Every figure of ours is watched somewhere.
    expect([...names].filter((name) => name.startsWith('ndc_') && !/_(bucket|count|sum)$/.test(name) && !usedIn(expressions).has(name) && !usedIn(expressions).has(`${name}_count`))).toEqual([]);
  });

  it('says for every alert what to do', () => {
    const rules = alerts.split('- alert: ').slice(1);
    expect(rules.length).toBeGreaterThan(5);
    for (const rule of rules) expect(rule).toMatch(/summary: .+\n\s+action: .+/);
  });

  it('forgets the figures of a station that has gone', async () => {
    const metrics = new Metrics();
    const figures = { published: 5, held: 1, states: ['live', 'on-hold'], lastSuccessAt: null, lastRunSeconds: null };
    metrics.stations([{ station: 'umc', ...figures }]);
    expect(await metrics.text()).toContain('ndc_station_state{station="umc",state="on-hold"} 1');
    metrics.stations([{ station: 'other', ...figures, states: ['live'] }]);
    const text = await metrics.text();
    expect([text.includes('umc'), text.includes('ndc_station_records{station="other",state="published"} 5')]).toEqual([false, true]);
  });
});
