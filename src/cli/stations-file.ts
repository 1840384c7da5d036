import { randomUUID } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Quad } from '@rdfjs/types';
import { Parser } from 'n3';
import { ndc } from '../../vocab/ndc.js';
import { rdf } from '../../vocab/rdf.js';
import { ConfigurationError } from '../domain/errors.js';
import { readOperatorFiles, type OperatorPaths } from '../operator-files.js';
import { lastSegment } from '../rdf/operator-data.js';
import { writeStationEntry, type StationEntry } from '../rdf/station-entry.js';
import { turtleStatements, type TurtleStatement } from '../rdf/turtle-statements.js';
import { RefusedError } from './command.js';

interface ReadStatement extends TurtleStatement {
  readonly quads: readonly Quad[];
}

/** The stations file as its operator wrote it: entries are put in and taken out, everything else stays as it is. */
export class StationsFile {
  private constructor(
    readonly path: string,
    readonly text: string,
    private readonly prefixes: ReadonlyMap<string, string>,
    private readonly statements: readonly ReadStatement[],
    private readonly isNew: boolean,
  ) {}

  /** @throws RefusedError when the file cannot be read as Turtle or must not be written */
  static open(path: string): StationsFile {
    if (!existsSync(path)) return new StationsFile(path, '', new Map(), [], true);
    const real = realpathSync(path);
    refuseReadOnly(real);
    return StationsFile.of(real, readFileSync(real, 'utf8'));
  }

  private static of(path: string, text: string): StationsFile {
    const prefixes = new Map<string, string>();
    const statements: ReadStatement[] = [];
    let directives = '';
    try {
      for (const statement of turtleStatements(text)) {
        const own = text.slice(statement.start, statement.end);
        if (statement.isDirective) directives += `${own}\n`;
        const quads = new Parser({ baseIRI: pathToFileURL(path).href }).parse(statement.isDirective ? directives : directives + own, null, (prefix, iri) => {
          if (statement.isDirective) prefixes.set(prefix, iri.value);
        });
        statements.push({ ...statement, quads });
      }
    } catch (error) {
      throw new RefusedError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}. Mend it first.`, { cause: error });
    }
    return new StationsFile(path, text, prefixes, statements, false);
  }

  /** IRIs of the stations, by id. */
  stations(): ReadonlyMap<string, string> {
    const typed = this.statements.flatMap(({ quads }) => quads.filter((quad) => quad.predicate.equals(rdf.type) && quad.object.equals(ndc.Station)));
    return new Map(typed.map((quad) => [lastSegment(quad.subject.value), quad.subject.value]));
  }

  /** The text with entries behind all others. An organisation that the file names already is not named again. */
  with(entries: readonly StationEntry[]): string {
    const prefixes = new Map(this.prefixes);
    const named = new Set(
      this.statements.flatMap(({ quads }) => quads.filter((quad) => quad.predicate.value.endsWith('/name')).map((quad) => quad.subject.value)),
    );
    let text = this.text === '' || this.text.endsWith('\n') ? this.text : `${this.text}\n`;
    for (const entry of entries) {
      const holder = entry.holder !== null && named.has(entry.holder.iri) ? { ...entry.holder, name: null } : entry.holder;
      if (holder?.name != null) named.add(holder.iri);
      const block = writeStationEntry({ ...entry, holder }, prefixes);
      for (const [, prefix = '', iri = ''] of block.matchAll(/^@prefix ([a-z]+): <([^>]*)> \.$/gm)) prefixes.set(prefix, iri);
      text += `${text === '' ? '' : '\n'}${block}`;
    }
    return text;
  }

  /** The text without a station, the comment right above it, and the organisation that nobody else refers to. */
  without(iri: string): string {
    const own = this.statements.filter(({ quads }) => quads.some((quad) => quad.subject.value === iri));
    const others = this.statements.filter((statement) => !own.includes(statement));
    const referred = new Set(own.flatMap(({ quads }) => quads.flatMap((quad) => (quad.object.termType === 'NamedNode' ? [quad.object.value] : []))));
    const orphans = others.filter(
      ({ quads }) =>
        quads.length > 0 &&
        quads.every((quad) => referred.has(quad.subject.value) && !quad.object.equals(ndc.Station)) &&
        !others.some((other) => other.quads.some((quad) => quads.some(({ subject }) => quad.object.equals(subject)))),
    );
    let text = this.text;
    for (const statement of [...own, ...orphans].sort((a, b) => b.start - a.start)) text = cut(text, statement);
    return text;
  }

  /**
   * Puts a text in the place of the file, in one step, when the server would take it.
   *
   * @returns what is wrong with it, as at the start of the server; nothing is written then
   */
  async write(text: string, paths: OperatorPaths, options: { readonly dryRun?: boolean } = {}): Promise<readonly string[]> {
    const folder = dirname(this.path);
    if (this.isNew) mkdirSync(folder, { recursive: true });
    // Under its own name in a folder of its own, so that remarks name the file; in the same place, so that it can be moved.
    const work = join(folder, `.${basename(this.path)}.${randomUUID()}`);
    mkdirSync(work, { mode: 0o700 });
    try {
      const next = join(work, basename(this.path));
      const file = await open(next, 'wx', this.isNew ? 0o644 : statSync(this.path).mode & 0o777);
      try {
        await file.writeFile(text, 'utf8');
        await file.sync();
      } finally {
        await file.close();
      }
      const faults = await faultsOf({ ...paths, stations: next });
      if (faults.length > 0 || options.dryRun === true) return faults;
      const now = existsSync(this.path) ? readFileSync(this.path, 'utf8') : '';
      if (now !== this.text) throw new RefusedError(`${this.path} was changed by somebody else meanwhile; nothing was written. Try again`);
      await rename(next, this.path);
      return [];
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }
}

/** A file that its operator has closed is not opened behind his back, not even by root. */
function refuseReadOnly(path: string): void {
  const refused = (why: string): never => {
    throw new RefusedError(`${path} is read-only${why}; change it where it comes from`);
  };
  if ((statSync(path).mode & 0o222) === 0) refused('');
  try {
    accessSync(path, constants.W_OK);
  } catch {
    refused('');
  }
  try {
    accessSync(dirname(path), constants.W_OK);
  } catch {
    refused(': its folder cannot be written');
  }
}

async function faultsOf(paths: OperatorPaths): Promise<readonly string[]> {
  try {
    await readOperatorFiles({ ...paths, catalogue: null, organisations: null, assertions: null, admission: 'support' });
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError && Array.isArray(error.details['faults'])) return error.details['faults'] as readonly string[];
    throw error;
  }
}

/** Takes a statement out with its comment and the blank lines that parted it from its neighbours. */
function cut(text: string, { start, end }: TurtleStatement): string {
  const before = text.slice(0, start);
  // A comment belongs to what follows when no blank line parts them, and it is not the head of the file.
  const comment = /(?<=\n)\n((?:[ \t]*#[^\n]*\n)+[ \t]*)$/.exec(before)?.[1] ?? /(?<=\n)[ \t]*$/.exec(before)?.[0] ?? '';
  const rest = text.slice(end).replace(/^[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/, '');
  const head = before.slice(0, before.length - comment.length);
  return `${head.replace(/\n{2,}$/, '\n\n')}${rest.replace(/^(?:[ \t]*\r?\n)+/, head === '' || head.endsWith('\n\n') ? '' : '\n')}`.replace(/\n+$/, '\n');
}
