import { counting } from './counting.js';
import type { nlFederation } from './nl-federation.js';

const { count, number } = counting('en-GB');

export const enFederation: typeof nlFederation = {
  nav: 'EU catalogue',
  title: 'Exchange with the EU and others',
  intro: 'Datasets of this catalogue also appear in the EU catalogue of health data, HealthData@EU. Here you see how each of them stands there.',
  notConfigured: 'This catalogue is not connected to the EU catalogue yet. What would be refused there is worked out when it is.',
  paused: (date) => `Sending has been paused since ${date}. What changes meanwhile waits.`,
  needsComparison: 'The catalogue was restored from a backup. Nothing is sent until both sides have been compared.',
  compared: (date) => `Both sides were last compared on ${date}.`,
  neverCompared: 'Both sides have not been compared yet.',
  found: (inStep, missing, surplus, different) =>
    `${count(inStep, 'dataset was', 'datasets were')} the same on both sides, ${number(missing)} missing there, ${number(surplus)} too many there, ${number(different)} different. Differences are mended by themselves.`,
  counts: 'How datasets stand',
  standing: 'With the EU',
  meaning: 'Meaning',
  datasets: 'Datasets',
  standings: {
    'in-step': { name: 'In step', help: 'The EU catalogue has it as we publish it.' },
    waiting: { name: 'On its way', help: 'A message waits to be sent, or for its outcome.' },
    blocked: { name: 'Not sent', help: 'The EU would refuse the description as it is.' },
    refused: { name: 'Refused', help: 'The EU has refused the description.' },
    failed: { name: 'Not delivered', help: 'The message could not be brought there.' },
    'deletion-due': { name: 'To be deleted there', help: 'Withdrawn at its source; it will be deleted from the EU catalogue.' },
    absent: { name: 'Not there', help: 'It is not in the EU catalogue, and is not to be.' },
  },
  list: (standing) => `Datasets: ${standing}`,
  all: 'All datasets',
  none: 'There are no datasets like that.',
  next: 'Next datasets',
  columns: { dataset: 'Dataset', station: 'At its source', national: 'In this catalogue', eu: 'In the EU catalogue' },
  seen: (date) => `seen on ${date}`,
  since: (date) => `since ${date}`,
  dueOn: (date) => `to be deleted on ${date}`,
  states: { current: 'published', withdrawn: 'withdrawn', withheld: 'taken down', held: 'held', onboarding: 'not live yet' },
  obstacles: (n) => `${count(n, 'thing', 'things')} that the EU would refuse`,
  byHolder: 'The data holder can mend this.',
  byHdab: 'The health data access body can add this.',
  harvesting: 'For other catalogues',
  harvestingText: 'Every description can be harvested, whole or what has changed since your last visit, deletions included.',
  harvestingLink: 'What to harvest, and how',
};
