import { runs } from '../support/runs.js';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { DataFactory } from 'n3';
import { describe, expect, it } from 'vitest';
import { HybridSpool } from '../../src/ledger/sqlite-spool.js';
import { isValidIri } from '../../src/rdf/iri.js';
import { MemorySpool, termKey } from '../../src/rdf/memory-spool.js';
import type { QuadSpool, SpooledQuad } from '../../src/rdf/spool.js';
import { tripleToLine } from '../../src/rdf/terms.js';
import { temporaryFolder } from '../support/ledger.js';

const subjects = fc.constantFrom(
  DataFactory.namedNode('urn:a'),
  DataFactory.namedNode('https://holder.example/a b{c}'),
  DataFactory.blankNode('d1n0'),
  DataFactory.blankNode('x'),
);
const objects = fc.oneof(
  subjects.filter((term) => isValidIri(term.value) || term.termType === 'BlankNode'),
  fc.string({ unit: 'grapheme' }).map((text) => DataFactory.literal(text)),
  fc.string().map((text) => DataFactory.literal(text, 'nl')),
  fc.constant(DataFactory.literal('5', DataFactory.namedNode('http://www.w3.org/2001/XMLSchema#integer'))),
);
const entries = fc
  .array(fc.record({ subject: subjects, object: objects, line: fc.option(fc.nat()), document: fc.nat(3), repaired: fc.boolean() }), { maxLength: 30 })
  .map((list) =>
    list.map(({ subject, object, line, document, repaired }): SpooledQuad => ({
      quad: DataFactory.quad(subject, DataFactory.namedNode('urn:p'), object as never),
      line,
      document,
      repairs: repaired ? [{ rule: 'iri', repaired: true, detail: 'd' }] : [],
    })),
  );

const contents = (spool: QuadSpool, list: readonly SpooledQuad[]): unknown => [
  spool.size,
  ...[...new Set(list.map(({ quad }) => termKey(quad.subject)))].map((key) =>
    spool
      .quadsOf(key)
      .map((entry) => JSON.stringify([entry.document, tripleToLine(entry.quad), entry.line, entry.repairs]))
      .sort(),
  ),
];

describe('the spool', () => {
  it('gives on disk what it gives in memory, and leaves no file behind', () => {
    fc.assert(
      fc.property(entries, fc.nat(40), (list, maxInMemory) => {
        const path = join(temporaryFolder(), 'spool.sqlite');
        const [memory, hybrid] = [new MemorySpool(), new HybridSpool(path, maxInMemory)];
        for (const entry of list) for (const spool of [memory, hybrid]) spool.add(entry);
        expect(contents(hybrid, list)).toEqual(contents(memory, list));
        hybrid.close();
        expect(existsSync(path)).toBe(false);
      }),
      { numRuns: runs(60), seed: 13 },
    );
  });
});
