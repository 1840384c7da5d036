import { counting } from './counting.js';
import { enDataset } from './en-dataset.js';
import { enFederation } from './en-federation.js';
import { enList } from './en-list.js';
import { enOverview } from './en-overview.js';
import { enQuality } from './en-quality.js';
import { enSearch } from './en-search.js';
import { enSparql } from './en-sparql.js';
import { enStations } from './en-stations.js';
import { enTexts } from './en-texts.js';
import { enTrial } from './en-trial.js';
import { enValidator } from './en-validator.js';
import type { nl } from './nl.js';

const { count, number } = counting('en-GB');

export const en: typeof nl = {
  locale: 'en-GB',
  siteNav: 'Main menu',
  otherLanguage: 'Nederlands',
  skipToContent: 'Skip to content',
  skipToResults: 'Skip to results',
  skipToFilters: 'Skip to filters',
  nav: { datasets: 'Datasets', stations: 'Sources', validate: 'Validate', about: 'About the catalogue' },
  footer: {
    label: 'About this website',
    accessibility: 'Accessibility',
    privacy: 'Privacy',
    developers: 'For developers',
    version: (version) => `Version ${version}`,
  },
  searchBox: {
    label: 'Search the datasets',
    button: 'Search',
    hint: 'For example a disease, a registry or a coding system.',
    suggestions: 'Suggestions',
    suggestionCount: '{n} suggestions; browse with the arrow keys',
  },
  help: 'Explanation',
  helpFor: (field) => `of ${field}`,
  codes: 'Code',
  inLanguage: (name) => `in ${name}`,
  notProvided: 'not provided',
  yes: 'yes',
  no: 'no',
  unknownDate: 'unknown',
  range: (from, to) => `${from} to ${to}`,
  rangeFrom: (from) => `from ${from}`,
  rangeTo: (to) => `up to ${to}`,
  agesBetween: (from, to) => `${number(from)} to ${number(to)} years`,
  agesFrom: (from) => `from ${number(from)} years`,
  agesTo: (to) => `up to ${number(to)} years`,
  copied: 'Copied',
  pagination: { label: 'Pages', previous: 'Previous', next: 'Next', page: (page, pages) => `Page ${number(page)} of ${number(pages)}` },
  hdab: {
    title: 'Is the dataset you need not here?',
    text: 'This catalogue is not exhaustive. You can also apply for data that are not (yet) listed here. Ask the health data access body.',
    ask: (name) => `Ask ${name}`,
    mail: (name) => `E-mail ${name}`,
    call: (telephone) => `Call ${telephone}`,
    unknown: 'No health data access body has been appointed yet.',
  },
  home: {
    title: 'Find health data for research and policy',
    intro:
      'This catalogue describes health data in the Netherlands. It tells you which data exist, who holds them and how to ask for access. The data themselves are not in it.',
    totals: 'The catalogue in figures',
    totalDatasets: (n) => (n === 1 ? 'dataset' : 'datasets'),
    totalStations: (n) => (n === 1 ? 'source' : 'sources'),
    totalHolders: (n) => (n === 1 ? 'data holder' : 'data holders'),
    byCategory: 'Browse by kind of health data',
    byCategoryIntro: 'The European Health Data Space Regulation (EHDS) knows seventeen kinds.',
    datasetsIn: (n) => count(n, 'dataset', 'datasets'),
    byAccess: 'Browse by access',
    newest: 'Newest datasets',
    allDatasets: 'See all datasets',
    steps: 'How do you get access?',
    step: [
      { title: 'Find the dataset', text: 'Read what it contains, about which people and over which period.' },
      { title: 'Look at the access', text: 'Public data can be used at once. For other data you need a permit.' },
      { title: 'Apply for the data', text: 'Send an application to the health data access body. It decides and helps you further.' },
      { title: 'Work in a secure environment', text: 'With a permit you get access in a secure processing environment.' },
    ],
    holders: 'For data holders',
    holdersText: 'Your descriptions are collected automatically. For each source you can see when that happened and what could be better.',
    holdersLink: 'See the sources',
    developers: 'For developers',
    developersText: 'All descriptions are freely available as linked data and through an API.',
    developersLink: 'Read how that works',
  },
  errors: {
    badRequest: { title: 'This request is not right', text: 'The search in the address cannot be read.' },
    tooLong: (max) => `Your search is too long. Use at most ${number(max)} characters.`,
    notFound: { title: 'Page not found', text: 'This page does not exist, or not any more.' },
    datasetNotFound: { title: 'Dataset not found', text: 'We know no dataset at this address.' },
    lookingForIri: 'Looking for a dataset by its IRI?',
    iriLabel: 'IRI of the dataset',
    iriButton: 'Find the IRI',
    gone: { title: 'This dataset is no longer available', text: 'The operator of the catalogue has taken this description down.' },
    beyond: {
      title: 'The results do not go that far',
      text: (pages) => `There ${pages === 1 ? 'is' : 'are'} ${count(pages, 'page', 'pages')}.`,
      last: 'To the last page',
    },
    server: { title: 'Something went wrong', text: 'The fault is ours. Please try again later.' },
    unavailable: { title: 'The catalogue cannot be reached at the moment', text: 'Please try again in a minute.' },
    toHome: 'To the home page',
    toStations: 'To the sources',
    toAbout: 'About the catalogue',
  },
  search: enSearch,
  list: enList,
  overview: enOverview,
  federation: enFederation,
  dataset: enDataset,
  stations: enStations,
  texts: enTexts,
  validator: enValidator,
  sparql: enSparql,
  trial: enTrial,
  quality: enQuality,
};
