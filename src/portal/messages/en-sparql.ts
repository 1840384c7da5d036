import { counting } from './counting.js';
import type { nlSparql } from './nl-sparql.js';

const { count, number } = counting('en-GB');

export const enSparql: typeof nlSparql = {
  title: 'Ask with SPARQL',
  intro: 'SPARQL is a language to ask questions about the descriptions in this catalogue. Choose an example or write a query yourself.',
  form: 'SPARQL query',
  query: 'Your query in SPARQL',
  queryHint: 'SELECT and ASK give a table or an answer, CONSTRUCT and DESCRIBE give data in Turtle. Nothing is changed.',
  run: 'Run the query',
  rows: (n, more) => (n === 0 ? 'Nothing found' : more ? `The first ${number(n)} rows` : count(n, 'row', 'rows')),
  answer: (value) => `Answer: ${value ? 'yes' : 'no'}`,
  graph: 'Data in Turtle',
  refused: {
    query: 'The query cannot be read',
    long: 'The query is too long',
    forbidden: 'This query is not answered',
    timeout: 'The query took too long',
    large: 'The answer is too large',
    busy: 'It is too busy now',
    many: 'You are asking too much at once',
  },
  noService: 'SERVICE is not answered here: this catalogue asks no other systems. Ask each system for its own part.',
  tooLong: (characters) => `The query is longer than ${number(characters)} characters, or the form arrived damaged.`,
  took: (ms) => `The answer took ${number(Math.max(1, Math.round(ms)))} milliseconds.`,
  cut: 'This is a part of the answer. Download it for all of it, or ask for less with LIMIT.',
  caption: 'Result of the query',
  downloads: 'Download all:',
  download: (format) => `result as ${format}`,
  permalink: 'Permanent address of this query',
  examples: 'Examples',
  groups: {
    overview: 'What is there?',
    fitness: 'Is it fit for my research?',
    access: 'How do I get access?',
    quality: 'How good are the descriptions?',
    origin: 'Where does it come from?',
  },
  programs: 'Ask from a program',
  programsText: 'Programs put their query to the endpoint:',
  graphs:
    'Without GRAPH you see all current records together. Each record also has a graph of its own, named by the address of its page; what is said about the records themselves is in the graph of the catalogue.',
  more: 'More for developers',
};
