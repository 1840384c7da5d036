import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Quad } from '@rdfjs/types';
import { Parser } from 'n3';
import { describe, expect, it } from 'vitest';
import { authorityFolder, thesaurusFolder } from '../../src/assets.js';
import { covers, readCodeRange, systemOfCode } from '../../src/rdf/code-range.js';
import { wordsOf } from '../../src/search-index/analysis.js';

const skos = 'http://www.w3.org/2004/02/skos/core#';
const base = 'https://w3id.org/ndc/thesaurus/';

/** Labels of two concepts, and why. */
const shared: Readonly<Record<string, string>> = {
  drugs: 'English for medicines, Dutch for what is used to get high; both are what people type',
};

/** Words that mean nothing in a query; a label that is one of them would be found everywhere. */
const stopWords = new Set(
  `a about after all also an and any are as at be been before but by can do for from had has have he her his if in into is it its may me men more most my no not of on
  one only or our out over she so some than that the their them then there these they this to under up us was we were what when which who will with you your
  aan achter al alle als ander bij dan dat de der deze die dit door doch dus een eens en er ge geen haar had heb hebben heeft hem het hier hij hoe hun iemand iets ik in is ja je
  kan kon kunnen maar me meer men met mij mijn moet na naar niet niets nog nu of om omdat onder ons ook op over reeds te tegen toch toen tot u uit uw van veel voor want waren was
  wat werd wezen wie wil worden wordt zal ze zelf zich zij zijn zo zonder zou`.split(/\s+/),
);

const files = (folder: string): Quad[][] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ttl'))
    .map((name) => new Parser().parse(readFileSync(join(folder, name), 'utf8')));

/** Everything that is wrong with a thesaurus, one line each. */
function faultsOf(quads: readonly Quad[], known: ReadonlySet<string>, exceptions: Readonly<Record<string, string>> = shared): string[] {
  const of = (subject: string, term: string): Quad['object'][] =>
    quads.filter((quad) => quad.subject.value === subject && quad.predicate.value === skos + term).map((quad) => quad.object);
  const bySubject = new Map<string, Quad[]>();
  for (const quad of quads) bySubject.set(quad.subject.value, [...(bySubject.get(quad.subject.value) ?? []), quad]);
  const concepts = [...bySubject].filter(([, own]) => own.some(({ object }) => object.value === `${skos}Concept`)).map(([iri]) => iri);
  const values = (iri: string, term: string): string[] =>
    (bySubject.get(iri) ?? []).filter(({ predicate }) => predicate.value === skos + term).map(({ object }) => object.value);
  const parents = new Map(concepts.map((iri) => [iri, values(iri, 'broader')]));
  const ancestors = (iri: string): Set<string> => {
    const seen = new Set<string>();
    const queue = [...(parents.get(iri) ?? [])];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(...(parents.get(next) ?? []));
    }
    return seen;
  };
  const faults: string[] = [];
  const holders = new Map<string, Set<string>>();
  for (const iri of concepts) {
    const name = iri.replace(base, '');
    const own = bySubject.get(iri) ?? [];
    const above = ancestors(iri);
    for (const lang of ['nl', 'en']) {
      const preferred = own.filter(
        ({ predicate, object }) => predicate.value === `${skos}prefLabel` && object.termType === 'Literal' && object.language === lang,
      );
      if (preferred.length !== 1) faults.push(`${name}: ${preferred.length} preferred labels in ${lang}`);
    }
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) faults.push(`${name}: not a name in small letters with hyphens`);
    if (values(iri, 'topConceptOf').length === 0 && values(iri, 'broader').length === 0) faults.push(`${name}: nothing broader`);
    if (values(iri, 'inScheme').length !== 1) faults.push(`${name}: not in the scheme`);
    if (above.has(iri)) faults.push(`${name}: broader than itself`);
    for (const term of ['broader', 'related'])
      for (const other of values(iri, term)) if (!parents.has(other)) faults.push(`${name}: ${term} ${other} is no concept`);
    for (const other of values(iri, 'related')) {
      if (!values(other, 'related').includes(iri)) faults.push(`${name}: related to ${other.replace(base, '')}, but not the other way round`);
      if (above.has(other) || other === iri) faults.push(`${name}: related to what is broader, ${other.replace(base, '')}`);
    }
    for (const term of ['exactMatch', 'closeMatch'])
      for (const other of values(iri, term)) if (!known.has(other)) faults.push(`${name}: ${term} ${other} is not in vocab/authority`);
    for (const { predicate, object } of own) {
      if (object.termType !== 'Literal') continue;
      if (predicate.value === `${skos}notation`) faults.push(...notationFaults(name, object.value, object.datatype.value, [iri, ...above]));
      if (!/(pref|alt|hidden)Label$/.test(predicate.value)) continue;
      const label = wordsOf(object.value).join(' ');
      if (object.language !== 'nl' && object.language !== 'en') faults.push(`${name}: label without a language, ${object.value}`);
      if (label.length < 2 || stopWords.has(label)) faults.push(`${name}: no word to search for, ${object.value}`);
      const all = holders.get(label) ?? new Set<string>();
      holders.set(label, all.add(iri));
    }
  }
  for (const [label, iris] of holders)
    if (iris.size > 1 && exceptions[label] === undefined) faults.push(`label ${label}: ${[...iris].map((iri) => iri.replace(base, '')).join(', ')}`);
  for (const label of Object.keys(exceptions)) if ((holders.get(label)?.size ?? 0) < 2) faults.push(`exception ${label} is not needed`);
  return faults;

  function notationFaults(name: string, text: string, datatype: string, lineage: readonly string[]): string[] {
    const range = readCodeRange(text);
    const system = datatype.replace(base, '');
    if (range === null) return [`${name}: notation ${text} is no code`];
    // ATC has codes of two levels, which a code asked for on its own is not taken for.
    const fits = systemOfCode(range) === system || (system === 'atc' && /^[A-Z]\d\d(-[A-Z]\d\d)?$/.test(text));
    if (!fits) return [`${name}: notation ${text} is no code of ${system}`];
    if (system !== 'icd-10') return [];
    const chapters = lineage
      .filter((iri) => values(iri, 'topConceptOf').length > 0)
      .flatMap((iri) => of(iri, 'notation').flatMap((notation) => readCodeRange(notation.value) ?? []));
    return chapters.some((chapter) => covers(chapter, range)) ? [] : [`${name}: notation ${text} is outside its chapter`];
  }
}

const quads = files(thesaurusFolder).flat();
const authority = new Set(
  files(authorityFolder)
    .flat()
    .map((quad) => quad.subject.value),
);

describe('the thesaurus', () => {
  it('has no fault', () => {
    expect(faultsOf(quads, authority)).toEqual([]);
  });

  it('has at least 450 concepts, the chapters of ICD-10 among them', () => {
    const concepts = quads.filter((quad) => quad.object.value === `${skos}Concept`).map((quad) => quad.subject.value);
    expect(new Set(concepts).size).toBe(concepts.length);
    expect(concepts.length).toBeGreaterThanOrEqual(450);
    const tops = new Set(quads.filter((quad) => quad.predicate.value === `${skos}topConceptOf`).map((quad) => quad.subject.value));
    const chapters = quads
      .filter((quad) => tops.has(quad.subject.value) && quad.predicate.value === `${skos}notation`)
      .map((quad) => quad.object.value)
      .sort();
    const ranges =
      'A00-B99 C00-D48 D50-D89 E00-E90 F00-F99 G00-G99 H00-H59 H60-H95 I00-I99 J00-J99 K00-K93 L00-L99 M00-M99 N00-N99 O00-O99 P00-P96 Q00-Q99 R00-R99 S00-T98 U00-U85 V01-Y98 Z00-Z99';
    expect(chapters).toEqual(ranges.split(' '));
  });

  it.each([
    ['multiple-sclerosis', 'G35'],
    ['asthma', 'J45-J46'],
    ['copd', 'J44'],
    ['breast-cancer', 'C50'],
    ['dementia', 'F00-F03'],
    ['diabetes-mellitus', 'E10-E14'],
    ['heart-failure', 'I50'],
    ['hypertension', 'I10-I15'],
    ['myocardial-infarction', 'I21-I22'],
    ['statin', 'C10AA'],
  ])('%s is %s', (name, code) => {
    expect(quads.filter((quad) => quad.subject.value === base + name && quad.predicate.value === `${skos}notation`).map((quad) => quad.object.value)).toEqual([
      code,
    ]);
  });

  it('covers every health category and health theme that people ask for', () => {
    const matched = new Set(quads.filter((quad) => /(exact|close)Match$/.test(quad.predicate.value)).map((quad) => quad.object.value));
    const categories = [...authority].filter((iri) => iri.includes('/healthcategories/'));
    const themes = [...authority].filter((iri) => iri.includes('/health-theme/'));
    const systems = [...authority].filter((iri) => iri.includes('/coding-system/'));
    expect(categories.filter((iri) => !matched.has(iri))).toEqual([]);
    expect(themes.filter((iri) => !matched.has(iri)).map((iri) => iri.replace(/.*\//, ''))).toEqual(['EMERGENCY_SETTINGS']);
    expect(systems.filter((iri) => !matched.has(iri)).map((iri) => iri.replace(/.*\//, ''))).toEqual(['ICD-10-NAT']);
  });
});

/** A thesaurus of two concepts without a fault, and what may be done to it. */
const head = `@prefix skos: <${skos}> . @prefix : <${base}> .\n`;
const sound = `
:heart-diseases a skos:Concept ; skos:inScheme <https://w3id.org/ndc/thesaurus> ; skos:topConceptOf <https://w3id.org/ndc/thesaurus> ;
  skos:prefLabel "hartziekten"@nl , "heart diseases"@en ; skos:notation "I00-I99"^^:icd-10 .
:heart-failure a skos:Concept ; skos:inScheme <https://w3id.org/ndc/thesaurus> ; skos:broader :heart-diseases ;
  skos:prefLabel "hartfalen"@nl , "heart failure"@en ; skos:notation "I50"^^:icd-10 ; skos:exactMatch <https://list.example/HEART> .
:angina a skos:Concept ; skos:inScheme <https://w3id.org/ndc/thesaurus> ; skos:broader :heart-diseases ;
  skos:prefLabel "hartkramp"@nl , "angina"@en ; skos:notation "I20"^^:icd-10 .
`;
const check = (text: string, exceptions: Readonly<Record<string, string>> = {}): string[] =>
  faultsOf(new Parser().parse(head + text), new Set(['https://list.example/HEART']), exceptions);

describe('the check of the thesaurus', () => {
  it('passes a sound one', () => {
    expect(check(sound)).toEqual([]);
  });

  it.each([
    ['a missing preferred label', sound.replace(' , "angina"@en', ''), 'angina: 0 preferred labels in en'],
    ['a second preferred label', `${sound} :angina skos:prefLabel "angor"@nl .`, 'angina: 2 preferred labels in nl'],
    [
      'a concept that hangs loose',
      sound.replace(
        ':angina a skos:Concept ; skos:inScheme <https://w3id.org/ndc/thesaurus> ; skos:broader :heart-diseases',
        ':angina a skos:Concept ; skos:inScheme <https://w3id.org/ndc/thesaurus>',
      ),
      'angina: nothing broader',
    ],
    ['a circle', `${sound} :heart-diseases skos:broader :angina .`, 'angina: broader than itself'],
    ['a broader concept that is not there', `${sound} :angina skos:broader :nowhere .`, `angina: broader ${base}nowhere is no concept`],
    ['a shared label', `${sound} :angina skos:altLabel "Hartfalen"@nl .`, 'label hartfalen: heart-failure, angina'],
    ['a label shared across languages', `${sound} :angina skos:altLabel "hartfalen"@en .`, 'label hartfalen: heart-failure, angina'],
    ['a misspelling that is another concept', `${sound} :angina skos:hiddenLabel "hartfalen"@nl .`, 'label hartfalen: heart-failure, angina'],
    ['a code of another chapter', sound.replace('"I20"', '"J20"'), 'angina: notation J20 is outside its chapter'],
    ['a range that leaves its chapter', sound.replace('"I20"', '"I20-J01"'), 'angina: notation I20-J01 is outside its chapter'],
    ['a range that runs backwards', sound.replace('"I20"', '"I25-I20"'), 'angina: notation I25-I20 is no code'],
    ['what is no code', sound.replace('"I20"', '"I2"'), 'angina: notation I2 is no code of icd-10'],
    ['a code of another system', sound.replace('"I20"', '"C10AA"'), 'angina: notation C10AA is no code of icd-10'],
    [
      'a match that we do not hold',
      `${sound} :angina skos:closeMatch <https://list.example/X> .`,
      'angina: closeMatch https://list.example/X is not in vocab/authority',
    ],
    ['a stop word', `${sound} :angina skos:altLabel "ALS"@nl .`, 'angina: no word to search for, ALS'],
    ['a single letter', `${sound} :angina skos:altLabel "A."@nl .`, 'angina: no word to search for, A.'],
    ['a label without a language', `${sound} :angina skos:altLabel "angor" .`, 'angina: label without a language, angor'],
    ['a relation one way', `${sound} :angina skos:related :heart-failure .`, 'angina: related to heart-failure, but not the other way round'],
    ['a relation to what is broader', `${sound} :angina skos:related :heart-diseases .`, 'angina: related to what is broader, heart-diseases'],
  ])('catches %s', (_name, text, fault) => {
    expect(check(text)).toContain(fault);
  });

  it('catches an exception that is not needed', () => {
    expect(check(sound, { hartfalen: 'once it was' })).toEqual(['exception hartfalen is not needed']);
  });
});
