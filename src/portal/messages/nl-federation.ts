import { counting } from './counting.js';

const { count, number } = counting('nl-NL');

export const nlFederation = {
  nav: 'EU-catalogus',
  title: 'Uitwisseling met de EU en anderen',
  intro: 'Datasets uit deze catalogus staan ook in de EU-catalogus van gezondheidsgegevens, HealthData@EU. Hier ziet u van elke dataset hoe het daarmee staat.',
  notConfigured: 'Deze catalogus is nog niet aangesloten op de EU-catalogus. Wat daar zou worden geweigerd, wordt uitgezocht zodra dat wel zo is.',
  paused: (date: string) => `Het versturen staat stil sinds ${date}. Wat intussen verandert, wacht.`,
  needsComparison: 'De catalogus is teruggezet uit een reservekopie. Er wordt niets verstuurd voordat beide kanten zijn vergeleken.',
  compared: (date: string) => `Beide kanten zijn het laatst vergeleken op ${date}.`,
  neverCompared: 'Beide kanten zijn nog niet vergeleken.',
  found: (inStep: number, missing: number, surplus: number, different: number) =>
    `${count(inStep, 'dataset was', 'datasets waren')} aan beide kanten gelijk, ${number(missing)} ontbraken daar, ${number(surplus)} stonden daar te veel, ${number(different)} waren anders. Verschillen worden vanzelf hersteld.`,
  counts: 'Hoe het met de datasets staat',
  standing: 'Bij de EU',
  meaning: 'Betekenis',
  datasets: 'Datasets',
  standings: {
    'in-step': { name: 'Gelijk', help: 'De EU-catalogus heeft de dataset zoals wij die publiceren.' },
    waiting: { name: 'Onderweg', help: 'Een bericht wacht op verzending of op de uitkomst.' },
    blocked: { name: 'Niet verstuurd', help: 'De EU zou de beschrijving weigeren zoals die nu is.' },
    refused: { name: 'Geweigerd', help: 'De EU heeft de beschrijving geweigerd.' },
    failed: { name: 'Niet bezorgd', help: 'Het bericht kon niet worden bezorgd.' },
    'deletion-due': { name: 'Wordt daar verwijderd', help: 'Ingetrokken bij de bron; de dataset gaat uit de EU-catalogus.' },
    absent: { name: 'Niet aanwezig', help: 'De dataset staat niet in de EU-catalogus en hoort daar ook niet.' },
  },
  list: (standing: string) => `Datasets: ${standing}`,
  all: 'Alle datasets',
  none: 'Zulke datasets zijn er niet.',
  next: 'Volgende datasets',
  columns: { dataset: 'Dataset', station: 'Bij de bron', national: 'In deze catalogus', eu: 'In de EU-catalogus' },
  seen: (date: string) => `gezien op ${date}`,
  since: (date: string) => `sinds ${date}`,
  dueOn: (date: string) => `wordt verwijderd op ${date}`,
  states: { current: 'gepubliceerd', withdrawn: 'ingetrokken', withheld: 'offline gehaald', held: 'aangehouden', onboarding: 'nog niet live' },
  obstacles: (n: number) => `${count(n, 'punt', 'punten')} waarop de EU zou weigeren`,
  byHolder: 'De datahouder kan dit verhelpen.',
  byHdab: 'De toegangsinstantie kan dit toevoegen.',
  harvesting: 'Voor andere catalogi',
  harvestingText: 'Elke beschrijving is op te halen, alles of alleen wat veranderde sinds uw laatste bezoek, met wat er verdween.',
  harvestingLink: 'Wat u kunt ophalen, en hoe',
};
