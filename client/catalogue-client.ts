import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type { components, paths } from './api.js';

/** Asks the JSON API; paths, parameters, bodies and answers are checked by the compiler. */
export type CatalogueClient = Client<paths>;

/** What the API answers, by name. */
export type Schemas = components['schemas'];

/** @param baseUrl address of the catalogue, without `/api/v1` */
export function catalogueClient(baseUrl: string, options: Omit<ClientOptions, 'baseUrl'> = {}): CatalogueClient {
  return createClient<paths>({ ...options, baseUrl: `${baseUrl}/api/v1` });
}
