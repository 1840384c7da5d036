import type { LedgerReader, ListedRecord, ListingQuery, TermProperty } from '../ports/ledger.js';
import type { Concepts } from '../rdf/concepts.js';

export interface OaiSet {
  readonly spec: string;
  readonly name: string;
}

const dataThemes = 'http://publications.europa.eu/resource/authority/data-theme';
/** The EHDS Regulation, under whichever of its addresses. */
const ehds = /\/eli\/reg\/2025\/327(\/|$)/;
const accessSets = { PUBLIC: 'access:public', RESTRICTED: 'access:restricted', NON_PUBLIC: 'access:nonpublic' } as const;
const specPattern = /^[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*$/;

/**
 * The sets of the repository (OAIP-9). They follow the description's own words, which a version never changes: so a list of
 * a set is as exact for its snapshot as the whole list, and a deleted record is deleted in the sets that it was last in.
 */
export class OaiSets {
  private known: { readonly dataVersion: number; readonly sets: readonly OaiSet[] } | null = null;
  private readonly specs = new Map<string, string | null>();

  constructor(
    private readonly reader: LedgerReader,
    private readonly concepts: Concepts,
  ) {}

  /** By name, so that a list of them can go on where it stopped. */
  all(): readonly OaiSet[] {
    const dataVersion = this.reader.dataVersion();
    if (this.known?.dataVersion === dataVersion) return this.known.sets;
    const themes = new Map(this.reader.termValues('theme').flatMap((value) => this.named('theme', value)));
    const stations = this.reader.stations().flatMap(({ station: { id, title } }) => {
      const spec = `station:${id}`;
      return specPattern.test(spec) ? [{ spec, name: Object.values(title)[0]?.[0] ?? id }] : [];
    });
    const sets: OaiSet[] = [
      { spec: 'access:nonpublic', name: 'Access: non-public' },
      { spec: 'access:public', name: 'Access: public' },
      { spec: 'access:restricted', name: 'Access: restricted' },
      { spec: 'ehds', name: 'Under the European Health Data Space Regulation (EU) 2025/327' },
      ...stations,
      ...[...themes].map(([spec, name]) => ({ spec, name })),
    ];
    sets.sort((a, b) => (a.spec < b.spec ? -1 : 1));
    this.known = { dataVersion, sets };
    return sets;
  }

  /** What the listing is to be cut down to; null for a set that there is not. */
  filterOf(set: string): Pick<ListingQuery, 'station' | 'terms'> | null {
    const [kind = '', ...rest] = set.split(':');
    if (kind === 'station') return this.all().some(({ spec }) => spec === set) ? { station: rest.join(':') } : null;
    const property = ({ access: 'access', theme: 'theme', ehds: 'legislation' } as const)[kind];
    if (property === undefined) return null;
    const values = this.reader.termValues(property).filter((value) => this.specOf(property, value) === set);
    return values.length === 0 && !this.all().some(({ spec }) => spec === set) ? null : { terms: { property, values } };
  }

  /** The sets that a record is in. */
  of({ station, terms }: ListedRecord): string[] {
    const own = terms.flatMap(({ property, value }) => this.specOf(property, value) ?? []);
    return [...new Set([...own, ...(station === null || !specPattern.test(`station:${station}`) ? [] : [`station:${station}`])])].sort();
  }

  private named(property: TermProperty, value: string): [string, string][] {
    const spec = this.specOf(property, value);
    return spec === null ? [] : [[spec, `Theme: ${this.concepts.label(value, 'en') ?? this.concepts.code(value)}`]];
  }

  private specOf(property: TermProperty, value: string): string | null {
    const key = `${property} ${value}`;
    const known = this.specs.get(key);
    if (known !== undefined) return known;
    const spec = this.derive(property, value);
    this.specs.set(key, spec);
    return spec;
  }

  private derive(property: TermProperty, value: string): string | null {
    switch (property) {
      case 'access': {
        const code = this.concepts.code(value);
        return code in accessSets ? accessSets[code as keyof typeof accessSets] : null;
      }
      case 'legislation':
        return ehds.test(value) ? 'ehds' : null;
      case 'theme': {
        const spec = `theme:${this.concepts.code(value)}`;
        return this.concepts.scheme(value) === dataThemes && specPattern.test(spec) ? spec : null;
      }
    }
  }
}
