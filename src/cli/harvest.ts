import { userInfo } from 'node:os';
import type { HarvestHouse } from '../wiring.js';
import { counted, print, readWords, RefusedError, remark, UsageError, type Command } from './command.js';
import { conclude } from './conclude.js';
import { withHouse } from './house.js';
import { runNumber, runOnHold, runUnderWay } from './run-choice.js';

export const harvestCommand: Command = {
  name: 'harvest',
  usage: 'harvest [station...] [--dry-run] [--full] [--reprocess] [--json] | harvest --release RUN|--discard RUN|--cancel RUN [--json]',
  summary:
    'One round over all live stations, or those named; also beside a running server. Exit 0 complete or postponed, 1 failed, partial or on hold, 2 usage, 130 stopped by Ctrl-C.',
  details: `  --dry-run      stages whole stations and publishes nothing; prints what would be added, changed (field by field), withdrawn and held
  --full         reads everything, whatever was read before
  --reprocess    reads what is kept of the stations, without visiting them, by the pipeline, profiles and vocabularies of now
  --release RUN  publishes what a run on hold has staged ("ndc runs" lists runs, "ndc runs show RUN" what one would do)
  --discard RUN  drops it; the catalogue stays as it is
  --cancel RUN   calls a run off that is under way, here or in the server; nothing of it is published
  --json         the summaries with all issues, and for a dry run or a run on hold its items; of --discard and --cancel what was done

  The summary of each run goes to standard error, with how it goes on; what a dry run would do, and JSON, to standard output.
  Ctrl-C ends the command where it stands: what is published stays, and the next harvest of the station goes on from there.`,
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
    const json = values.json === true;
    const deeds = (['release', 'discard', 'cancel'] as const).flatMap((deed) => (values[deed] === undefined ? [] : [[deed, values[deed]] as const]));
    const [deed, ...others] = deeds;
    const round = { dryRun: values['dry-run'] === true, full: values.full === true, reprocess: values.reprocess === true, json };
    if (deed === undefined) {
      if (round.full && round.reprocess) throw new UsageError('--full visits the stations, --reprocess does not; choose one');
      return withHouse({ declare: 'additions' }, (house) => harvestRound(house, positionals, round));
    }
    if (others.length > 0 || positionals.length > 0 || round.dryRun || round.full || round.reprocess)
      throw new UsageError('--release, --discard and --cancel are about one run, without stations and other options; only --json goes with them');
    const run = runNumber(deed[1]);
    return withHouse({ declare: 'additions', needsLedger: true }, (house) => decide(house, deed[0], run, json));
  },
};

async function decide(house: HarvestHouse, deed: 'release' | 'discard' | 'cancel', run: number, json: boolean): Promise<number> {
  const by = userInfo().username;
  if (deed === 'release') {
    runOnHold(house.reader, run);
    return conclude(house, {
      json,
      total: 1,
      work: async (end) => {
        const summary = await house.release(run, by);
        end(summary);
        return [summary];
      },
    });
  }
  const { station } = deed === 'discard' ? runOnHold(house.reader, run) : runUnderWay(house.reader, run);
  if (deed === 'discard') await house.ledger.discardRun(run, by);
  else await house.cancel(run, by);
  if (json) print(JSON.stringify({ station, run, done: deed === 'discard' ? 'discarded' : 'cancelled', by }));
  else if (deed === 'discard')
    print(`Run ${String(run)} of ${station} is discarded; the catalogue stays as it is. The next harvest of ${station} looks again.`);
  else print(`Run ${String(run)} of ${station} is called off: it ends within seconds, and nothing of it is published. See: ndc runs show ${String(run)}`);
  return 0;
}

interface RoundOptions {
  readonly dryRun: boolean;
  readonly full: boolean;
  readonly reprocess: boolean;
  readonly json: boolean;
}

async function harvestRound(house: HarvestHouse, named: readonly string[], { dryRun, full, reprocess, json }: RoundOptions): Promise<number> {
  const stations = chosenStations(house, named);
  const isRound = named.length === 0 && !dryRun && !reprocess;
  if (stations.length === 0) {
    if (json) print('[]');
    else remark('There is no live station to harvest. "ndc stations list" shows them, "ndc stations add" adds one.');
    return 0;
  }
  if (isRound) await house.rounds().open(stations);
  const code = await conclude(house, {
    json,
    total: stations.length,
    items: dryRun,
    work: (end) =>
      house.round(stations, reprocess ? 'replay' : 'manual', {
        dryRun,
        full,
        by: userInfo().username,
        ...(reprocess ? { replay: { run: null } } : {}),
        onEnd: end,
      }),
  });
  if (isRound) await house.rounds().turn();
  return code;
}

function chosenStations(house: HarvestHouse, named: readonly string[]): readonly string[] {
  const known = house.reader.stations();
  const unknown = named.filter((id) => !known.some((status) => status.station.id === id));
  if (unknown.length > 0)
    throw new RefusedError(
      known.length === 0
        ? `there is no station ${unknown.join(', ')}, and no other; "ndc stations add" adds one`
        : `there is no station ${unknown.join(', ')}; there ${known.length === 1 ? 'is' : 'are'} ${counted(known.length, 'station')} (ndc stations list): ${known
            .slice(0, 20)
            .map((status) => status.station.id)
            .join(', ')}${known.length > 20 ? ', ...' : ''}`,
    );
  if (named.length > 0) return [...new Set(named)];
  return known.filter((status) => status.state === 'live' || status.state === 'onboarding').map((status) => status.station.id);
}
