import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import type { Quad } from '@rdfjs/types';
import { StationError } from '../domain/errors.js';
import type { DocumentBody } from '../domain/harvest.js';
import type { LanguageMap } from '../domain/language.js';
import type { Station } from '../domain/station.js';
import { linesOfFile, linesOfText, type DocumentLines } from '../rdf/excerpt.js';
import type { RdfFormat } from '../rdf/format.js';
import { firstJsonError, JsonLocator } from '../rdf/json-locator.js';
import { MemorySpool } from '../rdf/memory-spool.js';
import { parseRdf, type QuadSink } from '../rdf/parse.js';
import { explainTrouble, notUtf8, type ParseTrouble } from '../rdf/parse-trouble.js';
import { Splitter, type SplitRecord } from '../rdf/split.js';
import type { QuadSpool } from '../rdf/spool.js';
import { euProfile, nlProfile, type JudgeDependencies } from './judge.js';
import {
  judgeRecords,
  readDocument,
  type DocumentRepair,
  type DocumentRequest,
  type DocumentResult,
  type JudgedRecord,
  type ReadDocument,
  type ValidationSubject,
} from './validate.js';

/** What one set of rules says of the whole document. */
export interface Verdict {
  readonly publishable: boolean;
  readonly violations: number;
  readonly warnings: number;
}

/** Something about the document as a whole that its writer should know. */
export interface Notice {
  readonly code: 'no-records' | 'not-utf-8' | 'json-syntax' | 'identifier-twice';
  readonly severity: 'warning' | 'info';
  readonly line: number | null;
  readonly message: LanguageMap;
}

/** Everything but the lists, known when the last record has been judged. */
export interface ReportSummary {
  /** The profile asked for; else the one that counted for the last record. */
  readonly profile: string | null;
  readonly conforms: boolean;
  /** Whether the national catalogue would publish all of it, under its admission policy. */
  readonly publishable: boolean;
  readonly verdicts: { readonly national: Verdict; readonly eu: Verdict; readonly 'dcat-ap-nl': Verdict };
  /** Descriptions of records; catalogues do not count. */
  readonly records: number;
  readonly publishableRecords: number;
  readonly infos: number;
  readonly notices: readonly Notice[];
  readonly document: { readonly format: RdfFormat; readonly triples: number };
  readonly engine: string;
  readonly policy: JudgeDependencies['policy']['mode'];
}

/** The answer of `POST /api/v1/validations` and `ndc validate --format json` (DESIGN section 5). */
export interface DocumentReport extends ReportSummary {
  readonly datasets: readonly ValidationSubject[];
  readonly results: readonly DocumentResult[];
  /** What the EU catalogue would say, by its own profile; kept apart from the national results. */
  readonly eu: { readonly profile: string; readonly results: readonly DocumentResult[] };
  readonly 'dcat-ap-nl': { readonly profile: string; readonly results: readonly DocumentResult[] };
  readonly repairs: readonly DocumentRepair[];
}

/** A document as handed in: a file, an upload or what an address answered. */
export interface Submission {
  readonly body: DocumentBody;
  /** May be empty; the format is then told by name and content. */
  readonly mediaType: string;
  /** Name for people, whose extension counts: file name or address. */
  readonly name: string;
  readonly baseIri: string;
  readonly maxBytes: number;
  readonly maxQuads?: number;
}

export interface SubmissionOptions extends Pick<DocumentRequest, 'claimOf' | 'onUnjudged'> {
  readonly profile: string | null;
  readonly station: Station | null;
  readonly spool?: QuadSpool;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** A submission that has been read: its records are judged as they are asked for. */
export interface OpenSubmission {
  readonly document: ReadDocument;
  records(): AsyncGenerator<JudgedRecord>;
  /** After the last record. */
  summary(): ReportSummary;
  close(): void;
}

/** Texts of this size are kept for excerpts and JSON pointers; larger files are read again from the disk. */
const maxTextInMemory = 32 << 20;

/**
 * Reads a submission.
 *
 * @throws UnreadableSubmission when it cannot be read: with line, column, excerpt and the likely cause
 */
export async function openSubmission(submission: Submission, options: SubmissionOptions, dependencies: JudgeDependencies): Promise<OpenSubmission> {
  const text = new SubmissionText(submission.body);
  const spool = options.spool ?? new MemorySpool();
  let count = 0;
  const request = {
    read: (sink: Parameters<Parameters<typeof readDocument>[0]['read']>[0]) =>
      parseRdf({ ...submission, path: submission.name, withPaths: true }, (quad, line, path) => {
        if (submission.maxQuads !== undefined && ++count > submission.maxQuads)
          throw new StationError('station/too-large', `The document has more than ${String(submission.maxQuads)} triples; validate it in parts.`);
        sink(quad, line, path);
      }),
    spool,
    profile: options.profile,
    station: options.station,
    lines: text.lines,
    locator: () => (text.whole === null ? null : JsonLocator.of(text.whole, submission.baseIri)),
    signal: options.signal,
    onProgress: options.onProgress,
  };
  const close = (): void => {
    spool.close();
    text.lines?.close();
  };
  try {
    const document = await readDocument(request);
    const tally = new Tally(document, options.profile, dependencies);
    if (!text.isUtf8 && document.format !== 'rdf-xml')
      tally.notice({ code: 'not-utf-8', severity: 'warning', line: null, message: { nl: [notUtf8.nl], en: [notUtf8.en] } });
    const slip = document.format !== 'json-ld' || text.whole === null ? null : jsonSlip(text.whole);
    if (slip !== null) tally.notice(slip);
    return {
      document,
      records: async function* () {
        for await (const record of judgeRecords(document, request, dependencies)) {
          tally.add(record);
          yield record;
        }
      },
      summary: () => tally.summary(),
      close,
    };
  } catch (error) {
    const trouble = error instanceof StationError ? explainTrouble(error, text.lines, { isUtf8: text.isUtf8 }) : null;
    close();
    throw trouble === null ? error : new UnreadableSubmission(trouble, { cause: error });
  }
}

/** A slip of syntax that our JSON parser reads over, such as a comma too many: others will not. */
function jsonSlip(text: string): Notice | null {
  const line = firstJsonError(text);
  if (line === null) return null;
  return {
    code: 'json-syntax',
    severity: 'warning',
    line,
    message: {
      nl: [`Op regel ${String(line)} klopt de JSON niet, vaak door een komma te veel. Wij lezen daar overheen; andere catalogi doen dat niet.`],
      en: [`The JSON is not well-formed on line ${String(line)}, often because of a comma too many. We read over it; other catalogues do not.`],
    },
  };
}

/** A record of several documents, and which of them speaks for it. */
export interface SourcedRecord {
  readonly record: JudgedRecord;
  readonly source: string;
  /** Another document describes it as well, differently. */
  readonly duplicate: boolean;
}

/** Documents that belong together, such as those of one station. */
export interface OpenDocuments {
  /**
   * Reads one more, as RDF or as its protocol reads it.
   *
   * @throws UnreadableSubmission
   */
  add(submission: Submission, visit: (quad: Quad) => void, read?: (sink: (quad: Quad, line: number | null) => void) => Promise<unknown>): Promise<void>;
  /** Judges what has been read since the last time, records spread over several documents put together. */
  records(): AsyncGenerator<SourcedRecord>;
  /** After the last record. */
  summary(): ReportSummary;
  close(): void;
}

/** Opens a set of documents that are judged as a harvest would judge them; quads of each keep its number. */
export function openDocuments(
  options: Omit<SubmissionOptions, 'spool'> & { readonly makeSpool: () => QuadSpool },
  dependencies: JudgeDependencies,
): OpenDocuments {
  let sources: Submission[] = [];
  let spool: QuadSpool | null = null;
  let splitter: SourceSplitter | null = null;
  let judged = 0;
  const whole = {
    format: 'turtle' as RdfFormat,
    quads: 0,
    types: new Map<string, number>(),
    records: -1,
    splitter: new Splitter(new MemorySpool()),
    locator: null,
  };
  const tally = new Tally(whole, options.profile, dependencies);
  return {
    add: async (submission, visit, ownReader) => {
      spool ??= options.makeSpool();
      const shared = (splitter ??= new SourceSplitter(spool, (number) => addressesOf(sources[number])));
      const number = sources.push(submission) - 1;
      const text = new SubmissionText(submission.body);
      try {
        const read = await readDocument({
          ...options,
          read: async (sink) => {
            const taken: QuadSink = (quad, line, path) => {
              visit(quad);
              sink(quad, line, path);
            };
            if (ownReader === undefined) return parseRdf({ ...submission, path: submission.name, withPaths: true, keepsBadIris: true }, taken);
            await ownReader(taken);
            return 'turtle';
          },
          spool: { add: (entry) => shared.add({ ...entry, document: number }), quadsOf: () => [], size: 0, close: () => undefined },
          lines: null,
        });
        whole.format = read.format;
        whole.quads += read.quads;
        for (const [type, times] of read.types) whole.types.set(type, (whole.types.get(type) ?? 0) + times);
      } catch (error) {
        shared.brokenOff.add(number);
        throw error instanceof StationError ? new UnreadableSubmission(explainTrouble(error, text.lines, { isUtf8: text.isUtf8 }), { cause: error }) : error;
      } finally {
        text.lines?.close();
      }
    },
    records: async function* () {
      const [from, cutter, quads] = [sources, splitter, spool];
      if (cutter === null || quads === null) return;
      sources = [];
      splitter = spool = null;
      try {
        let records = 0;
        for (const _ of cutter.keys()) records++;
        const request = { ...options, read: () => Promise.resolve(whole.format), spool: quads, lines: null };
        for await (const record of judgeRecords({ ...whole, records, splitter: cutter }, request, dependencies)) {
          tally.add(record);
          judged++;
          yield { record, source: from[cutter.document]?.name ?? '', duplicate: cutter.duplicate };
        }
      } finally {
        quads.close();
      }
    },
    summary: () => {
      if (judged === 0) tally.notice(noRecords(whole));
      return tally.summary();
    },
    close: () => spool?.close(),
  };
}

/** Remembers which document the record that is being judged comes from; what hangs on a document that broke off is left out. */
class SourceSplitter extends Splitter {
  readonly brokenOff = new Set<number>();
  document = 0;
  duplicate = false;

  override *records(): Iterable<SplitRecord> {
    yield* this.noting(super.records());
  }

  override *catalogueNodes(): Iterable<SplitRecord> {
    yield* this.noting(super.catalogueNodes());
  }

  private *noting(records: Iterable<SplitRecord>): Iterable<SplitRecord> {
    for (const record of records) {
      if (record.entries.some((entry) => this.brokenOff.has(entry.document))) continue;
      this.document = record.document;
      this.duplicate = record.duplicate;
      yield record;
    }
  }
}

function addressesOf(submission: Submission | undefined): readonly string[] {
  return submission === undefined ? [] : [submission.name, submission.baseIri];
}

/** A document that cannot be read, with what its writer needs to mend it. */
export class UnreadableSubmission extends StationError {
  constructor(
    readonly trouble: ParseTrouble,
    options: ErrorOptions,
  ) {
    super('station/unreadable', trouble.message['en']?.[0] ?? trouble.detail, { line: trouble.line, column: trouble.column, cause: trouble.code }, options);
  }
}

/** Reads and judges a submission of ordinary size, with all results in memory. @throws UnreadableSubmission */
export async function validateSubmission(submission: Submission, options: SubmissionOptions, dependencies: JudgeDependencies): Promise<DocumentReport> {
  const open = await openSubmission(submission, options, dependencies);
  try {
    const records: JudgedRecord[] = [];
    for await (const record of open.records()) records.push(record);
    return documentReport(records, open.summary());
  } finally {
    open.close();
  }
}

export function documentReport(records: readonly JudgedRecord[], summary: ReportSummary): DocumentReport {
  return {
    ...summary,
    datasets: records.map((record) => record.subject),
    results: records.flatMap((record) => record.results),
    eu: { profile: euProfile, results: records.flatMap((record) => record.eu?.results ?? []) },
    'dcat-ap-nl': { profile: nlProfile, results: records.flatMap((record) => record.nl?.results ?? []) },
    repairs: records.flatMap((record) => record.repairs),
  };
}

/** Counts while records go by, so that nothing but the counts is kept. */
class Tally {
  private readonly notices: Notice[] = [];
  private readonly identifiers = new Map<string, string>();
  private readonly national = { violations: 0, warnings: 0 };
  private readonly eu = { violations: 0, warnings: 0 };
  private readonly nl = { violations: 0, warnings: 0 };
  private infos = 0;
  private records = 0;
  private publishableRecords = 0;
  private euReady = 0;
  private nlReady = 0;
  private judged = 0;
  private profile: string | null;
  private conforms = true;

  constructor(
    private readonly document: ReadDocument,
    private readonly asked: string | null,
    private readonly dependencies: JudgeDependencies,
  ) {
    this.profile = asked;
    if (document.records === 0) this.notices.push(noRecords(document));
  }

  notice(notice: Notice): void {
    this.notices.push(notice);
  }

  add({ subject, results, eu, nl, identifiers }: JudgedRecord): void {
    this.judged++;
    this.profile = this.asked ?? subject.profile.split('/')[0] ?? null;
    if (results.length > 0) this.conforms = false;
    count(this.national, results);
    this.infos += results.filter((result) => result.severity === 'info').length;
    count(this.eu, eu?.results ?? []);
    count(this.nl, nl?.results ?? []);
    if (subject.kind === 'catalogue') return;
    this.records++;
    if (subject.publishable) this.publishableRecords++;
    if (eu?.publishable === true) this.euReady++;
    if (nl !== null && nl.results.every((result) => result.severity !== 'violation')) this.nlReady++;
    for (const identifier of identifiers) this.sharedIdentifier(identifier, subject.iri);
  }

  private sharedIdentifier(identifier: string, subject: string): void {
    const other = this.identifiers.get(identifier);
    if (other === undefined) this.identifiers.set(identifier, subject);
    else if (other !== subject && this.notices.length < maxNotices)
      this.notices.push({
        code: 'identifier-twice',
        severity: 'warning',
        line: null,
        message: {
          nl: [`De identificatie "${identifier}" staat bij twee beschrijvingen: <${other}> en <${subject}>. Geef elke dataset een eigen identificatie.`],
          en: [`The identifier "${identifier}" is given to two descriptions: <${other}> and <${subject}>. Give each dataset an identifier of its own.`],
        },
      });
  }

  summary(): ReportSummary {
    const { records, document, dependencies } = this;
    const publishable = records > 0 && this.publishableRecords === records;
    return {
      profile: this.profile,
      conforms: this.judged > 0 && this.conforms,
      publishable,
      verdicts: {
        national: { publishable, ...this.national },
        eu: { publishable: records > 0 && this.euReady === records, ...this.eu },
        'dcat-ap-nl': { publishable: records > 0 && this.nlReady === records, ...this.nl },
      },
      records,
      publishableRecords: this.publishableRecords,
      infos: this.infos,
      notices: this.notices,
      document: { format: document.format, triples: document.quads },
      engine: dependencies.validator.engine,
      policy: dependencies.policy.mode,
    };
  }
}

const maxNotices = 50;

function count(sum: { violations: number; warnings: number }, results: readonly DocumentResult[]): void {
  for (const { severity } of results) {
    if (severity === 'violation') sum.violations++;
    else if (severity === 'warning') sum.warnings++;
  }
}

function noRecords({ types, quads }: ReadDocument): Notice {
  const found = [...types].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 8);
  const list = found.map(([type, times]) => `<${type}> (${String(times)})`).join(', ');
  return {
    code: 'no-records',
    severity: 'warning',
    line: null,
    message: {
      nl: [
        `Geen dataset, serie of dienst gevonden in ${String(quads)} triples. ${list === '' ? 'Er staat geen enkel type (rdf:type) in.' : `Wel gevonden: ${list}.`} Een dataset is een resource met het type dcat:Dataset en een titel.`,
      ],
      en: [
        `No dataset, series or service found in ${String(quads)} triples. ${list === '' ? 'It states no type (rdf:type) at all.' : `What is there: ${list}.`} A dataset is a resource of type dcat:Dataset with a title.`,
      ],
    },
  };
}

/** The text of a submission, for excerpts and places; a file that is too large for memory is asked for its lines only. */
class SubmissionText {
  readonly whole: string | null;
  readonly lines: DocumentLines | null;
  readonly isUtf8: boolean;

  constructor(body: DocumentBody) {
    const size = body.kind === 'memory' ? body.bytes.byteLength : statSync(body.path).size;
    const bytes = body.kind === 'memory' ? body.bytes : size <= maxTextInMemory ? readFileSync(body.path) : null;
    const isPacked = bytes !== null && bytes[0] === 0x1f && bytes[1] === 0x8b;
    this.whole = bytes === null || isPacked || size > maxTextInMemory ? null : new TextDecoder().decode(bytes);
    this.isUtf8 = bytes === null || isPacked || isUtf8(bytes) || (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    if (this.whole !== null) this.lines = linesOfText(this.whole);
    else this.lines = body.kind === 'file' && !isPacked ? linesOfFile(body.path) : null;
  }
}
