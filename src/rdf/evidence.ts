import { createHash } from 'node:crypto';
import type { Quad } from '@rdfjs/types';
import type { RecordDescription } from '../domain/description.js';
import type { IdentityEvidence, SourceEntry } from '../domain/record.js';
import { adms } from '../../vocab/adms.js';
import { dct } from '../../vocab/dcterms.js';
import { owl } from '../../vocab/owl.js';
import { prov } from '../../vocab/prov.js';
import { skos } from '../../vocab/skos.js';

const originLinks: ReadonlySet<string> = new Set([dct.source.value, prov.wasDerivedFrom.value, owl.sameAs.value]);

/**
 * What a description says of its identity beyond its IRI: identifiers with their agency, links to where it came from, and a
 * fingerprint of its likeness (REC-5, DESIGN section 3). Only the first two together make two records one.
 */
export function evidenceOf(subject: string, quads: readonly Quad[], description: RecordDescription): IdentityEvidence {
  const origins = new Set<string>();
  const nodes: string[] = [];
  for (const quad of quads) {
    if (quad.subject.value !== subject || quad.object.termType === 'Literal') continue;
    if (originLinks.has(quad.predicate.value) && quad.object.value !== subject) origins.add(quad.object.value);
    else if (quad.predicate.equals(adms.identifier)) nodes.push(quad.object.value);
  }
  const valueOf = (node: string, predicate: { readonly value: string }): string | undefined =>
    quads.find((quad) => quad.subject.value === node && quad.predicate.value === predicate.value)?.object.value;
  const identifiers = nodes.flatMap((node) => {
    const notation = valueOf(node, skos.notation);
    const agency = valueOf(node, dct.creator) ?? valueOf(node, adms.schemaAgency);
    return notation === undefined || agency === undefined ? [] : [{ notation, agency }];
  });
  return { identifiers, origins: [...origins].sort(), fingerprint: fingerprintOf(description) };
}

/**
 * The record of ours that a description names as an identifier or as what it was taken from: a portal that we harvest has
 * harvested us (REC-9). Null when there is none.
 */
export function ownRecordNamed(subject: string, quads: readonly Quad[], entry: SourceEntry | null, ownBase: string | null): string | null {
  if (ownBase === null) return null;
  const isEntry = (value: string): boolean => value.startsWith(`${ownBase}/records/`);
  // A dataset may well be derived from one that we list, and then names its address in dct:source; as an identifier it is ours.
  const isOurs = (value: string): boolean => isEntry(value) || value.startsWith(`${ownBase}/datasets/`);
  for (const value of [entry?.iri ?? '', entry?.source ?? '']) if (isEntry(value)) return value;
  const nodes = new Set<string>();
  for (const { subject: node, predicate, object } of quads) {
    if (node.value !== subject) continue;
    if (predicate.equals(adms.identifier)) {
      if (isOurs(object.value)) return object.value;
      nodes.add(object.value);
    } else if (predicate.equals(dct.source) && isEntry(object.value)) return object.value;
  }
  for (const { subject: node, predicate, object } of quads)
    if (nodes.has(node.value) && predicate.equals(skos.notation) && isOurs(object.value)) return object.value;
  return null;
}

/** Equal for descriptions with the same title, publisher, time and place, however they are spelt; null when one lacks title or publisher. */
function fingerprintOf({ title, publisher, temporal, spatial }: RecordDescription): string | null {
  const titles = Object.values(title)
    .flat()
    .map(plain)
    .filter((text) => text !== '');
  const publishers = publisher === null ? [] : [...Object.values(publisher.name).flat().map(plain), publisher.iri ?? ''].filter((text) => text !== '');
  if (titles.length === 0 || publishers.length === 0) return null;
  const parts = [
    titles.sort()[0],
    publishers.sort()[0],
    temporal.map(({ start, end }) => `${day(start)}/${day(end)}`).sort(),
    spatial.map(({ iri, label }) => iri ?? Object.values(label).flat().map(plain).join(' ')).sort(),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}

const day = (date: string | null): string => date?.slice(0, 10) ?? '';

/** Lower case, without diacritics, punctuation and double spaces. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
