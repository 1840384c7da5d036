import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { RecordAssembler } from '../../src/catalogue/assemble.js';
import { labelStatements, trustStatement } from '../../src/catalogue/quality.js';
import { QualityBoard } from '../../src/catalogue/quality-board.js';
import type { Assertion } from '../../src/domain/assertion.js';
import { afterTry, type LinkCheck } from '../../src/domain/link-check.js';
import { recordId } from '../../src/domain/record-id.js';
import type { StagedRecord } from '../../src/ports/ledger.js';
import { makeStation, openLedger, publish, staged, withdraw } from '../support/ledger.js';
import { vocabulary } from '../domain/quality-sample.js';

const dcat = 'http://www.w3.org/ns/dcat#';
const iri = (n: number): string => `https://a.example/${String(n)}`;
const body = (n: number, ...more: readonly string[]): string =>
  [
    `<${iri(n)}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <${dcat}Dataset> .`,
    `<${iri(n)}> <${dcat}distribution> <${iri(n)}/d> .`,
    `<${iri(n)}/d> <${dcat}accessURL> <https://files.example/${String(n)}#top> .`,
    ...more,
    '',
  ].join('\n');

const described = (n: number, ...more: readonly string[]): StagedRecord => {
  const text = body(n, ...more);
  return { ...staged(iri(n), String(n), { body: text }), canonicalHash: createHash('sha256').update(text).digest('hex') };
};

describe('the quality of all datasets', () => {
  it('is read from the ledger, follows the log, and knows which addresses are named', async () => {
    const { ledger, reader, clock } = openLedger();
    await ledger.registerStations([makeStation('a'), makeStation('b')]);
    await publish(ledger, 'a', [described(1), described(2, `<${iri(2)}> <${dcat}keyword> "k" .`)]);
    const links = new Map<string, LinkCheck>();
    const board = new QualityBoard({ reader, assembler: new RecordAssembler(reader, []), vocabulary, clock, links });
    expect([board.complete, board.named()]).toEqual([false, null]);
    expect(await board.station('a')).toMatchObject({ assessed: 0, datasets: 2 });
    await board.load(() => Promise.resolve());
    expect([...(board.named() ?? [])].sort()).toEqual(['https://files.example/1', 'https://files.example/2']);
    const before = await board.station('a');
    expect(before).toMatchObject({ assessed: 2, datasets: 2, mqa: { average: 15, coverage: 15 }, links: { known: 0, unreachable: 0, unknown: 2 } });
    expect(before.first.map(({ id, mqa }) => [id, mqa])).toEqual([
      [recordId(iri(1)), 0],
      [recordId(iri(2)), 30],
    ]);

    links.set(
      'https://files.example/1',
      afterTry('https://files.example/1', undefined, { kind: 'told', reachable: true, status: 200 }, '2026-03-01T00:00:00Z'),
    );
    expect(await board.station('a')).toMatchObject({ mqa: { average: 40 }, links: { known: 1, unreachable: 0, unknown: 1 } });

    await publish(ledger, 'a', [described(3)], [withdraw(iri(1))]);
    expect(board.follow()).toBe(false);
    expect([...(board.named() ?? [])].sort()).toEqual(['https://files.example/2', 'https://files.example/3']);
    expect(await board.station('a')).toMatchObject({ assessed: 2, datasets: 2 });
    expect(await board.station('b')).toMatchObject({ assessed: 0, datasets: 0, mqa: { average: 0 } });
    reader.close();
    ledger.close();
  });
});

describe('what the HDAB says', () => {
  const assertion = (part: Partial<Assertion>): Assertion => ({
    iri: 'https://c.example/1',
    subject: iri(1),
    predicate: 'https://w3id.org/ndc/ns#labelState',
    object: '"verified"',
    attributedTo: 'https://hdab.example/',
    generatedAt: '2026-01-01T00:00:00Z',
    comment: null,
    from: null,
    to: null,
    ...part,
  });
  const now = '2026-06-01T00:00:00Z';
  const nameOf = () => ({ en: ['HDAB'] });

  it('of a label is told the latest first, and what stood before is kept', () => {
    const all = [
      assertion({ object: '"under-review"', generatedAt: '2025-01-01T00:00:00Z' }),
      assertion({ object: '"revoked"', generatedAt: '2026-05-01T00:00:00Z', evidence: 'https://hdab.example/e' }),
      assertion({ object: '"something else"@en', generatedAt: '2024-01-01T00:00:00Z', to: '2024-12-31' }),
      assertion({ subject: iri(2) }),
      assertion({ predicate: 'https://w3id.org/ndc/ns#trustedHolder', object: '"true"' }),
    ];
    expect(labelStatements(iri(1), all, now, nameOf).map(({ state, evidence, inForce }) => [state, evidence, inForce])).toEqual([
      ['revoked', 'https://hdab.example/e', true],
      ['under-review', null, true],
      [{ other: 'something else' }, null, false],
    ]);
  });

  it('of a holder counts while it is in force, and only as true', () => {
    const trusted = (part: Partial<Assertion>): Assertion =>
      assertion({ predicate: 'https://w3id.org/ndc/ns#trustedHolder', object: '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>', ...part });
    const told = (part: Partial<Assertion>): boolean => trustStatement([iri(1)], [trusted(part)], now, nameOf) !== null;
    expect([
      told({}),
      told({ from: '2026-01-01', to: '2026-06-01' }),
      told({ to: '2026-05-31' }),
      told({ from: '2026-07-01' }),
      told({ subject: iri(9) }),
      told({ object: '"false"' }),
    ]).toEqual([true, true, false, false, false, false]);
  });
});
