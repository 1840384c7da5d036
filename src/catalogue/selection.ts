import { chooseText, type PortalLanguage } from '../domain/language.js';
import type { Agent, Distribution } from '../domain/description.js';
import type { RecordHead } from '../domain/record.js';
import { distributionKey, type SelectionEntry } from '../domain/selection.js';
import { publicIri, recordIri } from '../federation/record-rdf.js';
import type { CatalogueQueries, RecordView } from './queries.js';

/** A dataset of a list as it stands now. */
export interface SelectedRecord {
  /** The id in the list; another than that of the record when it was merged since. */
  readonly id: string;
  /** `unknown`: nothing public stands under this id. */
  readonly state: RecordHead['state'] | 'unknown';
  readonly view: RecordView | null;
  readonly addedOn: string | null;
  /** The version that was current when it was put on the list; null where that is not known. */
  readonly version: number | null;
  /** Another version is published now. */
  readonly hasChanged: boolean;
  readonly distributions: readonly Distribution[];
  /** Chosen distributions that the description does not have any more. */
  readonly goneDistributions: number;
}

/** What became of the datasets of a list, in its order; distributions stand with their dataset. */
export function resolveSelection(queries: Pick<CatalogueQueries, 'head' | 'record'>, entries: readonly SelectionEntry[]): readonly SelectedRecord[] {
  return [...new Set(entries.map(({ id }) => id))].map((id) => {
    const own = entries.filter((entry) => entry.id === id);
    const chosen = own.flatMap(({ distribution }) => distribution ?? []);
    const addedOn = own.map((entry) => entry.addedOn).find((date) => date !== null) ?? null;
    const version = own.map((entry) => entry.version).find((known) => known !== null) ?? null;
    const head = queries.head(id);
    const isPublic = head?.state === 'current' || head?.state === 'withdrawn';
    const view = isPublic ? (queries.record(head.id) ?? null) : null;
    const distributions = (view?.description.distributions ?? []).filter(({ iri }) => chosen.includes(distributionKey(iri)));
    return {
      id,
      state: head?.state ?? 'unknown',
      view,
      addedOn,
      version,
      hasChanged: view !== null && version !== null && view.head.version !== version,
      distributions,
      goneDistributions: view === null ? 0 : chosen.length - distributions.length,
    };
  });
}

/** One dataset as it is handed over to a system for applications: the fields of the central message (R81). */
export interface HandoverItem {
  readonly id: string;
  readonly version: number | null;
  readonly iri: string;
  /** Id at the EU's central catalogue, as soon as it has one. */
  readonly centralId: string | null;
  readonly title: string;
  readonly page: string;
  readonly catalogue: string;
  readonly country: string | null;
  readonly holder: { readonly iri: string | null; readonly name: string } | null;
  readonly hdab: { readonly iri: string | null; readonly name: string } | null;
  /** Where the description comes from, as RDF. */
  readonly provenance: string;
  readonly state: 'current' | 'withdrawn';
  readonly changedSinceAdded: boolean;
  readonly addedAt: string | null;
  /** Those that were chosen; none means the dataset as a whole. */
  readonly distributions: readonly { readonly iri: string; readonly title: string | null }[];
}

/** What is handed over of a list; what is not public any more is left out. */
export function handoverItems(
  selected: readonly SelectedRecord[],
  {
    baseUrl,
    catalogueIri,
    country,
    lang,
  }: { readonly baseUrl: string; readonly catalogueIri: string; readonly country: string | null; readonly lang: PortalLanguage },
): readonly HandoverItem[] {
  const textOf = (map: Parameters<typeof chooseText>[0]): string | null => chooseText(map, lang)?.text ?? null;
  const agentOf = (agent: Agent | null, named: RecordView['holder'] = null): HandoverItem['holder'] => {
    const name = (named === null ? null : textOf(named.name)) ?? (agent === null ? null : (textOf(agent.name) ?? agent.iri));
    return name === null ? null : { iri: agent?.iri == null ? null : publicIri(agent.iri, baseUrl), name };
  };
  return selected.flatMap(({ view, addedOn, hasChanged, distributions }): HandoverItem[] => {
    if (view === null) return [];
    const { head, description } = view;
    return [
      {
        id: head.id,
        version: head.version,
        iri: publicIri(head.iri, baseUrl),
        centralId: null,
        title: textOf(description.title) ?? head.iri,
        page: `${baseUrl}/datasets/${head.id}`,
        catalogue: catalogueIri,
        country,
        holder: agentOf(description.custodian, view.holder),
        hdab: agentOf(description.hdab),
        provenance: `${recordIri(baseUrl, head.id)}/provenance`,
        state: head.state === 'withdrawn' ? 'withdrawn' : 'current',
        changedSinceAdded: hasChanged,
        addedAt: addedOn,
        distributions: distributions.map(({ iri, title }) => ({ iri: publicIri(iri, baseUrl), title: textOf(title) })),
      },
    ];
  });
}
