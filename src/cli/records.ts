import { userInfo } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../config.js';
import { chooseText } from '../domain/language.js';
import { BlobStore } from '../ledger/blob-store.js';
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
  usage: 'records show ID|IRI | duplicates | merge ID|IRI INTO-ID|IRI --reason TEXT | split ID|IRI',
  summary: 'Shows one record, held ones included; lists probable duplicates; makes a record another name of a second one, and undoes that.',
  details: `  show        its state, versions and last description
  duplicates  published records with the same title, publisher, time and place; they are never merged by themselves
  merge       the first record becomes another name of the second: its id answers 301, its descriptions are kept beside
  split       makes a merged record stand alone again, also one that was merged by its identifiers; it is not merged by evidence again`,
  run: (words) =>
    withHouse(async (house) => {
      const { values, positionals } = readWords(words, { reason: { type: 'string' } });
      const [verb, first, second] = positionals;
      switch (verb) {
        case 'show':
          print(JSON.stringify(shown(house, recordId(house, first)), null, 2));
          return 0;
        case 'duplicates':
          return listDuplicates(house);
        case 'merge': {
          if (values.reason === undefined || values.reason.trim() === '') throw new UsageError('--reason is required');
          const [from, into] = [recordId(house, first), recordId(house, second)];
          await house.ledger.mergeRecords(from, into, values.reason, userInfo().username);
          print(`${from} is another name of ${into} now`);
          return 0;
        }
        case 'split': {
          const iri = first === undefined ? undefined : (house.reader.iriOf(first) ?? first);
          if (iri === undefined) throw new UsageError('name the record that was merged, by its id or IRI');
          const id = await house.ledger.splitRecord(iri, userInfo().username);
          print(`<${iri}> is not another name any more (${id}); the next harvest of its station describes it anew where nothing is kept of it`);
          return 0;
        }
        default:
          throw new UsageError('show, duplicates, merge or split is the verb');
      }
    }),
};

function shown(house: HarvestHouse, id: string): object {
  const last = house.reader.lastReceived(id);
  return {
    ...house.reader.head(id),
    versions: house.reader.versions(id),
    lastReceived: last === undefined ? null : { n: last.n, admission: last.admission, body: last.body },
  };
}

function listDuplicates(house: HarvestHouse): number {
  const groups = house.reader.probableDuplicates(1000);
  for (const { records } of groups) {
    for (const id of records) {
      const head = house.reader.head(id);
      print(`${id}  ${head?.station.padEnd(20) ?? ''} ${chooseText(head?.title ?? {}, 'en')?.text ?? ''} <${head?.iri ?? ''}>`);
    }
    print('');
  }
  print(`${String(groups.length)} group(s) of records that look alike. Nothing is merged by itself: ndc records merge ID INTO-ID --reason TEXT.`);
  return 0;
}

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

export const redactCommand: Command = {
  name: 'redact',
  usage: 'redact ID|IRI [--version N] --reason TEXT',
  summary: 'Removes content for good (personal data, mistakes) from the ledger, the kept bytes, search, SPARQL and feeds; the log keeps hash and reason.',
  details: `  Without --version: all versions; the record is withheld for good, and what its source says of it is not kept again.
  With --version N:  that version becomes a marked gap. When it is the published one, the record is withheld until its source says something else and you release it.
  Bytes as received that held it are removed too; runs that used them cannot be replayed. Backups made before still hold it.`,
  run: (words) =>
    withHouse(async (house) => {
      const { values, positionals } = readWords(words, { reason: { type: 'string' }, version: { type: 'string' } });
      if (values.reason === undefined || values.reason.trim() === '') throw new UsageError('--reason is required');
      if (values.version !== undefined && !/^[1-9]\d*$/.test(values.version)) throw new UsageError('--version is a number; "ndc records show ID" lists them');
      const id = recordId(house, positionals[0]);
      const outcome = await house.ledger.redact(id, values.version === undefined ? null : Number(values.version), values.reason, userInfo().username);
      const blobs = new BlobStore(join(house.config.dataDir, 'blobs'));
      for (const hash of outcome.blobs) await blobs.remove(hash);
      print(
        `${id}: ${String(outcome.versions.length)} version(s) emptied, ${String(outcome.blobs.length)} received document(s) removed${outcome.withheld ? ', the record is withheld' : ''}.`,
      );
      const backups = house.reader.backups();
      print(
        backups.length === 0
          ? 'Backups of the data folder that you made before now still hold it: delete or redact them as well.'
          : `These backups still hold it:\n${backups.map(({ path, madeAt }) => `  ${path} (${madeAt})`).join('\n')}`,
      );
      return 0;
    }),
};
