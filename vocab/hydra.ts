import { vocabulary } from './namespace.js';

/** Hydra, both generations of paging terms */
export const hydra = vocabulary(
  'http://www.w3.org/ns/hydra/core#',
  'Collection',
  'PagedCollection',
  'PartialCollectionView',
  'view',
  'member',
  'next',
  'nextPage',
  'previous',
  'previousPage',
  'first',
  'firstPage',
  'last',
  'lastPage',
  'totalItems',
  'itemsPerPage',
);
