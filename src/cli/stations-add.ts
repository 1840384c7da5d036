import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { harvesters } from '../../harvesters/index.js';
import { readConfig, type Config } from '../config.js';
import { askServer, type ReloadedStations } from '../control.js';
import { InternalError } from '../domain/errors.js';
import { unregisteredStation, type StationKind } from '../domain/station.js';
import { GuardedFetcher } from '../fetch/guarded-fetcher.js';
import { HostLimiter } from '../fetch/host-limiter.js';
import { detectProtocols } from '../harvest/detect.js';
import { systemClock } from '../ports/clock.js';
import { isValidIri } from '../rdf/iri.js';
import type { StationEntry } from '../rdf/station-entry.js';
import { fetchSettings } from '../workers/harvest.js';
import { HarvestHouse, operatorPaths } from '../wiring.js';
import { counted, print, readWords, RefusedError, UsageError } from './command.js';
import { readStationRows, type StationCells, type StationColumn } from './stations-csv.js';
import { StationsFile } from './stations-file.js';

export const editUsage =
  'add ID --url URL [--protocol P|--detect] [--title T] [--holder IRI [--holder-name N]] [--kind K] [--profile P]... [--schedule CRON] [--email E] [--setting NAME=VALUE]... [--live] [--dry-run]|add --from FILE.csv [--dry-run]|remove ID [--withdraw]';

export const editDetails = `  add ID --url URL      puts an entry behind the others in the stations file (NDC_STATIONS); a running server takes it over at once
    --protocol P        how the station is read; --detect finds out, with the address and settings that fit
    --title T           its name; without it the id
    --holder IRI        whom it speaks for, with --holder-name N; needed for --kind holder, which is what a station is without --kind
    --live              begins live; without it a station is onboarding: read and judged, and published by "ndc stations live ID"
    --dry-run           says what would be written, and writes nothing
  add --from FILE.csv   many at once: columns id, url, protocol, title, holder, holder-name, kind, profile, schedule, email, setting, live
                        (several values of a cell parted by |). All rows are checked first; with any mistake nothing is written
  remove ID             takes the entry out; the station is retired and its records stay, with a notice
    --withdraw          withdraws its records first, as a run that the brake may hold (then: ndc harvest --release RUN)`;

/** What the command needs from outside, for tests to stand in. */
export interface EditSurroundings {
  readonly config: Config;
  readonly print: (text: string) => void;
  readonly ask: typeof askServer;
}

/** `ndc stations add` and `remove`: edits of the stations file, which a running server then takes over. */
export async function editStations(words: readonly string[], surroundings?: EditSurroundings): Promise<number> {
  const around = surroundings ?? { config: readConfig(), print, ask: askServer };
  const [verb, ...rest] = words;
  return verb === 'remove' ? remove(rest, around) : add(rest, around);
}

async function add(words: readonly string[], around: EditSurroundings): Promise<number> {
  const { values, positionals } = readWords(words, {
    url: { type: 'string' },
    protocol: { type: 'string' },
    title: { type: 'string' },
    holder: { type: 'string' },
    'holder-name': { type: 'string' },
    kind: { type: 'string' },
    profile: { type: 'string', multiple: true },
    schedule: { type: 'string' },
    email: { type: 'string' },
    setting: { type: 'string', multiple: true },
    live: { type: 'boolean', default: false },
    detect: { type: 'boolean', default: false },
    from: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
  });
  const { from, detect, live, 'dry-run': dryRun, profile, setting, ...single } = values;
  const paths = operatorPaths(around.config);
  const file = StationsFile.open(resolve(paths.stations));
  if (from !== undefined) {
    if (positionals.length > 0 || detect || live || profile !== undefined || setting !== undefined || Object.keys(single).length > 0)
      throw new UsageError('--from takes everything from the file; only --dry-run goes with it');
    return append(file, { ...readStationRows(readFileSync(from, 'utf8')), name: (row) => `row ${String(row)}: ` }, dryRun, around);
  }
  const [id, ...more] = positionals;
  if (id === undefined || more.length > 0) throw new UsageError('one id, with --url; or --from FILE.csv');
  if (values.url === undefined) throw new UsageError('--url URL is where the station is read');
  if (detect && values.protocol !== undefined) throw new UsageError('--protocol and --detect exclude each other');
  const found = detect ? await detected(values.url, around) : null;
  const cells: StationCells['cells'] = {
    id,
    url: found?.endpoint ?? values.url,
    ...((found?.protocol ?? values.protocol) === undefined ? {} : { protocol: found?.protocol ?? values.protocol ?? '' }),
    ...Object.fromEntries(
      (['title', 'holder', 'holder-name', 'kind', 'schedule', 'email'] as const).flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
    ),
    ...(live ? { live: 'yes' } : {}),
  };
  const settings = [...Object.entries(found?.settings ?? {}).map((pair) => pair.join('=')), ...(setting ?? [])];
  const rows = { rows: [{ row: 0, cells }], mistakes: [], profiles: profile ?? [], settings };
  return append(file, { ...rows, name: () => '' }, dryRun, around);
}

interface Rows {
  readonly rows: readonly StationCells[];
  readonly mistakes: readonly string[];
  readonly name: (row: number) => string;
  /** Of the command line, where values are not parted by `|`. */
  readonly profiles?: readonly string[];
  readonly settings?: readonly string[];
}

/** Checks all rows before anything is written; the file as it would be is then checked as the server does. */
async function append(file: StationsFile, given: Rows, dryRun: boolean, around: EditSurroundings): Promise<number> {
  const { config } = around;
  const mistakes = [...given.mistakes];
  const known = new Map(file.stations());
  const entries: { readonly row: number; readonly entry: StationEntry }[] = [];
  for (const { row, cells } of given.rows) {
    const checked = entryOf(cells, { base: baseOf(file, config), profiles: given.profiles, settings: given.settings });
    mistakes.push(...checked.faults.map((fault) => given.name(row) + fault));
    const id = cells.id ?? '';
    if (known.has(id)) mistakes.push(`${given.name(row)}there is a station "${id}" already; an id stays for ever.`);
    known.set(id, checked.entry.iri);
    entries.push({ row, entry: checked.entry });
  }
  if (mistakes.length === 0 && entries.length === 0) throw new UsageError('the file lists no station');
  const faults = mistakes.length > 0 ? [] : await file.write(file.with(entries.map(({ entry }) => entry)), operatorPaths(config), { dryRun });
  mistakes.push(...faults.map((fault) => rowed(fault, entries, given.name)));
  if (mistakes.length > 0) {
    for (const mistake of mistakes) around.print(mistake);
    throw new RefusedError(`${counted(mistakes.length, 'mistake')}; nothing was written`);
  }
  const ids = entries.map(({ entry }) => entry.iri.replace(/^.*\//, ''));
  if (dryRun) {
    around.print(`Would add to ${file.path}:\n`);
    around.print(
      file
        .with(entries.map(({ entry }) => entry))
        .slice(file.text.length)
        .trim(),
    );
    return 0;
  }
  around.print(`Added to ${file.path}: ${ids.join(', ')}.`);
  await takeOver(file, around);
  const [first] = entries;
  if (entries.some(({ entry }) => entry.state === 'onboarding'))
    around.print(
      `Onboarding: read and judged, not published. When it is right: ndc stations live ${entries.length === 1 && first !== undefined ? (ids[0] ?? '') : 'ID'}.`,
    );
  return 0;
}

/** A fault of the whole file, told with the row whose station it is about. */
function rowed(fault: string, entries: readonly { readonly row: number; readonly entry: StationEntry }[], name: (row: number) => string): string {
  const found = entries.find(({ entry }) => fault.includes(`<${entry.iri}>`));
  return found === undefined ? fault : name(found.row) + fault.replace(/^[^:]*?(?::\d+)?: /, '').replace(`<${found.entry.iri}> `, '');
}

const kinds: readonly StationKind[] = ['holder', 'aggregator', 'intermediary'];
const reserved: ReadonlySet<string> = new Set(['new']);

interface EntryContext {
  readonly base: string;
  readonly profiles?: readonly string[] | undefined;
  readonly settings?: readonly string[] | undefined;
}

/** The entry that cells make, and what is wrong with them as far as they tell by themselves. */
function entryOf(
  cells: StationCells['cells'],
  { base, profiles, settings }: EntryContext,
): { readonly entry: StationEntry; readonly faults: readonly string[] } {
  const faults: string[] = [];
  const { id = '', url = '', protocol = '', schedule, email, holder, live = '' } = cells;
  const kind = kinds.find((one) => one === (cells.kind ?? 'holder'));
  const pairs = (settings ?? several(cells, 'setting')).map((text) => [text, /^([a-zA-Z][a-zA-Z0-9-]*)=(.*)$/s.exec(text)] as const);
  if (!/^[a-z0-9][a-z0-9-]*$/.test(id) || reserved.has(id))
    faults.push(`"${id}" cannot be an id: lower-case letters, digits and hyphens, and not a word of ours.`);
  if (!(/^https?:\/\//i.test(url) || (protocol === 'file' && url.startsWith('file:///'))) || !URL.canParse(url))
    faults.push(`url "${url}" is no http or https address.`);
  if (protocol === '') faults.push(`the protocol is missing; there are ${[...harvesters.keys()].join(', ')}.`);
  else if (!harvesters.has(protocol)) faults.push(`there is no protocol "${protocol}"; there are ${[...harvesters.keys()].join(', ')}.`);
  if (kind === undefined) faults.push(`kind "${cells.kind ?? ''}" is not ${kinds.join(', ')}.`);
  if (kind === 'holder' && holder === undefined)
    faults.push('a station of kind holder names its holder by an IRI (holder); others have kind aggregator or intermediary.');
  if (holder !== undefined && !isValidIri(holder)) faults.push(`holder "${holder}" is not an IRI.`);
  if (email !== undefined && !/^[^\s@<>"]+@[^\s@<>"]+$/.test(email)) faults.push(`email "${email}" is no e-mail address.`);
  if (!/^(|yes|no|true|false)$/.test(live)) faults.push(`live "${live}" is yes or no.`);
  for (const [text, pair] of pairs) if (pair === null) faults.push(`setting "${text}" is not of the form name=value.`);
  const entry: StationEntry = {
    iri: `${base}/stations/${id}`,
    title: { '': [cells.title ?? id] },
    kind: kind ?? 'holder',
    holder: holder === undefined ? null : { iri: holder, name: cells['holder-name'] ?? null },
    contactEmail: email ?? null,
    endpoint: URL.canParse(url) ? new URL(url).href : url,
    protocol,
    settings: Object.fromEntries(pairs.flatMap(([, pair]) => (pair?.[1] === undefined ? [] : [[pair[1], pair[2] ?? '']]))),
    schedule: schedule ?? null,
    profiles: profiles ?? several(cells, 'profile'),
    subjectPrefixes: [],
    state: live === 'yes' || live === 'true' ? 'live' : 'onboarding',
  };
  return { entry, faults };
}

function several(cells: StationCells['cells'], column: StationColumn): string[] {
  return (cells[column] ?? '')
    .split('|')
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

/** Where station IRIs lie: as in the file so far, else at the public address of the catalogue. */
function baseOf(file: StationsFile, { NDC_BASE_URL, NDC_HOST, NDC_PORT }: Config): string {
  const [present] = [...file.stations().values()].flatMap((iri) => /^(https?:\/\/.*)\/stations\/[^/#]+\/?$/.exec(iri)?.[1] ?? []);
  return NDC_BASE_URL ?? present ?? `http://${NDC_HOST.includes(':') ? `[${NDC_HOST}]` : NDC_HOST}:${String(NDC_PORT)}`;
}

/** The best that fits an address, told with its reason. @throws UsageError when nothing does */
async function detected(url: string, { config, print: tell }: EditSurroundings): ReturnType<typeof bestOf> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new UsageError(`${url} is no http or https address`);
  const fetcher = new GuardedFetcher(
    unregisteredStation('new', url),
    fetchSettings(config, 'ndc-stations'),
    new HostLimiter(config.NDC_HOST_PAUSE_MS),
    systemClock,
  );
  try {
    return await bestOf(url, fetcher, config, tell);
  } finally {
    await fetcher.close();
  }
}

async function bestOf(
  url: string,
  fetcher: GuardedFetcher,
  config: Config,
  tell: (text: string) => void,
): Promise<{ readonly protocol: string; readonly endpoint: string; readonly settings: Readonly<Record<string, string>> }> {
  const { readable, candidates } = await detectProtocols(url, {
    harvesters,
    fetcher,
    signal: AbortSignal.timeout(config.NDC_REQUEST_TIMEOUT_MS),
    maxBytes: Math.min(20 << 20, config.NDC_MAX_PAGE_BYTES),
  });
  for (const { protocol, certainty, endpoint, reason } of candidates)
    tell(`${protocol.padEnd(10)} ${certainty.padEnd(9)} ${endpoint}  ${reason['en']?.[0] ?? ''}`);
  const [best] = candidates;
  if (best === undefined)
    throw new RefusedError(
      readable ? `no protocol was recognised at ${url}; name it with --protocol` : `${url} cannot be read; name the protocol with --protocol`,
    );
  return best;
}

async function remove(words: readonly string[], around: EditSurroundings): Promise<number> {
  const { values, positionals } = readWords(words, { withdraw: { type: 'boolean', default: false } });
  const [id, ...more] = positionals;
  if (id === undefined || more.length > 0) throw new UsageError('one station, by its id');
  const { config } = around;
  const file = StationsFile.open(resolve(operatorPaths(config).stations));
  const iri = file.stations().get(id);
  if (iri === undefined) throw new RefusedError(`${file.path} has no station "${id}"; it has ${[...file.stations().keys()].join(', ')}`);
  const text = file.without(iri);
  const faults = await file.write(text, operatorPaths(config), { dryRun: true });
  if (faults.length > 0) throw new RefusedError(`${file.path} would have mistakes without it; nothing was written:\n  ${faults.join('\n  ')}`);
  const code = values.withdraw ? await withdraw(id, around) : 0;
  await file.write(text, operatorPaths(config));
  around.print(`Removed from ${file.path}: ${id}.${values.withdraw ? '' : ' Its records stay, with a notice; --withdraw would have withdrawn them.'}`);
  await takeOver(file, around);
  return code;
}

/** Exit 0 when the records are withdrawn, 1 when the brake holds the run. */
async function withdraw(id: string, { config, print: tell }: EditSurroundings): Promise<number> {
  const house = await HarvestHouse.open(config, { ownBase: config.NDC_BASE_URL ?? null, pinBase: false, declare: 'additions' });
  try {
    const { outcome, run, counts, detail } = await house.withdrawStation(id, userInfo().username);
    if (outcome === 'complete') tell(`Withdrawn: ${counted(counts.withdrawn, 'record')}, by run ${String(run)}.`);
    else if (outcome === 'on-hold') tell(`Run ${String(run)} is on hold: ${detail ?? ''} To withdraw the records: ndc harvest --release ${String(run)}.`);
    else throw new RefusedError(`the records could not be withdrawn (${outcome}): ${detail ?? ''}; the entry stays`);
    return outcome === 'complete' ? 0 : 1;
  } finally {
    await house.close();
  }
}

/** A running server reads the file again; without one it is read at the next start. */
async function takeOver(file: StationsFile, { config, ask, print: tell }: EditSurroundings): Promise<void> {
  let answer: { readonly value: ReloadedStations } | undefined;
  try {
    answer = (await ask(config.dataDir, '/reload-stations')) as typeof answer;
  } catch (error) {
    if (!(error instanceof InternalError)) throw error;
    tell(`The running server did not take it over: ${error.message}`);
    return;
  }
  if (answer === undefined) tell('No server is running; it reads the file when it starts.');
  else if (realPathOf(answer.value.file) !== realPathOf(file.path))
    tell(`The running server reads another file (${answer.value.file}); give this command the same NDC_STATIONS.`);
  else {
    const { added, retired } = answer.value;
    const news = [...(added.length === 0 ? [] : [`new: ${added.join(', ')}`]), ...(retired.length === 0 ? [] : [`retired: ${retired.join(', ')}`])];
    tell(`The running server has taken it over${news.length === 0 ? '' : ` (${news.join('; ')})`}.`);
  }
}

function realPathOf(path: string): string {
  return existsSync(path) ? realpathSync(path) : resolve(path);
}
