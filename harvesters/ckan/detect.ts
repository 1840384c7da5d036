import { z } from 'zod';
import type { Detection, Probe } from '../../src/ports/detection.js';

/** A site with the Action API, and what it says of itself. */
export interface CkanSite {
  /** Address without a slash at its end. */
  readonly base: string;
  readonly version: string | null;
  readonly extensions: readonly string[];
  /** DKAN has no search, and one list of everything (CKAN-12). */
  readonly action: string | null;
}

const statusSchema = z.object({
  success: z.literal(true),
  result: z.object({ ckan_version: z.string().optional(), extensions: z.array(z.string()).catch([]) }),
});
const searchSchema = z.object({ success: z.literal(true), result: z.object({ count: z.number() }) });
const listSchema = z.object({ success: z.literal(true), result: z.array(z.unknown()) });

/** A CKAN site answers to `status_show`, whatever page of it was given. */
export async function detectCkan(url: string, probe: Probe): Promise<Detection | null> {
  const site = await ckanSiteOf(url, probe);
  if (site === null) return null;
  const version = site.version === null ? '' : ` ${site.version.replace(/[^\w.+-]/g, '').slice(0, 20)}`;
  const [nl, en] =
    site.action === null
      ? [`De site heeft de Action API van CKAN${version}.`, `The site has the Action API of CKAN${version}.`]
      : ['De site heeft de API van DKAN, die alles in één lijst geeft.', 'The site has the API of DKAN, which gives everything as one list.'];
  return {
    protocol: 'ckan',
    certainty: 'certain',
    endpoint: `${site.base}/`,
    settings: site.action === null ? {} : { action: site.action },
    reason: { nl: [nl], en: [en] },
  };
}

/** The site that an address belongs to: the part before CKAN's own paths, else the whole host. */
export async function ckanSiteOf(url: string, probe: Probe): Promise<CkanSite | null> {
  if (!URL.canParse(url)) return null;
  const { origin, pathname } = new URL(url);
  const own = pathname.replace(/\/(?:[a-z]{2}(?:_[A-Z]{2})?\/)?(?:api|dataset|organization|group|catalog(?:\.\w+)?)(?:\/.*)?$/, '').replace(/\/+$/, '');
  for (const base of new Set([origin + own, origin])) {
    const status = statusSchema.safeParse(await jsonAt(`${base}/api/3/action/status_show`, probe));
    if (status.success) {
      const { ckan_version: version = null, extensions } = status.data.result;
      return { base, version, extensions, action: null };
    }
    // A site may keep its status to itself.
    if (searchSchema.safeParse(await jsonAt(`${base}/api/3/action/package_search?rows=0`, probe)).success)
      return { base, version: null, extensions: [], action: null };
    if (listSchema.safeParse(await jsonAt(`${base}/api/3/action/current_package_list_with_resources?limit=1`, probe)).success)
      return { base, version: null, extensions: [], action: 'current_package_list_with_resources' };
  }
  return null;
}

async function jsonAt(url: string, probe: Probe): Promise<unknown> {
  const answer = await probe.get(url, 'application/json');
  if (answer === null || answer === 'too-large') return null;
  try {
    return JSON.parse(await answer.text()) as unknown;
  } catch {
    return null;
  }
}
