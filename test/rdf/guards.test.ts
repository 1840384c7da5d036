import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { guardJson, guardXmlHead } from '../../src/rdf/guards.js';
import { parseText } from '../../src/rdf/parse.js';

const rdfOpen = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">';
const body = `${rdfOpen}<rdf:Description rdf:about="urn:a"><e:p rdf:datatype="&xsd;date">2024-01-01</e:p></rdf:Description></rdf:RDF>`;

async function passed(guard: (text: AsyncIterable<string>) => AsyncIterable<string>, chunks: readonly string[]): Promise<string> {
  let text = '';
  for await (const part of guard(Readable.from(chunks) as AsyncIterable<string>)) text += part;
  return text;
}

const xml = (...chunks: string[]): Promise<string> => passed(guardXmlHead, chunks);
const whole = (inner: string): string => `${rdfOpen}${inner}</rdf:RDF>`;

describe('the guard before the XML parser (SSRF-8)', () => {
  it('lets the classic namespace entities through, and they are expanded', async () => {
    const text = `<?xml version="1.0"?>\n<!DOCTYPE rdf:RDF [ <!ENTITY xsd "http://www.w3.org/2001/XMLSchema#"> ]>\n${body}`;
    expect(await xml(text)).toBe(text);
    const { quads } = await parseText(text, { mediaType: 'application/rdf+xml', baseIri: 'urn:x' });
    expect(quads[0]?.object).toMatchObject({ termType: 'Literal', datatype: { value: 'http://www.w3.org/2001/XMLSchema#date' } });
  });

  it.each([
    ['an external subset', '<!DOCTYPE rdf:RDF SYSTEM "http://evil.example/x.dtd">'],
    ['a public subset', '<!DOCTYPE rdf:RDF PUBLIC "-//X" "http://evil.example/x.dtd">'],
    ['an external entity', '<!DOCTYPE rdf:RDF [ <!ENTITY x SYSTEM "file:///etc/passwd"> ]>'],
    ['a parameter entity', '<!DOCTYPE rdf:RDF [ <!ENTITY % p "x"> %p; ]>'],
    ['nested entities', '<!DOCTYPE rdf:RDF [ <!ENTITY a "ha"> <!ENTITY b "&a;&a;&a;"> ]>'],
    ['a long entity', `<!DOCTYPE rdf:RDF [ <!ENTITY a "${'x'.repeat(1025)}"> ]>`],
    ['many entities', `<!DOCTYPE rdf:RDF [ ${Array.from({ length: 101 }, (_, n) => `<!ENTITY e${String(n)} "x">`).join(' ')} ]>`],
    ['much in all', `<!DOCTYPE rdf:RDF [ ${Array.from({ length: 11 }, (_, n) => `<!ENTITY e${String(n)} "${'x'.repeat(1000)}">`).join(' ')} ]>`],
    ['an external entity behind a bracket in a value', '<!DOCTYPE rdf:RDF [ <!ENTITY a "]>"> <!ENTITY x SYSTEM "file:///etc/passwd"> ]>'],
    ['a document type that is not closed', '<!DOCTYPE rdf:RDF [ <!ENTITY a "x">'],
  ])('refuses %s', async (_name, doctype) => {
    await expect(xml(`<?xml version="1.0"?>${doctype}${body}`)).rejects.toThrow(/refused|not closed/);
    await expect(xml(...`<?xml version="1.0"?>${doctype}${body}`)).rejects.toThrow(/refused|not closed/);
  });

  it('finds the document type behind comments and instructions that pretend to be the root', async () => {
    const evil = `<!DOCTYPE rdf:RDF [ <!ENTITY x SYSTEM "file:///etc/passwd"> ]>${body}`;
    await expect(xml('<!-- <root> ', `--> ${evil}`)).rejects.toThrow(/refused/);
    await expect(xml('<?x <root ', `?>${evil}`)).rejects.toThrow(/refused/);
    await expect(xml(`<!-- ${'x'.repeat(70_000)}`, ` -->${evil}`)).rejects.toThrow(/64 KiB|refused/);
  });

  it('counts elements, not what stands in CDATA, comments or attribute values', async () => {
    const breaks = '<br>'.repeat(400);
    const text = `${rdfOpen}<e:D rdf:about="urn:a"><e:p><![CDATA[${breaks}]]></e:p><!-- ${breaks} --><e:q e:x="a>b"/></e:D></rdf:RDF>`;
    expect(await xml(text)).toBe(text);
    expect(await xml(...(text.match(/[\s\S]{1,100}/g) ?? []))).toBe(text);
    expect(await xml(whole('<e:p e:x="a>b"/>'.repeat(400)))).toContain('a>b');
  });

  it('refuses a document that ends before its last element is closed', async () => {
    for (const cut of [rdfOpen, `${rdfOpen}<e:a/>`, `${rdfOpen}<e:a></e:`, `${rdfOpen}<!-- x`, whole('<e:a>')])
      await expect(xml(cut)).rejects.toThrow(/ends before/);
  });

  it('stops at 256 nested elements, however the text is cut', async () => {
    const deep = `${rdfOpen}${'<e:a>'.repeat(300)}`;
    await expect(xml(deep)).rejects.toThrow(/256/);
    await expect(xml(...(deep.match(/[\s\S]{1,7}/g) ?? []))).rejects.toThrow(/256/);
    expect(await xml(whole('<e:a>'.repeat(200) + '</e:a>'.repeat(200)))).toContain('</rdf:RDF>');
  });
});

describe('the guard before the JSON parser (SSRF-10)', () => {
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

  it('passes 64 levels and stops at 65', async () => {
    expect(await passed(guardJson, [nested(64)])).toBe(nested(64));
    await expect(passed(guardJson, [nested(65)])).rejects.toThrow(/64 levels/);
    await expect(passed(guardJson, [...nested(65)])).rejects.toThrow(/64 levels/);
  });

  it('does not count brackets in strings', async () => {
    const text = `{"a":"${'['.repeat(100)}\\"${'{'.repeat(100)}"}`;
    expect(await passed(guardJson, [text.slice(0, 50), text.slice(50)])).toBe(text);
  });

  it('refuses a deep JSON-LD document as a whole', async () => {
    const deep = '{"urn:p":'.repeat(70) + '"x"' + '}'.repeat(70);
    await expect(parseText(deep, { mediaType: 'application/ld+json', baseIri: 'urn:x' })).rejects.toMatchObject({ code: 'station/unreadable' });
  });
});

describe('the contexts of a JSON-LD document', () => {
  const pass = async (text: string, size = 7): Promise<string> => {
    const parts = text.match(new RegExp(`[^]{1,${String(size)}}`, 'g')) ?? [];
    let out = '';
    for await (const part of guardJson(
      (async function* () {
        yield* parts;
        await Promise.resolve();
      })(),
    ))
      out += part;
    return out;
  };
  const contexts = (n: number, key = '"@context"'): string =>
    `{ "a": [${'1,'.repeat(40)}1], ${key} : [${Array.from({ length: n }, () => '{ "x": ["y", 1, 2], "z": "," }').join(' , ')}] }`;

  it('may be twenty and not more (SSRF-11), wherever they stand and however they are written', async () => {
    expect(await pass(contexts(20))).toBe(contexts(20));
    await expect(pass(contexts(21))).rejects.toThrow('more than 20 contexts');
    await expect(pass(contexts(21, '"\\u0040context"'))).rejects.toThrow('more than 20 contexts');
    await expect(pass(`{ "@context": { "term": { "@id": "x", "@context": [${'"a",'.repeat(20)}"a"] } } }`, 3)).rejects.toThrow('more than 20 contexts');
  });

  it('are told apart from values that look like the key', async () => {
    const text = `{ "note": "@context", "list": [${'"@context",'.repeat(30)}"x"] }`;
    expect(await pass(text)).toBe(text);
  });
});
