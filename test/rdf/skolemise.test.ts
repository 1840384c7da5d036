import { runs } from '../support/runs.js';
import type { NamedNode, Quad, Term } from '@rdfjs/types';
import fc from 'fast-check';
import { DataFactory } from 'n3';
import { describe, expect, it } from 'vitest';
import { parseStored } from '../../src/rdf/parse.js';
import { mintRecordIri, skolemise } from '../../src/rdf/skolemise.js';
import { canonicalText, genidPrefix } from '../../src/rdf/terms.js';
import { turtle } from '../support/rdf.js';

const subject = 'https://holder.example/a';
const text = async (quads: readonly Quad[], previous = ''): Promise<string> => canonicalText(await skolemise(subject, quads, parseStored(previous)));

function relabelled(quads: readonly Quad[], labels: (label: string) => string): Quad[] {
  const term = (value: Term): NamedNode =>
    value.termType === 'BlankNode' ? (DataFactory.blankNode(labels(value.value)) as unknown as NamedNode) : (value as NamedNode);
  return quads.map((quad) => DataFactory.quad(term(quad.subject), quad.predicate as NamedNode, term(quad.object)));
}

/** IRI of the distribution whose line holds a word. */
function distribution(body: string, word: string): string {
  return new RegExp(`^<(${genidPrefix}[0-9a-f]+)> .*${word}`, 'm').exec(body)![1]!;
}

const distributions = (...nodes: readonly string[]): Quad[] =>
  turtle(`ex:a a dcat:Dataset ; dct:title "A" ; dcat:distribution ${nodes.map((node) => `[ ${node} ]`).join(' , ')} .`);

/** Small random graphs below one record: trees, shared nodes, cycles, equal twins. */
const graphs = fc
  .array(
    fc.record({
      from: fc.integer({ min: -1, max: 5 }),
      property: fc.constantFrom('p', 'q', 'distribution'),
      to: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom('x', 'y')),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((edges) => {
    const node = (n: number): NamedNode => (n < 0 ? DataFactory.namedNode(subject) : (DataFactory.blankNode(`n${String(n)}`) as unknown as NamedNode));
    return edges.map(({ from, property, to }) =>
      DataFactory.quad(
        node(from),
        DataFactory.namedNode(property === 'distribution' ? 'http://www.w3.org/ns/dcat#distribution' : `https://holder.example/${property}`),
        typeof to === 'number' ? node(to) : DataFactory.literal(to),
      ),
    );
  });

describe('naming blank nodes', () => {
  it('gives the same names whatever the order of the triples and the labels of the nodes', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.infiniteStream(fc.integer({ min: -5, max: 5 })), async (quads, random) => {
        const shuffled = relabelled(
          [...quads]
            .map((quad) => [random.next().value, quad] as const)
            .sort(([a], [b]) => a - b)
            .map(([, quad]) => quad),
          (label) => `z${String(9 - Number(label.slice(1)))}`,
        );
        expect(await text(shuffled)).toBe(await text(quads));
      }),
      { numRuns: runs(500), seed: 11 },
    );
  });

  it('gives the same text when the same document comes again', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, async (quads) => {
        const first = await text(quads);
        expect(
          await text(
            relabelled(quads, (label) => `again${label}`),
            first,
          ),
        ).toBe(first);
      }),
      { numRuns: runs(500), seed: 12 },
    );
  });

  it('leaves a record without blank nodes as it is', async () => {
    const quads = turtle('ex:a dct:title "A" ; dct:publisher ex:p .');
    expect(await text(quads)).toBe(canonicalText(quads));
  });

  it('names nodes within their record: equal content in two records has two names', async () => {
    const quads = turtle('ex:a dct:spatial [ dct:title "x" ] .');
    expect(canonicalText(await skolemise('urn:one', quads, []))).not.toBe(canonicalText(await skolemise('urn:two', quads, [])));
  });

  it.each([
    ['identifier', 'dct:identifier "d1"', 'dct:identifier "d1" ; dcat:downloadURL ex:new ; dct:title "renamed"'],
    ['download address', 'dcat:downloadURL ex:x', 'dcat:downloadURL ex:x ; dct:title "renamed"'],
    ['access address and format', 'dcat:accessURL ex:x ; dct:format ex:csv', 'dcat:accessURL ex:x ; dct:format ex:csv ; dct:title "renamed"'],
    ['title', 'dct:title "t"', 'dct:title "t" ; dcat:byteSize 5'],
  ])('knows a distribution by its %s', async (_name, before, after) => {
    const [one, other] = [await text(distributions(before)), await text(distributions(after))];
    expect(distribution(other, '')).toBe(distribution(one, ''));
  });

  it('matches distributions against the previous version when their key has changed', async () => {
    const before = await text(distributions('dcat:accessURL ex:x ; dct:title "one"', 'dcat:accessURL ex:y ; dct:title "two"'));
    const after = await text(distributions('dcat:accessURL ex:moved ; dct:title "one"', 'dcat:accessURL ex:y ; dct:title "two, better"'), before);
    expect(distribution(after, '"one"')).toBe(distribution(before, '"one"'));
    expect(distribution(after, 'two')).toBe(distribution(before, 'two'));
  });

  it('does not swap distributions that share an address when one of them changes', async () => {
    for (const size of Array.from({ length: 12 }, (_, n) => n)) {
      const before = await text(distributions('dcat:accessURL ex:x ; dct:title "one"', 'dcat:accessURL ex:x ; dct:title "two"'));
      const after = await text(
        distributions('dcat:accessURL ex:x ; dct:title "one"', `dcat:accessURL ex:x ; dct:title "two" ; dcat:byteSize ${String(size)}`),
        before,
      );
      expect(distribution(after, '"one"')).toBe(distribution(before, '"one"'));
      expect(distribution(after, '"two"')).toBe(distribution(before, '"two"'));
    }
  });

  it('keeps two distributions that nothing tells apart but their text', async () => {
    const before = await text(
      distributions('dcat:accessURL ex:x ; dct:description "1"', 'dcat:accessURL ex:x ; dct:description "2"', 'dcat:accessURL ex:x ; dct:description "3"'),
    );
    expect(new Set(before.match(/urn:ndc:genid:[0-9a-f]+/g))).toHaveProperty('size', 3);
    expect(
      await text(
        distributions('dcat:accessURL ex:x ; dct:description "3"', 'dcat:accessURL ex:x ; dct:description "1"', 'dcat:accessURL ex:x ; dct:description "2"'),
        before,
      ),
    ).toBe(before);
  });

  it('names the nodes of a circle', async () => {
    const quads = turtle('ex:a ex:p _:x . _:x ex:q _:y . _:y ex:q _:x . _:y dct:title "y" .');
    const named = await text(quads);
    expect(named).not.toContain('_:');
    expect(await text(relabelled([...quads].reverse(), (label) => `other${label}`))).toBe(named);
  });

  it('bears a list of many thousand nodes', async () => {
    const quads: Quad[] = turtle('ex:a ex:list _:n0 .').map((quad) =>
      DataFactory.quad(quad.subject as NamedNode, quad.predicate as NamedNode, DataFactory.blankNode('n0')),
    );
    for (let n = 0; n < 30_000; n++)
      quads.push(
        DataFactory.quad(
          DataFactory.blankNode(`n${String(n)}`),
          DataFactory.namedNode('urn:rest'),
          n === 29_999 ? DataFactory.namedNode('urn:nil') : DataFactory.blankNode(`n${String(n + 1)}`),
        ),
      );
    expect(await text(quads)).not.toContain('_:');
  });

  it("refuses a poisoned circle as the station's fault, in bounded time", async () => {
    const quads: Quad[] = [];
    for (let a = 0; a < 14; a++)
      for (let b = 0; b < 14; b++)
        if (a !== b)
          quads.push(DataFactory.quad(DataFactory.blankNode(`c${String(a)}`), DataFactory.namedNode('urn:p'), DataFactory.blankNode(`c${String(b)}`)));
    await expect(text(quads)).rejects.toMatchObject({ code: 'station/unreadable' });
  });
});

describe('naming a record without an IRI', () => {
  const keyOf = (quads: readonly Quad[]): string => `_:${quads[0]!.subject.value}`;
  const iriOf = (turtleText: string, station = 's'): string => {
    const quads = turtle(turtleText);
    return mintRecordIri(station, quads, keyOf(quads));
  };

  it('uses the identifier, and without one title, publisher and landing page', () => {
    expect(iriOf('[] dct:identifier "1" ; dct:title "A" .')).toBe(iriOf('[] dct:identifier "1" ; dct:title "B" .'));
    expect(iriOf('[] dct:title "A" ; dct:publisher ex:p .')).toBe(iriOf('[] dct:title "A" ; dct:publisher ex:p ; dct:description "more" .'));
    expect(iriOf('[] dct:title "A" .')).not.toBe(iriOf('[] dct:title "B" .'));
    expect(iriOf('[] dct:title "A" .', 's')).not.toBe(iriOf('[] dct:title "A" .', 't'));
  });
});
