import type { HarvestContext } from '../../src/ports/harvester.js';
import { discard, jsonOf } from '../received.js';
import { z } from 'zod';
import { CatalogueError } from '../../src/domain/errors.js';

const statusSchema = z.object({ result: z.object({ extensions: z.array(z.string()) }) });

/** Whether the site runs ckanext-dcat: by its list of extensions, else by a look at its catalogue (CKAN-11). */
export async function offersOwnDcat(base: string, context: HarvestContext): Promise<boolean> {
  const maxBytes = context.limits.maxPageBytes;
  const status = await context.fetcher.fetch({ url: `${base}/api/3/action/status_show`, accept: 'application/json', maxBytes }, context.signal);
  if (status.kind === 'fetched') {
    try {
      const parsed = statusSchema.safeParse(await jsonOf(status.body, maxBytes));
      if (parsed.success) return parsed.data.result.extensions.some((name) => /^dcat\b/.test(name));
    } catch (error) {
      if (!(error instanceof CatalogueError)) throw error;
    } finally {
      await discard(status);
    }
  }
  const catalogue = await context.fetcher.fetch({ url: `${base}/catalog.ttl`, accept: 'text/turtle', maxBytes }, context.signal);
  await discard(catalogue);
  return catalogue.kind === 'fetched' && /^text\/turtle\b/i.test(catalogue.mediaType);
}
