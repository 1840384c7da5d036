import { describe, expect, it } from 'vitest';
import type { PublishedRecord } from '../../src/domain/record.js';
import { recordId } from '../../src/domain/record-id.js';
import type { SearchDocument } from '../../src/ports/search-index.js';
import type { ColumnarSearchIndex } from '../../src/search-index/columnar-search-index.js';
import { openIndex, searchDocument, searchQuery } from '../support/documents.js';
import { makeStation, openLedger, publish, staged, withdraw, type OpenLedger } from '../support/ledger.js';

const iri = (name: string): string => `https://a.example/${name}`;
const contents: Readonly<Record<string, Partial<SearchDocument>>> = {
  heart: {
    title: { nl: ['Registratie hartfalen'], en: ['Heart failure registry'] },
    description: { nl: ['Alle patiënten in ziekenhuizen'] },
    keywords: { nl: ['cardiologie'] },
    individuals: 10,
  },
  cancer: { title: { nl: ['Kankerregistratie'] }, description: { nl: ['Ook hartfalen als nevendiagnose'] }, text: 'SNOMED tumor', individuals: 500 },
  cafe: { title: { nl: ['Café-onderzoek'] }, description: { nl: ['Vragenlijsten'] }, identifiers: ['doi:10.1/ABC-99', iri('cafe')] },
};

function project(record: PublishedRecord): SearchDocument {
  const name = record.head.iri.split('/').at(-1)!;
  return searchDocument(record.head.id, {
    iri: record.head.iri,
    identifiers: [record.head.id, record.head.iri],
    state: record.head.state as 'current',
    ...contents[name],
    modified: `2026-01-0${String(name.length)}`,
  });
}

async function opened(): Promise<OpenLedger & { index: ColumnarSearchIndex }> {
  const all = openLedger();
  await all.ledger.registerStations([makeStation('a')]);
  await publish(
    all.ledger,
    'a',
    Object.keys(contents).map((name) => staged(iri(name))),
  );
  const index = openIndex(all.reader, project);
  await index.load(() => Promise.resolve());
  return { ...all, index };
}

describe('searching', () => {
  it.each([
    ['hartfalen', ['heart', 'cancer']],
    ['registraties', ['heart']],
    ['failures', ['heart']],
    ['cafe', ['cafe']],
    ['CAFÉ onderzoek', ['cafe']],
    ['kank', ['cancer']],
    ['hartf registratie', ['heart']],
    ['registratie hartf', ['heart']],
    ['cardiologie', ['heart']],
    ['tumor', ['cancer']],
    ['patient', ['heart']],
    ['doi:10.1/ABC-99', ['cafe']],
    [iri('heart'), ['heart']],
    [recordId(iri('cancer')), ['cancer']],
    ['nergens', []],
    ['" OR NOT * ^ (', []],
    ['hart* AND "x', ['heart']],
    ['', ['cancer', 'heart', 'cafe']],
    ['?!', ['cancer', 'heart', 'cafe']],
  ])('for %j finds %j', async (q, names) => {
    const { index, ledger, reader } = await opened();
    const page = index.search(searchQuery({ q }));
    expect(page.items.map((item) => item.iri.split('/').at(-1))).toEqual(names);
    expect(page.total).toBe(names.length);
    ledger.close();
    reader.close();
  });

  it('sorts by title, by number of people and in pages', async () => {
    const { index } = await opened();
    const order = (changes: Parameters<typeof searchQuery>[0]): (string | undefined)[] =>
      index.search(searchQuery(changes)).items.map((item) => item.iri.split('/').at(-1));
    expect(order({ sort: 'title' })).toEqual(['cafe', 'cancer', 'heart']);
    expect(order({ sort: 'title', lang: 'en' })).toEqual(['cafe', 'heart', 'cancer']);
    expect(order({ sort: 'individuals' })).toEqual(['cancer', 'heart', 'cafe']);
    expect([...order({ pageSize: 2 }), ...order({ pageSize: 2, page: 2 })]).toEqual(order({}));
    expect(order({ page: 99 })).toEqual([]);
  });

  it('follows the log: what is admitted is found, what is withdrawn only by asking, what is withheld not at all', async () => {
    const { index, ledger } = await opened();
    await publish(ledger, 'a', [staged(iri('fresh'))], [withdraw(iri('cafe'))]);
    await ledger.withhold(recordId(iri('heart')), 'x', 'op');
    const names = (status: string[] = []): string[] =>
      index
        .search(searchQuery({ facets: { status } }))
        .items.map((item) => item.iri.split('/').at(-1)!)
        .sort();
    expect(names()).toEqual(['cancer', 'fresh']);
    expect(names(['withdrawn'])).toEqual(['cafe']);
    expect(index.search(searchQuery({ q: 'hartfalen' })).total).toBe(1);
    expect(index.status()).toMatchObject({ complete: true, records: 3 });
  });

  it('holds the same after following as after a new load, also when the ledger changes while it loads', async () => {
    const { index, ledger, reader } = await opened();
    await publish(ledger, 'a', [staged(iri('fresh')), staged(iri('heart'), 'again')], [withdraw(iri('cafe'))]);
    index.search(searchQuery());
    const busy = openIndex(reader, project);
    let changed = false;
    await busy.load(async () => {
      if (!changed) await publish(ledger, 'a', [staged(iri('late'))], [withdraw(iri('cancer'))]);
      changed = true;
    });
    index.search(searchQuery());
    const sorted = (contentsOf: Map<string, string>): string[] => [...contentsOf.values()].sort();
    expect(sorted(busy.contents())).toEqual(sorted(index.contents()));
    expect(busy.search(searchQuery({ q: 'kankerregistratie' })).total).toBe(0);
    expect(busy.search(searchQuery({ q: 'kankerregistratie', facets: { status: ['withdrawn'] } })).total).toBe(1);
  });

  it('suggests titles by the beginning of any word, of current records', async () => {
    const { index } = await opened();
    expect(index.suggest('hartf', 'nl', 5)).toMatchObject([{ kind: 'dataset', text: 'Registratie hartfalen', id: recordId(iri('heart')) }]);
    expect(index.suggest('artfalen', 'nl', 5)).toEqual([]);
    expect(index.suggest('h', 'nl', 5)).toEqual([]);
  });
});

describe('variables', () => {
  const tables: Partial<SearchDocument> = {
    variables: [
      { table: { nl: ['Metingen'] }, name: 'hba1c_mmol', label: { nl: ['HbA1c'], en: ['HbA1c'] }, description: { en: ['Glycated haemoglobin'] } },
      { table: { nl: ['Metingen'] }, name: 'sbp', label: { nl: ['Systolische bloeddruk'] }, description: {} },
      { table: {}, name: 'visit', label: {}, description: {} },
    ],
  };

  async function withTables(): Promise<ColumnarSearchIndex> {
    const all = openLedger();
    await all.ledger.registerStations([makeStation('a')]);
    await publish(all.ledger, 'a', [staged(iri('tables')), staged(iri('other'))]);
    const index = openIndex(all.reader, (record) => ({ ...project(record), ...(record.head.iri.endsWith('tables') ? tables : {}) }));
    await index.load(() => Promise.resolve());
    return index;
  }

  it.each([
    ['hba1c', [{ table: 'Metingen', name: 'hba1c_mmol', label: 'HbA1c' }]],
    ['glycated haemoglobin ', [{ table: 'Metingen', name: 'hba1c_mmol', label: 'HbA1c' }]],
    ['bloeddruk ', [{ table: 'Metingen', name: 'sbp', label: 'Systolische bloeddruk' }]],
    ['variable:visit ', [{ table: null, name: 'visit', label: null }]],
    ['variabele:sbp ', [{ table: 'Metingen', name: 'sbp', label: 'Systolische bloeddruk' }]],
  ])('are found by %j, and the hit says which', async (q, variables) => {
    const { items } = (await withTables()).search(searchQuery({ q }));
    expect(items.map((item) => [item.iri, item.variables])).toEqual([[iri('tables'), variables]]);
  });

  it('are not named when only other words were found, and are suggested by the beginning of their name', async () => {
    const index = await withTables();
    expect(index.search(searchQuery({ q: 'titel ' })).items.map(({ variables }) => variables)).toEqual([[], []]);
    expect(index.suggest('HBA', 'nl', 5)).toContainEqual({ kind: 'variable', text: 'hba1c_mmol', id: null, facet: null, value: null });
    expect(index.suggest('mmol', 'nl', 5)).toEqual([]);
  });
});

describe('what the page says of a search', () => {
  it('names what was corrected, what was relaxed, and explains each hit when asked', async () => {
    const { index } = await opened();
    const corrected = index.search(searchQuery({ q: 'kankerregsitratie ' }));
    expect([corrected.total, corrected.corrections, corrected.relaxed]).toEqual([1, [{ from: 'kankerregsitratie', to: 'kankerregistratie' }], null]);
    const relaxed = index.search(searchQuery({ q: 'cardiologie snomed ' }));
    expect([relaxed.total, relaxed.relaxed]).toEqual([2, { found: 1, of: 2 }]);
    const [first] = index.search(searchQuery({ q: 'Heart failure registry', lang: 'en', explain: true })).items;
    expect(first?.explanation).toMatchObject({ isExactTitle: true, isIdentifier: false, parts: [{ text: 'heart', found: 'heart', way: 'own' }, {}, {}] });
    expect(first?.explanation?.parts.every(({ strength }) => strength > 0 && strength <= 1)).toBe(true);
    expect(index.search(searchQuery({ q: 'heart' })).items[0]?.explanation).toBeUndefined();
  });

  it('puts an exact title first, and leaves out what is excluded', async () => {
    const { index } = await opened();
    const names = (q: string): string[] => index.search(searchQuery({ q })).items.map((item) => item.iri.split('/').at(-1)!);
    expect(names('hartfalen -registratie ')).toEqual(['cancer']);
    expect(names('"ook hartfalen"')).toEqual(['cancer']);
    expect(names('"hartfalen ook"')).toEqual([]);
    expect(names('titel:hartfalen ')).toEqual(['heart']);
    expect(names('-hartfalen ')).toEqual(['cafe']);
  });
});
