import { userInfo } from 'node:os';
import type { StationState } from '../domain/station.js';
import { LedgerStationKeys, renewStationKey } from '../ledger/station-keys.js';
import type { HarvestHouse } from '../wiring.js';
import { print, readWords, RefusedError, remark, UsageError, type Command } from './command.js';
import { withHouse } from './house.js';
import { titleText } from './run-words.js';
import { editDetails, editStations, editUsage } from './stations-add.js';

const changes: Readonly<Record<string, StationState>> = { live: 'live', pause: 'paused', resume: 'live' };

export const stationsCommand: Command = {
  name: 'stations',
  usage: `stations list [--json]|show ID|live ID|pause ID|resume ID|token ID|feedback ID [--rotate]|${editUsage}`,
  summary:
    'Lists the stations with their state, changes the state of one, makes its secrets, or adds and removes entries of the stations file (README, "Add a station").',
  details: `  list                  one line each, with the last run; ndc runs ID lists the runs of one
  show ID               all of one as JSON: its entry, state, latest runs and held records with the reasons
  live, pause, resume   from onboarding to live, no visits for a while, visits again
${editDetails}
  token ID              makes a new token with which the station hands descriptions in and confirms them; the old one counts no more
  feedback ID           makes the link of the curator's own page; with --rotate a new one, and the old one leads nowhere
  Both are shown this once: the ledger keeps their hashes.`,
  async run(words) {
    if (words[0] === 'add' || words[0] === 'remove') return editStations(words);
    const { values, positionals } = readWords(words, { rotate: { type: 'boolean' }, json: { type: 'boolean' } });
    const [verb = '', id, ...more] = positionals;
    if (values.rotate === true && verb !== 'feedback') throw new UsageError('--rotate is for feedback');
    if (more.length > 0 || (verb === 'list' && id !== undefined))
      throw new UsageError(verb === 'list' ? 'list takes no name; show ID shows one' : 'one station at a time');
    if (verb !== 'list' && (id === undefined || !isVerb(verb)))
      throw new UsageError('list, or show, live, pause, resume, token, feedback, add, remove with the id of a station');
    return withHouse({ declare: 'additions' }, async (house) => {
      if (id === undefined) {
        if (values.json === true) print(JSON.stringify(house.reader.stations(), null, 2));
        else listStations(house);
        return 0;
      }
      await changeOrShow(house, verb, id, values.rotate === true);
      return 0;
    });
  },
};

function isVerb(verb: string): boolean {
  return ['show', 'token', 'feedback'].includes(verb) || Object.hasOwn(changes, verb);
}

function listStations(house: HarvestHouse): void {
  const stations = house.reader.stations();
  if (stations.length === 0) remark('There are no stations yet; "ndc stations add" adds one.');
  for (const { station, state, datasets, held, lastRun } of stations) {
    const run = lastRun === null ? 'never harvested' : `${lastRun.outcome ?? 'under way'} ${lastRun.startedAt} (run ${String(lastRun.id)})`;
    const numbers = `${String(datasets).padStart(6)} ${datasets === 1 ? 'record ' : 'records'} ${String(held).padStart(4)} held`;
    print(`${station.id.padEnd(24)} ${state.padEnd(10)} ${station.protocol.padEnd(9)} ${numbers}  ${run}  ${titleText(station.title)}`);
  }
}

async function changeOrShow(house: HarvestHouse, verb: string, id: string, rotate: boolean): Promise<void> {
  const status = house.reader.station(id);
  if (status === undefined) throw new RefusedError(`there is no station ${id}; "ndc stations list" shows them`);
  const state = changes[verb];
  if (verb === 'token' || verb === 'feedback') await printSecret(house, id, verb, rotate);
  else if (state === undefined) print(JSON.stringify({ ...status, runs: house.reader.runs(id, 10), heldRecords: house.reader.heldRecords(id) }, null, 2));
  else {
    await house.ledger.setStationState(id, state, userInfo().username);
    print(`${id} is ${state}`);
  }
}

/** On standard output the secret alone, so that it can be piped into a safe place. */
async function printSecret(house: HarvestHouse, id: string, kind: 'token' | 'feedback', rotate: boolean): Promise<void> {
  if (kind === 'feedback' && !rotate && new LedgerStationKeys(house.reader).has(id, 'feedback'))
    throw new RefusedError(`${id} has a feedback link; it was shown once and cannot be shown again. --rotate makes a new one, and the old one leads nowhere`);
  const key = await renewStationKey(house.ledger, id, kind, userInfo().username);
  print(kind === 'token' ? key : `${publicBase(house.config)}/stations/${id}/feedback#${key}`);
  remark(`This is shown once. Who has it ${kind === 'token' ? `speaks for ${id}` : `sees what is not public of ${id}`}.`);
}

function publicBase({ NDC_BASE_URL, NDC_HOST, NDC_PORT }: HarvestHouse['config']): string {
  return NDC_BASE_URL ?? `http://${NDC_HOST.includes(':') ? `[${NDC_HOST}]` : NDC_HOST}:${String(NDC_PORT)}`;
}
