import type { Quad } from '@rdfjs/types';
import { dct } from '../../vocab/dcterms.js';
import { fdpo } from '../../vocab/fdp.js';
import { foaf } from '../../vocab/foaf.js';
import type { SourceEntry } from '../domain/record.js';
import { isValidIri } from '../rdf/iri.js';

/** Beyond this many dates of one document no more are noted: they only ever spare a holder a reminder. */
const maxDates = 200_000;

/** A source's clock may be a little ahead of ours. */
const toleratedMs = 24 * 3_600_000;

/**
 * When a source last looked after its descriptions: `dct:modified` of the entry in its own catalogue (`dcat:CatalogRecord`,
 * known by `foaf:primaryTopic`), or `fdp-o:metadataModified`. Neither is part of a description: the first is about another
 * node, the second changes without the holder's doing (FDP-17). They say that somebody looked (R51).
 */
export class SourceDates {
  private readonly modified = new Map<string, string>();
  private readonly entries = new Map<string, string>();
  private readonly metadata = new Map<string, string>();
  private readonly issued = new Map<string, string>();
  private readonly sources = new Map<string, string>();

  /** Takes quads as received. */
  add({ subject, predicate, object }: Quad): void {
    if (predicate.equals(dct.modified)) note(this.modified, subject.value, object.value);
    else if (predicate.equals(fdpo.metadataModified)) note(this.metadata, subject.value, object.value);
    else if (predicate.equals(foaf.primaryTopic)) note(this.entries, object.value, subject.value);
    else if (predicate.equals(dct.issued)) note(this.issued, subject.value, object.value);
    else if (predicate.equals(dct.source) && object.termType === 'NamedNode') note(this.sources, subject.value, object.value);
  }

  /** The source's own entry of a record, as it says; never republished as ours (REC-3). */
  entryOf(record: string): SourceEntry | null {
    const entry = this.entries.get(record);
    if (entry === undefined) return null;
    const date = (map: Map<string, string>): string | null => {
      const text = map.get(entry);
      return text !== undefined && /^\d{4}-\d{2}-\d{2}(T|$)/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
    };
    const source = this.sources.get(entry);
    return {
      iri: isValidIri(entry) ? entry : null,
      source: source !== undefined && isValidIri(source) ? source : null,
      issued: date(this.issued),
      modified: date(this.modified),
    };
  }

  /** The latest of both, ISO 8601. A date in the future says nothing: it would confirm anew at every visit, for ever. */
  of(record: string, now: Date): string | null {
    const entry = this.entries.get(record);
    const dates = [this.metadata.get(record), entry === undefined ? undefined : this.modified.get(entry)].flatMap((text) => {
      const time = text === undefined || !/^\d{4}-\d{2}-\d{2}/.test(text) ? Number.NaN : Date.parse(text);
      return Number.isNaN(time) || time < 0 || time > now.getTime() + toleratedMs ? [] : [Math.min(time, now.getTime())];
    });
    return dates.length === 0 ? null : new Date(Math.max(...dates)).toISOString();
  }
}

function note(map: Map<string, string>, key: string, value: string): void {
  if (value.length <= 2048 && (map.size < maxDates || map.has(key))) map.set(key, value);
}
