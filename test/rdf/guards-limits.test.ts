import { Readable } from 'node:stream';
import type { Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { describe, expect, it } from 'vitest';
import { guardJson } from '../../src/rdf/guards.js';
import { MemorySpool } from '../../src/rdf/memory-spool.js';
import { parseText } from '../../src/rdf/parse.js';
import { skolemise } from '../../src/rdf/skolemise.js';
import { Splitter } from '../../src/rdf/split.js';

const mebi = 1 << 20;
const turtle = (text: string): Promise<unknown> => parseText(text, { mediaType: 'text/turtle', baseIri: 'urn:x' });
const json = async (text: string): Promise<number> => (await parseText(text, { mediaType: 'application/ld+json', baseIri: 'urn:x:y' })).quads.length;
const rdfXml = (inner: string): Promise<unknown> =>
  parseText(
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:"><rdf:Description rdf:about="urn:a">${inner}</rdf:Description></rdf:RDF>`,
    { mediaType: 'application/rdf+xml', baseIri: 'urn:x' },
  );
const tooLarge = { code: 'station/too-large' };

describe('SSRF-10: a literal of more than 1 MiB', () => {
  it.each([
    ['Turtle', (text: string) => turtle(`<urn:a> <urn:p> "${text}" .`)],
    ['Turtle, long quotes', (text: string) => turtle(`<urn:a> <urn:p> """${text}""" .`)],
    ['RDF/XML', (text: string) => rdfXml(`<e:p>${text}</e:p>`)],
    ['RDF/XML, in pieces', (text: string) => rdfXml(`<e:p><![CDATA[${text.slice(0, mebi / 2)}]]>${text.slice(mebi / 2)}</e:p>`)],
    ['RDF/XML, as XML', (text: string) => rdfXml(`<e:p rdf:parseType="Literal">${'<b>xxx</b>'.repeat(text.length / 10)}</e:p>`)],
  ])('is refused in %s, and one of a little less is not', async (_name, parse) => {
    await expect(parse('x'.repeat(2 * mebi))).rejects.toMatchObject(tooLarge);
    await expect(parse('x'.repeat(mebi / 2))).resolves.toBeDefined();
  });

  it('is refused in JSON-LD', async () => {
    await expect(json(`{"urn:p":"${'x'.repeat(2 * mebi)}"}`)).rejects.toMatchObject(tooLarge);
    expect(await json(`{"urn:p":"${'x'.repeat(mebi / 2)}"}`)).toBe(1);
  });

  it('is refused before the rest is read: of 100 MB not much more than one', async () => {
    for (const begin of ['{"urn:p":"', '{"urn:p":1', '{"urn:p":\\']) {
      let given = 0;
      const source = (function* () {
        yield begin;
        for (; given < 100; given++) yield '1'.repeat(mebi);
      })();
      const read = async (): Promise<void> => {
        for await (const _part of guardJson(Readable.from(source, { highWaterMark: 1 }) as AsyncIterable<string>)) continue;
      };
      await expect(read()).rejects.toMatchObject(tooLarge);
      expect(given).toBeLessThan(5);
    }
  });

  it('is told from much text: comments, spaces and many small values pass', async () => {
    await turtle(`${'# a comment of some length that says nothing\n'.repeat(100_000)}<urn:a> <urn:p> 1 .`);
    await rdfXml(`${'<!-- a comment of some length -->\n'.repeat(100_000)}<e:p>x</e:p>`);
    expect(await json(`{"urn:p":[${Array.from({ length: 20_000 }, (_, n) => `"value ${String(n)} ${'x'.repeat(100)}"`).join(',\n')}]}`)).toBe(20_000);
  });
});

describe('SSRF-11: contexts', () => {
  const terms = (count: number): string => Array.from({ length: count }, (_, n) => `"t${String(n)}":"urn:t${String(n)}"`).join(',');
  const overflow = /add up to more/;

  it('may be many, beside each other and within a small one', async () => {
    const nodes = Array.from({ length: 300 }, (_, n) => `{"@context":{"a":"urn:a"},"@id":"urn:n${String(n)}","a":"x"}`).join(',');
    expect(await json(`[${nodes}]`)).toBe(300);
    expect(await json(`{"@context":{"k":"urn:k",${terms(20)}},"k":[${nodes}]}`)).toBe(600);
  });

  it('may belong to terms', async () => {
    const uses = Array.from({ length: 100 }, (_, n) => `{"@id":"urn:n${String(n)}","a":"x"}`).join(',');
    expect(await json(`{"@context":{${terms(20)},"k":{"@id":"urn:k","@context":{"a":"urn:a"}}},"k":[${uses}]}`)).toBe(200);
  });

  it.each([
    ['within a large one', `{"@context":{${terms(20_000)},"k":"urn:k"},"k":[${'{"@context":{"a":"urn:a"},"a":"x"},'.repeat(500)}1]}`],
    [
      'by address within a large one',
      `{"@context":{${terms(20_000)},"k":"urn:k"},"k":[${'{"@context":"http://www.w3.org/ns/dcat","title":"x"},'.repeat(500)}1]}`,
    ],
    ['of a term that is used much', `{"@context":{${terms(20_000)},"k":{"@context":{}},"l":"urn:l"},"l":[${'{"k":"x"},'.repeat(500)}1]}`],
    ['of a type that is used much', `{"@context":{${terms(20_000)},"K":{"@id":"urn:K","@context":{}},"l":"urn:l"},"l":[${'{"@type":"K"},'.repeat(500)}1]}`],
    ['of a term that is written with escapes', `{"@context":{${terms(20_000)},"k":{"@context":{}},"l":"urn:l"},"l":[${'{"\\u006b":"x"},'.repeat(500)}1]}`],
  ])('are an error when they overflow: %s', async (_name, text) => {
    await expect(json(text)).rejects.toThrow(overflow);
  });
});

describe('SSRF-10: blank nodes', () => {
  const link = (from: string, to: string): Quad => DataFactory.quad(DataFactory.blankNode(from), DataFactory.namedNode('urn:p'), DataFactory.blankNode(to));

  it('in a ring of twenty-five get names, and in a graph made to explode an error', async () => {
    const ring = Array.from({ length: 25 }, (_, n) => link(`b${String(n)}`, `b${String((n + 1) % 25)}`));
    const named = await skolemise('urn:r', ring, []);
    expect(new Set(named.map((quad) => quad.subject.value)).size).toBe(25);
    const clique = Array.from({ length: 40 }, (_, a) =>
      Array.from({ length: 40 }, (_, b) => (a === b ? [] : [link(`b${String(a)}`, `b${String(b)}`)])).flat(),
    ).flat();
    await expect(skolemise('urn:r', clique, [])).rejects.toMatchObject({ code: 'station/unreadable' });
  });

  it('may have more triples than a function may have arguments', async () => {
    const { quads } = await parseText(
      `<urn:d> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "T" ; <urn:p> [ <urn:q> ${Array.from({ length: 200_000 }, (_, n) => String(n)).join(',')} ] .`,
      { mediaType: 'text/turtle', baseIri: 'urn:x' },
    );
    const splitter = new Splitter(new MemorySpool());
    for (const quad of quads) splitter.add({ quad, line: null, repairs: [], document: 0 });
    expect([...splitter.records()].map(({ entries }) => entries.length)).toEqual([200_003]);
  });
});
