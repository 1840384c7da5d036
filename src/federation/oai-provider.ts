import { chooseText } from '../domain/language.js';
import type { CatalogueDescription } from '../domain/organisation.js';
import type { PublishedRecord } from '../domain/record.js';
import type { Clock } from '../ports/clock.js';
import type { LedgerReader, ListedRecord } from '../ports/ledger.js';
import type { Concepts } from '../rdf/concepts.js';
import { checkArguments, type OaiError, type OaiListVerb, type OaiRequest } from './oai-arguments.js';
import { exportPayload, namespaceOf, oaiPrefixes, originNamespace, schemaOf, type PayloadContext, type OaiPrefix } from './oai-formats.js';
import { firstPage, nextPage, type ListSettings, type OaiPage } from './oai-lists.js';
import { OaiSets } from './oai-sets.js';
import { openSetPlace, signSetPlace } from './oai-tokens.js';
import { factsOf, publicIri, sourceAddress } from './record-rdf.js';
import { surroundingsOf } from './surroundings.js';
import { element, xmlDocument, type Xml } from './xml-writer.js';

const oai = 'http://www.openarchives.org/OAI/2.0/';
const xsi = 'http://www.w3.org/2001/XMLSchema-instance';

export interface OaiProviderSettings {
  readonly reader: LedgerReader;
  readonly concepts: Concepts;
  readonly clock: Clock;
  readonly baseUrl: string;
  catalogue(): CatalogueDescription;
  readonly pageSize?: ListSettings['pageSize'];
  readonly setsPerPage?: number;
}

type Answer = { readonly body: Xml } | { readonly errors: readonly OaiError[] };

const usualSetsPerPage = 200;
const usualPageSize = { ListRecords: 100, ListIdentifiers: 500 } as const;

/** Our OAI-PMH 2.0 repository: the change log, complete, in order and with deletions (protocols.md section 16). */
export class OaiProvider {
  private readonly sets: OaiSets;
  private readonly counts = new Map<string, number>();

  constructor(private readonly settings: OaiProviderSettings) {
    this.sets = new OaiSets(settings.reader, settings.concepts);
  }

  /** The answer to a request, errors of the protocol included (OAIP-1). */
  answer(given: readonly (readonly [name: string, value: string])[]): string {
    const checked = checkArguments(given);
    const answered = checked.kind === 'errors' ? { errors: checked.errors } : this.carryOut(checked.request);
    const errors = 'errors' in answered ? answered.errors : [];
    // Arguments that are wrong are not repeated (OAIP-5).
    const isEchoed = !errors.some(({ code }) => code === 'badArgument' || code === 'badVerb');
    return xmlDocument(
      element(
        'OAI-PMH',
        { xmlns: oai, 'xmlns:xsi': xsi, 'xsi:schemaLocation': `${oai} ${oai}OAI-PMH.xsd` },
        element('responseDate', {}, secondsOf(this.settings.clock.now().toISOString())),
        element('request', isEchoed ? checked.given : {}, this.address),
        ...('errors' in answered ? answered.errors.map(({ code, message }) => element('error', { code }, message)) : [answered.body]),
      ),
    );
  }

  private get address(): string {
    return `${this.settings.baseUrl}/oai`;
  }

  private carryOut(request: OaiRequest): Answer {
    switch (request.verb) {
      case 'Identify':
        return { body: this.identify() };
      case 'ListMetadataFormats':
        if (request.identifier !== null && this.find(request.identifier) === undefined) return unknownIdentifier(request.identifier);
        return { body: element('ListMetadataFormats', {}, ...oaiPrefixes.map(formatElement)) };
      case 'ListSets':
        return this.listSets(request.token);
      case 'GetRecord':
        return this.getRecord(request.identifier, request.prefix);
      default:
        return this.list(request.verb, request);
    }
  }

  private listSets(token: string | null): Answer {
    const { reader, setsPerPage = usualSetsPerPage } = this.settings;
    const all = this.sets.all();
    const place = token === null ? { after: '', cursor: 0, total: all.length } : openSetPlace(token, reader.tokenSecret());
    if (place === undefined) return badToken;
    const left = all.filter(({ spec }) => spec > place.after);
    const page = left.slice(0, left.length <= setsPerPage + 1 ? left.length : setsPerPage);
    const isLast = page.length === left.length;
    const text = isLast ? '' : signSetPlace({ ...place, after: page.at(-1)?.spec ?? '', cursor: place.cursor + page.length }, reader.tokenSecret());
    return {
      body: element(
        'ListSets',
        {},
        ...page.map(({ spec, name }) => element('set', {}, element('setSpec', {}, spec), element('setName', {}, name))),
        isLast && token === null ? null : tokenElement({ text, cursor: place.cursor, total: place.total, expiresAt: null }),
      ),
    };
  }

  private identify(): Xml {
    const { reader, baseUrl } = this.settings;
    const catalogue = this.settings.catalogue();
    const domain = repositoryDomain(baseUrl);
    const [first] = reader.listing({ asOf: reader.snapshot().seq }, 1);
    const earliest = reader.firstEntryAt() ?? first?.at ?? this.settings.clock.now().toISOString();
    return element(
      'Identify',
      {},
      element('repositoryName', {}, chooseText(catalogue.title, 'en')?.text ?? 'National dataset catalogue'),
      element('baseURL', {}, this.address),
      element('protocolVersion', {}, '2.0'),
      element('adminEmail', {}, adminEmail(catalogue)),
      element('earliestDatestamp', {}, secondsOf(earliest)),
      element('deletedRecord', {}, 'persistent'),
      element('granularity', {}, 'YYYY-MM-DDThh:mm:ssZ'),
      element('compression', {}, 'gzip'),
      element(
        'description',
        {},
        element(
          'oai-identifier',
          {
            xmlns: `${oai}oai-identifier`,
            'xmlns:xsi': xsi,
            'xsi:schemaLocation': `${oai}oai-identifier ${oai}oai-identifier.xsd`,
          },
          element('scheme', {}, 'oai'),
          element('repositoryIdentifier', {}, domain),
          element('delimiter', {}, ':'),
          element('sampleIdentifier', {}, this.identifierOf(first?.id ?? 'aaaaaaaaaaaaaaaa')),
        ),
      ),
    );
  }

  private getRecord(identifier: string, prefix: OaiPrefix): Answer {
    const found = this.find(identifier);
    if (found === undefined) return unknownIdentifier(identifier);
    const record = this.recordsOf([found], prefix, this.settings.reader.snapshot().seq)[0];
    return record === undefined ? unknownIdentifier(identifier) : { body: element('GetRecord', {}, record) };
  }

  private find(identifier: string): ListedRecord | undefined {
    const prefix = this.identifierOf('');
    const { reader } = this.settings;
    return identifier.startsWith(prefix) ? reader.listed(identifier.slice(prefix.length), reader.snapshot().seq) : undefined;
  }

  private list(verb: OaiListVerb, asked: Extract<OaiRequest, { verb: OaiListVerb }>): Answer {
    const { reader, clock, pageSize = usualPageSize } = this.settings;
    const settings: ListSettings = { reader, sets: this.sets, counts: this.counts, pageSize, now: Math.floor(clock.now().getTime() / 1000) };
    const page = 'token' in asked ? nextPage(verb, asked.token, settings) : firstPage(verb, asked.selection, settings);
    if (page === undefined) return badToken;
    if (page.records.length === 0)
      return 'token' in asked
        ? badToken
        : { errors: [{ code: 'noRecordsMatch', message: 'No record was changed within these dates, or there is none in this set.' }] };
    return { body: this.pageOf(verb, page) };
  }

  private pageOf(verb: OaiListVerb, { records, selection, snapshot, token }: OaiPage): Xml {
    const items =
      verb === 'ListRecords'
        ? this.recordsOf(records, selection.prefix, snapshot.seq)
        : this.withContents(records, snapshot.seq).map(([listed, content]) => this.header(listed, content));
    return element(verb, {}, ...items, token === null ? null : tokenElement(token));
  }

  private recordsOf(records: readonly ListedRecord[], prefix: OaiPrefix, asOf: number): Xml[] {
    const { reader, baseUrl } = this.settings;
    const context: PayloadContext = {
      reader,
      assertions: reader.assertions(),
      surroundings: surroundingsOf(reader, baseUrl),
      presentConcept: (iri) => this.settings.concepts.present(iri),
    };
    return this.withContents(records, asOf).map(([listed, content]) => {
      const header = this.header(listed, content);
      if (content === undefined) return element('record', {}, header);
      return element('record', {}, header, element('metadata', {}, exportPayload(content, prefix, context)), this.provenance(content));
    });
  }

  /** What of a record cannot be given any more is as good as deleted: it was redacted. */
  private withContents(records: readonly ListedRecord[], asOf: number): [ListedRecord, PublishedRecord | undefined][] {
    const contents = this.settings.reader.contents(
      records.filter(({ isDeleted }) => !isDeleted).map(({ id }) => id),
      asOf,
    );
    return records.map((record) => [record, record.isDeleted ? undefined : contents.get(record.id)]);
  }

  private header(listed: ListedRecord, content: PublishedRecord | undefined): Xml {
    return element(
      'header',
      { status: content === undefined ? 'deleted' : null },
      element('identifier', {}, this.identifierOf(listed.id)),
      element('datestamp', {}, secondsOf(listed.at)),
      ...this.sets.of(listed).map((spec) => element('setSpec', {}, spec)),
    );
  }

  /** Where a record was read, for who wants to know its way (OAIP-11, OAI-15). */
  private provenance({ head }: PublishedRecord): Xml | null {
    const { reader, baseUrl } = this.settings;
    const facts = factsOf(head, reader);
    const from = sourceAddress(head, facts);
    const readAt = facts?.provenance?.retrievedAt ?? facts?.receivedAt;
    if (from === null || readAt === undefined) return null;
    const changedAt = secondsOf(facts?.provenance?.entry?.modified ?? '');
    const namespace = `${oai}provenance`;
    return element(
      'about',
      {},
      element(
        'provenance',
        { xmlns: namespace, 'xmlns:xsi': xsi, 'xsi:schemaLocation': `${namespace} ${namespace}.xsd` },
        element(
          'originDescription',
          { harvestDate: secondsOf(readAt), altered: 'true' },
          element('baseURL', {}, from),
          element('identifier', {}, publicIri(head.iri, baseUrl)),
          element('datestamp', {}, changedAt === '' ? secondsOf(readAt) : changedAt),
          element('metadataNamespace', {}, originNamespace),
        ),
      ),
    );
  }

  private identifierOf(id: string): string {
    return `oai:${repositoryDomain(this.settings.baseUrl)}:${id}`;
  }
}

function formatElement(prefix: OaiPrefix): Xml {
  return element(
    'metadataFormat',
    {},
    element('metadataPrefix', {}, prefix),
    element('schema', {}, schemaOf(prefix)),
    element('metadataNamespace', {}, namespaceOf(prefix)),
  );
}

function tokenElement({ text, cursor, total, expiresAt }: NonNullable<OaiPage['token']>): Xml {
  return element(
    'resumptionToken',
    {
      expirationDate: expiresAt === null ? null : secondsOf(new Date(expiresAt * 1000).toISOString()),
      completeListSize: String(total),
      cursor: String(cursor),
    },
    text,
  );
}

/** An instant in UTC seconds without fraction; empty for what is none. */
function secondsOf(instant: string): string {
  const time = Date.parse(instant);
  return Number.isNaN(time) ? '' : `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** The oai-identifier scheme wants a domain name, which an address of a trial run is not (OAIP-3). */
export function repositoryDomain(baseUrl: string): string {
  const { hostname } = new URL(baseUrl);
  return /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]+)+$/i.test(hostname) ? hostname : 'ndc.localhost';
}

/** Validators stop at an address that is none, or at one of this machine (OAIP-11). */
function adminEmail({ adminEmail: own, contact }: CatalogueDescription): string {
  const usable = [own, contact?.email ?? null].find(
    (email) => email !== null && /^\w[\w.-]+@[A-Za-z0-9.-]+\.[a-z]{2,}$/.test(email) && !email.endsWith('@localhost'),
  );
  return usable ?? 'beheer@catalogue.example';
}

const badToken = {
  errors: [
    {
      code: 'badResumptionToken',
      message: 'This token is none of ours, or its list is kept no more. Begin the list again, from the last datestamp that you have.',
    },
  ],
} as const;

function unknownIdentifier(identifier: string): { readonly errors: readonly OaiError[] } {
  return { errors: [{ code: 'idDoesNotExist', message: `There is no record ${identifier.slice(0, 200)}.` }] };
}
