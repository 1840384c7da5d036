import type { NamedNode, Quad, Term } from '@rdfjs/types';
import { cv } from '../../vocab/cv.js';
import { dcat } from '../../vocab/dcat.js';
import { dcatap } from '../../vocab/dcatap.js';
import { dct } from '../../vocab/dcterms.js';
import { foaf } from '../../vocab/foaf.js';
import { ndc } from '../../vocab/ndc.js';
import { owl } from '../../vocab/owl.js';
import { prov } from '../../vocab/prov.js';
import { rdf } from '../../vocab/rdf.js';
import { rdfs } from '../../vocab/rdfs.js';
import { skos } from '../../vocab/skos.js';
import { vcard } from '../../vocab/vcard.js';
import type { Assertion } from '../domain/assertion.js';
import type { LanguageMap } from '../domain/language.js';
import { slugOf, type CatalogueDescription, type ContactChannel, type NamedAgent, type Organisation } from '../domain/organisation.js';
import type { OrganisationRef, Station, StationAuthentication, StationKind, StationState } from '../domain/station.js';
import { groupBy } from './group-by.js';
import { canonicalText, termToNTriples } from './terms.js';

/** Reads the operator's own Turtle (stations, catalogue, organisations, assertions) after its shapes have passed it. */
export class OperatorData {
  private readonly bySubject: ReadonlyMap<string, readonly Quad[]>;

  constructor(private readonly quads: readonly Quad[]) {
    this.bySubject = groupBy(quads, (quad) => quad.subject.value);
  }

  stations(): Station[] {
    return this.typed(ndc.Station).map((iri) => ({
      id: lastSegment(iri),
      iri,
      title: this.texts(iri, dct.title),
      kind: (this.value(iri, ndc.kind) ?? 'holder') as StationKind,
      holder: this.organisationRef(this.value(iri, dct.publisher)),
      serviceProvider: this.organisationRef(this.value(iri, ndc.serviceProvider)),
      intermediary: this.organisationRef(this.value(iri, ndc.intermediary)),
      contactEmail: this.contact(iri)?.email ?? null,
      endpoint: this.value(iri, dcat.endpointURL) ?? '',
      protocol: this.value(iri, ndc.protocol) ?? 'rdf',
      schedule: this.value(iri, ndc.schedule) ?? defaultSchedule(iri),
      timeZone: this.value(iri, ndc.timeZone) ?? 'Europe/Amsterdam',
      profiles: this.values(iri, ndc.profile),
      language: this.value(iri, ndc.language),
      priority: Number(this.value(iri, ndc.priority) ?? 0),
      declaredState: (this.value(iri, ndc.state) ?? 'onboarding') as StationState,
      subjectPrefixes: this.values(iri, ndc.subjectPrefix),
      authentication: this.authentication(iri),
      allowAddresses: this.values(iri, ndc.allowAddress),
      settings: Object.fromEntries(this.values(iri, ndc.setting).map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)])),
    }));
  }

  organisations(): Organisation[] {
    const subjects = [...this.bySubject].filter(([, own]) => own.some((quad) => quad.predicate.equals(foaf.name))).map(([iri]) => iri);
    return subjects
      .filter((iri) => /^[a-z][a-z0-9+.-]*:/i.test(iri))
      .map((iri) => {
        const name = this.texts(iri, foaf.name);
        return {
          iri,
          slug: this.value(iri, ndc.slug) ?? slugOf(Object.values(name).flat()[0] ?? iri),
          name,
          otherNames: this.values(iri, skos.altLabel),
          sameAs: this.values(iri, owl.sameAs),
          identifiers: this.values(iri, dct.identifier),
        };
      });
  }

  assertions(): Assertion[] {
    return this.typed(ndc.Assertion).map((iri) => ({
      iri,
      subject: this.value(iri, rdf.subject) ?? '',
      predicate: this.value(iri, rdf.predicate) ?? '',
      object: this.objects(iri, rdf.object).map(termToNTriples)[0] ?? '',
      attributedTo: this.value(iri, prov.wasAttributedTo) ?? '',
      generatedAt: this.value(iri, prov.generatedAtTime) ?? '',
      comment: this.value(iri, rdfs.comment),
      from: this.value(iri, dcat.startDate),
      to: this.value(iri, dcat.endDate),
      ...this.evidenceOf(iri),
    }));
  }

  /** Nothing at all where there is none, so that assertions without it stay what they were. */
  private evidenceOf(iri: string): Pick<Assertion, 'evidence'> {
    const evidence = this.value(iri, prov.wasDerivedFrom);
    return evidence === null ? {} : { evidence };
  }

  catalogue(): CatalogueDescription | undefined {
    const iri = this.typed(dcat.Catalog)[0];
    if (iri === undefined) return undefined;
    const publisher = this.value(iri, dct.publisher);
    return {
      iri,
      title: this.texts(iri, dct.title),
      description: this.texts(iri, dct.description),
      publisher: this.namedAgent(publisher ?? iri),
      contact: this.contact(iri),
      legislation: this.values(iri, dcatap.applicableLegislation),
      languages: this.values(iri, dct.language),
      licence: this.value(iri, dct.license),
      issued: this.value(iri, dct.issued),
      homepage: this.value(iri, foaf.homepage),
      adminEmail: this.value(iri, ndc.adminEmail),
      hdabs: this.values(iri, ndc.hdab).map((agent) => this.namedAgent(agent)),
      coordinator: this.optionalAgent(iri, ndc.coordinator),
      ncp: this.optionalAgent(iri, ndc.ncp),
      body: canonicalText(this.quads),
    };
  }

  private optionalAgent(iri: string, predicate: NamedNode): NamedAgent | null {
    const agent = this.value(iri, predicate);
    return agent === null ? null : this.namedAgent(agent);
  }

  private namedAgent(iri: string): NamedAgent {
    return { iri, name: this.texts(iri, foaf.name), contact: this.contact(iri) };
  }

  private contact(iri: string): ContactChannel | null {
    const nodes = [...this.values(iri, dcat.contactPoint), ...this.values(iri, cv.contactPoint)];
    if (nodes.length === 0) return null;
    const first = (...predicates: readonly NamedNode[]): string | null =>
      nodes.flatMap((node) => predicates.flatMap((predicate) => this.values(node, predicate)))[0] ?? null;
    return {
      email: first(vcard.hasEmail, cv.email)?.replace(/^mailto:/i, '') ?? null,
      page: first(vcard.hasURL, cv.contactPage),
      telephone: first(vcard.hasTelephone, cv.telephone),
      name: first(vcard.fn),
    };
  }

  private authentication(iri: string): StationAuthentication | null {
    const kind = this.value(iri, ndc.authentication);
    const credentials = this.value(iri, ndc.credentials);
    if (kind === null || credentials === null) return null;
    if (kind.startsWith('header:')) return { kind: 'header', header: kind.slice(7), credentials };
    return { kind: kind as 'basic' | 'bearer' | 'oauth2' | 'mtls', credentials };
  }

  private organisationRef(iri: string | null): OrganisationRef | null {
    return iri === null ? null : { iri, name: this.texts(iri, foaf.name) };
  }

  private typed(type: NamedNode): string[] {
    return this.quads
      .filter((quad) => quad.predicate.equals(rdf.type) && quad.object.equals(type) && quad.subject.termType === 'NamedNode')
      .map((quad) => quad.subject.value);
  }

  private objects(subject: string, predicate: NamedNode): Term[] {
    return (this.bySubject.get(subject) ?? []).filter((quad) => quad.predicate.equals(predicate)).map((quad) => quad.object);
  }

  private values(subject: string, predicate: NamedNode): string[] {
    return this.objects(subject, predicate).map((term) => term.value);
  }

  private value(subject: string, predicate: NamedNode): string | null {
    return this.values(subject, predicate)[0] ?? null;
  }

  private texts(subject: string, predicate: NamedNode): LanguageMap {
    const map: Record<string, string[]> = {};
    for (const term of this.objects(subject, predicate)) if (term.termType === 'Literal') (map[term.language] ??= []).push(term.value);
    return map;
  }
}

/** Nightly, at a minute that depends on the station, so that holders do not all answer at once (R5). */
export function defaultSchedule(iri: string): string {
  let sum = 0;
  for (const char of iri) sum = (sum * 31 + char.charCodeAt(0)) % 300;
  return `${String(sum % 60)} ${String(1 + Math.floor(sum / 60))} * * *`;
}

export function lastSegment(iri: string): string {
  return iri.replace(/[/#]+$/, '').replace(/^.*[/#]/, '');
}
