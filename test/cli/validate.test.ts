import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { packageRoot } from '../../src/assets.js';
import { UsageError } from '../../src/cli/command.js';
import { RecordProgress } from '../../src/cli/progress.js';
import { fixedName } from '../../src/cli/validate-fix.js';
import { globPattern, globRoot } from '../../src/cli/validate-glob.js';
import { FileTextSpool } from '../../src/cli/validate-spool.js';
import { targetsOf } from '../../src/cli/validate-targets.js';
import { validateWords } from '../../src/cli/validate-words.js';
import { validateCommand } from '../../src/cli/validate.js';
import { reportOutputSchema } from '../../src/report/json-schema.js';

const folder = mkdtempSync(join(tmpdir(), 'ndc-validate-test-'));
const rdf = (name: string): string => join(packageRoot, 'fixtures', 'rdf', name);
const good = rdf('dataset-r8-public-conforms.ttl');
const broken = rdf('syntax-error-on-line-7.ttl');
const bad = rdf('dcat-ap-dataset-without-description.ttl');

let server: Server;
let url: string;

beforeAll(async () => {
  process.env['NDC_DATA_DIR'] = join(folder, 'data');
  process.env['NDC_ALLOW_LOOPBACK'] = '1';
  process.env['NDC_FETCH_TRIES'] = '1';
  server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
    if (request.url === '/gone.ttl') response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'text/turtle' }).end(readFileSync(good));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function run(...words: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  vi.spyOn(process.stdout, 'write').mockImplementation(((text: string) => {
    written.out += text;
    return true;
  }) as never);
  vi.spyOn(process.stderr, 'write').mockImplementation(((text: string) => {
    written.err += text;
    return true;
  }) as never);
  try {
    return { code: await validateCommand.run(words), ...written };
  } finally {
    vi.restoreAllMocks();
  }
}

describe('ndc validate', () => {
  it.each([
    ['nothing', []],
    ['a file that is not there', ['/nowhere/x.ttl']],
    ['a pattern that fits nothing', [join(folder, '*.none')]],
    ['another format', [good, '--format', 'constructor']],
    ['another language', [good, '--lang', 'fr']],
    ['another verdict', [good, '--verdict', 'mine']],
    ['another severity', [good, '--severity', 'grave']],
    ['--in-place without --fix', [good, '--in-place']],
    ['standard input twice over', ['-', '-']],
    ['a profile that there is not', [good, '--profile', 'none']],
  ])('refuses %s', async (_name, words) => {
    await expect(run(...words)).rejects.toBeInstanceOf(UsageError);
  });

  it('judges files, folders, patterns and addresses one after another; what cannot be read is told and the others are judged', async () => {
    const own = join(folder, 'several');
    mkdirSync(join(own, 'below'), { recursive: true });
    copyFileSync(good, join(own, 'a.ttl'));
    writeFileSync(join(own, 'below', 'b.ttl.gz'), gzipSync(readFileSync(good)));
    writeFileSync(join(own, 'notes.txt'), 'not RDF');
    const { code, out, err } = await run(own, broken, `${own}/**/*.{ttl,gz}`, `${url}/x.ttl`, `${url}/gone.ttl`, '--format', 'json');
    const reports = reportOutputSchema.parse(JSON.parse(out)) as {
      file: string;
      error?: { line: number | null; message: Record<string, string[]> };
      records?: number;
    }[];
    expect(reports.map((report) => [report.file, report.error?.line, report.records])).toEqual([
      [join(own, 'a.ttl'), undefined, 1],
      [join(own, 'below', 'b.ttl.gz'), undefined, 1],
      [broken, 7, undefined],
      [`${url}/x.ttl`, undefined, 1],
      [`${url}/gone.ttl`, null, undefined],
    ]);
    expect([code, err, reports[4]?.error?.message['nl']?.[0]?.includes('404')]).toEqual([2, '', true]);
  });

  it('tells in text what cannot be read on standard error, with a caret, and the rest on standard output', async () => {
    const { code, out, err } = await run(broken, good, '--lang', 'nl');
    expect(code).toBe(2);
    expect(err).toMatch(/syntax-error-on-line-7\.ttl:7:(\d+:)? niet te lezen: /);
    expect(err).toMatch(/^ {4}> 7 \| /m);
    expect(out).toContain(`${good}: publiceerbaar`);
    expect(out).not.toContain('\u001b');
  });

  it.each([
    [[good], 0],
    [[bad], 1],
    [[bad, '--policy'], 1],
    [[rdf('dataset-without-category.ttl'), '--profile', 'healthdcat-ap-r8'], 1],
    [[rdf('dataset-without-category.ttl'), '--profile', 'healthdcat-ap-r8', '--policy'], 0],
    [[rdf('no-dataset.ttl')], 1],
    [[good, bad], 1],
    [[bad, broken], 2],
  ])('%j ends with %i', async (words, expected) => {
    expect((await run(...words)).code).toBe(expected);
  });

  it('decides and shows by the verdict asked for', async () => {
    const shown = async (verdict: string): Promise<readonly [number, number]> => {
      const { code, out } = await run(bad, '--format', 'csv', '--verdict', verdict, '--severity', 'violation');
      return [code, out.split('\r\n').length - 2];
    };
    const json = JSON.parse((await run(bad, '--format', 'json')).out) as { verdicts: Record<string, { violations: number }> };
    for (const verdict of ['national', 'eu', 'dcat-ap-nl']) {
      const violations = json.verdicts[verdict]?.violations ?? -1;
      const [code, rows] = await shown(verdict);
      expect([verdict, code, rows >= violations]).toEqual([verdict, violations > 0 ? 1 : 0, true]);
    }
  });

  it.each(['text', 'json', 'turtle', 'jsonld', 'csv', 'html', 'sarif', 'junit'])(
    'writes %s to a file when asked, and nothing to the screen',
    async (format) => {
      const to = join(folder, `report.${format}`);
      const { code, out, err } = await run(bad, '--format', format, '--output', to, '--lang', 'nl');
      expect([code, out, err]).toEqual([1, '', '']);
      expect(readFileSync(to, 'utf8')).toContain('beschrijving');
    },
  );

  it('prints its schema, and has help for every option', async () => {
    expect(JSON.parse((await run('--schema')).out)).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
    for (const option of [
      'profile',
      'station',
      'format',
      'lang',
      'verdict',
      'severity',
      'policy',
      'engine',
      'output',
      'fix',
      'in-place',
      'force',
      'schema',
      'no-color',
    ])
      expect(validateCommand.details).toContain(`--${option}`);
  });

  it('has colour when told, and none when told', async () => {
    expect((await run(bad, '--color')).out).toContain('\u001b[');
    expect((await run(bad, '--no-color')).out).not.toContain('\u001b[');
  });
});

describe('ndc validate --fix', () => {
  const text = readFileSync(good, 'utf8').replace(/(dct:title "[^"]*")@en/, '$1@eng');
  const write = (name: string, content: string | Uint8Array = text): string => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  };

  it('writes the mended document beside the file, lists the changes and reports on the result', async () => {
    expect(text).toContain('@eng');
    const file = write('mend.ttl');
    const { code, out, err } = await run(file, '--fix', '--lang', 'nl');
    const to = join(folder, 'mend.fixed.ttl');
    expect(code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(readFileSync(to, 'utf8')).toBe(text.replace('@eng', '@en'));
    expect(err).toMatch(/mend\.ttl: 1 wijziging, geschreven naar .*mend\.fixed\.ttl\n {2}regel \d+: dct:title ".*"@eng wordt dct:title ".*"@en \(/);
    expect(out).toContain(`${to}: publiceerbaar`);
    expect(out).not.toContain('reparatie');
    await expect(run(file, '--fix')).rejects.toBeInstanceOf(UsageError);
    expect((await run(file, '--fix', '--force')).code).toBe(0);
  });

  it('overwrites the file itself only when told so, packed ones packed', async () => {
    const file = write('packed.ttl.gz', gzipSync(text));
    expect((await run(file, '--fix', '--in-place')).code).toBe(0);
    expect(readFileSync(file)[0]).toBe(0x1f);
    expect((await run(file, '--fix', '--in-place')).err).toContain('nothing to change');
  });

  it('writes nothing when there is nothing to change', async () => {
    const file = write('fine.ttl', readFileSync(good));
    const { err } = await run(file, '--fix');
    expect([err.includes('nothing to change'), existsSync(join(folder, 'fine.fixed.ttl'))]).toEqual([true, false]);
  });

  it('does not touch a document that is not UTF-8', async () => {
    await expect(run(write('latin.ttl', Buffer.from(text.replace('@eng', '@eng , "caf\u00e9"'), 'latin1')), '--fix')).rejects.toThrow(/UTF-8/);
  });

  it('prints the mended document of an address, with list and report beside it', async () => {
    const { out, err } = await run(`${url}/x.ttl`, '--fix');
    expect(out).toBe(readFileSync(good, 'utf8'));
    expect(err).toContain(`${url}/x.ttl: publishable`);
  });

  it.each([
    ['a.ttl', 'a.fixed.ttl'],
    ['x/a.b.ttl.gz', 'x/a.b.fixed.ttl'],
    ['a.d/noname', 'a.d/noname.fixed'],
  ])('names the result of %s %s', (name, expected) => {
    expect(fixedName(name)).toBe(expected);
  });
});

describe('patterns of file names', () => {
  it.each([
    ['*.ttl', ['a.ttl'], ['b/a.ttl', '.a.ttl', 'a.ttlx', 'attl']],
    ['**/*.ttl', ['a.ttl', 'b/a.ttl', 'b/c/a.ttl'], ['.git/a.ttl', 'b/.c/a.ttl']],
    ['data/**', ['data/a', 'data/b/c'], ['data', 'other/a']],
    ['data/*.{ttl,rdf}', ['data/a.ttl', 'data/a.rdf'], ['data/a.xml', 'data/a.{ttl,rdf}']],
    ['a?.ttl', ['ab.ttl'], ['a.ttl', 'a/.ttl', 'abc.ttl']],
    ['[ab].ttl', ['a.ttl'], ['c.ttl']],
    ['[!ab].ttl', ['c.ttl'], ['a.ttl']],
    ['a+(b).ttl*', ['a+(b).ttl'], ['aab.ttl']],
    ['.*.ttl', ['.a.ttl'], ['a.ttl']],
  ])('%s', (glob, fit, other) => {
    const pattern = globPattern(glob);
    expect([fit.filter((name) => !pattern.test(name)), other.filter((name) => pattern.test(name))]).toEqual([[], []]);
  });

  it('are searched for from the last folder without a sign', () => {
    expect(['*.ttl', 'a/b/*.ttl', '/x/**', 'a*/b', '/*.ttl'].map(globRoot)).toEqual(['.', 'a/b', '/x', '.', '/']);
    expect(targetsOf([rdf('catalogue-*.ttl')]).map(({ name }) => name)).toEqual([
      rdf('catalogue-conforms.ttl'),
      rdf('catalogue-without-legislation.ttl'),
      rdf('catalogue-without-publisher.ttl'),
    ]);
    expect(targetsOf([good, good])).toHaveLength(1);
  });
});

describe('progress and spool', () => {
  it('says how many, how fast and how long, on a terminal only', () => {
    let at = 0;
    const lines: string[] = [];
    const out = { isTTY: true, columns: 120, write: (text: string) => lines.push(text) };
    const progress = new RecordProgress(out, validateWords.nl, () => at);
    progress.begin('a\u001b.ttl');
    at = 10_000;
    progress.update('a.ttl', { done: 50, total: 200 });
    progress.clear();
    progress.clear();
    expect(lines).toEqual(['a .ttl', '\r\u001b[2K', 'a.ttl: 50/200 beschrijvingen, 5.0 per seconde, nog 30 s', '\r\u001b[2K']);
    const silent: string[] = [];
    new RecordProgress({ isTTY: false, write: (text: string) => silent.push(text) }, validateWords.en).update('a', { done: 1, total: 1 });
    expect(silent).toEqual([]);
  });

  it('keeps long texts on the disk and gives them back whole, letters of several bytes included', () => {
    const path = join(folder, 'spooled');
    const spool = new FileTextSpool(path);
    const part = 'é😀'.repeat(50_000);
    for (let n = 0; n < 30; n++) spool.write(part);
    expect(existsSync(path)).toBe(true);
    expect([...spool.drain()].join('') === part.repeat(30)).toBe(true);
    expect([existsSync(path), [...spool.drain()].join('')]).toEqual([false, '']);
    spool.write('short');
    expect([...spool.drain()].join('')).toBe('short');
  });
});
