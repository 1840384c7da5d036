import { userInfo } from 'node:os';
import { readConfig } from '../config.js';
import type { StationState } from '../domain/station.js';
import { HarvestHouse } from '../wiring.js';
import { chooseText } from '../domain/language.js';
import { print, readWords, UsageError, type Command } from './command.js';

const changes: Readonly<Record<string, StationState>> = { live: 'live', pause: 'paused', resume: 'live' };

export const stationsCommand: Command = {
  name: 'stations',
  usage: 'stations list|show ID|live ID|pause ID|resume ID',
  summary: 'Lists the stations with their state, or changes the state of one. Stations are added in the stations file (README, "Add a station").',
  async run(words) {
    const { positionals } = readWords(words, {});
    const [verb, id] = positionals;
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
      if (id === undefined || (verb !== 'show' && state === undefined)) throw new UsageError('list, or show, live, pause, resume with the id of a station');
      const status = house.reader.station(id);
      if (status === undefined) throw new UsageError(`there is no station ${id}`);
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
