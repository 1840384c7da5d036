import type { PortalLanguage } from '../domain/language.js';
import type { Severity } from '../domain/validation.js';
import type { ValidationSubject } from '../catalogue/validate.js';
import type { VerdictName } from './report-writer.js';

const number = (lang: string, n: number): string => n.toLocaleString(lang === 'nl' ? 'nl-NL' : 'en-GB');
const counter =
  (lang: string, one: string, many: string) =>
  (n: number): string =>
    `${number(lang, n)} ${n === 1 ? one : many}`;
const list =
  (and: string) =>
  (parts: readonly string[]): string =>
    parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${and} ${parts.at(-1) ?? ''}`;

/** The words of reports. Dutch is the source; English has the same keys, which the compiler checks. */
const nl = {
  number: (n: number): string => number('nl', n),
  list: list('en'),
  severity: { violation: 'overtreding', warning: 'waarschuwing', info: 'suggestie' } satisfies Record<Severity, string>,
  violations: counter('nl', 'overtreding', 'overtredingen'),
  warnings: counter('nl', 'waarschuwing', 'waarschuwingen'),
  infos: counter('nl', 'suggestie', 'suggesties'),
  records: counter('nl', 'beschrijving', 'beschrijvingen'),
  repairs: counter('nl', 'reparatie', 'reparaties'),
  times: counter('nl', 'keer', 'keer'),
  kind: { dataset: 'Dataset', series: 'Datasetserie', service: 'Dataservice', catalogue: 'Catalogus' } satisfies Record<ValidationSubject['kind'], string>,
  verdict: { national: 'nationaal', eu: 'EU (HealthData@EU)', 'dcat-ap-nl': 'DCAT-AP-NL' } satisfies Record<VerdictName, string>,
  title: 'Validatierapport',
  untitled: 'zonder titel',
  publishable: 'publiceerbaar',
  notPublishable: 'niet publiceerbaar',
  conforms: 'voldoet',
  doesNotConform: 'voldoet niet',
  fine: 'geen opmerkingen',
  yes: 'ja',
  no: 'nee',
  because: 'want',
  profile: 'profiel',
  line: 'regel',
  lineTerm: 'Regel',
  lines: (numbers: readonly number[], more: number): string =>
    `${numbers.length + more === 1 ? 'regel' : 'regels'} ${numbers.join(', ')}${more === 0 ? '' : ` en ${number('nl', more)} andere`}`,
  also: (n: number): string => `hetzelfde nog ${n === 1 ? 'een keer' : `${number('nl', n)} keer`}`,
  property: 'Eigenschap',
  value: 'Waarde',
  focusNode: 'Bij',
  place: 'Plaats',
  howToFix: 'Zo herstelt u het',
  patch: 'Turtle om over te nemen',
  example: 'Voorbeeld in Turtle, met waarden die u zelf invult',
  didYouMean: 'Bedoelt u misschien',
  replace: (before: string, after: string): string => `Vervang ${before} door ${after}`,
  ruleText: 'Regel',
  ruleLink: 'Waar de regel staat',
  standard: 'standaard',
  rawResult: 'Het resultaat in SHACL',
  verdicts: 'De oordelen naast elkaar',
  verdictsExplained: 'Nationaal volgt het toelatingsbeleid van deze catalogus; de andere twee zeggen wat die catalogi ervan zouden vinden.',
  verdictColumn: 'Oordeel',
  publishableColumn: 'Publiceerbaar',
  violationsColumn: 'Overtredingen',
  warningsColumn: 'Waarschuwingen',
  notices: 'Over het hele document',
  repairsHeading: 'Wat de catalogus bij het lezen herstelt',
  repairsExplained: 'Deze schrijfwijzen worden begrepen. Pas ze aan waar ze vandaan komen; ndc validate --fix doet het voor u waar het zeker is.',
  notRepaired: 'niet te herstellen',
  unreadable: 'niet te lezen',
  unreadableExplained: 'Dit document is niet te lezen; er is niets beoordeeld.',
  parserSays: 'De lezer meldt',
  file: 'Document',
  files: counter('nl', 'document', 'documenten'),
  contents: 'Inhoud',
  datasets: 'Beschrijvingen',
  /** The one sentence that says how it stands. */
  sentence: (state: Standing): string => {
    const found = [
      state.violations > 0 ? nl.violations(state.violations) : '',
      state.warnings > 0 ? nl.warnings(state.warnings) : '',
      state.infos > 0 ? nl.infos(state.infos) : '',
    ].filter((part) => part !== '');
    const where =
      state.records < 2 ? '' : state.bad === 0 ? ` in ${nl.records(state.records)}` : ` in ${number('nl', state.bad)} van ${nl.records(state.records)}`;
    if (state.records === 0 && found.length === 0) return 'Geen dataset, serie of dienst gevonden';
    if (!state.publishable) return `Niet publiceerbaar: ${found.length === 0 ? 'er ontbreekt iets wat nodig is' : nl.list(found)}${where}`;
    if (state.violations > 0) return `Publiceerbaar, met ${nl.list(found)} om te herstellen${where}`;
    return found.length === 0 ? 'Voldoet: geen opmerkingen' : `Publiceerbaar, met ${nl.list(found)}${where}`;
  },
  summary: (state: Standing): string =>
    state.records === 0 && state.violations + state.warnings + state.infos === 0
      ? 'geen dataset, serie of dienst gevonden'
      : `${state.publishable ? nl.publishable : nl.notPublishable}; ${nl.list([nl.violations(state.violations), nl.warnings(state.warnings), ...(state.infos > 0 ? [nl.infos(state.infos)] : [])])} in ${nl.records(state.records)}`,
};

export type Words = typeof nl;

/** What a sentence about a whole document is made from. */
export interface Standing {
  readonly publishable: boolean;
  readonly violations: number;
  readonly warnings: number;
  readonly infos: number;
  readonly records: number;
  /** How many of them have something to mend. */
  readonly bad: number;
}

const en: Words = {
  number: (n) => number('en', n),
  list: list('and'),
  severity: { violation: 'violation', warning: 'warning', info: 'suggestion' },
  violations: counter('en', 'violation', 'violations'),
  warnings: counter('en', 'warning', 'warnings'),
  infos: counter('en', 'suggestion', 'suggestions'),
  records: counter('en', 'description', 'descriptions'),
  repairs: counter('en', 'repair', 'repairs'),
  times: counter('en', 'time', 'times'),
  kind: { dataset: 'Dataset', series: 'Dataset series', service: 'Data service', catalogue: 'Catalogue' },
  verdict: { national: 'national', eu: 'EU (HealthData@EU)', 'dcat-ap-nl': 'DCAT-AP-NL' },
  title: 'Validation report',
  untitled: 'without a title',
  publishable: 'publishable',
  notPublishable: 'not publishable',
  conforms: 'conforms',
  doesNotConform: 'does not conform',
  fine: 'no remarks',
  yes: 'yes',
  no: 'no',
  because: 'because',
  profile: 'profile',
  line: 'line',
  lineTerm: 'Line',
  lines: (numbers, more) =>
    `${numbers.length + more === 1 ? 'line' : 'lines'} ${numbers.join(', ')}${more === 0 ? '' : ` and ${more === 1 ? '1 other' : `${number('en', more)} others`}`}`,
  also: (n) => `the same ${n === 1 ? 'once more' : `${number('en', n)} times more`}`,
  property: 'Property',
  value: 'Value',
  focusNode: 'On',
  place: 'Place',
  howToFix: 'How to fix',
  patch: 'Turtle to take over',
  example: 'Example in Turtle, with values for you to fill in',
  didYouMean: 'Did you mean',
  replace: (before, after) => `Replace ${before} by ${after}`,
  ruleText: 'Rule',
  ruleLink: 'Where the rule is written',
  standard: 'standard',
  rawResult: 'The result in SHACL',
  verdicts: 'The verdicts side by side',
  verdictsExplained: 'National follows the admission policy of this catalogue; the other two say what those catalogues would think of it.',
  verdictColumn: 'Verdict',
  publishableColumn: 'Publishable',
  violationsColumn: 'Violations',
  warningsColumn: 'Warnings',
  notices: 'On the document as a whole',
  repairsHeading: 'What the catalogue puts right on reading',
  repairsExplained: 'These spellings are understood. Mend them where they come from; ndc validate --fix does so for you where it is certain.',
  notRepaired: 'cannot be put right',
  unreadable: 'cannot be read',
  unreadableExplained: 'This document cannot be read; nothing has been judged.',
  parserSays: 'The parser says',
  file: 'Document',
  files: counter('en', 'document', 'documents'),
  contents: 'Contents',
  datasets: 'Descriptions',
  sentence: (state) => {
    const found = [
      state.violations > 0 ? en.violations(state.violations) : '',
      state.warnings > 0 ? en.warnings(state.warnings) : '',
      state.infos > 0 ? en.infos(state.infos) : '',
    ].filter((part) => part !== '');
    const where =
      state.records < 2 ? '' : state.bad === 0 ? ` in ${en.records(state.records)}` : ` in ${number('en', state.bad)} of ${en.records(state.records)}`;
    if (state.records === 0 && found.length === 0) return 'No dataset, series or service found';
    if (!state.publishable) return `Not publishable: ${found.length === 0 ? 'something that is needed is missing' : en.list(found)}${where}`;
    if (state.violations > 0) return `Publishable, with ${en.list(found)} to mend${where}`;
    return found.length === 0 ? 'Conforms: no remarks' : `Publishable, with ${en.list(found)}${where}`;
  },
  summary: (state) =>
    state.records === 0 && state.violations + state.warnings + state.infos === 0
      ? 'no dataset, series or service found'
      : `${state.publishable ? en.publishable : en.notPublishable}; ${en.list([en.violations(state.violations), en.warnings(state.warnings), ...(state.infos > 0 ? [en.infos(state.infos)] : [])])} in ${en.records(state.records)}`,
};

export const reportWords: Readonly<Record<PortalLanguage, Words>> = { nl, en };
