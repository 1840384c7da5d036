import { readConfig } from '../config.js';
import type { HarvestRun } from '../domain/harvest.js';
import { SqliteLedgerReader } from '../ledger/sqlite-reader.js';
import { counted, print, readWords, RefusedError, UsageError, type Command } from './command.js';
import { knownRun, onlyRun } from './run-choice.js';
import { countsText, issueLines, itemLines, mostItems, nextSteps, plain } from './run-words.js';

const mostRead = 20_000;

export const runsCommand: Command = {
  name: 'runs',
  usage: 'runs [list] [STATION] [--limit N] [--json] | runs show RUN [--all] [--json]',
  summary: 'Lists the latest runs, dry runs included, or shows one: what it did or would do to each record, its remarks, and how it goes on.',
  details: `  --limit N  so many runs (20)
  --all      of one run all remarks and records, instead of the first ones
  --json     the same, whole, for software`,
  run(words) {
    const { values, positionals } = readWords(words, { limit: { type: 'string' }, all: { type: 'boolean' }, json: { type: 'boolean' } });
    const [verb, ...rest] = positionals;
    const json = values.json === true;
    if (verb !== 'show' && values.all === true) throw new UsageError('--all is for "runs show RUN"');
    if (verb === 'show' && values.limit !== undefined) throw new UsageError('--limit is for the list; --all shows a run whole');
    if (values.limit !== undefined && !/^[1-9]\d{0,3}$/.test(values.limit)) throw new UsageError('--limit is a number from 1 to 9999');
    const shown = verb === 'show' ? onlyRun(rest) : null;
    const reader = SqliteLedgerReader.open(readConfig().dataDir);
    try {
      if (shown !== null) show(reader, shown, { json, all: values.all === true });
      else list(reader, verb === 'list' ? rest : positionals, { json, limit: Number(values.limit ?? 20) });
      return Promise.resolve(0);
    } finally {
      reader.close();
    }
  },
};

function list(reader: SqliteLedgerReader, named: readonly string[], { json, limit }: { readonly json: boolean; readonly limit: number }): void {
  const stations = reader.stations().map(({ station }) => station.id);
  const unknown = named.filter((id) => !stations.includes(id));
  if (unknown.length > 0) throw new RefusedError(`there is no station ${unknown.join(', ')}; "ndc stations list" shows them`);
  const runs = (named.length > 0 ? named : stations)
    .flatMap((id) => reader.runs(id, limit, true))
    .sort((a, b) => b.id - a.id)
    .slice(0, limit);
  if (json) {
    print(JSON.stringify(runs, null, 2));
    return;
  }
  if (runs.length === 0) print('No runs yet.');
  const width = Math.max(0, ...runs.map(({ station }) => station.length));
  for (const run of runs) {
    const { id, station, startedAt, outcome, phase, counts } = run;
    print(`${String(id).padStart(6)}  ${station.padEnd(width)}  ${startedAt}  ${(outcome ?? phase).padEnd(11)}  ${countsText(counts)}${aside(run)}`);
  }
}

/** Of what kind a run is, and what waits for a decision. */
function aside({ trigger, dry, by, of, outcome, resolved }: HarvestRun): string {
  const words = [
    ...(outcome === null ? ['under way'] : []),
    ...(trigger === 'schedule' || trigger === 'manual' ? [] : [`${trigger}${of === null ? '' : ` of run ${String(of)}`}`]),
    ...(dry ? ['dry run'] : []),
    ...(by === null ? [] : [`by ${plain(by)}`]),
    ...(outcome !== 'on-hold' ? [] : [resolved === null ? 'waits for a decision' : resolved.how]),
  ];
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

function show(reader: SqliteLedgerReader, id: number, { json, all }: { readonly json: boolean; readonly all: boolean }): void {
  const run = knownRun(reader, id);
  const issues = reader.runIssues(id, mostRead);
  const items = reader.runItems(id, mostRead);
  if (json) {
    print(JSON.stringify({ ...run, issues, items }, null, 2));
    return;
  }
  const { station, startedAt, endedAt, outcome, phase, counts, progress, quality } = run;
  print(`Run ${String(id)} of ${station}: ${outcome ?? `under way (${phase})`}${aside(run)}`);
  print(`  from ${startedAt} to ${endedAt ?? `now; ${String(progress.done)}${progress.expected === null ? '' : ` of ${String(progress.expected)}`} done`}`);
  print(`  ${run.dry ? 'would do' : 'did'}: ${countsText(counts)}; ${counted(counts.documents, 'document')}, ${counted(counts.bytes, 'byte')} received`);
  if (quality !== null)
    print(
      `  ${counted(quality.after.records, 'new or changed description')}: ${counted(quality.after.violations, 'violation')}, ${counted(quality.after.warnings, 'warning')}; before it ${String(quality.before.violations)} and ${String(quality.before.warnings)}`,
    );
  for (const line of nextSteps(run, issues)) print(`  ${line}`);
  const most = all ? mostRead : undefined;
  if (issues.length > 0) print(`\n${counted(issues.length, 'remark')}:`);
  for (const line of issueLines(issues, { run: id, ...(most === undefined ? {} : { most }) })) print(line);
  if (items.length > 0) print(`\n${counted(items.length, 'record')}:`);
  for (const line of itemLines(items, most ?? mostItems, id)) print(line);
}
