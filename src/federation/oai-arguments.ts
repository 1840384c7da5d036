import { oaiPrefixes, type OaiPrefix } from './oai-formats.js';

export type OaiErrorCode =
  'badArgument' | 'badResumptionToken' | 'badVerb' | 'cannotDisseminateFormat' | 'idDoesNotExist' | 'noRecordsMatch' | 'noMetadataFormats' | 'noSetHierarchy';

export interface OaiError {
  readonly code: OaiErrorCode;
  readonly message: string;
}

export type OaiListVerb = 'ListIdentifiers' | 'ListRecords';

/** A list as it was asked for first. Seconds of UTC without a zone, as the log is searched. */
export interface OaiSelection {
  readonly prefix: OaiPrefix;
  readonly set: string | null;
  readonly from: string | null;
  readonly until: string | null;
}

export type OaiRequest =
  | { readonly verb: 'Identify' }
  | { readonly verb: 'ListMetadataFormats'; readonly identifier: string | null }
  | { readonly verb: 'ListSets'; readonly token: string | null }
  | { readonly verb: 'GetRecord'; readonly identifier: string; readonly prefix: OaiPrefix }
  | { readonly verb: OaiListVerb; readonly selection: OaiSelection }
  | { readonly verb: OaiListVerb; readonly token: string };

export type OaiVerb = OaiRequest['verb'];

interface Rule {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly exclusive: 'resumptionToken' | null;
}

const list: Rule = { required: ['metadataPrefix'], optional: ['from', 'until', 'set'], exclusive: 'resumptionToken' };

/** The verbs of OAI-PMH 2.0 with what each may be asked (section 4 of the protocol). */
const rules: Readonly<Record<OaiVerb, Rule>> = {
  Identify: { required: [], optional: [], exclusive: null },
  ListMetadataFormats: { required: [], optional: ['identifier'], exclusive: null },
  ListSets: { required: [], optional: [], exclusive: 'resumptionToken' },
  GetRecord: { required: ['identifier', 'metadataPrefix'], optional: [], exclusive: null },
  ListIdentifiers: list,
  ListRecords: list,
};

const verbs = Object.keys(rules) as OaiVerb[];
const maxArguments = 20;
const maxLength = 2000;

export type CheckedRequest =
  | { readonly kind: 'request'; readonly request: OaiRequest; readonly given: Readonly<Record<string, string>> }
  | { readonly kind: 'errors'; readonly errors: readonly OaiError[]; readonly given: Readonly<Record<string, string>> };

/** What a client asks, checked before any data is looked at: a junk date is `badArgument` even with an unknown set (OAIP-6). */
export function checkArguments(given: readonly (readonly [name: string, value: string])[]): CheckedRequest {
  if (given.length > maxArguments) return bad(`More than ${String(maxArguments)} arguments are given.`);
  const asked = given.filter(([name]) => name === 'verb').map(([, value]) => value);
  const verb = verbs.find((known) => known === asked[0]);
  if (verb === undefined || asked.length > 1) return { kind: 'errors', errors: [{ code: 'badVerb', message: verbMessage(asked) }], given: {} };
  const rest = given.filter(([name]) => name !== 'verb');
  const mistakes = [...mistakesOf(verb, rest)];
  if (mistakes.length > 0) return { kind: 'errors', errors: mistakes.slice(0, maxArguments).map((message) => ({ code: 'badArgument', message })), given: {} };
  const values = Object.fromEntries(rest) as Readonly<Record<string, string>>;
  return readRequest(verb, values);
}

function verbMessage(asked: readonly string[]): string {
  const offered = `Ask one of ${verbs.join(', ')}.`;
  if (asked.length === 0) return `The argument "verb" is missing. ${offered}`;
  return asked.length > 1 ? `The argument "verb" is given ${String(asked.length)} times. ${offered}` : `There is no such verb. ${offered}`;
}

function* mistakesOf(verb: OaiVerb, given: readonly (readonly [string, string])[]): Generator<string, void> {
  const { required, optional, exclusive } = rules[verb];
  const names = given.map(([name]) => name);
  const known = [...required, ...optional, ...(exclusive === null ? [] : [exclusive])];
  const shown = (name: string): string => `"${name.slice(0, 50)}"`;
  for (const name of new Set(names.filter((one) => !known.includes(one))))
    yield `${shown(name)} is no argument of ${verb}; it has ${known.length === 0 ? 'none' : known.join(', ')}.`;
  for (const name of new Set(names.filter((one, at) => names.indexOf(one) !== at))) yield `${shown(name)} is given more than once.`;
  for (const [name, value] of given) {
    if (value.length > maxLength) yield `${shown(name)} is longer than ${String(maxLength)} characters.`;
    else if (value === '') yield `${shown(name)} is empty; leave it out, or give it a value.`;
  }
  if (exclusive !== null && names.includes(exclusive)) {
    if (names.length > 1)
      yield `A "${exclusive}" stands alone: leave out ${names
        .filter((name) => name !== exclusive)
        .map(shown)
        .join(', ')}.`;
    return;
  }
  for (const name of required) if (!names.includes(name)) yield `${verb} needs "${name}".`;
}

/** As the schema of the protocol has them: anything else cannot be repeated in the answer. */
const prefixPattern = /^[A-Za-z0-9\-_.!~*'()]+$/;
const setPattern = /^[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*$/;
const identifierPattern = /^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-_.!~*'();/?:@&=+$,%]+$/;

function readRequest(verb: OaiVerb, given: Readonly<Record<string, string>>): CheckedRequest {
  const { identifier, metadataPrefix, resumptionToken, set } = given;
  const errors: OaiError[] = [];
  if (identifier !== undefined && !identifierPattern.test(identifier))
    errors.push({ code: 'badArgument', message: '"identifier" is no URI.' }, { code: 'idDoesNotExist', message: 'There is no record of that name.' });
  const prefix = oaiPrefixes.find((known) => known === metadataPrefix);
  if (metadataPrefix !== undefined && prefix === undefined) {
    if (!prefixPattern.test(metadataPrefix)) errors.push({ code: 'badArgument', message: '"metadataPrefix" has characters that no prefix has.' });
    errors.push({ code: 'cannotDisseminateFormat', message: `Records are given as ${oaiPrefixes.join(', ')}.` });
  }
  if (set !== undefined && !setPattern.test(set)) errors.push({ code: 'badArgument', message: '"set" is no name of a set; ListSets has those there are.' });
  const span = readSpan(given['from'], given['until']);
  if (typeof span === 'string') errors.push({ code: 'badArgument', message: span });
  if (errors.length > 0 || typeof span === 'string') return { kind: 'errors', errors, given: { verb, ...given } };
  return { kind: 'request', request: requestOf(), given: { verb, ...given } };

  function requestOf(): OaiRequest {
    switch (verb) {
      case 'Identify':
        return { verb };
      case 'ListMetadataFormats':
        return { verb, identifier: identifier ?? null };
      case 'ListSets':
        return { verb, token: resumptionToken ?? null };
      case 'GetRecord':
        return { verb, identifier: identifier ?? '', prefix: prefix ?? 'oai_dc' };
      default:
        if (resumptionToken !== undefined) return { verb, token: resumptionToken };
        return { verb, selection: { prefix: prefix ?? 'oai_dc', set: set ?? null, ...(span as Span) } };
    }
  }
}

interface Span {
  readonly from: string | null;
  readonly until: string | null;
}

/** Both ends belong to it, and are given with the same granularity (OAIP-3); in words, what is wrong with them. */
function readSpan(from: string | undefined, until: string | undefined): Span | string {
  const [first, last] = [from, until].map((text) => (text === undefined ? null : granularityOf(text)));
  const wrong = [...(from !== undefined && first === undefined ? ['from'] : []), ...(until !== undefined && last === undefined ? ['until'] : [])];
  if (wrong.length > 0) return `"${wrong.join('" and "')}" is no date of UTC: write 2026-03-31 or 2026-03-31T23:59:59Z, without fractions or another zone.`;
  if (first != null && last != null && first !== last) return '"from" and "until" have different granularities: give both as days, or both as seconds.';
  const span = {
    from: from === undefined ? null : first === 'day' ? `${from}T00:00:00` : from.slice(0, -1),
    until: until === undefined ? null : last === 'day' ? `${until}T23:59:59` : until.slice(0, -1),
  };
  if (span.from !== null && span.until !== null && span.from > span.until) return '"from" is later than "until".';
  return span;
}

function granularityOf(text: string): 'day' | 'second' | undefined {
  const kind = /^\d{4}-\d{2}-\d{2}$/.test(text) ? 'day' : /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text) ? 'second' : undefined;
  if (kind === undefined) return undefined;
  const time = Date.parse(kind === 'day' ? `${text}T00:00:00Z` : text);
  // Dates that are none, such as the 30th of February, are read as others.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text.replace(/Z$/, '')) ? kind : undefined;
}

function bad(message: string): CheckedRequest {
  return { kind: 'errors', errors: [{ code: 'badArgument', message }], given: {} };
}
