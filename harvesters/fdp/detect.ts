import type { Quad } from '@rdfjs/types';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { fdpo } from '../../vocab/fdp.js';
import { ldp } from '../../vocab/ldp.js';
import { r3d } from '../../vocab/r3d.js';
import { rdf } from '../../vocab/rdf.js';
import type { Detection, Probe, SeenAnswer } from '../../src/ports/detection.js';

const roots: ReadonlySet<string> = new Set([fdpo.FAIRDataPoint, fdpo.MetadataService, r3d.Repository].map((term) => term.value));
/** So many levels lie between a distribution and the root. */
const maxLevels = 4;

/** A FAIR Data Point says so by the type of its root (FDP-2); its other pages lead there. */
export async function detectFdp(url: string, probe: Probe): Promise<Detection | null> {
  const start = await turtleOf(url, probe);
  if (start === null) return null;
  const first = await start.quads();
  let [page, quads] = [start, first];
  for (let level = 0; ; level++) {
    if (isRoot(page.url, quads)) return found(withoutFragment(page.url), 'certain', level);
    const parent = level === maxLevels ? undefined : parentOf(page.url, quads);
    const above = parent === undefined ? null : await turtleOf(parent, probe);
    if (above === null) break;
    [page, quads] = [above, await above.quads()];
  }
  const isListing = first.some((quad) => quad.predicate.equals(ldp.membershipResource)) && first.some((quad) => quad.object.equals(dcat.Catalog));
  return isListing ? found(withoutFragment(start.url), 'likely', 0) : null;
}

/** FDPs answer browsers with an empty shell, and some everybody, unless the address says what is wanted. */
async function turtleOf(url: string, probe: Probe): Promise<SeenAnswer | null> {
  const asked = URL.canParse(url) ? withoutFragment(url) : null;
  if (asked === null) return null;
  const formed = new URL(asked);
  formed.searchParams.set('format', 'ttl');
  for (const [address, accept] of [[asked], [asked, 'text/turtle'], [formed.href, 'text/turtle']] as const) {
    const answer = await probe.get(address, accept);
    if (answer === 'too-large') return null;
    if (answer !== null && (await answer.quads()).length > 0) return { ...answer, url: address === asked ? answer.url : asked };
    // What is there is no RDF and no HTML either: no other question changes that.
    if (answer !== null && !/html/i.test(answer.mediaType)) return null;
  }
  return null;
}

function isRoot(url: string, quads: readonly Quad[]): boolean {
  const typed = quads.filter((quad) => quad.predicate.equals(rdf.type) && roots.has(quad.object.value)).map((quad) => quad.subject.value);
  if (typed.some((iri) => sameAddress(iri, url))) return true;
  // Behind a proxy, or with a persistent address, a root has another name than its page.
  return quads.some(
    (quad) => typed.includes(quad.subject.value) && [fdpo.metadataCatalog, r3d.dataCatalog, ldp.contains].some((one) => one.equals(quad.predicate)),
  );
}

function parentOf(url: string, quads: readonly Quad[]): string | undefined {
  return quads.find((quad) => quad.predicate.equals(dct.isPartOf) && sameAddress(quad.subject.value, url) && sameHost(quad.object.value, url))?.object.value;
}

function found(endpoint: string, certainty: Detection['certainty'], level: number): Detection {
  const reason =
    certainty === 'certain'
      ? level === 0
        ? { nl: 'De pagina noemt zichzelf een FAIR Data Point.', en: 'The page calls itself a FAIR Data Point.' }
        : { nl: 'De pagina hoort bij een FAIR Data Point; het begin daarvan is gevonden.', en: 'The page belongs to a FAIR Data Point; its root was found.' }
      : { nl: 'De pagina somt op zoals een FAIR Data Point dat doet.', en: 'The page lists its members as a FAIR Data Point does.' };
  return { protocol: 'fdp', certainty, endpoint, settings: {}, reason: { nl: [reason.nl], en: [reason.en] } };
}

function sameAddress(a: string, b: string): boolean {
  const bare = (iri: string): string =>
    withoutFragment(iri)
      .replace(/^https?:/, '')
      .replace(/\/+$/, '');
  return bare(a) === bare(b);
}

function sameHost(a: string, b: string): boolean {
  return /^https?:/.test(a) && URL.canParse(a) && new URL(a).host === new URL(b).host;
}

function withoutFragment(url: string): string {
  return url.replace(/#.*$/s, '');
}
