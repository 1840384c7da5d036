import type { Concepts } from '../rdf/concepts.js';

const countries = 'http://publications.europa.eu/resource/authority/country';
/** Codes of NUTS that are not those of ISO 3166-1. */
const ownCodes: Readonly<Record<string, string>> = { EL: 'GR', UK: 'GB' };

/** Forms of addresses of places that say by themselves in which country they are: three letters, or two. */
const forms: readonly RegExp[] = [
  /^https?:\/\/publications\.europa\.eu\/resource\/authority\/country\/([A-Z]{3})$/,
  /^https?:\/\/publications\.europa\.eu\/resource\/authority\/(?:place|atu)\/([A-Z]{3})_/,
  /^https?:\/\/data\.europa\.eu\/nuts\/(?:code\/)?([A-Z]{2})/,
  /^https?:\/\/nuts\.geovocab\.org\/id\/([A-Z]{2})/,
  /^https?:\/\/(?:www\.)?iso\.org\/obp\/ui\/#iso:code:3166:([A-Z]{2})/,
];
/** Addresses that the Dutch government gives to its own provinces and municipalities. */
const dutch = /^https?:\/\/(?:identifier\.overheid\.nl\/tooi\/id\/|standaarden\.overheid\.nl\/owms\/terms\/)/;

/** The country that a place is in, as the address of the EU authority table, where the address of the place says so; nothing is guessed. */
export function countryOf(place: string, concepts: Concepts): string | null {
  const code = dutch.test(place) ? 'NL' : forms.map((form) => form.exec(place)?.[1]).find((found) => found !== undefined);
  if (code === undefined) return null;
  const iso = ownCodes[code] ?? code;
  const found = concepts.inScheme(countries).find((iri) => concepts.code(iri) === iso || concepts.otherNames(iri).includes(iso));
  return found ?? null;
}
