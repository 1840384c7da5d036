import { RdfXmlParser } from 'rdfxml-streaming-parser';
import { describe, expect, it } from 'vitest';
import { renderReport } from '../../src/report/formats.js';
import { empty, nasty, report, trouble } from './sample.js';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

interface Sax {
  on(event: string, handler: (value: never) => void): void;
  write(text: string): Sax;
  close(): Sax;
}

/** Reads XML with the strict SAX parser inside the RDF/XML library; throws when it is not well-formed. */
function read(xml: string): Element[] {
  const parser = (new RdfXmlParser() as unknown as { saxParser: { constructor: new (options: object) => Sax } }).saxParser;
  const sax = new parser.constructor({});
  const elements: Element[] = [];
  const open: Element[] = [];
  sax.on('error', (error: never) => {
    throw error as Error;
  });
  sax.on('opentag', (tag: { name: string; attributes: Record<string, string> }) => {
    const element = { name: tag.name, attributes: { ...tag.attributes }, text: '' };
    elements.push(element);
    open.push(element);
  });
  sax.on('text', (text: string) => {
    const current = open.at(-1);
    if (current !== undefined) current.text += text;
  });
  sax.on('closetag', () => void open.pop());
  sax.write(xml).close();
  return elements;
}

describe('JUnit', () => {
  const several = [
    { name: 'a.ttl', report },
    { name: nasty, trouble },
    { name: 'empty.ttl', report: empty },
  ];

  it.each(['nl', 'en'] as const)('is well-formed in %s whatever a description says, with a suite for each document and a case for each description', (lang) => {
    const elements = read(renderReport('junit', several, { lang }));
    const named = (name: string): Element[] => elements.filter((element) => element.name === name);
    expect(named('testsuite').map(({ attributes }) => [attributes['tests'], attributes['failures'], attributes['errors']])).toEqual([
      ['2', '2', '0'],
      ['1', '0', '1'],
      ['0', '0', '0'],
    ]);
    expect([named('testcase').length, named('failure').length, named('error').length]).toEqual([3, 2, 1]);
    expect(named('failure')[0]?.attributes['message']).toBe(
      lang === 'nl' ? '1 overtreding: De dataset heeft geen titel.' : '1 violation: The dataset has no title.',
    );
    expect(named('failure')[1]?.text).toContain('</script><script>alert(1)</script> ]]> "quoted"');
    expect(named('system-out')[0]?.text).toContain(lang === 'nl' ? 'waarschuwing' : 'warning');
    expect(
      named('property')
        .filter(({ attributes }) => attributes['name'] === 'eu')
        .map(({ attributes }) => attributes['value'])[0],
    ).toBe('not publishable, 2 violations, 0 warnings');
  });

  it('would be found out if it were not well-formed', () => {
    expect(() => read('<a>&</a>')).toThrow();
    expect(() => read(renderReport('junit', several, { lang: 'en' }).replace('&lt;/script', '</script'))).toThrow();
  });
});
