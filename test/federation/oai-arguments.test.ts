import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkArguments } from '../../src/federation/oai-arguments.js';

const check = (query: string): ReturnType<typeof checkArguments> => checkArguments([...new URLSearchParams(query)]);
const codes = (query: string): string[] => {
  const checked = check(query);
  return checked.kind === 'errors' ? [...new Set(checked.errors.map(({ code }) => code))].sort() : [];
};
const list = 'verb=ListRecords&metadataPrefix=oai_dc';

describe('the arguments of OAI-PMH (OAIP-3, OAIP-6)', () => {
  it.each([
    ['', 'badVerb'],
    ['verb=', 'badVerb'],
    ['verb=listrecords', 'badVerb'],
    ['verb=Identify&verb=Identify', 'badVerb'],
    ['verb=Nothing&junk=1', 'badVerb'],
    ['verb=Identify&metadataPrefix=oai_dc', 'badArgument'],
    ['verb=ListSets&set=a', 'badArgument'],
    ['verb=GetRecord', 'badArgument'],
    ['verb=GetRecord&metadataPrefix=oai_dc', 'badArgument'],
    ['verb=GetRecord&identifier=oai:x:y', 'badArgument'],
    ['verb=GetRecord&identifier=oai:x:y&metadataPrefix=oai_dc&from=2026-01-01', 'badArgument'],
    ['verb=GetRecord&identifier=oai:x:y&identifier=oai:x:y&metadataPrefix=oai_dc', 'badArgument'],
    ['verb=ListRecords', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=', 'badArgument'],
    [`${list}&metadataPrefix=oai_dc`, 'badArgument'],
    [`${list}&resumptionToken=abc`, 'badArgument'],
    [`${list}&from=junk&set=none:such`, 'badArgument'],
    [`${list}&from=2026-02-30`, 'badArgument'],
    [`${list}&from=2026-13-01`, 'badArgument'],
    [`${list}&from=2026-01-01T24:00:00Z`, 'badArgument'],
    [`${list}&from=2026-01-01T00:00:00`, 'badArgument'],
    [`${list}&from=2026-01-01T00:00:00.5Z`, 'badArgument'],
    [`${list}&from=2026-01-01T00:00:00%2B01:00`, 'badArgument'],
    [`${list}&from=2026-01-01&until=2026-01-01T00:00:00Z`, 'badArgument'],
    [`${list}&from=2026-01-02&until=2026-01-01`, 'badArgument'],
    [`${list}&set=a%20b`, 'badArgument'],
    [`${list}&set=a::b`, 'badArgument'],
    [`${list}&set=${'a'.repeat(2001)}`, 'badArgument'],
    [`verb=ListRecords&${Array.from({ length: 30 }, (_, n) => `x${String(n)}=1`).join('&')}`, 'badArgument'],
    ['verb=ListRecords&metadataPrefix=marcxml', 'cannotDisseminateFormat'],
  ])('%s is %s', (query, code) => {
    expect(codes(query)).toEqual([code]);
  });

  it('takes what is right', () => {
    for (const query of [
      'verb=Identify',
      'verb=ListSets',
      'verb=ListSets&resumptionToken=x',
      'verb=ListMetadataFormats&identifier=oai:x:y',
      'verb=GetRecord&identifier=oai:x.example:y&metadataPrefix=rdf',
      'verb=ListIdentifiers&resumptionToken=a.b',
      `${list}&from=2026-01-01&until=2026-01-01&set=theme:HEAL`,
      `${list}&from=2024-02-29T23:59:59Z`,
    ])
      expect([query, check(query).kind]).toEqual([query, 'request']);
  });

  it('reads days as the whole of them', () => {
    const checked = check(`${list}&from=2026-01-01&until=2026-01-31`);
    expect(checked.kind === 'request' && checked.request).toMatchObject({
      selection: { from: '2026-01-01T00:00:00', until: '2026-01-31T23:59:59', set: null, prefix: 'oai_dc' },
    });
  });

  it('says of a name that no schema allows both that it is wrong and what follows', () => {
    expect(codes('verb=GetRecord&identifier=no%22id&metadataPrefix=oai_dc')).toEqual(['badArgument', 'idDoesNotExist']);
    expect(codes('verb=GetRecord&identifier=oai:x:y&metadataPrefix=oai%20dc')).toEqual(['badArgument', 'cannotDisseminateFormat']);
  });

  it('answers anything, and never lets through what the schema of the answer could not repeat', () => {
    const name = fc.oneof(fc.constantFrom('verb', 'metadataPrefix', 'identifier', 'from', 'until', 'set', 'resumptionToken'), fc.string());
    const value = fc.oneof(
      fc.constantFrom('ListRecords', 'GetRecord', 'ListIdentifiers', 'oai_dc', 'rdf', 'oai:x:y', '2026-01-01', 'theme:HEAL', ''),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 6 }), (given) => {
        const checked = checkArguments(given);
        if (checked.kind === 'errors') expect(checked.errors.length).toBeGreaterThan(0);
        else {
          expect(given).toHaveLength(Object.keys(checked.given).length);
          expect(checked.given['metadataPrefix'] ?? 'a').toMatch(/^[\w-]+$/);
          expect(checked.given['identifier'] ?? 'a:b').toMatch(/^[\x21-\x7e]+$/);
          expect(checked.given['set'] ?? 'a').toMatch(/^[\x21-\x7e]+$/);
        }
      }),
    );
  });
});
