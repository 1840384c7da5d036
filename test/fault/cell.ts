import { harvesters } from '../../harvesters/index.js';
import type { HarvestIssue, RunSummary } from '../../src/domain/harvest.js';
import type { FetchAnswer } from '../../src/ports/fetcher.js';
import type { Harvester } from '../../src/ports/harvester.js';
import type { FetchSettings } from '../../src/fetch/guarded-fetcher.js';
import { BlackHole } from '../support/black-hole.js';
import type { ProxiedRequest } from '../support/fault-proxy.js';
import { makeFetcher } from '../support/fetching.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { faults, type FaultName } from './faults.js';
import { expectationOf, host, otherWords, type OpenStation, type ProtocolHouse } from './protocol-house.js';

/** What one cell of the table shows: the end of the runs under the fault, and what was not as it should be. */
export interface Cell {
  readonly outcomes: readonly string[];
  readonly codes: readonly string[];
  readonly complaints: readonly string[];
}

/** Three faulty runs over ten days, and a day later one without the fault. */
const allPausesHours = [72, 72, 96];
/** Two runs more than a day apart withdraw what a broken harvester takes for absent; the soak has them all. */
const pausesHours = process.env['NDC_PROPERTY_FACTOR'] === undefined ? allPausesHours.slice(0, 2) : allPausesHours;
const patient: Partial<FetchSettings> = { connectTimeoutMs: 20_000, headersTimeoutMs: 20_000, bodyTimeoutMs: 20_000, totalTimeoutMs: 60_000 };
/**
 * Short only for the request to which nothing comes, so that a busy machine never looks like a fault. Time-outs of headers and
 * bodies alone are looked at once a second by the client; they have tests of their own.
 */
const hasty: Partial<FetchSettings> = { ...patient, totalTimeoutMs: 200 };
/** Nobody takes the connection: that alone is waited for, whatever else keeps the machine busy. */
const unconnected: Partial<FetchSettings> = { ...patient, connectTimeoutMs: 200 };
const stalls: readonly FaultName[] = ['late headers', 'late body'];

interface Visits {
  readonly open: OpenStation;
  readonly harvesting: Harvesting;
  readonly fetches: () => number;
  readonly connectTo: Record<string, string>;
  isUnconnected: boolean;
  /** Requests to which nothing will come. */
  stalls: (request: ProxiedRequest) => boolean;
  once(): Promise<RunSummary>;
}

/**
 * Carries one cell out. The brake is wide open but for an empty listing, so that nothing but the harvester's own care
 * keeps the records.
 *
 * @param wrap puts another harvester in the place of the real one: the control
 */
export async function cellOf(house: ProtocolHouse, fault: FaultName, wrap: (harvester: Harvester) => Harvester = (own) => own): Promise<Cell> {
  return visiting(house, wrap, async (visits) => {
    const { open, harvesting } = visits;
    const complaints: string[] = [];
    const usual = await healthyRun(visits, complaints);
    const published = harvesting.reader.snapshot().seq;
    const hole = fault === 'no connection' ? await BlackHole.open() : null;
    inject(visits, fault, hole);
    const [outcomes, codes] = [new Set<string>(), new Set<string>()];
    for (const [at, pause] of pausesHours.entries()) {
      harvesting.clock.add(pause);
      // What the station itself tells otherwise may be told once, and be unchanged since.
      if (open.proxy !== null && (at === 0 || open.proxy.fault !== null)) open.proxy.deviations = 0;
      const fetches = visits.fetches();
      const summary = await visits.once();
      const happened = open.proxy === null || open.proxy.deviations > 0 || (hole !== null && visits.fetches() > fetches);
      if (!happened) complaints.push('the fault did not happen');
      outcomes.add(summary.outcome);
      const news = harvesting.issues().filter((issue) => issue.severity === 'error' || !usual.has(issue.code));
      for (const { code, severity } of news) if (severity !== 'info') codes.add(code);
      complaints.push(...aboutRun(house, fault, { summary, news, isFirst: at === 0 }));
      complaints.push(...aboutCatalogue(open, harvesting, published));
    }
    visits.connectTo[host] = `127.0.0.1:${String(open.proxy?.port ?? 1)}`;
    visits.stalls = () => false;
    visits.isUnconnected = false;
    if (open.proxy !== null) open.proxy.fault = null;
    open.heal();
    await hole?.close();
    complaints.push(...(await aboutRecovery(visits, usual, published)));
    if (open.hasAskedForChanges?.() === false) complaints.push('no visit asked for changes alone');
    return { outcomes: [...outcomes], codes: [...codes], complaints };
  });
}

/** What a run over the healthy station shows, for exceptions to be judged by. */
export async function healthyRunOf(
  house: ProtocolHouse,
): Promise<{ readonly fetches: number; readonly documents: number; readonly said: string; readonly complaints: readonly string[] }> {
  return visiting(
    house,
    (own) => own,
    async (visits) => {
      const complaints: string[] = [];
      await healthyRun(visits, complaints);
      const [run] = visits.harvesting.reader.runs('holder', 1);
      return { fetches: visits.fetches(), documents: run?.counts.documents ?? 0, said: visits.open.proxy?.said ?? '', complaints };
    },
  );
}

async function visiting<T>(house: ProtocolHouse, wrap: (harvester: Harvester) => Harvester, work: (visits: Visits) => Promise<T>): Promise<T> {
  const open = await house.open();
  let fetches = 0;
  const connectTo: Record<string, string> = { [host]: `127.0.0.1:${String(open.proxy?.port ?? 1)}` };
  const visits: Visits = {
    open,
    connectTo,
    isUnconnected: false,
    stalls: () => false,
    fetches: () => fetches,
    once: () => (open.run === undefined ? harvesting.run('holder') : open.run(harvesting)),
    get harvesting() {
      return harvesting;
    },
  };
  const harvesting = await openHarvesting(
    [open.station],
    {},
    {
      harvesters: new Map([...harvesters].map(([protocol, harvester]) => [protocol, wrap(harvester)])),
      fetcherFor: (station) => {
        const common = { connectTo, robotsFolder: `${harvesting.folder}/robots` };
        const [usual, quick, hopeless] = [patient, hasty, unconnected].map((timeouts) => makeFetcher(station, { ...timeouts, ...common }, harvesting.clock));
        return {
          fetch: (request, signal) => {
            fetches++;
            const { pathname, search } = new URL(request.url);
            const asked = { method: request.post === undefined ? 'GET' : 'POST', path: pathname + search, body: request.post?.body ?? '' };
            if (visits.stalls(asked)) return untilItArrives(open.proxy, () => quick!.fetch(request, signal));
            return (visits.isUnconnected ? hopeless! : usual!).fetch(request, signal);
          },
        };
      },
      settings: {
        limits: { maxPages: 200, maxDocumentBytes: 64 << 20, maxPageBytes: 8 << 20, maxRunBytes: 1 << 30 },
        grace: { missingRuns: 2, missingHours: 24 },
        brake: { fraction: 1 },
        leaseMs: 60_000,
        runTimeoutMs: 60_000,
      },
      ...open.dependencies,
    },
  );
  try {
    return await work(visits);
  } finally {
    await open.close();
    harvesting.reader.close();
    harvesting.ledger.close();
  }
}

/** Time that ran out before the station was asked, as on a busy machine, is not the fault: it is asked again. */
async function untilItArrives(proxy: OpenStation['proxy'], fetch: () => Promise<FetchAnswer>): Promise<FetchAnswer> {
  for (let tries = 1; ; tries++) {
    const before = proxy?.deviations;
    const answer = await fetch();
    if (answer.kind !== 'failed' || proxy === null || proxy.deviations !== before || tries === 50) return answer;
  }
}

async function healthyRun(visits: Visits, complaints: string[]): Promise<ReadonlySet<string>> {
  const { open, harvesting } = visits;
  open.proxy?.remember(true);
  const summary = await visits.once();
  open.proxy?.remember(false);
  if (summary.outcome !== 'complete') complaints.push(`the healthy station's run is ${summary.outcome}`);
  if (summary.counts.added !== open.iris.length) complaints.push(`${String(summary.counts.added)} records of the healthy station were added`);
  const issues = harvesting.issues();
  complaints.push(...issues.filter(({ severity }) => severity === 'error').map(({ detail }) => `the healthy station has an error: ${detail}`));
  return new Set(issues.map((issue) => issue.code));
}

function inject(visits: Visits, fault: FaultName, hole: BlackHole | null): void {
  const { open, connectTo } = visits;
  const { deed } = faults[fault];
  if (stalls.includes(fault)) visits.stalls = open.isPage;
  if (hole !== null) {
    visits.isUnconnected = true;
    connectTo[host] = `127.0.0.1:${String(hole.port)}`;
  } else if (open.misdeeds[fault] !== undefined) open.misdeeds[fault]();
  else if (deed !== null && open.proxy !== null) open.proxy.fault = { matches: open.isPage, deed };
  else throw new Error(`Nobody says how ${open.station.protocol} comes to "${fault}".`);
}

/** The state of the run, and the one clear remark. */
function aboutRun(
  house: ProtocolHouse,
  fault: FaultName,
  { summary, news, isFirst }: { readonly summary: RunSummary; readonly news: readonly HarvestIssue[]; readonly isFirst: boolean },
): string[] {
  const { outcome, counts } = summary;
  const expected = expectationOf(house, fault);
  const complaints: string[] = [];
  if (outcome !== expected.outcome) complaints.push(`the run is ${outcome} and not ${expected.outcome}`);
  if (counts.withdrawn > 0) complaints.push(`${String(counts.withdrawn)} records were withdrawn`);
  const loud = news.filter(({ severity }) => severity !== 'info');
  const codes = loud.map(({ code }) => code).join(', ');
  const isSilent = loud.length === 0 && (expected.code === null || (!isFirst && faults[fault].isToldOnce === true));
  if (!isSilent && (loud.length !== 1 || loud[0]?.code !== expected.code))
    complaints.push(`the remarks are [${codes}] and not [${expected.code ?? ''}]: ${loud.map(({ detail }) => detail).join(' | ')}`);
  if (news.length > 3) complaints.push(`${String(news.length)} remarks about one fault`);
  for (const issue of loud) complaints.push(...aboutWords(issue));
  return complaints;
}

/** A sentence for the curator that says what, and an address that says where; the brake speaks of the whole station. */
function aboutWords({ code, detail, url, subject }: HarvestIssue): string[] {
  const isSentence = /^["<\p{Lu}].{20,}[.!]$/su.test(detail) && !/undefined|\[object|null|NaN|\/tmp\/|node_modules|\bError:/.test(detail);
  const isPlaced = code === 'brake' || subject !== null || /^(https?:\/\/data\.holder\.example|https:\/\/holder\.example|urn:ndc:|file:)/.test(url ?? '');
  return [...(isSentence ? [] : [`no sentence: ${detail}`]), ...(isPlaced ? [] : [`it does not say where: ${detail} (${String(url)})`])];
}

/** Nothing lost, nothing withdrawn, nothing doubled, nothing changed: the log has not moved. */
function aboutCatalogue({ iris }: OpenStation, { reader }: Harvesting, published: number): string[] {
  const complaints = reader.changesAfter(published, 100).map(({ op, id }) => `the log says ${op} of ${reader.iriOf(id) ?? id}`);
  for (const iri of iris) {
    if (reader.head(iri)?.state !== 'current') complaints.push(`<${iri}> is not published any more`);
  }
  const count = reader.publishedCount(reader.snapshot().seq);
  if (count !== iris.length) complaints.push(`${String(count)} records are published`);
  return complaints;
}

/** The next run without the fault is complete and takes up what has changed. */
async function aboutRecovery(visits: Visits, usual: ReadonlySet<string>, published: number): Promise<string[]> {
  const { open, harvesting } = visits;
  const { reader, clock } = harvesting;
  const { changed, added } = open.change();
  clock.add(24);
  const { outcome } = await visits.once();
  const complaints: string[] = [];
  if (outcome !== 'complete') complaints.push(`without the fault the run is ${outcome}`);
  const left = harvesting.issues().filter(({ code, severity }) => severity === 'error' || (severity === 'warning' && !usual.has(code)));
  complaints.push(...left.map(({ detail }) => `without the fault it is still said: ${detail}`));
  const log = reader.changesAfter(published, 100).map(({ op, id }) => `${op} ${reader.iriOf(id) ?? id}`);
  const wanted = [`created ${added}`, `updated ${changed}`];
  if (log.sort().join() !== wanted.sort().join()) complaints.push(`without the fault the log says [${log.join(', ')}] and not [${wanted.join(', ')}]`);
  if (!JSON.stringify(reader.head(changed)?.title ?? {}).includes(otherWords)) complaints.push(`<${changed}> has not taken up its new title`);
  const count = reader.publishedCount(reader.snapshot().seq);
  if (count !== open.iris.length + 1) complaints.push(`without the fault ${String(count)} records are published`);
  return complaints;
}
