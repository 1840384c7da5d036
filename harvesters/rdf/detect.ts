import { dcat } from '../../vocab/dcat.js';
import { hydra } from '../../vocab/hydra.js';
import { rdf } from '../../vocab/rdf.js';
import type { Detection, Probe } from '../../src/ports/detection.js';
import { archiveKindOf } from '../../src/rdf/archive.js';
import { formatOfPath } from '../../src/rdf/format.js';

const described: ReadonlySet<string> = new Set([dcat.Dataset, dcat.DatasetSeries, dcat.DataService].map((term) => term.value));

/** Any document that is RDF, or an archive of such documents (RDF-3, RDF-9). */
export async function detectRdf(url: string, probe: Probe): Promise<Detection | null> {
  const answer = await probe.get(url);
  if (answer === null) return null;
  if (answer === 'too-large')
    return formatOfPath(pathOf(url)) === undefined
      ? null
      : found(url, 'possible', [
          'Het adres geeft een groot bestand met een naam van een RDF-vorm; het is niet bekeken.',
          'The address gives a large file named as an RDF format; it was not looked at.',
        ]);
  const archive = await archiveKindOf(answer.body);
  if (archive !== null)
    return found(url, 'possible', [
      `Het adres geeft een archief (${archive}), waarin RDF kan staan.`,
      `The address gives an archive (${archive}), which may hold RDF.`,
    ]);
  const quads = await answer.quads();
  if (quads.length === 0) return null;
  const records = new Set(quads.flatMap((quad) => (quad.predicate.equals(rdf.type) && described.has(quad.object.value) ? [quad.subject.value] : []))).size;
  const paged = quads.some((quad) => [hydra.next, hydra.nextPage].some((term) => term.equals(quad.predicate)));
  if (records === 0 && !quads.some((quad) => quad.object.equals(dcat.Catalog)))
    return found(url, 'possible', ['Het document is RDF, maar er staat geen dataset in.', 'The document is RDF, but there is no dataset in it.']);
  return found(url, records > 0 ? 'likely' : 'possible', [
    `Het document is RDF met ${String(records)} ${records === 1 ? 'dataset, reeks of dienst' : 'datasets, reeksen en diensten'}${paged ? ', en er zijn meer pagina’s' : ''}.`,
    `The document is RDF with ${String(records)} ${records === 1 ? 'dataset, series or service' : 'datasets, series and services'}${paged ? ', and there are more pages' : ''}.`,
  ]);
}

function found(endpoint: string, certainty: Detection['certainty'], [nl, en]: readonly [string, string]): Detection {
  return { protocol: 'rdf', certainty, endpoint, settings: {}, reason: { nl: [nl], en: [en] } };
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : '';
}
