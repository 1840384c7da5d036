import type { Literal, NamedNode } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { xsd } from '../vocab/xsd.js';

/** The RDF forms of values that JSON and HTML write as plain text. All pure, none throws, whatever the text. */

/** Without the blanks around it, control characters and halves of surrogate pairs; null when nothing is left. */
export function cleanText(value: string): string | null {
  const text = value
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, '')
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')
    .trim();
  return text === '' ? null : text;
}

/** Whether a text is meant as an IRI; blanks within are the pipeline's to encode and to report. */
export function looksLikeIri(text: string): boolean {
  return /^(https?:\/\/[^\s]|(urn|mailto|doi|info|ark|tel):\S)/i.test(text) && !/[\n\r\t]/.test(text);
}

const dateTime = /^(-?\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(\.\d+)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i;

/** A date of any precision as a typed literal (RDF-7); a text that is none stays text, for the pipeline to report. */
export function dateLiteral(value: string): Literal {
  const text = value.trim();
  if (/^-?\d{4}$/.test(text)) return DataFactory.literal(text, xsd.gYear);
  if (/^-?\d{4}-\d\d$/.test(text)) return DataFactory.literal(text, xsd.gYearMonth);
  if (/^-?\d{4}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?$/.test(text)) return DataFactory.literal(text, xsd.date);
  const parts = dateTime.exec(text);
  if (parts === null) return DataFactory.literal(text);
  const [, day = '', minutes = '', seconds = ':00', fraction = '', zone = ''] = parts;
  return DataFactory.literal(`${day}T${minutes}${seconds}${fraction}${zoneOf(zone)}`, xsd.dateTime);
}

function zoneOf(zone: string): string {
  if (zone === '') return '';
  if (/^[zu]/i.test(zone)) return 'Z';
  return zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
}

const languageCodes: Readonly<Record<string, string>> = {
  ...{ bg: 'BUL', ca: 'CAT', cs: 'CES', cy: 'CYM', da: 'DAN', de: 'DEU', el: 'ELL', en: 'ENG', es: 'SPA', et: 'EST', eu: 'EUS', fi: 'FIN', fr: 'FRA' },
  ...{ fy: 'FRY', ga: 'GLE', gl: 'GLG', hr: 'HRV', hu: 'HUN', is: 'ISL', it: 'ITA', lb: 'LTZ', lt: 'LIT', lv: 'LAV', mt: 'MLT', nl: 'NLD', no: 'NOR' },
  ...{ pl: 'POL', pt: 'POR', ro: 'RON', ru: 'RUS', sk: 'SLK', sl: 'SLV', sq: 'SQI', sr: 'SRP', sv: 'SWE', tr: 'TUR', uk: 'UKR', ar: 'ARA', zh: 'ZHO' },
};
const threeLetters = new Set(Object.values(languageCodes));
const bibliographic: Readonly<Record<string, string>> = { DUT: 'NLD', GER: 'DEU', FRE: 'FRA', GRE: 'ELL', CZE: 'CES', RUM: 'RON', SLO: 'SLK', ICE: 'ISL' };
const languageAuthority = 'http://publications.europa.eu/resource/authority/language/';

/** The EU authority's concept for a language code of two or three letters, a region ignored; the text itself for anything else. */
export function languageTerm(value: string): NamedNode | Literal {
  if (looksLikeIri(value)) return DataFactory.namedNode(value);
  const code = value.trim().split(/[-_]/)[0] ?? '';
  const three = languageCodes[code.toLowerCase()] ?? bibliographic[code.toUpperCase()] ?? code.toUpperCase();
  return threeLetters.has(three) ? DataFactory.namedNode(languageAuthority + three) : DataFactory.literal(value);
}

/** The IANA address of a media type such as `text/csv;charset=utf-8`; null for anything else. */
export function mediaTypeIri(value: string): NamedNode | null {
  const name = /^(application|audio|chemical|font|image|message|model|multipart|text|video)\/[\w.+-]+/i.exec(value.trim())?.[0];
  return name === undefined ? null : DataFactory.namedNode(`https://www.iana.org/assignments/media-types/${name.toLowerCase()}`);
}

const factors: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12, ki: 2 ** 10, mi: 2 ** 20, gi: 2 ** 30, ti: 2 ** 40 };

/** `12 MB` or `1,5 kB` as a number of bytes; null when it is no size. Decimal prefixes are powers of 1000, binary ones of 1024. */
export function byteCount(value: string): number | null {
  const parts = /^(\d+(?:[.,]\d+)?)\s*([kmgt]i?)?\s*(?:b|bytes?)?$/i.exec(value.trim());
  if (parts === null) return null;
  const count = Math.round(Number((parts[1] ?? '').replace(',', '.')) * (factors[(parts[2] ?? '').toLowerCase()] ?? 1));
  return Number.isSafeInteger(count) ? count : null;
}

/** A Creative Commons deed without its language suffix and over https; any other address as it is. */
export function licenceIri(value: string): string {
  const deed = /^https?:\/\/(?:www\.)?creativecommons\.org\/(licenses|publicdomain)\/([\w.+/-]+?)(?:\/(?:deed|legalcode)(?:\.[\w-]+)?)?\/?$/i.exec(
    value.trim(),
  );
  return deed === null ? value.trim() : `https://creativecommons.org/${deed[1] ?? ''}/${deed[2] ?? ''}/`.toLowerCase();
}

/** Text without its HTML tags and character references. */
export function withoutHtml(value: string): string {
  if (!/<[a-z/!][^>]*>|&[a-z#][\w]*;/i.test(value)) return value;
  return value
    .replace(/<(script|style)\b[^>]*>.*?<\/\1\s*>/gis, ' ')
    .replace(/<\/?(p|div|br|li|ul|ol|h[1-6]|tr)\b[^>]*>/gi, '\n')
    .replace(/<[a-z/!][^>]*>/gi, '')
    .replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|amp|lt|gt|quot|apos|nbsp);/gi, (whole, name: string) => characterOf(name.toLowerCase()) ?? whole)
    .replace(/[ \u00A0]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const namedCharacters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function characterOf(name: string): string | undefined {
  if (!name.startsWith('#')) return namedCharacters[name];
  const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : undefined;
}
