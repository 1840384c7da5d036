import type { Request } from 'express';
import { RequestError } from '../domain/errors.js';
import { exportProfiles, findExportProfile, type ExportProfile } from '../federation/export-profiles.js';

/** In which forms somebody wants a record (DX-CONNEGP; PROF-1 to PROF-3). */
export interface WantedProfiles {
  /** Best first; empty when nothing was asked, and the record is given as it is published. */
  readonly profiles: readonly ExportProfile[];
  /** Whether something else will do when none of them can be had. */
  readonly orElse: boolean;
  /** Asked for by `_profile=alt`: what there is. */
  readonly list: boolean;
}

const nothing: WantedProfiles = { profiles: [], orElse: true, list: false };

/**
 * What is asked by `_profile=`, else by `Accept-Profile`, else by `Accept: type;profile="…"`: the query beats the headers (PROF-2).
 *
 * @throws RequestError `request/not-acceptable` with the list, when only profiles were asked for that we do not know
 */
export function wantedProfiles(request: Request): WantedProfiles {
  const token: unknown = request.query['_profile'];
  if (token !== undefined) {
    if (typeof token !== 'string') throw new RequestError('request/bad-parameter', '"_profile" is given more than once.');
    if (token === 'alt') return { ...nothing, list: true };
    const profile = findExportProfile(token);
    if (profile === undefined) throw unknown(token);
    return { profiles: [profile], orElse: false, list: false };
  }
  const header = request.get('accept-profile');
  const asked = header === undefined ? typeParameter(request.get('accept')) : wishes(header);
  if (asked.length === 0) return nothing;
  const orElse = asked.some(({ iri, q }) => iri === '*' && q > 0);
  const profiles = asked.flatMap(({ iri, q }) => (q > 0 ? (findExportProfile(iri) ?? []) : []));
  if (profiles.length === 0 && !orElse && asked.some(({ q }) => q > 0)) throw unknown(asked.map(({ iri }) => iri).join(', '));
  return { profiles, orElse, list: false };
}

interface Wish {
  readonly iri: string;
  readonly q: number;
}

const mostWishes = 20;

function wishes(header: string): Wish[] {
  return header
    .slice(0, 4000)
    .split(',')
    .slice(0, mostWishes)
    .flatMap((part) => {
      const iri = /^\s*(?:<([^<>]*)>|(\*))/.exec(part);
      const q = Number(/;\s*q\s*=\s*([\d.]+)/.exec(part)?.[1] ?? '1');
      return iri === null ? [] : [{ iri: iri[1] ?? iri[2] ?? '', q: Number.isFinite(q) ? q : 0 }];
    })
    .sort((a, b) => b.q - a.q);
}

/** `Accept: text/turtle;profile="…"` is a preference, so anything else will do (PROF-1). */
function typeParameter(accept: string | undefined): Wish[] {
  const iris = [...(accept ?? '').slice(0, 4000).matchAll(/;\s*profile\s*=\s*"([^"]*)"/g)].flatMap(([, list]) => (list ?? '').split(/\s+/));
  const known = iris.filter((iri) => findExportProfile(iri) !== undefined).map((iri) => ({ iri, q: 1 }));
  return known.length === 0 ? [] : [...known, { iri: '*', q: 0.1 }];
}

function unknown(asked: string): RequestError {
  return new RequestError(
    'request/not-acceptable',
    `No form is known by ${asked.slice(0, 300)}. Known: ${exportProfiles.map(({ token, iri }) => `${token} <${iri}>`).join(', ')}.`,
  );
}

/** All forms of a record as links (PROF-1): the canonical one is as it is published. */
export function profileLinks(address: string): string[] {
  return [
    `<${address}>; rel="canonical"; type="text/turtle"`,
    ...exportProfiles.map(
      ({ token, iri }) =>
        `<${address}?_profile=${token}>; rel="alternate"; type="${token === 'schema-org' ? 'application/ld+json' : 'text/turtle'}"; formats="${iri}"; token="${token}"`,
    ),
  ];
}
