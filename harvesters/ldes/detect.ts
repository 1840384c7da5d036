import { ldes } from '../../vocab/ldes.js';
import { rdf } from '../../vocab/rdf.js';
import { tree } from '../../vocab/tree.js';
import type { Detection, Probe } from '../../src/ports/detection.js';
import { discover } from './discovery.js';
import { PageGraph } from './page-graph.js';
import { withoutFragment } from './pages.js';

/** A feed says so by its type, its views and its members (LDES-1). */
export async function detectLdes(url: string, probe: Probe): Promise<Detection | null> {
  const answer = await probe.get(url);
  if (answer === null || answer === 'too-large') return null;
  const page = new PageGraph(await answer.quads());
  const typed = page.withPredicate(rdf.type).some((quad) => quad.object.equals(ldes.EventStream));
  if (!typed && [tree.view, tree.member].every((term) => page.withPredicate(term).length === 0)) return null;
  const { kind } = discover(page, withoutFragment(answer.url), url);
  const [nl, en] =
    kind === 'root'
      ? ['De pagina is een event stream (LDES).', 'The page is an event stream (LDES).']
      : kind === 'leads'
        ? ['Het document leidt naar een event stream (LDES).', 'The document leads to an event stream (LDES).']
        : [
            'Het document noemt event streams (LDES), maar niet welke er gelezen moet worden. Geef het adres van één stream.',
            'The document names event streams (LDES), but not which one is to be read. Give the address of one stream.',
          ];
  return { protocol: 'ldes', certainty: kind === 'none' ? 'possible' : 'certain', endpoint: url, settings: {}, reason: { nl: [nl], en: [en] } };
}
