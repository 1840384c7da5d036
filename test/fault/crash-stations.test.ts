import { describe, expect, it } from 'vitest';
import { protocols, type SpokenProtocol } from '../support/speaking/speak.js';
import type { BrokenHarvest, Moment } from './crash-order.js';
import { stationCrashRounds } from './crash-stations.js';

/** The moments of the few rounds of `npm test`; the soak's many rounds leave them to chance. */
const fewMoments: readonly Moment[] = [
  { step: 'fetch', nth: 3, when: 'after' },
  { step: 'publish', nth: 1, when: 'within', statement: 40 },
  { step: 'publish', nth: 1, when: 'after' },
];
const asked = process.env['NDC_CRASH_ROUNDS'];
const rounds = asked === undefined ? fewMoments.length : Number(asked);

const shown = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${String(count)}`)
    .join(', ');

describe('kill -9 during the harvest of every protocol', () => {
  it(`loses and doubles nothing over ${String(rounds)} rounds, and the next run ends where one without a kill does`, async () => {
    const result = await stationCrashRounds({ rounds, seed: 20_261_122, ...(asked === undefined ? { moments: fewMoments } : {}) });
    console.log(
      `crash: ${String(result.kills)} kills by protocol (${shown(result.protocols)}), at ${shown(result.moments)}; ${String(result.acknowledged)} acknowledged versions, ${String(result.resumed)} runs resumed from a bookmark, ${String(result.faults.length)} faults`,
    );
    expect(result.faults).toEqual([]);
    expect(result.kills).toBe(rounds);
    if (rounds >= protocols.length) expect(Object.keys(result.protocols)).toEqual([...protocols]);
    expect(result.acknowledged).toBeGreaterThan(0);
  }, 1_800_000);

  const lateInTheFirst: Moment = { step: 'finishRun', nth: 1, when: 'before' };
  const marked: Moment = { step: 'stageBookmark', nth: 3, when: 'after' };
  const unpublished: Moment = { step: 'publish', nth: 1, when: 'before' };
  it.each<{ broken: BrokenHarvest; protocol: SpokenProtocol; moments: readonly Moment[] }>([
    { broken: 'bookmark-without-staging', protocol: 'ldes', moments: [marked] },
    { broken: 'bookmark-before-publishing', protocol: 'oai-pmh', moments: [lateInTheFirst, unpublished] },
    { broken: 'publishes-again', protocol: 'rdf', moments: [{ step: 'publish', nth: 1, when: 'after' }] },
    { broken: 'remembers-unpublished', protocol: 'ckan', moments: [lateInTheFirst, unpublished] },
  ])(
    'finds the fault "$broken", and none without it',
    async ({ broken, protocol, moments }) => {
      const options = { rounds: moments.length, seed: 11, among: [protocol], moments };
      expect((await stationCrashRounds({ ...options, broken })).faults.length).toBeGreaterThan(0);
      expect((await stationCrashRounds(options)).faults).toEqual([]);
    },
    300_000,
  );

  // Its deeds are tested without kills in test/harvest/run-deeds.test.ts; with them in the soak.
  it.skipIf(process.env['NDC_CRASH_ROUNDS'] === undefined)(
    'carries a release and a revert out in the end, once each',
    async () => {
      const moments: readonly Moment[] = [
        lateInTheFirst,
        { step: 'revert', nth: 2, when: 'within', statement: 10 },
        { step: 'publish', nth: 1, when: 'after' },
        { step: 'releaseRun', nth: 1, when: 'after' },
      ];
      const result = await stationCrashRounds({ rounds: 4, seed: 5, among: ['oai-pmh'], moments, deeds: ['visit', 'revert', 'release', 'release'] });
      expect(result.faults).toEqual([]);
      expect(Object.keys(result.moments)).toEqual(['finishRun', 'revert of a revert', 'publish of a release', 'releaseRun of a release']);
    },
    300_000,
  );

  it('goes on from the bookmark that was staged, also when the station has changed meanwhile', async () => {
    const atTheEnd: Moment = { step: 'stageBookmark', nth: 1, when: 'after' };
    const oai = await stationCrashRounds({ rounds: 3, seed: 3, among: ['oai-pmh'], moments: [lateInTheFirst, atTheEnd, atTheEnd] });
    const ldes = await stationCrashRounds({ rounds: 2, seed: 3, among: ['ldes'], moments: [marked, { ...marked, nth: 2 }] });
    expect({ faults: [...oai.faults, ...ldes.faults], resumed: oai.resumed + ldes.resumed }).toEqual({ faults: [], resumed: 4 });
  }, 300_000);
});
