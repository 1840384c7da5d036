import { chooseText, type LanguageMap } from '../../domain/language.js';
import type { PageContext } from '../page-context.js';

/** A text from somebody else, with its language when that is not the page's (portal.md section 9). */
export interface Text {
  readonly text: string;
  /** For the `lang` attribute; null when it is the page's language or unknown. */
  readonly lang: string | null;
  /** The language's name for the visible tag. */
  readonly tag: string | null;
}

type LanguageContext = Pick<PageContext, 'lang' | 'f'>;

export function plain(text: string, max = 2000): Text {
  return { text: clean(text, max), lang: null, tag: null };
}

export function textOf(map: LanguageMap, context: LanguageContext, max = 2000): Text | null {
  const chosen = chooseText(map, context.lang);
  return chosen === undefined ? null : tagged(chosen.text, chosen.lang, context, max);
}

/** Every text in the reader's language; when there is none, those in the language that `chooseText` picks. */
export function textsOf(map: LanguageMap, context: LanguageContext, max = 2000): Text[] {
  const chosen = chooseText(map, context.lang);
  if (chosen === undefined) return [];
  return (map[chosen.lang] ?? []).map((text) => tagged(text, chosen.lang, context, max));
}

export function tagged(text: string, lang: string, context: LanguageContext, max = 2000): Text {
  const foreign = lang !== '' && lang.split('-')[0] !== context.lang && isKnownLanguage(lang);
  return { text: clean(text, max), lang: foreign ? lang : null, tag: foreign ? context.f.languageName(lang) : null };
}

const languages = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

/** Whether a reader's software knows the language; a tag such as "dutch" would make it speak nonsense. */
function isKnownLanguage(tag: string): boolean {
  if (!/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/.test(tag)) return false;
  try {
    return languages.of(tag) !== undefined;
  } catch {
    return false;
  }
}

/** Harvested text without bidirectional overrides and control characters, which could turn a page round, cut at `max`. */
export function clean(text: string, max: number): string {
  return cut(text.replace(unruly, '').trim(), max);
}

/** One line of a document, with its indentation. */
export function cleanLine(text: string, max: number): string {
  return cut(text.replace(unruly, '').replace(/[\r\n]/g, ''), max);
}

const unruly = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g;

function cut(tidy: string, max: number): string {
  return tidy.length <= max ? tidy : `${tidy.slice(0, max).replace(/[\ud800-\udbff]$/, '')}…`;
}
