import type { Quad } from '@rdfjs/types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Station } from '../../src/domain/station.js';
import { parseStored } from '../../src/rdf/parse.js';
import { tripleToLine, withBase } from '../../src/rdf/terms.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { openTestServer, type TestServer } from '../support/server.js';

/** A face of the first catalogue, as a station of the second one. */
interface Face {
  readonly name: string;
  readonly protocol: Station['protocol'];
  readonly path: string;
  readonly settings?: Station['settings'];
  /** Whether each record comes alone; elsewhere what another record says of a shared agent belongs to it as well. */
  readonly alone: boolean;
  /** The face has addresses of its own for records (FDPF-3): what they are the same as is compared. */
  readonly renamed?: true;
  /** Kinds of records that the protocol knows. */
  readonly kinds: readonly string[];
}

const all = ['dataset', 'series', 'service'];
const faces: readonly Face[] = [
  { name: 'DCAT in Turtle', protocol: 'rdf', path: '/catalog.ttl', alone: false, kinds: all },
  { name: 'DCAT in JSON-LD', protocol: 'rdf', path: '/catalog.jsonld', alone: false, kinds: all },
  { name: 'DCAT in RDF/XML', protocol: 'rdf', path: '/catalog.rdf', alone: false, kinds: all },
  { name: 'OAI-PMH', protocol: 'oai-pmh', path: '/oai', alone: true, kinds: all },
  { name: 'the FAIR Data Point', protocol: 'fdp', path: '/fdp', alone: false, kinds: all, renamed: true },
  { name: 'SPARQL', protocol: 'sparql', path: '/sparql', alone: false, kinds: all },
];

let first: TestServer;
let gone: readonly string[];

beforeAll(async () => {
  first = await openTestServer();
  const { ledger, reader } = first.server.house.harvest;
  const [taken, other] = reader.publishedIds(reader.snapshot().seq).map((id) => reader.head(id)!);
  await ledger.withhold(taken!.id, 'to see it go', 'somebody');
  gone = [taken!.iri];
  expect(other?.state).toBe('current');
}, 240_000);

afterAll(async () => {
  await first.close();
});

function published(kinds: readonly string[]): Map<string, readonly string[]> {
  const { reader } = first.server.house.harvest;
  const heads = reader.publishedIds(reader.snapshot().seq).map((id) => reader.head(id)!);
  return new Map(
    heads
      .filter(({ kind }) => kinds.includes(kind))
      .map((head) => {
        const quads = parseStored(withBase(reader.published(head.id)!.body, first.url));
        return [head.iri.startsWith('urn:ndc:genid:') ? `${first.url}/.well-known/genid/${head.iri.slice(14)}` : head.iri, quads.map(tripleToLine)];
      }),
  );
}

function received({ reader }: Harvesting): Map<string, readonly Quad[]> {
  const heads = reader.publishedIds(reader.snapshot().seq).map((id) => reader.head(id)!);
  return new Map(heads.map((head) => [head.iri, parseStored(reader.published(head.id)!.body)]));
}

/** Identifiers and types that we add; and that a record came from somewhere else, which a reader of OAI-PMH notes. */
const added = /adms#(identifier|schemaAgency)>|skos\/core#notation>|rdf-syntax-ns#type>|prov#wasDerivedFrom>/;

/** What the HDAB adds, and bodies that the catalogue itself describes. */
function saidByUs(): string[] {
  const { reader } = first.server.house.harvest;
  const catalogue = parseStored(withBase(reader.catalogue()!.body, first.url)).map(tripleToLine);
  return [...catalogue, ...reader.assertions().map(({ subject, predicate, object }) => `<${subject}> <${predicate}> ${object} .`)];
}

/** Statements that a face cannot carry as they are, one value each. */
const changedOnTheWay: Readonly<Record<string, RegExp>> = {
  // The store takes a value that is wrong for its datatype for another one.
  SPARQL: /geurtest> <\S+maxTypicalAge> "-1"/,
  // XML 1.0 has no control characters (OAIP-11).
  'DCAT in RDF/XML': /terms\/title> "(\\u0001\\u0007)?bestand"@nl/,
  'OAI-PMH': /terms\/title> "(\\u0001\\u0007)?bestand"@nl/,
};

describe('a second catalogue that harvests the first one', () => {
  it.each(faces.map((face) => [face.name, face] as const))(
    'through %s has the same records, and what disappeared is not there',
    async (_name, face) => {
      const station = makeStation('first', {
        protocol: face.protocol,
        endpoint: `${first.url}${face.path}`,
        // What names nobody itself is its station's.
        kind: 'holder',
        subjectPrefixes: [],
        settings: face.settings ?? {},
      });
      const second = await openHarvesting([station]);
      const summary = await second.run('first');
      expect([summary.outcome, second.issues().filter(({ severity }) => severity === 'error')]).toEqual(['complete', []]);
      const [ours, theirs] = [published(face.kinds), received(second)];
      if (face.renamed === true) {
        const origins = new Set(
          [...theirs.values()].flatMap((quads) => quads.filter(({ predicate }) => /owl#sameAs$/.test(predicate.value)).map(({ object }) => object.value)),
        );
        // A service that gives access is described with its own address where a dataset uses it, beside its own document.
        const others = [...theirs.keys()].filter((iri) => !iri.startsWith(`${first.url}/fdp/`));
        expect(others.map((iri) => first.server.house.harvest.reader.head(iri)?.kind)).toEqual(others.map(() => 'service'));
        expect([theirs.size - others.length, [...ours.keys()].filter((iri) => !origins.has(iri)), gone.filter((iri) => origins.has(iri))]).toEqual([
          ours.size,
          [],
          [],
        ]);
        second.reader.close();
        second.ledger.close();
        return;
      }
      expect([...theirs.keys()].sort()).toEqual([...ours.keys()].sort());
      for (const iri of gone) expect(theirs.has(iri)).toBe(false);
      const somewhere = new Set([...ours.values()].flat());
      const said = new Set(saidByUs());
      const differing: string[] = [];
      for (const [iri, lines] of ours) {
        // A service also comes inside datasets that use it, where its nameless parts have other addresses.
        if (face.alone && first.server.house.harvest.reader.head(iri)?.kind === 'service') continue;
        const got = new Set((theirs.get(iri) ?? []).map(tripleToLine));
        for (const line of lines) if (!got.has(line)) differing.push(`${iri} lost ${line}`);
        const own = new Set(lines);
        for (const line of got)
          if (!own.has(line) && !added.test(line) && !said.has(line) && (face.alone || !somewhere.has(line))) differing.push(`${iri} gained ${line}`);
      }
      const known = changedOnTheWay[face.name];
      expect(differing.filter((one) => known?.test(one) !== true).slice(0, 20)).toEqual([]);
      if (known !== undefined) expect(differing.filter((one) => known.test(one))).toHaveLength(2);
      second.reader.close();
      second.ledger.close();
    },
    240_000,
  );
});
