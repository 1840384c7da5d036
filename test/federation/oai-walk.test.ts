import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorityFolder, mappingsFolder } from '../../src/assets.js';
import { plainCatalogue } from '../../src/federation/catalogue-pages.js';
import { OaiProvider } from '../../src/federation/oai-provider.js';
import { recordId } from '../../src/domain/record-id.js';
import { writeBackup } from '../../src/ledger/backup.js';
import { restoreBackup } from '../../src/ledger/restore.js';
import { Concepts } from '../../src/rdf/concepts.js';
import { makeStation, openLedger, publish, staged, temporaryFolder, withdraw, type OpenLedger } from '../support/ledger.js';
import { readOai, walkOai, type OaiAnswer } from '../support/oai-walk.js';

const baseUrl = 'https://catalogue.example';
const concepts = Concepts.load([authorityFolder, mappingsFolder]);
const theme = 'http://publications.europa.eu/resource/authority/data-theme/';
const access = 'http://publications.europa.eu/resource/authority/access-right/';
const subjects = Array.from({ length: 9 }, (_, n) => `https://one.example/${String(n)}`);
const nothing = { accessRights: [], healthCategories: [], themes: [], hdab: [], legislation: [] };

interface Repository extends OpenLedger {
  readonly provider: OaiProvider;
  ask(query: string): string;
}

async function open(pageSize = 3): Promise<Repository> {
  const all = openLedger();
  await all.ledger.registerStations([makeStation('one'), makeStation('two')]);
  const provider = new OaiProvider({
    ...all,
    concepts,
    baseUrl,
    catalogue: () => plainCatalogue(baseUrl),
    pageSize: { ListRecords: pageSize, ListIdentifiers: pageSize },
    setsPerPage: 2,
  });
  return { ...all, provider, ask: (query) => provider.answer([...new URLSearchParams(query)]) };
}

type Step =
  | {
      readonly kind: 'publish' | 'withdraw' | 'withhold' | 'release' | 'redact' | 'confirm';
      readonly n: number;
      readonly words: string;
      readonly theme: string;
    }
  | { readonly kind: 'wait'; readonly hours: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'publish' as const,
        'publish' as const,
        'publish' as const,
        'withdraw' as const,
        'withhold' as const,
        'release' as const,
        'redact' as const,
        'confirm' as const,
      ),
      n: fc.nat({ max: subjects.length - 1 }),
      words: fc.constantFrom('one', 'two', 'three', 'four'),
      theme: fc.constantFrom('HEAL', 'GOVE'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), hours: fc.constantFrom(0.001, 1, 30) }) },
);

async function take({ ledger, reader, clock }: Repository, given: Step): Promise<void> {
  if (given.kind === 'wait') {
    clock.add(given.hours);
    return;
  }
  const subject = subjects[given.n] ?? '';
  const id = recordId(subject);
  const state = reader.head(id)?.state;
  switch (given.kind) {
    case 'publish':
      if (state !== 'withheld')
        await publish(ledger, 'one', [
          staged(subject, given.words, { inheritable: { ...nothing, themes: [theme + given.theme], accessRights: [`${access}PUBLIC`] } }),
        ]);
      break;
    case 'withdraw':
      if (state === 'current') await publish(ledger, 'one', [], [withdraw(subject)]);
      break;
    case 'withhold':
      if (state === 'current' || state === 'withdrawn') await ledger.withhold(id, 'a reason', 'somebody');
      break;
    case 'release':
      if (state === 'withheld') await ledger.release(id, 'somebody').catch(() => undefined);
      break;
    case 'redact':
      if (state !== undefined && given.words === 'one') await ledger.redact(id, null, 'a reason', 'somebody');
      break;
    case 'confirm':
      if (state === 'current') await ledger.confirm('one', [subject], 'somebody');
  }
}

/** The list as the log tells it, by other means than the reader's query: in order, with what is deleted. */
function expected({ reader }: Repository, asOf: number): { id: string; at: string; isDeleted: boolean }[] {
  const last = new Map<string, { at: string; isDeleted: boolean }>();
  const published = new Set<string>();
  for (const { seq, kind, op, id, time } of reader.changesAfter(0, 100_000)) {
    if (kind !== 'record' || op === 'observed' || seq > asOf) continue;
    if (op === 'created' || op === 'updated') published.add(id);
    last.set(id, { at: `${time.slice(0, 19)}Z`, isDeleted: op === 'withdrawn' || op === 'withheld' });
  }
  const found = [...last].flatMap(([id, entry]) => (published.has(id) ? [{ id: `oai:catalogue.example:${id}`, ...entry }] : []));
  return found.sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1));
}

const plain = (pages: readonly OaiAnswer[]): { id: string; at: string; isDeleted: boolean }[] =>
  pages.flatMap(({ items }) => items.map(({ id, at, isDeleted }) => ({ id, at, isDeleted })));

describe('a walk over OAI-PMH (OAIP-4, OAIP-7, OAIP-8)', () => {
  it('is exact for the snapshot that it began with, whatever changes under it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 25 }),
        fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 4 }),
        fc.integer({ min: 2, max: 4 }),
        fc.constantFrom('ListRecords', 'ListIdentifiers'),
        async (before, meanwhile, pageSize, verb) => {
          const repository = await open(pageSize);
          for (const one of before) await take(repository, one);
          const { seq } = repository.reader.snapshot();
          const then = expected(repository, seq);
          const pages = await walkOai(repository.ask, `verb=${verb}&metadataPrefix=rdf`, async (page) => {
            for (const one of meanwhile[page - 1] ?? []) await take(repository, one);
          });
          if (then.length === 0) expect(pages.map(({ errors }) => errors)).toEqual([['noRecordsMatch']]);
          else {
            const found = plain(pages);
            expect(found.map(({ id, at }) => [id, at])).toEqual(then.map(({ id, at }) => [id, at]));
            // What was taken down meanwhile is not given out any more; nothing that was deleted comes to life.
            for (const [at, { id, isDeleted }] of then.entries()) {
              const state = repository.reader.head(id.split(':')[2] ?? '')?.state;
              if (isDeleted) expect(found[at]?.isDeleted).toBe(true);
              else if (found[at]?.isDeleted === true) expect(state).toBe('withheld');
            }
            const sizes = pages.map(({ items }) => items.length);
            expect(sizes.slice(0, -1).every((size) => size === pageSize)).toBe(true);
            if (pages.length > 1) {
              expect(sizes.at(-1)).toBeGreaterThan(1);
              expect(pages.map(({ size }) => size)).toEqual(pages.map(() => then.length));
              expect(pages.map(({ cursor }) => cursor)).toEqual(pages.map((_, n) => n * pageSize));
              expect(pages.at(-1)?.token).toBe('');
            } else expect(pages[0]?.token).toBeUndefined();
          }
          repository.reader.close();
          repository.ledger.close();
        },
      ),
      { numRuns: 60 * Number(process.env['NDC_PROPERTY_FACTOR'] ?? 1) },
    );
  });

  it('would be told from one that takes the catalogue as it is at each page', async () => {
    const repository = await open(2);
    for (const subject of subjects.slice(0, 5)) {
      repository.clock.add(1);
      await publish(repository.ledger, 'one', [staged(subject)]);
    }
    const then = expected(repository, repository.reader.snapshot().seq);
    const pages = await walkOai(repository.ask, 'verb=ListRecords&metadataPrefix=rdf', async () => {
      repository.clock.add(1);
      await publish(repository.ledger, 'one', [staged(subjects[4] ?? '', 'newer')]);
    });
    expect(plain(pages)).toEqual(then);
    expect(expected(repository, repository.reader.snapshot().seq)).not.toEqual(then);
    // The words of then, and not those that stand at present.
    expect(pages.at(-1)?.text).toContain('>one<');
    expect(pages.at(-1)?.text).not.toContain('newer');
    expect(readOai(repository.ask(`verb=GetRecord&metadataPrefix=rdf&identifier=${then.at(-1)?.id ?? ''}`)).text).toContain('newer');
  });

  it('finds with dates and sets what the whole list has of them', async () => {
    const span = fc.tuple(fc.nat({ max: 50 }), fc.nat({ max: 50 }));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), span, fc.boolean(), async (steps, [a, b], byDay) => {
        const repository = await open(4);
        for (const one of steps) await take(repository, one);
        const whole = (await walkOai(repository.ask, 'verb=ListIdentifiers&metadataPrefix=oai_dc')).flatMap(({ items }) => items);
        const times = whole.map(({ at }) => at);
        fc.pre(times.length > 0);
        const [from = '', until = ''] = [times[a % times.length] ?? '', times[b % times.length] ?? ''].sort().map((at) => (byDay ? at.slice(0, 10) : at));
        for (const set of [null, 'theme:HEAL', 'theme:GOVE', 'station:one', 'station:two', 'access:public', 'access:restricted', 'ehds', 'none']) {
          const pages = await walkOai(
            repository.ask,
            `verb=ListIdentifiers&metadataPrefix=oai_dc&from=${from}&until=${until}${set === null ? '' : `&set=${set}`}`,
          );
          const wanted = whole.filter(
            ({ at, sets }) => at.slice(0, from.length) >= from && at.slice(0, until.length) <= until && (set === null || sets.includes(set)),
          );
          if (wanted.length === 0) expect([set, pages.map(({ errors }) => errors)]).toEqual([set, [['noRecordsMatch']]]);
          else expect([set, pages.flatMap(({ items }) => items.map(({ id }) => id))]).toEqual([set, wanted.map(({ id }) => id)]);
        }
        repository.reader.close();
        repository.ledger.close();
      }),
      { numRuns: 30 * Number(process.env['NDC_PROPERTY_FACTOR'] ?? 1) },
    );
  });
});

describe('tokens of a repository (OAIP-7)', () => {
  it('outlive a restart and serve again and again, but not after a week or for another verb', async () => {
    const repository = await open(2);
    for (const subject of subjects) await publish(repository.ledger, 'one', [staged(subject)]);
    const token = readOai(repository.ask('verb=ListRecords&metadataPrefix=oai_dc')).token ?? '';
    const again = (): OaiAnswer => readOai(repository.ask(`verb=ListRecords&resumptionToken=${token}`));
    const first = again();
    expect(first.items).toHaveLength(2);
    expect(again().text).toBe(first.text);
    const restarted = openLedger(repository.folder, repository.clock);
    const other = new OaiProvider({
      ...restarted,
      concepts,
      baseUrl,
      catalogue: () => plainCatalogue(baseUrl),
      pageSize: { ListRecords: 2, ListIdentifiers: 2 },
    });
    const ask = (query: string): OaiAnswer => readOai(other.answer([...new URLSearchParams(query)]));
    expect(ask(`verb=ListRecords&resumptionToken=${token}`).text).toBe(first.text);
    expect(ask(`verb=ListIdentifiers&resumptionToken=${token}`).errors).toEqual(['badResumptionToken']);
    expect(ask(`verb=ListSets&resumptionToken=${token}`).errors).toEqual(['badResumptionToken']);
    repository.clock.add(24);
    expect(again().errors).toEqual([]);
    repository.clock.add(7 * 24);
    expect(again().errors).toEqual(['badResumptionToken']);
  });

  it('of versions that are kept no more are refused', async () => {
    const repository = await open(2);
    for (const subject of subjects) await publish(repository.ledger, 'one', [staged(subject)]);
    const token = readOai(repository.ask('verb=ListRecords&metadataPrefix=oai_dc')).token ?? '';
    repository.clock.add(24);
    await publish(repository.ledger, 'one', [staged(subjects[8] ?? '', 'newer')]);
    repository.clock.add(24);
    expect(readOai(repository.ask(`verb=ListRecords&resumptionToken=${token}`)).errors).toEqual([]);
    expect(await repository.ledger.expireVersions(repository.clock.now().toISOString(), 100)).toBe(1);
    expect(readOai(repository.ask(`verb=ListRecords&resumptionToken=${token}`)).errors).toEqual(['badResumptionToken']);
  });
});

describe('a repository that was restored from a backup', () => {
  async function restored(): Promise<{ readonly before: string; readonly token: string; readonly repository: Repository }> {
    const first = await open(2);
    for (const subject of subjects.slice(0, 6)) {
      first.clock.add(1);
      await publish(first.ledger, 'one', [staged(subject, 'first')]);
    }
    const file = `${temporaryFolder()}/b.tar`;
    await writeBackup(first.folder, file, first.clock, () => undefined);
    first.clock.add(1);
    await publish(first.ledger, 'one', [staged(subjects[2] ?? '', 'lost')], [withdraw(subjects[3] ?? '')]);
    first.clock.add(1);
    const answer = first.ask('verb=ListRecords&metadataPrefix=rdf');
    const before = /<responseDate>([^<]*)/.exec(answer)?.[1] ?? '';
    const { token = '' } = readOai(answer);
    first.reader.close();
    first.ledger.close();
    await restoreBackup(file, first.folder, { replace: true, now: first.clock.add(1).now(), by: 'somebody' }, () => undefined);
    const all = openLedger(first.folder, first.clock);
    const provider = new OaiProvider({ ...all, concepts, baseUrl, catalogue: () => plainCatalogue(baseUrl), pageSize: { ListRecords: 2, ListIdentifiers: 2 } });
    return { before, token, repository: { ...all, provider, ask: (query) => provider.answer([...new URLSearchParams(query)]) } };
  }

  it('refuses tokens of before, and tells who goes on with from everything anew: what it has read may be lost again', async () => {
    const { before, token, repository } = await restored();
    expect(readOai(repository.ask(`verb=ListRecords&resumptionToken=${token}`)).errors).toEqual(['badResumptionToken']);
    const pages = await walkOai(repository.ask, `verb=ListRecords&metadataPrefix=rdf&from=${before}`);
    const items = pages.flatMap((page) => page.items);
    expect(items.map(({ id }) => id.split(':')[2]).sort()).toEqual(
      subjects
        .slice(0, 6)
        .map((subject) => recordId(subject))
        .sort(),
    );
    expect(items.map(({ isDeleted }) => isDeleted)).toEqual(items.map(() => false));
    expect(pages.map(({ text }) => text).join('')).not.toContain('lost');
    expect(pages.map(({ size }) => size)).toEqual([6, 6, 6]);
  });

  it('lists what changed since then after that, exactly and in order', async () => {
    const { repository } = await restored();
    const { ledger, clock, ask } = repository;
    const floor = readOai(ask('verb=ListRecords&metadataPrefix=rdf')).items[0]?.at ?? '';
    clock.add(1);
    await publish(ledger, 'one', [staged(subjects[4] ?? '', 'newer'), staged(subjects[7] ?? '')], [withdraw(subjects[0] ?? '')]);
    clock.add(1);
    await publish(ledger, 'one', [staged(subjects[1] ?? '', 'newer')]);
    const wanted = expected(repository, repository.reader.snapshot().seq)
      .map((entry) => ({ ...entry, at: entry.at < floor ? floor : entry.at }))
      .sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1));
    expect(new Set(wanted.map(({ at }) => at)).size).toBe(3);
    const pages = await walkOai(ask, 'verb=ListRecords&metadataPrefix=rdf');
    expect(plain(pages)).toEqual(wanted);
    expect(pages.map(({ size }) => size)).toEqual(pages.map(() => 7));
    for (const at of new Set(wanted.map((entry) => entry.at)))
      for (const [argument, keeps] of [
        ['from', (one: string) => one >= at],
        ['until', (one: string) => one <= at],
      ] as const) {
        const found = await walkOai(ask, `verb=ListIdentifiers&metadataPrefix=rdf&${argument}=${at}`);
        expect([argument, at, plain(found)]).toEqual([argument, at, wanted.filter((entry) => keeps(entry.at))]);
        expect(found[0]?.size ?? plain(found).length).toBe(plain(found).length);
      }
    for (const { id, at } of wanted) expect(readOai(ask(`verb=GetRecord&metadataPrefix=rdf&identifier=${id}`)).items[0]?.at).toBe(at);
  });
});

describe('what an OAI-PMH repository lists (OAIP-4)', () => {
  it('has records that were held or are on trial nowhere, also when they are taken down', async () => {
    const repository = await open();
    await publish(repository.ledger, 'one', [staged(subjects[0] ?? '', 'one', { held: true }), staged(subjects[1] ?? '')]);
    const held = recordId(subjects[0] ?? '');
    await repository.ledger.withhold(held, 'a reason', 'somebody');
    expect(plain(await walkOai(repository.ask, 'verb=ListRecords&metadataPrefix=rdf')).map(({ id }) => id)).toEqual([
      `oai:catalogue.example:${recordId(subjects[1] ?? '')}`,
    ]);
    expect(readOai(repository.ask(`verb=GetRecord&metadataPrefix=rdf&identifier=oai:catalogue.example:${held}`)).errors).toEqual(['idDoesNotExist']);
  });

  it('keeps a merged record as a deleted one under its own name', async () => {
    const repository = await open();
    await publish(repository.ledger, 'one', [staged(subjects[0] ?? ''), staged(subjects[1] ?? '', 'two')]);
    const [gone, kept] = [recordId(subjects[0] ?? ''), recordId(subjects[1] ?? '')];
    await repository.ledger.mergeRecords(gone, kept, 'the same', 'somebody');
    const found = readOai(repository.ask(`verb=GetRecord&metadataPrefix=rdf&identifier=oai:catalogue.example:${gone}`));
    expect(found.items.map(({ isDeleted }) => isDeleted)).toEqual([true]);
    expect(found.text).not.toContain('<metadata>');
  });

  it('gives nothing of what was redacted, and says so in the sets that it was in', async () => {
    const repository = await open();
    await publish(repository.ledger, 'one', [
      staged(subjects[0] ?? '', 'a secret', { inheritable: { ...nothing, themes: [`${theme}HEAL`, 'https://a.person.example/secret'] } }),
    ]);
    const before = readOai(repository.ask('verb=ListRecords&metadataPrefix=rdf&set=theme:HEAL'));
    expect(before.text).toContain('a secret');
    await repository.ledger.redact(recordId(subjects[0] ?? ''), null, 'a reason', 'somebody');
    for (const prefix of ['oai_dc', 'dcat_ap', 'healthdcat_ap', 'rdf']) {
      const after = readOai(repository.ask(`verb=ListRecords&metadataPrefix=${prefix}&set=theme:HEAL`));
      expect(after.items.map(({ isDeleted }) => isDeleted)).toEqual([true]);
      expect(after.text).not.toContain('secret');
    }
    expect(repository.reader.termValues('theme')).toEqual([`${theme}HEAL`]);
  });

  it('gives the present words where those of the snapshot were redacted', async () => {
    const repository = await open(2);
    for (const subject of subjects.slice(0, 4)) {
      repository.clock.add(1);
      await publish(repository.ledger, 'one', [staged(subject, 'a secret')]);
    }
    const { token = '' } = readOai(repository.ask('verb=ListRecords&metadataPrefix=rdf'));
    await publish(repository.ledger, 'one', [staged(subjects[3] ?? '', 'mended')]);
    await repository.ledger.redact(recordId(subjects[3] ?? ''), 1, 'a reason', 'somebody');
    const page = readOai(repository.ask(`verb=ListRecords&resumptionToken=${token}`));
    const last = page.items.find(({ id }) => id.endsWith(recordId(subjects[3] ?? '')));
    expect(last?.isDeleted).toBe(false);
    expect(last?.text).toContain('mended');
    expect(last?.text).not.toContain('secret');
  });

  it('lists sets page by page, each once', async () => {
    const repository = await open();
    await publish(repository.ledger, 'one', [
      staged(subjects[0] ?? '', 'one', { inheritable: { ...nothing, themes: [`${theme}HEAL`, 'https://other.example/theme'] } }),
    ]);
    const pages = await walkOai(repository.ask, 'verb=ListSets');
    const specs = pages.flatMap(({ text }) => [...text.matchAll(/<setSpec>([^<]*)/g)].map(([, spec]) => spec));
    expect(specs).toEqual(['access:nonpublic', 'access:public', 'access:restricted', 'ehds', 'station:one', 'station:two', 'theme:HEAL']);
    expect(pages.length).toBeGreaterThan(2);
  });

  it('leaves out characters that XML has no place for, and escapes the rest', async () => {
    const repository = await open();
    const words = 'a\\u0001b\\u000Bc <script> & \\"d\\" \\uFFFEe 😀';
    await publish(repository.ledger, 'one', [staged(subjects[0] ?? '', words)]);
    for (const prefix of ['oai_dc', 'rdf']) {
      const { text } = readOai(repository.ask(`verb=ListRecords&metadataPrefix=${prefix}`));
      expect(text).toContain('abc &lt;script&gt; &amp; ');
      expect(text).toContain('e 😀');
      expect(text).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/);
    }
  });
});
