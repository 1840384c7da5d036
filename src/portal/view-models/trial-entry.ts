import type { TrialWords } from '../../catalogue/station-trial-desk.js';
import type { TrialOrder, TrialResult } from '../../catalogue/station-trial.js';
import type { PortalLanguage } from '../../domain/language.js';
import { slugOf } from '../../domain/organisation.js';
import { writeStationEntry } from '../../rdf/station-entry.js';

/** What a trial was about, as it is kept and shown. */
export interface TrialSubject {
  readonly order: TrialOrder;
  readonly words: TrialWords;
  /** Language of the form, which the name was typed in. */
  readonly lang: PortalLanguage;
}

export interface TrialEntry {
  readonly id: string;
  /** A whole stations file with this one entry. */
  readonly turtle: string;
}

/** Segments of `/stations/` that are pages of ours. */
const reserved: ReadonlySet<string> = new Set(['new']);

/** The entry by which the station could be registered: what the visitor typed and what we found out; null when no protocol fits. */
export function trialEntry(
  { order, words, lang }: TrialSubject,
  { chosen, visit }: TrialResult,
  baseUrl: string,
  isTaken: (id: string) => boolean,
): TrialEntry | null {
  if (chosen === null) return null;
  const id = freeId(words.name, chosen.endpoint, isTaken);
  const isHolder = order.kind === 'holder' && order.holder !== null;
  const own = URL.canParse(chosen.endpoint) ? `${new URL(chosen.endpoint).origin}/` : null;
  const block = writeStationEntry(
    {
      iri: `${baseUrl}/stations/${id}`,
      title: { [lang]: [words.name] },
      kind: order.kind,
      holder: isHolder ? order.holder : null,
      contactEmail: words.email === '' ? null : words.email,
      endpoint: chosen.endpoint,
      protocol: chosen.protocol,
      settings: chosen.settings,
      schedule: null,
      profiles: [],
      // Only what is plainly the holder's own: a prefix keeps other holders out.
      subjectPrefixes: isHolder && visit?.subjectPrefix != null && visit.subjectPrefix === own ? [own] : [],
      state: 'onboarding',
    },
    new Map(),
  );
  return { id, turtle: block };
}

function freeId(name: string, endpoint: string, isTaken: (id: string) => boolean): string {
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname : '';
  const slug =
    [name, host, 'station'].map((text) => slugOf(text).slice(0, 50).replace(/-+$/, '')).find((text) => text !== '' && !reserved.has(text)) ?? 'station';
  for (let n = 1; ; n++) {
    const id = n === 1 ? slug : `${slug}-${String(n)}`;
    if (!isTaken(id)) return id;
  }
}
