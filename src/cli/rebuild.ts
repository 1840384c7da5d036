import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../config.js';
import { askServer } from '../control.js';
import { searchFolder } from '../search-index/stored-index.js';
import { print, readWords, UsageError, type Command } from './command.js';
import { noteCommandDeed } from './note-deed.js';

export const rebuildCommand: Command = {
  name: 'rebuild',
  usage: 'rebuild [triples|search]',
  summary: 'Has the running server build its projections anew from the ledger, without a gap. Without a server they are built anew at its next start.',
  async run(words) {
    const which = readWords(words, {}).positionals[0] ?? 'all';
    if (which !== 'all' && which !== 'triples' && which !== 'search') throw new UsageError('triples, search, or nothing for both');
    const { dataDir } = readConfig();
    const answer = await askServer(dataDir, `/rebuild?which=${which}`);
    if (answer === undefined && which !== 'triples') rmSync(join(dataDir, searchFolder), { recursive: true, force: true });
    print(answer === undefined ? 'No server is running on this data folder; projections are built anew when it starts.' : 'The projections are built anew.');
    await noteCommandDeed(dataDir, { action: 'projection.rebuilt', target: null, detail: { which } });
    return 0;
  },
};
