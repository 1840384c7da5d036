import { userInfo } from 'node:os';
import { readConfig } from '../config.js';
import type { HarvestIssue, RunItem } from '../domain/harvest.js';
import { chooseText } from '../domain/language.js';
import type { RunSummary } from '../harvest/runner.js';
import { HarvestHouse } from '../wiring.js';
import { print, readWords, UsageError, type Command } from './command.js';
import { ProgressBoard } from './progress.js';

export const harvestCommand: Command = {
  name: 'harvest',
  usage: 'harvest [station...] [--dry-run] [--full] [--reprocess] [--release RUN|--discard RUN|--cancel RUN] [--json]',
  summary:
    'One round over all live stations, or those named; also beside a running server. Exit 0 complete or postponed, 1 failed, partial or on hold, 2 usage.',
  details: `  --dry-run      stages whole stations and publishes nothing; prints what would be added, changed (field by field), withdrawn and held
  --full         reads everything, whatever was read before
  --reprocess    reads what is kept of the stations, without visiting them, by the pipeline, profiles and vocabularies of now
  --release RUN  publishes what a run on hold has staged
  --discard RUN  drops it; the catalogue stays as it is
  --cancel RUN   calls a run off that is under way, here or in the server; nothing of it is published
  --json         the summaries with all issues, and for a dry run its items`,
  async run(words) {
    const { values, positionals } = readWords(words, {
      'dry-run': { type: 'boolean' },
      full: { type: 'boolean' },
      reprocess: { type: 'boolean' },
      release: { type: 'string' },
      discard: { type: 'string' },
      cancel: { type: 'string' },
      json: { type: 'boolean' },
    });
    const deeds = [values.release, values.discard, values.cancel].filter((value) => value !== undefined);
    if (deeds.length > 1 || (deeds.length === 1 && (positionals.length > 0 || values['dry-run'] === true)))
      throw new UsageError('--release, --discard and --cancel are about one run, without stations and other options');
    const config = readConfig();
    const house = await HarvestHouse.open(config, { ownBase: config.NDC_BASE_URL ?? null, pinBase: false, declare: 'additions' });
    const by = userInfo().username;
    try {
      if (values.discard !== undefined) {
        await house.ledger.discardRun(runNumber(values.discard), by);
        print(`Run ${values.discard} is discarded; the catalogue stays as it is. The next harvest of the station looks again.`);
        return 0;
      }
      if (values.cancel !== undefined) {
        await house.cancel(runNumber(values.cancel), by);
        print(`Run ${values.cancel} is called off; it ends within seconds, and nothing of it is published.`);
        return 0;
      }
      const json = values.json === true;
      if (values.release !== undefined) {
        const held = runNumber(values.release);
        return await conclude(house, json, 1, async (board) => {
          const summary = await house.release(held, by);
          board.end(summary);
          return [summary];
        });
      }
      const stations = chosenStations(house, positionals);
      const isRound = positionals.length === 0 && values['dry-run'] !== true && values.reprocess !== true;
      if (isRound) await house.rounds().open(stations);
      const code = await conclude(house, json, stations.length, (board) =>
        house.round(stations, values.reprocess === true ? 'replay' : 'manual', {
          dryRun: values['dry-run'] ?? false,
          full: values.full ?? false,
          by,
          ...(values.reprocess === true ? { replay: { run: null } } : {}),
          onEnd: (summary) => {
            board.end(summary);
            if (!json && values['dry-run'] === true && summary.run !== null) printItems(house.reader.runItems(summary.run, 500));
          },
        }),
      );
      if (isRound) await house.rounds().turn();
      return code;
    } finally {
      await house.close();
    }
  },
};

/** Follows the work on a progress board, prints the answer and gives the exit code. */
export async function conclude(
  house: HarvestHouse,
  json: boolean,
  total: number,
  work: (board: ProgressBoard) => Promise<readonly RunSummary[]>,
): Promise<number> {
  const board = new ProgressBoard(json ? null : process.stderr, total);
  house.onProgress((progress) => {
    board.progress(progress);
  });
  const summaries = await work(board);
  board.close();
  if (json) print(JSON.stringify(summaries.map((summary) => answerOf(house, summary))));
  return summaries.every((summary) => summary.outcome === 'complete' || summary.outcome === 'postponed') ? 0 : 1;
}

export function runNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new UsageError(`a run is named by its number, not "${text}"; "ndc stations show ID" lists them`);
  return Number(text);
}

function chosenStations(house: HarvestHouse, named: readonly string[]): readonly string[] {
  const known = house.reader.stations();
  const unknown = named.filter((id) => !known.some((status) => status.station.id === id));
  if (unknown.length > 0) throw new UsageError(`there is no station ${unknown.join(', ')}; known are ${known.map((status) => status.station.id).join(', ')}`);
  if (named.length > 0) return named;
  return known.filter((status) => status.state === 'live' || status.state === 'onboarding').map((status) => status.station.id);
}

/** What a run would do, for a reader: one line a record, and below it what changes. */
export function printItems(items: readonly RunItem[]): void {
  for (const { subject, title, outcome, reason, changes } of items) {
    print(`    ${outcome.padEnd(9)} ${chooseText(title, 'en')?.text ?? ''} <${subject}>${reason === null ? '' : ` (${reason})`}`);
    for (const { path, removed, added } of changes) {
      for (const value of removed) print(`              - ${path} ${value}`);
      for (const value of added) print(`              + ${path} ${value}`);
    }
  }
}

function answerOf(house: HarvestHouse, { station, run, outcome, counts, detail }: RunSummary): object {
  const { added, updated, unchanged, withdrawn, held } = counts;
  const found = run === null ? undefined : house.reader.run(run);
  return {
    station,
    run,
    outcome,
    added,
    updated,
    unchanged,
    withdrawn,
    held,
    ...(detail === null ? {} : { detail }),
    issues: issuesOf(run === null ? [] : house.reader.runIssues(run, 10_000)),
    ...(found?.dry === true || outcome === 'on-hold' ? { quality: found?.quality ?? null, items: house.reader.runItems(found?.id ?? 0, 20_000) } : {}),
  };
}

function issuesOf(issues: readonly HarvestIssue[]): object[] {
  return issues.map(({ code, subject, detail, line, severity, url }) => ({ code, subject, detail, line, severity, url }));
}
