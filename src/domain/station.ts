import type { LanguageMap } from './language.js';

export type StationKind = 'holder' | 'aggregator' | 'intermediary';

/** Declared in the stations file, then kept by the ledger, which wins after the first start (DESIGN section 5). */
export type StationState = 'live' | 'onboarding' | 'paused' | 'retired';

/** An organisation as the operator's data names it. */
export interface OrganisationRef {
  readonly iri: string;
  readonly name: LanguageMap;
}

export type StationAuthentication =
  | { readonly kind: 'basic' | 'bearer' | 'oauth2' | 'mtls' | 'fdp'; readonly credentials: string }
  | { readonly kind: 'header'; readonly header: string; readonly credentials: string };

/** A registered publisher of metadata: a `dcat:DataService` or FAIR Data Point, as declared by the operator. */
export interface Station {
  readonly id: string;
  readonly iri: string;
  readonly title: LanguageMap;
  readonly kind: StationKind;
  /** The holder (legal custodian); absent for aggregators that speak for many. */
  readonly holder: OrganisationRef | null;
  readonly serviceProvider: OrganisationRef | null;
  readonly intermediary: OrganisationRef | null;
  readonly contactEmail: string | null;
  readonly endpoint: string;
  readonly protocol: string;
  /** Cron expression of five fields, in `timeZone`. */
  readonly schedule: string;
  readonly timeZone: string;
  /** Profiles in order of preference; empty means the catalogue's default list. */
  readonly profiles: readonly string[];
  /** Language of untagged texts. */
  readonly language: string | null;
  /** Higher wins when nothing else decides which station is a record's origin. */
  readonly priority: number;
  readonly declaredState: StationState;
  readonly subjectPrefixes: readonly string[];
  readonly authentication: StationAuthentication | null;
  /** CIDR blocks of private addresses that harvesting this station alone may reach (SSRF-6). */
  readonly allowAddresses: readonly string[];
  /** What the protocol needs to know of this station, by name (`ndc:setting "set=health"`); each harvester's README lists its own. */
  readonly settings: Readonly<Record<string, string>>;
}

/** The profiles tried, in order, for a station that names none (DESIGN section 4), as far as they are installed. */
export const defaultProfiles: readonly string[] = ['healthdcat-ap-r8', 'healthdcat-ap-r5', 'health-ri-2', 'dcat-ap-nl-3.0', 'dcat-ap-3.0'];

/** Somebody who is not registered, as a station: for judging a visitor's document and for reading an address that an operator names. */
export function unregisteredStation(id: string, endpoint: string, more: Partial<Pick<Station, 'kind' | 'holder'>> = {}): Station {
  return {
    id,
    iri: `urn:ndc:${id}`,
    title: {},
    kind: 'intermediary',
    holder: null,
    serviceProvider: null,
    intermediary: null,
    contactEmail: null,
    endpoint,
    protocol: 'rdf',
    schedule: '0 0 * * *',
    timeZone: 'UTC',
    profiles: [],
    language: null,
    priority: 0,
    declaredState: 'onboarding',
    subjectPrefixes: [],
    authentication: null,
    allowAddresses: [],
    settings: {},
    ...more,
  };
}
