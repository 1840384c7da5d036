import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readBookmark as readLdesBookmark } from '../../harvesters/ldes/bookmark.js';
import { readBookmark as readOaiBookmark } from '../../harvesters/oai-pmh/bookmark.js';
import { oneGranuleBefore } from '../../harvesters/oai-pmh/instants.js';
import type { SqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import type { Ledger } from '../../src/ports/ledger.js';
import { bundledChild } from '../support/bundled-child.js';
import { protocols, type SpokenProtocol } from '../support/speaking/speak.js';
import { seeded } from './crash.js';
import { CrashCatalogue, differences, publishedBy } from './crash-catalogue.js';
import type { FolderHouse } from '../support/folder-house.js';
import type { BrokenHarvest, CrashOrder, Deed, Moment } from './crash-order.js';
import { tracesOf } from './crash-traces.js';

export interface StationCrashes {
  readonly kills: number;
  /** Kills by protocol, and by what the process died of. */
  readonly protocols: Readonly<Record<string, number>>;
  readonly moments: Readonly<Record<string, number>>;
  readonly acknowledged: number;
  /** Runs that went on from the bookmark of the killed one. */
  readonly resumed: number;
  readonly faults: readonly string[];
}

export interface StationCrashOptions {
  readonly rounds: number;
  readonly seed: number;
  readonly among?: readonly SpokenProtocol[];
  readonly broken?: BrokenHarvest;
  /** What is killed, and at which moments, instead of what chance brings. */
  readonly moments?: readonly Moment[];
  readonly deeds?: readonly KilledDeed[];
}

export type KilledDeed = 'visit' | 'release' | 'revert';

/** In turn, after a first visit; a station that names no deletions has no run on hold to be released. */
const deedsInTurn: readonly KilledDeed[] = ['visit', 'revert', 'visit', 'release', 'visit'];

const child = new URL('crash-station-child.ts', import.meta.url);
const root = fileURLToPath(new URL('../../', import.meta.url));

/** Kills a catalogue at random moments of a visit, release or revert, by every protocol in turn, and looks each time at what its successor makes of it. */
export async function stationCrashRounds({ rounds, seed, among = protocols, broken, moments, deeds }: StationCrashOptions): Promise<StationCrashes> {
  const random = seeded(seed);
  const catalogues = new Map<SpokenProtocol, CrashCatalogue>();
  const tally = { protocols: {} as Record<string, number>, moments: {} as Record<string, number>, kills: 0, resumed: 0 };
  const faults: string[] = [];
  try {
    for (let round = 0; round < rounds && faults.length === 0; round++) {
      const protocol = among[round % among.length] ?? 'rdf';
      const catalogue = catalogues.get(protocol) ?? (await CrashCatalogue.open(protocol));
      catalogues.set(protocol, catalogue);
      const wanted = deeds ?? (moments === undefined ? deedsInTurn : ['visit']);
      const isFirst = round < among.length;
      const deed = isFirst ? catalogue.visit() : await deedOf(catalogue, wanted[round % wanted.length] ?? 'visit', random);
      const moment = moments?.[round % moments.length] ?? chooseMoment(deed, round, random);
      const result = await crashOnce(catalogue, { deed, moment, random, broken: broken ?? null });
      tally.kills++;
      tally.protocols[protocol] = (tally.protocols[protocol] ?? 0) + 1;
      const at = deed.kind === 'release' || deed.kind === 'revert' ? `${moment.step} of a ${deed.kind}` : moment.step;
      tally.moments[at] = (tally.moments[at] ?? 0) + 1;
      tally.resumed += result.isResumed ? 1 : 0;
      faults.push(
        ...result.faults.slice(0, 5).map((fault) => `round ${String(round + 1)}, ${protocol}, ${JSON.stringify({ deed: deed.kind, moment })}: ${fault}`),
      );
    }
    const acknowledged = [...catalogues.values()].flatMap((one) => [...one.acknowledged.values()]).reduce((sum, hashes) => sum + hashes.size, 0);
    return { ...tally, acknowledged, faults };
  } finally {
    for (const catalogue of catalogues.values()) await catalogue.close();
  }
}

/** Sees to it that there is something to release or to undo. */
async function deedOf(catalogue: CrashCatalogue, wanted: KilledDeed, random: () => number): Promise<Deed> {
  if (wanted === 'revert') {
    const run = await catalogue.restarted(({ reader }) => reader.runs('holder', 20).find(({ id }) => reader.changedBy(id).length > 0)?.id);
    if (run !== undefined) return { kind: 'revert', run };
  }
  if (wanted === 'release' && catalogue.namesDeletions) {
    await catalogue.change(random, 0.4);
    const held = await catalogue.restarted((house) => catalogue.carryOut(house, catalogue.visit()));
    if (held.outcome !== 'on-hold' || held.run === null) throw new Error(`a run that withdraws so much must be on hold, not ${held.outcome}`);
    return { kind: 'release', run: held.run };
  }
  await catalogue.change(random, catalogue.namesDeletions ? 0.03 : 0);
  return catalogue.visit();
}

function chooseMoment(deed: Deed, round: number, random: () => number): Moment {
  const upTo = (most: number): number => 1 + Math.floor(random() * most);
  const pick = <T>(list: readonly [T, ...T[]]): T => list[Math.floor(random() * list.length)] ?? list[0];
  const calls = {
    harvest: ['fetch', 'publish', 'keep', 'stage', 'publish', 'stageBookmark', 'finishRun', 'any'],
    push: ['startRun', 'keep', 'stage', 'publish', 'finishRun', 'any'],
    release: ['releaseRun', 'publish', 'publish', 'finishRun', 'any'],
    revert: ['revert', 'revert', 'finishRun', 'any'],
  } as const;
  const step = calls[deed.kind][round % calls[deed.kind].length] ?? 'any';
  switch (step) {
    case 'any':
      return { step, delayMs: Math.floor(random() * 400) };
    case 'fetch':
    case 'keep':
      return { step, nth: upTo(12), when: pick(['before', 'after']) };
    case 'stageBookmark':
      return { step, nth: upTo(6), when: pick(['before', 'after']) };
    default: {
      const when = pick<'before' | 'within' | 'after'>(['before', 'within', 'within', 'after']);
      const nth = step === 'stage' ? upTo(6) : step === 'publish' || step === 'revert' ? upTo(2) : 1;
      return when === 'within' ? { step, nth, when, statement: upTo(step === 'finishRun' || step === 'startRun' ? 5 : 150) } : { step, nth, when };
    }
  }
}

interface Crash {
  readonly deed: Deed;
  readonly moment: Moment;
  readonly random: () => number;
  readonly broken: BrokenHarvest | null;
}

/** One kill, and the restart after it. */
export async function crashOnce(catalogue: CrashCatalogue, { deed, moment, random, broken }: Crash): Promise<{ faults: string[]; isResumed: boolean }> {
  const expectedRevert = deed.kind === 'revert' ? await catalogue.unharmed(deed) : null;
  await killChild(catalogue, { deed, moment, broken });
  const faults = await tracesOf(catalogue.dataDir, catalogue.acknowledged);
  if (faults.length > 0) return { faults, isResumed: false };
  const stagedBookmark = await catalogue.restarted(({ reader }) => {
    const [killed] = reader.runs('holder', 1);
    // Killed before it had begun, it never was: the last run is an earlier one.
    if (moment.step === 'startRun' && moment.when !== 'after' && killed?.outcome !== 'interrupted') return null;
    if (killed === undefined) faults.push('the killed run is not known');
    else if (killed.outcome !== 'interrupted' && !(moment.step === 'finishRun' && moment.when === 'after'))
      faults.push(`the killed run ended ${String(killed.outcome)}`);
    return killed === undefined ? null : reader.runBookmark(killed.id);
  });
  if (expectedRevert !== null)
    faults.push(
      ...(await catalogue.restarted(async (house) => {
        await catalogue.carryOut(house, deed).catch((error: unknown) => {
          if (moment.step !== 'finishRun') throw error;
        });
        return differences(publishedBy(house.reader), expectedRevert);
      })),
    );
  // The station does not wait for us.
  if (random() < 0.5) await catalogue.change(random);
  catalogue.speaking.asked();
  const { isResumed, asked } = await visitAgain(catalogue, broken, faults);
  if (isResumed) faults.push(...readAgain(catalogue, stagedBookmark, asked));
  const found = await catalogue.restarted(({ reader }) => publishedBy(reader));
  faults.push(...differences(found, await catalogue.fromScratch()), ...(await tracesOf(catalogue.dataDir, catalogue.acknowledged)));
  return { faults, isResumed };
}

type Begun = Extract<Awaited<ReturnType<Ledger['startRun']>>, { run: number }>;

/** The next run by the schedule; where deletions stop it again, an operator lets it go again. */
async function visitAgain(
  catalogue: CrashCatalogue,
  broken: BrokenHarvest | null,
  faults: string[],
): Promise<{ isResumed: boolean; asked: readonly string[] }> {
  let isResumed = false;
  const look =
    (ledger: SqliteLedger) =>
    ({ run, resumes }: Begun): void => {
      if (resumes === null) return;
      isResumed = true;
      if (broken === 'bookmark-without-staging')
        for (const table of ['staged', 'staged_document']) writes(ledger, `DELETE FROM ${table} WHERE run = ${String(run)}`);
    };
  return catalogue.restarted(
    async (house) => {
      if (broken === 'publishes-again') writes(house.ledger, "UPDATE description SET canonical_hash = ''");
      const next = await catalogue.carryOut(house, catalogue.visit());
      const asked = catalogue.speaking.asked();
      const end = next.outcome === 'on-hold' && next.run !== null ? await catalogue.carryOut(house, { kind: 'release', run: next.run }) : next;
      if (end.outcome !== 'complete') faults.push(`the next run ended ${end.outcome}: ${end.detail ?? issuesOf(house, end.run)}`);
      if (house.reader.runIssues(next.run ?? 0, 500).some(({ code }) => code === 'duplicate-subject'))
        faults.push('the station is told of duplicates that are none of its own');
      return { isResumed, asked };
    },
    { ledgerOf: (ledger) => begun(ledger, look(ledger)) },
  );
}

/** LDES-6, OAI-9: a run that goes on asks for nothing that its bookmark has done with. */
function readAgain(catalogue: CrashCatalogue, bookmark: string | null, asked: readonly string[]): string[] {
  if (catalogue.protocol === 'ldes') {
    const done = Object.entries(readLdesBookmark(bookmark)?.pages ?? {}).filter(([, page]) => page.immutable);
    const paths = new Set(done.map(([url]) => new URL(url).pathname));
    return asked.filter((path) => paths.has(path)).map((path) => `the immutable page ${path} was read again`);
  }
  const marked = catalogue.protocol === 'oai-pmh' ? readOaiBookmark(bookmark) : null;
  if (marked?.walk !== 'incremental') return [];
  const from = `from=${encodeURIComponent(oneGranuleBefore(marked.responseDate, 'second') ?? '')}`;
  return asked.some((path) => path.includes(from)) ? [] : [`the list was not asked for ${from}`];
}

function issuesOf({ reader }: FolderHouse, run: number | null): string {
  return (run === null ? [] : reader.runIssues(run, 5)).map(({ code, detail }) => `${code}: ${detail}`).join('; ');
}

/** The ledger, with a look at the beginning of each run; what a page says of a stage may be overwritten by the next heartbeat. */
function begun(ledger: SqliteLedger, look: (started: Begun) => void): Ledger {
  return new Proxy<Ledger>(ledger, {
    get(_target, name) {
      if (name !== 'startRun') {
        const member: unknown = ledger[name as keyof Ledger];
        return typeof member === 'function' ? (member.bind(ledger) as unknown) : member;
      }
      return async (request: Parameters<Ledger['startRun']>[0]) => {
        const started = await ledger.startRun(request);
        if ('run' in started) look(started);
        return started;
      };
    },
  });
}

function writes(ledger: SqliteLedger, sql: string): void {
  (ledger as unknown as { connection: { run(sql: string): unknown } }).connection.run(sql);
}

/** Ends when the process is dead; anything but SIGKILL is an error of the round itself. */
async function killChild(catalogue: CrashCatalogue, { deed, moment, broken }: Omit<Crash, 'random'>): Promise<void> {
  const { station, connectTo, dropFolder } = catalogue.speaking;
  const order: CrashOrder = { dataDir: catalogue.dataDir, station, connectTo, dropFolder, deed, moment, broken };
  const program = await bundledChild(child);
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [program], { cwd: root, stdio: ['pipe', 'pipe', 'pipe'] });
    let rest = '';
    let errors = '';
    running.stderr.on('data', (part: Buffer) => (errors += part.toString()));
    running.stdout.on('data', (part: Buffer) => {
      const lines = (rest + part.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const message = JSON.parse(line) as { started?: true; acknowledged?: [string, string][] };
        for (const [subject, hash] of message.acknowledged ?? [])
          catalogue.acknowledged.set(subject, (catalogue.acknowledged.get(subject) ?? new Set()).add(hash));
        if (message.started === true && moment.step === 'any') setTimeout(() => running.kill('SIGKILL'), moment.delayMs);
      }
    });
    running.on('error', reject);
    running.on('close', (_code, signal) => {
      if (signal === 'SIGKILL') resolve();
      else reject(new Error(`the process was not killed: ${rest}${errors}`));
    });
    running.stdin.end(JSON.stringify(order));
  });
}
