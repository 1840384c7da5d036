import type { NamedNode, Quad, Term } from '@rdfjs/types';
import { adms } from '../../vocab/adms.js';
import { csvw } from '../../vocab/csvw.js';
import { cv } from '../../vocab/cv.js';
import { dcat } from '../../vocab/dcat.js';
import { dcatap } from '../../vocab/dcatap.js';
import { dct } from '../../vocab/dcterms.js';
import { dpv } from '../../vocab/dpv.js';
import { dqv } from '../../vocab/dqv.js';
import { foaf } from '../../vocab/foaf.js';
import { geodcatap } from '../../vocab/geodcatap.js';
import { healthdcatap as h } from '../../vocab/healthdcatap.js';
import { oa } from '../../vocab/oa.js';
import { prov } from '../../vocab/prov.js';
import { rdf } from '../../vocab/rdf.js';
import { rdfs } from '../../vocab/rdfs.js';
import { skos } from '../../vocab/skos.js';
import { time } from '../../vocab/time.js';
import { vcard } from '../../vocab/vcard.js';
import type {
  Agent,
  ContactPoint,
  Distribution,
  NamedThing,
  Period,
  Place,
  QualityAnnotation,
  RecordDescription,
  Variable,
  VariableTable,
} from '../domain/description.js';
import type { LanguageMap } from '../domain/language.js';
import type { RecordKind } from '../domain/record.js';
import { genidPrefix } from './terms.js';

/** Reads the triples of one record into plain JSON. Total: whatever is missing or odd becomes null or empty. */
export function readDescription(iri: string, quads: readonly Quad[]): RecordDescription {
  return new Reader(quads).record(iri);
}

/** The kind of a record by its type, `dataset` when nothing else is said. */
export function kindOf(iri: string, quads: readonly Quad[]): RecordKind {
  const types = new Set(quads.filter((quad) => quad.subject.value === iri && quad.predicate.equals(rdf.type)).map((quad) => quad.object.value));
  if (types.has(dcat.DatasetSeries.value)) return 'series';
  return types.has(dcat.DataService.value) && !types.has(dcat.Dataset.value) ? 'service' : 'dataset';
}

class Reader {
  private readonly bySubject = new Map<string, Quad[]>();

  constructor(private readonly quads: readonly Quad[]) {
    for (const quad of quads) {
      const own = this.bySubject.get(quad.subject.value);
      if (own === undefined) this.bySubject.set(quad.subject.value, [quad]);
      else own.push(quad);
    }
  }

  record(iri: string): RecordDescription {
    return {
      iri,
      kind: kindOf(iri, this.quads),
      title: this.texts(iri, dct.title),
      alternative: this.texts(iri, dct.alternative),
      description: this.texts(iri, dct.description),
      keywords: this.texts(iri, dcat.keyword),
      identifiers: this.literals(iri, dct.identifier),
      otherIdentifiers: this.objects(iri, adms.identifier).flatMap((node) => this.literals(node.value, skos.notation)),
      accessRights: this.iris(iri, dct.accessRights),
      legislation: this.iris(iri, dcatap.applicableLegislation),
      themes: this.iris(iri, dcat.theme),
      healthCategories: this.iris(iri, h.healthCategory),
      healthThemes: this.iris(iri, h.healthTheme),
      types: this.iris(iri, dct.type),
      codingSystems: this.iris(iri, h.hasCodingSystem),
      codeValues: this.values(iri, h.hasCodeValues),
      conformsTo: this.iris(iri, dct.conformsTo),
      languages: this.iris(iri, dct.language),
      spatial: this.objects(iri, dct.spatial).map((node) => this.place(node)),
      temporal: this.objects(iri, dct.temporal).map((node) => this.period(node)),
      publisher: this.agents(iri, dct.publisher)[0] ?? null,
      custodian: this.agents(iri, geodcatap.custodian)[0] ?? null,
      hdab: this.agents(iri, h.hdab)[0] ?? null,
      hdabCoordinator: this.agents(iri, h.hdabCoordinator)[0] ?? null,
      creators: this.agents(iri, dct.creator),
      contactPoints: this.objects(iri, dcat.contactPoint).map((node) => this.contactPoint(node)),
      populationCoverage: this.texts(iri, h.populationCoverage),
      purposes: this.objects(iri, dpv.hasPurpose).map((node) => this.label(node)),
      legalBases: this.objects(iri, dpv.hasLegalBasis).map((node) => this.thing(node)),
      personalData: this.iris(iri, dpv.hasPersonalData),
      provenance: this.objects(iri, dct.provenance).map((node) => this.label(node)),
      activities: this.objects(iri, prov.wasGeneratedBy).map((node) => this.thing(node)),
      minTypicalAge: this.number(iri, h.minTypicalAge),
      maxTypicalAge: this.number(iri, h.maxTypicalAge),
      numberOfRecords: this.number(iri, h.numberOfRecords),
      numberOfUniqueIndividuals: this.number(iri, h.numberOfUniqueIndividuals),
      hasStructuredData: this.boolean(iri, h.hasStructuredData),
      retentionPeriod: this.objects(iri, h.retentionPeriod).map((node) => this.period(node))[0] ?? null,
      frequency: this.iris(iri, dct.accrualPeriodicity)[0] ?? null,
      temporalResolution: this.literals(iri, dcat.temporalResolution)[0] ?? null,
      issued: this.literals(iri, dct.issued)[0] ?? null,
      modified: this.literals(iri, dct.modified).sort().at(-1) ?? null,
      // FAIR Data Points before 1.17.1 say it with dct:hasVersion (protocols.md 3.4).
      version: this.values(iri, dcat.version)[0] ?? this.literals(iri, dct.hasVersion)[0] ?? null,
      versionNotes: this.texts(iri, adms.versionNotes),
      status: this.iris(iri, adms.status)[0] ?? null,
      landingPages: this.values(iri, dcat.landingPage),
      pages: this.values(iri, foaf.page),
      inSeries: this.iris(iri, dcat.inSeries),
      seriesMembers: this.iris(iri, dcat.seriesMember),
      hasVersion: [...this.iris(iri, dcat.hasVersion), ...this.iris(iri, dct.hasVersion)],
      previousVersion: [...this.iris(iri, dcat.previousVersion), ...this.iris(iri, dcat.prev)],
      isPartOf: this.iris(iri, dct.isPartOf),
      hasPart: this.iris(iri, dct.hasPart),
      source: this.iris(iri, dct.source),
      relation: this.iris(iri, dct.relation),
      isReferencedBy: this.values(iri, dct.isReferencedBy),
      qualityAnnotations: this.objects(iri, dqv.hasQualityAnnotation).map((node) => this.quality(node)),
      distributions: this.distributions(iri, dcat.distribution),
      samples: this.distributions(iri, adms.sample),
      analytics: this.distributions(iri, h.analytics),
      tables: this.objects(iri, h.hasVariables).flatMap((group) => this.tables(group)),
      endpointUrls: this.values(iri, dcat.endpointURL),
      endpointDescriptions: this.values(iri, dcat.endpointDescription),
      servesDatasets: this.iris(iri, dcat.servesDataset),
    };
  }

  private objects(subject: string, predicate: NamedNode): Term[] {
    return (this.bySubject.get(subject) ?? []).filter((quad) => quad.predicate.equals(predicate)).map((quad) => quad.object);
  }

  private values(subject: string, predicate: NamedNode): string[] {
    return this.objects(subject, predicate).map((term) => term.value);
  }

  private literals(subject: string, predicate: NamedNode): string[] {
    return this.objects(subject, predicate)
      .filter((term) => term.termType === 'Literal')
      .map((term) => term.value);
  }

  private iris(subject: string, predicate: NamedNode): string[] {
    return this.objects(subject, predicate)
      .filter((term) => term.termType === 'NamedNode')
      .map((term) => term.value);
  }

  private texts(subject: string, ...predicates: readonly NamedNode[]): LanguageMap {
    const map: Record<string, string[]> = {};
    for (const predicate of predicates) {
      for (const term of this.objects(subject, predicate))
        if (term.termType === 'Literal' && term.value.trim() !== '') (map[term.language] ??= []).push(term.value);
    }
    return map;
  }

  private number(subject: string, predicate: NamedNode): number | null {
    const value = Number(this.literals(subject, predicate)[0] ?? Number.NaN);
    return Number.isSafeInteger(value) && value >= 0 ? value : null;
  }

  private boolean(subject: string, predicate: NamedNode): boolean | null {
    const value = this.literals(subject, predicate)[0];
    return value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : null;
  }

  private iriOf(term: Term): string | null {
    return term.termType === 'NamedNode' && !term.value.startsWith(genidPrefix) ? term.value : null;
  }

  /** The words of a node: itself when it is text, else label, description or title. */
  private label(term: Term): LanguageMap {
    if (term.termType === 'Literal') return { [term.language]: [term.value] };
    return this.texts(term.value, rdfs.label, dct.description, dct.title, skos.prefLabel);
  }

  private thing(term: Term): NamedThing {
    return { iri: this.iriOf(term), label: this.label(term), types: [...this.iris(term.value, dct.type), ...this.iris(term.value, dct.source)] };
  }

  private place(term: Term): Place {
    return {
      iri: this.iriOf(term),
      label: term.termType === 'Literal' ? { [term.language]: [term.value] } : this.texts(term.value, skos.prefLabel, rdfs.label),
    };
  }

  private period(term: Term): Period {
    const instant = (predicate: NamedNode): string | undefined => {
      const node = this.objects(term.value, predicate)[0];
      return node === undefined
        ? undefined
        : (this.literals(node.value, time.inXSDDate)[0] ??
            this.literals(node.value, time.inXSDDateTime)[0] ??
            this.literals(node.value, time.inXSDDateTimeStamp)[0]);
    };
    return {
      start: this.literals(term.value, dcat.startDate)[0] ?? instant(time.hasBeginning) ?? null,
      end: this.literals(term.value, dcat.endDate)[0] ?? instant(time.hasEnd) ?? null,
    };
  }

  private agents(subject: string, predicate: NamedNode): Agent[] {
    return this.objects(subject, predicate).map((term) => this.agent(term));
  }

  private agent(term: Term): Agent {
    if (term.termType === 'Literal')
      return {
        iri: null,
        name: { [term.language]: [term.value] },
        types: [],
        description: {},
        homepage: null,
        email: null,
        contactPage: null,
        telephone: null,
      };
    const node = term.value;
    const contacts = [...this.values(node, cv.contactPoint), ...this.values(node, dcat.contactPoint)];
    const email = [
      ...contacts.flatMap((contact) => [...this.values(contact, cv.email), ...this.values(contact, vcard.hasEmail)]),
      ...this.values(node, foaf.mbox),
    ][0];
    return {
      iri: this.iriOf(term),
      name: this.texts(node, foaf.name),
      types: this.iris(node, dct.type),
      description: this.texts(node, dct.description, h.publisherNote, h.publishernote),
      homepage: this.values(node, foaf.homepage)[0] ?? null,
      email: email?.replace(/^mailto:/i, '') ?? null,
      contactPage: contacts.flatMap((contact) => [...this.values(contact, cv.contactPage), ...this.values(contact, vcard.hasURL)])[0] ?? null,
      telephone: contacts.flatMap((contact) => this.values(contact, cv.telephone))[0] ?? null,
    };
  }

  private contactPoint(term: Term): ContactPoint {
    const node = term.value;
    const email = this.values(node, vcard.hasEmail)[0] ?? this.values(node, cv.email)[0];
    return {
      iri: this.iriOf(term),
      name: this.texts(node, vcard.fn, foaf.name),
      email: email?.replace(/^mailto:/i, '') ?? null,
      url: this.values(node, vcard.hasURL)[0] ?? this.values(node, cv.contactPage)[0] ?? null,
    };
  }

  private quality(term: Term): QualityAnnotation {
    return { body: this.iris(term.value, oa.hasBody)[0] ?? null, target: this.iris(term.value, oa.hasTarget)[0] ?? null, label: this.label(term) };
  }

  private distributions(subject: string, predicate: NamedNode): Distribution[] {
    return this.objects(subject, predicate)
      .filter((term) => term.termType !== 'Literal')
      .map((term) => this.distribution(term.value));
  }

  private distribution(iri: string): Distribution {
    return {
      iri,
      title: this.texts(iri, dct.title),
      description: this.texts(iri, dct.description),
      accessUrls: this.values(iri, dcat.accessURL),
      downloadUrls: this.values(iri, dcat.downloadURL),
      format: this.values(iri, dct.format)[0] ?? null,
      mediaType: this.values(iri, dcat.mediaType)[0] ?? null,
      byteSize: this.number(iri, dcat.byteSize),
      licence: this.values(iri, dct.license)[0] ?? null,
      rights: this.objects(iri, dct.rights).map((node) => this.thing(node)),
      legislation: this.iris(iri, dcatap.applicableLegislation),
      conformsTo: this.iris(iri, dct.conformsTo),
      availability: this.iris(iri, dcatap.availability)[0] ?? null,
      issued: this.literals(iri, dct.issued)[0] ?? null,
      modified: this.literals(iri, dct.modified)[0] ?? null,
      accessServices: this.iris(iri, dcat.accessService),
    };
  }

  private tables(group: Term): VariableTable[] {
    return this.objects(group.value, csvw.table).map((table) => ({
      iri: this.iriOf(table),
      title: this.texts(table.value, dct.title, csvw.title),
      columns: this.objects(table.value, csvw.column).map((column) => this.variable(column.value)),
    }));
  }

  private variable(node: string): Variable {
    return {
      name: this.literals(node, csvw.name)[0] ?? '',
      title: this.texts(node, csvw.title, csvw.titles),
      description: this.texts(node, dct.description),
      datatype: this.values(node, csvw.datatype)[0] ?? null,
      propertyUrl: this.iris(node, csvw.propertyUrl)[0] ?? null,
    };
  }
}
