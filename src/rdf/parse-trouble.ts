import type { StationError } from '../domain/errors.js';
import type { LanguageMap } from '../domain/language.js';
import type { Excerpt } from '../domain/validation.js';
import type { DocumentLines } from './excerpt.js';
import { prefixes } from './prefixes.js';

/** Why a document cannot be read, for the person who wrote it. */
export interface ParseTrouble {
  readonly code: ParseTroubleCode;
  readonly line: number | null;
  /** Counts from 1. */
  readonly column: number | null;
  readonly excerpt: Excerpt | null;
  /** What happened and what to do, in plain sentences (nl, en). */
  readonly message: LanguageMap;
  /** The parser's own words. */
  readonly detail: string;
}

export type ParseTroubleCode =
  | 'undeclared-prefix'
  | 'missing-punctuation'
  | 'unclosed-text'
  | 'unexpected-text'
  | 'bad-iri'
  | 'bad-language-tag'
  | 'byte-order-mark'
  | 'not-utf-8'
  | 'html-page'
  | 'empty'
  | 'remote-context'
  | 'json-syntax'
  | 'xml-syntax'
  | 'not-rdf'
  | 'too-large'
  | 'other';

interface Known {
  readonly code: ParseTroubleCode;
  readonly nl: string;
  readonly en: string;
  /** Where it went wrong, when that is not where the parser noticed. */
  readonly at?: Place;
}

interface Place {
  readonly line: number | null;
  readonly column: number | null;
}

interface Seen {
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  /** The line the parser stopped at. */
  readonly text: string;
}

/**
 * The likely cause of a parse error, from the parser's message and the line it stopped at. What is not recognised stays
 * unrecognised: the message then says only where and what the parser saw.
 */
export function explainTrouble(error: StationError, lines: DocumentLines | null, options: { readonly isUtf8: boolean }): ParseTrouble {
  const line = numberIn(error.details, 'line');
  const excerpt = line === null ? null : (lines?.excerpt(line) ?? null);
  const seen: Seen = { message: error.message, details: error.details, text: excerpt?.lines[excerpt.line - excerpt.firstLine] ?? '' };
  const column = numberIn(error.details, 'column') ?? columnOf(seen);
  const known = knownTrouble(error.code, seen) ?? (options.isUtf8 ? undefined : notUtf8);
  if (known === undefined)
    return {
      code: 'other',
      line,
      column,
      excerpt,
      message: {
        nl: [`Het document is niet te lezen${line === null ? '' : ` vanaf regel ${String(line)}`}. ${parserSays('De lezer meldt', error)}`],
        en: [`The document cannot be read${line === null ? '' : ` from line ${String(line)} on`}. ${parserSays('The parser says', error)}`],
      },
      detail: error.message,
    };
  const place = known.at ?? { line, column };
  return {
    code: known.code,
    line: place.line,
    column: place.column,
    excerpt: place.line === null ? excerpt : (lines?.excerpt(place.line) ?? excerpt),
    message: { nl: [known.nl], en: [known.en] },
    detail: error.message,
  };
}

/** The parser's words, unless it stumbled over the document itself: its own mishaps explain nothing to a writer. */
function parserSays(introduction: string, error: StationError): string {
  const stumbled = error.cause instanceof TypeError || error.cause instanceof RangeError;
  return `${introduction}: ${stumbled ? 'unexpected structure' : error.message}`;
}

/** A document whose bytes are no UTF-8 is read with the bad bytes replaced; its holder must hear of it. */
export const notUtf8: Known = {
  code: 'not-utf-8',
  nl: 'Het bestand is geen UTF-8 (waarschijnlijk Latin-1 of Windows-1252): letters met accenten gaan verloren. Sla het op als UTF-8.',
  en: 'The file is not UTF-8 (probably Latin-1 or Windows-1252): letters with accents are lost. Save it as UTF-8.',
};

function knownTrouble(code: string, seen: Seen): Known | undefined {
  if (code === 'station/too-large')
    return { code: 'too-large', nl: 'Het document is te groot om hier te controleren.', en: 'The document is too large to be checked here.' };
  for (const recognise of recognisers) {
    const known = recognise(seen);
    if (known !== undefined) return known;
  }
  return undefined;
}

const recognisers: readonly ((seen: Seen) => Known | undefined)[] = [
  undeclaredPrefix,
  byteOrderMark,
  badLanguageTag,
  badIri,
  unclosedText,
  missingPunctuation,
  unexpectedText,
  wrongKindOfDocument,
  tooDeep,
  remoteContext,
  brokenJson,
  brokenXml,
];

function undeclaredPrefix({ message }: Seen): Known | undefined {
  const prefix = /Undefined prefix "([^"]*):?"|unbound namespace prefix: "([^"]*)"/.exec(message);
  if (prefix === null) return undefined;
  const name = (prefix[1] ?? prefix[2] ?? '').replace(/:$/, '');
  const iri = prefixes[name];
  const xml = message.includes('unbound');
  const declaration = iri === undefined ? null : xml ? `xmlns:${name}="${iri}"` : `@prefix ${name}: <${iri}> .`;
  return {
    code: 'undeclared-prefix',
    nl: `Het voorvoegsel "${name}:" is niet gedeclareerd. ${declaration === null ? 'Zet de declaratie bovenaan het document.' : `Zet dit bovenaan het document: ${declaration}`}`,
    en: `The prefix "${name}:" is not declared. ${declaration === null ? 'Put its declaration at the top of the document.' : `Put this at the top of the document: ${declaration}`}`,
  };
}

function byteOrderMark({ message, text }: Seen): Known | undefined {
  if (!/Unexpected/.test(message) || !text.includes('\uFEFF')) return undefined;
  return {
    code: 'byte-order-mark',
    nl: 'Midden in het document staat een onzichtbaar teken (byte order mark), vaak doordat bestanden aan elkaar zijn geplakt. Verwijder het.',
    en: 'There is an invisible character (byte order mark) in the middle of the document, often because files were joined. Remove it.',
  };
}

function badLanguageTag({ message, text }: Seen): Known | undefined {
  const rest = /^Unexpected "(_\w+)/.exec(message)?.[1];
  const tag = rest === undefined ? null : new RegExp(`@([a-zA-Z]+${rest})`).exec(text)?.[1];
  if (tag === null || tag === undefined) return undefined;
  const right = tag.replaceAll('_', '-');
  return {
    code: 'bad-language-tag',
    nl: `De taalcode "@${tag}" mag geen liggend streepje hebben. Schrijf "@${right}".`,
    en: `The language tag "@${tag}" may not hold an underscore. Write "@${right}".`,
  };
}

function badIri({ message, text }: Seen): Known | undefined {
  if (!/^Unexpected "</.test(message) && !/Invalid IRI/i.test(message)) return undefined;
  const iri = /<([^<>"]*[\s{}|\\^`][^<>"]*)>/.exec(text)?.[1];
  if (iri === undefined) return undefined;
  return {
    code: 'bad-iri',
    nl: `Het adres <${iri}> bevat een spatie of een teken dat niet in een IRI mag. Schrijf een spatie als %20 en laat accolades en andere tekens weg.`,
    en: `The address <${iri}> holds a space or a character that an IRI may not hold. Write a space as %20 and leave out braces and the like.`,
  };
}

function unclosedText({ message }: Seen): Known | undefined {
  if (!/^Unexpected ""(?!")/.test(message)) return undefined;
  return {
    code: 'unclosed-text',
    nl: 'Een tekst begint met een aanhalingsteken en eindigt niet op dezelfde regel. Sluit haar af, of gebruik drie aanhalingstekens voor tekst van meer regels.',
    en: 'A text begins with a quotation mark and does not end on that line. Close it, or use three quotation marks for text of several lines.',
  };
}

function missingPunctuation({ message, details }: Seen): Known | undefined {
  const isStatement = /^Expected punctuation to follow|^Expected entity but got eof/.test(message);
  if (!isStatement && !/^Expected declaration to end with a dot/.test(message)) return undefined;
  const after = details['after'] as { readonly line: number; readonly column: number } | undefined;
  return {
    code: 'missing-punctuation',
    nl: isStatement
      ? 'Hier ontbreekt een punt (einde van de beschrijving), een puntkomma (volgende eigenschap), een komma (volgende waarde) of een haakje.'
      : 'Achter deze declaratie ontbreekt een punt.',
    en: isStatement
      ? 'A full stop (end of the description), a semicolon (next property), a comma (next value) or a bracket is missing here.'
      : 'A full stop is missing behind this declaration.',
    ...(after === undefined ? {} : { at: after }),
  };
}

/** The parser's own stop, when nothing more is known: what stands there, and what usually belongs before it. */
function unexpectedText({ message }: Seen): Known | undefined {
  const found =
    /^Unexpected "([\s\S]*)" on line|^Expected [\w ]+ but got (\S+) on line|^Unexpected (literal) on line|^Disallowed (blank node) as predicate|^Expected (prefix|IRI) to follow/.exec(
      message,
    );
  if (found === null) return undefined;
  const text = (found[1] ?? found[2] ?? found[3] ?? found[4] ?? found[5] ?? '').trim().slice(0, 30);
  const shown = text === '' ? '' : ` (${text})`;
  return {
    code: 'unexpected-text',
    nl: `Hier staat iets wat op deze plaats niet kan${shown}. Kijk of ervoor een punt, puntkomma, aanhalingsteken of haakje ontbreekt, en of namen goed gespeld zijn.`,
    en: `Something stands here that cannot stand here${shown}. See whether a full stop, semicolon, quotation mark or bracket is missing before it, and whether names are spelt well.`,
  };
}

function wrongKindOfDocument({ message }: Seen): Known | undefined {
  if (/HTML page/.test(message))
    return {
      code: 'html-page',
      nl: 'Dit is een webpagina (HTML), geen RDF. Vaak is het een inlogpagina, of een adres dat voor browsers is bedoeld.',
      en: 'This is a web page (HTML), not RDF. Often it is a login page, or an address meant for browsers.',
    };
  if (/body is empty/.test(message)) return { code: 'empty', nl: 'Het document is leeg.', en: 'The document is empty.' };
  if (/OAI-PMH response/.test(message))
    return {
      code: 'not-rdf',
      nl: 'Dit is een antwoord van OAI-PMH. Zo een station wordt met dat protocol uitgelezen; het document zelf is geen RDF.',
      en: 'This is an OAI-PMH response. Such a station is harvested by that protocol; the document itself is not RDF.',
    };
  if (/not RDF in a format we read|archive/.test(message))
    return {
      code: 'not-rdf',
      nl: 'Dit is geen RDF in een vorm die wij lezen. Wij lezen Turtle, TriG, N-Triples, N-Quads, RDF/XML en JSON-LD.',
      en: 'This is not RDF in a form that we read. We read Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD.',
    };
  return undefined;
}

function tooDeep({ message }: Seen): Known | undefined {
  if (!/nests deeper/.test(message)) return undefined;
  return {
    code: 'other',
    nl: 'Het document is dieper genest dan wij lezen. Vaak ontbreekt ergens een sluitend haakje.',
    en: 'The document nests deeper than we read. Often a closing bracket is missing somewhere.',
  };
}

function remoteContext({ details, message }: Seen): Known | undefined {
  const context = details['context'];
  if (typeof context !== 'string' && !/JSON-LD context </.test(message)) return undefined;
  const address = typeof context === 'string' ? context : (/<([^>]*)>/.exec(message)?.[1] ?? '');
  return {
    code: 'remote-context',
    nl: `De JSON-LD-context <${address}> hebben wij niet, en contexten halen wij niet van het internet. Zet de context in het document zelf.`,
    en: `We do not hold the JSON-LD context <${address}>, and contexts are not fetched from the network. Put the context into the document itself.`,
  };
}

function brokenJson({ message }: Seen): Known | undefined {
  const problem = /^The JSON is not well-formed on line \d+: (\w+)/.exec(message)?.[1];
  if (problem === undefined) return undefined;
  const [nl, en] = jsonProblems[problem] ?? ['er staat iets wat daar niet mag', 'something stands there that may not'];
  return { code: 'json-syntax', nl: `De JSON klopt hier niet: ${nl}.`, en: `The JSON is not well-formed here: ${en}.` };
}

const jsonProblems: Readonly<Record<string, readonly [nl: string, en: string]>> = {
  CommaExpected: ['er ontbreekt een komma', 'a comma is missing'],
  ColonExpected: ['er ontbreekt een dubbele punt', 'a colon is missing'],
  CloseBraceExpected: ['er ontbreekt een sluitende accolade }', 'a closing brace } is missing'],
  CloseBracketExpected: ['er ontbreekt een sluitende haak ]', 'a closing bracket ] is missing'],
  PropertyNameExpected: ['er staat een komma te veel, of een naam zonder aanhalingstekens', 'there is a comma too many, or a name without quotation marks'],
  ValueExpected: ['er ontbreekt een waarde, of er staat een komma te veel', 'a value is missing, or there is a comma too many'],
  UnexpectedEndOfString: ['een tekst is niet afgesloten', 'a text is not closed'],
  InvalidEscapeCharacter: ['achter een \\ staat een teken dat daar niet mag', 'a \\ is followed by a character that may not stand there'],
};

function brokenXml({ message }: Seen): Known | undefined {
  if (!/^\d+:\d+: |unexpected close tag|unclosed tag|must have a root|RDF\/XML|Illegal node element|XML ends before/i.test(message)) return undefined;
  return {
    code: 'xml-syntax',
    nl: `De XML klopt hier niet (${message.replace(/^\d+:\d+: /, '')}). Controleer of elk element is afgesloten en of & is geschreven als &amp;.`,
    en: `The XML is not well-formed here (${message.replace(/^\d+:\d+: /, '')}). Check that every element is closed and that & is written as &amp;.`,
  };
}

/** Where the text that the parser could not use begins in its line. */
function columnOf({ message, text }: Seen): number | null {
  const unexpected = /^Unexpected "([\s\S]+)" on line \d+\.$/.exec(message)?.[1]?.split('\n')[0]?.slice(0, 40);
  const at = unexpected === undefined ? -1 : text.indexOf(unexpected);
  return at === -1 ? null : at + 1;
}

function numberIn(details: Readonly<Record<string, unknown>>, name: string): number | null {
  const value = details[name];
  return typeof value === 'number' ? value : null;
}
