import type { Station } from '../domain/station.js';
import type { StationStatus } from '../ports/ledger.js';

/** A contact who looks after several stations of one service provider: one message for all of them. */
export interface Provider {
  /** Of provider and address; the address itself is kept in the stations file alone. */
  readonly key: string;
  readonly name: NonNullable<Station['serviceProvider']>['name'];
  readonly stations: readonly string[];
}

/** The address of a station's contact, as a mail server wants it. */
export function addressOf(station: Pick<Station, 'contactEmail'>): string | null {
  const address =
    (station.contactEmail ?? '')
      .replace(/^mailto:/i, '')
      .split('?')[0]
      ?.trim() ?? '';
  return /^[^\s@<>,;"']+@[^\s@<>,;"']+$/.test(address) ? address : null;
}

/** Providers that run more than one station for one contact; each of their stations is in one of them. */
export function providersOf(statuses: readonly StationStatus[], keyOf: (text: string) => string): Provider[] {
  const groups = new Map<string, { readonly name: Provider['name']; readonly stations: string[] }>();
  for (const { station, state } of statuses) {
    const address = addressOf(station);
    if (state === 'retired' || station.serviceProvider === null || address === null) continue;
    const id = `${station.serviceProvider.iri} ${address.toLowerCase()}`;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, { name: station.serviceProvider.name, stations: [station.id] });
    else group.stations.push(station.id);
  }
  return [...groups].filter(([, { stations }]) => stations.length > 1).map(([id, group]) => ({ key: keyOf(id), ...group }));
}
