import { userInfo } from 'node:os';
import { readConfig } from '../config.js';
import { chooseText, type LanguageMap } from '../domain/language.js';
import { librarySources } from '../library-sources.js';
import { dct } from '../../vocab/dcterms.js';
import { skos } from '../../vocab/skos.js';
import { prepareVocabulary, type PreparedVocabulary } from '../validation/install-vocabulary.js';
import { objectsIn } from '../validation/property-path.js';
import { texts } from '../validation/rules.js';
import type { TurtleFile } from '../validation/shapes-files.js';
import { loadVocabularies } from '../validation/shapes-library.js';
import { ndcShapes } from '../validation/terms.js';
import { print, readWords, UsageError, type Command } from './command.js';
import { operatorLoader } from './document-loader.js';
import { keptRules, tellServer, withLedger } from './installations.js';

export const vocabCommand: Command = {
  name: 'vocab',
  usage: 'vocab list [--json] | update LIST... [--from FILE|URL] [--dry-run] [--force] | reset LIST',
  summary:
    "The code lists: list them, or put the official list, downloaded from its own address or --from, in the place of ours (checked and pinned). A list that would lose codes is refused without --force. reset returns to the package's list.",
  run(words) {
    const { values, positionals } = readWords(words, {
      json: { type: 'boolean', default: false },
      from: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      force: { type: 'boolean', default: false },
    });
    const [verb, ...names] = positionals;
    switch (verb) {
      case 'list':
        return Promise.resolve(list(values.json));
      case 'update':
        return update(names, { from: values.from ?? null, dryRun: values['dry-run'], force: values.force });
      case 'reset':
        return reset(names[0]);
      default:
        throw new UsageError('list, update or reset is the verb');
    }
  },
};

interface List {
  readonly name: string;
  readonly scheme: string;
  readonly title: LanguageMap;
  readonly concepts: number;
  readonly complete: boolean;
  readonly origin: string;
  readonly file: TurtleFile;
}

/** The lists in force; a list is named by the last segment of its address, as its file is. */
function lists(): readonly List[] {
  const sources = librarySources(readConfig().dataDir);
  const updates = new Map((sources.installed?.vocabularies ?? []).map((update) => [update.hash, update]));
  return loadVocabularies(sources)
    .flatMap((file) => {
      const scheme = file.quads.find((quad) => quad.object.equals(skos.ConceptScheme))?.subject;
      if (scheme === undefined) return [];
      const objectsOf = objectsIn(file.quads);
      const update = updates.get(file.name);
      return [
        {
          name: update === undefined ? file.name.replace(/^.*\//, '').replace(/\.ttl$/, '') : scheme.value.replace(/\/+$/, '').replace(/^.*[/#]/, ''),
          scheme: scheme.value,
          title: texts(objectsOf(scheme, dct.title)),
          concepts: new Set(file.quads.filter((quad) => quad.predicate.equals(skos.inScheme)).map((quad) => quad.subject.value)).size,
          complete: objectsOf(scheme, ndcShapes.complete)[0]?.value === 'true',
          origin: update === undefined ? 'built-in' : `${update.installedAt.slice(0, 10)} by ${update.by} from ${update.source}`,
          file,
        },
      ];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function list(asJson: boolean): number {
  const found = lists().map(({ file: _file, ...shown }) => shown);
  if (asJson) print(JSON.stringify(found, null, 2));
  else
    for (const { name, concepts, complete, origin, title, scheme } of found)
      print(
        `${name.padEnd(22)} ${String(concepts).padStart(5)} concepts  ${complete ? 'complete' : 'in part '}  ${chooseText(title, 'en')?.text ?? ''} <${scheme}>${origin === 'built-in' ? '' : ` (${origin})`}`,
      );
  return 0;
}

function listNamed(name: string): List {
  const known = lists();
  const found = known.find((candidate) => candidate.name === name || candidate.scheme === name);
  if (found === undefined) throw new UsageError(`there is no list ${name}; there are ${known.map((candidate) => candidate.name).join(', ')}`);
  return found;
}

interface UpdateOptions {
  readonly from: string | null;
  readonly dryRun: boolean;
  readonly force: boolean;
}

async function update(names: readonly string[], options: UpdateOptions): Promise<number> {
  if (names.length === 0) throw new UsageError('name the lists to update; ndc vocab list shows them');
  if (options.from !== null && names.length > 1) throw new UsageError('--from goes with one list');
  let refused = 0;
  for (const name of names) if (!(await updateOne(listNamed(name), options))) refused++;
  if (!options.dryRun) print(await tellServer(readConfig().dataDir));
  return refused > 0 ? 1 : 0;
}

async function updateOne(before: List, { from, dryRun, force }: UpdateOptions): Promise<boolean> {
  const { dataDir } = readConfig();
  const address = from ?? before.scheme;
  process.stderr.write(`reading ${address}\n`);
  const loader = operatorLoader(readConfig(), [address]);
  let list: PreparedVocabulary;
  try {
    list = await prepareVocabulary({ scheme: before.scheme, address, current: before.file.quads }, loader.load);
  } finally {
    await loader.close();
  }
  const codes = (iris: readonly string[]): string => `${iris.slice(0, 12).map((iri) => iri.replace(/^.*[/#]/, '')).join(', ')}${iris.length > 12 ? ', …' : ''}`; // prettier-ignore
  print(
    `${before.name}: ${String(list.concepts)} concepts; ${String(list.added.length)} new, ${String(list.removed.length)} gone, ${String(list.relabelled.length)} with another label`,
  );
  if (list.added.length > 0) print(`  new: ${codes(list.added)}`);
  if (list.removed.length > 0) print(`  gone: ${codes(list.removed)}`);
  if (dryRun) return true;
  if (list.removed.length > 0 && !force) {
    print('  refused: codes would be gone, and records that use them would be at fault. Look at them, then repeat with --force.');
    return false;
  }
  const installation = await keptRules(dataDir, address, { ...list, kind: 'vocabulary', id: list.scheme, iri: list.scheme });
  await withLedger(dataDir, (ledger) => ledger.install(installation));
  print(`  pinned: ${list.hash.slice(0, 12)}`);
  return true;
}

async function reset(name: string | undefined): Promise<number> {
  if (name === undefined) throw new UsageError('name the list');
  const { dataDir } = readConfig();
  await withLedger(dataDir, (ledger) => ledger.uninstall('vocabulary', listNamed(name).scheme, userInfo().username));
  print(`${name}: the list of the package counts again`);
  print(await tellServer(dataDir));
  return 0;
}
