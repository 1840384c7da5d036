import type { RunProgressEvent, RunSummary } from '../harvest/runner.js';
import type { HarvestHouse } from '../wiring.js';
import { counted, print, remark } from './command.js';
import { ProgressBoard } from './progress.js';
import { issueLines, itemLines, mostItems, nextSteps } from './run-words.js';

export interface Concluding {
  readonly json: boolean;
  /** How many runs there will be. */
  readonly total: number;
  /** Print what each run did or would do to each record. */
  readonly items?: boolean;
  readonly work: (end: (summary: RunSummary) => void) => Promise<readonly RunSummary[]>;
}

const mostRead = 20_000;

/** Follows runs on a progress board, prints what came of them and gives the exit code. */
export async function conclude(house: HarvestHouse, { json, total, items = false, work }: Concluding): Promise<number> {
  const board = new ProgressBoard(json ? null : process.stderr, total);
  house.onProgress((progress) => {
    board.progress(progress);
  });
  const stop = (): void => {
    remark(`\n${stoppedText(house, board.underWay())}`);
    process.exit(130);
  };
  process.once('SIGINT', stop);
  try {
    const summaries = await work((summary) => {
      const run = summary.run === null ? undefined : house.reader.run(summary.run);
      if (!json && items && run !== undefined) for (const line of itemLines(house.reader.runItems(run.id, mostRead), mostItems, run.id)) print(line);
      board.end(summary, remarksOn(house, summary));
    });
    board.close();
    if (json) print(JSON.stringify(summaries.map((summary) => answerOf(house, summary))));
    return summaries.every(({ outcome }) => outcome === 'complete' || outcome === 'postponed') ? 0 : 1;
  } finally {
    process.off('SIGINT', stop);
  }
}

/** Why a run did not do all, what is missing at its station, and what comes next. */
function remarksOn(house: HarvestHouse, { station, outcome, run: id }: RunSummary): string[] {
  const run = id === null ? undefined : house.reader.run(id);
  if (run === undefined) {
    const last = outcome === 'postponed' ? house.reader.station(station)?.lastRun : undefined;
    return last?.outcome === null ? [`It began at ${last.startedAt}; to call it off: ndc harvest --cancel ${String(last.id)}`] : [];
  }
  const issues = house.reader.runIssues(run.id, 1000);
  const wentWrong = outcome === 'failed' || outcome === 'partial';
  const lines = wentWrong ? issueLines(issues, { most: 3, run: run.id }).map((line) => line.trim()) : [];
  if (outcome === 'complete' && !run.dry && run.trigger !== 'replay') lines.push(...missingLines(house, station));
  if (run.counts.held > 0 && !run.dry) lines.push(`Held, with reasons: ndc stations show ${station}`);
  return [...lines, ...nextSteps(run, issues)];
}

/** A run counts what it did not find as unchanged while it waits for the grace to end; its operator wants to know. */
function missingLines(house: HarvestHouse, station: string): string[] {
  let missing = 0;
  for (const { present, missingSince } of house.reader.descriptionsOf(station).values()) if (present && missingSince !== null) missing++;
  if (missing === 0) return [];
  const { NDC_MISSING_RUNS: runs, NDC_MISSING_HOURS: hours } = house.config;
  return [
    `${String(missing)} of these records ${missing === 1 ? 'was' : 'were'} not listed; what stays away is withdrawn (after ${counted(runs, 'complete run')} and ${counted(hours, 'hour')}).`,
  ];
}

/** The process ends where it stands, as by `kill`: what is published stays published, and the next run goes on. */
function stoppedText(house: HarvestHouse, runs: readonly RunProgressEvent[]): string {
  if (runs.length === 0) return 'ndc: stopped; no run was under way.';
  return runs
    .map(({ run, station, phase }) => {
      const name = `run ${String(run)} (${station})`;
      if (phase !== 'publish')
        return `ndc: stopped while ${name} was reading: nothing of it is published. The next harvest of ${station} goes on where it was cut off.`;
      const rest = house.reader.run(run)?.trigger === 'revert' ? 'Revert again for the rest' : `The next harvest of ${station} brings the rest`;
      return `ndc: stopped while ${name} was publishing: a part of it is published (ndc runs show ${String(run)}). ${rest}.`;
    })
    .join('\n');
}

function answerOf(house: HarvestHouse, { station, run, outcome, counts, detail }: RunSummary): object {
  const { added, updated, unchanged, withdrawn, held } = counts;
  const found = run === null ? undefined : house.reader.run(run);
  const tellsItems = found !== undefined && (found.dry || outcome === 'on-hold' || found.trigger === 'revert');
  const issues = run === null ? [] : house.reader.runIssues(run, mostRead / 2);
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
    issues: issues.map(({ code, subject, detail: words, line, severity, url }) => ({ code, subject, detail: words, line, severity, url })),
    ...(tellsItems ? { quality: found.quality, items: house.reader.runItems(found.id, mostRead) } : {}),
  };
}
