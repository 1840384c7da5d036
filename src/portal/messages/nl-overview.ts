import { counting } from './counting.js';

const { count, number } = counting('nl-NL');

/** Overzichten: cijfers, organisaties, thema's, vragen naar wat er niet staat, ontwikkelaars, wijzigingen. */
export const nlOverview = {
  statistics: {
    title: 'De catalogus in cijfers',
    intro: 'Deze cijfers gaan over wat nu gepubliceerd is. Ze worden gemaakt als u de pagina opent.',
    table: 'Toon als tabel',
    csv: (chart: string): string => `Download als CSV: ${chart}`,
    value: 'Waarde',
    datasets: 'Datasets',
    share: 'Aandeel',
    nothing: 'Hiervan zijn nog geen cijfers.',
    more: (n: number): string => `${number(n)} andere staan in de tabel.`,
    charts: {
      category: 'Soort gezondheidsgegevens',
      access: 'Toegang',
      holder: 'Datahouder',
      publisher: 'Uitgever',
      station: 'Bron',
      growth: 'Groei',
      quality: 'Kwaliteit van de beschrijvingen per bron',
      usage: 'Gebruik per maand',
      searches: 'Zoekvragen per maand',
    },
    found: {
      category: (label: string, n: number, of: number): string => `De meeste datasets zijn van de soort "${label}": ${number(n)} van ${number(of)}`,
      access: (label: string, n: number, of: number): string => `De meeste datasets hebben toegang "${label}": ${number(n)} van ${number(of)}`,
      holder: (label: string, n: number, of: number): string => `${label} is datahouder van de meeste datasets: ${number(n)} van ${number(of)}`,
      publisher: (label: string, n: number, of: number): string => `${label} geeft de meeste datasets uit: ${number(n)} van ${number(of)}`,
      station: (label: string, n: number, of: number): string => `De bron ${label} levert de meeste datasets: ${number(n)} van ${number(of)}`,
    },
    grew: (n: number, months: number): string =>
      n === 0
        ? `Het aantal beschrijvingen is in ${number(months)} maanden gelijk gebleven`
        : `In ${number(months)} maanden ${n > 0 ? 'kwamen er' : 'gingen er'} ${count(Math.abs(n), 'beschrijving', 'beschrijvingen')} ${n > 0 ? 'bij' : 'af'}`,
    qualityFound: (label: string, points: number): string => `De beschrijvingen van ${label} scoren het hoogst: gemiddeld ${number(points)} van 405 punten`,
    points: 'Punten (MQA)',
    healthPoints: 'Punten (gezondheid)',
    usageFound: (n: number, month: string): string => `In ${month} werden datasets ${number(n)} keer bekeken, opgevraagd of bewaard`,
    searchFound: (n: number, none: number): string => `Van ${count(n, 'zoekvraag', 'zoekvragen')} vonden er ${number(none)} niets`,
    usageHelp:
      'Wij tellen per dag hoe vaak datasets bekeken, opgevraagd, bewaard en doorgegeven worden. Wij leggen niet vast door wie. Cijfers per dataset zijn voor de beheerder en voor de bron zelf.',
    month: 'Maand',
    records: 'Beschrijvingen',
    channels: {
      page: 'Pagina bekeken',
      api: 'API',
      list: 'Op een lijst gezet',
      handover: 'Doorgegeven',
      export: 'Gedownload',
      search: 'Zoekvragen',
      'search-none': 'Zonder resultaat',
    },
    noStation: 'nog niet beoordeeld',
  },
  publishers: {
    title: 'Organisaties',
    intro: 'Datahouders hebben gegevens onder zich; uitgevers geven de beschrijving ervan uit. Kies een organisatie om haar datasets te zien.',
    holders: 'Datahouders',
    publishers: 'Uitgevers',
  },
  themes: {
    title: "Thema's",
    intro: 'Kies een thema om de datasets daarover te zien.',
    healthThemes: "Gezondheidsthema's",
    categories: 'Soorten gezondheidsgegevens (EHDS, artikel 51)',
    themes: "Algemene thema's",
  },
  entries: (n: number): string => count(n, 'dataset', 'datasets'),
  none: 'Er is nog niets om te tonen.',
  ask: {
    title: 'Vraag naar gegevens die hier niet staan',
    intro: 'Deze catalogus is niet volledig. U mag ook gegevens aanvragen die hier nog niet beschreven zijn.',
    steps: [
      'Schrijf op wat u zoekt: over welke mensen, welke periode en welke gegevens, en waarvoor u ze nodig hebt.',
      'Stuur dat naar de instantie voor toegang tot gezondheidsgegevens. Die zoekt uit of de gegevens er zijn en wie ze heeft.',
      'Blijken de gegevens er te zijn, dan vraagt de instantie de datahouder om ze te beschrijven. U kunt uw aanvraag intussen voorbereiden.',
    ],
    searched: (q: string): string => `U zocht op: ${q}`,
    mail: 'Schrijf een mail',
    subject: 'Vraag naar gegevens die niet in de catalogus staan',
    body: (q: string): string =>
      `Geachte lezer,\n\nik zoek gegevens die ik niet in de catalogus vind.\n\nWat ik zoek: ${q}\nOver welke mensen: \nOver welke periode: \nWaarvoor: \n`,
    contacts: 'Bij wie u terechtkunt',
    link: 'Vraag naar gegevens die hier niet staan',
  },
  developers: {
    title: 'Voor ontwikkelaars',
    intro: 'Alles wat deze catalogus publiceert, is ook door programma’s te lezen, zonder aanmelding. Wat verdwijnt, wordt ook gemeld.',
    faces: [
      { href: '/api/v1/openapi.json', name: 'REST-API', text: 'Zoeken, datasets, versies, bronnen en controles als JSON; beschreven met OpenAPI 3.1.' },
      {
        href: '/catalog.ttl',
        name: 'DCAT',
        text: 'De hele catalogus in HealthDCAT-AP, in bladzijden die tijdens het lezen niet veranderen; ook als JSON-LD en RDF/XML.',
      },
      { href: '/datasets.csv', name: 'Zoekresultaten', text: 'Elke zoekvraag als CSV, JSON-LD, Turtle of Atom-feed.' },
      { href: '/sparql', name: 'SPARQL', text: 'SPARQL 1.1-endpoint over alle beschrijvingen, met een pagina om vragen te schrijven.' },
      { href: '/rdf-graphs', name: 'Graph Store', text: 'De graaf van elke beschrijving afzonderlijk.' },
    ],
    point: 'Voor centrale informatiepunten',
    pointText:
      'Centrale informatiepunten (Dataverordening, artikel 8) en andere catalogi kunnen alles overnemen. Lees de catalogus één keer via DCAT en daarna alleen wat sinds een tijdstip veranderd is (modifiedSince). Elke beschrijving houdt haar eigen IRI; ons nummer staat erbij.',
    terms: 'Voorwaarden',
    termsText: 'De beschrijvingen zijn vrij te gebruiken. Noem uw programma in User-Agent, gebruik ETags, en vraag niet meer tegelijk dan nodig is.',
    changes: 'Wat er verandert, staat bij',
  },
  changelog: { title: 'Wijzigingen', intro: 'Wat er in elke uitgave van deze software is veranderd. De tekst is in het Engels.' },
  nav: { statistics: 'Cijfers', publishers: 'Organisaties', themes: "Thema's", changelog: 'Wijzigingen' },
};
