import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { authorityFolder, shapesFolder } from '../assets.js';
import type { JudgeDependencies } from '../catalogue/judge.js';
import { validateDocument, type DocumentReport } from '../catalogue/validate.js';
import { readConfig } from '../config.js';
import { StationError } from '../domain/errors.js';
import { chooseText } from '../domain/language.js';
import type { Station } from '../domain/station.js';
import { GuardedFetcher } from '../fetch/guarded-fetcher.js';
import { HostLimiter } from '../fetch/host-limiter.js';
import { readAdmissionPolicy } from '../operator-files.js';
import { systemClock } from '../ports/clock.js';
import { parseText } from '../rdf/parse.js';
import { SqliteLedgerReader } from '../ledger/sqlite-reader.js';
import { RdfValidateShaclValidator } from '../validation/rdf-validate-shacl-validator.js';
import { ShaclEngineValidator } from '../validation/shacl-engine-validator.js';
import { loadShapesLibrary } from '../validation/shapes-library.js';
import { fetchSettings } from '../workers/harvest.js';
import { print, readWords, UsageError, type Command } from './command.js';

interface Source {
  readonly name: string;
  readonly text: string;
  readonly mediaType: string;
  readonly baseIri: string;
}

export const validateCommand: Command = {
  name: 'validate',
  usage: 'validate <file|folder|url|-> [--profile ID] [--format text|json] [--lang nl|en] [--station ID] [--engine shacl-engine|rdf-validate-shacl] [--policy]',
  summary: 'Judges descriptions as a harvest would. Exit 0 no violation, 1 violations (with --policy: not publishable), 2 usage or unreadable.',
  async run(words) {
    const { values, positionals } = readWords(words, {
      profile: { type: 'string' },
      format: { type: 'string', default: 'text' },
      lang: { type: 'string', default: 'en' },
      station: { type: 'string' },
      engine: { type: 'string', default: 'shacl-engine' },
      policy: { type: 'boolean' },
    });
    const [target] = positionals;
    if (target === undefined || positionals.length > 1) throw new UsageError('name one file, folder, address or - for standard input');
    if (values.format !== 'text' && values.format !== 'json') throw new UsageError(`format ${values.format} is not installed; text and json are`);
    if (values.lang !== 'nl' && values.lang !== 'en') throw new UsageError('--lang is nl or en');
    const dependencies = await judgeDependencies(values.engine, values.profile);
    const station = values.station === undefined ? null : stationNamed(values.station);
    const reports: { file: string; report: DocumentReport }[] = [];
    const unreadable: { file: string; line: number | null; detail: string }[] = [];
    for (const source of await sourcesOf(target)) {
      try {
        const { quads, lines } = await parseText(source.text, { mediaType: source.mediaType, baseIri: source.baseIri, path: source.name });
        reports.push({ file: source.name, report: await validateDocument({ quads, lines, profile: values.profile ?? null, station }, dependencies) });
      } catch (error) {
        if (!(error instanceof StationError)) throw error;
        const line = typeof error.details['line'] === 'number' ? error.details['line'] : null;
        unreadable.push({ file: source.name, line, detail: error.message });
      }
    }
    const [only] = reports;
    if (values.format === 'json')
      print(
        JSON.stringify(
          reports.length === 1 && unreadable.length === 0 && only !== undefined
            ? only.report
            : [...reports.map(({ file, report }) => ({ file, ...report })), ...unreadable.map(({ file, line, detail }) => ({ file, error: { line, detail } }))],
          null,
          2,
        ),
      );
    else for (const { file, report } of reports) print(textReport(file, report, values.lang));
    for (const { file, line, detail } of unreadable) process.stderr.write(`ndc validate: ${file}${line === null ? '' : `:${String(line)}`}: ${detail}\n`);
    if (unreadable.length > 0) return 2;
    const bad = reports.some(
      ({ report }) =>
        (values.policy === true ? !report.publishable : report.results.some((result) => result.severity === 'violation')) || report.datasets.length === 0,
    );
    return bad ? 1 : 0;
  },
};

async function judgeDependencies(engine: string, profile: string | undefined): Promise<JudgeDependencies> {
  const profiles = loadShapesLibrary({ shapes: shapesFolder, vocabularies: authorityFolder });
  if (profile !== undefined && !profiles.some((known) => known.info.id === profile))
    throw new UsageError(`profile ${profile} is not installed; installed are ${profiles.map((known) => known.info.id).join(', ')}`);
  const first = new ShaclEngineValidator(profiles);
  const second = new RdfValidateShaclValidator(profiles);
  if (engine !== 'shacl-engine' && engine !== 'rdf-validate-shacl') throw new UsageError('--engine is shacl-engine or rdf-validate-shacl');
  return {
    validator: engine === 'shacl-engine' ? first : second,
    secondOpinion: engine === 'shacl-engine' ? second : null,
    policy: await readAdmissionPolicy(readConfig().NDC_ADMISSION),
  };
}

function stationNamed(id: string): Station {
  const reader = SqliteLedgerReader.open(readConfig().dataDir);
  try {
    const status = reader.station(id);
    if (status === undefined) throw new UsageError(`there is no station ${id}`);
    return status.station;
  } finally {
    reader.close();
  }
}

async function sourcesOf(target: string): Promise<Source[]> {
  if (target === '-') return [{ name: '-', text: readFileSync(0, 'utf8'), mediaType: '', baseIri: 'urn:ndc:stdin' }];
  if (/^https?:\/\//.test(target)) return [await fetched(target)];
  let files: string[];
  try {
    files = statSync(target).isDirectory()
      ? readdirSync(target, { recursive: true })
          .map(String)
          .filter((name) => /\.(ttl|trig|nt|nq|rdf|xml|jsonld|json)$/.test(name))
          .sort()
          .map((name) => join(target, name))
      : [target];
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  return files.map((file) => ({ name: file, text: readFileSync(file, 'utf8'), mediaType: '', baseIri: pathToFileURL(file).href }));
}

async function fetched(url: string): Promise<Source> {
  const config = readConfig();
  const fetcher = new GuardedFetcher(null, fetchSettings(config, 'ndc-validate'), new HostLimiter(0), systemClock);
  const answer = await fetcher.fetch(
    { url, accept: 'text/turtle, application/ld+json;q=0.9, application/rdf+xml;q=0.7, */*;q=0.1', maxBytes: config.NDC_VALIDATION_MAX_BYTES },
    AbortSignal.timeout(60_000),
  );
  await fetcher.close();
  if (answer.kind !== 'fetched') throw new UsageError(`${url} cannot be read: ${'detail' in answer ? answer.detail : answer.kind}`);
  const text = answer.body.kind === 'memory' ? Buffer.from(answer.body.bytes).toString('utf8') : readFileSync(answer.body.path, 'utf8');
  return { name: url, text, mediaType: answer.mediaType, baseIri: answer.baseIri };
}

function textReport(file: string, report: DocumentReport, lang: 'nl' | 'en'): string {
  const lines = report.results.map((result) => {
    const at = result.line === null ? file : `${file}:${String(result.line)}`;
    const fix = result.fix === null ? '' : `\n    ${lang === 'nl' ? 'Zo herstelt u het' : 'How to fix'}: ${chooseText(result.fix.text, lang)?.text ?? ''}`;
    return `${at}: ${result.severity}: ${chooseText(result.message, lang)?.text ?? result.component} [${result.sourceShape.replace(/^.*#/, '')}] <${result.focusNode}>${fix}`;
  });
  const { violations, warnings } = report.verdicts['national'] ?? { violations: 0, warnings: 0 };
  if (report.datasets.length === 0) return `${file}: ${lang === 'nl' ? 'geen dataset, serie of dienst gevonden' : 'no dataset, series or service found'}`;
  const verdict = report.publishable ? (lang === 'nl' ? 'publiceerbaar' : 'publishable') : lang === 'nl' ? 'niet publiceerbaar' : 'not publishable';
  const eu =
    report.profile === report.eu.profile
      ? []
      : [
          `${file}: ${lang === 'nl' ? 'voor de EU-catalogus' : 'for the EU catalogue'} (${report.eu.profile}): ${String(report.eu.results.length)} violation(s)${report.eu.results.length === 0 ? '' : `: ${[...new Set(report.eu.results.map((result) => result.sourceShape.replace(/^.*#/, '')))].join(', ')}; --profile ${report.eu.profile} ${lang === 'nl' ? 'toont ze' : 'shows them'}`}`,
        ];
  return [
    ...lines,
    ...eu,
    `${file}: ${verdict}; ${String(violations)} violation(s), ${String(warnings)} warning(s) in ${String(report.datasets.length)} description(s), profile ${report.profile ?? '-'}`,
  ].join('\n');
}
