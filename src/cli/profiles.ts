import { userInfo } from 'node:os';
import { previewProfile, type Preview } from '../catalogue/preview.js';
import { readConfig } from '../config.js';
import { chooseText } from '../domain/language.js';
import { SqliteLedgerReader } from '../ledger/sqlite-reader.js';
import { librarySources, sourcesWith } from '../library-sources.js';
import { parseStored } from '../rdf/parse.js';
import { prepareProfile, type PreparedProfile } from '../validation/install-profile.js';
import { ruleList } from '../validation/rule-list.js';
import { ShaclEngineValidator } from '../validation/shacl-engine-validator.js';
import { loadShapesLibrary, profileIds, type ShapesProfile } from '../validation/shapes-library.js';
import { counted, print, readWords, RefusedError, remark, UsageError, type Command } from './command.js';
import { operatorLoader } from './document-loader.js';
import { keptRules, tellServer, withLedger } from './installations.js';

export const profilesCommand: Command = {
  name: 'profiles',
  usage:
    'profiles list [--json] | show ID [--lang nl|en] | add FILE|URL... [--id ID] [--version V] [--skip-import IRI] | remove ID | preview ID|FILE|URL... [--json]',
  summary:
    'The validation profiles: list them, show their rules, install any other SHACL profile with its imports (pinned at that moment), remove it, and preview which published records a profile would newly fail, by station and rule.',
  run(words) {
    const { values, positionals } = readWords(words, {
      json: { type: 'boolean', default: false },
      lang: { type: 'string', default: 'en' },
      id: { type: 'string' },
      version: { type: 'string' },
      'skip-import': { type: 'string', multiple: true },
    });
    const [verb, ...rest] = positionals;
    const options = { id: values.id ?? null, version: values.version ?? null, skipImports: values['skip-import'] ?? [] };
    switch (verb) {
      case 'list':
        return Promise.resolve(list(values.json));
      case 'show':
        return Promise.resolve(show(rest[0], values.lang));
      case 'add':
        return add(rest, options);
      case 'remove':
        return remove(rest[0]);
      case 'preview':
        return preview(rest, options, values.json);
      default:
        throw new UsageError('list, show, add, remove or preview is the verb');
    }
  },
};

type Options = Parameters<typeof prepareProfile>[2];

function library(): readonly ShapesProfile[] {
  return loadShapesLibrary(librarySources(readConfig().dataDir));
}

function list(asJson: boolean): number {
  const profiles = library().map((profile) => profile.info);
  if (asJson) print(JSON.stringify(profiles, null, 2));
  else
    for (const info of profiles) {
      const provisional = info.variants.filter((variant) => variant.provisional).map((variant) => variant.name);
      const notes = [
        ...(provisional.length === 0 ? [] : [`provisional: ${provisional.join(', ')}`]),
        ...(info.origin === 'built-in' ? [] : [`installed ${info.origin.installedAt.slice(0, 10)} by ${info.origin.by} from ${info.origin.source}`]),
      ];
      print(
        `${info.id.padEnd(20)} ${info.version.padEnd(10)} ${String(info.rules).padStart(5)} rules  ${info.shapesHash.slice(0, 12)}  ${chooseText(info.title, 'en')?.text ?? ''}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`,
      );
    }
  return 0;
}

function show(id: string | undefined, lang: string): number {
  const profile = library().find((known) => known.info.id === id);
  if (id === undefined) throw new UsageError('name a profile');
  if (profile === undefined) throw new RefusedError(`there is no profile ${id}; "ndc profiles list" shows them`);
  for (const rule of ruleList(profile)) {
    const variants = rule.variants.length === 0 ? '' : ` [${rule.variants.join(', ')}]`;
    print(`${rule.severity.padEnd(9)} ${rule.iri.replace(/^.*#/, '')}${variants}\n          ${chooseText(rule.message, lang)?.text ?? rule.iri}`);
  }
  return 0;
}

async function prepared(addresses: readonly string[], options: Options): Promise<PreparedProfile> {
  if (addresses.length === 0) throw new UsageError('name the files or addresses of the profile');
  const loader = operatorLoader(readConfig(), addresses);
  try {
    return await prepareProfile(addresses, loader.load, {
      ...options,
      onDocument: (url) => {
        remark(`reading ${url}`);
      },
    });
  } finally {
    await loader.close();
  }
}

async function add(addresses: readonly string[], options: Options): Promise<number> {
  const { dataDir } = readConfig();
  const profile = await prepared(addresses, options);
  const builtIn = library().find((known) => known.info.id === profile.id && known.info.origin === 'built-in');
  if (builtIn !== undefined) throw new RefusedError(`${profile.id} is a profile of the package; give yours another id with --id`);
  const installation = await keptRules(dataDir, addresses.join(' '), { ...profile, kind: 'profile' });
  await withLedger(dataDir, (ledger) => ledger.install(installation));
  print(
    `${profile.id} ${profile.version} is installed: ${counted(profile.rules, 'rule')} from ${counted(profile.documents.length, 'document')}, ${profile.hash.slice(0, 12)}`,
  );
  for (const document of profile.documents) print(`  ${document.hash.slice(0, 12)}  ${document.url}`);
  for (const notice of profile.notices) print(`  note: ${notice}`);
  print(`Stations use it when their ndc:profile names it; ndc profiles preview ${profile.id} tells whom it would hit.`);
  print(await tellServer(dataDir));
  return 0;
}

async function remove(id: string | undefined): Promise<number> {
  const { dataDir } = readConfig();
  if (id === undefined) throw new UsageError('name the profile to remove');
  const known = library().find((profile) => profile.info.id === id);
  if (known?.info.origin === 'built-in') throw new RefusedError(`${id} is a profile of the package and cannot be removed`);
  await withLedger(dataDir, (ledger) => ledger.uninstall('profile', id, userInfo().username));
  print(`${id} is removed; records keep the reports they have. Stations that name it are judged by their other profiles.`);
  print(await tellServer(dataDir));
  return 0;
}

async function preview(addresses: readonly string[], options: Options, asJson: boolean): Promise<number> {
  const { dataDir } = readConfig();
  const [first] = addresses;
  if (first === undefined) throw new UsageError('name a profile, or the files or addresses of one');
  const isInstalled = addresses.length === 1 && profileIds(librarySources(dataDir)).includes(first);
  const profiles = isInstalled ? library() : await withTrial(dataDir, await prepared(addresses, options));
  const id = isInstalled ? first : (profiles.at(-1)?.info.id ?? first);
  const reader = SqliteLedgerReader.open(dataDir);
  const onTerminal = process.stderr.isTTY;
  try {
    const found = await previewProfile(id, {
      reader,
      validator: new ShaclEngineValidator(profiles),
      parse: parseStored,
      onProgress: ({ done, total }) => {
        if (onTerminal && (done % 50 === 0 || done === total)) process.stderr.write(`\r${String(done)} of ${String(total)} records`);
      },
    });
    if (onTerminal) process.stderr.write('\r\x1b[K');
    print(asJson ? JSON.stringify(found, null, 2) : previewText(found));
    return found.newlyFailing > 0 ? 1 : 0;
  } finally {
    reader.close();
  }
}

/** The library with a profile that is not installed: its bytes are put beside the others and belong to nothing until it is added. */
async function withTrial(dataDir: string, profile: PreparedProfile): Promise<readonly ShapesProfile[]> {
  const trial = await keptRules(dataDir, 'preview', { ...profile, kind: 'profile' });
  return loadShapesLibrary(sourcesWith(dataDir, [trial]));
}

function previewText(found: Preview): string {
  const lines = found.rows.map((row) => {
    const message = chooseText(row.message, 'en')?.text ?? '';
    return `${row.station.padEnd(24)} ${String(row.records).padStart(6)}  ${row.rule.replace(/^.*#/, '')}\n${' '.repeat(33)}${message}\n${' '.repeat(33)}${row.examples.join(' ')}`;
  });
  return [
    ...lines,
    `${found.profile}: ${String(found.newlyFailing)} of ${String(found.records)} published records would newly have violations; ${String(found.newlyConforming)} would have none any more.`,
  ].join('\n');
}
