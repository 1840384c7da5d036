import { z } from 'zod';
import { dcat } from '../../vocab/dcat.js';
import { rdf } from '../../vocab/rdf.js';
import { sd } from '../../vocab/sd.js';
import type { Detection, Probe } from '../../src/ports/detection.js';

const answerSchema = z.object({ boolean: z.boolean() });

/** An endpoint describes itself, or answers a question (SPARQL 1.1 Service Description; SPQ-5, SPQ-6). */
export async function detectSparql(url: string, probe: Probe): Promise<Detection | null> {
  const page = await probe.get(url);
  const quads = page === null || page === 'too-large' ? [] : await page.quads();
  const service = quads.find((quad) => quad.predicate.equals(rdf.type) && quad.object.equals(sd.Service))?.subject;
  const described = quads.find((quad) => quad.predicate.equals(sd.endpoint) && (service === undefined || quad.subject.equals(service)))?.object.value;
  // A document with RDF of its own is no endpoint.
  if (quads.length > 0 && service === undefined && described === undefined) return null;
  const endpoint = (described !== undefined && /^https?:/.test(described) ? described : url).replace(/[?#].*$/s, '');
  const inDefault = await ask(endpoint, `ASK { ?d a <${dcat.Dataset.value}> }`, probe);
  if (inDefault === null) return null;
  const inNamed = inDefault ? null : await ask(endpoint, `ASK { GRAPH ?g { ?d a <${dcat.Dataset.value}> } }`, probe);
  const [nl, en] = inDefault
    ? ['Het adres is een SPARQL-endpoint met datasets.', 'The address is a SPARQL endpoint with datasets.']
    : inNamed === true
      ? ['Het adres is een SPARQL-endpoint; de datasets staan in benoemde grafen.', 'The address is a SPARQL endpoint; its datasets are in named graphs.']
      : ['Het adres is een SPARQL-endpoint, maar er staat geen dcat:Dataset in.', 'The address is a SPARQL endpoint, but there is no dcat:Dataset in it.'];
  return {
    protocol: 'sparql',
    certainty: inDefault || inNamed === true ? 'certain' : 'possible',
    endpoint,
    settings: inNamed === true ? { graph: '*' } : {},
    reason: { nl: [nl], en: [en] },
  };
}

/** Null when the address does not answer as an endpoint. */
async function ask(endpoint: string, query: string, probe: Probe): Promise<boolean | null> {
  const answer = await probe.get(
    `${endpoint}?${new URLSearchParams({ query }).toString()}`,
    'application/sparql-results+json, application/sparql-results+xml;q=0.8',
  );
  if (answer === null || answer === 'too-large') return null;
  const text = (await answer.text()).slice(0, 20_000);
  if (/^\s*\{/.test(text)) {
    try {
      const parsed = answerSchema.safeParse(JSON.parse(text));
      return parsed.success ? parsed.data.boolean : null;
    } catch {
      return null;
    }
  }
  const boolean = /<(?:[\w-]+:)?sparql[\s>][\s\S]*<(?:[\w-]+:)?boolean>\s*(true|false)\s*</.exec(text)?.[1];
  return boolean === undefined ? null : boolean === 'true';
}
