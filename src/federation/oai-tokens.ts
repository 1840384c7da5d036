import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Snapshot } from '../ports/ledger.js';
import type { OaiListVerb, OaiSelection } from './oai-arguments.js';
import { oaiPrefixes } from './oai-formats.js';

/** Where a walk stands: the list that it is of, the snapshot that its first request fixed, and the last record it was given (OAIP-7). */
export interface OaiPlace {
  readonly verb: OaiListVerb;
  readonly selection: OaiSelection;
  readonly snapshot: Snapshot;
  /** Records given so far. */
  readonly cursor: number;
  /** Records of the whole list. */
  readonly total: number;
  readonly after: { readonly second: string; readonly id: string };
  /** When the walk began, in seconds since 1970. */
  readonly begunAt: number;
}

/** A walk may pause so long: every version that it needs is kept for longer. */
export const tokenLifeSeconds = 7 * 86_400;

const macLength = 22;

/** Where a list of sets stands. */
export interface OaiSetPlace {
  readonly after: string;
  readonly cursor: number;
  readonly total: number;
}

/** A place as a token of the characters `A-Za-z0-9._~-` alone; stateless, and of use as often as wanted. */
export function signPlace(place: OaiPlace, secret: string): string {
  const { verb, selection, snapshot, cursor, total, after, begunAt } = place;
  const { prefix, set, from, until } = selection;
  const kind = verb === 'ListRecords' ? 'r' : 'i';
  return seal([kind, prefix, set, from, until, snapshot.epoch, snapshot.seq, cursor, total, after.second, after.id, begunAt], secret);
}

/** The place behind a token; undefined when we did not write it just so. */
export function openPlace(token: string, secret: string): OaiPlace | undefined {
  return placeOf(unseal(token, secret));
}

export function signSetPlace({ after, cursor, total }: OaiSetPlace, secret: string): string {
  return seal(['s', after, cursor, total], secret);
}

export function openSetPlace(token: string, secret: string): OaiSetPlace | undefined {
  const value = unseal(token, secret);
  if (!Array.isArray(value) || value.length !== 4) return undefined;
  const [kind, after, cursor, total] = value as unknown[];
  if (kind !== 's' || typeof after !== 'string' || !Number.isSafeInteger(cursor) || !Number.isSafeInteger(total)) return undefined;
  return { after, cursor: Number(cursor), total: Number(total) };
}

/** The signature is over the text as it stands, so that no other spelling of the same bytes passes. */
function seal(parts: readonly unknown[], secret: string): string {
  const text = Buffer.from(JSON.stringify(parts), 'utf8').toString('base64url');
  return `${text}.${macOf(text, secret)}`;
}

function unseal(token: string, secret: string): unknown {
  const [text = '', mac = '', ...more] = token.split('.');
  if (more.length > 0 || secret === '' || !isSame(mac, macOf(text, secret))) return undefined;
  return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
}

/** What carries our signature was written by us, if perhaps by another release. */
function placeOf(value: unknown): OaiPlace | undefined {
  if (!Array.isArray(value) || value.length !== 12) return undefined;
  const [kind, prefix, set, from, until, epoch, seq, cursor, total, second, id, begunAt] = value as unknown[];
  const known = oaiPrefixes.find((one) => one === prefix);
  const numbers = [epoch, seq, cursor, total, begunAt];
  const isText = (one: unknown): one is string | null => one === null || typeof one === 'string';
  if (known === undefined || (kind !== 'r' && kind !== 'i') || !numbers.every(Number.isSafeInteger) || typeof second !== 'string' || typeof id !== 'string')
    return undefined;
  if (!isText(set) || !isText(from) || !isText(until)) return undefined;
  return {
    verb: kind === 'r' ? 'ListRecords' : 'ListIdentifiers',
    selection: { prefix: known, set, from, until },
    snapshot: { epoch: Number(epoch), seq: Number(seq) },
    cursor: Number(cursor),
    total: Number(total),
    after: { second, id },
    begunAt: Number(begunAt),
  };
}

function macOf(text: string, secret: string): string {
  return createHmac('sha256', secret).update(`oai\n${text}`).digest('base64url').slice(0, macLength);
}

function isSame(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given, 'utf8'), Buffer.from(right, 'utf8')];
  return a.length === b.length && timingSafeEqual(a, b);
}
