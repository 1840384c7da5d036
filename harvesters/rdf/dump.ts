import { CatalogueError } from '../../src/domain/errors.js';
import type { HarvestEvent } from '../../src/domain/harvest.js';
import type { RememberedDocument } from '../../src/ports/fetcher.js';
import type { HarvestContext } from '../../src/ports/harvester.js';
import { readArchive, type LeftOut } from '../../src/rdf/archive.js';
import { discard, documentOf, memoOf, type Fetched } from './documents.js';
import { issueAt } from './issue.js';
import { PagingReader } from './paging.js';

const maxNamed = 20;

/** The entries that an archive had last time, null when it was none. */
export function entriesOf(remembered: RememberedDocument): readonly string[] | null {
  const entries = memoOf(remembered)['entries'];
  return Array.isArray(entries) ? entries.filter((entry) => typeof entry === 'string') : null;
}

/** An archive stands for its entries only while each of them is remembered. */
export function standsWhole(remembered: RememberedDocument, context: HarvestContext): boolean {
  return (entriesOf(remembered) ?? []).every((entry) => context.remembered(entry) !== undefined);
}

/** What stands in an unchanged archive has not changed either. */
export function* unchangedEntries(remembered: RememberedDocument, context: HarvestContext): Generator<HarvestEvent> {
  for (const entry of entriesOf(remembered) ?? []) {
    yield { kind: 'unchanged', key: entry };
    const { items } = memoOf(context.remembered(entry) ?? remembered);
    if (Array.isArray(items)) for (const item of items) if (typeof item === 'string') yield { kind: 'listed', key: item };
  }
}

/**
 * The files of a .zip or .tar.gz, one document each under the archive's address and their own name (RDF-9). The archive
 * is remembered as well, so that it can be asked for on conditions.
 *
 * @returns whether all of it could be read
 */
export async function* readDump(answer: Fetched, kind: 'zip' | 'tar', url: string, context: HarvestContext): AsyncGenerator<HarvestEvent, boolean> {
  const base = url.replace(/#.*$/s, '');
  const entries: string[] = [];
  const leftOut: LeftOut[] = [];
  try {
    for await (const entry of readArchive(answer.body, kind, context.limits.maxDocumentBytes)) {
      if (entry.kind === 'left-out') {
        leftOut.push(entry);
        continue;
      }
      const own = `${base}#${encodeURIComponent(entry.name)}`;
      entries.push(own);
      const before = context.remembered(own);
      if (before?.bodyHash === entry.bodyHash) {
        await discard(entry.body);
        yield { kind: 'unchanged', key: own };
        const { items } = memoOf(before);
        if (Array.isArray(items)) for (const item of items) if (typeof item === 'string') yield { kind: 'listed', key: item };
        continue;
      }
      const listing = new PagingReader();
      const items = (): readonly string[] => listing.links(own, undefined).items;
      yield {
        kind: 'document',
        document: documentOf({ ...entry, baseIri: answer.baseIri, etag: null, lastModified: null }, own, context),
        visit: (quad) => {
          listing.visit(quad);
        },
        memo: () => ({ items: items() }),
      };
      for (const item of items()) yield { kind: 'listed', key: item };
    }
    yield* tellLeftOut(leftOut, url);
    if (entries.length === 0) {
      yield issueAt(url, 'archive-entry', 'error', 'The archive holds no file that is RDF by its name (.ttl, .nt, .nq, .trig, .rdf, .xml, .jsonld, .json).');
      return false;
    }
    yield { kind: 'kept', document: documentOf(answer, url, context), memo: { entries } };
    return true;
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error;
    yield issueAt(url, error.code === 'station/too-large' ? 'too-large' : 'unusable-body', 'error', error.message);
    return false;
  } finally {
    await discard(answer.body);
  }
}

const words: Readonly<Record<Exclude<LeftOut['reason'], 'nothing'>, string>> = {
  nested: 'is compressed or an archive itself; put the files into the archive as they are',
  encrypted: 'is encrypted',
  twice: 'has the name of an earlier file',
  name: 'has a name that is too long',
};

function* tellLeftOut(leftOut: readonly LeftOut[], url: string): Generator<HarvestEvent> {
  for (const { name, reason } of leftOut.filter((one) => one.reason !== 'nothing').slice(0, maxNamed))
    if (reason !== 'nothing')
      yield issueAt(url, 'archive-entry', 'warning', `${JSON.stringify(name.slice(0, 200))} in the archive ${words[reason]}. It was left out.`);
  const others = leftOut.filter((one) => one.reason === 'nothing').length;
  if (others > 0) yield issueAt(url, 'archive-entry', 'info', `${String(others)} files of the archive are no RDF by their names and were left out.`);
}
