import type { RecordView } from '../../catalogue/queries.js';
import type { PageContext } from '../page-context.js';
import type { Messages } from '../messages/messages.js';
import { safeHref } from '../../rdf/iri.js';
import { plain, type Text } from './text.js';

export type FieldName = keyof Messages['dataset']['fields'];

export interface Value {
  readonly text: Text;
  readonly href: string | null;
  readonly datetime: string | null;
  /** IRI of the concept, shown in the help. */
  readonly code: string | null;
}

/** A term with its values, as every part of a dataset page shows it. */
export interface Field {
  readonly name: FieldName;
  readonly label: string;
  readonly help: string;
  readonly values: readonly Value[];
  /** Set when the values are not the holder's own words. */
  readonly mark: string | null;
}

export function field(name: FieldName, values: readonly (Value | null)[], context: PageContext, mark: string | null = null): Field {
  const { label, help } = context.m.dataset.fields[name];
  return { name, label, help, values: values.filter((value) => value !== null).slice(0, 100), mark };
}

export function textValue(text: Text | null): Value | null {
  return text === null ? null : { text, href: null, datetime: null, code: null };
}

export function wordValue(text: string | null): Value | null {
  return text === null ? null : textValue(plain(text));
}

export function dateValue(iso: string | null, context: PageContext): Value | null {
  return iso === null ? null : { text: plain(context.f.date(iso), 60), href: null, datetime: /^\d{4}/.test(iso) ? iso : null, code: null };
}

/** An address as it stands, linked only when a page may carry it (PRT-7). */
export function linkValue(iri: string, label?: Text): Value {
  return { text: label ?? plain(iri, 300), href: safeHref(iri), datetime: null, code: null };
}

/** "From the series", "added by the HDAB on ...": for fields that the description itself lacks. */
export function markOf(view: RecordView, property: RecordView['enriched'][number]['property'], context: PageContext): string | null {
  const { m, f } = context;
  const found = view.enriched.find((enriched) => enriched.property === property);
  if (found === undefined) return null;
  if (found.from === 'series') return m.dataset.marks.series;
  return found.date === null ? m.dataset.marks.hdab : m.dataset.marks.hdabOn(f.date(found.date));
}
