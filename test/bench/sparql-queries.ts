import { join } from 'node:path';
import { examplesFolder, packageRoot } from '../../src/assets.js';
import { readExamples } from '../../src/rdf/query-examples.js';

/** Of the examples of the portal: those that ask the merge, have an answer in the generated records, and come to an end on all three stores. */
const examples = [
  'datasets-per-category',
  'datasets-per-publisher',
  'keywords',
  'word-in-title',
  'many-people',
  'age-range',
  'period',
  'access-rights',
  'file-formats',
  'contact',
];

export const benchFolder = join(packageRoot, 'sparql', 'queries', 'bench');

/** What people ask of a catalogue. */
export const catalogueQueries = [...readExamples(examplesFolder).filter(({ id }) => examples.includes(id)), ...readExamples(benchFolder)];

/** One of each kind: a count over everything, a search in texts, a look-up and a choice by facets. */
export const ceilingQueries = ['datasets-per-category', 'word-in-title', 'one-dataset', 'category-and-access'] as const;
