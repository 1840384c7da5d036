import { userInfo } from 'node:os';
import { authorityFolder, mappingsFolder } from '../assets.js';
import { askServer } from '../control.js';
import { euStandings, type Reconciliation } from '../domain/eu.js';
import { EuDesk, type EuSummary } from '../federation/eu-desk.js';
import { SqliteEuReader } from '../ledger/eu-book.js';
import { euSettingsOf, openEuOutbox } from '../open-eu.js';
import { systemClock } from '../ports/clock.js';
import { Concepts } from '../rdf/concepts.js';
import { version, type HarvestHouse } from '../wiring.js';
import { print, readWords, RefusedError, remark, UsageError, type Command } from './command.js';
import { withHouse } from './house.js';
import { plain } from './run-words.js';

const needs = { declare: 'nothing', needsLedger: true } as const;
const listed = 20;

export const euCommand: Command = {
  name: 'eu',
  usage: 'eu status [--json] | reconcile [--json] | pause | resume',
  summary: 'How our datasets stand with the EU catalogue (NDC_EU); compares both sides and queues the differences; stops and starts sending.',
  details: `  status     counts, what would be refused and why, what was refused; whether sending is paused or waits for a comparison
  reconcile  asks the dispatcher what it has, and queues creations, updates and deletions until both sides are the same.
             Needed after a restore: nothing is sent before. Harvest first, or datasets that the restore has lost are deleted there.
  pause      sends nothing until resume; what changes meanwhile waits
  --json     for software`,
  async run(words) {
    const { values, positionals } = readWords(words, { json: { type: 'boolean' } });
    const [verb, ...rest] = positionals;
    if (rest.length > 0) throw new UsageError(`one too many: ${rest.join(' ')}`);
    const { username } = userInfo();
    switch (verb) {
      case 'status':
        return withHouse(needs, (house) => status(house, values.json === true));
      case 'reconcile':
        return withHouse(needs, (house) => reconcile(house, username, values.json === true));
      case 'pause':
      case 'resume':
        return withHouse(needs, async (house) => {
          await house.ledger.setEuPaused(verb === 'pause', username);
          print(verb === 'pause' ? 'Nothing is sent to the EU until "ndc eu resume".' : 'Sending goes on.');
          return 0;
        });
      default:
        throw new UsageError('status, reconcile, pause or resume is the verb');
    }
  },
};

function status({ config, reader, ledger }: HarvestHouse, asJson: boolean): number {
  const eu = SqliteEuReader.open(config.dataDir);
  try {
    const desk = new EuDesk({
      reader,
      eu,
      book: ledger,
      isConfigured: config.NDC_EU !== undefined,
      reconcile: () => Promise.reject(new Error('not here')),
      webhook: null,
    });
    const summary = desk.summary();
    const troubled = (['blocked', 'refused', 'failed'] as const).flatMap((standing) => desk.lines('', listed, { standing }));
    if (asJson) print(JSON.stringify({ ...summary, troubled: troubled.map(({ record }) => record) }, null, 2));
    else printSummary(summary, troubled);
    return summary.needsReconciliation || summary.standings.refused + summary.standings.failed > 0 ? 1 : 0;
  } finally {
    eu.close();
  }
}

function printSummary(summary: EuSummary, troubled: ReturnType<EuDesk['lines']>): void {
  if (!summary.isConfigured) print('NDC_EU is not set: nothing is sent to the EU.');
  if (summary.paused !== null) print(`Sending is paused since ${summary.paused.at} by ${plain(summary.paused.by)}.`);
  if (summary.needsReconciliation) print('After a restore both sides have to be compared before anything is sent: ndc eu reconcile');
  for (const standing of euStandings) print(`${standing.padEnd(14)} ${String(summary.standings[standing])}`);
  const { reconciliation } = summary;
  print(reconciliation === null ? 'Both sides were never compared.' : `Compared at ${reconciliation.at}: ${told(reconciliation)}`);
  for (const { record } of troubled) {
    print(`\n${record.standing}: ${plain(record.iri)} (${record.station})`);
    if (record.standing !== 'blocked' && record.detail !== null) print(`  ${plain(record.detail)}`);
    for (const { message, by } of record.obstacles.slice(0, 5))
      print(`  ${plain(message['en']?.[0] ?? '')} (${by === 'hdab' ? 'the HDAB can add it' : 'its holder can mend it'})`);
  }
}

function told({ isListed, inStep, missing, surplus, different }: Reconciliation): string {
  const counts = `${String(inStep)} in step, ${String(missing)} missing there, ${String(surplus)} surplus there, ${String(different)} different`;
  return isListed ? counts : `${counts}; the other side cannot be asked what it has, so this is by our own book`;
}

/** By the running server, whose thread sends; without one by this process. */
async function reconcile({ config, ledger, logger }: HarvestHouse, by: string, asJson: boolean): Promise<number> {
  if (config.NDC_EU === undefined) throw new RefusedError('NDC_EU is not set, so there is nothing to compare with');
  const fail = (error: unknown): number => {
    const why = error instanceof Error ? error.message : String(error);
    remark(why.startsWith('Both sides') ? why : `Both sides could not be compared, and nothing was changed: ${why}`);
    return 1;
  };
  const show = (found: Reconciliation): number => {
    print(asJson ? JSON.stringify(found, null, 2) : `Compared: ${told(found)}.`);
    return 0;
  };
  try {
    const answer = (await askServer(config.dataDir, `/reconcile-eu?by=${encodeURIComponent(by)}`)) as { readonly value: Reconciliation } | undefined;
    if (answer !== undefined) return show(answer.value);
  } catch (error) {
    return fail(error);
  }
  if (config.NDC_BASE_URL === undefined)
    throw new RefusedError('no server is running on this data folder, and NDC_BASE_URL is not set: our identifiers at the other side begin with it');
  const { outbox, close } = openEuOutbox({
    config,
    baseUrl: config.NDC_BASE_URL,
    settings: euSettingsOf(config),
    userAgent: `ndc/${version} (+${config.NDC_CONTACT_URL})`,
    logger,
    clock: systemClock,
    book: ledger,
    concepts: Concepts.load([authorityFolder, mappingsFolder]),
    rest: () => Promise.resolve(),
  });
  try {
    const found = await outbox.reconcile(by, (done, total) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${String(done)} of ${String(total)} records compared`);
    });
    if (process.stderr.isTTY) process.stderr.write('\n');
    return show(found);
  } catch (error) {
    return fail(error);
  } finally {
    await close();
  }
}
