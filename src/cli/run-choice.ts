import type { HarvestRun } from '../domain/harvest.js';
import type { LedgerReader } from '../ports/ledger.js';
import { RefusedError, UsageError } from './command.js';

type Runs = Pick<LedgerReader, 'run' | 'changedBy' | 'runDocuments'>;

export function runNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new UsageError(`a run is named by its number, not "${text}"; "ndc runs" lists them`);
  return Number(text);
}

export function onlyRun(positionals: readonly string[]): number {
  const [text, ...more] = positionals;
  if (text === undefined || more.length > 0) throw new UsageError('one run, by its number; "ndc runs" lists them');
  return runNumber(text);
}

/** @throws RefusedError when there is none */
export function knownRun(reader: Pick<Runs, 'run'>, id: number): HarvestRun {
  const run = reader.run(id);
  if (run === undefined) throw new RefusedError(`there is no run ${String(id)}; "ndc runs" lists them`);
  return run;
}

/** The ledger asks the same; here the answer says what to do instead. @throws RefusedError */
export function runOnHold(reader: Pick<Runs, 'run'>, id: number): HarvestRun {
  const run = knownRun(reader, id);
  const name = `run ${String(id)} of ${run.station}`;
  if (run.outcome === null) throw new RefusedError(`${name} is still under way; to call it off: ndc harvest --cancel ${String(id)}`);
  if (run.outcome !== 'on-hold') throw new RefusedError(`${name} is not on hold; it ended ${run.outcome}. To undo what it did: ndc revert ${String(id)}`);
  if (run.resolved === null) return run;
  const { how, by, at, run: other } = run.resolved;
  if (how === 'superseded') throw new RefusedError(`${name} is not on hold any more: run ${String(other)} took its place at ${at}; decide about that one`);
  throw new RefusedError(
    `${name} is not on hold any more: ${how}${by === null ? '' : ` by ${by}`} at ${at}${other === null ? '' : `, as run ${String(other)}; to undo that: ndc revert ${String(other)}`}`,
  );
}

/** @throws RefusedError when there is nothing to call off */
export function runUnderWay(reader: Pick<Runs, 'run'>, id: number): HarvestRun {
  const run = knownRun(reader, id);
  const name = `run ${String(id)} of ${run.station}`;
  if (run.outcome !== null) {
    const instead = run.outcome === 'on-hold' && run.resolved === null ? `. To drop it: ndc harvest --discard ${String(id)}` : '';
    throw new RefusedError(`${name} is not under way; it ended ${run.outcome} at ${run.endedAt ?? run.startedAt}${instead}`);
  }
  if (run.phase === 'diff' || run.phase === 'brake' || run.phase === 'publish')
    throw new RefusedError(`${name} has read everything and is being published; let it end, then undo it: ndc revert ${String(id)}`);
  return run;
}

/** @throws RefusedError when it cannot be undone */
export function runToRevert(reader: Pick<Runs, 'run' | 'changedBy'>, id: number): HarvestRun {
  const run = knownRun(reader, id);
  const name = `run ${String(id)} of ${run.station}`;
  if (run.outcome === null) throw new RefusedError(`${name} is still under way; to call it off: ndc harvest --cancel ${String(id)}`);
  if (reader.changedBy(id).length > 0) return run;
  if (run.outcome === 'on-hold' && run.resolved === null)
    throw new RefusedError(`${name} is on hold and has changed nothing; to drop it: ndc harvest --discard ${String(id)}`);
  throw new RefusedError(`${name} has changed nothing in the catalogue${run.dry ? ': it was a dry run' : ''}; there is nothing to undo`);
}

/** @throws RefusedError when what it received cannot be read again */
export function runToReplay(reader: Pick<Runs, 'run' | 'runDocuments'>, id: number): HarvestRun {
  const run = knownRun(reader, id);
  const name = `run ${String(id)} of ${run.station}`;
  if (run.outcome === null) throw new RefusedError(`${name} is still under way; wait for its end`);
  if (reader.runDocuments(id).length > 0) return run;
  throw new RefusedError(
    `nothing is kept of what ${name} received: it received nothing that could be read, or it went after NDC_KEEP_BYTES_DAYS or beyond NDC_KEEP_BYTES_MAX`,
  );
}
