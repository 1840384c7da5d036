import { dcat } from '../../vocab/dcat.js';
import type { Detection, Probe } from '../../src/ports/detection.js';
import { ckanSiteOf } from '../ckan/detect.js';
import { acceptOf, formats } from './address.js';

/** A CKAN site that publishes its own DCAT, which says more than we can make of its packages (CKAN-11). */
export async function detectCkanDcat(url: string, probe: Probe): Promise<Detection | null> {
  const site = await ckanSiteOf(url, probe);
  if (site === null || site.action !== null) return null;
  for (const format of formats.slice(0, 3)) {
    const answer = await probe.get(`${site.base}/catalog.${format}?page=1`, acceptOf[format]);
    if (answer === null || answer === 'too-large' || !(await answer.quads()).some((quad) => quad.object.equals(dcat.Catalog))) continue;
    return {
      protocol: 'ckan-dcat',
      certainty: 'certain',
      endpoint: `${site.base}/`,
      settings: format === 'ttl' ? {} : { format },
      reason: {
        nl: [`De CKAN-site geeft haar catalogus zelf in DCAT (catalog.${format}). Dat zegt meer dan wat wij van haar pakketten kunnen maken.`],
        en: [`The CKAN site gives its catalogue in DCAT itself (catalog.${format}). That says more than what we can make of its packages.`],
      },
    };
  }
  return null;
}
