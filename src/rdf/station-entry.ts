import type { NamedNode } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { foaf } from '../../vocab/foaf.js';
import { ndc } from '../../vocab/ndc.js';
import { vcard } from '../../vocab/vcard.js';
import type { LanguageMap } from '../domain/language.js';
import type { StationKind, StationState } from '../domain/station.js';
import { encodeIllegal } from './iri.js';
import { termToNTriples } from './terms.js';

/** What an entry of the stations file says (DESIGN section 5). */
export interface StationEntry {
  readonly iri: string;
  readonly title: LanguageMap;
  readonly kind: StationKind;
  readonly holder: { readonly iri: string; readonly name: string | null } | null;
  readonly contactEmail: string | null;
  readonly endpoint: string;
  readonly protocol: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly schedule: string | null;
  readonly profiles: readonly string[];
  readonly subjectPrefixes: readonly string[];
  readonly state: StationState;
}

const namespaces: readonly (readonly [prefix: string, iri: string])[] = [
  ['ndc', ndc.iri],
  ['dct', dct.iri],
  ['dcat', dcat.iri],
  ['foaf', foaf.iri],
  ['vcard', vcard.iri],
];

/** Prefixes that a file has bound already, by namespace; the last binding of a name counts. */
export type BoundPrefixes = ReadonlyMap<string, string>;

/**
 * The entry as Turtle. Values are written as terms, so that whatever somebody has typed stays what it is; prefixes that the
 * file lacks are declared, and one that means something else there is not used.
 */
export function writeStationEntry(entry: StationEntry, bound: BoundPrefixes): string {
  const byNamespace = new Map([...bound].map(([prefix, iri]) => [iri, prefix]));
  const added: string[] = [];
  for (const [prefix, iri] of namespaces) {
    if (byNamespace.has(iri) || bound.has(prefix)) continue;
    byNamespace.set(iri, prefix);
    added.push(`@prefix ${prefix}: <${iri}> .\n`);
  }
  const short = (term: NamedNode): string => {
    const namespace = namespaces.find(([, iri]) => term.value.startsWith(iri))?.[1] ?? '';
    const prefix = byNamespace.get(namespace);
    return prefix === undefined ? termToNTriples(term) : `${prefix}:${term.value.slice(namespace.length)}`;
  };
  const titles = Object.entries(entry.title).flatMap(([lang, texts]) => texts.map((text) => textTerm(text, lang)));
  const rows: (readonly [NamedNode, readonly string[]])[] = [
    [dct.title, titles],
    [ndc.kind, [textTerm(entry.kind)]],
    [dct.publisher, entry.holder === null ? [] : [iriTerm(entry.holder.iri)]],
    [dcat.contactPoint, entry.contactEmail === null ? [] : [`[ ${short(vcard.hasEmail)} ${iriTerm(`mailto:${entry.contactEmail}`)} ]`]],
    [dcat.endpointURL, [iriTerm(entry.endpoint)]],
    [ndc.protocol, [textTerm(entry.protocol)]],
    [ndc.setting, Object.entries(entry.settings).map(([name, value]) => textTerm(`${name}=${value}`))],
    [ndc.schedule, entry.schedule === null ? [] : [textTerm(entry.schedule)]],
    [ndc.profile, entry.profiles.map((profile) => textTerm(profile))],
    [ndc.subjectPrefix, entry.subjectPrefixes.map((prefix) => textTerm(prefix))],
    [ndc.state, [textTerm(entry.state)]],
  ];
  const body = rows.filter(([, values]) => values.length > 0).map(([term, values]) => `    ${short(term)} ${values.join(' , ')}`);
  const station = `${iriTerm(entry.iri)} a ${short(ndc.Station)} ;\n${body.join(' ;\n')} .\n`;
  const { holder } = entry;
  const named = holder?.name == null ? '' : `\n${iriTerm(holder.iri)} a ${short(foaf.Organization)} ;\n    ${short(foaf.name)} ${textTerm(holder.name)} .\n`;
  return `${added.join('')}${added.length === 0 ? '' : '\n'}${station}${named}`;
}

/** A string that no typing can break out of, on one line. */
function textTerm(text: string, lang = ''): string {
  const whole = text.replace(/\p{Surrogate}|\u0000/gu, '\uFFFD');
  return termToNTriples(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/.test(lang) ? DataFactory.literal(whole, lang) : DataFactory.literal(whole));
}

function iriTerm(iri: string): string {
  return `<${encodeIllegal(iri)}>`;
}
