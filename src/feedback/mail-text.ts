import { chooseText, type LanguageMap } from '../domain/language.js';
import type { Station } from '../domain/station.js';
import type { Alert } from './alerts.js';
import { mailWords, type MailWords } from './mail-words.js';

export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly language: 'nl' | 'en';
}

export interface MailContext {
  readonly catalogue: LanguageMap;
  /** Without a slash at its end. */
  readonly baseUrl: string;
}

/** What comes first in the subject line, the gravest first. */
const order = ['failing', 'still-failing', 'on-hold', 'held', 'recovered', 'overdue'] as const;
const maxSubject = 150;

/** The language that mails to a station's curator are in: that of its untagged texts, else Dutch. */
export function mailLanguage(station: Pick<Station, 'language'>): 'nl' | 'en' {
  return station.language?.split('-')[0] === 'en' ? 'en' : 'nl';
}

/** One mail about one station. Of held records it names the titles and nothing more; the key of the page is not in it. */
export function alertMail(station: Station, alerts: readonly Alert[], { catalogue, baseUrl }: MailContext): MailText {
  const language = mailLanguage(station);
  const words = mailWords[language];
  const name = titleOf(station.title, language) ?? station.id;
  const kind = order.find((wanted) => alerts.some((alert) => alert.kind === wanted)) ?? 'failing';
  const paragraphs = [
    words.greeting(name),
    ...alerts.flatMap((alert) => paragraphsOf(alert, station, words, language)),
    `${words.feedback}\n${baseUrl}/stations/${station.id}/feedback`,
    words.key,
    `${words.publicPage}\n${baseUrl}/${language}/stations/${station.id}`,
    words.closing(titleOf(catalogue, language) ?? baseUrl),
    words.why,
  ];
  return { subject: subjectLine(words.subjects[kind](name)), text: `${paragraphs.join('\n\n')}\n`, language };
}

export interface DigestPart {
  readonly station: Station;
  readonly alerts: readonly Alert[];
}

/** One mail about all stations of a provider that have something to tell. */
export function digestMail(provider: LanguageMap, parts: readonly DigestPart[], { catalogue, baseUrl }: MailContext): MailText {
  const language = parts.every(({ station }) => mailLanguage(station) === 'en') ? 'en' : 'nl';
  const words = mailWords[language];
  const site = titleOf(catalogue, language) ?? baseUrl;
  const sections = parts.map(({ station, alerts }) => {
    const name = titleOf(station.title, language) ?? station.id;
    return [
      `${name}\n${'-'.repeat(Math.min(70, name.length))}`,
      ...alerts.flatMap((alert) => paragraphsOf(alert, station, words, language)),
      `${words.feedback}\n${baseUrl}/stations/${station.id}/feedback`,
    ].join('\n\n');
  });
  const text = [words.digestGreeting, words.digestIntro(titleOf(provider, language) ?? site), ...sections, words.key, words.closing(site), words.why].join(
    '\n\n',
  );
  return { subject: subjectLine(words.digestSubject(site, parts.length)), text: `${text}\n`, language };
}

function paragraphsOf(alert: Alert, station: Station, words: MailWords, language: 'nl' | 'en'): string[] {
  const when = (iso: string): string => dateTime(iso, words.locale, station.timeZone);
  const seen = (details: readonly string[]): string[] => (details.length === 0 ? [] : [`${words.seen}\n${listed(details)}`]);
  switch (alert.kind) {
    case 'failing':
      return [alert.outcome === 'partial' ? words.partial(when(alert.at)) : words.failing(when(alert.at)), ...seen(alert.details), words.keeps];
    case 'still-failing':
      return [words.stillFailing(when(alert.since)), ...seen(alert.details), words.keeps];
    case 'recovered':
      return [words.recovered(when(alert.at), when(alert.since))];
    case 'on-hold':
      return [words.onHold(when(alert.at)), ...seen(alert.details), words.onHoldNext];
    case 'held':
      return [`${words.held(alert.count)}\n${titles(alert, words, language)}`, words.heldNext];
    case 'overdue':
      return [`${words.overdue(alert.count)}\n${titles(alert, words, language)}`, words.overdueNext];
  }
}

function titles(alert: { readonly titles: readonly LanguageMap[]; readonly count: number }, words: MailWords, language: 'nl' | 'en'): string {
  const named = alert.titles.map((title) => titleOf(title, language) ?? words.untitled);
  return listed(alert.count > named.length ? [...named, words.more(alert.count - named.length)] : named);
}

const listed = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

/** One line, whatever a station wrote: nothing of it may begin a line of its own, or turn the text round. */
function titleOf(map: LanguageMap, language: 'nl' | 'en'): string | undefined {
  const text = chooseText(map, language)
    ?.text.replace(/[\s\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, ' ')
    .trim();
  return text === undefined || text === '' ? undefined : cut(text, 200);
}

function subjectLine(text: string): string {
  return cut(text, maxSubject);
}

function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max).replace(/[\ud800-\udbff]$/, '')}…`;
}

function dateTime(iso: string, locale: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(new Date(iso));
}
