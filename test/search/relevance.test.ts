import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from 'n3';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { authorityFolder, mappingsFolder, packageRoot } from '../../src/assets.js';
import { allTexts } from '../../src/domain/language.js';
import { Concepts } from '../../src/rdf/concepts.js';
import { readDescription } from '../../src/rdf/read-description.js';

const folder = join(packageRoot, 'fixtures', 'relevance');
const kinds = ['lay', 'clinical', 'code', 'typo', 'compound', 'variable', 'cross-language', 'plain', 'phrase', 'publisher', 'identifier', 'standard'] as const;
const judged = z.strictObject({
  id: z.string(),
  lang: z.enum(['nl', 'en']),
  kind: z.enum(kinds),
  q: z.string().min(1).max(200),
  judgements: z.record(z.string(), z.union([z.literal(1), z.literal(2), z.literal(3)])),
});
const queries = z.array(judged).parse(JSON.parse(readFileSync(join(folder, 'queries.json'), 'utf8')));
const datasets = readdirSync(folder)
  .filter((name) => name.endsWith('.ttl'))
  .flatMap((name) => {
    const quads = new Parser().parse(readFileSync(join(folder, name), 'utf8'));
    return quads.filter((quad) => quad.object.value === 'http://www.w3.org/ns/dcat#Dataset').map((quad) => readDescription(quad.subject.value, quads));
  });
const iris = datasets.map(({ iri }) => iri);
const concepts = Concepts.load([authorityFolder, mappingsFolder]);

function twice(values: readonly string[]): string[] {
  return values.filter((value, at) => values.indexOf(value) !== at);
}

describe('the collection', () => {
  it('has at least 150 datasets, each once', () => {
    expect(iris.length).toBeGreaterThanOrEqual(150);
    expect(twice(iris)).toEqual([]);
    expect(twice(datasets.flatMap(({ identifiers }) => identifiers))).toEqual([]);
    expect(iris.filter((iri) => !/^https:\/\/[a-z-]+\.example\/id\/dataset\/[a-z0-9-]+$/.test(iri))).toEqual([]);
  });

  it('describes each in full, with values that our lists hold', () => {
    const lacking = datasets.filter(
      ({ title, description, keywords, identifiers, publisher, accessRights, healthCategories, healthThemes }) =>
        [title, description, keywords].some((texts) => allTexts(texts).length === 0) ||
        Object.keys(title).join() !== Object.keys(description).join() ||
        [identifiers, accessRights, healthCategories, healthThemes].some((values) => values.length === 0) ||
        publisher === null ||
        allTexts(publisher.name).length === 0,
    );
    expect(lacking.map(({ iri }) => iri)).toEqual([]);
    const values = datasets.flatMap((one) => [...one.accessRights, ...one.healthCategories, ...one.healthThemes, ...one.themes, ...one.codingSystems]);
    expect(values.filter((iri) => concepts.scheme(iri) === undefined)).toEqual([]);
  });

  it('is in Dutch, in English and in both, and has variables in part', () => {
    const languages = datasets.map(({ title }) => Object.keys(title).sort().join());
    const count = (wanted: string): number => languages.filter((language) => language === wanted).length;
    expect(count('nl')).toBeGreaterThan(50);
    expect(count('en')).toBeGreaterThan(50);
    expect(count('en,nl')).toBeGreaterThan(5);
    const withVariables = datasets.filter(({ tables }) => tables.some(({ columns }) => columns.length > 0));
    expect(withVariables.length).toBeGreaterThan(40);
    expect(
      withVariables.flatMap(({ tables }) => tables.flatMap(({ columns }) => columns)).filter(({ name, title }) => name === '' || allTexts(title).length === 0),
    ).toEqual([]);
  });
});

describe('the judged queries', () => {
  it('are at least 120, each asked once', () => {
    expect(queries.length).toBeGreaterThanOrEqual(120);
    expect(twice(queries.map(({ id }) => id))).toEqual([]);
    expect(twice(queries.map(({ q }) => q.toLowerCase()))).toEqual([]);
  });

  it.each(kinds)('are at least five of the kind %s, with ids that say so', (kind) => {
    const own = queries.filter((query) => query.kind === kind);
    expect(own.length).toBeGreaterThanOrEqual(5);
    expect(own.filter(({ id }) => !id.startsWith(`${kind}-`))).toEqual([]);
  });

  it('are in both languages', () => {
    for (const lang of ['nl', 'en']) expect(queries.filter((query) => query.lang === lang).length).toBeGreaterThan(40);
  });

  it('judge datasets of the collection alone, with at least one that is clearly useful', () => {
    const known = new Set(iris);
    expect(
      queries.flatMap(({ id, judgements }) =>
        Object.keys(judgements)
          .filter((iri) => !known.has(iri))
          .map((iri) => `${id}: ${iri}`),
      ),
    ).toEqual([]);
    expect(queries.filter(({ judgements }) => !Object.values(judgements).some((grade) => grade >= 2)).map(({ id }) => id)).toEqual([]);
  });

  it('leave most of the collection out, so that ranking is worth measuring', () => {
    expect(queries.filter(({ judgements }) => Object.keys(judgements).length > iris.length / 4).map(({ id }) => id)).toEqual([]);
  });

  it('want most of the collection at one time or another', () => {
    const wanted = new Set(queries.flatMap(({ judgements }) => Object.keys(judgements)));
    expect(iris.filter((iri) => wanted.has(iri)).length).toBeGreaterThan(iris.length * 0.9);
  });

  it('of the kind cross-language have a best answer that is not described in their language', () => {
    const described = new Map(datasets.map(({ iri, title }) => [iri, Object.keys(title)]));
    const foreign = (lang: string, judgements: Readonly<Record<string, number>>): boolean =>
      Object.entries(judgements).some(([iri, grade]) => grade === 3 && described.get(iri)?.includes(lang) === false);
    expect(queries.filter(({ kind, lang, judgements }) => kind === 'cross-language' && !foreign(lang, judgements)).map(({ id, q }) => `${id} ${q}`)).toEqual(
      [],
    );
  });

  it('of the kind compound ask with words that no description has', () => {
    const words = new Set(
      datasets
        .flatMap(({ title, description, keywords }) => [title, description, keywords].flatMap(allTexts))
        .flatMap((text) => text.toLowerCase().split(/[^\p{L}]+/u)),
    );
    expect(queries.filter(({ kind, q }) => kind === 'compound' && words.has(q)).map(({ q }) => q)).toEqual([]);
  });
});
