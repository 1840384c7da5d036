import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { choosePrefix } from '../../harvesters/oai-pmh/formats.js';
import { oaiPmhHarvester } from '../../harvesters/oai-pmh/index.js';
import { withoutIllegalCharacters } from '../../harvesters/oai-pmh/xml.js';
import { StationError } from '../../src/domain/errors.js';
import type { ReadingNote } from '../../src/ports/harvester.js';
import { tripleToLine } from '../../src/rdf/terms.js';
import { makeStation } from '../support/ledger.js';
import { recordXml } from '../support/fake-oai.js';
import { runs } from '../support/runs.js';
import { closeFakes, iri, opened, rdfRecord } from './oai-support.js';

afterEach(closeFakes);

const identifier = 'oai:holder.example:1';

async function readXml(xml: string): Promise<{ readonly lines: string[]; readonly notes: readonly ReadingNote[]; readonly places: (number | null)[] }> {
  const bytes = Buffer.from(xml, 'utf8');
  const lines: string[] = [];
  const places: (number | null)[] = [];
  const notes = await oaiPmhHarvester.read!(
    {
      url: 'https://holder.example/oai?verb=GetRecord',
      baseIri: 'https://holder.example/oai',
      mediaType: 'text/xml',
      retrievedAt: '2026-03-01T10:00:00Z',
      etag: null,
      lastModified: null,
      bodyHash: createHash('sha256').update(bytes).digest('hex'),
      body: { kind: 'memory', bytes },
    },
    (quad, line) => {
      lines.push(tripleToLine(quad));
      places.push(line);
    },
  );
  return { lines, notes, places };
}

const readPayload = (payload: string, about = ''): ReturnType<typeof readXml> => readXml(recordXml({ identifier, datestamp: '2026-01-01', payload, about }));

const dc = (content: string): string =>
  `<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">${content}</oai_dc:dc>`;
const resource = (content: string, type = 'Dataset'): string =>
  `<resource xmlns="http://datacite.org/schema/kernel-4"><identifier identifierType="DOI">10.1234/AbC</identifier><resourceType resourceTypeGeneral="${type}"/>${content}</resource>`;

describe('the payload of a record is read by what it is (OAI-11, OAI-12)', () => {
  const turtle = '@prefix dcat: &lt;http://www.w3.org/ns/dcat#> . &lt;#a> a dcat:Dataset .';
  it.each([
    [
      'RDF/XML',
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#"><dcat:Dataset rdf:about="#a"/></rdf:RDF>',
    ],
    ['a lone node', '<dcat:Dataset xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#" rdf:about="#a"/>'],
    ['Turtle in an element', `<ttl>${turtle}</ttl>`],
    ['Turtle without one', turtle],
    ['JSON-LD in CDATA', '<j><![CDATA[{"@id":"#a","@type":"http://www.w3.org/ns/dcat#Dataset"}]]></j>'],
    [
      'escaped RDF/XML',
      '<x>&lt;rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#">&lt;dcat:Dataset rdf:about="#a"/>&lt;/rdf:RDF></x>',
    ],
    [
      'RDF/XML with xml:base above it',
      '<w xml:base="https://holder.example/oai"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#"><dcat:Dataset rdf:about="#a"/></rdf:RDF></w>',
    ],
  ])('%s', async (_name, payload) => {
    expect((await readPayload(payload)).lines).toEqual([
      '<https://holder.example/oai#a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .',
    ]);
  });

  it.each([
    ['an unknown format', '<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo/></mods>', 'station/unsupported-format'],
    ['nothing', '', 'station/unusable-body'],
    ['words', '<x>just words</x>', 'station/unsupported-format'],
  ])('and %s is refused in words', async (_name, payload, code) => {
    await expect(readPayload(payload)).rejects.toMatchObject({ code });
  });

  it('tells lines of the record, and carries on when a page has CRLF line ends and characters of two code units', async () => {
    const { places } = await readPayload(
      '\n\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dct="http://purl.org/dc/terms/">\n<rdf:Description rdf:about="#a"><dct:title>T</dct:title></rdf:Description></rdf:RDF>',
    );
    expect(places).toEqual([4]);
    const harvesting = await opened({
      records: [rdfRecord(1, { title: '😀 𝒜' }), rdfRecord(2)],
      intercept: (_parameters, _request, own) => ({ body: own().replaceAll('\n', '\r\n') }),
    });
    expect((await harvesting.once()).counts.added).toBe(2);
    expect(harvesting.reader.head(iri(1))?.title).toEqual({ en: ['😀 𝒜'] });
  });

  it('keeps where an aggregator has a record from (OAI-15)', async () => {
    const origin = (inner: string): string =>
      `<originDescription harvestDate="2026-01-01T00:00:00Z" altered="false"><baseURL>https://first.example/oai</baseURL><identifier>oai:first.example:7</identifier><metadataNamespace>http://www.openarchives.org/OAI/2.0/oai_dc/</metadataNamespace>${inner}</originDescription>`;
    const nested = origin('<originDescription><baseURL>https://zero.example/oai</baseURL><identifier>z:1</identifier></originDescription>');
    const { lines } = await readPayload(
      resource(''),
      `<about><provenance xmlns="http://www.openarchives.org/OAI/2.0/provenance">${nested}</provenance></about>`,
    );
    expect(lines.filter((line) => line.includes('wasDerivedFrom')).map((line) => /<([^>]+)> \.$/.exec(line)?.[1])).toEqual([
      'https://first.example/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai%3Afirst.example%3A7',
      'https://zero.example/oai?verb=GetRecord&identifier=z%3A1',
    ]);
  });

  it('property: whatever stands in a record, reading ends or refuses in words', async () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '<rdf:RDF>',
        '</',
        '<a:b',
        '<![CDATA[',
        ']]>',
        '&x;',
        '<dc:title>',
        '<resource xmlns="http://datacite.org/schema/kernel-4">',
        '</resource>',
        '\u0000',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        try {
          await readPayload(pieces.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(StationError);
        }
      }),
      { seed: 3, numRuns: runs(200) },
    );
  });
});

describe('oai_dc', () => {
  it('becomes a poor description that says so', async () => {
    const { lines, notes } = await readPayload(
      dc(
        '<dc:title xml:lang="nl">Titel</dc:title><dc:description>About</dc:description><dc:type>text</dc:type><dc:type>http://purl.org/dc/dcmitype/Dataset</dc:type><dc:identifier>local-7</dc:identifier><dc:identifier>https://holder.example/page/7</dc:identifier><dc:date>no date</dc:date><dc:date>2020-05</dc:date><dc:date>2021</dc:date><dc:language>eng</dc:language><dc:subject>heart</dc:subject><dc:rights>info:eu-repo/semantics/openAccess</dc:rights><dc:rights>https://creativecommons.org/licenses/by/4.0/</dc:rights><dc:creator>Jansen</dc:creator>',
      ),
    );
    expect(notes.map((note) => [note.code, note.severity])).toEqual([['low-quality', 'info']]);
    const text = lines.join('\n');
    expect(text).toContain('<https://holder.example/page/7> <http://purl.org/dc/terms/title> "Titel"@nl .');
    expect(text).toContain('<http://purl.org/dc/terms/issued> "2020-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>');
    expect(lines.filter((line) => line.includes('/issued>'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('terms/identifier>'))).toHaveLength(2);
    expect(text).toContain('<http://www.w3.org/ns/dcat#landingPage> <https://holder.example/page/7>');
    expect(text).toContain('<http://purl.org/dc/terms/language> <http://publications.europa.eu/resource/authority/language/ENG>');
    expect(text).toContain('<http://purl.org/dc/terms/accessRights> <http://publications.europa.eu/resource/authority/access-right/PUBLIC>');
    expect(text).toContain('<http://purl.org/dc/terms/license> <https://creativecommons.org/licenses/by/4.0/>');
  });

  it.each([
    ['a DOI', '<dc:identifier>https://x.example/1</dc:identifier><dc:identifier>doi:10.1234/x</dc:identifier>', 'https://doi.org/10.1234/x'],
    ['a web address', '<dc:identifier>https://x.example/1</dc:identifier>', 'https://x.example/1'],
    ['the OAI identifier', '<dc:identifier>7</dc:identifier>', identifier],
  ])('is about %s', async (_name, content, subject) => {
    const { lines } = await readPayload(dc(`<dc:type>dataset</dc:type>${content}`));
    expect(lines.every((line) => line.startsWith(`<${subject}>`))).toBe(true);
  });

  it('is left out, with a note, when its type is not a dataset', async () => {
    const { lines, notes } = await readPayload(dc('<dc:title>T</dc:title><dc:type>article about datasets</dc:type>'));
    expect([lines, notes.map((note) => note.code)]).toEqual([[], ['skipped']]);
  });
});

describe('DataCite', () => {
  it('becomes DCAT by the table', async () => {
    const { lines, notes } = await readPayload(
      resource(
        `<titles><title xml:lang="en">T</title><title titleType="TranslatedTitle" xml:lang="nl">Vertaald</title><title titleType="AlternativeTitle">Alt</title></titles>
         <creators><creator><creatorName nameType="Personal">J. Jansen</creatorName><nameIdentifier nameIdentifierScheme="ORCID">0000-0002-1825-0097</nameIdentifier></creator></creators>
         <publisher publisherIdentifier="https://ror.org/04pp8hn57" xml:lang="en">UMC</publisher><publicationYear>2021</publicationYear>
         <subjects><subject valueURI="https://terms.example/1">x</subject><subject xml:lang="en">heart</subject></subjects>
         <contributors><contributor contributorType="ContactPerson"><contributorName>C</contributorName></contributor><contributor contributorType="RightsHolder"><contributorName>R</contributorName></contributor><contributor contributorType="DataCurator"><contributorName>D</contributorName></contributor></contributors>
         <dates><date dateType="Collected">2010-01-01/2012-12-31</date><date dateType="Updated">2022-02-02</date><date dateType="Created">2019</date></dates><language>nl</language>
         <alternateIdentifiers><alternateIdentifier alternateIdentifierType="local">L7</alternateIdentifier></alternateIdentifiers>
         <relatedIdentifiers><relatedIdentifier relatedIdentifierType="DOI" relationType="IsDerivedFrom">10.5/y</relatedIdentifier><relatedIdentifier relatedIdentifierType="DOI" relationType="IsDerivedFrom">10.5555/y</relatedIdentifier><relatedIdentifier relatedIdentifierType="URL" relationType="IsDocumentedBy">https://x.example/doc</relatedIdentifier></relatedIdentifiers>
         <sizes><size>12 MB</size></sizes><formats><format>text/csv</format></formats><version>1.2</version>
         <rightsList><rights rightsURI="https://creativecommons.org/licenses/by/4.0/legalcode">CC</rights><rights rightsURI="http://purl.org/coar/access_right/c_16ec"/></rightsList>
         <descriptions><description descriptionType="Abstract">About</description><description descriptionType="Methods">How</description></descriptions>
         <geoLocations><geoLocation><geoLocationPoint><pointLatitude>52.1</pointLatitude><pointLongitude>4.9</pointLongitude></geoLocationPoint><geoLocationBox><westBoundLongitude>3</westBoundLongitude><eastBoundLongitude>7</eastBoundLongitude><southBoundLatitude>50</southBoundLatitude><northBoundLatitude>53</northBoundLatitude></geoLocationBox></geoLocation></geoLocations>
         <fundingReferences><fundingReference><funderName>F</funderName></fundingReference></fundingReferences>`,
      ),
    );
    const text = lines.join('\n');
    const dataset = '<https://doi.org/10.1234/AbC>';
    expect(notes).toEqual([]);
    for (const part of [
      `${dataset} <http://purl.org/dc/terms/identifier> "https://doi.org/10.1234/AbC"`,
      `${dataset} <http://purl.org/dc/terms/title> "T"@en`,
      `${dataset} <http://purl.org/dc/terms/title> "Vertaald"@nl`,
      `${dataset} <http://purl.org/dc/terms/alternative> "Alt"`,
      `${dataset} <http://purl.org/dc/terms/creator> <https://orcid.org/0000-0002-1825-0097>`,
      `${dataset} <http://purl.org/dc/terms/publisher> <https://ror.org/04pp8hn57>`,
      `${dataset} <http://purl.org/dc/terms/issued> "2021"^^<http://www.w3.org/2001/XMLSchema#gYear>`,
      `${dataset} <http://purl.org/dc/terms/modified> "2022-02-02"^^<http://www.w3.org/2001/XMLSchema#date>`,
      `${dataset} <http://www.w3.org/ns/dcat#theme> <https://terms.example/1>`,
      `${dataset} <http://www.w3.org/ns/dcat#keyword> "heart"@en`,
      '<http://www.w3.org/ns/dcat#startDate> "2010-01-01"',
      '<http://www.w3.org/ns/dcat#endDate> "2012-12-31"',
      `${dataset} <http://purl.org/dc/terms/language> <http://publications.europa.eu/resource/authority/language/NLD>`,
      '<http://www.w3.org/2004/02/skos/core#notation> "L7"',
      `${dataset} <http://purl.org/dc/terms/source> <https://doi.org/10.5555/y>`,
      `${dataset} <http://xmlns.com/foaf/0.1/page> <https://x.example/doc>`,
      '<http://www.w3.org/ns/dcat#byteSize> "12000000"',
      '<http://www.w3.org/ns/dcat#mediaType> <https://www.iana.org/assignments/media-types/text/csv>',
      `${dataset} <http://www.w3.org/ns/dcat#version> "1.2"`,
      `${dataset} <http://purl.org/dc/terms/license> <https://creativecommons.org/licenses/by/4.0/>`,
      `${dataset} <http://purl.org/dc/terms/accessRights> <http://publications.europa.eu/resource/authority/access-right/RESTRICTED>`,
      `${dataset} <http://purl.org/dc/terms/description> "About"`,
      '<http://www.w3.org/2000/01/rdf-schema#label> "How"',
      '"POINT(4.9 52.1)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>',
      '"POLYGON((3 50, 7 50, 7 53, 3 53, 3 50))"',
      `${dataset} <http://www.w3.org/ns/dcat#contactPoint>`,
      `${dataset} <http://purl.org/dc/terms/rightsHolder>`,
    ])
      expect(text).toContain(part);
    expect(lines.filter((line) => line.includes('qualifiedAttribution'))).toHaveLength(2);
    expect(lines.filter((line) => line.includes('terms/source>'))).toHaveLength(1);
  });

  it('prefers the date of issue to the year, finds the resource in its OAI wrapper, and leaves out what is no dataset', async () => {
    const issued = await readPayload(
      `<oai_datacite xmlns="http://schema.datacite.org/oai/oai-1.1/"><payload>${resource('<publicationYear>2021</publicationYear><dates><date dateType="Issued">2020-03-04</date></dates>')}</payload></oai_datacite>`,
    );
    expect(issued.lines.filter((line) => line.includes('/issued>')).join()).toContain('"2020-03-04"');
    expect((await readPayload(resource('', 'Software'))).notes.map((note) => note.code)).toEqual(['skipped']);
  });
});

it('names that every object has are no terms', async () => {
  const hostile =
    '<constructor>x</constructor><relatedIdentifiers><relatedIdentifier relatedIdentifierType="URL" relationType="constructor">https://x.example/1</relatedIdentifier></relatedIdentifiers><dates><date dateType="constructor">2020</date></dates><rightsList><rights rightsURI="info:eu-repo/semantics/constructor"/></rightsList>';
  const { lines } = await readPayload(resource(hostile));
  expect(lines.filter((line) => line.includes('x.example'))).toEqual([
    '<https://doi.org/10.1234/AbC> <http://purl.org/dc/terms/relation> <https://x.example/1> .',
  ]);
  expect(lines.join()).not.toContain('accessRights');
  expect((await readPayload(dc('<dc:type>Dataset</dc:type><dc:constructor>x</dc:constructor>'))).lines).toHaveLength(1);
});

describe('the prefix that is asked for (OAI-11)', () => {
  const format = (prefix: string, namespace = 'http://x.example/'): { prefix: string; schema: string; namespace: string } => ({
    prefix,
    namespace,
    schema: '',
  });
  it.each([
    [['oai_dc', 'datacite', 'dcat'], 'dcat'],
    [['oai_dc', 'oai_datacite', 'mods'], 'oai_datacite'],
    [['mods', 'oai_dc'], 'oai_dc'],
    [['mods'], null],
    [[], null],
  ])('of %j is %s', (prefixes, chosen) => {
    expect(choosePrefix(prefixes.map((prefix) => format(prefix)))).toBe(chosen);
  });

  it('is one that declares RDF, whatever it is called', () => {
    expect(choosePrefix([format('dcat'), format('odd', 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'), format('oai_dc')])).toBe('odd');
    expect(choosePrefix([format('oai_dc'), format('kernel', 'http://datacite.org/schema/kernel-4')])).toBe('kernel');
  });
});

it('faults of an entry are told in words', () => {
  const faults = (settings: Record<string, string>, endpoint = 'https://x.example/oai'): readonly string[] =>
    oaiPmhHarvester.faults!(makeStation('a', { settings, endpoint }));
  expect(faults({ prefix: 'oai_dc', set: 'a:b', 'full-every-days': '30', 'drop-illegal-characters': 'yes' })).toEqual([]);
  expect(faults({ prefix: 'a b', 'full-every-days': '0', 'drop-illegal-characters': 'maybe', sets: 'x' })).toHaveLength(4);
  expect(faults({}, 'https://x.example/oai?verb=Identify')).toHaveLength(1);
});

it('illegal characters are dropped, written out or by number, and no others', () => {
  expect(withoutIllegalCharacters('a\u0000b\u000Bc&#1;d&#x1F;e&#10;f&#x1F600;g\uD800h😀\t\n')).toBe('abcde&#10;f&#x1F600;gh😀\t\n');
});

const corpus = fileURLToPath(new URL('../../../shared/corpus-protocols', import.meta.url));
const isThere = existsSync(corpus);
if (!isThere) console.log(`skipped: ${corpus} is not there`);

describe.runIf(isThere)('records of others', () => {
  const file = (name: string): string => readFileSync(`${corpus}/${name}`, 'utf8');
  it.each([
    ['datacite-example-dataset-v4.xml', 'https://doi.org/10.82433/9184-DY35', []],
    ['datacite-example-coverage-v4.xml', 'https://doi.org/10.82433/pgk2-ar97', []],
    ['datacite-example-award-v4.xml', null, ['skipped']],
    ['datacite-example-project-v4.xml', null, ['skipped']],
    ['datacite-example-relateditem1-v4.xml', null, ['skipped']],
    ['datacite-example-translation-original-v4.xml', null, ['skipped']],
  ])('%s', async (name, subject, codes) => {
    const { lines, notes } = await readPayload(file(`datacite/${name}`).replace(/^<\?xml.*\?>\s*/, ''));
    expect(notes.map((note) => note.code)).toEqual(codes);
    expect(lines.some((line) => line.startsWith(`<${String(subject)}> <http://purl.org/dc/terms/title>`))).toBe(subject !== null);
  });

  it('a repository of recorded answers gives its datasets, and drops its deleted one', async () => {
    const asDataset = (text: string): string =>
      text.replaceAll(/<dc:type>[^<]*<\/dc:type>/g, '<dc:type>Dataset</dc:type>').replaceAll('</oai_dc:dc>', '<dc:type>Dataset</dc:type></oai_dc:dc>');
    const answers: Record<string, string> = {
      Identify: file('oai-pmh/sickle-Identify.xml'),
      ListMetadataFormats: file('oai-pmh/sickle-ListMetadataFormats.xml'),
      ListRecords: asDataset(file('oai-pmh/sickle-ListRecords.xml')).replace(/<resumptionToken[^]*?<\/resumptionToken>/, ''),
    };
    const harvesting = await opened({ intercept: (parameters) => ({ body: answers[parameters.get('verb') ?? ''] ?? '' }) });
    const summary = await harvesting.once();
    expect(summary.outcome).toBe('complete');
    expect(summary.counts.added + summary.counts.held).toBeGreaterThan(0);
    expect(harvesting.codes()).toContain('low-quality');
    expect(harvesting.fake.lists()[0]).toMatchObject({ metadataPrefix: 'oai_dc' });
  });

  it.each(['sickle-badArgument.xml', 'sickle-idDoesNotExist.xml'])('%s ends a run with its own words', async (name) => {
    const harvesting = await opened({ intercept: (parameters) => (parameters.get('verb') === 'ListRecords' ? { body: file(`oai-pmh/${name}`) } : undefined) });
    expect((await harvesting.once()).outcome).toBe('failed');
    expect(harvesting.codes()).toEqual(['protocol-error']);
  });

  it('a header without identifier does not lose the record behind it', async () => {
    const text = file('oai-pmh/sickle-ListRecords4.xml').replaceAll('</oai_dc:dc>', '<dc:type>Dataset</dc:type></oai_dc:dc>');
    const harvesting = await opened({
      intercept: (parameters) =>
        parameters.get('verb') === 'ListRecords' ? { body: text.replace(/<resumptionToken[^]*?<\/resumptionToken>/, '') } : undefined,
    });
    const { counts } = await harvesting.once();
    expect(counts.added + counts.held).toBeGreaterThan(0);
    expect(harvesting.codes()).toContain('protocol-error');
  });
});
