import type { Detection, Probe, SeenAnswer } from '../../src/ports/detection.js';
import { formatOfMediaType } from '../../src/rdf/format.js';
import { hasDataset } from './dataset-types.js';
import { readEmbedded } from './embedded.js';
import { readHtml } from './html-page.js';
import { firstOfEach, linksOfHeader, type Link } from './links.js';
import { sitemapsOf } from './sitemap.js';

const acceptHtml = 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1';

/** A page with schema.org or a linked description (WEB-1), or a site that lists its pages (WEB-2, WEB-3). */
export async function detectWeb(url: string, probe: Probe): Promise<Detection | null> {
  if (!URL.canParse(url)) return null;
  const { origin, pathname, search } = new URL(url);
  const isSite = pathname === '/' && search === '';
  if (isSite && hasDataset(await quadsAt(`${origin}/.well-known/datacatalog`, probe)))
    return found(`${origin}/`, 'certain', [
      'De site noemt haar datasets op /.well-known/datacatalog.',
      'The site lists its datasets at /.well-known/datacatalog.',
    ]);
  const answer = await probe.get(url, acceptHtml);
  const page = answer === null || answer === 'too-large' || !isHtml(answer) ? null : answer;
  const described = page === null ? null : await describedBy(page);
  const sitemap = isSite ? await sitemapOf(origin, probe) : null;
  if (sitemap !== null)
    return found(`${origin}/`, described === null ? 'possible' : 'likely', [
      `De site heeft een sitemap (${sitemap}); de webpagina’s daarin kunnen datasets beschrijven.`,
      `The site has a sitemap (${sitemap}); the web pages in it may describe datasets.`,
    ]);
  if (described === null) return null;
  return found(
    url.replace(/#.*$/s, ''),
    'likely',
    described === 'link'
      ? ['De webpagina verwijst naar een beschrijving in RDF.', 'The web page links to a description in RDF.']
      : [
          'De webpagina beschrijft een dataset in haar eigen tekst (schema.org of RDF).',
          'The web page describes a dataset in its own text (schema.org or RDF).',
        ],
  );
}

async function describedBy(answer: SeenAnswer): Promise<'link' | 'embedded' | null> {
  const text = await answer.text();
  const page = readHtml(text, answer.url);
  const links = firstOfEach(linksOfHeader(answer.headers['link'], answer.url), page.links);
  if (links.some(isMetadata)) return 'link';
  return hasDataset((await readEmbedded(text, page)).quads) ? 'embedded' : null;
}

function isMetadata({ rel, type }: Link): boolean {
  return rel === 'describedby' || rel === 'alternate' ? formatOfMediaType(type ?? '') !== undefined : false;
}

async function sitemapOf(origin: string, probe: Probe): Promise<string | null> {
  const robots = await textAt(`${origin}/robots.txt`, 'text/plain', probe);
  const [named] = sitemapsOf(robots, `${origin}/robots.txt`);
  if (named !== undefined) return named.slice(0, 300);
  const url = `${origin}/sitemap.xml`;
  return /<(?:[\w-]+:)?(urlset|sitemapindex)[\s>]/.test((await textAt(url, 'application/xml, text/xml;q=0.9, */*;q=0.1', probe)).slice(0, 64 * 1024))
    ? url
    : null;
}

async function textAt(url: string, accept: string, probe: Probe): Promise<string> {
  const answer = await probe.get(url, accept);
  return answer === null || answer === 'too-large' ? '' : answer.text();
}

async function quadsAt(url: string, probe: Probe): ReturnType<SeenAnswer['quads']> {
  const answer = await probe.get(url, 'application/ld+json, text/turtle;q=0.9, application/rdf+xml;q=0.8');
  return answer === null || answer === 'too-large' ? [] : answer.quads();
}

function isHtml({ mediaType }: SeenAnswer): boolean {
  return /^(text\/html|application\/xhtml\+xml)\b/i.test(mediaType);
}

function found(endpoint: string, certainty: Detection['certainty'], [nl, en]: readonly [string, string]): Detection {
  return { protocol: 'web', certainty, endpoint, settings: {}, reason: { nl: [nl], en: [en] } };
}
