import { readConfig } from '../config.js';
import type { HarvestIssue } from '../domain/harvest.js';
import type { RunSummary } from '../harvest/runner.js';
import { HarvestHouse } from '../wiring.js';
import { print, readWords, UsageError, type Command } from './command.js';
import { ProgressBoard } from './progress.js';

export const harvestCommand: Command = {
  name: 'harvest',
  usage: 'harvest [station...] [--dry-run] [--json]',
  summary:
    'One round over all live stations, or those named; also beside a running server. Exit 0 complete or postponed, 1 failed, partial or on hold, 2 usage.',
  async run(words) {
    const { values, positionals } = readWords(words, { 'dry-run': { type: 'boolean' }, json: { type: 'boolean' } });
    const config = readConfig();
    const house = await HarvestHouse.open(config, { ownBase: config.NDC_BASE_URL ?? null, pinBase: false, declare: 'additions' });
    try {
      const known = house.reader.stations();
      const unknown = positionals.filter((id) => !known.some((status) => status.station.id === id));
      if (unknown.length > 0)
        throw new UsageError(`there is no station ${unknown.join(', ')}; known are ${known.map((status) => status.station.id).join(', ')}`);
      const stations =
        positionals.length > 0
          ? positionals
          : known.filter((status) => status.state === 'live' || status.state === 'onboarding').map((status) => status.station.id);
      const board = new ProgressBoard(values.json === true ? null : process.stderr, stations.length);
      house.onProgress((progress) => {
        board.progress(progress);
      });
      const summaries = await house.round(stations, 'manual', {
        dryRun: values['dry-run'] ?? false,
        onEnd: (summary) => {
          board.end(summary);
        },
      });
      board.close();
      if (values.json === true)
        print(
          JSON.stringify(
            summaries.map((summary) => ({ ...answerOf(summary), issues: issuesOf(summary.run === null ? [] : house.reader.runIssues(summary.run, 10_000)) })),
          ),
        );
      return summaries.every((summary) => summary.outcome === 'complete' || summary.outcome === 'postponed') ? 0 : 1;
    } finally {
      await house.close();
    }
  },
};

function answerOf({ station, run, outcome, counts }: RunSummary): object {
  const { added, updated, unchanged, withdrawn, held } = counts;
  return { station, run, outcome, added, updated, unchanged, withdrawn, held };
}

function issuesOf(issues: readonly HarvestIssue[]): object[] {
  return issues.map(({ code, subject, detail, line, severity, url }) => ({ code, subject, detail, line, severity, url }));
}
