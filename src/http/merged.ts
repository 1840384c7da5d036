import type { RequestParamHandler } from 'express';
import type { CatalogueQueries } from '../catalogue/queries.js';

/** The id of a record that was merged into another one leads there for good (DESIGN section 3, Identity). */
export function redirectMerged(queries: CatalogueQueries): RequestParamHandler {
  return (request, response, next, id: string) => {
    const head = /^[a-z2-7]{16,52}$/.test(id) ? queries.head(id) : undefined;
    if (head === undefined || head.id === id) next();
    else response.redirect(301, request.originalUrl.replace(id, head.id));
  };
}
