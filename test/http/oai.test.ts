import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/assets.js';
import { recordId } from '../../src/domain/record-id.js';
import { publicIri } from '../../src/federation/record-rdf.js';
import { parseText } from '../../src/rdf/parse.js';
import { FakeStation } from '../support/fake-station.js';
import { openHarvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { oaiSchema } from '../support/oai-schema.js';
import { readOai, walkOai, type OaiAnswer } from '../support/oai-walk.js';
import { canonical } from '../support/rdf.js';
import { openTestServer, type TestServer } from '../support/server.js';

const folder = mkdtempSync(join(tmpdir(), 'ndc-oai-'));
const subject = (n: number): string => `https://extra.example/d/${String(n)}`;
const dataset = (n: number): string =>
  `<${subject(n)}> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "Extra ${String(n)} & <more>"@en ; <http://purl.org/dc/terms/description> "Beside the server."@en ; <http://purl.org/dc/terms/publisher> <https://extra.example/> ; <http://purl.org/dc/terms/accessRights> <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ; <http://www.w3.org/ns/dcat#theme> <http://publications.europa.eu/resource/authority/data-theme/HEAL> .\n<https://extra.example/> a <http://xmlns.com/foaf/0.1/Agent> ; <http://xmlns.com/foaf/0.1/name> "Extra"@en .\n`;
const numbers = Array.from({ length: 230 }, (_, n) => n);
const extra = (given: readonly number[]): { body: string; type: string } => ({ body: given.map(dataset).join(''), type: 'text/turtle' });

let catalogue: TestServer;
let station: FakeStation;

beforeAll(async () => {
  station = await FakeStation.start({ '/x.ttl': extra(numbers) });
  const stations = join(folder, 'stations.ttl');
  writeFileSync(
    stations,
    `${readFileSync(join(packageRoot, 'fixtures', 'demo', 'stations.ttl'), 'utf8')}\n<https://catalogue.example/stations/extra> a ndc:Station ; dct:title "Extra"@en ; ndc:kind "holder" ; dct:publisher <https://extra.example/> ; dcat:endpointURL <${station.url}/x.ttl> ; ndc:protocol "rdf" ; ndc:state "live" .\n<https://extra.example/> foaf:name "Extra"@en .\n`,
  );
  catalogue = await openTestServer({ environment: { NDC_STATIONS: stations, NDC_MISSING_RUNS: '1', NDC_MISSING_HOURS: '0', NDC_BRAKE_FRACTION: '1' } });
  // One is withdrawn at its source, one is withheld by an operator.
  station.set('/x.ttl', extra(numbers.filter((n) => n !== 7)));
  for (let visit = 0; visit < 2; visit++) await catalogue.server.house.harvest.run({ station: 'extra', trigger: 'manual' });
  await catalogue.server.house.harvest.ledger.withhold(recordId(subject(8)), 'a reason', 'somebody');
}, 240_000);

afterAll(async () => {
  await catalogue.close();
  await station.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = async (query: string): Promise<string> => (await catalogue.get(`/oai?${query}`)).text();
const walk = (query: string): Promise<OaiAnswer[]> => walkOai(ask, query);
const deleted = [recordId(subject(7)), recordId(subject(8))].map((id) => `oai:ndc.localhost:${id}`).sort();

describe('OAI-PMH over HTTP (OAIP-1, OAIP-5)', () => {
  it('answers errors of the protocol with 200 and a type that names its characters', async () => {
    for (const [query, code] of [
      ['', 'badVerb'],
      ['verb=ListRecords', 'badArgument'],
      ['verb=ListRecords&metadataPrefix=none', 'cannotDisseminateFormat'],
      ['verb=ListRecords&resumptionToken=none', 'badResumptionToken'],
      ['verb=ListRecords&metadataPrefix=oai_dc&set=station:none', 'noRecordsMatch'],
      ['verb=ListRecords&metadataPrefix=oai_dc&until=1999-12-31', 'noRecordsMatch'],
      ['verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:ndc.localhost:none', 'idDoesNotExist'],
      ['verb=ListMetadataFormats&identifier=oai:elsewhere.example:none', 'idDoesNotExist'],
    ] as const) {
      const response = await catalogue.get(`/oai?${query}`);
      expect([query, response.status, response.headers.get('content-type')]).toEqual([query, 200, 'text/xml; charset=utf-8']);
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      const text = await response.text();
      expect([query, readOai(text).errors]).toEqual([query, [code]]);
      const request = /<request[^>]*>/.exec(text)?.[0] ?? '';
      expect([query, request.includes('verb=')]).toEqual([query, code !== 'badVerb' && code !== 'badArgument']);
      expect(text).toContain(`>${catalogue.url}/oai</request>`);
      expect(text).toMatch(/<responseDate>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ<\/responseDate>/);
    }
  });

  it('takes the same by POST of a form, and sees what is given twice', async () => {
    const post = (body: string, type = 'application/x-www-form-urlencoded', query = ''): Promise<Response> =>
      fetch(`${catalogue.url}/oai${query}`, { method: 'POST', body, headers: { 'content-type': type } });
    const answers = await Promise.all([post('verb=Identify').then((one) => one.text()), ask('verb=Identify')]);
    const [posted = '', got = ''] = answers.map((text) => text.replace(/<responseDate>[^<]*/, ''));
    expect(posted).toContain('<Identify>');
    expect(posted).toBe(got);
    expect(readOai(await (await post('verb=ListRecords&metadataPrefix=oai_dc', undefined, '?metadataPrefix=oai_dc')).text()).errors).toEqual(['badArgument']);
    expect((await post('{}', 'application/json')).status).toBe(415);
    expect((await post(`verb=${'x'.repeat(40_000)}`)).status).toBe(413);
    const other = await fetch(`${catalogue.url}/oai`, { method: 'PUT' });
    expect([other.status, other.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, OPTIONS']);
    expect((await fetch(`${catalogue.url}/oai?verb=Identify`, { method: 'HEAD' })).status).toBe(200);
  });

  it('says who it is, with an address that validators take (OAIP-3, OAIP-11)', async () => {
    const text = await ask('verb=Identify');
    const value = (name: string): string => new RegExp(`<${name}>([^<]*)<`).exec(text)?.[1] ?? '';
    expect(value('baseURL')).toBe(`${catalogue.url}/oai`);
    expect([value('protocolVersion'), value('deletedRecord'), value('granularity')]).toEqual(['2.0', 'persistent', 'YYYY-MM-DDThh:mm:ssZ']);
    expect(value('adminEmail')).toMatch(/^\w[\w.-]+@[A-Za-z0-9.-]+\.[a-z]{2,}$/);
    const records = (await walk('verb=ListIdentifiers&metadataPrefix=oai_dc')).flatMap(({ items }) => items);
    expect(records.every(({ at }) => at >= value('earliestDatestamp'))).toBe(true);
    expect(value('sampleIdentifier')).toBe(records[0]?.id);
  });

  it('lists every record once, deleted ones included, in order and with an exact size', async () => {
    const pages = await walk('verb=ListRecords&metadataPrefix=dcat_ap');
    const items = pages.flatMap((page) => page.items);
    const live = items.filter(({ isDeleted }) => !isDeleted).map(({ id }) => id);
    const { reader } = catalogue.server.house.harvest;
    expect(live.map((id) => id.replace('oai:ndc.localhost:', '')).sort()).toEqual([...reader.publishedIds(reader.snapshot().seq)]);
    expect(
      items
        .filter(({ isDeleted }) => isDeleted)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(deleted);
    expect(items.filter(({ isDeleted }) => isDeleted).every(({ text }) => !text.includes('<metadata>'))).toBe(true);
    expect(pages.length).toBeGreaterThan(2);
    expect(new Set(pages.map(({ size }) => size))).toEqual(new Set([items.length]));
    const keys = items.map(({ at, id }) => `${at} ${id}`);
    expect(keys).toEqual([...keys].sort());
  });

  it('gives each record in every format, as RDF that stands alone (OAIP-2)', async () => {
    const id = recordId(subject(3));
    const expected = await parseText(await (await catalogue.get(`/datasets/${id}.nt`)).text(), { mediaType: 'application/n-triples', baseIri: catalogue.url });
    for (const prefix of ['dcat_ap', 'healthdcat_ap', 'rdf']) {
      const text = await ask(`verb=GetRecord&metadataPrefix=${prefix}&identifier=oai:ndc.localhost:${id}`);
      const payload = /<metadata>(.*)<\/metadata>/s.exec(text)?.[1] ?? '';
      expect(payload).toMatch(/^<rdf:RDF\s/);
      const { quads } = await parseText(payload, { mediaType: 'application/rdf+xml', baseIri: 'https://elsewhere.example/' });
      if (prefix !== 'healthdcat_ap') expect(await canonical(quads)).toBe(await canonical(expected.quads));
      expect(quads.some((quad) => quad.subject.value === subject(3))).toBe(true);
    }
    const dc = await ask(`verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:ndc.localhost:${id}`);
    expect(dc).toContain('<dc:title xml:lang="en">Extra 3 &amp; &lt;more&gt;</dc:title>');
    expect(dc).toContain(`<dc:identifier>${subject(3)}</dc:identifier>`);
    expect(dc).toContain('<dc:type>Dataset</dc:type>');
    expect(dc).toContain('<setSpec>access:public</setSpec><setSpec>station:extra</setSpec><setSpec>theme:HEAL</setSpec>');
    expect(dc).toContain(`<baseURL>${station.url}/x.ttl</baseURL><identifier>${subject(3)}</identifier>`);
  });

  it('tells of a withdrawn and a withheld record by its header alone (OAIP-4)', async () => {
    for (const id of deleted) {
      const { items, errors, text } = readOai(await ask(`verb=GetRecord&metadataPrefix=rdf&identifier=${id}`));
      expect([errors, items.map(({ isDeleted }) => isDeleted)]).toEqual([[], [true]]);
      expect(text).not.toContain('Extra');
    }
  });

  it('gives what changed since, and nothing else', async () => {
    const { items } = readOai(await ask('verb=ListRecords&metadataPrefix=oai_dc&set=station:extra'));
    const last =
      (await walk('verb=ListIdentifiers&metadataPrefix=oai_dc'))
        .flatMap((page) => page.items)
        .map(({ at }) => at)
        .sort()
        .at(-1) ?? '';
    expect(items.length).toBeGreaterThan(50);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await catalogue.server.house.harvest.ledger.withhold(recordId(subject(9)), 'a reason', 'somebody');
    const after = new Date(Date.parse(last) + 1000).toISOString().replace('.000', '');
    const changed = (await walk(`verb=ListRecords&metadataPrefix=oai_dc&from=${after}`)).flatMap((page) => page.items);
    expect(changed.map(({ id, isDeleted }) => [id, isDeleted])).toEqual([[`oai:ndc.localhost:${recordId(subject(9))}`, true]]);
    deleted.push(`oai:ndc.localhost:${recordId(subject(9))}`);
    deleted.sort();
  });
});

describe('clients of OAI-PMH', () => {
  it('our own harvester reads the whole catalogue, and its deletions with the next visit', async () => {
    const { house } = catalogue.server;
    const { reader } = house.harvest;
    const copy = await openHarvesting([makeStation('copy', { kind: 'aggregator', protocol: 'oai-pmh', endpoint: `${catalogue.url}/oai` })]);
    const first = await copy.run('copy');
    // What descriptions lack, they lack at their source as well.
    const faults = copy.issues().filter(({ code, severity }) => code === 'protocol-error' || (severity === 'error' && code !== 'not-admissible'));
    expect([first.outcome, faults]).toEqual(['complete', []]);
    const ours = (): string[] =>
      reader
        .publishedPage(reader.snapshot().seq, '', 10_000)
        .map(({ head }) => publicIri(head.iri, catalogue.url))
        .sort();
    // What this copy would publish in its turn is for its own rules to say; it has read all of them.
    const theirs = (): string[] =>
      [...copy.reader.descriptionsOf('copy').values()]
        .filter(({ present }) => present)
        .map(({ subject: iri }) => iri)
        .sort();
    expect(theirs()).toEqual(ours());
    expect(theirs().length).toBeGreaterThan(230);
    const before = ours().length;
    await house.harvest.ledger.withhold(recordId(subject(10)), 'a reason', 'somebody');
    copy.clock.add(1);
    const second = await copy.run('copy');
    expect([second.outcome, second.counts.withdrawn]).toEqual(['complete', 1]);
    expect(theirs()).toEqual(ours());
    expect(ours()).toHaveLength(before - 1);
    deleted.push(`oai:ndc.localhost:${recordId(subject(10))}`);
    deleted.sort();
    copy.reader.close();
  }, 240_000);

  it('Debian’s HTTP::OAI reads it to its end', async () => {
    if (spawnSync('perl', ['-MHTTP::OAI', '-e', '1']).status !== 0) {
      console.log('HTTP::OAI skipped: libhttp-oai-perl is not installed');
      return;
    }
    const found = await perl(
      `use HTTP::OAI; my $h = HTTP::OAI::Harvester->new(baseURL => $ARGV[0], resume => 1);
       my $i = $h->Identify; die $i->message if $i->is_error; print "identify ", $i->deletedRecord, " ", $i->granularity, "\\n";
       my $f = $h->ListMetadataFormats; while (my $m = $f->next) { print "format ", $m->metadataPrefix, "\\n"; }
       my $s = $h->ListSets; while (my $m = $s->next) { print "set ", $m->setSpec, "\\n"; }
       my $r = $h->ListRecords(metadataPrefix => $ARGV[1], onRecord => sub { my $m = shift; print "record ", $m->identifier, " ", ($m->is_deleted ? "deleted" : "live"), "\\n"; });
       die $r->message if $r->is_error;`,
      `${catalogue.url}/oai`,
      'oai_dc',
    );
    const of = (kind: string): string[] => found.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1));
    expect(of('identify')).toEqual(['persistent YYYY-MM-DDThh:mm:ssZ']);
    expect(of('format')).toEqual(['oai_dc', 'dcat_ap', 'healthdcat_ap', 'rdf']);
    expect(of('set')).toContain('station:extra');
    const records = (await walk('verb=ListIdentifiers&metadataPrefix=oai_dc')).flatMap(({ items }) => items);
    expect(of('record')).toEqual(records.map(({ id, isDeleted }) => `${id} ${isDeleted ? 'deleted' : 'live'}`));
    expect(
      of('record')
        .filter((line) => line.endsWith('deleted'))
        .map((line) => line.split(' ')[0]),
    ).toEqual(expect.arrayContaining(deleted));
  });

  it('the schema of the protocol finds no fault with any kind of answer, and does with a broken one', async () => {
    const faultsOf = oaiSchema();
    if (faultsOf === null) return;
    const [id = ''] = deleted;
    const answers: [string, string][] = [];
    for (const query of [
      '',
      'verb=Identify',
      'verb=ListSets',
      'verb=ListMetadataFormats',
      `verb=ListMetadataFormats&identifier=${id}`,
      `verb=GetRecord&metadataPrefix=rdf&identifier=${id}`,
      `verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:ndc.localhost:${recordId(subject(1))}`,
      'verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:ndc.localhost:none',
      'verb=GetRecord&metadataPrefix=oai_dc&identifier=no%22id',
      'verb=ListRecords&metadataPrefix=mods&set=theme:HEAL&from=2020-01-01',
      'verb=ListRecords&metadataPrefix=oai_dc&from=junk&until=%3C%01%3E',
      'verb=ListRecords&resumptionToken=%00%EF%BF%BF%F0%9F%98%80%22%3C',
      'verb=ListIdentifiers&metadataPrefix=oai_dc&until=1999-01-01T00:00:00Z',
    ])
      answers.push([query, await ask(query)]);
    for (const query of [
      'verb=ListRecords&metadataPrefix=oai_dc',
      'verb=ListRecords&metadataPrefix=dcat_ap&set=station:extra',
      'verb=ListIdentifiers&metadataPrefix=rdf',
    ])
      for (const [n, { text }] of (await walk(query)).entries()) answers.push([`${query} page ${String(n)}`, text]);
    for (const [query, text] of answers) expect([query, faultsOf(text)]).toEqual([query, []]);
    const [, identify = ''] = answers[1] ?? [];
    for (const broken of [
      identify.replace(/<baseURL>[^<]*<\/baseURL>/, ''),
      identify.replace('persistent', 'perhaps'),
      identify.replace(/(<earliestDatestamp>[^<]*)Z</, '$1+01:00<'),
      identify.replace('oai:ndc.localhost:', 'oai:localhost:'),
    ]) {
      expect(broken).not.toBe(identify);
      expect(faultsOf(broken)).not.toEqual([]);
    }
  }, 120_000);
});

function perl(script: string, ...words: readonly string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn('perl', ['-e', script, ...words]);
    let out = '';
    let err = '';
    child.stdout.on('data', (part: Buffer) => (out += part.toString()));
    child.stderr.on('data', (part: Buffer) => (err += part.toString()));
    child.on('close', (code) => {
      if (code === 0) resolve(out.split('\n').filter((line) => line !== ''));
      else reject(new Error(err));
    });
  });
}
