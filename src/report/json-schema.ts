import { z } from 'zod';

const languageMap = z.record(z.string(), z.array(z.string())).describe("Sentences by BCP 47 language tag; 'nl' and 'en' for ours, '' for untagged.");
const severity = z.enum(['violation', 'warning', 'info']);
const line = z.int().min(1).nullable();

const excerpt = z
  .strictObject({ line: z.int().min(1), firstLine: z.int().min(1).describe('Number of the first of `lines`.'), lines: z.array(z.string()).max(3) })
  .describe('The line with the one before and the one after it; long lines are cut.');

const change = z
  .strictObject({
    subject: z.string().describe('IRI, or `_:` and a label.'),
    predicate: z.string(),
    before: z.string().describe('N-Triples term.'),
    after: z.string().describe('N-Triples term.'),
    newPredicate: z.string().optional().describe('When the property is to be replaced as well.'),
  })
  .describe('Replace one value by another.');

const fix = z.strictObject({
  text: languageMap,
  patch: z
    .string()
    .nullable()
    .describe('Turtle about the focus node: the very change when `change` is given, else an example whose values are to be filled in.'),
  change: change.nullable().describe('The very change, when it is certain; `ndc validate --fix` makes these.'),
  nearest: z
    .array(z.strictObject({ value: z.string().describe('N-Triples term.'), label: z.string() }))
    .describe('Did you mean: values that are allowed, best first.'),
});

const expected = z.strictObject({
  schemes: z.array(z.string()).describe('Code lists (`skos:ConceptScheme`) that the value must come from.'),
  values: z.array(z.string()).describe('The only values allowed, as N-Triples terms.'),
  datatypes: z.array(z.string()),
  nodeKind: z.string().nullable(),
  pattern: z.string().nullable(),
});

const result = z
  .strictObject({
    severity,
    dataset: z.string().describe('The description that the focus node belongs to.'),
    focusNode: z.string().describe('IRI; a node without a name has one that starts with `urn:ndc:genid:`.'),
    path: z.string().nullable().describe('Property IRI, or a SPARQL property path.'),
    component: z.string().describe('SHACL constraint component without `ConstraintComponent`, such as `MinCount`.'),
    sourceShape: z.string().describe('IRI of the rule.'),
    value: z.string().nullable().describe('The value at fault as an N-Triples term.'),
    message: languageMap,
    label: languageMap.describe('What people call the property.'),
    rule: z.string().nullable().describe('Page of the standard.'),
    expected: expected.nullable(),
    verdict: z.enum(['all', 'eu']),
    line: line.describe('Line in the document, from 1.'),
    fix: fix.nullable(),
    excerpt: excerpt.nullable(),
    location: z.string().nullable().describe('XPath (RDF/XML) or JSON pointer (JSON-LD).'),
  })
  .describe('One SHACL result with its place in the document.');

const dataset = z.strictObject({
  iri: z.string(),
  title: z.string().nullable(),
  kind: z.enum(['dataset', 'series', 'service', 'catalogue']),
  publishable: z.boolean(),
  profile: z.string().describe('The profile that counted, with its variant.'),
  reasons: z
    .array(z.strictObject({ code: z.string(), message: languageMap, detail: z.string() }))
    .describe('Why it would not be published; empty when it would.'),
});

const repair = z.strictObject({
  dataset: z.string(),
  line,
  location: z.string().nullable(),
  rule: z.string(),
  repaired: z.boolean(),
  message: languageMap,
  detail: z.string(),
  change: change.nullable(),
});

const verdict = z.strictObject({ publishable: z.boolean(), violations: z.int().min(0), warnings: z.int().min(0) });

const notice = z.strictObject({ code: z.string(), severity: z.enum(['warning', 'info']), line, message: languageMap });

const report = {
  profile: z.string().nullable().describe('The profile asked for; else the one that counted for the last description.'),
  conforms: z.boolean().describe('No result at all, as `sh:conforms`.'),
  publishable: z.boolean().describe('The national catalogue would publish all of it, under its admission policy.'),
  verdicts: z.strictObject({ national: verdict, eu: verdict, 'dcat-ap-nl': verdict }),
  records: z.int().min(0).describe('Datasets, series and services described; catalogues do not count.'),
  publishableRecords: z.int().min(0),
  infos: z.int().min(0),
  notices: z.array(notice).describe('What concerns the whole document.'),
  document: z.strictObject({ format: z.enum(['turtle', 'n-triples', 'n-quads', 'trig', 'rdf-xml', 'json-ld']), triples: z.int().min(0) }),
  engine: z.string(),
  policy: z.enum(['support', 'strict', 'rules']),
  datasets: z.array(dataset),
  results: z.array(result).describe('The national results.'),
  eu: z.strictObject({ profile: z.string(), results: z.array(result) }).describe('What the EU catalogue would say.'),
  'dcat-ap-nl': z.strictObject({ profile: z.string(), results: z.array(result) }),
  repairs: z.array(repair).describe('What the catalogue puts right on reading, or cannot.'),
};

/** The report of one document. */
export const reportSchema = z.strictObject(report).describe('Report of one document.');

const unreadable = z
  .strictObject({
    file: z.string(),
    error: z.strictObject({ code: z.string(), line, column: z.int().min(0).nullable(), excerpt: excerpt.nullable(), message: languageMap, detail: z.string() }),
  })
  .describe('A document that cannot be read.');

/** What `--format json` prints: one report, or of several documents a list with `file`. */
export const reportOutputSchema = z.union([reportSchema, unreadable, z.array(z.union([z.strictObject({ file: z.string(), ...report }), unreadable]))]);

/** The same as JSON Schema, draft 2020-12; `ndc validate --schema` prints it. */
export const reportJsonSchema: object = {
  title: 'Report of ndc validate',
  ...z.toJSONSchema(reportOutputSchema, { target: 'draft-2020-12', reused: 'ref' }),
};
