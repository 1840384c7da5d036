import { counting } from './counting.js';
import type { nlOverview } from './nl-overview.js';

const { count, number } = counting('en-GB');

export const enOverview: typeof nlOverview = {
  statistics: {
    title: 'The catalogue in figures',
    intro: 'These figures are about what is published now. They are made when you open the page.',
    table: 'Show as a table',
    csv: (chart) => `Download as CSV: ${chart}`,
    value: 'Value',
    datasets: 'Datasets',
    share: 'Share',
    nothing: 'There are no figures of this yet.',
    more: (n) => `${number(n)} others stand in the table.`,
    charts: {
      category: 'Health category',
      access: 'Access',
      holder: 'Data holder',
      publisher: 'Publisher',
      station: 'Source',
      growth: 'Growth',
      quality: 'Quality of descriptions by source',
      usage: 'Use by month',
      searches: 'Searches by month',
    },
    found: {
      category: (label, n, of) => `Most datasets are of the category "${label}": ${number(n)} of ${number(of)}`,
      access: (label, n, of) => `Most datasets have access "${label}": ${number(n)} of ${number(of)}`,
      holder: (label, n, of) => `${label} holds the most datasets: ${number(n)} of ${number(of)}`,
      publisher: (label, n, of) => `${label} publishes the most datasets: ${number(n)} of ${number(of)}`,
      station: (label, n, of) => `The source ${label} brings the most datasets: ${number(n)} of ${number(of)}`,
    },
    grew: (n, months) =>
      n === 0
        ? `The number of descriptions has stayed the same for ${number(months)} months`
        : `In ${number(months)} months ${count(Math.abs(n), 'description was', 'descriptions were')} ${n > 0 ? 'added' : 'taken away'}`,
    qualityFound: (label, points) => `Descriptions of ${label} score highest: ${number(points)} of 405 points on average`,
    points: 'Points (MQA)',
    healthPoints: 'Points (health)',
    usageFound: (n, month) => `In ${month} datasets were viewed, asked for or kept ${count(n, 'time', 'times')}`,
    searchFound: (n, none) => `Of ${count(n, 'search', 'searches')} ${number(none)} found nothing`,
    usageHelp:
      'We count by day how often datasets are viewed, asked for, kept and handed over. We do not record by whom. Figures of single datasets are for the operator and for the source itself.',
    month: 'Month',
    records: 'Descriptions',
    channels: {
      page: 'Page viewed',
      api: 'API',
      list: 'Put on a list',
      handover: 'Handed over',
      export: 'Downloaded',
      search: 'Searches',
      'search-none': 'Without result',
    },
    noStation: 'not assessed yet',
  },
  publishers: {
    title: 'Organisations',
    intro: 'Data holders have the data; publishers publish their descriptions. Choose an organisation to see its datasets.',
    holders: 'Data holders',
    publishers: 'Publishers',
  },
  themes: {
    title: 'Themes',
    intro: 'Choose a theme to see the datasets about it.',
    healthThemes: 'Health themes',
    categories: 'Health categories (EHDS, Article 51)',
    themes: 'General themes',
  },
  entries: (n) => count(n, 'dataset', 'datasets'),
  none: 'There is nothing to show yet.',
  ask: {
    title: 'Ask for data that are not listed',
    intro: 'This catalogue is not complete. You may also apply for data that are not described here yet.',
    steps: [
      'Write down what you look for: about which people, which period and which data, and what you need them for.',
      'Send that to the health data access body. It finds out whether the data exist and who has them.',
      'When the data do exist, the body asks their holder to describe them. You can prepare your application meanwhile.',
    ],
    searched: (q) => `You searched for: ${q}`,
    mail: 'Write an e-mail',
    subject: 'Question about data that are not in the catalogue',
    body: (q) =>
      `Dear reader,\n\nI look for data that I cannot find in the catalogue.\n\nWhat I look for: ${q}\nAbout which people: \nAbout which period: \nWhat for: \n`,
    contacts: 'Whom to turn to',
    link: 'Ask for data that are not listed',
  },
  developers: {
    title: 'For developers',
    intro: 'Everything that this catalogue publishes can be read by programs as well, without an account. What goes is told, too.',
    faces: [
      { href: '/api/v1/openapi.json', name: 'REST API', text: 'Search, datasets, versions, sources and validation as JSON; described with OpenAPI 3.1.' },
      {
        href: '/catalog.ttl',
        name: 'DCAT',
        text: 'The whole catalogue in HealthDCAT-AP, in pages that do not change while you read; also as JSON-LD and RDF/XML.',
      },
      { href: '/datasets.csv', name: 'Search results', text: 'Every search as CSV, JSON-LD, Turtle or an Atom feed.' },
      { href: '/sparql', name: 'SPARQL', text: 'A SPARQL 1.1 endpoint over all descriptions, with a page to write queries.' },
      { href: '/rdf-graphs', name: 'Graph Store', text: 'The graph of each description by itself.' },
    ],
    point: 'For single information points',
    pointText:
      'Single information points (Data Governance Act, Article 8) and other catalogues can take over everything. Read the catalogue once as DCAT, and then only what changed since a point in time (modifiedSince). Each description keeps its own IRI; our number stands beside it.',
    terms: 'Terms',
    termsText: 'The descriptions are free to use. Name your program in User-Agent, use ETags, and do not ask for more at once than you need.',
    changes: 'What changes is told at',
  },
  changelog: { title: 'Changes', intro: 'What changed with each release of this software.' },
  nav: { statistics: 'Figures', publishers: 'Organisations', themes: 'Themes', changelog: 'Changes' },
};
