/** RDF as it may be sent, one example a format, for the OpenAPI document. */

const dataset = 'https://holder.example/dataset/1';
const title = 'Sleep of adolescents';
const description = 'Diaries of 1200 pupils.';
const rdfType = '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>';
const turtle = `@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .

<${dataset}> a dcat:Dataset ;
    dct:title "${title}"@en ;
    dct:description "${description}"@en .
`;
const statements = (graph: string): string =>
  [
    `<${dataset}> ${rdfType} <http://www.w3.org/ns/dcat#Dataset>`,
    `<${dataset}> <http://purl.org/dc/terms/title> "${title}"@en`,
    `<${dataset}> <http://purl.org/dc/terms/description> "${description}"@en`,
  ]
    .map((statement) => `${statement}${graph} .\n`)
    .join('');
const text = { type: 'string' };

export const rdfBodies = {
  'text/turtle': { schema: text, example: turtle },
  'application/ld+json': {
    schema: { type: 'object', additionalProperties: true },
    example: {
      '@context': { dcat: 'http://www.w3.org/ns/dcat#', dct: 'http://purl.org/dc/terms/' },
      '@id': dataset,
      '@type': 'dcat:Dataset',
      'dct:title': { '@value': title, '@language': 'en' },
      'dct:description': { '@value': description, '@language': 'en' },
    },
  },
  'application/rdf+xml': {
    schema: text,
    example: `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/">
  <dcat:Dataset rdf:about="${dataset}">
    <dct:title xml:lang="en">${title}</dct:title>
    <dct:description xml:lang="en">${description}</dct:description>
  </dcat:Dataset>
</rdf:RDF>
`,
  },
  'application/n-triples': { schema: text, example: statements('') },
  'application/n-quads': { schema: text, example: statements(' <https://holder.example/graph>') },
  'application/trig': { schema: text, example: turtle },
} as const;
