import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Parser } from 'n3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { editStations } from '../../src/cli/stations-add.js';
import { readConfig } from '../../src/config.js';
import { openControl } from '../../src/control.js';
import { askServer } from '../../src/control.js';
import { ConfigurationError } from '../../src/domain/errors.js';
import type { Station } from '../../src/domain/station.js';
import { OperatorData } from '../../src/rdf/operator-data.js';
import { turtleStatements } from '../../src/rdf/turtle-statements.js';
import { FakeStation } from '../support/fake-station.js';
import { runs } from '../support/runs.js';

let folder: string;
let file: string;
const told: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ndc-stations-'));
  file = join(folder, 'stations.ttl');
  told.length = 0;
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const head = `# Our stations. Ask the office before you change this file.
@prefix ndc: <https://w3id.org/ndc/ns#> .
@prefix d: <http://purl.org/dc/terms/> .
PREFIX dcat: <http://www.w3.org/ns/dcat#>
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <urn:not-vcard> .
`;
const one = `# The first. It has a dot. And a "quote".
<https://catalogue.example/stations/one> a ndc:Station ; # a comment; with <brackets> .
    d:title """One. "Station"
# no comment"""@en ; ndc:kind "holder" ; d:publisher <https://one.example/> ;
    dcat:contactPoint [ <http://www.w3.org/2006/vcard/ns#hasEmail> <mailto:a.b@one.example> ] ;
    dcat:endpointURL <https://one.example/x.ttl#y> ; ndc:protocol 'rdf' ; ndc:priority 10 .
`;
const shared = '<https://one.example/> a foaf:Organization ; foaf:name "One"@en .\n';
const two = `<https://catalogue.example/stations/two> a ndc:Station ; d:title "Two"@en ; ndc:kind "holder" ; d:publisher <https://two.example/> ; dcat:endpointURL <https://two.example/> ; ndc:protocol "fdp" .
<https://two.example/> foaf:name "Two"@en .
`;
const whole = `${head}\n${one}\n${shared}\n# The second.\n${two}`;

async function edit(...words: readonly string[]): Promise<number> {
  const config = readConfig({ NDC_STATIONS: file, NDC_DATA_DIR: join(folder, 'data'), NDC_ALLOW_LOOPBACK: '1', NDC_HOST_PAUSE_MS: '0', NDC_FETCH_TRIES: '1' });
  return editStations(words, { config, print: (text) => void told.push(text), ask: askServer });
}

const text = (): string => readFileSync(file, 'utf8');
const stations = (): Station[] => new OperatorData(new Parser({ baseIRI: 'file:///x' }).parse(text())).stations();
const added = ['add', 'three', '--url', 'https://three.example/fdp', '--protocol', 'fdp', '--holder', 'https://three.example/'] as const;

describe('ndc stations add', () => {
  it('puts an entry behind the others and leaves every byte before it alone', async () => {
    writeFileSync(file, whole);
    chmodSync(file, 0o640);
    expect(
      await edit(
        ...added,
        ...['--holder-name', 'Three "B.V."', '--title', 'Drie\\', '--profile', 'dcat-ap-3.0', '--profile', 'health-ri-2', '--schedule', '15 3 * * *'],
        ...['--email', 'data@three.example', '--setting', 'page-size=10', '--setting', 'pages-from=never'],
      ),
    ).toBe(0);
    expect(text().startsWith(whole)).toBe(true);
    const [first, second, station] = stations();
    expect([first?.id, second?.id]).toEqual(['one', 'two']);
    expect(station).toMatchObject({
      id: 'three',
      iri: 'https://catalogue.example/stations/three',
      title: { '': ['Drie\\'] },
      kind: 'holder',
      holder: { iri: 'https://three.example/', name: { '': ['Three "B.V."'] } },
      contactEmail: 'data@three.example',
      endpoint: 'https://three.example/fdp',
      protocol: 'fdp',
      schedule: '15 3 * * *',
      profiles: ['dcat-ap-3.0', 'health-ri-2'],
      settings: { 'page-size': '10', 'pages-from': 'never' },
      declaredState: 'onboarding',
    });
    // The file's own prefix for Dublin Core is used, and its vcard, which means something else, is not.
    expect(text().slice(whole.length)).toMatch(/d:title[\s\S]*<http:\/\/www\.w3\.org\/2006\/vcard\/ns#hasEmail>/);
    expect([statSync(file).mode & 0o777, readdirSync(folder)]).toEqual([0o640, ['stations.ttl']]);
    expect(told.join('\n')).toContain('No server is running');
  });

  it('begins live when asked, makes a file that is not there, and does not name a known organisation twice', async () => {
    expect(await edit(...added, '--live', '--holder-name', 'Three')).toBe(0);
    expect(
      await edit('add', 'four', '--url', 'https://four.example/', '--protocol', 'rdf', '--holder', 'https://three.example/', '--holder-name', 'Other'),
    ).toBe(0);
    expect(stations().map(({ id, declaredState, holder }) => [id, declaredState, holder?.name])).toEqual([
      ['three', 'live', { '': ['Three'] }],
      ['four', 'onboarding', { '': ['Three'] }],
    ]);
    expect(text().match(/@prefix ndc:/g)).toHaveLength(1);
    expect(stations()[0]?.iri).toBe('http://127.0.0.1:3000/stations/three');
  });

  it.each([
    ['no address', ['add', 'x'], 'where the station is read'],
    ['no id', ['add', '--url', 'https://x.example/'], 'one id'],
    ['an id that is taken', ['add', 'one', '--url', 'https://x.example/', '--protocol', 'rdf', '--kind', 'aggregator'], 'already'],
    ['an id that no id can be', ['add', 'X y', '--url', 'https://x.example/', '--protocol', 'rdf', '--kind', 'aggregator'], 'cannot be an id'],
    ['a word of ours', ['add', 'new', '--url', 'https://x.example/', '--protocol', 'rdf', '--kind', 'aggregator'], 'cannot be an id'],
    ['no protocol', ['add', 'x', '--url', 'https://x.example/', '--kind', 'aggregator'], 'protocol is missing'],
    ['an unknown protocol', ['add', 'x', '--url', 'https://x.example/', '--kind', 'aggregator', '--protocol', 'gopher'], 'no protocol "gopher"'],
    ['a holder without a name for it', ['add', 'x', '--url', 'https://x.example/', '--protocol', 'rdf'], 'names its holder'],
    ['another scheme', ['add', 'x', '--url', 'ftp://x.example/', '--protocol', 'rdf', '--kind', 'aggregator'], 'no http or https'],
    [
      'a setting without a value',
      ['add', 'x', '--url', 'https://x.example/', '--protocol', 'rdf', '--kind', 'aggregator', '--setting', 'follow'],
      'name=value',
    ],
    [
      'a setting that the protocol does not know',
      ['add', 'x', '--url', 'https://x.example/', '--protocol', 'rdf', '--kind', 'aggregator', '--setting', 'a=b'],
      '"a"',
    ],
    ['a profile that is not installed', ['add', 'x', '--url', 'https://x.example/', '--protocol', 'rdf', '--kind', 'aggregator', '--profile', 'none'], 'none'],
    [
      'a schedule that is none (the shape)',
      ['add', 'x', '--url', 'https://x.example/', '--protocol', 'rdf', '--kind', 'aggregator', '--schedule', 'nightly'],
      'cron',
    ],
    ['both a protocol and detection', ['add', 'x', '--url', 'https://x.example/', '--protocol', 'rdf', '--detect'], 'exclude'],
    ['a file and an id', ['add', 'x', '--from', 'x.csv'], '--from'],
  ] as const)('refuses %s, says why, and writes nothing', async (_what, words, why) => {
    writeFileSync(file, whole);
    const error: unknown = await edit(...words).catch((caught: unknown) => caught);
    expect(`${told.join('\n')}\n${error instanceof Error ? error.message : 'no error'}`).toContain(why);
    expect([text(), readdirSync(folder)]).toEqual([whole, ['stations.ttl']]);
  });

  it('refuses a file that is read-only, and one that cannot be read', async () => {
    writeFileSync(file, whole);
    chmodSync(file, 0o444);
    await expect(edit(...added)).rejects.toThrow('read-only');
    chmodSync(file, 0o644);
    writeFileSync(file, `${whole}<https://broken.example/> a `);
    await expect(edit(...added)).rejects.toThrow('cannot be read');
    expect(told).toEqual([]);
  });

  it('writes through a link to the file itself, and with --dry-run nothing at all', async () => {
    writeFileSync(join(folder, 'real.ttl'), whole);
    symlinkSync('real.ttl', file);
    expect(await edit(...added, '--dry-run')).toBe(0);
    expect([text(), told.join('\n').includes('ndc:protocol "fdp"')]).toEqual([whole, true]);
    await edit(...added);
    expect([readdirSync(folder).sort(), stations().length]).toEqual([['real.ttl', 'stations.ttl'], 3]);
    expect(readFileSync(join(folder, 'real.ttl'), 'utf8')).toContain('/stations/three>');
  });

  it('finds the protocol out, with the address and settings that fit', async () => {
    const site = await FakeStation.start({
      '/api/3/action/current_package_list_with_resources?limit=1': { body: '{"success":true,"result":[]}', type: 'application/json' },
    });
    try {
      expect(await edit('add', 'x', '--url', `${site.url}/dataset/a`, '--detect', '--kind', 'aggregator')).toBe(0);
      expect(stations()[0]).toMatchObject({ protocol: 'ckan', endpoint: `${site.url}/`, settings: { action: 'current_package_list_with_resources' } });
      expect(told[0]).toContain('DKAN');
      await expect(edit('add', 'y', '--url', `${site.url}/nothing`, '--detect', '--kind', 'aggregator')).resolves.toBe(0);
      site.remove('/api/3/action/current_package_list_with_resources?limit=1');
      await expect(edit('add', 'z', '--url', `${site.url}/nothing`, '--detect', '--kind', 'aggregator')).rejects.toThrow('no protocol was recognised');
      await expect(edit('add', 'z', '--url', 'http://127.0.0.1:1/', '--detect', '--kind', 'aggregator')).rejects.toThrow('cannot be read');
    } finally {
      await site.close();
    }
  });
});

describe('ndc stations add --from', () => {
  const csv = (rows: string): string => {
    const path = join(folder, 'many.csv');
    writeFileSync(path, rows);
    return path;
  };

  it.each([
    ['commas', ','],
    ['semicolons, as Dutch spreadsheets write them', ';'],
    ['tabs', '\t'],
  ])('takes many at once, parted by %s', async (_what, separator) => {
    writeFileSync(file, whole);
    const rows = [
      ['ID', 'url', 'protocol', 'title', 'holder', 'holder-name', 'kind', 'profile', 'setting', 'live'],
      ['a', 'https://a.example/', 'rdf', '"A ""quoted"", name"', 'https://a.example/', '"A; B, C"', '', 'dcat-ap-3.0|health-ri-2', 'follow=no', 'yes'],
      ['b', 'https://b.example/', 'fdp', '"Two\nlines"', '', '', 'aggregator', '', '', ''],
      ['', '', '', '', '', '', '', '', '', ''],
    ];
    expect(await edit('add', '--from', csv(`\uFEFF${rows.map((row) => row.join(separator)).join('\r\n')}\r\n`))).toBe(0);
    expect(stations().slice(2)).toMatchObject([
      {
        id: 'a',
        title: { '': ['A "quoted", name'] },
        holder: { name: { '': ['A; B, C'] } },
        profiles: ['dcat-ap-3.0', 'health-ri-2'],
        settings: { follow: 'no' },
        declaredState: 'live',
      },
      { id: 'b', title: { '': ['Two\nlines'] }, kind: 'aggregator', declaredState: 'onboarding' },
    ]);
    expect(text().startsWith(whole)).toBe(true);
  });

  it('tells every mistake with its row, and writes nothing when there is one', async () => {
    writeFileSync(file, whole);
    const rows = [
      'id,url,protocol,kind,schedule,email',
      'ok,https://ok.example/,rdf,aggregator,,',
      'ok,https://twice.example/,rdf,aggregator,,',
      'Bad id,nowhere,gopher,king,,me',
      'two,https://two.example/,rdf,aggregator,,',
      'x,https://x.example/,rdf,aggregator,,,too,many',
    ];
    await expect(edit('add', '--from', csv(rows.join('\n')))).rejects.toThrow('nothing was written');
    expect(told.map((line) => /^row (\d+)/.exec(line)?.[1])).toEqual(['6', '3', '4', '4', '4', '4', '4', '5']);
    expect(text()).toBe(whole);
  });

  it('tells the row of what only the shape and the harvester find', async () => {
    writeFileSync(file, whole);
    const rows = [
      'id,url,protocol,kind,schedule,setting',
      'a,https://a.example/,rdf,aggregator,,',
      'b,https://b.example/,rdf,aggregator,nightly,',
      'c,https://c.example/,rdf,aggregator,,x=y',
    ];
    await expect(edit('add', '--from', csv(rows.join('\n')))).rejects.toThrow('2 mistakes; nothing was written');
    expect(told.map((line) => line.slice(0, 5)).sort()).toEqual(['row 3', 'row 4']);
    expect(text()).toBe(whole);
  });

  it.each([
    ['a column that there is not', 'id,url,colour\n', 'no column "colour"'],
    ['a column twice', 'id,url,url\n', 'twice'],
    ['no ids', 'url\n', '"id" is missing'],
    ['no rows', 'id,url\n', 'lists no station'],
    ['a quotation mark without end', 'id,url\n"a,https://a.example/\n', 'never closed'],
    ['nothing', '', 'missing'],
  ])('refuses a file with %s', async (_what, rows, why) => {
    await expect(edit('add', '--from', csv(rows))).rejects.toThrow(why);
    expect(existsSync(file)).toBe(false);
  });
});

describe('ndc stations remove', () => {
  it('takes out the entry with its comment and organisation, and leaves the rest as it was written', async () => {
    writeFileSync(file, whole);
    expect(await edit('remove', 'two')).toBe(0);
    expect(text()).toBe(`${head}\n${one}\n${shared}`);
    expect(await edit('remove', 'one')).toBe(0);
    expect(text()).toBe(head);
  });

  it('keeps an organisation that another entry refers to', async () => {
    writeFileSync(file, whole.replaceAll('https://two.example/>', 'https://one.example/>'));
    await edit('remove', 'one');
    expect(stations().map(({ id, holder }) => [id, holder?.name['en']?.[0]])).toEqual([['two', 'One']]);
  });

  it('undoes an addition to the byte', async () => {
    writeFileSync(file, whole);
    await edit(...added, '--holder-name', 'Three');
    await edit('remove', 'three');
    expect(text()).toBe(whole);
  });

  it('knows only what is in the file', async () => {
    writeFileSync(file, whole);
    await expect(edit('remove', 'nobody')).rejects.toThrow('has no station "nobody"; it has one, two');
    expect(text()).toBe(whole);
  });
});

describe('a running server', () => {
  it('takes the file over at once, and the answer says so; one that cannot says why', async () => {
    let reload = (): Promise<{ file: string; added: string[]; retired: string[] }> => Promise.resolve({ file, added: ['three'], retired: [] });
    const data = join(folder, 'data');
    writeFileSync(file, whole);
    const { mkdirSync } = await import('node:fs');
    mkdirSync(data);
    const nothing = (): Promise<never> => Promise.reject(new Error('not asked'));
    const control = await openControl(data, {
      rebuild: nothing,
      check: nothing,
      reloadRules: nothing,
      reconcileEu: nothing,
      searchContents: nothing,
      reloadStations: () => reload(),
    });
    try {
      await edit(...added);
      expect(told.join('\n')).toContain('The running server has taken it over (new: three).');
      reload = () => Promise.resolve({ file: join(folder, 'other.ttl'), added: [], retired: [] });
      await edit('remove', 'three');
      expect(told.at(-1)).toContain('reads another file');
      reload = () => Promise.reject(new ConfigurationError('config/operator-data', 'catalogue.ttl:3: no title', {}));
      await edit(...added);
      expect(told.join('\n')).toContain('did not take it over: catalogue.ttl:3: no title');
    } finally {
      await control?.close();
    }
  });
});

describe('the statements of a Turtle document', () => {
  it('are where a parser finds them', () => {
    const statements = turtleStatements(whole);
    expect(statements.map(({ isDirective }) => isDirective)).toEqual([true, true, true, true, true, false, false, false, false]);
    expect(whole.slice(statements[5]?.start, statements[5]?.end)).toMatch(/^<https:\/\/catalogue\.example\/stations\/one>[\s\S]*ndc:priority 10 \.$/);
  });

  it('are each a document, whatever their strings and comments hold', () => {
    const nasty = fc.stringMatching(/^[.#<>"'\\ a\n[\]();@:]{0,12}$/);
    const literal = nasty.map((value) => JSON.stringify(value));
    const long = nasty.map((value) => `"""${value.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"""`);
    const object = fc.oneof(
      literal,
      long,
      fc.constantFrom('<http://x.example/a.b#c>', '1.5', '-.5e3', 'true', 'ex:a.b', '[ ex:p "." ]', '( 1 2. 3 )'.replace('2.', '2'), '"x"@nl-NL'),
    );
    const statement = fc
      .tuple(
        fc.constantFrom('<http://x.example/s>', 'ex:s.t', '_:b1'),
        fc.array(object, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('.', ' .', '\n.'),
        nasty,
      )
      .map(([subject, objects, end, comment]) => `${subject} ex:p ${objects.join(' , ')} ${end} # ${comment.replace(/\n/g, ' ')}\n`);
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 6 }), (parts) => {
        const prefix = '@prefix ex: <http://x.example/> .\n';
        const document = prefix + parts.join('');
        const found = turtleStatements(document);
        expect(found).toHaveLength(parts.length + 1);
        const triples = found.slice(1).flatMap(({ start, end }) => new Parser().parse(prefix + document.slice(start, end)));
        expect(triples).toHaveLength(new Parser().parse(document).length);
      }),
      { numRuns: runs(200), seed: 7 },
    );
  });
});
