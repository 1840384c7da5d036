import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { operatorDataCheck, operatorDataError, type OperatorShape } from '../../src/validation/operator-data.js';
import { folders, readQuads, root, turtle, withLines } from './support.js';

const check = operatorDataCheck(folders.shapes);
const station = (
  more: string,
  base = 'ndc:kind "holder" ; dct:publisher <https://h.example/> ; dcat:endpointURL <https://h.example/fdp> ; ndc:protocol "fdp"',
) => turtle(`<https://c.example/stations/a> a ndc:Station ; dct:title "A"@nl ; ${base}${more === '' ? '' : ` ; ${more}`} .`);
const faults = async (more: string, base?: string) => (await check(station(more, base), 'station')).map((fault) => fault.path ?? 'node');

describe('operator data', () => {
  const demo: readonly (readonly [OperatorShape, string])[] = [
    ['station', 'stations'],
    ['catalogue', 'catalogue'],
    ['organisation', 'organisations'],
    ['assertion', 'assertions'],
  ];

  it.skipIf(!existsSync(`${root}fixtures/demo/stations.ttl`)).each(demo)('finds the demo’s %s sound', async (shape, file) => {
    expect(await check(readQuads(`${root}fixtures/demo/${file}.ttl`), shape)).toEqual([]);
  });

  it('accepts a station with everything', async () => {
    expect(
      await faults(`ndc:schedule "15 3 * * *" ; ndc:timeZone "Europe/Amsterdam" ; ndc:profile "healthdcat-ap-r8" ; ndc:language "nl-NL" ; ndc:priority 10 ; ndc:state "live" ;
      ndc:subjectPrefix "https://h.example/" ; ndc:authentication "header:X-Api-Key" ; ndc:credentials "env:A_TOKEN" ; ndc:allowAddress "10.20.0.0/16" , "fd00::/8" ; dcat:contactPoint [ vcard:hasEmail <mailto:a@h.example> ]`),
    ).toEqual([]);
  });

  it.each([
    ['ndc:schedule "every day"', 'schedule'],
    ['ndc:schedule "15 3 * *"', 'schedule'],
    ['ndc:timeZone "5 o\'clock"', 'timeZone'],
    ['ndc:language "Dutch language"', 'language'],
    ['ndc:priority "high"', 'priority'],
    ['ndc:state "running"', 'state'],
    ['ndc:authentication "password" ; ndc:credentials "env:A"', 'authentication'],
    ['ndc:authentication "bearer" ; ndc:credentials "s3cr3t"', 'credentials'],
    ['ndc:allowAddress "10.20.0.0"', 'allowAddress'],
    ['ndc:subjectPrefix "h.example"', 'subjectPrefix'],
    ['ndc:shedule "15 3 * * *"', 'shedule'],
  ])('refuses %s', async (more, property) => {
    expect(await faults(more)).toEqual([`https://w3id.org/ndc/ns#${property}`]);
  });

  it('asks a holder for its name and an authenticating station for its credentials', async () => {
    expect(await faults('', 'ndc:kind "holder" ; dcat:endpointURL <https://h.example/> ; ndc:protocol "fdp"')).toEqual(['node']);
    expect(await faults('', 'ndc:kind "aggregator" ; dcat:endpointURL <https://h.example/> ; ndc:protocol "fdp"')).toEqual([]);
    expect(await faults('ndc:authentication "bearer"')).toEqual(['node']);
    expect(await faults('', 'ndc:kind "holder" ; dct:publisher <https://h.example/> ; dcat:endpointURL <ftp://h.example/> ; ndc:protocol "fdp"')).toEqual([
      'http://www.w3.org/ns/dcat#endpointURL',
    ]);
  });

  it('reports the line, the subject and a sentence, all faults at once', async () => {
    const { quads, lineOf } = withLines(
      '<https://c.example/s> a ndc:Station .\n<https://c.example/s> dct:title "S" .\n<https://c.example/s> ndc:kind "other" .\n',
    );
    const found = await check(quads, 'station', lineOf);
    expect(found.map((fault) => fault.path?.split(/[#/]/).pop())).toEqual(['endpointURL', 'kind', 'protocol']);
    expect(found[1]).toEqual({
      line: 3,
      subject: 'https://c.example/s',
      path: 'https://w3id.org/ndc/ns#kind',
      message: 'The kind (ndc:kind) must be holder, aggregator or intermediary. It now says: "other".',
    });
    expect(operatorDataError('stations.ttl', found)).toMatchObject({
      code: 'config/operator-data',
      message: expect.stringContaining('stations.ttl:3: https://c.example/s The kind') as string,
    });
  });

  it('takes a file without any catalogue for a fault, and an empty list of stations for a beginning', async () => {
    expect(await check([], 'catalogue')).toHaveLength(1);
    expect(await check([], 'station')).toEqual([]);
  });
});
