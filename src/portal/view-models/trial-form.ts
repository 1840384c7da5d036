import type { TrialDesk, TrialWords } from '../../catalogue/station-trial-desk.js';
import type { TrialOrder } from '../../catalogue/station-trial.js';
import type { StationKind } from '../../domain/station.js';
import { isValidIri } from '../../rdf/iri.js';
import type { PageContext } from '../page-context.js';
import type { Choice, FieldMistake } from './form-field.js';

export type TrialField = 'url' | 'name' | 'organisation' | 'kind' | 'protocol' | 'email';

export type TrialError = FieldMistake<TrialField>;

/** What stands in the form; as typed. */
export type TrialValues = Readonly<Record<TrialField, string>>;

export const emptyTrial: TrialValues = { url: '', name: '', organisation: '', kind: 'holder', protocol: '', email: '' };

export interface TrialFormModel {
  readonly values: TrialValues;
  readonly errors: readonly TrialError[];
  readonly kinds: readonly Choice[];
  readonly protocols: readonly Choice[];
  readonly keepMinutes: number;
}

const kinds: readonly StationKind[] = ['holder', 'aggregator', 'intermediary'];
const longest: TrialValues = { url: '2048', name: '200', organisation: '200', kind: '20', protocol: '40', email: '254' };

/** The fields of a form or of an address, cut to their length and on one line. */
export function trialValues(field: (name: string) => string | null): TrialValues {
  const value = (name: TrialField): string =>
    (field(name) ?? emptyTrial[name])
      .replace(/\p{Cc}|\p{Surrogate}|[\u2028\u2029]/gu, ' ')
      .trim()
      .slice(0, Number(longest[name]));
  return {
    url: value('url'),
    name: value('name'),
    organisation: value('organisation'),
    kind: value('kind'),
    protocol: value('protocol'),
    email: value('email'),
  };
}

export function trialFormModel(
  values: TrialValues,
  errors: readonly TrialError[],
  desk: Pick<TrialDesk, 'protocols'>,
  keepMs: number,
  context: PageContext,
): TrialFormModel {
  const words = context.m.trial.form;
  return {
    values,
    errors,
    kinds: kinds.map((kind) => ({ value: kind, text: words.kinds[kind] })),
    protocols: [{ value: '', text: words.protocolAuto }, ...desk.protocols.map((protocol) => ({ value: protocol, text: protocol }))],
    keepMinutes: Math.max(1, Math.round(keepMs / 60_000)),
  };
}

/** The order and the words for the entry, or what is wrong in the form. */
export function trialOrder(
  values: TrialValues,
  desk: Pick<TrialDesk, 'protocols'>,
  context: PageContext,
): { readonly order: TrialOrder; readonly words: TrialWords } | { readonly errors: readonly TrialError[] } {
  const texts = context.m.trial.errors;
  const url = addressOf(values.url);
  const kind = kinds.find((known) => known === values.kind);
  const errors: TrialError[] = [];
  if (url === null) errors.push({ field: 'url', text: texts.url });
  if (kind === undefined) errors.push({ field: 'kind', text: texts.kind });
  if (values.protocol !== '' && !desk.protocols.includes(values.protocol)) errors.push({ field: 'protocol', text: texts.protocol });
  if (values.email !== '' && !isEmail(values.email)) errors.push({ field: 'email', text: texts.email });
  if (url === null || kind === undefined || errors.length > 0) return { errors };
  const name = values.name === '' ? url.host : values.name;
  const organisation = values.organisation === '' ? name : values.organisation;
  return {
    order: { url: url.href, protocol: values.protocol === '' ? null : values.protocol, kind, holder: { iri: `${url.origin}/`, name: organisation } },
    words: { name, organisation, email: values.email },
  };
}

/** People leave the scheme out. */
function addressOf(text: string): URL | null {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (text === '' || !URL.canParse(whole)) return null;
  const url = new URL(whole);
  return /^https?:$/.test(url.protocol) && url.host !== '' && url.username === '' && url.password === '' ? url : null;
}

function isEmail(text: string): boolean {
  return /^[^\s@<>"'(),:;\\]+@[^\s@<>"'(),:;\\]+\.[^\s@.]+$/.test(text) && isValidIri(`mailto:${text}`);
}
