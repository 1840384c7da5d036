import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordId } from '../../src/domain/record-id.js';
import type { EuMessage } from '../../src/domain/eu.js';
import { DropFolder } from '../../src/dispatch/drop-folder.js';
import type { FolderSettings } from '../../src/dispatch/eu-settings.js';
import { parseText } from '../../src/rdf/parse.js';
import { euBase, healthRecord, openOutbox, wholeRound, type Outgoing } from '../support/eu.js';
import { makeStation, openLedger, publish, type OpenLedger } from '../support/ledger.js';

const iri = 'https://a.example/1';
const id = recordId(iri);

function settingsIn(folder: string): FolderSettings {
  return {
    transport: 'folder',
    outgoing: join(folder, 'out'),
    incoming: join(folder, 'in'),
    format: 'rdf-xml',
    party: { from: 'ncp-nl', fromType: 'urn:type', to: 'central', toType: 'urn:type' },
    service: { value: 'datasets & more', type: 'ehds' },
    actions: { create: 'CreateDataset', update: 'UpdateDataset', delete: 'DeleteDataset' },
    originalSender: 'urn:sender',
    finalRecipient: 'urn:recipient',
    pollSeconds: 1,
  };
}

let folder: string;
let house: OpenLedger;
let out: Outgoing;
let transport: DropFolder;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ndc-drop-'));
  house = openLedger();
  await house.ledger.registerStations([makeStation('a')]);
  transport = new DropFolder(settingsIn(folder), euBase);
  out = openOutbox(house, transport);
});

afterEach(async () => {
  await out.close();
  house.reader.close();
  house.ledger.close();
});

const outgoing = (): string[] => readdirSync(join(folder, 'out')).sort();
const metadataOf = (message: string): string => readFileSync(join(folder, 'out', message, 'metadata.xml'), 'utf8');

function answer(name: string, body: unknown): void {
  mkdirSync(join(folder, 'in', name), { recursive: true });
  writeFileSync(join(folder, 'in', name, 'outcome.json'), typeof body === 'string' ? body : JSON.stringify(body));
}

describe('the folders of an access point', () => {
  it('get one folder for each message, whole, and bring outcomes back', async () => {
    await publish(house.ledger, 'a', [healthRecord(iri)]);
    await wholeRound(house, ['a']);
    await out.outbox.turn();
    const [message] = outgoing();
    expect(outgoing()).toHaveLength(1);
    expect(out.eu.euRecord(id)?.standing).toBe('waiting');
    const { quads } = await parseText(readFileSync(join(folder, 'out', message!, 'dataset.rdf'), 'utf8'), {
      mediaType: 'application/rdf+xml',
      baseIri: euBase,
    });
    expect(quads.some(({ object }) => object.value === `${euBase}/datasets/${id}`)).toBe(true);
    const metadata = metadataOf(message!);
    for (const text of [
      '<Action>CreateDataset</Action>',
      '<Service type="ehds">datasets &amp; more</Service>',
      `<Property name="iri">${iri}</Property>`,
      '<Property name="FileName">dataset.rdf</Property>',
      `<MessageId>${message!}@catalogue.example</MessageId>`,
    ])
      expect(metadata).toContain(text);

    // What is not whole yet, is not ours, or is too much is left alone.
    mkdirSync(join(folder, 'in', 'a-partial'));
    answer('b-broken', '{"messageId":');
    answer('c-foreign', { messageId: 'somebody-else', status: 'accepted' });
    answer('d-ours', { messageId: message, status: 'accepted', datasetId: 'EU-7', distributions: [{ id: 'EU-8', iri: `${iri}#file` }] });
    answer('e-again', { messageId: message, status: 'accepted' });
    await out.outbox.turn();
    expect(out.eu.euRecord(id)?.standing).toBe('in-step');
    expect(out.eu.centralId('EU-7')).toMatchObject({ record: id, iri });
    expect(readdirSync(join(folder, 'in')).sort()).toEqual(['.settled', 'a-partial', 'b-broken']);
    expect(readdirSync(join(folder, 'in', '.settled'))).toHaveLength(3);
  });

  it('get a deletion without a description, and the same message once', async () => {
    await publish(house.ledger, 'a', [healthRecord(iri)]);
    await wholeRound(house, ['a']);
    await out.outbox.turn();
    const [first] = outgoing();
    answer('x', { messageId: first, status: 'accepted' });
    await out.outbox.turn();
    await house.ledger.withhold(id, 'taken down', 'somebody');
    await out.outbox.turn();
    const [deletion] = outgoing().filter((name) => name !== first);
    expect(readdirSync(join(folder, 'out', deletion!))).toEqual(['metadata.xml']);
    expect(metadataOf(deletion!)).toContain('<Action>DeleteDataset</Action>');
    expect(metadataOf(deletion!)).not.toContain('PayloadInfo');
    const before = metadataOf(deletion!);
    const again = { id: deletion!, record: id, iri, operation: 'delete', payload: null } as EuMessage;
    expect(await transport.send(again)).toMatchObject({ kind: 'answered', outcome: { state: 'received' } });
    expect([outgoing().length, metadataOf(deletion!) === before]).toEqual([2, true]);
  });

  it('shows a refusal in the words of the other side', async () => {
    await publish(house.ledger, 'a', [healthRecord(iri)]);
    await wholeRound(house, ['a']);
    await out.outbox.turn();
    answer('x', { messageId: outgoing()[0], status: 'refused', message: 'The theme is not known.' });
    await out.outbox.turn();
    expect(out.eu.euRecord(id)).toMatchObject({ standing: 'refused', detail: 'The theme is not known.' });
  });

  it('tries again when the folder cannot be written, and compares by its own book', async () => {
    const lost = new DropFolder({ ...settingsIn(folder), outgoing: join(folder, 'other') }, euBase);
    writeFileSync(join(folder, 'file'), '');
    const broken = new DropFolder(settingsIn(folder), euBase);
    Object.assign(Reflect.get(broken, 'settings') as object, { outgoing: join(folder, 'file') });
    const message = { id: 'm', record: id, iri, operation: 'create', payload: '' } as unknown as EuMessage;
    expect(await broken.send(message)).toMatchObject({ kind: 'later', isDown: true });
    expect(await lost.holdings()).toBeNull();
    expect(existsSync(join(folder, 'other', 'm'))).toBe(false);
    await publish(house.ledger, 'a', [healthRecord(iri)]);
    await wholeRound(house, ['a']);
    expect(await out.outbox.reconcile('somebody')).toMatchObject({ isListed: false, missing: 1 });
  });
});
