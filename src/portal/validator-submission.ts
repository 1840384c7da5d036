import type { Request } from 'express';
import type { CatalogueQueries } from '../catalogue/queries.js';
import type { DeskSource } from '../catalogue/validation-desk.js';
import type { Messages } from './messages/messages.js';
import { readMultipart } from './multipart.js';
import { chosenMediaType, emptyForm, type FormError, type FormValues } from './view-models/validator-form.js';

/** What a visitor has handed in, as typed and as sent. */
export interface Submitted {
  readonly values: FormValues;
  readonly file: { readonly name: string; readonly bytes: Uint8Array } | null;
}

/** From an address alone: `?url=` validates anew each time. */
export function submittedByAddress(params: URLSearchParams): Submitted {
  const values: FormValues = {
    ...emptyForm,
    url: (params.get('url') ?? '').trim().slice(0, 2048),
    profile: (params.get('profile') ?? '').slice(0, 100),
    station: (params.get('station') ?? '').slice(0, 100),
  };
  return { values, file: null };
}

/** The fields of a form, sent as multipart or as an ordinary form; null when it is damaged. */
export function submittedIn(request: Request): Submitted | null {
  const parts = request.body instanceof Uint8Array ? partsOf(request.body, request.get('content-type') ?? '') : null;
  if (parts === null) return null;
  const field = (name: string): string => decoded(parts.find((part) => part.name === name && part.fileName === null)?.bytes);
  const file = parts.find((part) => part.name === 'file' && part.fileName !== null);
  const values: FormValues = {
    text: field('text'),
    url: field('url').trim(),
    profile: field('profile').slice(0, 100),
    station: field('station').slice(0, 100),
    format: field('format').slice(0, 40),
    keep: field('keep') !== '',
  };
  return { values, file: file === undefined || file.bytes.byteLength === 0 ? null : { name: file.fileName ?? '', bytes: file.bytes } };
}

/** What is to be validated, or everything that is wrong in the form. */
export function sourceOf(
  { values, file }: Submitted,
  queries: Pick<CatalogueQueries, 'profiles' | 'station'>,
  words: Messages['validator']['errors'],
): { readonly source: DeskSource } | { readonly errors: readonly FormError[] } {
  const { text, url, profile, station, format } = values;
  const given = [text.trim() !== '', file !== null, url !== ''].filter(Boolean).length;
  const mediaType = chosenMediaType(format);
  const errors: FormError[] = [];
  if (given === 0) errors.push({ field: 'text', text: words.none });
  if (given > 1) errors.push({ field: text.trim() !== '' ? 'text' : 'file', text: words.several });
  if (url !== '' && !isWebAddress(url)) errors.push({ field: 'url', text: words.url });
  if (mediaType === undefined) errors.push({ field: 'format', text: words.format });
  if (profile !== '' && !queries.profiles().some(({ id }) => id === profile)) errors.push({ field: 'profile', text: words.profile });
  if (station !== '' && queries.station(station) === undefined) errors.push({ field: 'station', text: words.station });
  if (errors.length > 0) return { errors };
  if (url !== '') return { source: { kind: 'url', url } };
  return { source: { kind: 'body', bytes: file?.bytes ?? Buffer.from(text, 'utf8'), mediaType: mediaType ?? '', name: file?.name ?? '' } };
}

function partsOf(body: Uint8Array, contentType: string): ReturnType<typeof readMultipart> {
  if (/^multipart\/form-data\b/i.test(contentType)) return readMultipart(body, contentType);
  if (!/^application\/x-www-form-urlencoded\b/i.test(contentType)) return null;
  return [...new URLSearchParams(decoded(body))].slice(0, 32).map(([name, value]) => ({ name, fileName: null, bytes: Buffer.from(value, 'utf8') }));
}

function decoded(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : new TextDecoder().decode(bytes);
}

function isWebAddress(text: string): boolean {
  return text.length <= 2048 && /^https?:\/\/[^\s/]/i.test(text) && URL.canParse(text);
}
