import { StationError } from '../domain/errors.js';
import { dcatApContext, dcatContext } from './dcat-ap-context.js';

/**
 * Loads JSON-LD contexts without the network (RDF-4). Contexts of our own making for the vocabularies that stations use
 * stand here; any other is a document error that names the address, never silently ignored.
 */
export const bundledContexts = {
  load(url: string): Promise<Record<string, unknown>> {
    const context = contexts[url.replace(/^https:/, 'http:').replace(/\/$/, '')];
    if (context !== undefined) return Promise.resolve({ '@context': context });
    return Promise.reject(
      new StationError(
        'station/unreadable',
        `The JSON-LD context <${url}> is not among the contexts we hold, and contexts are not fetched from the network. Put the context into the document.`,
        { context: url },
      ),
    );
  },
};

const hydra: Record<string, unknown> = {
  hydra: 'http://www.w3.org/ns/hydra/core#',
  ...Object.fromEntries(['Collection', 'PagedCollection', 'PartialCollectionView', 'totalItems', 'itemsPerPage'].map((name) => [name, `hydra:${name}`])),
  ...Object.fromEntries(
    ['member', 'view', 'next', 'previous', 'first', 'last', 'nextPage', 'previousPage', 'firstPage', 'lastPage'].map((name) => [
      name,
      { '@id': `hydra:${name}`, '@type': '@id' },
    ]),
  ),
};

const schemaOrg: Record<string, unknown> = {
  '@vocab': 'http://schema.org/',
  schema: 'http://schema.org/',
  id: '@id',
  type: '@type',
  ...Object.fromEntries(
    ['url', 'license', 'contentUrl', 'sameAs', 'mainEntityOfPage', 'isBasedOn', 'includedInDataCatalog'].map((name) => [
      name,
      { '@id': `http://schema.org/${name}`, '@type': '@id' },
    ]),
  ),
};

const contexts: Readonly<Record<string, Record<string, unknown>>> = {
  'http://www.w3.org/ns/hydra/context.jsonld': hydra,
  'http://www.w3.org/ns/hydra/core': hydra,
  ...Object.fromEntries(['3.0.0', '3.0.1'].map((release) => [`http://semiceu.github.io/DCAT-AP/releases/${release}/context/dcat-ap.jsonld`, dcatApContext])),
  ...Object.fromEntries(['dcat', 'dcat.jsonld', 'dcat3', 'dcat3.jsonld', 'dcat2.jsonld'].map((name) => [`http://www.w3.org/ns/${name}`, dcatContext])),
  'http://schema.org': schemaOrg,
  'http://schema.org/docs/jsonldcontext.json': schemaOrg,
  'http://schema.org/docs/jsonldcontext.jsonld': schemaOrg,
};
