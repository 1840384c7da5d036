import type { nlTexts } from './nl-texts.js';

/** The standing pages: about, accessibility, privacy. */
export const enTexts: typeof nlTexts = {
  about: {
    title: 'About the catalogue',
    intro:
      'This catalogue describes health data that can be used for research, policy and innovation. It is part of the European Health Data Space (EHDS, Regulation (EU) 2025/327).',
    how: 'How does a description get into the catalogue?',
    howText: [
      'Data holders describe their data in their own system. We call such a system a source.',
      'We collect the descriptions on a fixed schedule and check them against the European agreements (HealthDCAT-AP).',
      'A description that can be read and has a title, a description and a data holder is published. What could be better is shown with the dataset.',
      'When a dataset has gone from its source, the last description stays here with a notice.',
    ],
    glossary: 'Terms',
    terms: [
      { id: 'dataset', term: 'Dataset', text: 'A collection of data that belong together and are managed as a whole.' },
      { id: 'holder', term: 'Data holder', text: 'The organisation that holds the data and has to make them available.' },
      {
        id: 'publisher',
        term: 'Publisher',
        text: 'The organisation that publishes the description of the dataset. It can be another one than the data holder.',
      },
      { id: 'hdab', term: 'Health data access body (HDAB)', text: 'The body that decides on applications for data.' },
      { id: 'trusted', term: 'Trusted data holder', text: 'A data holder designated by the health data access body, which can handle applications faster.' },
      { id: 'station', term: 'Source', text: 'The system of an organisation from which we collect descriptions.' },
      { id: 'series', term: 'Series', text: 'Datasets that belong together, for example one for each year.' },
      { id: 'label', term: 'Quality label', text: 'A label that says how good and useful the data are. It is separate from the check of the description.' },
    ],
    developers: 'For developers',
    developersText: 'All descriptions are free to use. You can get them like this:',
    links: { api: 'REST API (OpenAPI description)', sparql: 'SPARQL endpoint', catalog: 'The whole catalogue as Turtle' },
    rules: 'Rules that we check',
    rulesText: 'When collecting descriptions we use these profiles.',
    contact: 'Contact',
  },
  accessibility: {
    title: 'Accessibility statement',
    status: 'Status: not yet assessed',
    statusText: 'This website has not yet been assessed by an independent party. We therefore do not know for sure whether it meets all requirements.',
    norm: 'We aim for WCAG 2.2, levels A and AA (European standard EN 301 549).',
    done: 'What we do ourselves',
    doneList: [
      'Every page is tested automatically in both languages, light and dark, wide and narrow.',
      'Everything works with the keyboard and without JavaScript.',
      'Text stays readable at 400 per cent zoom.',
    ],
    problem: 'Does something not work for you?',
    problemText: 'Please tell us. We look for a solution with you.',
    limits: 'Texts by others',
    limitsText: 'The descriptions come from data holders. They can hold texts in another language or difficult texts; we do not change those.',
  },
  privacy: {
    title: 'Privacy',
    intro: 'You can use this website without an account. We do not track you.',
    log: 'What we record',
    logList: [
      'We count visits by kind of page, with status code and duration.',
      'We record no internet addresses.',
      'Each day we count how often each dataset was viewed, asked for, kept or handed over. We do not record by whom.',
      'Of searches we count the number. Words that found nothing are counted by month; we show them to the operator only when at least ten searches asked for them, and forget the others.',
      'What you have validated is not kept. The result stays in memory for some minutes. If you ask for it, we keep the report for 30 days; you can delete it sooner.',
      'To prevent too many validations we count them for a short time by internet address, in memory only.',
      'We use no services of others: no fonts, statistics or maps from elsewhere.',
    ],
    cookies: 'Cookies',
    cookiesText:
      'There is one cookie: "list". It is made when you put a dataset on your list, holds only the numbers of those datasets with the day, and goes after 30 days or when you empty the list.',
    persons: 'Personal data in descriptions',
    personsText: 'A description can name a contact person. Those data come from the data holder. If they are wrong, ask the data holder to change them.',
  },
};
