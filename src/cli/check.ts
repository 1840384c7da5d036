import { join } from 'node:path';
import { authorityFolder, mappingsFolder } from '../assets.js';
import { readConfig } from '../config.js';
import { askServer } from '../control.js';
import { ledgerFindings, type LedgerFinding } from '../ledger/check.js';
import { blobFindings, damagedFolder, setDamagedAside } from '../ledger/check-blobs.js';
import { BlobStore } from '../ledger/blob-store.js';
import { SqliteLedgerReader } from '../ledger/sqlite-reader.js';
import { contentOf } from '../search-index/columnar-search-index.js';
import type { Organisation } from '../domain/organisation.js';
import type { ForgottenBytes } from '../ports/ledger.js';
import { systemClock } from '../ports/clock.js';
import { Concepts } from '../rdf/concepts.js';
import { recordProjector } from '../workers/search.js';
import { counted, print, readWords, UsageError, type Command } from './command.js';
import { withHouse } from './house.js';
import { noteCommandDeed } from './note-deed.js';

export const checkCommand: Command = {
  name: 'check',
  usage: 'check [--repair]',
  summary:
    'Compares the ledger with itself, kept documents with their hashes and, through a running server, every projection with the ledger. Exit 1 on a difference.',
  details: `  --repair  mends what can be: indexes and what was published when are made anew from tables and log, projections are built anew,
            damaged documents are set aside, what needs lost ones is told so or read anew. Logs and versions are never touched.

Exit 0 when there is no difference, or every one was mended; 1 when one stays.`,
  async run(words) {
    const { values, positionals } = readWords(words, { repair: { type: 'boolean' } });
    if (positionals.length > 0) throw new UsageError('check takes no names');
    const { dataDir } = readConfig();
    const tally = new Tally(values.repair === true);
    await checkLedgerFile(dataDir, tally);
    await checkBlobs(dataDir, tally);
    await checkProjections(dataDir, tally);
    if (tally.isRepairing) await noteCommandDeed(dataDir, { action: 'ledger.repaired', target: null, detail: tally.counts });
    return tally.conclude();
  },
};

/** Counts differences and what was mended, and tells both as they come. */
class Tally {
  private found = 0;
  private mended = 0;

  constructor(readonly isRepairing: boolean) {}

  tell(texts: readonly string[]): void {
    for (const text of texts) print(text);
    this.found += texts.length;
  }

  /** @param count how many differences are gone by it */
  mend(count: number, text: string): void {
    print(`mended: ${text}`);
    this.mended += count;
  }

  get counts(): { readonly differences: number; readonly mended: number } {
    return { differences: this.found, mended: this.mended };
  }

  conclude(): number {
    if (this.found === 0) print('No difference found.');
    else print(`${counted(this.found, 'difference')} found${this.isRepairing ? `, ${String(this.mended)} mended` : ''}.`);
    return this.found - this.mended > 0 ? 1 : 0;
  }
}

async function checkLedgerFile(dataDir: string, tally: Tally): Promise<void> {
  const findings = ledgerFindings(dataDir);
  tally.tell(findings.map(({ text }) => text));
  const records = findings.flatMap(({ kind, record }) => (kind === 'publication' && record !== null ? [record] : []));
  const indexes = findings.some(({ kind }) => kind === 'index');
  const isSound = !findings.some(({ kind }) => kind === 'file');
  if (tally.isRepairing && isSound && (indexes || records.length > 0)) {
    await withHouse({ declare: 'nothing', needsLedger: true }, (house) => house.ledger.mend({ indexes, records }));
    const left = new Set(ledgerFindings(dataDir).map(({ text }) => text));
    const gone = (kind: LedgerFinding['kind']): number => findings.filter((finding) => finding.kind === kind && !left.has(finding.text)).length;
    if (gone('index') > 0) tally.mend(gone('index'), 'indexes were made anew from their tables');
    if (gone('publication') > 0) tally.mend(gone('publication'), `what ${counted(records.length, 'record')} published when was made anew from the log`);
    // No entry of the log tells projections of it.
    if (records.length > 0 && (await askServer(dataDir, '/rebuild?which=all')) !== undefined) print('The projections are built anew.');
  }
  if (tally.isRepairing && findings.some(({ kind }) => kind === 'file' || kind === 'version' || kind === 'log' || kind === 'audit'))
    print('Logs and versions are not mended here: restore the last good backup (ndc restore FILE --replace).');
}

async function checkBlobs(dataDir: string, tally: Tally): Promise<void> {
  const blobs = new BlobStore(join(dataDir, 'blobs'));
  const reader = SqliteLedgerReader.open(dataDir);
  const { missing, damaged, unnamed } = await blobFindings(blobs, reader, systemClock.now()).finally(() => {
    reader.close();
  });
  tally.tell(damaged.map((hash) => `documents: ${hash} is not what it was`));
  tally.tell(missing.map((hash) => `documents: ${hash} is missing`));
  if (unnamed.length > 0 && !tally.isRepairing) {
    const bytes = unnamed.reduce((sum, { size }) => sum + size, 0);
    print(
      `${counted(unnamed.length, 'document')} (${String(Math.ceil(bytes / 1024))} kB) that nothing names any more: retention of a running server removes them.`,
    );
  }
  if (!tally.isRepairing) return;
  for (const { hash } of unnamed) await blobs.remove(hash);
  if (unnamed.length > 0) tally.mend(0, `${counted(unnamed.length, 'document')} that nothing named any more were removed`);
  for (const hash of damaged) await setDamagedAside(blobs, dataDir, hash);
  if (damaged.length > 0) print(`Damaged documents lie in ${join(dataDir, damagedFolder)} now.`);
  const lost = [...damaged, ...missing];
  if (lost.length === 0) return;
  const forgotten = await withHouse({ declare: 'nothing', needsLedger: true }, (house) => house.ledger.forgetBytes(lost));
  for (const text of consequences(forgotten)) print(text);
  tally.mend(lost.length - forgotten.installed.length, `nothing counts on ${counted(lost.length - forgotten.installed.length, 'lost document')} any more`);
}

function consequences({ stations, runs, reports, installed }: ForgottenBytes): string[] {
  return [
    ...(stations.length > 0 ? [`Read anew with the next visit: ${stations.join(', ')}.`] : []),
    ...(runs.length > 0 ? [`Cannot be replayed any more: run ${runs.join(', ')}.`] : []),
    ...(reports > 0 ? [`${counted(reports, 'report')} of visitors cannot be shown any more.`] : []),
    ...installed.map((name) => `Lost, and to be installed again: ${name}.`),
  ];
}

async function checkProjections(dataDir: string, tally: Tally): Promise<void> {
  if ((await askServer(dataDir, '/ping')) === undefined) {
    print('No server is running on this data folder: only the ledger was checked, with its documents.');
    return;
  }
  for (const [name, faultsOf] of [
    ['triples', triplesFaults],
    ['search', indexFaults],
  ] as const) {
    const before = await orFailure(name, () => faultsOf(dataDir));
    tally.tell(before);
    if (!tally.isRepairing || before.length === 0) continue;
    const left = await orFailure(name, async () => {
      await askServer(dataDir, `/rebuild?which=${name}`);
      return faultsOf(dataDir);
    });
    if (left.length < before.length) tally.mend(before.length - left.length, `${name} is built anew`);
    else for (const text of left.filter((fault) => !before.includes(fault))) print(text);
  }
}

/** A projection that cannot be looked at, or built anew, is a difference too. */
async function orFailure(name: string, work: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await work();
  } catch (error) {
    return [`${name}: the check failed: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** As the running server finds them. */
async function triplesFaults(dataDir: string): Promise<readonly string[]> {
  const { value } = (await askServer(dataDir, '/check')) as { value: string[] };
  return value.map((fault) => `triples: ${fault}`);
}

/** What the running server's index holds, compared here. */
async function indexFaults(dataDir: string): Promise<readonly string[]> {
  const { value } = (await askServer(dataDir, '/search-contents')) as { value: { organisations: readonly Organisation[]; documents: [string, string][] } };
  return searchFaults(new Map(value.documents), value.organisations);
}

/** Projects every published record again and compares it with what the index holds; times of the projection itself aside. */
function searchFaults(held: ReadonlyMap<string, string>, organisations: readonly Organisation[]): string[] {
  const reader = SqliteLedgerReader.open(readConfig().dataDir);
  try {
    const project = recordProjector(reader, organisations, Concepts.load([authorityFolder, mappingsFolder]), readConfig().NDC_OVERDUE_DAYS);
    const faults: string[] = [];
    const seen = new Set<string>();
    const compare = (id: string, document: string): void => {
      seen.add(id);
      const found = held.get(id);
      if (found === undefined) faults.push(`search: record ${id} is missing`);
      else if (found !== document) faults.push(`search: record ${id} differs`);
    };
    for (let after = ''; ;) {
      const page = reader.publishedPage(reader.snapshot().seq, after, 200);
      if (page.length === 0) break;
      for (const record of page) compare(record.head.id, contentOf(project(record)));
      after = page.at(-1)?.head.id ?? '';
    }
    for (let after = ''; ;) {
      const page = reader.withdrawnPage(after, 200);
      if (page.length === 0) break;
      for (const record of page) compare(record.head.id, contentOf(project(record)));
      after = page.at(-1)?.head.id ?? '';
    }
    for (const id of held.keys()) if (!seen.has(id)) faults.push(`search: record ${id} is in the index, but not in the ledger`);
    return faults;
  } finally {
    reader.close();
  }
}
