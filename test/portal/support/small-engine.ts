import { Store } from 'oxigraph';
import { RequestError } from '../../../src/domain/errors.js';
import type { SparqlEngine } from '../../../src/ports/sparql-engine.js';
import { queryTrouble } from '../../../src/rdf/query-trouble.js';

const dcat = 'http://www.w3.org/ns/dcat#';
const triples = Array.from(
  { length: 30 },
  (_, n) =>
    `<https://a.example/${String(n)}> a <${dcat}Dataset> ; <http://purl.org/dc/terms/title> "A title that is long enough to need some room ${String(n)}"@en , "Een titel ${String(n)}"@nl ; <http://healthdataportal.eu/ns/health#healthCategory> <https://a.example/category/${String(n % 3)}> .`,
).join('\n');

/** A few invented triples behind the real query language. */
export function smallEngine(): SparqlEngine {
  const store = new Store();
  store.load(triples, { format: 'text/turtle' });
  return {
    query: ({ query, format }) => {
      try {
        const text = store.query(query, { results_format: format }) as unknown as string;
        return Promise.resolve({ body: Buffer.from(text), format, more: false, seq: 1 });
      } catch (error) {
        const trouble = queryTrouble((error as Error).message, query);
        return Promise.reject(new RequestError('request/bad-query', trouble?.detail ?? 'unreadable', { line: trouble?.line ?? 1 }));
      }
    },
    status: () => Promise.resolve([]),
  };
}
