import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Quad } from '@rdfjs/types';
import { Parser } from 'n3';
import { loadShapesLibrary, type LibrarySources, type ShapesProfile } from '../../src/validation/shapes-library.js';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const folders: LibrarySources = { shapes: `${root}shapes`, vocabularies: `${root}vocab/authority`, mappings: `${root}vocab/mappings` };

let loaded: readonly ShapesProfile[] | undefined;

export function library(): readonly ShapesProfile[] {
  return (loaded ??= loadShapesLibrary(folders));
}

export const prefixes = `
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix cv: <http://data.europa.eu/m8g/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcatap: <http://data.europa.eu/r5r/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix healthdcatap: <http://healthdataportal.eu/ns/health#> .
@prefix ndc: <https://w3id.org/ndc/ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
`;

export function turtle(text: string): readonly Quad[] {
  return new Parser().parse(prefixes + text);
}

export function readQuads(path: string): readonly Quad[] {
  return new Parser().parse(readFileSync(path, 'utf8'));
}

/** Quads of a Turtle text of one statement per line ending in a full stop, with the line on which each statement starts. */
export function withLines(text: string): { readonly quads: readonly Quad[]; readonly lineOf: (quad: Quad) => number | null } {
  const lines = new Map<Quad, number>();
  let line = 1;
  const quads: Quad[] = [];
  for (const statement of text.split(/(?<=\.\n)/)) {
    for (const quad of new Parser().parse(prefixes + statement)) {
      quads.push(quad);
      lines.set(quad, line);
    }
    line += statement.split('\n').length - 1;
  }
  return { quads, lineOf: (quad) => lines.get(quad) ?? null };
}

export const fixtures = `${root}fixtures/rdf/`;
export const hasFixtures = existsSync(fixtures);
