import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoDispatcher } from '../../src/demo/dispatcher.js';
import { type DispatcherOptions } from '../../src/demo/dispatcher.js';
import { RestDispatcher } from '../../src/dispatch/rest-dispatcher.js';
import type { RestSettings } from '../../src/dispatch/eu-settings.js';
import { EuOutbox, euDefaults, type EuSettings } from '../../src/federation/eu-outbox.js';
import { SqliteEuReader } from '../../src/ledger/eu-book.js';
import { silentLogger } from '../../src/ports/logger.js';
import type { EuTransport } from '../../src/ports/eu-transport.js';
import type { Ledger, StagedRecord } from '../../src/ports/ledger.js';
import { Concepts } from '../../src/rdf/concepts.js';
import { canonicalText } from '../../src/rdf/terms.js';
import { folders, turtle } from '../validation/support.js';
import { exportDesk } from './exports.js';
import { staged, type OpenLedger } from './ledger.js';

export const euBase = 'https://catalogue.example';

/** A description that Release 8 accepts, as its holder would write it; `changes` are Turtle statements about the subject to add. */
export function healthRecord(
  subject: string,
  words = 'one',
  { without = [], more = '' }: { readonly without?: readonly string[]; readonly more?: string } = {},
): StagedRecord {
  const properties: Readonly<Record<string, string>> = {
    identifier: `dct:identifier "${subject}"`,
    accessRights: 'dct:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC>',
    legislation: 'dcatap:applicableLegislation <http://data.europa.eu/eli/reg/2025/327/oj>',
    theme: 'dcat:theme <http://publications.europa.eu/resource/authority/data-theme/HEAL>',
    category: 'healthdcatap:healthCategory <https://hdeu-dcat.data.health.europa.eu/resource/authority/healthcategories/EHRS>',
    structured: 'healthdcatap:hasStructuredData false',
    hdab: 'healthdcatap:hdab <https://hdab.example/>',
    distribution: `dcat:distribution <${subject}#file>`,
  };
  const kept = Object.entries(properties).flatMap(([name, text]) => (without.includes(name) ? [] : [text]));
  const body = canonicalText(
    turtle(`
<${subject}> a dcat:Dataset ; dct:title "${words}"@nl ; dct:description "Over ${words}."@nl ; ${kept.join(' ; ')} .
<${subject}#file> a dcat:Distribution ; dcat:accessURL <${subject}/access> ; dcatap:applicableLegislation <http://data.europa.eu/eli/reg/2025/327/oj> .
<https://hdab.example/> a foaf:Agent ; foaf:name "HDAB"@en ; cv:contactPoint <https://hdab.example/#contact> .
<https://hdab.example/#contact> a cv:ContactPoint ; cv:email "desk@hdab.example" .
${more}`),
  );
  const record = staged(subject, words);
  return { ...record, canonicalHash: createHash('sha256').update(body).digest('hex'), content: record.content === null ? null : { ...record.content, body } };
}

let loaded: Concepts | undefined;
const concepts = (): Concepts => (loaded ??= Concepts.load([folders.vocabularies, folders.mappings!]));

export const demoOptions: DispatcherOptions = { sources: folders, delayMs: 0 };

/** How our own Dispatcher is spoken to: the file that the demo uses says the same. */
export function restSettings(url: string, changes: Partial<RestSettings> = {}): RestSettings {
  return {
    transport: 'rest',
    operations: {
      create: { method: 'POST', url: `${url}/datasets` },
      update: { method: 'PUT', url: `${url}/datasets/{identifier}` },
      delete: { method: 'DELETE', url: `${url}/datasets/{identifier}` },
    },
    headers: { 'dataset-identifier': '{identifier}' },
    authentication: { kind: 'none' },
    format: 'turtle',
    envelope: 'rdf',
    answer: {
      state: '/status',
      detail: '/message',
      reference: '/reference',
      messageId: '/messageId',
      datasetId: '/datasetId',
      catalogueId: '/catalogueId',
      distributions: '/distributions',
      states: { received: 'received', delivered: 'delivered', accepted: 'accepted', refused: 'refused', failed: 'failed' },
    },
    status: `${url}/messages/{messageId}`,
    list: {
      url: `${url}/datasets`,
      items: '/items',
      identifier: '/identifier',
      hash: '/hash',
      messageId: '/messageId',
      centralId: '/datasetId',
      next: '/next',
      total: '/total',
    },
    timeoutMs: 20_000,
    pollSeconds: 1,
    ...changes,
  };
}

export function restTransport(url: string, changes: Partial<RestSettings> = {}): RestDispatcher {
  return new RestDispatcher({
    settings: restSettings(url, changes),
    readSecret: (reference) => reference.replace('env:', 'secret-of-'),
    baseUrl: euBase,
    profileIri: 'https://w3id.org/ndc/profiles/healthdcat-ap-r8',
    userAgent: 'ndc/test',
  });
}

export interface Outgoing {
  readonly outbox: EuOutbox;
  readonly eu: SqliteEuReader;
  close(): Promise<void>;
}

/** The outbox over a ledger, with pauses of no length. */
export function openOutbox({ ledger, reader, folder, clock }: OpenLedger, transport: EuTransport, settings: Partial<EuSettings> = {}): Outgoing {
  const eu = SqliteEuReader.open(folder);
  const outbox = new EuOutbox({
    reader,
    eu,
    book: ledger,
    exports: exportDesk(reader, euBase, (iri) => concepts().present(iri)),
    transport,
    clock,
    logger: silentLogger,
    baseUrl: euBase,
    settings: { ...euDefaults, deleteAfterDays: 30, withdrawn: 'delete', pollMs: 0, firstPauseMs: 0, longestPauseMs: 0, ...settings },
    rest: () => Promise.resolve(),
  });
  return {
    outbox,
    eu,
    close: async () => {
      await transport.close();
      eu.close();
    },
  };
}

/** A round over stations that is over at once (R7). */
export async function wholeRound({ ledger, reader, clock }: OpenLedger, stations: readonly string[]): Promise<void> {
  await ledger.openRound(stations, clock.now().toISOString());
  const [round] = reader.rounds(1);
  await ledger.noteRound(round!.id, Object.fromEntries(stations.map((station) => [station, 'complete' as const])), true);
}

/** Turns until nothing is under way any more. */
export async function settle({ outbox, eu }: Outgoing, dispatcher: DemoDispatcher, most = 60): Promise<void> {
  for (let n = 0; n < most; n++) {
    await outbox.turn();
    await dispatcher.idle();
    if (eu.euMessagesIn(['queued', 'sent', 'received', 'delivered'], 1).length === 0) return;
  }
  throw new Error(`messages are still under way: ${JSON.stringify(eu.euMessageCounts())}`);
}

/** A file for `NDC_EU` that has our own Dispatcher, or a part of it, at this address. */
export function euFile(url: string, webhookToken: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'ndc-eu-'));
  writeFileSync(join(folder, 'token'), webhookToken);
  const { operations, headers, status, list } = restSettings(url);
  const settings = {
    transport: 'rest',
    operations,
    headers,
    status,
    list: { url: url.endsWith('/eu') ? url : list?.url },
    webhook: { token: `file:${join(folder, 'token')}` },
    pollSeconds: 1,
  };
  writeFileSync(join(folder, 'eu.json'), JSON.stringify(settings));
  return join(folder, 'eu.json');
}

/** One message that has come to its end, with central ids, as if it had been sent. */
export async function concludeOne(ledger: Ledger, dataDir: string, record: string, subject: string): Promise<void> {
  const eu = SqliteEuReader.open(dataDir);
  const base = { record, iri: subject, station: 'holder', seq: 1, obstacles: [], dueAt: null, uses: [], aim: 'present' } as const;
  const plan = { ...base, wanted: 'hash', payload: `<${subject}> <urn:p> "x" .\n` };
  for (;;) {
    const { bookmark } = eu.euState();
    if (await ledger.planEu(bookmark, bookmark ?? { epoch: 1, seq: 0 }, [plan])) break;
  }
  const [message] = await ledger.claimEu(60_000, 1);
  await ledger.concludeEu({
    message: message!.id,
    state: 'accepted',
    detail: null,
    reference: null,
    centralIds: [{ id: 'EU-1', kind: 'dataset', iri: subject }],
  });
  eu.close();
}
