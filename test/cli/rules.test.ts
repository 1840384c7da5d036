import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/main.js';
import { librarySources } from '../../src/library-sources.js';
import { loadShapesLibrary } from '../../src/validation/shapes-library.js';
import { FakeStation } from '../support/fake-station.js';
import { openHouse, stationOf } from '../support/house.js';
import { prefixes } from '../validation/support.js';

const folder = mkdtempSync(join(tmpdir(), 'ndc-rules-'));
const owl = '@prefix owl: <http://www.w3.org/2002/07/owl#> .\n';
const shapes = `${prefixes}${owl}<urn:own> a owl:Ontology ; dct:title "Own rules"@en ; owl:versionInfo "2.1" ; owl:imports <more.ttl> .
<urn:own#Dataset> a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dct:title ; sh:minLength 20 ; sh:message "Too short." ] , [ sh:path dct:title ; sh:maxCount 1 ] .`;
const more = `${prefixes}<urn:own#Distribution> a sh:NodeShape ; sh:targetClass dcat:Distribution ; sh:property [ sh:path dcat:accessURL ; sh:minCount 1 ] .`;

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** Runs `ndc` in this process on a data folder of the test's. */
async function ndc(dataDir: string, ...words: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const environment = { NDC_DATA_DIR: dataDir, NDC_ALLOW_LOOPBACK: '1', NDC_FETCH_TRIES: '1', NDC_LOG_LEVEL: 'silent' };
  const before = Object.fromEntries(Object.keys(environment).map((key) => [key, process.env[key]]));
  Object.assign(process.env, environment);
  const parts: Record<'out' | 'err', string[]> = { out: [], err: [] };
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => parts.out.push(String(text)) > 0);
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => parts.err.push(String(text)) > 0);
  try {
    const code = await main(words);
    return { code, out: parts.out.join(''), err: parts.err.join('') };
  } finally {
    out.mockRestore();
    err.mockRestore();
    for (const [key, value] of Object.entries(before)) if (value === undefined) Reflect.deleteProperty(process.env, key); else process.env[key] = value; // prettier-ignore
  }
}

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('ndc profiles', () => {
  const data = join(folder, 'profiles');
  const own = file('own.ttl', shapes);
  file('more.ttl', more);

  it('installs a profile with what it imports, pinned, and lists, shows and removes it', async () => {
    const added = await ndc(data, 'profiles', 'add', own);
    expect([added.code, added.err]).toEqual([0, expect.stringContaining('more.ttl')]);
    expect(added.out).toMatch(/own 2\.1 is installed: 3 rules from 2 documents/);
    expect((await ndc(data, 'profiles', 'list')).out).toMatch(/^own +2\.1 +3 rules .*Own rules \(installed .* from .*own\.ttl\)$/m);
    expect((await ndc(data, 'profiles', 'show', 'own')).out).toContain('Too short.');
    writeFileSync(own, 'no longer Turtle');
    const profile = loadShapesLibrary(librarySources(data)).find((known) => known.info.id === 'own')!;
    expect(profile.variants[0]!.rules.names).toEqual(['urn:own#Dataset-title', 'urn:own#Dataset-title-2', 'urn:own#Distribution-accessURL']);
    writeFileSync(own, shapes);
    expect((await ndc(data, 'profiles', 'remove', 'own')).code).toBe(0);
    expect((await ndc(data, 'profiles', 'list')).out).not.toMatch(/^own /m);
    const again = await ndc(data, 'profiles', 'remove', 'own');
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('No profile "own" is installed')]);
  });

  it.each<[string, string, RegExp]>([
    [
      'a feature that no engine runs',
      `${prefixes}<urn:s> a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:js [ sh:jsFunctionName "f" ] .`,
      /features that are not run here[\s\S]*sh.*js/,
    ],
    [
      'a SPARQL constraint that would be answered wrongly',
      `${prefixes}<urn:s> a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:sparql [ sh:select "SELECT $this WHERE { $this ?p ?o MINUS { $this ?p 1 } }" ] .`,
      /MINUS/,
    ],
    ['shapes without a target', `${prefixes}<urn:s> a sh:NodeShape ; sh:property [ sh:path dct:title ; sh:minCount 1 ] .`, /no shape with a target/],
    [
      'a pattern that is none',
      `${prefixes}<urn:s> a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:property [ sh:path dct:title ; sh:pattern "(" ] .`,
      /cannot run the profile/,
    ],
    [
      'an import that is not there',
      `${prefixes}${owl}<urn:s> a sh:NodeShape ; sh:targetClass dcat:Dataset ; owl:imports <nowhere.ttl> .`,
      /nowhere\.ttl[\s\S]*--skip-import/,
    ],
    ['text that is no RDF', 'hello', /cannot be read/],
  ])('refuses %s, and installs nothing', async (_, text, message) => {
    const refused = await ndc(data, 'profiles', 'add', file('refused.ttl', text));
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(message);
    expect((await ndc(data, 'profiles', 'list')).out).not.toContain('refused');
  });

  it('refuses the id of one of ours, and one that is no id', async () => {
    expect((await ndc(data, 'profiles', 'add', own, '--id', 'dcat-ap-3.0')).err).toContain('is a profile of the package');
    expect((await ndc(data, 'profiles', 'add', own, '--id', 'Not An Id')).err).toContain('cannot be the id');
    expect((await ndc(data, 'profiles', 'remove', 'dcat-ap-3.0')).err).toContain('cannot be removed');
  });

  it('leaves out an import on request', async () => {
    const added = await ndc(data, 'profiles', 'add', own, '--id', 'alone', '--skip-import', new URL(`file://${join(folder, 'more.ttl')}`).href);
    expect(added.out).toMatch(/alone 2\.1 is installed: 2 rules from 1 document/);
  });

  it('does not let a document from the network import a file', async () => {
    const secret = file('secret.ttl', more);
    const station = await FakeStation.start({
      '/rules.ttl': {
        type: 'text/turtle',
        body: `${prefixes}${owl}<urn:s> a sh:NodeShape ; sh:targetClass dcat:Dataset ; owl:imports <file://${secret}> , <http://127.0.0.1:9/x> .`,
      },
    });
    const refused = await ndc(data, 'profiles', 'add', `${station.url}/rules.ttl`);
    await station.close();
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('may not import it');
    expect(refused.err).toMatch(/127\.0\.0\.1:9\/x: .*(refused|cannot be read)/);
  });

  it('says which published records would newly fail, by station and rule, and changes nothing', async () => {
    const dataset = (n: number, title: string): string => `<https://d.example/${String(n)}> a dcat:Dataset ; dct:title "${title}"@en ; dct:description "D" .\n`;
    const station = await FakeStation.start({
      '/x.ttl': { type: 'text/turtle', body: prefixes + dataset(1, 'Short') + dataset(2, 'A title that is certainly long enough') },
    });
    const house = await openHouse([stationOf({ id: 'one', endpoint: `${station.url}/x.ttl`, profiles: ['dcat-ap-3.0'] })]);
    try {
      await house.harvest('one');
      const before = house.reader.snapshot().seq;
      const found = await ndc(house.dataDir, 'profiles', 'preview', own, '--json');
      expect(found.code).toBe(1);
      expect(JSON.parse(found.out)).toMatchObject({
        records: 2,
        newlyFailing: 1,
        newlyConforming: 0,
        rows: [{ station: 'one', rule: 'urn:own#Dataset-title', records: 1, examples: ['https://d.example/1'] }],
      });
      const text = await ndc(house.dataDir, 'profiles', 'preview', own);
      expect(text.out).toContain('1 of 2 published records would newly have violations');
      expect((await ndc(house.dataDir, 'profiles', 'preview', 'dcat-ap-3.0')).code).toBe(0);
      expect((await ndc(house.dataDir, 'profiles', 'list')).out).not.toMatch(/^own /m);
      expect(house.reader.snapshot().seq).toBe(before);
    } finally {
      house.close();
      await station.close();
    }
  });
});

describe('ndc vocab', () => {
  const scheme = 'http://publications.europa.eu/resource/authority/data-theme';
  const concept = (code: string, label: string): string => `<${scheme}/${code}> a skos:Concept ; skos:inScheme <${scheme}> ; skos:prefLabel "${label}"@en .\n`;
  const codes = 'AGRI ECON EDUC ENER ENVI GOVE HEAL INTR JUST REGI SOCI TECH TRAN OP_DATPRO'.split(' ');
  const whole = `${prefixes}<${scheme}> a skos:ConceptScheme ; skos:prefLabel "Data theme"@en .\n${codes.map((code) => concept(code, `The ${code}`)).join('')}`;
  let station: FakeStation;

  beforeAll(async () => {
    station = await FakeStation.start({
      '/whole.ttl': { type: 'text/turtle', body: whole + concept('SPACE', 'Space') },
      '/less.ttl': {
        type: 'text/turtle',
        body: `${prefixes}<${scheme}> a skos:ConceptScheme ; skos:prefLabel "Data theme"@en .\n${concept('HEAL', 'Health')}`,
      },
      '/unlabelled.ttl': { type: 'text/turtle', body: `${whole}<${scheme}/NAMELESS> a skos:Concept ; skos:inScheme <${scheme}> .` },
      '/other.ttl': { type: 'text/turtle', body: `${prefixes}<urn:o> a skos:ConceptScheme .` },
      '/login': { type: 'text/html', body: '<!doctype html><html></html>' },
    });
  });

  afterAll(async () => {
    await station.close();
  });

  it('puts the official list in the place of ours, with our Dutch labels, and takes it out again', async () => {
    const data = join(folder, 'vocab');
    const dry = await ndc(data, 'vocab', 'update', 'data-theme', '--from', `${station.url}/whole.ttl`, '--dry-run');
    expect([dry.code, dry.out]).toEqual([0, expect.stringContaining('15 concepts; 1 new, 0 gone')]);
    expect((await ndc(data, 'vocab', 'list')).out).toMatch(/^data-theme +14 concepts +complete/m);
    const updated = await ndc(data, 'vocab', 'update', 'data-theme', '--from', `${station.url}/whole.ttl`);
    expect([updated.code, updated.out]).toEqual([0, expect.stringContaining('new: SPACE')]);
    expect((await ndc(data, 'vocab', 'list')).out).toMatch(/^data-theme +15 concepts +complete .*whole\.ttl\)$/m);
    const { background } = loadShapesLibrary(librarySources(data))[0]!.variants[0]!;
    expect(background.bySubject.has(`${scheme}/SPACE`)).toBe(true);
    expect([background.concepts.label(`${scheme}/HEAL`, 'nl'), background.concepts.label(`${scheme}/HEAL`, 'en')]).toEqual(['Gezondheid', 'The HEAL']);
    expect((await ndc(data, 'vocab', 'reset', 'data-theme')).code).toBe(0);
    expect((await ndc(data, 'vocab', 'list')).out).toMatch(/^data-theme +14 concepts/m);
  });

  it('refuses a list that would lose codes, unless it is told to', async () => {
    const data = join(folder, 'vocab-less');
    const refused = await ndc(data, 'vocab', 'update', 'data-theme', '--from', `${station.url}/less.ttl`);
    expect([refused.code, refused.out]).toEqual([1, expect.stringContaining('refused: codes would be gone')]);
    expect((await ndc(data, 'vocab', 'list')).out).toMatch(/^data-theme +14 /m);
    expect((await ndc(data, 'vocab', 'update', 'data-theme', '--from', `${station.url}/less.ttl`, '--force')).code).toBe(0);
    expect((await ndc(data, 'vocab', 'list')).out).toMatch(/^data-theme +1 /m);
  });

  it.each([
    ['/unlabelled.ttl', /NAMELESS.*no label in English/],
    ['/other.ttl', /holds no concept of the list/],
    ['/login', /cannot be read|HTML/],
    ['/gone', /cannot be read/],
  ])('leaves the list as it is when %s is given', async (path, message) => {
    const data = join(folder, 'vocab-bad');
    const refused = await ndc(data, 'vocab', 'update', 'data-theme', '--from', station.url + path);
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(message);
    expect((await ndc(data, 'vocab', 'list')).out).toMatch(/^data-theme +14 .*authority\/data-theme>$/m);
  });

  it('names the lists there are when it is given another', async () => {
    expect((await ndc(join(folder, 'vocab'), 'vocab', 'update', 'nothing')).err).toMatch(/there is no list nothing; there are .*data-theme/);
  });
});
