import { counting } from './counting.js';

const { count, number } = counting('nl-NL');

export const nlSparql = {
  title: 'Vragen stellen met SPARQL',
  intro: 'SPARQL is een taal om vragen te stellen aan de beschrijvingen in deze catalogus. Kies een voorbeeld of schrijf zelf een vraag.',
  form: 'SPARQL-vraag',
  query: 'Uw vraag in SPARQL',
  queryHint: 'SELECT en ASK geven een tabel of een antwoord, CONSTRUCT en DESCRIBE geven gegevens in Turtle. Er wordt niets gewijzigd.',
  run: 'Stel de vraag',
  rows: (n: number, more: boolean) => (n === 0 ? 'Niets gevonden' : more ? `De eerste ${number(n)} rijen` : count(n, 'rij', 'rijen')),
  answer: (value: boolean) => `Antwoord: ${value ? 'ja' : 'nee'}`,
  graph: 'Gegevens in Turtle',
  refused: {
    query: 'De vraag is niet te lezen',
    long: 'De vraag is te lang',
    forbidden: 'Deze vraag wordt niet beantwoord',
    timeout: 'De vraag duurde te lang',
    large: 'Het antwoord is te groot',
    busy: 'Het is nu te druk',
    many: 'U vraagt te veel tegelijk',
  },
  noService: 'SERVICE wordt hier niet beantwoord: deze catalogus stelt geen vragen aan andere systemen. Vraag elk systeem zijn eigen deel.',
  tooLong: (characters: number) => `De vraag is langer dan ${number(characters)} tekens, of het formulier is beschadigd aangekomen.`,
  took: (ms: number) => `Het antwoord kostte ${number(Math.max(1, Math.round(ms)))} milliseconden.`,
  cut: 'Hier staat een deel van het antwoord. Download het voor alles, of vraag minder met LIMIT.',
  caption: 'Resultaat van de vraag',
  downloads: 'Download alles:',
  download: (format: string) => `resultaat als ${format}`,
  permalink: 'Vast adres van deze vraag',
  examples: 'Voorbeelden',
  groups: {
    overview: 'Wat is er?',
    fitness: 'Is het bruikbaar voor mijn onderzoek?',
    access: 'Hoe krijg ik toegang?',
    quality: 'Hoe goed zijn de beschrijvingen?',
    origin: 'Waar komt het vandaan?',
  },
  programs: 'Vragen vanuit een programma',
  programsText: 'Programma’s stellen hun vraag aan het endpoint:',
  graphs:
    'Zonder GRAPH ziet u alle huidige records samen. Elk record staat ook in een eigen graaf met het adres van zijn pagina; de gegevens over de records zelf staan in de graaf van de catalogus.',
  more: 'Meer voor ontwikkelaars',
};
