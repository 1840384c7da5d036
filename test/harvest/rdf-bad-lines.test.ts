import { afterEach, describe, expect, it } from 'vitest';
import { FakeStation } from '../support/fake-station.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { prefixes } from '../support/rdf.js';

const fakes: FakeStation[] = [];

afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});

const iri = (n: number): string => `https://holder.example/${String(n)}`;
const [type, dct, dcat] = ['http://www.w3.org/1999/02/22-rdf-syntax-ns#type', 'http://purl.org/dc/terms/', 'http://www.w3.org/ns/dcat#'];
const lines = (n: number, title = `Dataset ${String(n)}`): string[] => [
  `<${iri(n)}> <${type}> <${dcat}Dataset> .`,
  `<${iri(n)}> <${dct}title> "${title}"@en .`,
  `<${iri(n)}> <${dct}description> "About ${String(n)}"@en .`,
  `<${iri(n)}> <${dct}publisher> <https://org.example/> .`,
];
const organisation = '<https://org.example/> <http://xmlns.com/foaf/0.1/name> "Org" .';
const dump = (...parts: readonly (readonly string[] | string)[]): string => `${[organisation, ...parts].flat().join('\n')}\n`;
const many = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, n) => lines(from + n)).flat();

type Opened = Harvesting & { put: (text: string) => void; once: () => ReturnType<Harvesting['run']>; nextDay: () => ReturnType<Harvesting['run']> };

async function opened(mediaType: string): Promise<Opened> {
  const fake = await FakeStation.start();
  fakes.push(fake);
  const harvesting = await openHarvesting([makeStation('holder', { endpoint: `${fake.url}/all` })]);
  const once = (): ReturnType<Harvesting['run']> => harvesting.run('holder');
  return {
    ...harvesting,
    once,
    nextDay: () => {
      harvesting.clock.add(30);
      return once();
    },
    put: (body) => fake.set('/all', { body, type: mediaType, headers: { etag: `"${String(body.length)}"` }, conditional: true }),
  };
}

const live = ({ reader }: Harvesting): number => reader.publishedCount(reader.snapshot().seq);
const titleOf = ({ reader }: Harvesting, n: number): string | undefined => reader.head(iri(n))?.title['en']?.[0];
const isLive = ({ reader }: Harvesting, n: number): boolean => reader.head(iri(n))?.state === 'current';

describe('RDF-6: a dump with a line that cannot be read', () => {
  it('gives all its other records, removes nothing, and keeps what may have lost something as it was; once mended it is whole', async () => {
    const harvesting = await opened('application/n-triples');
    harvesting.put(dump(many(1, 10)));
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 10 } });
    // 1 changes, 2 changes and has the bad line, 10 is no longer there, 11 is new.
    const bad = dump(lines(1, 'Changed'), lines(2, 'Changed'), `<${iri(2)}> <${dct}license> oops .`, many(3, 9), lines(11));
    harvesting.put(bad);
    for (let day = 0; day < 4; day++) {
      expect(await harvesting.nextDay()).toMatchObject({
        outcome: 'partial',
        counts: day === 0 ? { added: 1, updated: 1, withdrawn: 0 } : { added: 0, updated: 0, withdrawn: 0 },
      });
      expect(harvesting.issues().filter(({ code }) => code === 'parse-error')).toMatchObject([{ severity: 'error', line: 10, owner: 'station' }]);
    }
    expect([titleOf(harvesting, 1), titleOf(harvesting, 2), live(harvesting), isLive(harvesting, 10)]).toEqual(['Changed', 'Dataset 2', 11, true]);
    harvesting.put(bad.replace('oops', '<https://licences.example/open>'));
    expect(await harvesting.nextDay()).toMatchObject({ outcome: 'complete', counts: { updated: 1 } });
    await harvesting.nextDay();
    expect(await harvesting.nextDay()).toMatchObject({ outcome: 'complete' });
    expect([titleOf(harvesting, 2), live(harvesting), isLive(harvesting, 10)]).toEqual(['Changed', 10, false]);
  });

  it('tells the first twenty lines and the number of the others, and nothing of it is taken when they are too many', async () => {
    const harvesting = await opened('application/n-quads');
    const quads = (text: string): string => text.replace(/ \.$/gm, ' <https://holder.example/g> .');
    harvesting.put(
      quads(
        dump(
          many(1, 100),
          Array.from({ length: 30 }, () => 'oops'),
        ),
      ),
    );
    expect(await harvesting.once()).toMatchObject({ outcome: 'partial', counts: { added: 100 } });
    const told = harvesting.issues().filter(({ code }) => code === 'parse-error');
    expect([told.length, told.filter(({ detail }) => detail.startsWith('30 lines')).length]).toEqual([21, 1]);
    harvesting.put(
      quads(
        dump(
          many(1, 3),
          lines(101),
          Array.from({ length: 30 }, () => 'oops'),
        ),
      ),
    );
    expect(await harvesting.nextDay()).toMatchObject({ outcome: 'partial', counts: { added: 0 } });
    expect(harvesting.issues().filter(({ code }) => code === 'parse-error')).toMatchObject([
      { line: 18, detail: expect.stringMatching(/more than one in ten/) as string },
    ]);
    expect(live(harvesting)).toBe(100);
  });
});

describe('RDF-6: Turtle with an IRI that is none', () => {
  const dataset = (subject: string, more = ''): string =>
    `<${subject}> a dcat:Dataset ; dct:title "T"@en ; dct:description "D"@en ; dct:publisher [ foaf:name "P" ] ${more} .\n`;

  it('is read whole: the value is repaired and told with its line, a property left out, and the walk is complete', async () => {
    const harvesting = await opened('text/turtle');
    harvesting.put(
      `${prefixes}${dataset(iri(1), '; dcat:landingPage <https://holder.example/page 1>')}${dataset(iri(2), '; <urn:x y> "v"')}${dataset(iri(3))}`,
    );
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 3 } });
    const at = prefixes.split('\n').length;
    expect(harvesting.issues()).toContainEqual(
      expect.objectContaining({ code: 'repaired', subject: iri(1), line: at, detail: expect.stringContaining('page 1') as string }),
    );
    expect(harvesting.issues()).toContainEqual(
      expect.objectContaining({ code: 'not-repaired', line: at + 1, detail: expect.stringContaining('urn:x y') as string }),
    );
    const id = harvesting.reader.head(iri(1))?.id ?? '';
    expect(harvesting.reader.published(id)?.body).toContain('<https://holder.example/page%201>');
  });

  it.each(['text/turtle', 'application/ld+json'])(
    'as a subject is never repaired in %s; the record stays under the name that it had before',
    async (mediaType) => {
      const harvesting = await opened(mediaType);
      const json = (...subjects: readonly string[]): string =>
        JSON.stringify({
          '@context': { dcat, dct, foaf: 'http://xmlns.com/foaf/0.1/' },
          '@graph': subjects.map((subject) => ({
            '@id': subject,
            '@type': 'dcat:Dataset',
            'dct:title': 'T',
            'dct:description': 'D',
            'dct:publisher': { 'foaf:name': 'P' },
          })),
        });
      const text = (...subjects: readonly string[]): string =>
        mediaType === 'text/turtle' ? prefixes + subjects.map((subject) => dataset(subject)).join('') : json(...subjects);
      const others = Array.from({ length: 8 }, (_, n) => iri(n + 3));
      harvesting.put(text(iri(1), iri(2), ...others));
      expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 10 } });
      // 1 is misspelt; 2 is really gone, and goes after the grace.
      harvesting.put(text(iri(1).replace('/1', '/ 1'), ...others));
      for (let day = 0; day < 4; day++) {
        expect((await harvesting.nextDay()).outcome).toBe('complete');
        if (day === 0) expect(harvesting.issues().map(({ code, subject }) => [code, subject])).toContainEqual(['invalid-subject', 'https://holder.example/ 1']);
      }
      expect([isLive(harvesting, 1), isLive(harvesting, 2), live(harvesting)]).toEqual([true, false, 9]);
      harvesting.put(text(...others));
      for (let day = 0; day < 3; day++) await harvesting.nextDay();
      expect([isLive(harvesting, 1), live(harvesting)]).toEqual([false, 8]);
    },
  );
});
