import { CatalogueError } from '../../src/domain/errors.js';
import type { Detection, Probe } from '../../src/ports/detection.js';
import { choosePrefix } from './formats.js';
import { requestUrl } from './request.js';
import { readResponse, type OaiResponse } from './response.js';

/** A repository answers to `Identify` (OAI-8); what it offers tells whether we can read it. */
export async function detectOaiPmh(url: string, probe: Probe): Promise<Detection | null> {
  if (!URL.canParse(url)) return null;
  const base = baseOf(url);
  const identified = await ask(requestUrl(base, { verb: 'Identify' }), probe);
  if (identified?.identify == null) return null;
  const offered = await ask(requestUrl(base, { verb: 'ListMetadataFormats' }), probe);
  const prefix = offered === null ? null : choosePrefix(offered.formats);
  const [nl, en] =
    prefix === null
      ? [
          'Het adres is een OAI-PMH-repository, maar biedt geen vorm aan die wij lezen.',
          'The address is an OAI-PMH repository, but offers no format that we read.',
        ]
      : [`Het adres is een OAI-PMH-repository; wij lezen de vorm "${prefix}".`, `The address is an OAI-PMH repository; we read its format "${prefix}".`];
  return { protocol: 'oai-pmh', certainty: prefix === null ? 'possible' : 'certain', endpoint: base, settings: {}, reason: { nl: [nl], en: [en] } };
}

/** The address without the arguments of a request. */
function baseOf(url: string): string {
  const base = new URL(url);
  base.hash = '';
  for (const name of ['verb', 'metadataPrefix', 'set', 'from', 'until', 'identifier', 'resumptionToken']) base.searchParams.delete(name);
  return base.href;
}

async function ask(url: string, probe: Probe): Promise<OaiResponse | null> {
  const answer = await probe.get(url, 'text/xml, application/xml;q=0.9, */*;q=0.1');
  if (answer === null || answer === 'too-large') return null;
  const text = await answer.text();
  if (!/<(?:[\w-]+:)?OAI-PMH[\s>]/.test(text.slice(0, 4000))) return null;
  try {
    return await readResponse(text);
  } catch (error) {
    if (error instanceof CatalogueError) return null;
    throw error;
  }
}
