import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Quad } from '@rdfjs/types';
import { Parser } from 'n3';
import { skos } from '../../vocab/skos.js';

interface Concept {
  readonly labels: Record<string, string>;
  notation: string | null;
}

/** Hosts that EHDS lists had before their present one (healthdcat-ap.md section 2). */
const formerHosts: readonly RegExp[] = [
  /^https?:\/\/hdeu-dcat\.acceptance\.data\.health\.europa\.eu\/resource\/authority\//,
  /^http:\/\/healthdataportal\.eu\/resource\/authority\//,
  /^http:\/\/13\.81\.34\.152:1101\/resource\/authority\//,
];
const presentHost = 'https://hdeu-dcat.data.health.europa.eu/resource/authority/';

/** The concepts of all vocabularies that we hold: labels, codes, and what old values are today. */
export class Concepts {
  private readonly concepts = new Map<string, Concept>();
  private readonly matches = new Map<string, string>();

  /** @param folders absolute paths of `vocab/authority` and `vocab/mappings` */
  static load(folders: readonly string[]): Concepts {
    const concepts = new Concepts();
    for (const folder of folders) {
      for (const name of readdirSync(folder)
        .filter((file) => file.endsWith('.ttl'))
        .sort())
        concepts.add(new Parser().parse(readFileSync(join(folder, name), 'utf8')));
    }
    return concepts;
  }

  add(quads: readonly Quad[]): void {
    for (const { subject, predicate, object } of quads) {
      if (predicate.equals(skos.prefLabel) && object.termType === 'Literal') this.concept(subject.value).labels[object.language] ??= object.value;
      else if (predicate.equals(skos.notation)) this.concept(subject.value).notation ??= object.value;
      else if (predicate.equals(skos.exactMatch) || predicate.value === `${skos.iri}broadMatch`) this.match(subject.value, object.value);
    }
  }

  /** A mapping is read in the direction that leads to a concept that we hold. */
  private match(from: string, to: string): void {
    if (/wikidata\.org/.test(to)) this.matches.set(to, from);
    else this.matches.set(from, to);
  }

  private concept(iri: string): Concept {
    let concept = this.concepts.get(iri);
    if (concept === undefined) this.concepts.set(iri, (concept = { labels: {}, notation: null }));
    return concept;
  }

  /** The present concept for a value of an old host or list; the value itself when nothing is known (DESIGN section 5). */
  present(iri: string): string {
    for (const host of formerHosts) if (host.test(iri)) return iri.replace(host, presentHost);
    return this.matches.get(iri) ?? iri;
  }

  label(iri: string, lang: 'nl' | 'en'): string | undefined {
    const concept = this.concepts.get(this.present(iri));
    return concept?.labels[lang] ?? concept?.labels[lang === 'nl' ? 'en' : 'nl'] ?? concept?.labels[''];
  }

  /** All labels of a concept, for the words that a search may use. */
  labels(iri: string): readonly string[] {
    return Object.values(this.concepts.get(this.present(iri))?.labels ?? {});
  }

  code(iri: string): string {
    const present = this.present(iri);
    return this.concepts.get(present)?.notation ?? present.replace(/[/#]+$/, '').replace(/^.*[/#]/, '');
  }
}
