import { counting } from './counting.js';
import { nlDataset } from './nl-dataset.js';
import { nlFederation } from './nl-federation.js';
import { nlList } from './nl-list.js';
import { nlOverview } from './nl-overview.js';
import { nlQuality } from './nl-quality.js';
import { nlSearch } from './nl-search.js';
import { nlSparql } from './nl-sparql.js';
import { nlStations } from './nl-stations.js';
import { nlTexts } from './nl-texts.js';
import { nlTrial } from './nl-trial.js';
import { nlValidator } from './nl-validator.js';

const { count, number } = counting('nl-NL');

export const nl = {
  locale: 'nl-NL',
  siteNav: 'Hoofdmenu',
  otherLanguage: 'English',
  skipToContent: 'Naar de inhoud',
  skipToResults: 'Naar de resultaten',
  skipToFilters: 'Naar de filters',
  nav: { datasets: 'Datasets', stations: 'Bronnen', validate: 'Controleren', about: 'Over de catalogus' },
  footer: {
    label: 'Over deze website',
    accessibility: 'Toegankelijkheid',
    privacy: 'Privacy',
    developers: 'Voor ontwikkelaars',
    version: (version: string) => `Versie ${version}`,
  },
  searchBox: {
    label: 'Zoek in de datasets',
    button: 'Zoeken',
    hint: 'Bijvoorbeeld een ziekte, een registratie of een codestelsel.',
    suggestions: 'Voorstellen',
    suggestionCount: '{n} voorstellen; blader met de pijltjes',
  },
  help: 'Uitleg',
  helpFor: (field: string) => `bij ${field}`,
  codes: 'Code',
  inLanguage: (name: string) => `in het ${name}`,
  notProvided: 'niet opgegeven',
  yes: 'ja',
  no: 'nee',
  unknownDate: 'onbekend',
  range: (from: string, to: string) => `${from} tot en met ${to}`,
  rangeFrom: (from: string) => `vanaf ${from}`,
  rangeTo: (to: string) => `tot en met ${to}`,
  agesBetween: (from: number, to: number) => `${number(from)} tot en met ${number(to)} jaar`,
  agesFrom: (from: number) => `vanaf ${number(from)} jaar`,
  agesTo: (to: number) => `tot en met ${number(to)} jaar`,
  copied: 'Gekopieerd',
  pagination: { label: 'Bladeren', previous: 'Vorige', next: 'Volgende', page: (page: number, pages: number) => `Pagina ${number(page)} van ${number(pages)}` },
  hdab: {
    title: 'Staat de dataset er niet bij?',
    text: 'Deze catalogus is niet volledig. U kunt ook gegevens aanvragen die hier (nog) niet staan. Vraag ernaar bij de instantie voor toegang tot gezondheidsgegevens.',
    ask: (name: string) => `Vraag het aan ${name}`,
    mail: (name: string) => `Mail ${name}`,
    call: (number: string) => `Bel ${number}`,
    unknown: 'Er is nog geen instantie voor toegang tot gezondheidsgegevens aangewezen.',
  },
  home: {
    title: 'Vind gezondheidsgegevens voor onderzoek en beleid',
    intro:
      'In deze catalogus staan beschrijvingen van gezondheidsgegevens in Nederland. U ziet welke gegevens er zijn, wie ze beheert en hoe u toegang vraagt. De gegevens zelf staan er niet in.',
    totals: 'De catalogus in cijfers',
    totalDatasets: (n: number) => count(n, 'dataset', 'datasets').replace(/^[\d.]+ /, ''),
    totalStations: (n: number) => count(n, 'bron', 'bronnen').replace(/^[\d.]+ /, ''),
    totalHolders: (n: number) => count(n, 'datahouder', 'datahouders').replace(/^[\d.]+ /, ''),
    byCategory: 'Zoek per soort gezondheidsgegevens',
    byCategoryIntro: 'De Europese verordening over gezondheidsgegevens (EHDS) kent zeventien soorten.',
    datasetsIn: (n: number) => count(n, 'dataset', 'datasets'),
    byAccess: 'Zoek per toegang',
    newest: 'Nieuwste datasets',
    allDatasets: 'Bekijk alle datasets',
    steps: 'Hoe krijgt u toegang?',
    step: [
      { title: 'Zoek de dataset', text: 'Lees in de beschrijving wat erin staat, over welke mensen en over welke periode.' },
      { title: 'Kijk naar de toegang', text: 'Openbare gegevens kunt u meteen gebruiken. Voor andere gegevens hebt u een vergunning nodig.' },
      { title: 'Vraag de gegevens aan', text: 'Dien een aanvraag in bij de instantie voor toegang tot gezondheidsgegevens. Die beslist en helpt u verder.' },
      { title: 'Werk in een veilige omgeving', text: 'Na de vergunning krijgt u toegang in een beveiligde verwerkingsomgeving.' },
    ],
    holders: 'Voor datahouders',
    holdersText: 'Uw beschrijvingen worden automatisch opgehaald. U ziet per bron wanneer dat is gebeurd en wat er beter kan.',
    holdersLink: 'Bekijk de bronnen',
    developers: 'Voor ontwikkelaars',
    developersText: 'Alle beschrijvingen zijn vrij op te vragen als linked data en via een API.',
    developersLink: 'Lees hoe dat werkt',
  },
  errors: {
    badRequest: { title: 'Deze vraag klopt niet', text: 'De zoekvraag in het adres is niet te lezen.' },
    tooLong: (max: number) => `Uw zoekvraag is te lang. Gebruik ten hoogste ${number(max)} tekens.`,
    notFound: { title: 'Pagina niet gevonden', text: 'Deze pagina bestaat niet of niet meer.' },
    datasetNotFound: { title: 'Dataset niet gevonden', text: 'Onder dit adres kennen wij geen dataset.' },
    lookingForIri: 'Zoekt u een dataset op zijn IRI?',
    iriLabel: 'IRI van de dataset',
    iriButton: 'Zoek de IRI',
    gone: { title: 'Deze dataset is niet meer beschikbaar', text: 'De beheerder van de catalogus heeft deze beschrijving weggehaald.' },
    beyond: {
      title: 'Zo ver gaan de resultaten niet',
      text: (pages: number) => `Er ${pages === 1 ? 'is' : 'zijn'} ${count(pages, 'pagina', "pagina's")}.`,
      last: 'Naar de laatste pagina',
    },
    server: { title: 'Er ging iets mis', text: 'Dat ligt aan ons. Probeer het later opnieuw.' },
    unavailable: { title: 'De catalogus is even niet bereikbaar', text: 'Probeer het over een minuut opnieuw.' },
    toHome: 'Naar de startpagina',
    toStations: 'Naar de bronnen',
    toAbout: 'Over de catalogus',
  },
  search: nlSearch,
  list: nlList,
  overview: nlOverview,
  federation: nlFederation,
  dataset: nlDataset,
  stations: nlStations,
  texts: nlTexts,
  validator: nlValidator,
  sparql: nlSparql,
  trial: nlTrial,
  quality: nlQuality,
};
