import { Router } from 'express';
import type { CatalogueQueries } from '../../catalogue/queries.js';
import { handoverItems, resolveSelection } from '../../catalogue/selection.js';
import { readEntry, type SelectionEntry } from '../../domain/selection.js';
import { RequestError } from '../../domain/errors.js';
import { mistakeAt, parseParameters, refuseMistakes, selectionParameters } from '../schemas/api.js';
import { sendJson } from './datasets.js';

export interface SelectionsDependencies {
  readonly queries: CatalogueQueries;
  readonly baseUrl: string;
  readonly country: string | null;
}

/** `/api/v1/selections`: a list of datasets as it is handed over, for the receiver to look up now and later (R81). */
export function selectionsRouter({ queries, baseUrl, country }: SelectionsDependencies): Router {
  const router = Router({ strict: true });
  router.get('/selections', (request, response) => {
    const { id, lang } = parseParameters(selectionParameters, request.query);
    refuseMistakes(id.filter((text) => readEntry(text) === null).map((text) => mistakeAt('id', 'invalid', noEntry(text))));
    const entries = id.map(entryOf);
    const selected = resolveSelection(queries, entries);
    const items = handoverItems(selected, { baseUrl, catalogueIri: queries.catalogue().iri, country, lang });
    const missing = selected.filter(({ view }) => view === null).map(({ id: asked, state }) => ({ id: asked, state }));
    sendJson(request, response, { items, missing });
  });
  return router;
}

/** @throws RequestError `request/bad-parameter` */
export function entryOf(text: string): SelectionEntry {
  const entry = readEntry(text);
  if (entry === null) throw new RequestError('request/bad-parameter', noEntry(text));
  return entry;
}

function noEntry(text: string): string {
  return `"${text.slice(0, 60)}" is no id of a dataset, with or without one of its distributions ({id} or {id}.{distribution}).`;
}
