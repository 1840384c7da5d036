import { authorityFolder, mappingsFolder } from '../assets.js';
import { readConfig } from '../config.js';
import { askServer } from '../control.js';
import { checkLedger } from '../ledger/check.js';
import { SqliteLedgerReader } from '../ledger/sqlite-reader.js';
import type { Organisation } from '../domain/organisation.js';
import { Concepts } from '../rdf/concepts.js';
import { recordProjector } from '../workers/search.js';
import { counted, print, type Command } from './command.js';

export const checkCommand: Command = {
  name: 'check',
  usage: 'check',
  summary: 'Compares the ledger with itself and, through a running server, every projection with the ledger. Exit 1 on a difference.',
  async run() {
    const config = readConfig();
    const faults = [...checkLedger(config.dataDir)];
    try {
      faults.push(...(await projectionFaults(config.dataDir)));
    } catch (error) {
      faults.push(`projections: the check failed: ${error instanceof Error ? error.message : String(error)}`);
    }
    for (const fault of faults) print(fault);
    print(faults.length === 0 ? 'No difference found.' : `${counted(faults.length, 'difference')} found.`);
    return faults.length === 0 ? 0 : 1;
  },
};

/** Asks the running server for its triples, and compares its search index here. */
async function projectionFaults(dataDir: string): Promise<string[]> {
  const triples = (await askServer(dataDir, '/check')) as { value: string[] } | undefined;
  if (triples === undefined) {
    print('No server is running on this data folder: only the ledger was checked.');
    return [];
  }
  const search = (await askServer(dataDir, '/search-contents')) as { value: { organisations: readonly Organisation[]; documents: [string, string][] } };
  return [...triples.value.map((fault) => `triples: ${fault}`), ...searchFaults(new Map(search.value.documents), search.value.organisations)];
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
      for (const record of page) compare(record.head.id, JSON.stringify(project(record)));
      after = page.at(-1)?.head.id ?? '';
    }
    for (let after = ''; ;) {
      const page = reader.withdrawnPage(after, 200);
      if (page.length === 0) break;
      for (const record of page) compare(record.head.id, JSON.stringify(project(record)));
      after = page.at(-1)?.head.id ?? '';
    }
    for (const id of held.keys()) if (!seen.has(id)) faults.push(`search: record ${id} is in the index, but not in the ledger`);
    return faults;
  } finally {
    reader.close();
  }
}
