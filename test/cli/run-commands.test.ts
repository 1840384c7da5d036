import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { packageRoot } from '../../src/assets.js';
import type * as House from '../../src/cli/house.js';
import { main } from '../../src/cli/main.js';
import { readConfig } from '../../src/config.js';
import { recordId } from '../../src/domain/record-id.js';
import { HarvestHouse } from '../../src/wiring.js';
import { FakeStation } from '../support/fake-station.js';

/**
 * Each command opens the house, does its deed and closes it; that loads profiles and code lists each time. Here they share one
 * that stays open, but for the first harvest and where the test is about two of them.
 */
const lent = vi.hoisted((): { house: HarvestHouse | null } => ({ house: null }));
vi.mock('../../src/cli/house.js', async (original) => {
  const actual = await original<typeof House>();
  const withHouse: typeof House.withHouse = async (needs, work) => (lent.house === null ? actual.withHouse(needs, work) : work(lent.house));
  return { ...actual, withHouse };
});

/** One catalogue and its operator's day: what each command says stands beside what it did. */
const folder = mkdtempSync(join(tmpdir(), 'ndc-run-commands-'));
const dataDir = join(folder, 'data');
const head =
  '@prefix ndc: <https://w3id.org/ndc/ns#> .\n@prefix dct: <http://purl.org/dc/terms/> .\n@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n';
const iri = (n: number): string => `https://umc.example/d/${String(n)}`;
const dataset = (n: number, title = `Cohort ${String(n)}`): string =>
  `<${iri(n)}> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "${title}"@en ; <http://purl.org/dc/terms/description> "D"@en .\n`;
const datasets = (count: number, ...more: readonly string[]): string => Array.from({ length: count }, (_, n) => dataset(n + 1)).join('') + more.join('');

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** By a house of its own, as beside a server. */
async function apart<T>(work: () => Promise<T>): Promise<T> {
  const { house } = lent;
  lent.house = null;
  try {
    return await work();
  } finally {
    lent.house = house;
  }
}

/** In this process: its workers are threads either way, and no node has to start for a refusal. */
async function ndc(...words: readonly string[]): Promise<Said> {
  let [out, err] = ['', ''];
  const told = vi.spyOn(process.stdout, 'write').mockImplementation((part) => ((out += String(part)), true));
  const remarked = vi.spyOn(process.stderr, 'write').mockImplementation((part) => ((err += String(part)), true));
  try {
    return { code: await main(words), out, err };
  } finally {
    told.mockRestore();
    remarked.mockRestore();
  }
}

async function json<T = Record<string, unknown>>(...words: readonly string[]): Promise<T> {
  return JSON.parse((await ndc(...words, '--json')).out) as T;
}

const counts = async (): Promise<Record<string, number>> =>
  Object.fromEntries((await json<{ station: { id: string }; datasets: number }[]>('stations', 'list')).map((row) => [row.station.id, row.datasets]));
const lastRun = async (station: string): Promise<number> => (await json<{ id: number }[]>('runs', station, '--limit', '1'))[0]?.id ?? 0;

let umc: FakeStation;
let slow: FakeStation;
const serve = (body: string): void => {
  umc.set('/x.ttl', { body, type: 'text/turtle' });
};

beforeAll(async () => {
  umc = await FakeStation.start();
  slow = await FakeStation.start({ '/x.ttl': { stall: 'headers' } });
  serve(datasets(6, `<${iri(7)}> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "Bare"@en .\n`));
  const station = (id: string, url: string): string =>
    `<https://catalogue.example/stations/${id}> a ndc:Station ; dct:title "${id}"@en ; ndc:kind "holder" ; dct:publisher <https://${id}.example/> ; dcat:endpointURL <${url}/x.ttl> ; ndc:protocol "rdf" ; ndc:state "live" .\n<https://${id}.example/> foaf:name "${id}"@en .\n`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'stations.ttl'), head + station('umc', umc.url) + station('slow', slow.url));
  const environment = {
    NDC_DATA_DIR: dataDir,
    NDC_STATIONS: join(folder, 'stations.ttl'),
    NDC_OPERATORS: join(folder, 'operators.json'),
    NDC_LOG_LEVEL: 'info',
    NDC_ALLOW_LOOPBACK: '1',
    NDC_HOST_PAUSE_MS: '0',
    NDC_FETCH_TRIES: '1',
    NDC_MISSING_RUNS: '1',
    NDC_MISSING_HOURS: '0',
  };
  for (const [key, value] of Object.entries(environment)) vi.stubEnv(key, value);
});

afterAll(async () => {
  await lent.house?.close();
  vi.unstubAllEnvs();
  await umc.close();
  await slow.close();
  rmSync(folder, { recursive: true, force: true });
});

const refused = (said: Said): unknown[] => [said.code, said.out, /at .*\.(js|ts):\d+/.test(said.err), said.err];
const refusal = (words: RegExp): unknown[] => [2, '', false, expect.stringMatching(words)];

describe('before there is a catalogue', () => {
  it.each([
    [['revert', '1']],
    [['replay', '1']],
    [['harvest', '--release', '1']],
    [['harvest', '--discard', '1']],
    [['harvest', '--cancel', '1']],
    [['runs']],
    [['runs', 'show', '1']],
    [['records', 'duplicates']],
    [['redact', 'x', '--reason', 'y']],
    [['withhold', 'x', '--reason', 'y']],
    [['mail']],
  ])('%j says that there is none, and makes none in a mistyped folder', async (words) => {
    expect(refused(await ndc(...words))).toEqual(refusal(/There is no ledger in .*NDC_DATA_DIR/));
    expect(readdirSync(folder)).not.toContain('data');
  });

  it('lists nobody who may act, and how to add one; a token is shown once, on standard output alone', async () => {
    expect(await ndc('operators', 'list')).toMatchObject({ code: 0, out: '', err: expect.stringContaining('ndc operators add') as string });
    const added = await ndc('operators', 'add', 'anna', '--role', 'auditor');
    expect(added).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^ndco_[\w-]{43}\n$/) as string,
      err: expect.stringContaining('anna (auditor)') as string,
    });
    expect(await json('operators', 'list')).toEqual([{ name: 'anna', role: 'auditor' }]);
    expect(refused(await ndc('operators', 'add', 'anna', '--role', 'operator'))).toEqual(refusal(/anna already/));
    expect(refused(await ndc('operators', 'add', 'bert', '--role', 'king'))).toEqual(refusal(/operator, ncp, auditor/));
    expect(await ndc('operators', 'remove', 'anna')).toMatchObject({ code: 0 });
    expect(refused(await ndc('operators', 'remove', 'anna'))).toEqual(refusal(/no operator anna; "ndc operators list"/));
  });
});

describe('commands that are written wrongly', () => {
  it.each([
    [['harvest', '--release', '1', '--full'], /only --json/],
    [['harvest', 'umc', '--discard', '1'], /without stations/],
    [['harvest', '--release', '1', '--cancel', '1'], /about one run/],
    [['harvest', '--full', '--reprocess'], /choose one/],
    [['harvest', '--release'], /--release/],
    [['harvest', '--release', 'umc'], /by its number/],
    [['harvest', '--cancel', '-1'], /cancel/],
    [['revert'], /one run/],
    [['revert', '1', '2'], /one run/],
    [['replay', '0'], /by its number/],
    [['runs', 'show'], /one run/],
    [['runs', '--limit', '0'], /--limit/],
    [['runs', '--all'], /--all/],
    [['records', 'merge', 'x', '--reason', 'y'], /two records/],
    [['records', 'merge', 'x', 'y'], /--reason/],
    [['records', 'merge', 'x', 'y', 'z', '--reason', 'y'], /one too many: z/],
    [['records', 'split'], /name the record/],
    [['redact', 'x'], /--reason/],
    [['redact', 'x', '--reason', ' '], /--reason/],
    [['redact', 'x', '--version', 'two', '--reason', 'y'], /--version is a number/],
    [['withhold', 'x', 'y', '--reason', 'y'], /one too many: y/],
    [['stations', 'list', 'umc'], /takes no name/],
    [['mail', 'umc'], /--station/],
  ])('%j', async (words, expected) => {
    const said = await ndc(...words);
    expect(refused(said)).toEqual(refusal(expected));
    expect(said.err.split('\n').every((line) => line.length < 260)).toBe(true);
  });
});

describe('runs, from the first to the last', () => {
  it('names the run, what is held and where the reasons are, without a log between the lines', async () => {
    const { code, out, err } = await ndc('harvest', 'umc');
    expect([code, out]).toEqual([0, '']);
    expect(err).toMatch(
      /^ {2}ok umc +complete +6 added, 0 updated, 0 unchanged, 0 withdrawn, 1 held; run 1\n {5}Held, with reasons: ndc stations show umc\n$/m,
    );
    expect(err).not.toContain('{"level"');
    lent.house = await HarvestHouse.open(readConfig({ ...process.env, NDC_LOG_LEVEL: 'silent' }), { ownBase: null, pinBase: false, declare: 'nothing' });
  });

  it('tells that records are missing while it counts them as unchanged', async () => {
    serve(datasets(1));
    const { code, err } = await ndc('harvest', 'umc');
    expect([code, err]).toEqual([0, expect.stringMatching(/7 unchanged[\s\S]*6 of these records were not listed; .*1 complete run and 0 hours/)]);
  });

  it('shows in a dry run what would go, and that a real one would be held', async () => {
    const { code, out, err } = await ndc('harvest', 'umc', '--dry-run');
    expect([code, out.split('\n').filter((line) => line.startsWith('    withdrawn Cohort ')).length]).toEqual([0, 5]);
    expect(err).toMatch(/Dry run: nothing was published\. A real run would go on hold/);
    expect(await counts()).toEqual({ umc: 6, slow: 0 });
  });

  it('says of a run on hold what it would do and which two commands decide, and exits 1', async () => {
    const { code, err } = await ndc('harvest', 'umc');
    expect(code).toBe(1);
    for (const words of [
      'umc                    on-hold',
      'It would do: 0 added',
      '6 withdrawn',
      'ndc runs show 4',
      'ndc harvest --release 4',
      'ndc harvest --discard 4',
    ])
      expect(err).toContain(words);
    const shown = (await ndc('runs', 'show', '4')).out;
    expect(shown).toMatch(/^Run 4 of umc: on-hold \(by .*, waits for a decision\)\n {2}from \d{4}-\d\d-\d\dT[\d:.]+Z to \d{4}/);
    expect(shown).toMatch(/1 remark:\n {4}error brake: [\s\S]*\n6 records:\n {4}withdrawn Cohort 2 <https:/);
    expect(await json('runs', 'show', '4')).toMatchObject({ id: 4, outcome: 'on-hold', planned: { withdrawn: 6 }, issues: [{ code: 'brake' }] });
  });

  it('refuses deeds that do not fit its state, with the one that does', async () => {
    expect(refused(await ndc('revert', '4'))).toEqual(refusal(/on hold and has changed nothing; to drop it: ndc harvest --discard 4/));
    expect(refused(await ndc('harvest', '--cancel', '4'))).toEqual(refusal(/not under way; it ended on-hold at .*Z\. To drop it/));
    expect(refused(await ndc('harvest', '--release', '1'))).toEqual(refusal(/run 1 of umc is not on hold; it ended complete\. .*ndc revert 1/));
    expect(refused(await ndc('revert', '3'))).toEqual(refusal(/changed nothing in the catalogue: it was a dry run/));
    for (const words of [
      ['revert', '99'],
      ['replay', '99'],
      ['runs', 'show', '99'],
      ['harvest', '--release', '99'],
      ['harvest', '--discard', '99'],
      ['harvest', '--cancel', '99'],
    ])
      expect(refused(await ndc(...words))).toEqual(refusal(/there is no run 99; "ndc runs" lists them/));
    expect(refused(await ndc('runs', 'nobody'))).toEqual(refusal(/no station nobody/));
    expect(refused(await ndc('harvest', 'nobody'))).toEqual(refusal(/no station nobody; there are 2 stations .*slow, umc/));
  });

  it('discards it once, the next one is released once', async () => {
    expect(await json('harvest', '--discard', '4')).toMatchObject({ station: 'umc', run: 4, done: 'discarded' });
    expect(refused(await ndc('harvest', '--discard', '4'))).toEqual(refusal(/not on hold any more: discarded by .* at .*Z/));
    expect(refused(await ndc('harvest', '--release', '4'))).toEqual(refusal(/not on hold any more: discarded/));
    expect(await counts()).toEqual({ umc: 6, slow: 0 });
    expect((await ndc('harvest', 'umc')).code).toBe(1);
    const { code, err } = await ndc('harvest', '--release', '5');
    expect([code, err]).toEqual([0, expect.stringMatching(/ok umc +complete .*6 withdrawn.*; run 6 \(Run 5 was released\.\)/)]);
    expect(refused(await ndc('harvest', '--release', '5'))).toEqual(refusal(/released by .*, as run 6; to undo that: ndc revert 6/));
    expect(await counts()).toEqual({ umc: 1, slow: 0 });
  });

  it('reverts it once; a second time nothing is left, which it says', async () => {
    const first = await ndc('revert', '6');
    expect([first.code, first.err, first.out]).toEqual([
      0,
      expect.stringContaining('ndc stations pause umc'),
      expect.stringMatching(/^ {4}added +Cohort \d <https:\/\/umc\.example\/d\/\d> \(as before run 6\)$/m),
    ]);
    expect(await counts()).toEqual({ umc: 6, slow: 0 });
    const second = await ndc('revert', '6');
    expect([second.code, second.err, second.out]).toEqual([
      1,
      expect.stringContaining('Nothing was restored'),
      expect.stringContaining('changed since by run 7'),
    ]);
    expect(await json('runs', 'umc', '--limit', '2')).toMatchObject([
      { id: 8, trigger: 'revert', of: 6 },
      { id: 7, trigger: 'revert', of: 6 },
    ]);
  });

  it('replays what a run received, and publishes nothing', async () => {
    const { code, out, err } = await ndc('replay', '2');
    expect([code, err]).toEqual([0, expect.stringMatching(/Dry run: nothing was published/)]);
    expect(out).not.toContain('withdrawn');
    expect(await counts()).toEqual({ umc: 6, slow: 0 });
    expect(refused(await ndc('replay', '7'))).toEqual(refusal(/nothing is kept of what run 7 of umc received/));
  });

  it('prints nothing of a station that would move the cursor of a terminal', async () => {
    serve(datasets(6, dataset(8, 'Red \\u001B[31m\\u0007 alert')));
    const { out } = await ndc('harvest', 'umc', '--dry-run');
    expect(out).toContain('added     Red ');
    expect(out).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/);
  });
});

describe('a station that is busy', () => {
  it('is called off while it is read: from another command, once, and nothing of it is published', async () => {
    const asked = slow.requests.length;
    const running = main(['harvest', 'slow', '--json']);
    await expect.poll(() => slow.requests.slice(asked).some(({ path }) => path === '/x.ttl'), { timeout: 60_000 }).toBe(true);
    const run = await lastRun('slow');
    const postponed = await ndc('harvest', 'slow');
    expect([postponed.code, postponed.err]).toEqual([
      0,
      expect.stringMatching(new RegExp(`Run ${String(run)} .*under way[\\s\\S]*ndc harvest --cancel ${String(run)}`)),
    ]);
    expect((await ndc('runs', 'slow')).out).toContain('under way');
    expect(refused(await ndc('harvest', '--release', String(run)))).toEqual(refusal(/still under way; to call it off/));
    expect(refused(await ndc('revert', String(run)))).toEqual(refusal(/still under way/));
    expect(refused(await ndc('replay', String(run)))).toEqual(refusal(/still under way/));
    const { code, out } = await apart(() => ndc('harvest', '--cancel', String(run)));
    expect([code, out]).toEqual([0, expect.stringMatching(/is called off: it ends within seconds/)]);
    const told = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
    expect(await running).toBe(1);
    told.mockRestore();
    expect(refused(await ndc('harvest', '--cancel', String(run)))).toEqual(refusal(/not under way; it ended interrupted/));
    expect((await ndc('runs', 'show', String(run))).out).toMatch(/Nothing of it is published\. To begin again: ndc harvest slow/);
  }, 90_000);

  it('stops by Ctrl-C with 130 and a word on what becomes of the run', async () => {
    const asked = slow.requests.length;
    const child = spawn(process.execPath, [join(packageRoot, 'bin', 'ndc.mjs'), 'harvest', 'slow'], { env: process.env, stdio: ['ignore', 'ignore', 'pipe'] });
    let err = '';
    child.stderr.on('data', (part: Buffer) => (err += part.toString()));
    const ended = new Promise((resolve) => child.on('exit', resolve));
    await expect.poll(() => slow.requests.slice(asked).some(({ path }) => path === '/x.ttl'), { timeout: 60_000 }).toBe(true);
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(err).toMatch(/stopped while run \d+ \(slow\) was reading: nothing of it is published\. The next harvest of slow goes on/);
    expect((await apart(() => ndc('stations', 'list'))).out).toMatch(/^slow .*interrupted \d{4}-/m);
  }, 90_000);
});

describe('records', () => {
  const [first, second] = [recordId(iri(1)), recordId(iri(2))];

  it('are merged once and split once', async () => {
    expect(refused(await ndc('records', 'merge', first, first, '--reason', 'x'))).toEqual(refusal(/one record; it cannot be merged with itself/));
    expect(refused(await ndc('records', 'merge', first, 'nobody', '--reason', 'x'))).toEqual(refusal(/no record nobody/));
    expect(await ndc('records', 'merge', first, iri(2), '--reason', 'the same')).toMatchObject({
      code: 0,
      out: `${first} (Cohort 1) is another name of ${second} now; ndc records split ${first} undoes that.\n`,
    });
    expect(refused(await ndc('records', 'merge', first, second, '--reason', 'x'))).toEqual(refusal(/names of one record already/));
    const shown = await ndc('records', 'show', first);
    expect([(JSON.parse(shown.out) as { id: string }).id, shown.err]).toEqual([
      second,
      `${first} is another name of ${second}; "ndc records split" undoes that.\n`,
    ]);
    expect(refused(await ndc('records', 'split', second))).toEqual(refusal(/is not another name/));
    expect(refused(await ndc('records', 'split', 'nobody'))).toEqual(refusal(/no record nobody/));
    expect(await ndc('records', 'split', first)).toMatchObject({ code: 0, out: `${first} stands alone again and is published.\n` });
    expect(refused(await ndc('records', 'split', first))).toEqual(refusal(/split already/));
  });

  it('that look alike are listed, so many as asked for', async () => {
    expect(await ndc('records', 'duplicates')).toMatchObject({ code: 0, out: '0 groups of records that look alike.\n' });
    expect(await json('records', 'duplicates')).toEqual([]);
  });

  it('are withheld once', async () => {
    expect(await ndc('withhold', first, '--reason', 'asked')).toMatchObject({ code: 0, out: `${first} is withheld\n` });
    expect(refused(await ndc('withhold', first, '--reason', 'again'))).toEqual(refusal(/withheld already, since .*Z: asked/));
    expect(await ndc('release', first)).toMatchObject({ code: 0 });
  });

  it('are redacted with every byte that was received of them, in whatever document', async () => {
    const held = (words: string): number =>
      readdirSync(join(dataDir, 'blobs'), { recursive: true, withFileTypes: true }).filter(
        (entry) => entry.isFile() && gunzipSync(readFileSync(join(entry.parentPath, entry.name))).includes(words),
      ).length;
    // The document of run 1 brought the record; that of run 2 holds it too, in other bytes.
    expect(held(iri(1))).toBeGreaterThanOrEqual(2);
    expect(refused(await ndc('redact', first, '--version', '9', '--reason', 'x'))).toEqual(refusal(/no version 9; it has 1/));
    const redacted = await ndc('redact', first, '--reason', 'names a patient');
    expect([redacted.code, redacted.out]).toEqual([
      0,
      expect.stringMatching(/1 version emptied, \d+ received documents removed, the record is withheld\.\nBackups/),
    ]);
    expect(held(iri(1))).toBe(0);
    expect((await ndc('redact', first, '--reason', 'another reason')).out).toMatch(
      /was redacted already; nothing was left to remove, and the record stays withheld/,
    );
    const { stateReason, versions } = JSON.parse((await ndc('records', 'show', first)).out) as {
      stateReason: string;
      versions: { gap: { reason: string } }[];
    };
    expect([stateReason, versions.map((version) => version.gap.reason)]).toEqual(['names a patient', ['names a patient']]);
    expect(await ndc('check')).toMatchObject({ code: 0, out: expect.stringContaining('only the ledger was checked') as string });
    const replayed = await ndc('replay', '1');
    expect([replayed.code, replayed.err]).toEqual([1, expect.stringMatching(/!! umc +failed[\s\S]* error [a-z-]+: /)]);
  });
});

describe('mail', () => {
  it('has none, says why, and knows its stations', async () => {
    expect(await ndc('mail')).toMatchObject({ code: 0, out: 'No messages.\n', err: expect.stringContaining('NDC_SMTP_URL') as string });
    expect(await json('mail', '--station', 'umc')).toEqual([]);
    expect(refused(await ndc('mail', '--station', 'nobody'))).toEqual(refusal(/no station nobody/));
  });
});
