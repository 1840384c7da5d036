import type { Quad, Term } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { dcat } from '../../vocab/dcat.js';
import { rdf } from '../../vocab/rdf.js';
import { encodeIllegal } from '../../src/rdf/iri.js';
import { parseStored } from '../../src/rdf/parse.js';
import { tripleToLine } from '../../src/rdf/terms.js';

/** How an entity takes part in records: as one, as one that others contain too, as a list of them, or as a part. */
export type EntityRole = 'record' | 'service' | 'catalogue' | 'part';

export interface WrittenPayload {
  /** Sorted N-Triples, which are N-Quads of the default graph. */
  readonly bytes: Uint8Array;
  readonly role: EntityRole;
  /** IRIs that the entity refers to. */
  readonly links: readonly string[];
  /** Triples that no reader takes. */
  readonly dropped: number;
}

const maxLinks = 50_000;

/** Settles an entity's payload into bytes that are the same whatever page and order it came in, as far as its blank nodes allow. */
export function writePayload(entity: string, quads: readonly Quad[]): WrittenPayload {
  const labels = new Map<string, Term>();
  const settled = quads.map((quad) => DataFactory.quad(settle(quad.subject, labels), settle(quad.predicate, labels), settle(quad.object, labels)));
  const lines = [...new Set(settled.map(tripleToLine))].sort();
  const sound = isReadable(lines.join('\n')) ? lines : lines.filter(isReadable);
  const links = settled.filter((quad) => quad.object.termType === 'NamedNode' && !quad.predicate.equals(rdf.type)).map((quad) => quad.object.value);
  return {
    bytes: Buffer.from(`${sound.join('\n')}\n`, 'utf8'),
    role: roleOf(entity, quads),
    links: [...new Set(links)]
      .filter((iri) => iri !== entity)
      .sort()
      .slice(0, maxLinks),
    dropped: lines.length - sound.length,
  };
}

function settle(term: Term, labels: Map<string, Term>): ReturnType<typeof DataFactory.namedNode> {
  if (term.termType === 'BlankNode') {
    let label = labels.get(term.value);
    if (label === undefined) labels.set(term.value, (label = DataFactory.blankNode(`b${String(labels.size)}`)));
    return label as ReturnType<typeof DataFactory.namedNode>;
  }
  const isIllegal = term.termType === 'NamedNode' && /[\u0000-\u0020<>"{}|\\^`]/.test(term.value);
  return (isIllegal ? DataFactory.namedNode(encodeIllegal(term.value)) : term) as ReturnType<typeof DataFactory.namedNode>;
}

/** JSON-LD lets through what N-Triples cannot carry, such as language tags with an underscore. */
function isReadable(text: string): boolean {
  try {
    parseStored(text);
    return true;
  } catch {
    return false;
  }
}

function roleOf(entity: string, quads: readonly Quad[]): EntityRole {
  const types = new Set(quads.filter((quad) => quad.subject.value === entity && quad.predicate.equals(rdf.type)).map((quad) => quad.object.value));
  if (types.has(dcat.Catalog.value)) return 'catalogue';
  if (types.has(dcat.Dataset.value) || types.has(dcat.DatasetSeries.value)) return 'record';
  return types.has(dcat.DataService.value) ? 'service' : 'part';
}
