import { userInfo } from 'node:os';
import { readConfig } from '../config.js';
import { HarvestHouse } from '../wiring.js';
import { print, readWords, UsageError, type Command } from './command.js';

async function withHouse<T>(work: (house: HarvestHouse) => Promise<T>): Promise<T> {
  const config = readConfig();
  const house = await HarvestHouse.open(config, { ownBase: config.NDC_BASE_URL ?? null, pinBase: false, declare: 'nothing' });
  try {
    return await work(house);
  } finally {
    await house.close();
  }
}

function recordId(house: HarvestHouse, idOrIri: string | undefined): string {
  const head = idOrIri === undefined ? undefined : house.reader.head(idOrIri);
  if (head === undefined) throw new UsageError(idOrIri === undefined ? 'name a record by id or IRI' : `there is no record ${idOrIri}`);
  return head.id;
}

export const recordsCommand: Command = {
  name: 'records',
  usage: 'records show ID|IRI',
  summary: 'Shows one record with its state, versions and last description, held ones included.',
  run: (words) =>
    withHouse((house) => {
      const { positionals } = readWords(words, {});
      if (positionals[0] !== 'show') throw new UsageError('show is the verb');
      const id = recordId(house, positionals[1]);
      const last = house.reader.lastReceived(id);
      print(
        JSON.stringify(
          {
            ...house.reader.head(id),
            versions: house.reader.versions(id),
            lastReceived: last === undefined ? null : { n: last.n, admission: last.admission, body: last.body },
          },
          null,
          2,
        ),
      );
      return Promise.resolve(0);
    }),
};

export const withholdCommand: Command = {
  name: 'withhold',
  usage: 'withhold ID|IRI --reason TEXT',
  summary: 'Takes a record down: 410 without content, deleted in feeds. The deed stands in the log with your name.',
  run: (words) =>
    withHouse(async (house) => {
      const { values, positionals } = readWords(words, { reason: { type: 'string' } });
      if (values.reason === undefined || values.reason.trim() === '') throw new UsageError('--reason is required');
      const id = recordId(house, positionals[0]);
      await house.ledger.withhold(id, values.reason, userInfo().username);
      print(`${id} is withheld`);
      return 0;
    }),
};

export const releaseCommand: Command = {
  name: 'release',
  usage: 'release ID|IRI',
  summary: 'Publishes a withheld record again.',
  run: (words) =>
    withHouse(async (house) => {
      const id = recordId(house, readWords(words, {}).positionals[0]);
      await house.ledger.release(id, userInfo().username);
      print(`${id} is published again`);
      return 0;
    }),
};
