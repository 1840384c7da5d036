import { isUtf8 } from 'node:buffer';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { JudgeDependencies } from '../catalogue/judge.js';
import { openSubmission } from '../catalogue/document-report.js';
import { chooseText, type PortalLanguage } from '../domain/language.js';
import type { Station } from '../domain/station.js';
import type { QuadSpool } from '../rdf/spool.js';
import { certainChanges, fixDocument, type FixedDocument, type WantedChange } from '../report/fix-document.js';
import { printable, shortIri } from '../report/names.js';
import type { VerdictName } from '../report/report-writer.js';
import { UsageError } from './command.js';
import type { Source } from './validate-targets.js';
import { validateWords } from './validate-words.js';

export interface FixOptions {
  readonly lang: PortalLanguage;
  readonly profile: string | null;
  readonly station: Station | null;
  readonly verdict: VerdictName;
  readonly inPlace: boolean;
  readonly force: boolean;
  readonly spool: () => QuadSpool;
  /** For the list of changes. */
  readonly tell: (line: string) => void;
}

const maxBytes = 64 << 20;

/** A document after its certain changes: what to report on, and the text for standard output when it has no file. */
export interface FixedSource {
  readonly source: Source;
  readonly printed: string | null;
}

/**
 * Judges a document, makes the changes that are certain and writes the result beside it: `dataset.fixed.ttl`.
 *
 * @throws UsageError when the file to write is there already, or the document cannot be changed as text
 * @throws UnreadableSubmission
 */
export async function fixSource(source: Source, options: FixOptions, dependencies: JudgeDependencies): Promise<FixedSource> {
  const words = validateWords[options.lang];
  const isFile = source.name !== '-' && !/^https?:\/\//i.test(source.name);
  const { text, isPacked } = textOf(source, words);
  const to = options.inPlace ? source.name : fixedName(source.name);
  const changes = await changesOf(source, options, dependencies);
  const fixed = await fixDocument({ text, mediaType: source.mediaType, name: source.name, baseIri: source.baseIri, changes });
  if (isFile && fixed.made.length > 0) {
    if (!options.inPlace && !options.force && existsSync(to)) throw new UsageError(`${to} exists already; --force overwrites it`);
    writeFileSync(to, options.inPlace && isPacked ? gzipSync(fixed.text) : fixed.text);
  }
  const destination = isFile ? to : words.standardOutput;
  options.tell(fixed.made.length === 0 ? words.nothingToFix(source.name) : words.fixed(source.name, destination, fixed.made.length));
  for (const line of listOf(fixed, options.lang)) options.tell(line);
  const body = { kind: 'memory' as const, bytes: Buffer.from(fixed.text, 'utf8') };
  return { source: { ...source, name: isFile && fixed.made.length > 0 ? to : source.name, body }, printed: isFile ? null : fixed.text };
}

/** `dataset.fixed.ttl` beside `dataset.ttl`; packed documents are written unpacked. */
export function fixedName(name: string): string {
  const plain = name.replace(/\.gz$/i, '');
  return /\.[^./]+$/.test(plain) ? plain.replace(/(\.[^./]+)$/, '.fixed$1') : `${plain}.fixed`;
}

function textOf({ name, body }: Source, words: { readonly notUtf8: string; readonly tooLarge: string }): { readonly text: string; readonly isPacked: boolean } {
  if (body.kind === 'file' && body.size > maxBytes) throw new UsageError(`${name}: ${words.tooLarge}`);
  const raw = body.kind === 'memory' ? body.bytes : readFileSync(body.path);
  const isPacked = raw[0] === 0x1f && raw[1] === 0x8b;
  const bytes = isPacked ? gunzipSync(raw, { maxOutputLength: maxBytes }) : raw;
  if (!isUtf8(bytes) || /^\s*<\?xml[^>]*encoding=["'](?!utf-8["'])/i.test(Buffer.from(bytes.subarray(0, 200)).toString('latin1')))
    throw new UsageError(`${name}: ${words.notUtf8}`);
  return { text: new TextDecoder().decode(bytes), isPacked };
}

async function changesOf(source: Source, options: FixOptions, dependencies: JudgeDependencies): Promise<WantedChange[]> {
  const open = await openSubmission({ ...source, maxBytes }, { profile: options.profile, station: options.station, spool: options.spool() }, dependencies);
  try {
    const found = new Map<string, WantedChange>();
    // A node that two records share is told with each of them.
    for await (const record of open.records())
      for (const wanted of certainChanges(record, options.verdict)) {
        const key = JSON.stringify([wanted.change, wanted.line]);
        if (!found.has(key)) found.set(key, wanted);
      }
    return [...found.values()];
  } finally {
    open.close();
  }
}

function* listOf({ made, left }: FixedDocument, lang: PortalLanguage): Iterable<string> {
  const words = validateWords[lang];
  const line = (wanted: WantedChange, lines: readonly number[]): string => {
    const { predicate, newPredicate, before, after } = wanted.change;
    const place =
      lines.length === 0 ? '' : `${lines.length === 1 ? words.line : words.lines} ${lines.slice(0, 10).join(', ')}${lines.length > 10 ? ', …' : ''}: `;
    const statement = (property: string, value: string): string => `${shortIri(property)} ${value}`;
    const why = chooseText(wanted.why, lang)?.text;
    return printable(
      `  ${place}${statement(predicate, before)} ${words.becomes} ${statement(newPredicate ?? predicate, after)}${why === undefined ? '' : ` (${why})`}`,
    );
  };
  for (const change of made) yield line(change, change.lines);
  if (left.length > 0) yield words.byHand(left.length);
  for (const change of left) yield line(change, change.line === null ? [] : [change.line]);
}
