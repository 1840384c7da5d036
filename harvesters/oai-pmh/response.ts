import { StationError } from '../../src/domain/errors.js';
import { childOf, elementsOf, parseXml, standalone, textOf, wordsOf, type XmlElement } from './xml.js';

export interface OaiRecord {
  readonly identifier: string | null;
  readonly datestamp: string | null;
  readonly deleted: boolean;
  /** The record's own XML, to be read alone. */
  readonly xml: string;
  readonly line: number;
}

export interface OaiFormat {
  readonly prefix: string;
  readonly schema: string;
  readonly namespace: string;
}

export interface OaiIdentify {
  /** `no` when the repository says nothing that the protocol knows: the careful reading. */
  readonly deletedRecord: 'no' | 'transient' | 'persistent';
  readonly granularity: 'day' | 'second';
}

/** One answer of a repository, whatever the verb. */
export interface OaiResponse {
  readonly responseDate: string | null;
  /** What answers: the element beside responseDate, request and error. */
  readonly verb: string | null;
  readonly errors: readonly { readonly code: string; readonly text: string }[];
  readonly identify: OaiIdentify | null;
  readonly formats: readonly OaiFormat[];
  readonly records: readonly OaiRecord[];
  /** Null: no token element at all (OAI-3). */
  readonly token: string | null;
  /** An estimate, if anything (OAI-4). */
  readonly completeListSize: number | null;
}

/**
 * Reads one response; names are compared without their namespace, since repositories forget it.
 *
 * @throws StationError when it is not well-formed or no OAI-PMH response
 */
export async function readResponse(text: string): Promise<OaiResponse> {
  const root = await parseXml(text, ({ name }) => name === 'metadata' || name === 'about' || name === 'description');
  if (root.name !== 'OAI-PMH')
    throw new StationError('station/unusable-body', `The answer is not an OAI-PMH response: its root element is "${root.name.slice(0, 100)}".`);
  const verb = elementsOf(root).find(({ name }) => !['responseDate', 'request', 'error'].includes(name));
  const token = childOf(verb, 'resumptionToken');
  const size = token?.attributes.get('completeListSize')?.trim() ?? '';
  return {
    responseDate: wordsOf(childOf(root, 'responseDate')),
    verb: verb?.name ?? null,
    errors: elementsOf(root, 'error').map((error) => ({
      code: (error.attributes.get('code') ?? '').replace(/\s+/g, ''),
      text: (wordsOf(error) ?? '').slice(0, 300),
    })),
    identify: verb?.name === 'Identify' ? identifyOf(verb) : null,
    formats: elementsOf(verb, 'metadataFormat').map((format) => ({
      prefix: wordsOf(childOf(format, 'metadataPrefix')) ?? '',
      schema: wordsOf(childOf(format, 'schema')) ?? '',
      namespace: wordsOf(childOf(format, 'metadataNamespace')) ?? '',
    })),
    records: elementsOf(verb, 'record').map((record) => recordOf(record, text)),
    token: token === undefined ? null : textOf(token).trim(),
    completeListSize: /^\d{1,15}$/.test(size) ? Number(size) : null,
  };
}

function identifyOf(verb: XmlElement): OaiIdentify {
  const deleted = (wordsOf(childOf(verb, 'deletedRecord')) ?? '').toLowerCase();
  return {
    deletedRecord: deleted === 'persistent' || deleted === 'transient' ? deleted : 'no',
    granularity: (wordsOf(childOf(verb, 'granularity')) ?? '').includes('hh') ? 'second' : 'day',
  };
}

function recordOf(record: XmlElement, text: string): OaiRecord {
  const header = childOf(record, 'header');
  return {
    identifier: wordsOf(childOf(header, 'identifier')),
    datestamp: wordsOf(childOf(header, 'datestamp')),
    deleted: header?.attributes.get('status')?.trim().toLowerCase() === 'deleted',
    xml: standalone(text, record),
    line: record.line,
  };
}

/** Whether the response carries this error, written in any way (OAI-2). */
export function hasError(response: OaiResponse, code: string): boolean {
  return response.errors.some((error) => error.code.toLowerCase() === code.toLowerCase());
}
