import { once } from 'node:events';
import { createWriteStream, readFileSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { packageRoot } from '../assets.js';
import { openSubmission, UnreadableSubmission, type ReportSummary } from '../catalogue/document-report.js';
import type { JudgeDependencies } from '../catalogue/judge.js';
import { readConfig, type Config } from '../config.js';
import { CatalogueError } from '../domain/errors.js';
import type { PortalLanguage } from '../domain/language.js';
import type { Station } from '../domain/station.js';
import { SqliteLedgerReader } from '../ledger/sqlite-reader.js';
import { librarySources } from '../library-sources.js';
import { readAdmissionPolicy } from '../operator-files.js';
import type { ParseTrouble } from '../rdf/parse-trouble.js';
import { isReportFormat, reportFormats } from '../report/formats.js';
import { reportJsonSchema } from '../report/json-schema.js';
import { printable } from '../report/names.js';
import { settingsOf, severities, verdictNames, type ReportRecord, type ReportWriter, type VerdictName } from '../report/report-writer.js';
import { RdfValidateShaclValidator } from '../validation/rdf-validate-shacl-validator.js';
import { ShaclEngineValidator } from '../validation/shacl-engine-validator.js';
import { loadShapesLibrary } from '../validation/shapes-library.js';
import { print, readWords, UsageError, type Command } from './command.js';
import { RecordProgress } from './progress.js';
import { fixSource } from './validate-fix.js';
import { visitStation } from './validate-station.js';
import { WorkFolder } from './validate-spool.js';
import { openTarget, targetsOf, troubleOf, UnreachableTarget, type Source, type Target } from './validate-targets.js';
import { validateWords } from './validate-words.js';

const formatIds = Object.keys(reportFormats);

/** What `ndc validate --help` says beside usage and summary; docs/validating.md tells the rest. */
export const validateDetails = `  file, folder, pattern, address or -   several may be given; a pattern ('data/**/*.{ttl,rdf}') in quotes
  --profile ID        one profile alone; without it the profiles a harvest would use (ndc profiles list)
  --station ID        judge as that station's data; without a file the whole station is read, and nothing stored
  --format F          ${formatIds.join(', ')}
  --lang nl|en        language of the report
  --verdict V         ${verdictNames.join(', ')}: whose results are shown and decide the exit code
  --severity S        violation, warning or info: the least that is shown (JSON is always complete)
  --policy            exit 1 when it would not be published, instead of when there are violations
  --engine E          shacl-engine or rdf-validate-shacl
  --output FILE       write the report to a file
  --fix               make the changes that are certain, write NAME.fixed.EXT, list them, and report on the result
  --in-place          with --fix: overwrite the file itself
  --force             with --fix: overwrite NAME.fixed.EXT when it is there
  --color, --no-color colour, whatever the terminal and NO_COLOR say
  --schema            print the JSON Schema of --format json
Exit 0: no violation. 1: violations, or nothing found. 2: wrong usage, or a document that cannot be read.`;

export const validateCommand: Command = {
  name: 'validate',
  usage: `validate <file|folder|pattern|url|->... [--profile ID] [--station ID] [--format ${formatIds.join('|')}] [--lang nl|en] [--verdict ${verdictNames.join('|')}] [--severity violation|warning|info] [--policy] [--engine E] [--output FILE] [--fix [--in-place] [--force]] [--schema]`,
  summary:
    'Judges descriptions as a harvest would; --station ID alone reads that whole station. Exit 0 no violation, 1 violations (with --policy: not publishable), 2 usage or unreadable.',
  details: validateDetails,
  async run(words) {
    const { values, positionals } = readWords(words, {
      profile: { type: 'string' },
      format: { type: 'string', default: 'text' },
      lang: { type: 'string', default: 'en' },
      station: { type: 'string' },
      engine: { type: 'string', default: 'shacl-engine' },
      verdict: { type: 'string', default: 'national' },
      severity: { type: 'string', default: 'info' },
      output: { type: 'string' },
      policy: { type: 'boolean', default: false },
      fix: { type: 'boolean', default: false },
      'in-place': { type: 'boolean', default: false },
      force: { type: 'boolean', default: false },
      color: { type: 'boolean', default: false },
      'no-color': { type: 'boolean', default: false },
      schema: { type: 'boolean', default: false },
    });
    if (values.schema) {
      print(JSON.stringify(reportJsonSchema, null, 2));
      return 0;
    }
    const format = values.format;
    if (!isReportFormat(format)) throw new UsageError(`format ${format} is not installed; there are ${formatIds.join(', ')}`);
    const lang = values.lang;
    if (lang !== 'nl' && lang !== 'en') throw new UsageError('--lang is nl or en');
    const verdict = verdictNames.find((name) => name === values.verdict);
    if (verdict === undefined) throw new UsageError(`--verdict is one of ${verdictNames.join(', ')}`);
    const minimum = severities.find((name) => name === values.severity);
    if (minimum === undefined) throw new UsageError(`--severity is one of ${severities.join(', ')}`);
    if ((values['in-place'] || values.force) && !values.fix) throw new UsageError('--in-place and --force go with --fix');
    if (positionals.length === 0 && values.station === undefined)
      throw new UsageError('name a file, folder, pattern or address, - for standard input, or a station with --station');
    if (positionals.length === 0 && values.fix) throw new UsageError('--fix changes files; name one');
    const targets = targetsOf(positionals);
    const config = readConfig();
    const dependencies = await judgeDependencies(values.engine, values.profile, config);
    const station = values.station === undefined ? null : stationNamed(values.station, config);
    const folder = new WorkFolder();
    const colour = values.output === undefined ? isColoured(values.color, values['no-color']) : values.color;
    const writer = reportFormats[format].open(
      settingsOf({ lang, colour, verdict, minimum, several: targets.length !== 1, spool: () => folder.text(), version: packageVersion() }),
    );
    const run = new ValidateRun({
      config,
      dependencies,
      station,
      folder,
      writer,
      lang,
      verdict,
      profile: values.profile ?? null,
      policy: values.policy,
      isText: format === 'text',
    });
    try {
      const out = new Output(values.output, run.progress);
      run.send = (text) => out.write(text);
      const fix = values.fix ? { inPlace: values['in-place'], force: values.force } : null;
      if (targets.length === 0 && station !== null) await run.wholeStation(station);
      else {
        const head = writer.begin();
        if (head !== '') await run.send(head);
        for (const target of targets) await run.target(target, fix, values.output === undefined);
        for (const text of writer.end()) await run.send(text);
      }
      await out.end();
      return run.exitCode;
    } finally {
      run.progress.clear();
      folder.remove();
    }
  },
};

interface RunSettings {
  readonly config: Config;
  readonly dependencies: JudgeDependencies;
  readonly station: Station | null;
  readonly folder: WorkFolder;
  readonly writer: ReportWriter;
  readonly lang: PortalLanguage;
  readonly verdict: VerdictName;
  readonly profile: string | null;
  readonly policy: boolean;
  /** Text tells what cannot be read on standard error; the other formats have a place for it. */
  readonly isText: boolean;
}

/** One call of the command: judges documents one after another and keeps nothing but what the exit code needs. */
class ValidateRun {
  readonly progress: RecordProgress;
  send: (text: string) => Promise<void> = () => Promise.resolve();
  private isBad = false;
  private isUnreadable = false;

  constructor(private readonly settings: RunSettings) {
    this.progress = new RecordProgress(process.stderr, validateWords[settings.lang]);
  }

  get exitCode(): number {
    return this.isUnreadable ? 2 : this.isBad ? 1 : 0;
  }

  async target(target: Target, fix: { readonly inPlace: boolean; readonly force: boolean } | null, sharesOutput: boolean): Promise<void> {
    const { config, folder } = this.settings;
    this.progress.begin(target.name);
    try {
      const source = await openTarget(target, config, folder.path);
      if (fix === null) {
        await this.document(source);
        return;
      }
      const { lang, profile, station, verdict, dependencies } = this.settings;
      const fixed = await fixSource(
        source,
        { lang, profile, station, verdict, ...fix, spool: () => folder.quads(config.NDC_SPOOL_QUADS), tell: (line) => this.tell(line) },
        dependencies,
      );
      if (fixed.printed !== null) {
        this.progress.clear();
        process.stdout.write(fixed.printed);
        // The repaired document is what standard output is for; its report goes beside it, to the end of the run.
        if (sharesOutput) this.send = (text) => Promise.resolve(void process.stderr.write(text));
      }
      await this.document(fixed.source);
    } catch (error) {
      const trouble = troubleIn(error);
      if (trouble === null) throw error;
      await this.unreadable(target.name, trouble);
    }
  }

  private async document(source: Source): Promise<void> {
    const { config, folder, dependencies, profile, station } = this.settings;
    const open = await openSubmission(
      { ...source, maxBytes: config.NDC_MAX_DOCUMENT_BYTES },
      {
        profile,
        station,
        spool: folder.quads(config.NDC_SPOOL_QUADS),
        onProgress: (progress) => {
          this.progress.update(source.name, progress);
        },
      },
      dependencies,
    );
    try {
      let records = 0;
      await this.send(this.settings.writer.file(source.name));
      for await (const record of open.records()) {
        records++;
        await this.send(this.settings.writer.record(record));
      }
      await this.endFile(open.summary(), records);
    } finally {
      open.close();
    }
  }

  async wholeStation(station: Station): Promise<void> {
    const { config, folder, dependencies, profile, lang, writer } = this.settings;
    const words = validateWords[lang];
    let records = 0;
    let read = 0;
    await this.send(writer.begin() + writer.file(station.id));
    const visited = await visitStation(
      {
        station,
        config,
        profile,
        lang,
        folder,
        onRecord: async (record: ReportRecord) => {
          records++;
          this.progress.update(`${station.id}: ${words.documents(read)}`, { done: records, total: records });
          await this.send(writer.record(record));
        },
        onDocument: (documents, url) => {
          read = documents;
          this.progress.begin(`${station.id}: ${words.documents(documents)}, ${words.reading} ${url}`);
        },
        tell: (line) => this.tell(line),
      },
      dependencies,
    );
    await this.endFile(visited.summary, records);
    for (const { name, trouble } of visited.unreadable) await this.unreadable(name, trouble);
    if (!visited.isWhole) this.isUnreadable = true;
    for (const text of writer.end()) await this.send(text);
  }

  private async endFile(summary: ReportSummary, judged: number): Promise<void> {
    const { verdict, policy, writer } = this.settings;
    const { publishable, violations } = summary.verdicts[verdict];
    if (judged === 0 || (policy ? !publishable : violations > 0)) this.isBad = true;
    for (const text of writer.endFile(summary)) await this.send(text);
  }

  private async unreadable(name: string, trouble: ParseTrouble): Promise<void> {
    this.isUnreadable = true;
    const text = this.settings.writer.unreadable(name, trouble);
    if (this.settings.isText) {
      this.progress.clear();
      process.stderr.write(text);
    } else await this.send(text);
  }

  private tell(line: string): void {
    this.progress.clear();
    process.stderr.write(`${printable(line)}\n`);
  }
}

/** What is wrong with a document, when it is the document that is wrong. */
function troubleIn(error: unknown): ParseTrouble | null {
  if (error instanceof UnreadableSubmission || error instanceof UnreachableTarget) return error.trouble;
  if (error instanceof CatalogueError && error.code.startsWith('station/'))
    return troubleOf(error.message, { nl: 'Het document is niet te lezen', en: 'The document cannot be read' });
  if (error instanceof Error && 'syscall' in error) return troubleOf(error.message, { nl: 'Het bestand is niet te lezen', en: 'The file cannot be read' });
  return null;
}

/** Where the report goes: a file, or standard output with the progress line out of the way. */
class Output {
  private readonly file: WriteStream | null;
  private failure: Error | null = null;

  constructor(
    path: string | undefined,
    private readonly progress: RecordProgress,
  ) {
    this.file = path === undefined ? null : createWriteStream(path);
    this.file?.on('error', (error) => {
      this.failure = error;
    });
  }

  async write(text: string): Promise<void> {
    if (text === '') return;
    if (this.failure !== null) throw this.failure;
    const stream = this.file ?? process.stdout;
    if (this.file === null) this.progress.clear();
    if (!stream.write(text)) await once(stream, 'drain');
  }

  async end(): Promise<void> {
    const { file } = this;
    if (file !== null) await new Promise<void>((resolve) => file.end(resolve));
    if (this.failure !== null) throw this.failure;
  }
}

/** Node knows terminals, NO_COLOR and FORCE_COLOR; the flags go before them. */
function isColoured(wanted: boolean, unwanted: boolean): boolean {
  if (unwanted) return false;
  return wanted || styleText('bold', 'x', { stream: process.stdout, validateStream: true }) !== 'x';
}

async function judgeDependencies(engine: string, profile: string | undefined, config: Config): Promise<JudgeDependencies> {
  if (engine !== 'shacl-engine' && engine !== 'rdf-validate-shacl') throw new UsageError('--engine is shacl-engine or rdf-validate-shacl');
  const profiles = loadShapesLibrary(librarySources(config.dataDir));
  if (profile !== undefined && !profiles.some((known) => known.info.id === profile))
    throw new UsageError(`profile ${profile} is not installed; installed are ${profiles.map((known) => known.info.id).join(', ')}`);
  const first = new ShaclEngineValidator(profiles);
  const second = new RdfValidateShaclValidator(profiles);
  return {
    validator: engine === 'shacl-engine' ? first : second,
    secondOpinion: engine === 'shacl-engine' ? second : null,
    policy: await readAdmissionPolicy(config.NDC_ADMISSION),
  };
}

function stationNamed(id: string, config: Config): Station {
  const reader = SqliteLedgerReader.open(config.dataDir);
  try {
    const status = reader.station(id);
    if (status === undefined) throw new UsageError(`there is no station ${id}`);
    return status.station;
  } finally {
    reader.close();
  }
}

function packageVersion(): string {
  return (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { readonly version: string }).version;
}
