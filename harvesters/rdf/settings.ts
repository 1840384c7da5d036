import type { Station } from '../../src/domain/station.js';

/** What the operator may set for one station of RDF documents (`ndc:setting`). */
export interface RdfSettings {
  /** Further documents, each with pages of its own. */
  readonly also: readonly string[];
  /** Whether sub-catalogues are read. */
  readonly follow: boolean;
}

const known: readonly string[] = ['also', 'follow'];

export function settingsOf({ settings }: Station): RdfSettings {
  return { also: words(settings['also']).filter(isAddress), follow: settings['follow'] !== 'no' };
}

/** What is wrong with a station's settings, in words for the operator. */
export function faultsOf({ settings }: Station): readonly string[] {
  const { follow } = settings;
  return [
    ...Object.keys(settings).flatMap((name) => (known.includes(name) ? [] : [`rdf has no setting ${JSON.stringify(name)}; it has ${known.join(', ')}.`])),
    ...words(settings['also']).flatMap((word) => (isAddress(word) ? [] : [`also=${word} is no http or https address; several are separated by spaces.`])),
    ...(follow === undefined || follow === 'yes' || follow === 'no' ? [] : [`follow=${follow} must be yes or no.`]),
  ];
}

function words(text: string | undefined): string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '');
}

function isAddress(word: string): boolean {
  return /^https?:\/\//i.test(word) && URL.canParse(word);
}
