import { userInfo } from 'node:os';
import { readConfig } from '../config.js';
import type { StationState } from '../domain/station.js';
import { LedgerStationKeys, renewStationKey } from '../ledger/station-keys.js';
import { HarvestHouse } from '../wiring.js';
import { chooseText } from '../domain/language.js';
import { print, readWords, UsageError, type Command } from './command.js';
import { editDetails, editStations, editUsage } from './stations-add.js';

const changes: Readonly<Record<string, StationState>> = { live: 'live', pause: 'paused', resume: 'live' };

export const stationsCommand: Command = {
  name: 'stations',
  usage: `stations list|show ID|live ID|pause ID|resume ID|token ID|feedback ID [--rotate]|${editUsage}`,
  summary:
    'Lists the stations with their state, changes the state of one, makes its secrets, or adds and removes entries of the stations file (README, "Add a station").',
  details: `${editDetails}
  token ID              makes a new token with which the station hands descriptions in and confirms them; the old one counts no more
  feedback ID           makes the link of the curator's own page; with --rotate a new one, and the old one leads nowhere
  Both are shown this once: the ledger keeps their hashes.`,
  async run(words) {
    if (words[0] === 'add' || words[0] === 'remove') return editStations(words);
    const { values, positionals } = readWords(words, { rotate: { type: 'boolean' } });
    const [verb, id] = positionals;
    if (values.rotate === true && verb !== 'feedback') throw new UsageError('--rotate is for feedback');
    const config = readConfig();
    const house = await HarvestHouse.open(config, { ownBase: config.NDC_BASE_URL ?? null, pinBase: false, declare: 'additions' });
    try {
      if (verb === 'list') {
        for (const { station, state, datasets, held, lastRun } of house.reader.stations())
          print(
            `${station.id.padEnd(24)} ${state.padEnd(10)} ${station.protocol.padEnd(6)} ${String(datasets).padStart(6)} records ${String(held).padStart(4)} held  ${lastRun === null ? 'never harvested' : `${lastRun.outcome ?? 'running'} ${lastRun.startedAt}`}  ${chooseText(station.title, 'en')?.text ?? ''}`,
          );
        return 0;
      }
      const state = changes[verb ?? ''];
      if (id === undefined || (!['show', 'token', 'feedback'].includes(verb ?? '') && state === undefined))
        throw new UsageError('list, or show, live, pause, resume, token, feedback, add, remove with the id of a station');
      const status = house.reader.station(id);
      if (status === undefined) throw new UsageError(`there is no station ${id}`);
      if (verb === 'token' || verb === 'feedback') {
        await printSecret(house, id, verb, values.rotate === true);
        return 0;
      }
      if (state !== undefined) {
        await house.ledger.setStationState(id, state, userInfo().username);
        print(`${id} is ${state}`);
      } else {
        print(JSON.stringify({ ...status, runs: house.reader.runs(id, 10), heldRecords: house.reader.heldRecords(id) }, null, 2));
      }
      return 0;
    } finally {
      await house.close();
    }
  },
};

/** On standard output the secret alone, so that it can be piped into a safe place. */
async function printSecret(house: HarvestHouse, id: string, kind: 'token' | 'feedback', rotate: boolean): Promise<void> {
  if (kind === 'feedback' && !rotate && new LedgerStationKeys(house.reader).has(id, 'feedback'))
    throw new UsageError(`${id} has a feedback link; it was shown once and cannot be shown again. --rotate makes a new one, and the old one leads nowhere`);
  const key = await renewStationKey(house.ledger, id, kind, userInfo().username);
  print(kind === 'token' ? key : `${publicBase(house.config)}/stations/${id}/feedback#${key}`);
  process.stderr.write(`This is shown once. Who has it ${kind === 'token' ? `speaks for ${id}` : `sees what is not public of ${id}`}.\n`);
}

function publicBase({ NDC_BASE_URL, NDC_HOST, NDC_PORT }: HarvestHouse['config']): string {
  return NDC_BASE_URL ?? `http://${NDC_HOST.includes(':') ? `[${NDC_HOST}]` : NDC_HOST}:${String(NDC_PORT)}`;
}
