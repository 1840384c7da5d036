import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/assets.js';
import type { JudgeDependencies } from '../../src/catalogue/judge.js';
import { WorkFolder } from '../../src/cli/validate-spool.js';
import { visitStation, type VisitedStation } from '../../src/cli/validate-station.js';
import { readConfig } from '../../src/config.js';
import type { Station } from '../../src/domain/station.js';
import { librarySources } from '../../src/library-sources.js';
import type { ReportRecord } from '../../src/report/report-writer.js';
import { ShaclEngineValidator } from '../../src/validation/shacl-engine-validator.js';
import { loadShapesLibrary } from '../../src/validation/shapes-library.js';
import { FakeStation } from '../support/fake-station.js';

const data = mkdtempSync(join(tmpdir(), 'ndc-visit-'));
const config = readConfig({
  NDC_DATA_DIR: data,
  NDC_ALLOW_LOOPBACK: '1',
  NDC_HOST_PAUSE_MS: '0',
  NDC_FETCH_TRIES: '1',
  NDC_BACK_OFF_MS: '1',
  NDC_SPOOL_QUADS: '3',
});
let dependencies: JudgeDependencies;
let fake: FakeStation;
let folder: WorkFolder;
const rdf = (name: string): string => readFileSync(join(packageRoot, 'fixtures', 'rdf', name), 'utf8');

beforeAll(async () => {
  dependencies = { validator: new ShaclEngineValidator(loadShapesLibrary(librarySources(data))), secondOpinion: null, policy: { mode: 'support', rules: [] } };
  fake = await FakeStation.start();
});
beforeEach(() => {
  folder = new WorkFolder();
  return () => {
    folder.remove();
  };
});
afterAll(async () => {
  await fake.close();
  rmSync(data, { recursive: true, force: true });
});

const station = (protocol: string, path: string): Station => ({
  id: 'umc',
  iri: 'urn:umc',
  title: {},
  kind: 'holder',
  holder: { iri: 'https://umc.example/', name: {} },
  serviceProvider: null,
  intermediary: null,
  contactEmail: null,
  endpoint: fake.url + path,
  protocol,
  schedule: '0 0 * * *',
  timeZone: 'UTC',
  profiles: [],
  language: null,
  priority: 0,
  declaredState: 'onboarding',
  subjectPrefixes: [],
  authentication: null,
  allowAddresses: [],
  settings: {},
});

async function visit(protocol: string, path: string): Promise<VisitedStation & { records: ReportRecord[]; told: string[] }> {
  const records: ReportRecord[] = [];
  const told: string[] = [];
  const visited = await visitStation(
    {
      station: station(protocol, path),
      config,
      profile: null,
      lang: 'en',
      folder,
      onRecord: async (record) => void records.push(record),
      onDocument: () => undefined,
      tell: (line) => void told.push(line),
    },
    dependencies,
  );
  return { ...visited, records, told };
}

describe('a dry run over a station', () => {
  it('reads it with its harvester and names the document of each record', async () => {
    fake.set('/all.ttl', { body: rdf('dataset-r8-public-conforms.ttl'), type: 'text/turtle' });
    const { records, summary, isWhole, told } = await visit('rdf', '/all.ttl');
    expect([records.length, records[0]?.source, summary.publishable, summary.records, isWhole, told]).toEqual([1, `${fake.url}/all.ttl`, true, 1, true, []]);
    expect(summary.document.triples).toBeGreaterThan(50);
  });

  it('is not whole when a document cannot be read, and says where it breaks', async () => {
    fake.set('/all.ttl', { body: rdf('syntax-error-on-line-7.ttl'), type: 'text/turtle' });
    const { records, isWhole, unreadable, summary } = await visit('rdf', '/all.ttl');
    expect([records, isWhole, unreadable.map(({ name, trouble }) => [name, trouble.line]), summary.notices[0]?.code]).toEqual([
      [],
      false,
      [[`${fake.url}/all.ttl`, 7]],
      'no-records',
    ]);
  });

  it('tells what the harvester runs into, and that it did not see everything', async () => {
    fake.set('/all.ttl', { status: 500 });
    const { isWhole, told } = await visit('rdf', '/all.ttl');
    expect(isWhole).toBe(false);
    expect(told.join('\n')).toMatch(/all\.ttl: error: .*500.*\[http-status\]/);
    expect(told.at(-1)).toBe('umc: the station was not read completely');
  });

  it('puts records together that are spread over the pages of a FAIR Data Point', async () => {
    const prefixes =
      '@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dct: <http://purl.org/dc/terms/> .\n@prefix ldp: <http://www.w3.org/ns/ldp#> .\n@prefix fdp: <https://w3id.org/fdp/fdp-o#> .\n';
    const page = (path: string, body: string): void => void fake.set(path, { body: prefixes + body.replaceAll('BASE', fake.url), type: 'text/turtle' });
    page('/fdp', '<BASE/fdp> a fdp:FAIRDataPoint, dcat:DataService ; dct:title "FDP"@en ; fdp:metadataCatalog <BASE/catalog/1> .');
    page('/catalog/1', '<BASE/catalog/1> a dcat:Catalog ; dct:title "C"@en ; dcat:dataset <BASE/dataset/1> .');
    page('/dataset/1', '<BASE/dataset/1> a dcat:Dataset ; dct:title "D"@en ; dct:description "D"@en ; dcat:distribution <BASE/distribution/1> .');
    page('/distribution/1', '<BASE/distribution/1> a dcat:Distribution ; dct:title "X"@en ; dcat:accessURL "not an address" .');
    const { records, told } = await visit('fdp', '/fdp');
    const dataset = records.find((record) => record.subject.iri === `${fake.url}/dataset/1`);
    expect([told, dataset?.source]).toEqual([[], `${fake.url}/dataset/1`]);
    expect(dataset?.results.some((result) => result.focusNode === `${fake.url}/distribution/1`)).toBe(true);
    expect(records.some((record) => record.subject.kind === 'catalogue')).toBe(true);
  });

  it('reads documents of other formats as their harvester does, and says what it noted of them', async () => {
    const oai = (verb: string, inner: string): void =>
      void fake.set(`/oai?verb=${verb}`, {
        body: `<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-01-01T00:00:00Z</responseDate><request/>${inner}</OAI-PMH>`,
        type: 'text/xml',
      });
    oai('Identify', '<Identify><deletedRecord>no</deletedRecord><granularity>YYYY-MM-DD</granularity></Identify>');
    oai('ListMetadataFormats', '<ListMetadataFormats><metadataFormat><metadataPrefix>oai_dc</metadataPrefix></metadataFormat></ListMetadataFormats>');
    oai(
      'ListRecords&metadataPrefix=oai_dc',
      `<ListRecords><record><header><identifier>oai:x.example:1</identifier><datestamp>2026-01-01</datestamp></header><metadata><dc xmlns="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>T</dc:title><dc:description>D</dc:description><dc:type>Dataset</dc:type><dc:identifier>https://x.example/1</dc:identifier></dc></metadata></record></ListRecords>`,
    );
    const { records, isWhole, told, unreadable } = await visit('oai-pmh', '/oai');
    expect([records.length, records[0]?.subject.title, isWhole, unreadable]).toEqual([1, 'T', true, []]);
    expect(told.join('\n')).toContain('[low-quality]');
  });

  it('puts the members of a feed together, whose pieces it keeps no longer than the visit', async () => {
    const head =
      '@prefix tree: <https://w3id.org/tree#> . @prefix ldes: <https://w3id.org/ldes#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n';
    fake.set('/feed', {
      body: `${head}<${fake.url}/feed#s> a ldes:EventStream ; ldes:versionOfPath dct:isVersionOf ; ldes:timestampPath dct:modified ; tree:view <${fake.url}/feed> ; tree:member <${fake.url}/m/1> .
<${fake.url}/m/1> a dcat:Dataset ; dct:isVersionOf <https://x.example/d/1> ; dct:modified "2026-01-01T00:00:00Z"^^xsd:dateTime ; dct:title "T"@en ; dct:description "D"@en .`,
      type: 'text/turtle',
    });
    const { records, isWhole } = await visit('ldes', '/feed');
    expect([records.map(({ subject }) => subject.iri), isWhole]).toEqual([['https://x.example/d/1'], true]);
  });
});
