import type { Quad } from '@rdfjs/types';
import type { HarvestedDocument, HarvestEvent } from '../domain/harvest.js';
import type { Harvester } from '../ports/harvester.js';

/** What a station hands in of its own accord, in place of a visit. */
export interface Pushed {
  /** Null when it only says that something is gone. */
  readonly document: HarvestedDocument | null;
  /** IRI of a record that it has deleted. */
  readonly gone: string | null;
  /** The document lists everything the station has, so that absence says something, as after a full walk. */
  readonly complete: boolean;
}

const prefix = 'urn:ndc:pushed:';

/** The address under which a pushed document is remembered; it was fetched from nowhere. */
export function pushedUrl(bodyHash: string): string {
  return `${prefix}${bodyHash}`;
}

export const isPushedUrl = (url: string): boolean => url.startsWith(prefix);

/**
 * Makes what a station pushed a visit, so that it goes the way of a harvest: judged, compared, braked, logged (R12). The
 * protocol that the station is registered with does not matter: what is pushed is RDF.
 */
export function pushOf({ document, gone, complete }: Pushed): Harvester {
  return {
    protocol: 'push',
    knows: { completeListing: complete, deletions: true, modifiedSince: !complete },
    assembly: 'per-document',
    // eslint-disable-next-line @typescript-eslint/require-await -- a generator of events, all of them at hand
    async *harvest(_station, context): AsyncIterable<HarvestEvent> {
      const subjects = new Set<string>();
      if (document !== null)
        yield {
          kind: 'document',
          document,
          visit: ({ subject }: Quad) => {
            if (subject.termType === 'NamedNode') subjects.add(subject.value);
          },
          memo: () => null,
        };
      if (gone !== null) {
        subjects.add(gone);
        yield { kind: 'gone', key: gone, evidence: 'as-delete' };
      }
      // An older push of which nothing is left need not be read again by a later release.
      for (const known of context.knownDocuments())
        if (isPushedUrl(known.url) && known.url !== document?.url && known.subjects.every((subject) => subjects.has(subject)))
          yield { kind: 'forgotten', key: known.url };
      yield { kind: 'complete', walk: complete ? 'full' : 'incremental' };
    },
  };
}
