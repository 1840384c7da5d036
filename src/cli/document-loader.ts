import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Config } from '../config.js';
import { ConfigurationError } from '../domain/errors.js';
import { unregisteredStation, type Station } from '../domain/station.js';
import { GuardedFetcher } from '../fetch/guarded-fetcher.js';
import { HostLimiter } from '../fetch/host-limiter.js';
import { systemClock } from '../ports/clock.js';
import type { DocumentLoader } from '../validation/install-profile.js';
import { fetchSettings } from '../workers/harvest.js';

const maxBytes = 64 << 20;
const accept = 'text/turtle, application/n-triples;q=0.9, application/rdf+xml;q=0.8, application/ld+json;q=0.7, */*;q=0.1';

/**
 * Loads documents that an operator names, and what they import: files, and addresses through the guarded client.
 *
 * What the operator names is trusted as given (DESIGN section 1); what a document imports is not: it may not lead from a public
 * address to a file or a private one.
 */
export function operatorLoader(config: Config, named: readonly string[]): { readonly load: DocumentLoader; close(): Promise<void> } {
  const fetchers = new Map<string, GuardedFetcher>();
  const fetcherFor = (address: string): GuardedFetcher => {
    const key = named.includes(address) ? new URL(address).host : '';
    let fetcher = fetchers.get(key);
    if (fetcher === undefined) {
      fetcher = new GuardedFetcher(key === '' ? null : trusted(address), fetchSettings(config, 'ndc'), new HostLimiter(0), systemClock);
      fetchers.set(key, fetcher);
    }
    return fetcher;
  };
  return {
    load: async (address) => {
      if (!/^https?:\/\//.test(address)) return fromFile(address, named);
      const answer = await fetcherFor(address).fetch({ url: address, accept, maxBytes }, AbortSignal.timeout(120_000));
      if (answer.kind !== 'fetched')
        throw new ConfigurationError('config/invalid', `${address} cannot be read: ${'detail' in answer ? answer.detail : answer.kind}`, { address });
      const bytes = answer.body.kind === 'memory' ? answer.body.bytes : readFileSync(answer.body.path);
      return { url: answer.baseIri, text: new TextDecoder().decode(bytes), mediaType: answer.mediaType, hash: sha256(bytes) };
    },
    close: async () => {
      await Promise.all([...fetchers.values()].map((fetcher) => fetcher.close()));
    },
  };
}

/** A file the operator named, or one that such a file imports; an address never leads to a file. */
function fromFile(address: string, named: readonly string[]): { url: string; text: string; mediaType: string; hash: string } {
  const path = address.startsWith('file:') ? fileURLToPath(address.replace(/#.*$/, '')) : resolve(address);
  const onlyFiles = named.every((name) => !/^https?:\/\//.test(name));
  if (!named.includes(address) && !onlyFiles)
    throw new ConfigurationError('config/invalid', `${address} is a file; a document from the network may not import it.`, { address });
  try {
    const bytes = readFileSync(path);
    return { url: pathToFileURL(path).href, text: new TextDecoder().decode(bytes), mediaType: '', hash: sha256(bytes) };
  } catch (error) {
    throw new ConfigurationError(
      'config/invalid',
      `${address} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      { address },
      { cause: error },
    );
  }
}

/** The guard knows stations: an address of the operator's is let through like one, private addresses only where the configuration says so. */
export function trusted(address: string): Station {
  return unregisteredStation('operator', address);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
