// Carries out one deed of a catalogue and dies by SIGKILL at the moment that its order names. On standard output it says
// what the ledger had acknowledged until then.
import { readFileSync, writeSync } from 'node:fs';
import { Connection } from '../../src/ledger/database.js';
import type { SqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import type { SqliteLedgerReader } from '../../src/ledger/sqlite-reader.js';
import type { Deed as LedgerDeed, Ledger } from '../../src/ports/ledger.js';
import { carryOut } from './crash-deeds.js';
import { openFolderHouse } from '../support/folder-house.js';
import { ledgerSteps, type CrashOrder, type LedgerStep, type Step } from './crash-order.js';

const order = JSON.parse(readFileSync(0, 'utf8')) as CrashOrder;
const { moment, station } = order;
const counts = new Map<Step, number>();
let inside: LedgerStep | null = null;
let statements = 0;

const say = (message: object): void => void writeSync(1, `${JSON.stringify(message)}\n`);

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  throw new Error('not dead');
}

/** A moment that never came ends with the run unfinished all the same. */
function around(step: Step, when: 'before' | 'after'): void {
  if (when === 'before') counts.set(step, (counts.get(step) ?? 0) + 1);
  const isMoment = moment.step === step && moment.when === when && moment.nth === counts.get(step);
  const isLast = step === 'finishRun' && when === 'before' && !(moment.step === 'finishRun' && moment.when !== 'before');
  if (isMoment || isLast) die();
}

const run = Connection.prototype.run;
Connection.prototype.run = function counted(sql, ...values) {
  const result = run.call(this, sql, ...values);
  if (inside !== null && moment.step === inside && moment.when === 'within' && moment.nth === counts.get(inside)) {
    const isOver = inside === 'finishRun' && /^UPDATE run SET ended_at/.test(sql);
    if (++statements >= moment.statement || isOver) die();
  }
  return result;
};

/** The ledger with its calls watched; what it publishes is told when it has answered. */
function watched(ledger: SqliteLedger, reader: SqliteLedgerReader): Ledger {
  return new Proxy<Ledger>(ledger, {
    get(_target, name) {
      const member: unknown = ledger[name as keyof Ledger];
      if (typeof member !== 'function') return member;
      if (!(ledgerSteps as readonly (string | symbol)[]).includes(name)) return member.bind(ledger) as unknown;
      return async (...values: readonly unknown[]): Promise<unknown> => {
        const step = name as LedgerStep;
        const acknowledged = step === 'publish' ? subjectsOf(reader, values) : [];
        around(step, 'before');
        inside = step;
        const result = (await member.apply(ledger, values)) as unknown;
        inside = null;
        if (acknowledged.length > 0) say({ acknowledged });
        if (order.broken === 'bookmark-before-publishing' && step === 'stageBookmark')
          connectionOf(ledger).run(
            'INSERT INTO station_memory (station, bookmark) VALUES (?, ?) ON CONFLICT (station) DO UPDATE SET bookmark = excluded.bookmark',
            station.id,
            values[1],
          );
        if (order.broken === 'remembers-unpublished' && step === 'stage')
          connectionOf(ledger).run(
            `INSERT OR REPLACE INTO document (station, url, etag, last_modified, body_hash, memo, subjects, run, base_iri, media_type, retrieved_at)
             SELECT ?, url, etag, last_modified, body_hash, memo, subjects, run, base_iri, media_type, retrieved_at FROM staged_document WHERE run = ? AND forgotten = 0`,
            station.id,
            values[0],
          );
        around(step, 'after');
        return result;
      };
    },
  });
}

/** Private to the ledger; the broken ones write behind its back. */
function connectionOf(ledger: SqliteLedger): Connection {
  return (ledger as unknown as { connection: Connection }).connection;
}

function subjectsOf(reader: SqliteLedgerReader, [id, deeds]: readonly unknown[]): [string, string][] {
  const hashes = new Map(Array.from(reader.staged(id as number).values(), (head) => [head.subject, head.canonicalHash]));
  return (deeds as readonly LedgerDeed[]).flatMap((deed) => (deed.kind === 'publish' ? [[deed.subject, hashes.get(deed.subject) ?? '']] : []));
}

const house = await openFolderHouse(order.dataDir, {
  station,
  connectTo: order.connectTo,
  dropFolder: order.dropFolder,
  around: (step, when) => {
    around(step as Step, when);
  },
  ledgerOf: watched,
});
say({ started: true });
const summary = await carryOut(house.runner, station.id, order.deed);
say({ ended: summary });
house.close();
