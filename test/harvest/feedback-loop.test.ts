import { afterEach, describe, expect, it } from 'vitest';
import { recordId } from '../../src/domain/record-id.js';
import { FakeStation } from '../support/fake-station.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { prefixes } from '../support/rdf.js';

const ours = 'https://catalogue.example';
const iri = 'https://holder.example/1';
const dataset = (subject: string, title: string, more = ''): string =>
  `<${subject}> a dcat:Dataset ; dct:title "${title}"@nl ; dct:description "About"@nl ; dct:publisher [ foaf:name "P" ] ${more} .\n`;
const record = `${ours}/records/${recordId(iri)}`;
const fakes: FakeStation[] = [];

afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});

interface Loop extends Harvesting {
  readonly portal: FakeStation;
}

/** A holder, and a portal that gives its dataset out again beside one of its own. */
async function opened(again: string, title = 'Portal’s own'): Promise<Loop> {
  const serve = async (body: string): Promise<FakeStation> => {
    const fake = await FakeStation.start({ '/all': { body: prefixes + body, type: 'text/turtle' } });
    fakes.push(fake);
    return fake;
  };
  const holder = await serve(dataset(iri, 'One'));
  const portal = await serve(dataset('https://portal.example/9', title) + again);
  const house = await openHarvesting([
    makeStation('holder', { endpoint: `${holder.url}/all` }),
    makeStation('portal', { endpoint: `${portal.url}/all`, kind: 'aggregator' }),
  ]);
  await house.run('holder');
  return { ...house, portal };
}

describe('a portal that we harvest and that harvests us (REC-9)', () => {
  it.each([
    [
      'an identifier with our record as notation',
      dataset(iri, 'One', `; adms:identifier [ a adms:Identifier ; <http://www.w3.org/2004/02/skos/core#notation> "${record}" ]`),
    ],
    ['an identifier that is our record', dataset(iri, 'One', `; adms:identifier <${record}>`)],
    [
      'our dataset address as identifier',
      dataset(iri, 'One', `; adms:identifier [ <http://www.w3.org/2004/02/skos/core#notation> "${ours}/datasets/${recordId(iri)}" ]`),
    ],
    ['dct:source that is our record', dataset(iri, 'One', `; dct:source <${record}>`)],
    ['an IRI of its own, with our record as source', dataset('https://portal.example/copy', 'One', `; dct:source <${record}>`)],
    [
      'an entry of its own, with our record as source',
      `${dataset(iri, 'One')}<https://portal.example/e> a dcat:CatalogRecord ; foaf:primaryTopic <${iri}> ; dct:source <${record}> .`,
    ],
    ['our entry itself', `${dataset(iri, 'One')}<${record}> a dcat:CatalogRecord ; foaf:primaryTopic <${iri}> .`],
  ])('is told, and what it read from us is not read back: %s', async (_name, again) => {
    const house = await opened(again);
    const summary = await house.run('portal');
    expect([summary.outcome, summary.counts.added]).toEqual(['complete', 1]);
    expect(house.issues().filter((issue) => issue.code === 'own-subject')).toHaveLength(1);
    expect(house.reader.head(iri)).toMatchObject({ station: 'holder', otherStations: [], title: { nl: ['One'] } });
    expect(Array.from(house.reader.descriptionsOf('portal').values(), ({ subject }) => subject)).toEqual(['https://portal.example/9']);
    const { seq } = house.reader.snapshot();
    expect((await house.run('portal')).outcome).toBe('complete');
    expect(house.reader.snapshot().seq).toBe(seq);
  });

  it('keeps what the portal describes itself, also when that carries our record', async () => {
    const house = await opened('');
    await house.run('portal');
    const own = 'https://portal.example/9';
    house.portal.set('/all', { body: prefixes + dataset(own, 'Changed', `; adms:identifier <${ours}/records/${recordId(own)}>`), type: 'text/turtle' });
    expect((await house.run('portal')).counts).toMatchObject({ updated: 1, withdrawn: 0 });
    expect(house.reader.head(own)?.title).toEqual({ nl: ['Changed'] });
  });

  it('reads a dataset that is derived from one of ours, or names another catalogue (controls)', async () => {
    const house = await opened(
      dataset('https://portal.example/derived', 'Derived', `; dct:source <${ours}/datasets/${recordId(iri)}> , <${iri}>`) +
        dataset('https://portal.example/elsewhere', 'Elsewhere', '; adms:identifier <https://another.example/records/abc>'),
    );
    expect((await house.run('portal')).counts).toMatchObject({ added: 3, held: 0 });
    expect(house.issues().filter((issue) => issue.code === 'own-subject')).toEqual([]);
  });
});
