import { userInfo } from 'node:os';
import type { RunSummary } from '../domain/harvest.js';
import type { HarvestHouse } from '../wiring.js';
import { readWords, remark, type Command } from './command.js';
import { conclude } from './conclude.js';
import { withHouse } from './house.js';
import { onlyRun, runToReplay, runToRevert } from './run-choice.js';

export const revertCommand: Command = {
  name: 'revert',
  usage: 'revert RUN [--json]',
  summary: 'Restores the state before a run, as new entries of the log. What somebody has changed since stays as it is.',
  details: `  The next harvest takes over again what the station says: pause the station first (ndc stations pause ID) when that is not meant.
  A revert is a run itself and can be reverted. Prints what became of each record.
  Exit 0 something was restored, 1 nothing was (all of it was changed since), 2 the run has changed nothing or does not exist.`,
  async run(words) {
    const { json, run } = readRun(words);
    return withHouse({ declare: 'nothing', needsLedger: true }, async (house) => {
      runToRevert(house.reader, run);
      let summary: RunSummary | undefined;
      const code = await oneRun(house, json, async () => (summary = await house.revert(run, userInfo().username)));
      if (summary === undefined || code !== 0) return code;
      const { added, updated, withdrawn } = summary.counts;
      if (added + updated + withdrawn > 0) return 0;
      if (!json) remark(`     Nothing was restored: everything that run ${String(run)} changed has been changed again since.`);
      return 1;
    });
  },
};

export const replayCommand: Command = {
  name: 'replay',
  usage: 'replay RUN [--json]',
  summary: 'Reads what a run received again, through the pipeline, profiles and vocabularies of now, and shows what would differ from what is published.',
  details: `  Publishes nothing. To publish what is kept of a station by the rules of now: ndc harvest --reprocess STATION.
  Bytes that are not kept any more (retention, redaction) are named; then the run cannot be read again.
  Exit 0 all was read again, 1 not all could be, 2 there is no such run or nothing is kept of it.`,
  async run(words) {
    const { json, run } = readRun(words);
    return withHouse({ declare: 'nothing', needsLedger: true }, async (house) => {
      const { station } = runToReplay(house.reader, run);
      return oneRun(house, json, () => house.run({ station, trigger: 'replay', dryRun: true, replay: { run }, by: userInfo().username }));
    });
  },
};

function readRun(words: readonly string[]): { readonly json: boolean; readonly run: number } {
  const { values, positionals } = readWords(words, { json: { type: 'boolean' } });
  return { json: values.json === true, run: onlyRun(positionals) };
}

function oneRun(house: HarvestHouse, json: boolean, deed: () => Promise<RunSummary>): Promise<number> {
  return conclude(house, {
    json,
    total: 1,
    items: true,
    work: async (end) => {
      const summary = await deed();
      end(summary);
      return [summary];
    },
  });
}
