import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DataFactory } from 'n3';
import type { Quad } from '@rdfjs/types';
import { MemorySpool } from '../../src/rdf/memory-spool.js';
import { normaliseQuad } from '../../src/rdf/normalise.js';
import { parseText } from '../../src/rdf/parse.js';
import { Splitter, type SplitRecord } from '../../src/rdf/split.js';
import { turtle } from '../support/rdf.js';

function split(...documents: (readonly Quad[])[]): SplitRecord[] {
  const splitter = new Splitter(new MemorySpool());
  documents.forEach((quads, document) => {
    for (const quad of quads) splitter.add({ quad, line: null, repairs: [], document });
  });
  return [...splitter.records()];
}

const keys = (records: readonly SplitRecord[]): string[] => records.map((record) => record.key.replace('https://holder.example/', 'ex:')).sort();
const subjects = (record: SplitRecord | undefined): string[] => [
  ...new Set(record?.entries.map(({ quad }) => quad.subject.value.replace('https://holder.example/', 'ex:'))),
];
const one = (records: readonly SplitRecord[], key: string): SplitRecord => records.find((record) => record.key === `https://holder.example/${key}`)!;

describe('cutting a document into records', () => {
  it('takes titled nodes of the record classes, and members that a catalogue lists (RDF-10)', () => {
    const records = split(
      turtle(`
      ex:cat a dcat:Catalog ; dct:title "C" ; dcat:dataset ex:a , ex:untitled ; dcat:service ex:s .
      ex:a a dcat:Dataset ; dct:title "A" . ex:untitled a dcat:Dataset ; dct:description "D" .
      ex:series a dcat:DatasetSeries ; dct:title "S" . ex:s a dcat:DataService ; dct:title "S" . ex:untyped dct:title "not listed" .`),
    );
    expect(keys(records)).toEqual(['ex:a', 'ex:s', 'ex:series', 'ex:untitled']);
    expect(Object.fromEntries(records.map((record) => [record.key.slice(-1), record.kind]))).toMatchObject({
      a: 'dataset',
      s: expect.stringMatching(/series|service/) as string,
    });
    expect(one(records, 'series').kind).toBe('series');
    expect(one(records, 's').kind).toBe('service');
  });

  it('takes a listed and titled node without a type, and a topic of a catalogue record', () => {
    expect(keys(split(turtle('ex:cat a dcat:Catalog ; dcat:dataset ex:a . ex:a dct:title "A" . ex:r foaf:primaryTopic ex:b . ex:b dct:title "B" .')))).toEqual([
      'ex:a',
      'ex:b',
    ]);
  });

  it('makes no record of a stub that is only referred to (HYD-11)', () => {
    const records = split(
      turtle('ex:a a dcat:Dataset ; dct:title "A" ; dcat:inSeries ex:s ; dct:hasPart ex:b . ex:s a dcat:DatasetSeries . ex:b a dcat:Dataset .'),
    );
    expect(keys(records)).toEqual(['ex:a']);
    expect(subjects(records[0])).toEqual(['ex:a']);
  });

  it('makes no record of a catalogue or of a FAIR Data Point, whatever else they are typed', () => {
    expect(
      split(
        turtle('ex: a <https://w3id.org/fdp/fdp-o#FAIRDataPoint> , dcat:DataService ; dct:title "FDP" . ex:c a dcat:Dataset , dcat:Catalog ; dct:title "C" .'),
      ),
    ).toEqual([]);
  });

  it('follows blank nodes to any depth, and IRIs for the listed properties only', () => {
    const records = split(
      turtle(`
      ex:a a dcat:Dataset ; dct:title "A" ; dct:publisher ex:p ; dct:relation ex:other ; dcat:distribution ex:d ;
        dct:spatial [ dct:title "1" ; dct:spatial [ dct:title "2" ; ex:deep [ ex:deeper "3" ] ] ] .
      ex:p foaf:name "P" ; dcat:contactPoint ex:k . ex:k vcard:fn "K" . ex:other dct:description "no" . ex:d dcat:accessURL ex:x .`),
    );
    expect(subjects(records[0]).filter((subject) => subject.startsWith('ex:'))).toEqual(['ex:a', 'ex:p', 'ex:d', 'ex:k']);
    expect(records[0]?.entries.map(({ quad }) => quad.object.value)).toContain('3');
  });

  it('never crosses from one record into another, except into the service that gives access', () => {
    const records = split(
      turtle(`
      ex:a a dcat:Dataset ; dct:title "A" ; adms:sample ex:b ; dct:conformsTo ex:c ; dcat:distribution [ dcat:accessURL ex:x ; dcat:accessService ex:s ] .
      ex:b a dcat:Dataset ; dct:title "B" . ex:c a dcat:Dataset ; dct:title "C" .
      ex:s a dcat:DataService ; dct:title "S" ; dcat:servesDataset ex:a , ex:b .`),
    );
    expect(subjects(one(records, 'a')).filter((subject) => subject.startsWith('ex:'))).toEqual(['ex:a', 'ex:s']);
    expect(subjects(one(records, 's'))).toEqual(['ex:s']);
  });

  it('does not depend on the order of the triples', () => {
    const quads = turtle('ex:cat a dcat:Catalog ; dcat:dataset ex:a . ex:a a dcat:Dataset ; dct:title "A" ; dct:publisher ex:p . ex:p foaf:name "P" .');
    const lines = (list: readonly Quad[]): string[] =>
      split(list)[0]!
        .entries.map(({ quad }) => `${quad.subject.value} ${quad.predicate.value} ${quad.object.value}`)
        .sort();
    expect(lines([...quads].reverse())).toEqual(lines(quads));
  });

  it('puts a record together from several documents, each node as its own document describes it', () => {
    const records = split(
      turtle('ex:cat a dcat:Catalog ; dct:title "C" ; dcat:dataset ex:a .'),
      turtle('ex:a a dcat:Dataset ; dct:title "A" ; dct:publisher ex:p ; dcat:distribution ex:d . ex:p foaf:name "here" .'),
      turtle('ex:d a dcat:Distribution ; dcat:accessURL ex:x ; dct:isPartOf ex:a . ex:p foaf:name "there" .'),
    );
    expect(keys(records)).toEqual(['ex:a']);
    expect(records[0]).toMatchObject({ document: 1, duplicate: false });
    const values = records[0]!.entries.map(({ quad }) => quad.object.value);
    expect(values).toContain('https://holder.example/x');
    expect(values).toContain('here');
    expect(values).not.toContain('there');
  });

  it('says when two documents describe a record differently, and keeps the first (RUN-10)', () => {
    const same = turtle('ex:a a dcat:Dataset ; dct:title "A" .');
    expect(split(same, same)[0]?.duplicate).toBe(false);
    const [record] = split(same, turtle('ex:a a dcat:Dataset ; dct:title "Other" .'));
    expect(record).toMatchObject({ document: 0, duplicate: true });
    expect(record!.entries.map(({ quad }) => quad.object.value)).not.toContain('Other');
  });

  it('finds a nested node whose subject is misspelt by the encoded form of its reference', () => {
    const { namedNode, quad, literal } = DataFactory;
    const bad = 'https://holder.example/d 1';
    const reference = normaliseQuad(quad(namedNode('https://holder.example/a'), namedNode('http://www.w3.org/ns/dcat#distribution'), namedNode(bad))).quad!;
    const records = split([
      ...turtle('ex:a a dcat:Dataset ; dct:title "A" .'),
      reference,
      quad(namedNode(bad), namedNode('http://purl.org/dc/terms/title'), literal('found')),
    ]);
    expect(records[0]!.entries.at(-1)!.quad).toMatchObject({ subject: { value: 'https://holder.example/d%201' }, object: { value: 'found' } });
  });

  it('gives a record without an IRI its blank label as key', () => {
    expect(split(turtle('[] a dcat:Dataset ; dct:title "nameless" .'))[0]?.key).toMatch(/^_:/);
  });

  it.each([
    ['gezondheidsmonitor/catalogus.ttl', 'text/turtle', 17],
    ['apotheek-data/catalog.rdf', 'application/rdf+xml', 8],
    ['kankerregister/page-1.jsonld', 'application/ld+json', 4],
    ['regio-aggregator/export.trig', 'application/trig', 10],
    ['zorgketen-voorbeeld/dataset.ttl', 'text/turtle', 9],
  ])('finds the records of %s', async (file, mediaType, count) => {
    const text = readFileSync(new URL(`../../fixtures/stations/${file}`, import.meta.url), 'utf8');
    const { quads } = await parseText(text, { mediaType, baseIri: 'https://holder.example/' });
    expect(split(quads.flatMap((quad) => normaliseQuad(quad).quad ?? []))).toHaveLength(count);
  });
});

describe('a data service without an IRI', () => {
  const dataset = (service: string): string =>
    `ex:a a dcat:Dataset ; dct:title "A" ; dcat:distribution [ dcat:accessURL ex:x ; dcat:accessService ${service} ] . `;

  it('is part of the record whose distribution it gives access to, title and all', () => {
    const records = split(turtle(dataset('[ a dcat:DataService ; dct:title "API" ; dcat:endpointURL ex:api ]')));
    expect(keys(records)).toEqual(['ex:a']);
    expect(records[0]?.entries.map(({ quad }) => quad.object.value)).toContain('https://holder.example/api');
  });

  it('is a record when a catalogue lists it as well, and so is one with an IRI', () => {
    expect(keys(split(turtle(`${dataset('_:s')} _:s a dcat:DataService ; dct:title "API" . ex:c a dcat:Catalog ; dcat:service _:s .`)))).toHaveLength(2);
    expect(keys(split(turtle(`${dataset('ex:s')} ex:s a dcat:DataService ; dct:title "API" .`)))).toEqual(['ex:a', 'ex:s']);
  });
});

describe('a record that several documents describe', () => {
  const summary = turtle('ex:c a dcat:Catalog ; dcat:dataset ex:a . ex:a a dcat:Dataset ; dct:title "Summary" .');
  const whole = turtle('ex:a a dcat:Dataset ; dct:title "Whole" ; dct:description "D" .');
  const titles = (addresses: readonly string[], documents: readonly (readonly Quad[])[] = [summary, whole]): string[] => {
    const splitter = new Splitter(new MemorySpool(), (document) => [addresses[document] ?? '']);
    documents.forEach((quads, document) =>
      quads.forEach((quad) => {
        splitter.add({ quad, line: null, repairs: [], document });
      }),
    );
    return [...splitter.records()].flatMap((record) =>
      record.entries.filter(({ quad }) => quad.predicate.value.endsWith('/title')).map(({ quad }) => quad.object.value),
    );
  };

  it('is taken from its own page, else from the first that gives it a type and a title', () => {
    expect(titles(['https://holder.example/c', 'https://holder.example/a'])).toEqual(['Whole']);
    expect(titles(['https://holder.example/c', 'https://holder.example/page/a'])).toEqual(['Summary']);
  });

  it('is not taken from an own page that says nothing of it', () => {
    expect(titles(['https://holder.example/c', 'https://holder.example/a'], [summary, turtle('ex:a dct:relation ex:b .')])).toEqual(['Summary']);
  });
});
