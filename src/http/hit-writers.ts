import type { CatalogueQueries, RecordView } from '../catalogue/queries.js';
import type { Assertion } from '../domain/assertion.js';
import { chooseText, type PortalLanguage } from '../domain/language.js';
import { recordQuads } from '../federation/record-rdf.js';
import { surroundingsOf } from '../federation/surroundings.js';
import type { LedgerReader } from '../ports/ledger.js';
import type { SearchHit } from '../ports/search-index.js';
import type { RdfFormat } from '../rdf/format.js';
import { groupBy } from '../rdf/group-by.js';
import { rdfStream } from '../rdf/serialise.js';
import { cell } from '../report/csv.js';

/** What an export needs to know of a hit. */
export type ExportedHit = Pick<
  SearchHit,
  | 'id'
  | 'iri'
  | 'kind'
  | 'status'
  | 'title'
  | 'titleLang'
  | 'description'
  | 'descriptionLang'
  | 'station'
  | 'accessRights'
  | 'individuals'
  | 'records'
  | 'periodStart'
  | 'periodEnd'
  | 'regions'
  | 'modified'
> & { readonly publisher: { readonly name: string } | null; readonly holder: { readonly name: string } | null };

/** Writes hits one by one. */
export interface HitWriter {
  readonly mediaType: string;
  readonly head: string;
  add(hit: ExportedHit): string;
  readonly tail: string;
}

/** A record as a search would show it. */
export function exportedRecord(view: RecordView, { concepts }: CatalogueQueries, lang: PortalLanguage): ExportedHit {
  const { head, description, overdue } = view;
  const [title, text] = [chooseText(description.title, lang), chooseText(description.description, lang)];
  const named = (agent: RecordView['holder']): ExportedHit['holder'] => (agent === null ? null : { name: chooseText(agent.name, lang)?.text ?? agent.slug });
  return {
    id: head.id,
    iri: head.iri,
    kind: head.kind,
    status: head.state === 'withdrawn' ? 'withdrawn' : overdue ? 'overdue' : 'current',
    title: title?.text ?? head.iri,
    titleLang: title?.lang ?? '',
    description: text?.text ?? '',
    descriptionLang: text?.lang ?? '',
    publisher: named(view.publisher),
    holder: named(view.holder),
    station: head.station,
    accessRights: description.accessRights.map((iri) => concepts.code(iri))[0] ?? null,
    individuals: description.numberOfUniqueIndividuals,
    records: description.numberOfRecords,
    periodStart: description.temporal[0]?.start ?? null,
    periodEnd: description.temporal[0]?.end ?? null,
    regions: description.spatial.flatMap(({ iri, label }) => chooseText(label, lang)?.text ?? (iri === null ? [] : (concepts.label(iri, lang) ?? iri))),
    modified: description.modified,
  };
}

/** Columns of the CSV, and what stands in them; RFC 4180. */
const columns: Readonly<Record<string, (hit: ExportedHit, baseUrl: string) => string | number | null>> = {
  id: ({ id }) => id,
  iri: ({ iri }) => iri,
  page: ({ id }, baseUrl) => `${baseUrl}/datasets/${id}`,
  kind: ({ kind }) => kind,
  status: ({ status }) => status,
  title: ({ title }) => title,
  titleLanguage: ({ titleLang }) => titleLang,
  description: ({ description }) => description,
  descriptionLanguage: ({ descriptionLang }) => descriptionLang,
  publisher: ({ publisher }) => publisher?.name ?? null,
  holder: ({ holder }) => holder?.name ?? null,
  station: ({ station }) => station,
  accessRights: ({ accessRights }) => accessRights,
  individuals: ({ individuals }) => individuals,
  records: ({ records }) => records,
  periodStart: ({ periodStart }) => periodStart,
  periodEnd: ({ periodEnd }) => periodEnd,
  regions: ({ regions }) => regions.join('; '),
  modified: ({ modified }) => modified,
};

export function csvWriter(baseUrl: string): HitWriter {
  return {
    mediaType: 'text/csv; charset=utf-8; header=present',
    head: `${Object.keys(columns).join(',')}\r\n`,
    add: (hit) =>
      `${Object.values(columns)
        .map((valueOf) => cell(valueOf(hit, baseUrl)))
        .join(',')}\r\n`,
    tail: '',
  };
}

/** Each hit as `/datasets/{id}` gives it out. */
export function rdfWriter(format: RdfFormat, mediaType: string, { reader, baseUrl }: { readonly reader: LedgerReader; readonly baseUrl: string }): HitWriter {
  const stream = rdfStream(format);
  const surroundings = surroundingsOf(reader, baseUrl);
  const assertions: ReadonlyMap<string, readonly Assertion[]> = groupBy(reader.assertions(), ({ subject }) => subject);
  return {
    mediaType,
    head: stream.head,
    add: ({ id }) => {
      const record = reader.published(id);
      if (record === undefined) return '';
      return stream.add(recordQuads(record, assertions.get(record.head.iri) ?? [], reader, surroundings));
    },
    tail: stream.tail,
  };
}
