import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/assets.js';
import { recordId } from '../../src/domain/record-id.js';
import { FakeStation } from '../support/fake-station.js';
import { ndc, ndcHere } from '../support/server.js';

const folder = mkdtempSync(join(tmpdir(), 'ndc-cli-'));
const rdf = (name: string): string => join(packageRoot, 'fixtures', 'rdf', name);
const head =
  '@prefix ndc: <https://w3id.org/ndc/ns#> .\n@prefix dct: <http://purl.org/dc/terms/> .\n@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n';
const stationText = (id: string, endpoint: string): string =>
  `<https://catalogue.example/stations/${id}> a ndc:Station ; dct:title "${id}"@en ; ndc:kind "holder" ; dct:publisher <https://${id}.example/> ; dcat:endpointURL <${endpoint}> ; ndc:protocol "rdf" ; ndc:state "live" .\n<https://${id}.example/> foaf:name "${id}"@en .\n`;
const dataset = (n: number, more = '<http://purl.org/dc/terms/description> "D"@en'): string =>
  `<https://good.example/d/${String(n)}> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "T${String(n)}"@en ; ${more} .\n`;
const silent = { NDC_LOG_LEVEL: 'silent', NDC_ALLOW_LOOPBACK: '1', NDC_HOST_PAUSE_MS: '0', NDC_BACK_OFF_MS: '1', NDC_FETCH_TRIES: '1' };

let good: FakeStation;
let bad: FakeStation;
let environment: Record<string, string>;

/** Each group of tests on a data folder of its own. */
function fresh(name: string, stations: string): Record<string, string> {
  const own = join(folder, name);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'stations.ttl'), head + stations);
  return { ...silent, NDC_DATA_DIR: join(own, 'data'), NDC_STATIONS: join(own, 'stations.ttl') };
}

beforeAll(async () => {
  good = await FakeStation.start({
    '/x.ttl': { body: dataset(1) + dataset(2) + dataset(3, '<http://purl.org/dc/terms/identifier> "no description"'), type: 'text/turtle' },
  });
  bad = await FakeStation.start({ '/x.ttl': { status: 500 } });
  environment = fresh('main', stationText('good', `${good.url}/x.ttl`) + stationText('bad', `${bad.url}/x.ttl`));
});

afterAll(async () => {
  await good.close();
  await bad.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...words: readonly string[]): ReturnType<typeof ndc> => ndc(words, environment);

describe('ndc', () => {
  it('helps when asked, with every command and how to call it', async () => {
    const help = await run('help');
    expect([help.code, help.err]).toEqual([0, '']);
    for (const name of ['serve', 'harvest', 'validate', 'stations', 'records', 'withhold', 'release', 'profiles', 'query', 'rebuild', 'check', 'demo'])
      expect(help.out).toContain(`ndc ${name}`);
    const own = await run('harvest', '--help');
    expect([own.code, own.out.startsWith('ndc harvest [station...]')]).toEqual([0, true]);
    expect((await run('--help')).out).toBe(help.out);
  });

  it.each([
    ['no command', []],
    ['a command that there is not', ['harvset']],
    ['a flag that there is not', ['harvest', '--dryrun']],
    ['a station that there is not', ['harvest', 'nobody']],
    ['no file to validate', ['validate']],
    ['two files to validate', ['validate', 'a', 'b']],
    ['a file that is not there', ['validate', '/nowhere/x.ttl']],
    ['another format', ['validate', 'x', '--format', 'papyrus']],
    ['another language', ['validate', 'x', '--lang', 'fr']],
    ['a profile that there is not', ['validate', 'x', '--profile', 'none']],
    ['an engine that there is not', ['validate', 'x', '--engine', 'steam']],
    ['a verb that there is not', ['stations', 'frobnicate']],
    ['a verb without a station', ['stations', 'pause']],
    ['a station that there is not to pause', ['stations', 'pause', 'nobody']],
    ['no reason to withhold', ['withhold', 'https://good.example/d/1']],
    ['a record that there is not', ['withhold', 'nobody', '--reason', 'x']],
    ['a record that there is not to show', ['records', 'show', 'nobody']],
    ['no verb for profiles', ['profiles']],
    ['no file to query', ['query']],
    ['a query file that is not there', ['query', '/nowhere/q.rq']],
  ])('answers 2, in words and without a stack trace, to %s', async (_name, words) => {
    const { code, err, out } = await ndcHere(words, environment);
    expect([code, `${err}${out}`.length > 20, /at .*\.[jt]s:\d+/.test(err)]).toEqual([2, true, false]);
  });

  it('ends as a process with the code that the command answers with', async () => {
    const { code, err, out } = await run('harvest', '--dryrun');
    const here = await ndcHere(['harvest', '--dryrun'], environment);
    expect([code, err, out]).toEqual([2, here.err, here.out]);
  });

  it('lists the profiles', async () => {
    const { code, out } = await run('profiles', 'list');
    expect([code, ['healthdcat-ap-r8', 'dcat-ap-3.0'].every((id) => out.includes(id))]).toEqual([0, true]);
  });
});

describe('ndc validate', () => {
  it.each([
    ['dataset-r8-public-conforms.ttl', [], 0],
    ['dataset-r8-non-public-conforms.ttl', [], 0],
    ['dataset-without-category.ttl', ['--profile', 'healthdcat-ap-r8'], 1],
    ['dataset-without-category.ttl', ['--profile', 'healthdcat-ap-r8', '--policy'], 0],
    ['dcat-ap-dataset-without-description.ttl', [], 1],
    ['dcat-ap-dataset-without-description.ttl', ['--policy'], 1],
    ['no-dataset.ttl', [], 1],
    ['syntax-error-on-line-7.ttl', [], 2],
    ['iri-with-space-on-line-7.ttl', [], 2],
  ] as [string, string[], number][])('%s %j ends with %i', async (file, words, expected) => {
    const { code, err } = await ndcHere(['validate', rdf(file), ...words], environment);
    expect([code, expected === 2 ? /-on-line-7\.ttl:7:(\d+:)? /.test(err) : err === '']).toEqual([expected, true]);
  });

  it('names file and line of each result, and says it in Dutch when asked', async () => {
    const file = rdf('dataset-category-not-in-list.ttl');
    const { out } = await run('validate', file, '--profile', 'healthdcat-ap-r8');
    const match = new RegExp(`^${file.replaceAll('.', '\\.')}:(\\d+): violation: .*healthCategory`, 'm').exec(out);
    expect(readFileSync(file, 'utf8').split('\n')[Number(match?.[1]) - 1]).toContain('healthCategory');
    expect((await run('validate', file, '--profile', 'healthdcat-ap-r8', '--lang', 'nl')).out).not.toBe(out);
  });

  it('reads a folder, in a stable order, one report for each file', async () => {
    const own = join(folder, 'several');
    mkdirSync(join(own, 'below'), { recursive: true });
    copyFileSync(rdf('dataset-r8-public-conforms.ttl'), join(own, 'below', 'b.ttl'));
    copyFileSync(rdf('dcat-ap-dataset-without-description.ttl'), join(own, 'a.ttl'));
    writeFileSync(join(own, 'notes.txt'), 'not RDF');
    const { code, out } = await run('validate', own, '--format', 'json');
    const reports = JSON.parse(out) as { file: string; results: { severity: string }[] }[];
    expect([
      code,
      reports.map((report) => report.file.slice(own.length + 1)),
      reports.map((report) => report.results.some((result) => result.severity === 'violation')),
    ]).toEqual([1, ['a.ttl', 'below/b.ttl'], [true, false]]);
  });

  it('judges the same by both engines', async () => {
    const results = await Promise.all(
      ['shacl-engine', 'rdf-validate-shacl'].map(async (engine) => {
        const { out } = await run('validate', rdf('dataset-without-category.ttl'), '--profile', 'healthdcat-ap-r8', '--engine', engine, '--format', 'json');
        return (JSON.parse(out) as { results: { severity: string; focusNode: string; path: string; component: string }[] }).results
          .filter((result) => result.severity === 'violation')
          .map(({ focusNode, path, component }) => [focusNode, path, component]);
      }),
    );
    expect(results[0]).toHaveLength(1);
    expect(results[1]).toEqual(results[0]);
  });
});

describe('ndc harvest', () => {
  it('changes nothing in a dry run, and tells what it would do', async () => {
    const { code, out } = await run('harvest', 'good', '--dry-run', '--json');
    expect([code, JSON.parse(out)]).toEqual([0, [expect.objectContaining({ station: 'good', outcome: 'complete', added: 2, updated: 0, held: 1 })]]);
    expect((await run('stations', 'list')).out).toMatch(/good +live +rdf +0 records +0 held/);
    expect((await run('records', 'show', 'https://good.example/d/1')).code).toBe(2);
  });

  it('ends with 1 when one station fails, and says of each what was done (DESIGN 5)', async () => {
    const { code, out, err } = await run('harvest', '--json');
    const summaries = JSON.parse(out) as { station: string; issues: Record<string, unknown>[] }[];
    expect([code, err]).toEqual([1, '']);
    expect(summaries.toSorted((a, b) => a.station.localeCompare(b.station))).toEqual([
      {
        station: 'bad',
        run: expect.any(Number) as number,
        outcome: 'failed',
        added: 0,
        updated: 0,
        unchanged: 0,
        withdrawn: 0,
        held: 0,
        issues: [expect.objectContaining({ code: 'http-status', subject: null, detail: expect.any(String) as string, line: null })],
      },
      {
        station: 'good',
        run: expect.any(Number) as number,
        outcome: 'complete',
        added: 2,
        updated: 0,
        unchanged: 0,
        withdrawn: 0,
        held: 1,
        issues: expect.arrayContaining([
          expect.objectContaining({ code: 'not-admissible', subject: 'https://good.example/d/3', line: expect.any(Number) as number }),
        ]) as unknown,
      },
    ]);
  });

  it('ends with 0 when all is complete or postponed, with a line for each station on a terminal or not', async () => {
    const again = await run('harvest', 'good');
    expect([again.code, again.out]).toEqual([0, '']);
    expect(again.err).toMatch(/good +complete +0 added, 0 updated, \d unchanged/);
    expect((await run('harvest', 'bad')).code).toBe(1);
  });

  it('runs a station once at a time: of two at the same time one runs and the other is postponed', async () => {
    let waiting: ServerResponse | undefined;
    const slow = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
      if (request.url === '/robots.txt') response.writeHead(404).end();
      else waiting = response;
    });
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    const own = fresh('slow', stationText('slow', `http://127.0.0.1:${String((slow.address() as AddressInfo).port)}/x.ttl`));
    const first = ndc(['harvest', '--json'], own);
    await expect.poll(() => waiting !== undefined, { timeout: 60_000 }).toBe(true);
    const second = await ndc(['harvest', '--json'], own);
    expect([second.code, JSON.parse(second.out)]).toEqual([0, [expect.objectContaining({ station: 'slow', outcome: 'postponed', run: null, issues: [] })]]);
    waiting?.writeHead(200, { 'content-type': 'text/turtle' }).end(dataset(1));
    const ended = await first;
    expect([ended.code, JSON.parse(ended.out)]).toEqual([0, [expect.objectContaining({ outcome: 'complete', added: 1 })]]);
    await new Promise((resolve) => {
      slow.close(resolve);
      slow.closeAllConnections();
    });
  });
});

describe('ndc stations, withhold and release', () => {
  it('pauses a station, which then is not harvested, and resumes it', async () => {
    expect(await run('stations', 'pause', 'bad')).toMatchObject({ code: 0, out: 'bad is paused\n' });
    expect((await run('stations', 'list')).out).toMatch(/^bad +paused/m);
    const asked = bad.requests.length;
    expect(JSON.parse((await run('harvest', 'bad', '--json')).out)).toMatchObject([{ outcome: 'postponed', run: null }]);
    expect((await run('harvest', '--json')).out).not.toContain('"bad"');
    expect(bad.requests).toHaveLength(asked);
    expect(await run('stations', 'resume', 'bad')).toMatchObject({ code: 0, out: 'bad is live\n' });
    expect(JSON.parse((await run('stations', 'show', 'bad')).out)).toMatchObject({ state: 'live', station: { id: 'bad' } });
  });

  it('takes a record down by IRI or id, and brings it back', async () => {
    const id = recordId('https://good.example/d/1');
    const state = async (): Promise<string> => (JSON.parse((await run('records', 'show', id)).out) as { state: string }).state;
    expect(await run('withhold', 'https://good.example/d/1', '--reason', 'asked')).toMatchObject({ code: 0, out: `${id} is withheld\n` });
    expect(await state()).toBe('withheld');
    expect(await run('release', id)).toMatchObject({ code: 0 });
    expect(await state()).toBe('current');
    const again = await run('release', id);
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('not withheld')]);
  });

  it('shows held records to the operator, with what was received', async () => {
    const shown = JSON.parse((await run('records', 'show', 'https://good.example/d/3')).out) as {
      state: string;
      lastReceived: { admission: { verdict: string }; body: string };
    };
    expect([shown.state, shown.lastReceived.admission.verdict, shown.lastReceived.body.includes('no description')]).toEqual(['held', 'held', true]);
  });

  it('queries and checks the ledger without a server', async () => {
    writeFileSync(join(folder, 'q.rq'), 'SELECT (COUNT(?d) AS ?n) { ?d a <http://www.w3.org/ns/dcat#Dataset> }');
    expect(await run('query', join(folder, 'q.rq'))).toMatchObject({ code: 0, out: '?n\n2\n' });
    writeFileSync(join(folder, 'q.rq'), 'SELECT {');
    expect((await run('query', join(folder, 'q.rq'))).code).toBe(2);
    expect(await run('check')).toMatchObject({ code: 0, out: expect.stringContaining('only the ledger was checked') as string });
  });
});

describe('what the operator has to put right', () => {
  it('is listed whole, for the configuration', async () => {
    const { code, err } = await ndc(['stations', 'list'], {
      ...environment,
      NDC_PORT: 'door',
      NDC_LOG_LEVEL: 'loud',
      NDC_BRAKE_FRACTION: '7',
      NDC_BASE_URL: 'ftp://x',
    });
    expect([code, err.includes('4 mistake(s)')]).toEqual([2, true]);
    for (const key of ['NDC_PORT', 'NDC_LOG_LEVEL', 'NDC_BRAKE_FRACTION', 'NDC_BASE_URL']) expect(err).toContain(`${key}: `);
  });

  it('is listed whole, for its data, with file and line of each', async () => {
    const own = fresh(
      'faulty',
      `${stationText('one', 'http://one.example/').replace('ndc:kind "holder"', 'ndc:kind "holler"')}${stationText('two', 'http://two.example/').replace('ndc:protocol "rdf" ; ', '')}`,
    );
    writeFileSync(
      join(folder, 'faulty', 'organisations.ttl'),
      '@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n<https://one.example/> a foaf:Organization ;\n foaf:name "x" , .\n',
    );
    const { code, err } = await ndc(['stations', 'list'], { ...own, NDC_ORGANISATIONS: join(folder, 'faulty', 'organisations.ttl') });
    expect(code).toBe(2);
    expect(err).toMatch(/stations\.ttl:5: <https:\/\/catalogue\.example\/stations\/one>/);
    expect(err).toMatch(/stations\.ttl:7: <https:\/\/catalogue\.example\/stations\/two>/);
    expect(err).toMatch(/organisations\.ttl:3: /);
  });

  it('is a ledger of a newer release, or one that is none', async () => {
    const own = fresh('newer', stationText('good', `${good.url}/x.ttl`));
    mkdirSync(own['NDC_DATA_DIR'] ?? '', { recursive: true });
    const file = join(own['NDC_DATA_DIR'] ?? '', 'ledger.sqlite');
    const db = new Database(file);
    db.pragma('user_version = 99');
    db.close();
    const newer = await ndc(['harvest'], own);
    expect([newer.code, newer.err]).toEqual([2, expect.stringContaining('newer release')]);
    writeFileSync(file, 'this is not a database, whatever its name says');
    const none = await ndc(['harvest'], own);
    expect(none.code).toBeGreaterThan(0);
  });

  it('is a catalogue without a ledger, for the commands that only read', async () => {
    const own = fresh('empty', stationText('good', `${good.url}/x.ttl`));
    writeFileSync(join(folder, 'q.rq'), 'ASK {}');
    for (const words of [['check'], ['query', join(folder, 'q.rq')], ['validate', rdf('no-dataset.ttl'), '--station', 'good']]) {
      const { code, err } = await ndc(words, own);
      expect([words[0], code, /at .*\.js:\d+/.test(err)]).toEqual([words[0], 2, false]);
      expect(err).toMatch(/no ledger|not been|NDC_DATA_DIR|unable to open/i);
    }
  });
});
