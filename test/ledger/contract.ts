import { describe, expect, it } from 'vitest';
import { noCounts } from '../../src/domain/harvest.js';
import { recordId } from '../../src/domain/record-id.js';
import { ended, makeStation, publish, staged, startRun, withdraw, type OpenLedger } from '../support/ledger.js';

const a = 'https://a.example/1';
const id = recordId(a);
const titles = (reader: OpenLedger['reader']): string[] =>
  reader
    .publishedPage(reader.snapshot().seq, '', 500)
    .map((record) => /"(.*)"/.exec(record.body)![1]!)
    .sort();
const ops = (reader: OpenLedger['reader'], from = 0): string[] =>
  reader
    .changesAfter(from, 1000)
    .filter((change) => change.kind === 'record')
    .map((change) => `${change.op} ${change.cause}`);

/** What every adapter of the `Ledger` port promises. */
export function describeLedger(name: string, open: () => OpenLedger): void {
  describe(`Ledger: ${name}`, () => {
    async function opened(...stations: Parameters<typeof makeStation>[]): Promise<OpenLedger> {
      const all = open();
      await all.ledger.registerStations((stations.length === 0 ? [['a'] as const] : stations).map(([station, changes]) => makeStation(station, changes)));
      return all;
    }

    it('registers stations, retires those that disappear, and takes them back', async () => {
      const { ledger, reader } = await opened(['a'], ['b', { declaredState: 'onboarding' }]);
      expect(reader.stations().map((status) => `${status.station.id} ${status.state}`)).toEqual(['a live', 'b onboarding']);
      const before = reader.snapshot().seq;
      await ledger.registerStations([makeStation('a'), makeStation('b', { declaredState: 'live' })]);
      expect(reader.station('b')?.state).toBe('onboarding');
      expect(await ledger.registerStations([makeStation('a')])).toEqual({ added: [], retired: ['b'] });
      expect(reader.station('b')?.state).toBe('retired');
      expect(await ledger.registerStations([makeStation('a')])).toEqual({ added: [], retired: [] });
      await ledger.registerStations([makeStation('a'), makeStation('b', { declaredState: 'live' })]);
      expect(reader.station('b')?.state).toBe('onboarding');
      expect(await ledger.registerStations([makeStation('b', { declaredState: 'live' })], 'additions')).toEqual({ added: [], retired: [] });
      expect(reader.station('a')?.state).toBe('live');
      expect(reader.changesAfter(before, 100).every((change) => change.kind === 'station')).toBe(true);
      await expect(ledger.setStationState('none', 'live', 'op')).rejects.toMatchObject({ code: 'request/not-found' });
    });

    it('gives one run at a time its lease, and ends a run whose lease ran out', async () => {
      const { ledger, reader, clock } = await opened();
      const run = await startRun(ledger, 'a');
      expect(await ledger.startRun({ station: 'a', trigger: 'ping', holder: 'elsewhere/2/2', leaseMs: 60_000 })).toEqual({ busy: run });
      clock.add(0.01);
      expect(await ledger.heartbeat(run, 60_000, { phase: 'gather', detail: 'half', counts: noCounts, done: 0, expected: null })).toBe('held');
      clock.add(1);
      expect(await ledger.recover()).toEqual([run]);
      expect(reader.run(run)).toMatchObject({ outcome: 'interrupted', phase: 'done' });
      expect(await ledger.heartbeat(run, 60_000, { phase: 'gather', detail: '', counts: noCounts, done: 0, expected: null })).toBe('lost');
      await expect(ledger.publish(run, [])).rejects.toThrow(/lease/);
      await expect(ledger.stage(run, { records: [], documents: [], issues: [] })).rejects.toThrow(/lease/);
      await expect(startRun(ledger, 'a')).resolves.toBeGreaterThan(run);
    });

    it('notes what addresses answered, and forgets them, without a word in the log', async () => {
      const { ledger, reader } = await opened();
      const before = reader.snapshot();
      const check = (url: string, reachable: boolean | null) =>
        ({
          url,
          reachable,
          status: reachable === null ? null : 200,
          checkedAt: '2026-01-01T00:00:00Z',
          since: null,
          triedAt: '2026-01-02T00:00:00Z',
          trouble: reachable === null ? 'busy' : null,
        }) as const;
      await ledger.noteLinkChecks([check('https://a.example/2', true), check('https://a.example/1', null), check('https://b.example/', false)]);
      await ledger.noteLinkChecks([check('https://b.example/', true)]);
      expect(reader.linkChecks(['https://b.example/', 'https://a.example/1', 'https://unknown.example/'])).toEqual([
        check('https://a.example/1', null),
        check('https://b.example/', true),
      ]);
      expect(reader.linkCheckPage('https://a.example/1', 1)).toEqual([check('https://a.example/2', true)]);
      await ledger.forgetLinkChecks(['https://a.example/2', 'https://unknown.example/']);
      expect(reader.linkCheckPage('', 10).map(({ url }) => url)).toEqual(['https://a.example/1', 'https://b.example/']);
      expect(reader.snapshot()).toEqual(before);
    });

    it('shows nothing of a run before it is published, and nothing of one that ended', async () => {
      const { ledger, reader } = await opened();
      const run = await startRun(ledger, 'a');
      await ledger.stage(run, { records: [staged(a)], documents: [], issues: [] });
      expect(reader.head(a)).toBeUndefined();
      expect([...reader.staged(run).values()]).toHaveLength(1);
      await ledger.finishRun(run, ended('partial'));
      expect([...reader.staged(run).values()]).toEqual([]);
      expect(reader.publishedCount(reader.snapshot().seq)).toBe(0);
    });

    it('keeps the first of two different descriptions of a subject and says so', async () => {
      const { ledger } = await opened();
      const run = await startRun(ledger, 'a');
      const batch = { documents: [], issues: [] };
      expect(await ledger.stage(run, { ...batch, records: [staged(a, 'one'), staged(a, 'two')] })).toEqual({ duplicates: [a] });
      expect(await ledger.stage(run, { ...batch, records: [staged(a, 'one')] })).toEqual({ duplicates: [] });
    });

    it('logs creations and changes, and nothing for what is merely seen', async () => {
      const { ledger, reader } = await opened();
      await publish(ledger, 'a', [staged(a, 'one')]);
      await publish(ledger, 'a', [staged(a, 'two')]);
      const { seq } = reader.snapshot();
      await publish(ledger, 'a', [{ ...staged(a, 'two'), content: null }]);
      expect(reader.snapshot().seq).toBe(seq);
      expect(ops(reader)).toEqual(['created harvest', 'updated harvest']);
      expect(reader.head(id)).toMatchObject({ state: 'current', version: 2, iri: a, title: { nl: ['two'] } });
      expect(reader.versions(id).map((version) => version.n)).toEqual([2, 1]);
      expect(titles(reader)).toEqual(['two']);
    });

    it('refuses more than fifty deeds at once', async () => {
      const { ledger } = await opened();
      const run = await startRun(ledger, 'a');
      await expect(
        ledger.publish(
          run,
          Array.from({ length: 51 }, (_, n) => ({ kind: 'seen' as const, subject: String(n) })),
        ),
      ).rejects.toThrow(/50/);
    });

    it('keeps the published version when an update is held, and returns to it without a log entry', async () => {
      const { ledger, reader } = await opened();
      await publish(ledger, 'a', [staged(a, 'one')]);
      await publish(ledger, 'a', [staged(a, 'bad', { held: true })]);
      expect(titles(reader)).toEqual(['one']);
      expect(reader.head(id)).toMatchObject({ state: 'current', version: 1, title: { nl: ['one'] }, heldUpdate: { reasons: [{ code: 'no-title' }] } });
      expect(reader.heldRecords('a')).toHaveLength(1);
      const { seq } = reader.snapshot();
      await publish(ledger, 'a', [staged(a, 'one')]);
      expect(reader.snapshot().seq).toBe(seq);
      expect(reader.head(id)).toMatchObject({ state: 'current', version: 1, heldUpdate: null });
    });

    it('holds a new record without publishing it, then publishes it when it is good', async () => {
      const { ledger, reader } = await opened();
      await publish(ledger, 'a', [staged(a, 'bad', { held: true })]);
      expect(reader.head(id)).toMatchObject({ state: 'held', version: null });
      expect(reader.published(id)).toBeUndefined();
      expect(ops(reader)).toEqual([]);
      await publish(ledger, 'a', [staged(a, 'good')]);
      expect(ops(reader)).toEqual(['created harvest']);
    });

    it('withdraws, keeps the last description, and creates again when the record returns', async () => {
      const { ledger, reader } = await opened();
      await publish(ledger, 'a', [staged(a, 'one')]);
      await publish(ledger, 'a', [], [withdraw(a)]);
      expect(reader.head(id)).toMatchObject({ state: 'withdrawn', stateReason: 'missing' });
      expect(reader.published(id)?.body).toContain('one');
      expect(titles(reader)).toEqual([]);
      expect(reader.withdrawnPage('', 10)).toHaveLength(1);
      expect(reader.recentWithdrawals('a', '2026-01-01')).toBe(1);
      await publish(ledger, 'a', [staged(a, 'one')]);
      expect(ops(reader)).toEqual(['created harvest', 'withdrawn source-absent', 'created harvest']);
      expect(reader.head(id)).toMatchObject({ id, state: 'current', stateReason: null });
    });

    it('counts missing runs until the record is seen again', async () => {
      const { ledger, reader, clock } = await opened();
      await publish(ledger, 'a', [staged(a)]);
      await publish(ledger, 'a', [], [{ kind: 'missing', subject: a }]);
      const since = clock.now().toISOString();
      clock.add(5);
      await publish(ledger, 'a', [], [{ kind: 'missing', subject: a }]);
      expect(reader.descriptionsOf('a').get(a)).toMatchObject({ missingRuns: 2, missingSince: since, present: true });
      await publish(ledger, 'a', [], [{ kind: 'stale', subject: a }]);
      expect(reader.descriptionsOf('a').get(a)).toMatchObject({ missingRuns: 0, missingSince: null });
    });

    it('publishes nothing of a station that is onboarding, and all of it when it goes live', async () => {
      const { ledger, reader } = await opened(['a', { declaredState: 'onboarding' }]);
      const gone = 'https://a.example/gone';
      await publish(ledger, 'a', [staged(a, 'one'), staged('https://a.example/bad', 'bad', { held: true }), staged(gone, 'gone')]);
      await publish(ledger, 'a', [staged(a, 'two')], [withdraw(gone)]);
      expect(ops(reader)).toEqual([]);
      expect(reader.head(a)?.state).toBe('onboarding');
      await ledger.setStationState('a', 'paused', 'op');
      await ledger.setStationState('a', 'live', 'op');
      expect(ops(reader)).toEqual(['created operator']);
      expect(titles(reader)).toEqual(['two']);
      expect(reader.head('https://a.example/bad')?.state).toBe('held');
    });

    it('leaves what is published alone while its station is onboarding again, and catches up when it is live', async () => {
      const { ledger, reader } = await opened();
      await publish(ledger, 'a', [staged(a, 'one')]);
      await ledger.setStationState('a', 'onboarding', 'op');
      await publish(ledger, 'a', [staged(a, 'two')]);
      expect(reader.head(a)).toMatchObject({ version: 1, title: { nl: ['one'] } });
      await ledger.setStationState('a', 'live', 'op');
      expect(titles(reader)).toEqual(['two']);
      expect(ops(reader)).toEqual(['created harvest', 'updated operator']);
    });

    it('pins the base address', async () => {
      const { ledger } = await opened();
      await ledger.pinBaseUrl('https://catalogue.example');
      await ledger.pinBaseUrl('https://catalogue.example');
      await expect(ledger.pinBaseUrl('https://other.example')).rejects.toMatchObject({ code: 'ledger/base-url-pinned' });
    });

    it('lets times in the log rise even when the clock steps back', async () => {
      const { ledger, reader, clock } = await opened();
      for (const step of [0, -100, 5, -1]) {
        clock.add(step);
        await publish(ledger, 'a', [staged(a, String(Math.abs(step) + step + clock.at)), staged('https://a.example/2', String(clock.at))]);
      }
      const times = reader.changesAfter(0, 100).map((change) => change.time);
      expect(times.length).toBeGreaterThan(6);
      expect([...new Set(times)].sort()).toEqual(times);
    });

    it('withholds and releases by name, and an update meanwhile shows nothing', async () => {
      const { ledger, reader } = await opened();
      await publish(ledger, 'a', [staged(a, 'one')]);
      await ledger.withhold(id, 'names a person', 'ann');
      expect(reader.published(id)).toBeUndefined();
      expect(titles(reader)).toEqual([]);
      await publish(ledger, 'a', [staged(a, 'two')]);
      expect(titles(reader)).toEqual([]);
      await ledger.release(id, 'ann');
      expect(titles(reader)).toEqual(['two']);
      expect(ops(reader)).toEqual(['created harvest', 'withheld operator', 'created operator']);
      await expect(ledger.release(id, 'ann')).rejects.toMatchObject({ code: 'request/bad-parameter' });
      await expect(ledger.withhold('none', 'x', 'ann')).rejects.toMatchObject({ code: 'request/not-found' });
    });

    it('lists a version once though it was published twice', async () => {
      const { ledger, reader } = await opened();
      await publish(ledger, 'a', [staged(a, 'one')]);
      await ledger.withhold(id, 'x', 'ann');
      await ledger.release(id, 'ann');
      expect(reader.versions(id)).toMatchObject([{ n: 1, published: { toSeq: null } }]);
    });
  });
}
