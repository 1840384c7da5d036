import type { Literal, Quad, Term } from '@rdfjs/types';
import { dcat } from '../../../vocab/dcat.js';
import { dct } from '../../../vocab/dcterms.js';
import { vocabulary } from '../../../vocab/namespace.js';
import { time } from '../../../vocab/time.js';
import { finding, statements, type Check, type CheckFinding } from './check.js';

const dayMs = 24 * 60 * 60 * 1000;
const instant = vocabulary(time.iri, 'inXSDgYear', 'inXSDgYearMonth');

/** A period that ends before it starts, whichever way the two dates are written. */
export const periodReversed: Check = function* ({ dataset }) {
  for (const start of uniqueSubjects(statements(dataset, dcat.startDate))) {
    const starts = dataset.ownQuads(start, dcat.startDate.value).map((quad) => momentOf(quad.object));
    const ends = dataset.ownQuads(start, dcat.endDate.value);
    const last = ends[0];
    if (
      last !== undefined &&
      allReversed(
        starts,
        ends.map((quad) => momentOf(quad.object)),
      )
    )
      yield finding(last);
  }
  for (const begin of uniqueSubjects(statements(dataset, time.hasBeginning))) {
    const momentsOf = (predicate: Term) =>
      dataset
        .ownQuads(begin, predicate.value)
        .flatMap((quad) =>
          [time.inXSDDate, time.inXSDDateTime, time.inXSDDateTimeStamp, instant.inXSDgYear, instant.inXSDgYearMonth].flatMap((property) =>
            dataset.ownQuads(quad.object, property.value),
          ),
        )
        .map((quad) => momentOf(quad.object));
    const end = dataset.ownQuads(begin, time.hasEnd.value)[0];
    if (end !== undefined && allReversed(momentsOf(time.hasBeginning), momentsOf(time.hasEnd))) yield finding(end);
  }
};

/** Changed before it was issued: possible, when old data are published late, so only pointed out. */
export const modifiedBeforeIssued: Check = function* ({ dataset }) {
  for (const subject of uniqueSubjects(statements(dataset, dct.modified))) {
    const modified = dataset.ownQuads(subject, dct.modified.value);
    const issued = dataset.ownQuads(subject, dct.issued.value).map((quad) => momentOf(quad.object));
    const first = modified[0];
    if (
      first !== undefined &&
      allReversed(
        issued,
        modified.map((quad) => momentOf(quad.object)),
      )
    )
      yield finding(first);
  }
};

/** Nothing can have been changed tomorrow. One day of grace for time zones and clocks. */
export const modifiedInFuture: Check = function* ({ dataset, now }) {
  yield* inFuture(statements(dataset, dct.modified), now);
};

/** A planned publication is possible, so this is a warning where `modified-in-future` is not. */
export const issuedInFuture: Check = function* ({ dataset, now }) {
  yield* inFuture(statements(dataset, dct.issued), now);
};

/** Dates such as 0001-01-01 and 1899-12-30 come from empty fields of databases and spreadsheets. */
export const dateImplausible: Check = function* ({ dataset }) {
  for (const quad of statements(dataset, dct.issued, dct.modified)) {
    const moment = momentOf(quad.object);
    if (moment !== null && moment.earliest < Date.UTC(1900, 0, 2)) yield finding(quad);
  }
};

function* inFuture(quads: readonly Quad[], now: Date): Iterable<CheckFinding> {
  for (const quad of quads) {
    const moment = momentOf(quad.object);
    if (moment !== null && moment.earliest > now.getTime() + dayMs) yield finding(quad);
  }
}

/** From the first to the last instant that a date may stand for. */
interface Moment {
  readonly earliest: number;
  readonly latest: number;
  /** A date and a time with a zone can lie on either side of midnight: then they must be a day apart. */
  readonly form: string;
}

const lexical = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

function momentOf(term: Term): Moment | null {
  if (term.termType !== 'Literal') return null;
  const [whole, year = '', month, day, hour, minute, second, zone] = lexical.exec(dateText(term)) ?? [];
  if (whole === undefined) return null;
  const form = [month, day, hour, zone].map((part) => (part === undefined ? '-' : '+')).join('');
  if (hour !== undefined) {
    const at = new Date(`${year}-${month ?? ''}-${day ?? ''}T${hour}:${minute ?? '00'}:${second ?? '00'}${normalZone(zone)}`).getTime();
    return Number.isNaN(at) ? null : { earliest: at, latest: at, form };
  }
  const earliest = utc(Number(year), Number(month ?? 1) - 1, Number(day ?? 1));
  const latest = day !== undefined ? earliest : month !== undefined ? utc(Number(year), Number(month), 1) - 1 : utc(Number(year) + 1, 0, 1) - 1;
  return { earliest, latest, form };
}

function dateText(term: Literal): string {
  return term.value.trim();
}

function normalZone(zone: string | undefined): string {
  if (zone === undefined) return 'Z';
  return zone === 'Z' || zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
}

/** `Date.UTC` takes the years 0 to 99 for the twentieth century. */
function utc(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month, day);
}

/** Every later moment is before every earlier one, so no reading of the statements is in order. */
function allReversed(first: readonly (Moment | null)[], second: readonly (Moment | null)[]): boolean {
  const [before, after] = [first.filter((moment) => moment !== null), second.filter((moment) => moment !== null)];
  if (before.length === 0 || after.length === 0) return false;
  return before.every((start) => after.every((end) => start.earliest - end.latest > (start.form === end.form ? 0 : dayMs)));
}

function uniqueSubjects(quads: readonly Quad[]): readonly Term[] {
  return [...new Map(quads.map(({ subject }) => [`${subject.termType} ${subject.value}`, subject])).values()];
}
