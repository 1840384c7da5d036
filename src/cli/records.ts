import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { RecordHead } from '../domain/record.js';
import { BlobStore } from '../ledger/blob-store.js';
import type { HarvestHouse } from '../wiring.js';
import { counted, print, readWords, RefusedError, remark, UsageError, type Command } from './command.js';
import { withHouse } from './house.js';
import { plain, titleText } from './run-words.js';

const needs = { declare: 'nothing', needsLedger: true } as const;
/** More groups than anybody looks through at once. */
const mostGroups = 1000;

/** @throws UsageError when it is not named, RefusedError when there is none */
function recordOf(house: HarvestHouse, idOrIri: string | undefined): RecordHead {
  if (idOrIri === undefined) throw new UsageError('name a record by id or IRI');
  const head = house.reader.head(idOrIri);
  if (head === undefined) throw new RefusedError(`there is no record ${idOrIri}`);
  return head;
}

/** @throws UsageError when words are left over, which would be passed over without a word */
function atMost(words: readonly string[], most: number): void {
  if (words.length > most) throw new UsageError(`one too many: ${words.slice(most).join(' ')}`);
}

function reasonOf(text: string | undefined): string {
  if (text === undefined || text.trim() === '') throw new UsageError('--reason TEXT is required; it stands in the log');
  return text.trim();
}

export const recordsCommand: Command = {
  name: 'records',
  usage: 'records show ID|IRI | duplicates [--limit N] [--json] | merge ID|IRI INTO-ID|IRI --reason TEXT | split ID|IRI',
  summary: 'Shows one record, held ones included; lists probable duplicates; makes a record another name of a second one, and undoes that.',
  details: `  show        its state, versions and last description, as JSON
  duplicates  published records with the same title, publisher, time and place; they are never merged by themselves. --limit N: so many groups (20)
  merge       the first record becomes another name of the second: its id answers 301, its descriptions are kept beside
  split       makes a merged record stand alone again, also one that was merged by its identifiers; it is not merged by evidence again`,
  async run(words) {
    const { values, positionals } = readWords(words, { reason: { type: 'string' }, limit: { type: 'string' }, json: { type: 'boolean' } });
    const [verb, ...names] = positionals;
    if (values.limit !== undefined && (verb !== 'duplicates' || !/^[1-9]\d{0,3}$/.test(values.limit)))
      throw new UsageError('--limit goes with duplicates, and is a number from 1 to 9999');
    if (values.reason !== undefined && verb !== 'merge') throw new UsageError('--reason goes with merge');
    switch (verb) {
      case 'show':
        atMost(names, 1);
        return withHouse(needs, (house) => show(house, names[0]));
      case 'duplicates':
        atMost(names, 0);
        return withHouse(needs, (house) => listDuplicates(house, Number(values.limit ?? 20), values.json === true));
      case 'merge': {
        atMost(names, 2);
        if (names.length < 2) throw new UsageError('name two records, the one that becomes another name and the one that stays');
        const reason = reasonOf(values.reason);
        return withHouse(needs, (house) => merge(house, names, reason));
      }
      case 'split':
        atMost(names, 1);
        if (names.length === 0) throw new UsageError('name the record that was merged, by its id or IRI');
        return withHouse(needs, (house) => split(house, names[0] ?? ''));
      default:
        throw new UsageError('show, duplicates, merge or split is the verb');
    }
  },
};

function show(house: HarvestHouse, name: string | undefined): number {
  const head = recordOf(house, name);
  if (name !== head.id && name !== head.iri) remark(`${name ?? ''} is another name of ${head.id}; "ndc records split" undoes that.`);
  const last = house.reader.lastReceived(head.id);
  const shown = {
    ...head,
    versions: house.reader.versions(head.id),
    lastReceived: last === undefined ? null : { n: last.n, admission: last.admission, body: last.body },
  };
  print(JSON.stringify(shown, null, 2));
  return 0;
}

function listDuplicates(house: HarvestHouse, limit: number, json: boolean): number {
  const groups = house.reader.probableDuplicates(mostGroups).map(({ records }) => records.flatMap((id) => house.reader.head(id) ?? []));
  if (json) {
    print(
      JSON.stringify(
        groups.map((heads) => heads.map(({ id, iri, station, title }) => ({ id, iri, station, title }))),
        null,
        2,
      ),
    );
    return 0;
  }
  for (const heads of groups.slice(0, limit)) {
    for (const { id, iri, station, title } of heads) print(`${id}  ${station.padEnd(20)} ${titleText(title)} <${plain(iri)}>`);
    print('');
  }
  const shown = groups.length > limit ? `, the first ${String(limit)} of them above (--limit N)` : '';
  print(`${groups.length >= mostGroups ? 'At least ' : ''}${counted(groups.length, 'group')} of records that look alike${shown}.`);
  if (groups.length > 0) print('Nothing is merged by itself: ndc records merge ID INTO-ID --reason TEXT.');
  return 0;
}

async function merge(house: HarvestHouse, names: readonly string[], reason: string): Promise<number> {
  const [from, into] = [recordOf(house, names[0]), recordOf(house, names[1])];
  if (from.id === into.id)
    throw new RefusedError(
      names[0] === names[1] || names.every((name) => name === from.id || name === from.iri)
        ? `${from.id} is one record; it cannot be merged with itself`
        : `${names.join(' and ')} are names of one record already (${from.id})`,
    );
  await house.ledger.mergeRecords(from.id, into.id, reason, userInfo().username);
  print(`${from.id} (${titleText(from.title)}) is another name of ${into.id} now; ndc records split ${from.id} undoes that.`);
  return 0;
}

async function split(house: HarvestHouse, name: string): Promise<number> {
  const iri = house.reader.iriOf(name) ?? name;
  const head = house.reader.head(name);
  if (head === undefined) throw new RefusedError(`there is no record ${name}`);
  if (head.iri === iri) throw new RefusedError(`${name} is not another name of a record: it was not merged, or was split already`);
  const id = await house.ledger.splitRecord(iri, userInfo().username);
  const found = house.reader.head(id);
  print(
    found?.iri === iri && found.state === 'current'
      ? `${id} stands alone again and is published.`
      : `<${plain(iri)}> is not another name any more; nothing is kept of it, so the next harvest of its station describes it anew.`,
  );
  return 0;
}

export const withholdCommand: Command = {
  name: 'withhold',
  usage: 'withhold ID|IRI --reason TEXT',
  summary: 'Takes a record down: 410 without content, deleted in feeds. The deed stands in the log with your name.',
  async run(words) {
    const { values, positionals } = readWords(words, { reason: { type: 'string' } });
    atMost(positionals, 1);
    const reason = reasonOf(values.reason);
    return withHouse(needs, async (house) => {
      const { id, state, stateSince, stateReason } = recordOf(house, positionals[0]);
      if (state === 'withheld')
        throw new RefusedError(`${id} is withheld already, since ${stateSince ?? 'an earlier time'}: ${stateReason ?? 'no reason is known'}`);
      await house.ledger.withhold(id, reason, userInfo().username);
      print(`${id} is withheld`);
      return 0;
    });
  },
};

export const releaseCommand: Command = {
  name: 'release',
  usage: 'release ID|IRI',
  summary: 'Publishes a withheld record again. (A run on hold: ndc harvest --release RUN.)',
  async run(words) {
    const { positionals } = readWords(words, {});
    atMost(positionals, 1);
    return withHouse(needs, async (house) => {
      const { id } = recordOf(house, positionals[0]);
      await house.ledger.release(id, userInfo().username);
      print(`${id} is published again`);
      return 0;
    });
  },
};

export const redactCommand: Command = {
  name: 'redact',
  usage: 'redact ID|IRI [--version N] --reason TEXT',
  summary: 'Removes content for good (personal data, mistakes) from the ledger, the kept bytes, search, SPARQL and feeds; the log keeps hash and reason.',
  details: `  Without --version: all versions; the record is withheld for good, and what its source says of it is not kept again.
  With --version N:  that version becomes a marked gap. When it is the published one, the record is withheld until its source says something else and you release it.
  Bytes as received that held it are removed too; runs that used them cannot be replayed. Backups made before still hold it.`,
  async run(words) {
    const { values, positionals } = readWords(words, { reason: { type: 'string' }, version: { type: 'string' } });
    atMost(positionals, 1);
    const reason = reasonOf(values.reason);
    if (values.version !== undefined && !/^[1-9]\d{0,8}$/.test(values.version)) throw new UsageError('--version is a number; "ndc records show ID" lists them');
    const version = values.version === undefined ? null : Number(values.version);
    return withHouse(needs, (house) => redact(house, positionals[0], version, reason));
  },
};

async function redact(house: HarvestHouse, name: string | undefined, version: number | null, reason: string): Promise<number> {
  const { id } = recordOf(house, name);
  const before = new Map(house.reader.versions(id).map(({ n, gap }) => [n, gap?.kind === 'redacted']));
  if (version !== null && !before.has(version))
    throw new RefusedError(
      `${id} has no version ${String(version)}; it has ${before.size === 0 ? 'none' : [...before.keys()].sort((a, b) => a - b).join(', ')}`,
    );
  const outcome = await house.ledger.redact(id, version, reason, userInfo().username);
  const blobs = new BlobStore(join(house.config.dataDir, 'blobs'));
  const kept = outcome.blobs.filter((hash) => blobs.has(hash));
  for (const hash of outcome.blobs) await blobs.remove(hash);
  const emptied = outcome.versions.filter((n) => before.get(n) !== true);
  print(
    emptied.length === 0 && kept.length === 0
      ? `${id}: was redacted already; nothing was left to remove${outcome.withheld ? ', and the record stays withheld' : ''}.`
      : `${id}: ${counted(emptied.length, 'version')} emptied, ${counted(kept.length, 'received document')} removed${outcome.withheld ? ', the record is withheld' : ''}.`,
  );
  const backups = house.reader.backups();
  print(
    backups.length === 0
      ? 'Backups of the data folder that you made before now still hold it: delete or redact them as well.'
      : `These backups still hold it:\n${backups.map(({ path, madeAt }) => `  ${path} (${madeAt})`).join('\n')}`,
  );
  return 0;
}
