import { userInfo } from 'node:os';
import { readConfig } from '../config.js';
import { HarvestHouse } from '../wiring.js';
import { readWords, UsageError, type Command } from './command.js';
import { conclude, printItems, runNumber } from './harvest.js';

export const revertCommand: Command = {
  name: 'revert',
  usage: 'revert RUN [--json]',
  summary: 'Restores the state before a run, as new entries of the log. What somebody has changed since stays as it is.',
  details:
    '  The next harvest takes over again what the station says: pause the station first (ndc stations pause ID) when that is not meant.\n  Exit 0 done, 2 when the run has changed nothing or does not exist.',
  async run(words) {
    const { values, positionals } = readWords(words, { json: { type: 'boolean' } });
    const of = onlyRun(positionals);
    return inHouse((house) =>
      conclude(house, values.json === true, 1, async (board) => {
        const summary = await house.revert(of, userInfo().username);
        board.end(summary);
        if (values.json !== true && summary.run !== null) printItems(house.reader.runItems(summary.run, 500));
        return [summary];
      }),
    );
  },
};

export const replayCommand: Command = {
  name: 'replay',
  usage: 'replay RUN [--json]',
  summary: 'Reads what a run received again, through the pipeline, profiles and vocabularies of now, and shows what would differ from what is published.',
  details:
    '  Publishes nothing. To publish what is kept of a station by the rules of now: ndc harvest --reprocess STATION.\n  Bytes that are not kept any more (retention) are named; then the run cannot be read again.',
  async run(words) {
    const { values, positionals } = readWords(words, { json: { type: 'boolean' } });
    const of = onlyRun(positionals);
    return inHouse(async (house) => {
      const before = house.reader.run(of);
      if (before === undefined) throw new UsageError(`there is no run ${String(of)}`);
      return conclude(house, values.json === true, 1, async (board) => {
        const summary = await house.run({ station: before.station, trigger: 'replay', dryRun: true, replay: { run: of }, by: userInfo().username });
        board.end(summary);
        if (values.json !== true && summary.run !== null) printItems(house.reader.runItems(summary.run, 500));
        return [summary];
      });
    });
  },
};

function onlyRun(positionals: readonly string[]): number {
  const [text, ...more] = positionals;
  if (text === undefined || more.length > 0) throw new UsageError('one run, by its number');
  return runNumber(text);
}

async function inHouse(work: (house: HarvestHouse) => Promise<number>): Promise<number> {
  const config = readConfig();
  const house = await HarvestHouse.open(config, { ownBase: config.NDC_BASE_URL ?? null, pinBase: false, declare: 'nothing' });
  try {
    return await work(house);
  } finally {
    await house.close();
  }
}
