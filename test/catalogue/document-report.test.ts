import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { AdmissionPolicy } from '../../src/catalogue/admission.js';
import { openSubmission, UnreadableSubmission, validateSubmission, type DocumentReport, type Submission } from '../../src/catalogue/document-report.js';
import type { JudgeDependencies } from '../../src/catalogue/judge.js';
import { HybridSpool } from '../../src/ledger/sqlite-spool.js';
import { RdfValidateShaclValidator } from '../../src/validation/rdf-validate-shacl-validator.js';
import { ShaclEngineValidator } from '../../src/validation/shacl-engine-validator.js';
import { library, prefixes } from '../validation/support.js';

const dependencies = (policy: AdmissionPolicy = { mode: 'support', rules: [] }): JudgeDependencies => ({
  validator: new ShaclEngineValidator(library()),
  secondOpinion: new RdfValidateShaclValidator(library()),
  policy,
});

const submission = (text: string | Uint8Array, mediaType = 'text/turtle'): Submission => ({
  body: { kind: 'memory', bytes: Buffer.from(text) },
  mediaType,
  name: 'test',
  baseIri: 'https://data.example/base/',
  maxBytes: 1 << 20,
});

const validate = (text: string | Uint8Array, mediaType?: string, policy?: AdmissionPolicy, profile: string | null = null): Promise<DocumentReport> =>
  validateSubmission(submission(text, mediaType), { profile, station: null }, dependencies(policy));

const plain = `${prefixes}<https://data.example/d> a dcat:Dataset ;\n  dct:title "T"@en ;\n  dct:description "D"@en .\n`;

describe('validateSubmission', () => {
  it('puts the three verdicts side by side', async () => {
    const report = await validate(plain);
    expect(report.verdicts.national).toMatchObject({ publishable: true });
    expect(report.verdicts.eu.publishable).toBe(false);
    expect(report.verdicts.eu.violations).toBeGreaterThan(3);
    expect(report.verdicts['dcat-ap-nl'].publishable).toBe(false);
    expect(report.verdicts['dcat-ap-nl'].violations).toBeGreaterThan(1);
    expect(report.eu.results.some((result) => result.path?.endsWith('hdab'))).toBe(true);
    expect(report['dcat-ap-nl'].results.some((result) => result.path?.endsWith('creator'))).toBe(true);
    expect(report).toMatchObject({ records: 1, publishableRecords: 1, policy: 'support', document: { format: 'turtle', triples: 3 } });
  });

  it('says of each dataset which profile counted and why it would be held', async () => {
    const report = await validate(`${prefixes}<urn:d> a dcat:Dataset ; dct:title "T"@en .`);
    expect(report.datasets).toHaveLength(1);
    expect(report.datasets[0]).toMatchObject({ iri: 'urn:d', title: 'T', publishable: false, reasons: [{ code: 'no-description' }] });
    expect(Object.keys(report.datasets[0]!.reasons[0]!.message).sort()).toEqual(['en', 'nl']);
    expect(report.publishable).toBe(false);
  });

  it('decides by the policy, per profile and rule, and says so', async () => {
    const wrong = plain.replace('"D"@en', '"D"@en ; dcat:distribution "a file"');
    const rule = 'https://w3id.org/ndc/shapes/dcat-ap-3.0#Dataset-distribution-kind';
    const verdict = async (policy: AdmissionPolicy) => (await validate(wrong, undefined, policy, 'dcat-ap-3.0')).datasets[0];
    expect(await verdict({ mode: 'support', rules: [] })).toMatchObject({ publishable: true, reasons: [] });
    expect(await verdict({ mode: 'strict', rules: [] })).toMatchObject({ publishable: false, reasons: [{ code: 'violations' }] });
    const block = { effect: 'block', profile: 'dcat-ap-3.0', rule, station: null } as const;
    expect(await verdict({ mode: 'rules', rules: [block] })).toMatchObject({ publishable: false, reasons: [{ code: 'policy-rule' }] });
    expect(await verdict({ mode: 'rules', rules: [block, { ...block, effect: 'allow', station: 'visitor' }] })).toMatchObject({ publishable: true });
    expect(await verdict({ mode: 'rules', rules: [{ ...block, profile: 'health-ri-2' }] })).toMatchObject({ publishable: true });
  });

  it('lays our own checks over every profile, and a policy can name them', async () => {
    const reversed = plain.replace(
      '"D"@en',
      '"D"@en ; dct:temporal [ a dct:PeriodOfTime ; dcat:startDate "2022-01-01"^^xsd:date ; dcat:endDate "2021-01-01"^^xsd:date ]',
    );
    const report = await validate(reversed);
    const found = report.results.find((result) => result.sourceShape.includes('/ndc-checks#') && result.severity === 'violation');
    expect(found).toBeDefined();
    expect(report.verdicts.national.publishable).toBe(true);
    expect((await validate(reversed, undefined, { mode: 'strict', rules: [] })).publishable).toBe(false);
    const policy: AdmissionPolicy = { mode: 'rules', rules: [{ effect: 'block', profile: 'ndc-checks', rule: null, station: null }] };
    expect((await validate(reversed, undefined, policy)).publishable).toBe(false);
    expect((await validate(plain, undefined, policy)).publishable).toBe(true);
    expect((await validate(reversed, undefined, undefined, 'dcat-ap-3.0')).results.some((result) => result.sourceShape.includes('/ndc-checks#'))).toBe(false);
  });

  it('counts what only the EU asks for its verdict alone', async () => {
    const chinese = plain.replaceAll('@en', '@zh');
    const report = await validate(chinese);
    const violation = (result: { readonly verdict: string; readonly severity: string }): boolean => result.verdict === 'eu' && result.severity === 'violation';
    expect(report.eu.results.some(violation)).toBe(true);
    expect(report.results.some((result) => result.verdict === 'eu')).toBe(false);
  });

  it('gives line and excerpt in Turtle', async () => {
    const wrong = plain.replace('"D"@en', '"D"@en ;\n  dct:language <urn:none>');
    const { results } = await validate(wrong);
    const line = wrong.split('\n').findIndex((text) => text.includes('urn:none')) + 1;
    const result = results.find((candidate) => candidate.value === '<urn:none>')!;
    expect(result).toMatchObject({ line, location: null, excerpt: { line, firstLine: line - 1 } });
    expect(result.excerpt!.lines[1]).toContain('<urn:none>');
    expect(result.excerpt!.lines).toHaveLength(3);
  });

  it('gives XPath and line in RDF/XML', async () => {
    const xml = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/">
<dcat:Dataset rdf:about="https://data.example/d">
<dct:title xml:lang="en">T</dct:title>
<dct:language rdf:resource="urn:none"/>
</dcat:Dataset></rdf:RDF>`;
    const { results } = await validate(xml, 'application/rdf+xml');
    expect(results.find((result) => result.value === '<urn:none>')).toMatchObject({ line: 4, location: '/rdf:RDF/dcat:Dataset[1]/dct:language[1]' });
    expect(results.find((result) => result.path?.endsWith('description'))).toMatchObject({ line: 2, location: '/rdf:RDF/dcat:Dataset[1]' });
  });

  it('gives JSON pointer and line in JSON-LD', async () => {
    const json = `{ "@context": { "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/" },
  "@id": "https://data.example/d", "@type": "dcat:Dataset", "dct:title": "T", "dct:description": "D",
  "dct:language": [ { "@id": "urn:one" },
    { "@id": "urn:two" } ] }`;
    const { results } = await validate(json, 'application/ld+json');
    expect(results.find((result) => result.value === '<urn:two>')).toMatchObject({ line: 4, location: '/dct:language/1', excerpt: { line: 4 } });
  });

  it('tells what is put right on reading, in two languages, with the statement as written and as read', async () => {
    const { repairs } = await validate(plain.replace('"T"@en', '"T"@en ; dct:issued "2020" ; dcat:contactPoint [ vcard:hasEmail "data@example.org" ]'));
    expect(repairs.find((repair) => repair.rule === 'datatype')).toMatchObject({
      repaired: true,
      change: { before: '"2020"', after: '"2020"^^<http://www.w3.org/2001/XMLSchema#gYear>', predicate: 'http://purl.org/dc/terms/issued' },
    });
    const mail = repairs.find((repair) => repair.rule === 'mailto')!;
    expect(mail.change).toMatchObject({ before: '"data@example.org"', after: '<mailto:data@example.org>' });
    for (const repair of repairs) expect([repair.message['nl']?.[0], repair.message['en']?.[0]]).toEqual([expect.any(String), expect.any(String)]);
  });

  it('says what was found when there is no record', async () => {
    const report = await validate(`${prefixes}<urn:a> a foaf:Person . <urn:b> a foaf:Person .`);
    expect(report).toMatchObject({ publishable: false, conforms: false, records: 0, datasets: [] });
    expect(report.notices[0]).toMatchObject({ code: 'no-records' });
    expect(report.notices[0]!.message['en']![0]).toContain('<http://xmlns.com/foaf/0.1/Person> (2)');
  });

  it('notices that two records share an identifier, and that bytes are no UTF-8', async () => {
    const two = `${prefixes}<urn:a> a dcat:Dataset ; dct:title "A"@en ; dct:identifier "1" . <urn:b> a dcat:Dataset ; dct:title "B"@en ; dct:identifier "1" .`;
    const report = await validate(two);
    expect(report.notices.map((notice) => notice.code)).toEqual(['identifier-twice']);
    const latin = await validate(Buffer.from(plain.replace('"T"', '"Één"'), 'latin1'));
    expect(latin.notices.map((notice) => notice.code)).toContain('not-utf-8');
    expect((await validate(plain.replace('"T"', '"Één"'))).notices).toEqual([]);
  });

  it('notices a slip in JSON that is read over, with its line', async () => {
    const json = '{ "@id": "urn:d", "@type": "http://www.w3.org/ns/dcat#Dataset",\n  "http://purl.org/dc/terms/title": "T" }';
    const slip = await validate(json.replace('"T" }', '"T",\n}'), 'application/ld+json');
    expect(slip.datasets).toHaveLength(1);
    expect(slip.notices).toMatchObject([{ code: 'json-syntax', severity: 'warning', line: 3 }]);
    expect((await validate(json, 'application/ld+json')).notices).toEqual([]);
  });

  it('explains what it cannot read, also inside gzip', async () => {
    const error: unknown = await validate(gzipSync(`${prefixes}<urn:a> a own:Thing .`)).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UnreadableSubmission);
    expect((error as UnreadableSubmission).trouble).toMatchObject({ code: 'undeclared-prefix' });
    await expect(validateSubmission({ ...submission(plain), maxQuads: 2 }, { profile: null, station: null }, dependencies())).rejects.toMatchObject({
      trouble: { code: 'too-large' },
    });
  });

  it('judges records one by one, from a spool on disk, and stops when told', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ndc-report-'));
    try {
      const path = join(folder, 'a.ttl');
      writeFileSync(path, prefixes + Array.from({ length: 30 }, (_, at) => `<urn:d:${String(at)}> a dcat:Dataset ; dct:title "T"@en .\n`).join(''));
      const abort = new AbortController();
      const progress: number[] = [];
      const open = await openSubmission(
        { ...submission(''), body: { kind: 'file', path, size: 1 } },
        {
          profile: null,
          station: null,
          spool: new HybridSpool(join(folder, 'spool.sqlite'), 5),
          signal: abort.signal,
          onProgress: ({ done, total }) => {
            expect(total).toBe(30);
            progress.push(done);
            if (done === 3) abort.abort(new Error('enough'));
          },
        },
        dependencies(),
      );
      const seen: string[] = [];
      await expect(
        (async () => {
          for await (const record of open.records()) seen.push(record.subject.iri);
        })(),
      ).rejects.toThrow('enough');
      expect(seen).toHaveLength(3);
      expect(progress).toEqual([0, 1, 2, 3]);
      expect(open.summary()).toMatchObject({ records: 3 });
      open.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
