import type { Quad } from '@rdfjs/types';
import type { DocumentBody, HarvestEvent } from '../domain/harvest.js';
import type { RememberedDocument } from '../ports/fetcher.js';
import type { Harvester } from '../ports/harvester.js';
import type { RunDocument } from '../ports/ledger.js';

/**
 * What stands for the published records comes with what was noted of it, and keeps that: the station is not asked, so its
 * validators, and where a page leads, still hold.
 */
export type KeptDocument = RunDocument & Partial<RememberedDocument>;

/**
 * Reads kept documents as if the station had just given them, through the pipeline of this release. It knows nothing of
 * what is absent, so that it withdraws nothing (R50, RUN-1).
 */
export function replayOf(harvester: Harvester, documents: readonly KeptDocument[], stored: (bodyHash: string) => Promise<DocumentBody | null>): Harvester {
  return {
    ...harvester,
    knows: { completeListing: false, deletions: false, modifiedSince: true },
    async *harvest(): AsyncIterable<HarvestEvent> {
      yield { kind: 'expects', count: documents.length };
      let isWhole = true;
      for (const { url, baseIri, mediaType, retrievedAt, bodyHash, etag = null, lastModified = null, memo = null } of documents) {
        const body = await stored(bodyHash);
        if (body === null) {
          isWhole = false;
          yield missing(url);
          continue;
        }
        yield {
          kind: 'document',
          document: { url, baseIri, mediaType, retrievedAt, etag, lastModified, bodyHash, body },
          visit: (_quad: Quad) => undefined,
          memo: () => memo,
        };
      }
      if (isWhole) yield { kind: 'complete', walk: 'incremental' };
    },
  };
}

function missing(url: string): HarvestEvent {
  return {
    kind: 'issue',
    issue: {
      code: 'internal',
      severity: 'error',
      subject: null,
      detail: 'The bytes of this document are not kept any more, so it cannot be read again. Harvest the station instead.',
      url,
      line: null,
      owner: 'operator',
    },
  };
}
