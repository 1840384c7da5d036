import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Assertion } from '../../src/domain/assertion.js';
import { recordId } from '../../src/domain/record-id.js';
import { DemoDispatcher } from '../../src/demo/dispatcher.js';
import { writeBackup } from '../../src/ledger/backup.js';
import { restoreBackup } from '../../src/ledger/restore.js';
import { demoOptions, euBase, healthRecord, openOutbox, restTransport, settle, wholeRound, type Outgoing } from '../support/eu.js';
import { makeStation, openLedger, publish, temporaryFolder, withdraw, type OpenLedger } from '../support/ledger.js';

const iri = (n: number): string => `https://a.example/${String(n)}`;
const id = (n: number): string => recordId(iri(n));
const identifier = (n: number): string => `${euBase}/datasets/${id(n)}`;

let house: OpenLedger;
let dispatcher: DemoDispatcher;
let out: Outgoing;

beforeEach(async () => {
  house = openLedger();
  dispatcher = await DemoDispatcher.start(demoOptions);
  out = openOutbox(house, restTransport(dispatcher.url));
  await house.ledger.registerStations([makeStation('a')]);
});

afterEach(async () => {
  await out.close();
  await dispatcher.close();
  house.reader.close();
  house.ledger.close();
});

const harvest = async (...records: Parameters<typeof publish>[2]): Promise<void> => {
  await publish(house.ledger, 'a', records);
  await wholeRound(house, ['a']);
};
const there = (): string[] => dispatcher.datasets().map((dataset) => dataset.identifier);
const operations = (): string[] => dispatcher.arrivals.map(({ operation }) => operation);
const standing = (n: number): string | undefined => out.eu.euRecord(id(n))?.standing;

describe('the EU outbox', () => {
  it('R72, R76: creates, updates and deletes each dataset, and keeps the central identifiers for ever', async () => {
    await harvest(healthRecord(iri(1)), healthRecord(iri(2)));
    await settle(out, dispatcher);
    expect([there(), operations()]).toEqual([[identifier(1), identifier(2)].sort(), ['create', 'create']]);
    expect([standing(1), standing(2)]).toEqual(['in-step', 'in-step']);
    const central = out.eu.centralIdsOf(id(1));
    expect(central.map(({ kind, iri: of }) => [kind, of])).toEqual([
      ['dataset', iri(1)],
      ['distribution', `${iri(1)}#file`],
    ]);

    await harvest(healthRecord(iri(1), 'two'));
    await settle(out, dispatcher);
    expect(operations()).toEqual(['create', 'create', 'update']);
    expect(dispatcher.datasets().find((dataset) => dataset.identifier === identifier(1))?.body).toContain('"two"@nl');

    await house.ledger.withhold(id(1), 'taken down', 'Petra');
    await settle(out, dispatcher);
    expect([there(), operations().at(-1), standing(1)]).toEqual([[identifier(2)], 'delete', 'absent']);
    expect(out.eu.centralId(central[0]!.id)).toMatchObject({ record: id(1), kind: 'dataset' });
  });

  it('sends the dataset alone, with our address as identifier, and nothing again that has not changed', async () => {
    await harvest(healthRecord(iri(1)));
    await settle(out, dispatcher);
    const { body } = dispatcher.datasets()[0]!;
    expect(body).toContain(`<http://purl.org/dc/terms/identifier> "${identifier(1)}"`);
    expect(body).not.toMatch(/dcat#(Catalog|CatalogRecord|record|dataset)>/);
    await harvest(healthRecord(iri(1)));
    await out.outbox.turn();
    expect(operations()).toEqual(['create']);
  });

  it('R7: sends nothing before a round is over, and nothing of a round that is under way', async () => {
    await publish(house.ledger, 'a', [healthRecord(iri(1))]);
    await out.outbox.turn();
    expect(dispatcher.arrivals).toEqual([]);
    await house.ledger.openRound(['a', 'b'], house.clock.add(1).now().toISOString());
    await publish(house.ledger, 'a', [healthRecord(iri(2))]);
    await settle(out, dispatcher);
    expect(there()).toEqual([identifier(1)]);
    // One that hangs is on hold, the other timed out: both count as visited.
    await house.ledger.noteRound(house.reader.rounds(1)[0]!.id, { a: 'on-hold', b: 'not-visited' }, true);
    await settle(out, dispatcher);
    expect(there()).toEqual([identifier(1), identifier(2)].sort());
  });

  it('deletes at once what is taken down, whatever round is under way', async () => {
    await harvest(healthRecord(iri(1)), healthRecord(iri(2)));
    await settle(out, dispatcher);
    await house.ledger.openRound(['a'], house.clock.add(1).now().toISOString());
    await publish(house.ledger, 'a', [healthRecord(iri(2), 'later')]);
    await house.ledger.withhold(id(1), 'taken down', 'Petra');
    await settle(out, dispatcher);
    expect([there(), operations()]).toEqual([[identifier(2)], ['create', 'create', 'delete']]);
    const before = out.eu.euRecord(id(1));
    house.clock.add(1);
    await out.outbox.turn();
    expect(out.eu.euRecord(id(1))).toEqual(before);
  });

  it('sends only what passes, and says of the rest what the EU would refuse and who can mend it', async () => {
    await harvest(
      healthRecord(iri(1), 'x', { without: ['category', 'structured'] }),
      healthRecord(iri(2), 'y', { without: ['accessRights'] }),
      healthRecord(iri(3)),
    );
    await settle(out, dispatcher);
    expect([there(), standing(1), standing(2)]).toEqual([[identifier(3)], 'blocked', 'blocked']);
    const obstacles = out.eu.euRecord(id(1))!.obstacles;
    expect(obstacles.map(({ path, by }) => [path?.split(/[#/]/).at(-1), by]).sort()).toEqual([
      ['hasStructuredData', 'holder'],
      ['healthCategory', 'hdab'],
    ]);
    for (const { message } of obstacles) expect([message['nl']?.[0]?.length, message['en']?.[0]?.length]).toEqual([expect.any(Number), expect.any(Number)]);
    expect(out.eu.euRecord(id(2))!.obstacles.map(({ rule }) => rule)).toContain('no-access-right');
    expect(out.eu.euCounts()).toMatchObject({ blocked: 2, 'in-step': 1, waiting: 0 });
  });

  it('keeps there what was sent before, while what follows would be refused', async () => {
    await harvest(healthRecord(iri(1)));
    await settle(out, dispatcher);
    await harvest(healthRecord(iri(1), 'two', { without: ['structured'] }));
    await settle(out, dispatcher);
    expect([there(), standing(1)]).toEqual([[identifier(1)], 'blocked']);
    await harvest(healthRecord(iri(1), 'three'));
    await settle(out, dispatcher);
    expect([operations(), standing(1)]).toEqual([['create', 'update'], 'in-step']);
  });

  it('lets a Health-RI record pass with what the HDAB adds and what only its holder can say', async () => {
    const person =
      '<https://a.example/> a foaf:Agent ; foaf:name "Holder"@en ; dct:identifier "https://ror.org/1" ; foaf:mbox <mailto:data@a.example> ; foaf:homepage <https://a.example/> .';
    const record = healthRecord(iri(1), 'x', {
      without: ['category', 'hdab', 'theme'],
      more: `${person} <${iri(1)}> dct:publisher <https://a.example/> ; healthdcatap:healthTheme <http://www.wikidata.org/entity/Q12078> ; healthdcatap:hasCodeValues <http://purl.bioontology.org/ontology/ICD10/C50> .`,
    });
    await harvest(record);
    await settle(out, dispatcher);
    expect(out.eu.euRecord(id(1))?.obstacles.every(({ by }) => by === 'hdab')).toBe(true);
    expect(standing(1)).toBe('blocked');
    const says = (predicate: string, object: string, n: number): Assertion => ({
      iri: `https://catalogue.example/assertions/${String(n)}`,
      subject: iri(1),
      predicate,
      object: `<${object}>`,
      attributedTo: 'https://hdab.example/',
      generatedAt: '2026-02-01T00:00:00Z',
      from: null,
      to: null,
      comment: null,
    });
    await house.ledger.setAssertions([
      says('http://healthdataportal.eu/ns/health#hdab', 'https://hdab.example/', 1),
      says('http://healthdataportal.eu/ns/health#healthCategory', 'https://hdeu-dcat.data.health.europa.eu/resource/authority/healthcategories/EHRS', 2),
      says('http://www.w3.org/ns/dcat#theme', 'http://publications.europa.eu/resource/authority/data-theme/HEAL', 3),
    ]);
    await settle(out, dispatcher);
    expect([standing(1), out.eu.euRecord(id(1))?.obstacles]).toEqual(['in-step', []]);
    const { body } = dispatcher.datasets()[0]!;
    expect(body).toContain('data@a.example');
  });

  it('R54: deletes so many days after a withdrawal, or says that it is no longer available', async () => {
    await harvest(healthRecord(iri(1)));
    await settle(out, dispatcher);
    await publish(house.ledger, 'a', [], [withdraw(iri(1))]);
    await wholeRound(house, ['a']);
    await settle(out, dispatcher);
    expect([there(), standing(1)]).toEqual([[identifier(1)], 'deletion-due']);
    house.clock.add(29 * 24);
    await settle(out, dispatcher);
    expect(there()).toEqual([identifier(1)]);
    house.clock.add(2 * 24);
    await settle(out, dispatcher);
    expect([there(), standing(1)]).toEqual([[], 'absent']);

    await harvest(healthRecord(iri(2)));
    const other = openOutbox(house, restTransport(dispatcher.url), { withdrawn: 'unavailable', deleteAfterDays: 0 });
    await settle(other, dispatcher);
    await publish(house.ledger, 'a', [], [withdraw(iri(2))]);
    await wholeRound(house, ['a']);
    await settle(other, dispatcher);
    expect(dispatcher.datasets().map(({ body }) => body.includes('dataset-status/WITHDRAWN'))).toEqual([true]);
    await other.close();
  });

  it('does not delete what has come back in time', async () => {
    await harvest(healthRecord(iri(1)));
    await settle(out, dispatcher);
    await publish(house.ledger, 'a', [], [withdraw(iri(1))]);
    await wholeRound(house, ['a']);
    await settle(out, dispatcher);
    house.clock.add(24);
    await harvest(healthRecord(iri(1)));
    house.clock.add(60 * 24);
    await settle(out, dispatcher);
    expect([there(), standing(1), operations()]).toEqual([[identifier(1)], 'in-step', ['create']]);
  });

  it('asks what became of a message whose acknowledgement was lost', async () => {
    dispatcher.misbehaviour.loseAcknowledgements = 1;
    await harvest(healthRecord(iri(1)));
    await settle(out, dispatcher);
    expect([there(), standing(1), dispatcher.arrivals.length]).toEqual([[identifier(1)], 'in-step', 1]);
  });

  it('sends again under the same id when the acknowledgement is lost and nothing can be asked, and hears an outcome once however often it is told', async () => {
    await out.close();
    out = openOutbox(house, restTransport(dispatcher.url, { status: undefined }));
    dispatcher.misbehaviour.loseAcknowledgements = 2;
    dispatcher.misbehaviour.unavailable = 1;
    await harvest(healthRecord(iri(1)));
    await settle(out, dispatcher);
    expect(new Set(dispatcher.arrivals.map(({ messageId }) => messageId)).size).toBe(1);
    expect(dispatcher.arrivals.filter(({ isDuplicate }) => isDuplicate).length).toBeGreaterThan(0);
    expect([there(), standing(1)]).toEqual([[identifier(1)], 'in-step']);
    const [message] = out.eu.euMessages(id(1), 1);
    const outcome = { message: message!.id, state: 'accepted', detail: null, reference: null, centralIds: [] } as const;
    expect(await house.ledger.concludeEu(outcome)).toBe(false);
    expect(await house.ledger.concludeEu({ ...outcome, state: 'refused' })).toBe(false);
    expect(await house.ledger.concludeEu({ ...outcome, message: 'nothing' })).toBe(false);
    expect(standing(1)).toBe('in-step');
  });

  it('shows a refusal with its reason, does not send the same again, and sends what has changed', async () => {
    dispatcher.misbehaviour.refuse = [iri(1)];
    await harvest(healthRecord(iri(1)));
    await settle(out, dispatcher);
    expect([standing(1), out.eu.euRecord(id(1))?.detail]).toEqual(['refused', 'The central platform has been told to refuse this dataset.']);
    await harvest(healthRecord(iri(1)));
    await settle(out, dispatcher);
    expect(dispatcher.arrivals).toHaveLength(1);
    dispatcher.misbehaviour.refuse = [];
    await harvest(healthRecord(iri(1), 'mended'));
    await settle(out, dispatcher);
    expect([standing(1), there()]).toEqual(['in-step', [identifier(1)]]);
  });

  it('waits for the outcome of one message before it sends the next of the same dataset, and sends the latest then', async () => {
    dispatcher.misbehaviour.stall = true;
    await harvest(healthRecord(iri(1)));
    await out.outbox.turn();
    for (const words of ['two', 'three']) {
      await harvest(healthRecord(iri(1), words));
      await out.outbox.turn();
    }
    expect(operations()).toEqual(['create']);
    dispatcher.misbehaviour.stall = false;
    await settle(out, dispatcher);
    expect(operations()).toEqual(['create', 'update']);
    expect(dispatcher.datasets()[0]!.body).toContain('"three"@nl');
    expect(out.eu.euMessageCounts()).toEqual({ accepted: 2, superseded: 1 });
  });

  it('sends nothing while it is paused, and catches up', async () => {
    await house.ledger.setEuPaused(true, 'Petra');
    await harvest(healthRecord(iri(1)));
    await out.outbox.turn();
    expect([dispatcher.arrivals, standing(1)]).toEqual([[], 'waiting']);
    await house.ledger.setEuPaused(false, 'Petra');
    await settle(out, dispatcher);
    expect(there()).toEqual([identifier(1)]);
  });

  it('sends a dataset again when the series or service that travels inside it changes', async () => {
    const series = (words: string): ReturnType<typeof healthRecord> => {
      const record = healthRecord('https://a.example/series', words);
      const body = record.content!.body.replace('dcat#Dataset>', 'dcat#DatasetSeries>');
      return { ...record, kind: 'series', canonicalHash: createHash('sha256').update(body).digest('hex'), content: { ...record.content!, body } };
    };
    await harvest(series('first'), healthRecord(iri(1), 'x', { more: `<${iri(1)}> dcat:inSeries <https://a.example/series> .` }));
    await settle(out, dispatcher);
    expect([there(), dispatcher.datasets()[0]!.body.includes('"first"@nl')]).toEqual([[identifier(1)], true]);
    await harvest(series('second'));
    await settle(out, dispatcher);
    expect([operations(), dispatcher.datasets()[0]!.body.includes('"second"@nl')]).toEqual([['create', 'update'], true]);
  });
});

describe('reconciliation', () => {
  it('finds what is missing, surplus and different, and mends it', async () => {
    await harvest(healthRecord(iri(1)), healthRecord(iri(2)), healthRecord(iri(3)));
    await settle(out, dispatcher);
    expect(await out.outbox.reconcile('Petra')).toMatchObject({ isListed: true, inStep: 3, missing: 0, surplus: 0, different: 0 });
    // The other side loses one, has one of nobody's, and has another state of a third.
    await fetch(`${dispatcher.url}/datasets/${encodeURIComponent(identifier(1))}`, { method: 'DELETE', headers: { 'message-id': 'm1' } });
    const foreign = healthRecord(iri(9)).content!.body.replace(/(terms\/identifier> )"[^"]*"/, `$1"${identifier(9)}"`);
    await fetch(`${dispatcher.url}/datasets`, {
      method: 'POST',
      body: foreign,
      headers: { 'message-id': 'm2', 'content-type': 'application/n-triples', 'dataset-identifier': identifier(9) },
    });
    const changed = dispatcher
      .datasets()
      .find((dataset) => dataset.identifier === identifier(2))!
      .body.replace('"one"@nl', '"else"@nl');
    await fetch(`${dispatcher.url}/datasets/${encodeURIComponent(identifier(2))}`, {
      method: 'PUT',
      body: changed,
      headers: { 'message-id': 'm3', 'content-type': 'application/n-triples' },
    });
    await dispatcher.idle();
    expect(there().sort()).toEqual([identifier(2), identifier(3), identifier(9)].sort());
    expect(await out.outbox.reconcile('Petra')).toMatchObject({ inStep: 1, missing: 1, surplus: 1, different: 1 });
    await settle(out, dispatcher);
    expect(there()).toEqual([identifier(1), identifier(2), identifier(3)].sort());
    expect(dispatcher.datasets().every(({ body }) => body.includes('"one"@nl'))).toBe(true);
    expect(await out.outbox.reconcile('Petra')).toMatchObject({ inStep: 3, missing: 0, surplus: 0, different: 0 });
  });

  it('changes nothing when the list of the other side is cut short', async () => {
    for (const from of [0, 30]) await harvest(...Array.from({ length: 30 }, (_, n) => healthRecord(iri(from + n))));
    await settle(out, dispatcher);
    const before = dispatcher.arrivals.length;
    const short = openOutbox(house, restTransport(dispatcher.url, { list: { ...restTransportList(dispatcher.url), next: '/none' } }));
    await expect(short.outbox.reconcile('Petra')).rejects.toThrow('has 50 items and says 60');
    await settle(short, dispatcher);
    expect(dispatcher.arrivals).toHaveLength(before);
    await short.close();
  }, 60_000);

  it('after a restore nothing is sent before both sides were compared; then what the restore undid is undone there too', async () => {
    const file = join(temporaryFolder(), 'b.tar');
    await harvest(healthRecord(iri(1)), healthRecord(iri(2)));
    await settle(out, dispatcher);
    await writeBackup(house.folder, file, house.clock, () => undefined);
    await harvest(healthRecord(iri(1), 'later'), healthRecord(iri(3)));
    await house.ledger.withhold(id(2), 'taken down', 'Petra');
    await settle(out, dispatcher);
    expect(there()).toEqual([identifier(1), identifier(3)].sort());
    out.eu.close();
    house.reader.close();
    house.ledger.close();
    await restoreBackup(file, house.folder, { replace: true, now: house.clock.add(1).now(), by: 'somebody' }, () => undefined);
    house = openLedger(house.folder, house.clock);
    out = openOutbox(house, restTransport(dispatcher.url));
    const before = dispatcher.arrivals.length;
    await harvest(healthRecord(iri(4)));
    await out.outbox.turn();
    expect([out.outbox.needsReconciliation(), dispatcher.arrivals.length]).toEqual([true, before]);
    expect(await out.outbox.reconcile('Petra')).toMatchObject({ missing: 2, surplus: 1, different: 1, inStep: 0 });
    await settle(out, dispatcher);
    expect(there()).toEqual([identifier(1), identifier(2), identifier(4)].sort());
    expect(dispatcher.datasets().some(({ body }) => body.includes('"later"'))).toBe(false);
    await harvest(healthRecord(iri(3)));
    await settle(out, dispatcher);
    expect(there()).toEqual([identifier(1), identifier(2), identifier(3), identifier(4)].sort());
  });
});

function restTransportList(url: string): NonNullable<Parameters<typeof restTransport>[1]>['list'] & object {
  return {
    url: `${url}/datasets`,
    items: '/items',
    identifier: '/identifier',
    hash: '/hash',
    messageId: '/messageId',
    centralId: '/datasetId',
    next: '/next',
    total: '/total',
  };
}
