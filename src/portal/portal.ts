import type { Request } from 'express';
import type { CatalogueQueries } from '../catalogue/queries.js';
import { noUsageNotes, type UsageNotes } from '../catalogue/usage-counter.js';
import type { PortalLanguage } from '../domain/language.js';
import type { CatalogueDescription } from '../domain/organisation.js';
import type { PortalAssets } from './assets.js';
import { pageContext, type PageContext } from './page-context.js';

export type WaitKind = 'station' | 'host' | 'provider' | 'place';

/** What the routes share. */
export interface Portal {
  readonly queries: CatalogueQueries;
  readonly assets: PortalAssets;
  baseUrl(): string;
  now(): Date;
  /** What the next run of a station waits for. Which other station stands in its way is not for everybody. */
  waitsFor(station: string): WaitKind | null;
  /** Told of what is used. */
  readonly notes: UsageNotes;
  onError(error: unknown, request: Request): void;
  context(lang: PortalLanguage): PageContext;
  /** A context that cannot fail, for the pages that say that something failed. */
  emergencyContext(lang: PortalLanguage): PageContext;
}

interface Options {
  readonly queries: CatalogueQueries;
  readonly baseUrl: () => string;
  readonly version: string;
  readonly now?: () => Date;
  readonly waitsFor?: (station: string) => { readonly kind: WaitKind } | null;
  readonly notes?: UsageNotes | undefined;
  readonly onError?: (error: unknown, request: Request) => void;
}

export function makePortal(options: Options, assets: PortalAssets): Portal {
  const { queries, version } = options;
  const baseUrl = (): string => options.baseUrl().replace(/\/+$/, '');
  const context = (lang: PortalLanguage, catalogue: CatalogueDescription): PageContext => pageContext({ lang, catalogue, assets, baseUrl: baseUrl(), version });
  return {
    queries,
    assets,
    baseUrl,
    now: options.now ?? ((): Date => new Date()),
    notes: options.notes ?? noUsageNotes,
    waitsFor: (station) => options.waitsFor?.(station)?.kind ?? null,
    onError: options.onError ?? ((): void => undefined),
    context: (lang) => context(lang, queries.catalogue()),
    emergencyContext: (lang) => {
      try {
        return context(lang, queries.catalogue());
      } catch {
        return context(lang, namelessCatalogue);
      }
    },
  };
}

const namelessCatalogue: CatalogueDescription = {
  iri: '',
  title: { nl: ['Datasetcatalogus'], en: ['Dataset catalogue'] },
  description: {},
  publisher: { iri: '', name: {}, contact: null },
  contact: null,
  legislation: [],
  languages: [],
  licence: null,
  issued: null,
  homepage: null,
  adminEmail: null,
  hdabs: [],
  coordinator: null,
  ncp: null,
  body: '',
};
