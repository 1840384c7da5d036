/** De vaste pagina's: over, toegankelijkheid, privacy. */
export const nlTexts = {
  about: {
    title: 'Over de catalogus',
    intro:
      'Deze catalogus beschrijft gezondheidsgegevens die voor onderzoek, beleid en innovatie gebruikt kunnen worden. Zij hoort bij de Europese ruimte voor gezondheidsgegevens (EHDS, Verordening (EU) 2025/327).',
    how: 'Hoe komt een beschrijving in de catalogus?',
    howText: [
      'Datahouders beschrijven hun gegevens in hun eigen systeem. Zo’n systeem noemen wij een bron.',
      'Wij halen de beschrijvingen volgens een vast schema op en controleren ze aan de hand van de Europese afspraken (HealthDCAT-AP).',
      'Een beschrijving die te lezen is en een titel, een omschrijving en een datahouder heeft, wordt gepubliceerd. Wat beter kan, staat bij de dataset.',
      'Is een dataset bij de bron verdwenen, dan blijft de laatste beschrijving staan met een melding.',
    ],
    glossary: 'Begrippen',
    terms: [
      { id: 'dataset', term: 'Dataset', text: 'Een verzameling gegevens die bij elkaar hoort en als geheel wordt beheerd.' },
      { id: 'holder', term: 'Datahouder', text: 'De organisatie die de gegevens onder zich heeft en ze beschikbaar moet stellen.' },
      { id: 'publisher', term: 'Uitgever', text: 'De organisatie die de beschrijving van de dataset uitgeeft. Dat kan een andere zijn dan de datahouder.' },
      {
        id: 'hdab',
        term: 'Instantie voor toegang tot gezondheidsgegevens',
        text: 'De instantie die beslist over aanvragen (in het Engels: health data access body, HDAB).',
      },
      { id: 'trusted', term: 'Vertrouwde datahouder', text: 'Een datahouder die door de toegangsinstantie is aangewezen en aanvragen sneller kan behandelen.' },
      { id: 'station', term: 'Bron', text: 'Het systeem van een organisatie waaruit wij beschrijvingen ophalen.' },
      { id: 'series', term: 'Reeks', text: 'Datasets die bij elkaar horen, bijvoorbeeld één per jaar.' },
      {
        id: 'label',
        term: 'Kwaliteitslabel',
        text: 'Een label dat zegt hoe goed en bruikbaar de gegevens zijn. Het staat los van de controle van de beschrijving.',
      },
    ],
    developers: 'Voor ontwikkelaars',
    developersText: 'Alle beschrijvingen zijn vrij te gebruiken. U kunt ze zo opvragen:',
    links: { api: 'REST-API (OpenAPI-beschrijving)', sparql: 'SPARQL-endpoint', catalog: 'De hele catalogus als Turtle' },
    rules: 'Regels waaraan wij toetsen',
    rulesText: 'Bij het ophalen gebruiken wij deze profielen.',
    contact: 'Contact',
  },
  accessibility: {
    title: 'Toegankelijkheidsverklaring',
    status: 'Status: nog niet onderzocht',
    statusText: 'Deze website is nog niet door een onafhankelijke partij onderzocht. Wij weten daarom niet zeker of zij aan alle eisen voldoet.',
    norm: 'Wij streven naar WCAG 2.2, niveau A en AA (Europese norm EN 301 549).',
    done: 'Wat wij zelf doen',
    doneList: [
      'Elke pagina wordt automatisch getoetst in beide talen, licht en donker, breed en smal.',
      'Alles werkt met het toetsenbord en zonder JavaScript.',
      'Tekst blijft leesbaar bij 400 procent vergroting.',
    ],
    problem: 'Werkt er iets niet voor u?',
    problemText: 'Laat het ons weten. Wij zoeken samen met u een oplossing.',
    limits: 'Teksten van anderen',
    limitsText: 'De beschrijvingen komen van datahouders. Daarin kunnen teksten in een andere taal of lastige teksten staan; wij veranderen die niet.',
  },
  privacy: {
    title: 'Privacy',
    intro: 'U kunt deze website gebruiken zonder account. Wij volgen u niet.',
    log: 'Wat wij vastleggen',
    logList: [
      'Wij tellen bezoeken per soort pagina, met statuscode en duur.',
      'Wij leggen geen internetadressen vast.',
      'Per dag tellen wij hoe vaak elke dataset bekeken, opgevraagd, bewaard of doorgegeven is. Wij leggen niet vast door wie.',
      'Van zoekvragen tellen wij het aantal. Woorden die niets opleverden, tellen wij per maand; wij laten ze alleen aan de beheerder zien als er ten minste tien keer naar is gezocht, en vergeten de andere.',
      'Wat u laat controleren, bewaren wij niet. Het resultaat staat enkele minuten in het geheugen. Vraagt u erom, dan bewaren wij het rapport 30 dagen; u kunt het eerder verwijderen.',
      'Om te veel controles tegen te gaan tellen wij ze korte tijd per internetadres, alleen in het geheugen.',
      'Wij gebruiken geen diensten van derden: geen lettertypen, statistieken of kaarten van elders.',
    ],
    cookies: 'Cookies',
    cookiesText:
      'Er is één cookie: "list". Die ontstaat pas als u een dataset op uw lijst zet, bevat alleen de nummers van die datasets met de dag, en verdwijnt na 30 dagen of als u de lijst leegmaakt.',
    persons: 'Persoonsgegevens in beschrijvingen',
    personsText:
      'In een beschrijving kan een contactpersoon staan. Die gegevens komen van de datahouder. Kloppen ze niet, vraag dan de datahouder om ze te wijzigen.',
  },
};
