/** The words of mails, one set per language; short sentences, since a mail is read in passing. */
export interface MailWords {
  readonly locale: string;
  readonly greeting: (station: string) => string;
  readonly subjects: Readonly<Record<'failing' | 'still-failing' | 'recovered' | 'on-hold' | 'held' | 'overdue', (station: string) => string>>;
  readonly failing: (when: string) => string;
  readonly partial: (when: string) => string;
  readonly keeps: string;
  readonly stillFailing: (when: string) => string;
  readonly recovered: (when: string, since: string) => string;
  readonly onHold: (when: string) => string;
  readonly onHoldNext: string;
  readonly held: (n: number) => string;
  readonly heldNext: string;
  readonly overdue: (n: number) => string;
  readonly overdueNext: string;
  readonly seen: string;
  readonly more: (n: number) => string;
  readonly untitled: string;
  readonly feedback: string;
  readonly key: string;
  readonly publicPage: string;
  readonly closing: (catalogue: string) => string;
  readonly why: string;
  readonly digestSubject: (catalogue: string, stations: number) => string;
  readonly digestGreeting: string;
  readonly digestIntro: (provider: string) => string;
}

const nl: MailWords = {
  locale: 'nl-NL',
  greeting: (station) => `Beste beheerder van ${station},`,
  subjects: {
    failing: (station) => `${station}: ophalen mislukt`,
    'still-failing': (station) => `${station}: ophalen mislukt nog steeds`,
    recovered: (station) => `${station}: ophalen lukt weer`,
    'on-hold': (station) => `${station}: wijzigingen tegengehouden`,
    held: (station) => `${station}: beschrijvingen aangehouden`,
    overdue: (station) => `${station}: jaarlijkse controle is nodig`,
  },
  failing: (when) => `Op ${when} konden wij uw beschrijvingen niet ophalen.`,
  partial: (when) => `Op ${when} konden wij een deel van uw beschrijvingen niet ophalen.`,
  keeps: 'Wat al in de catalogus staat, blijft staan. Wij proberen het opnieuw volgens het schema.',
  stillFailing: (when) => `Het ophalen van uw beschrijvingen mislukt sinds ${when}.`,
  recovered: (when, since) => `Op ${when} is het ophalen van uw beschrijvingen weer gelukt. Het mislukte sinds ${since}.`,
  onHold: (when) => `De ronde van ${when} zou in één keer veel veranderen. Daarom is zij tegengehouden; de catalogus is niet gewijzigd.`,
  onHoldNext:
    'Klopt wat uw bron nu toont? Laat het de beheerder van de catalogus weten; die geeft de ronde vrij. Klopt het niet, dan hoeft u alleen uw bron te herstellen.',
  held: (n) => (n === 1 ? 'Eén nieuwe beschrijving is aangehouden:' : `${String(n)} nieuwe beschrijvingen zijn aangehouden:`),
  heldNext: 'Aangehouden beschrijvingen staan niet in de catalogus. Op de terugkoppelpagina staat per beschrijving wat er ontbreekt.',
  overdue: (n) =>
    n === 1 ? 'Eén beschrijving is langer dan een jaar niet gecontroleerd:' : `${String(n)} beschrijvingen zijn langer dan een jaar niet gecontroleerd:`,
  overdueNext: 'Controleer ten minste één keer per jaar of elke beschrijving nog klopt, en bevestig dat. Op de terugkoppelpagina staat hoe.',
  seen: 'Wat wij zagen (in het Engels):',
  more: (n) => `en nog ${String(n)}`,
  untitled: 'zonder titel',
  feedback: 'Alles hierover staat op uw terugkoppelpagina:',
  key: 'De sleutel van die pagina hebt u eerder gekregen. Hij staat met opzet niet in dit bericht; vraag zo nodig de beheerder van de catalogus om een nieuwe.',
  publicPage: 'Wat iedereen van uw bron kan zien:',
  closing: (catalogue) => `Met vriendelijke groet,\n${catalogue}`,
  why: 'U krijgt dit bericht omdat u bij de catalogus als contact van deze bron bekend bent.',
  digestSubject: (catalogue, stations) => `${catalogue}: weekbericht over ${String(stations)} ${stations === 1 ? 'bron' : 'bronnen'}`,
  digestGreeting: 'Beste beheerder,',
  digestIntro: (provider) => `Dit veranderde er sinds het vorige bericht bij de bronnen van ${provider}.`,
};

const en: MailWords = {
  locale: 'en-GB',
  greeting: (station) => `Dear curator of ${station},`,
  subjects: {
    failing: (station) => `${station}: collecting failed`,
    'still-failing': (station) => `${station}: collecting still fails`,
    recovered: (station) => `${station}: collecting works again`,
    'on-hold': (station) => `${station}: changes are on hold`,
    held: (station) => `${station}: descriptions are held`,
    overdue: (station) => `${station}: the yearly check is due`,
  },
  failing: (when) => `On ${when} we could not collect your descriptions.`,
  partial: (when) => `On ${when} we could not collect part of your descriptions.`,
  keeps: 'What is in the catalogue already stays there. We will try again by the schedule.',
  stillFailing: (when) => `Collecting your descriptions has been failing since ${when}.`,
  recovered: (when, since) => `On ${when} collecting your descriptions succeeded again. It had been failing since ${since}.`,
  onHold: (when) => `The run of ${when} would change much at once. So it was stopped; the catalogue has not been changed.`,
  onHoldNext:
    'Is what your source shows now right? Tell the operator of the catalogue, who will release the run. If it is not, all you have to do is mend your source.',
  held: (n) => (n === 1 ? 'One new description is held:' : `${String(n)} new descriptions are held:`),
  heldNext: 'Held descriptions are not in the catalogue. The feedback page says of each what is missing.',
  overdue: (n) =>
    n === 1 ? 'One description has not been checked for more than a year:' : `${String(n)} descriptions have not been checked for more than a year:`,
  overdueNext: 'Please check at least once a year that each description is still right, and confirm it. The feedback page says how.',
  seen: 'What we saw:',
  more: (n) => `and ${String(n)} more`,
  untitled: 'without a title',
  feedback: 'Everything about it is on your feedback page:',
  key: 'You were given the key of that page before. It is left out of this message on purpose; ask the operator of the catalogue for a new one if you need it.',
  publicPage: 'What everyone can see of your source:',
  closing: (catalogue) => `Kind regards,\n${catalogue}`,
  why: 'You receive this message because the catalogue knows you as the contact of this source.',
  digestSubject: (catalogue, stations) => `${catalogue}: weekly message about ${String(stations)} ${stations === 1 ? 'source' : 'sources'}`,
  digestGreeting: 'Dear curator,',
  digestIntro: (provider) => `This has changed since the last message at the sources of ${provider}.`,
};

export const mailWords: Readonly<Record<'nl' | 'en', MailWords>> = { nl, en };
