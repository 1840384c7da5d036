import { chooseText } from '../domain/language.js';
import type { LedgerReader } from '../ports/ledger.js';

/** Where exported records stand: the catalogue that lists them, and the profiles that they were validated against. */
export interface Surroundings {
  readonly baseUrl: string;
  readonly catalogueIri: string;
  /** Who gives out our identifiers, in words. */
  readonly agency: string;
  profileIri(id: string): string;
  /** In whose name a station speaks; null for one that is not known any more. */
  holderName(station: string): string | null;
}

/** The catalogue of a deployment that has not described itself yet. */
export function plainCatalogueIri(baseUrl: string): string {
  return `${baseUrl}/catalogue`;
}

const ownProfiles = 'https://w3id.org/ndc/profiles/';
const known = new WeakMap<LedgerReader, { readonly dataVersion: number; readonly surroundings: Surroundings }>();

/** Read once for each state of the ledger: a load asks for every record. */
export function surroundingsOf(reader: LedgerReader, baseUrl: string): Surroundings {
  const dataVersion = reader.dataVersion();
  const before = known.get(reader);
  if (before !== undefined && before.dataVersion === dataVersion && before.surroundings.baseUrl === baseUrl) return before.surroundings;
  const catalogue = reader.catalogue();
  const installed = new Map(reader.installations().flatMap(({ kind, id, iri }) => (kind === 'profile' ? [[id, iri] as const] : [])));
  const stations = new Map(reader.stations().map(({ station }) => [station.id, chooseText(station.holder?.name ?? station.title, 'nl')?.text ?? null]));
  const surroundings: Surroundings = {
    baseUrl,
    catalogueIri: catalogue?.iri ?? plainCatalogueIri(baseUrl),
    agency: (chooseText(catalogue?.publisher.name ?? {}, 'nl') ?? chooseText(catalogue?.title ?? {}, 'nl'))?.text ?? baseUrl,
    profileIri: (id) => installed.get(id) ?? ownProfiles + id,
    holderName: (station) => stations.get(station) ?? null,
  };
  known.set(reader, { dataVersion, surroundings });
  return surroundings;
}
