/** How a machine reads all of the catalogue, or asks it questions. */
export interface Face {
  readonly id: 'dcat' | 'feed' | 'oai' | 'dumps' | 'fdp' | 'sparql' | 'api';
  readonly path: string;
  /** Where the face describes itself, with the type that it does it in. */
  readonly described: { readonly path: string; readonly type: string };
  readonly formats: readonly string[];
}

/** In the order in which they are recommended to other catalogues. */
export const faces: readonly Face[] = [
  {
    id: 'oai',
    path: '/oai',
    described: { path: '/oai?verb=Identify', type: 'text/xml' },
    formats: ['dcat_ap', 'healthdcat_ap', 'rdf', 'oai_dc'],
  },
  {
    id: 'feed',
    path: '/feed',
    described: { path: '/feed', type: 'application/trig' },
    formats: ['application/trig', 'application/ld+json', 'application/n-quads'],
  },
  {
    id: 'dcat',
    path: '/catalog',
    described: { path: '/void', type: 'text/turtle' },
    formats: ['text/turtle', 'application/ld+json', 'application/rdf+xml', 'application/n-triples', 'application/n-quads', 'application/trig'],
  },
  {
    id: 'dumps',
    path: '/dumps',
    described: { path: '/void', type: 'text/turtle' },
    formats: ['application/n-quads', 'text/turtle', 'application/ld+json'],
  },
  {
    id: 'fdp',
    path: '/fdp',
    described: { path: '/fdp', type: 'text/turtle' },
    formats: ['text/turtle', 'application/ld+json', 'application/rdf+xml', 'application/n-triples'],
  },
  {
    id: 'sparql',
    path: '/sparql',
    described: { path: '/sparql', type: 'text/turtle' },
    formats: ['application/sparql-results+json', 'application/sparql-results+xml', 'text/csv', 'text/turtle'],
  },
  { id: 'api', path: '/api/v1', described: { path: '/api/v1/openapi.json', type: 'application/json' }, formats: ['application/json'] },
];
