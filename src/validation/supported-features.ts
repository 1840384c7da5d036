import type { Quad } from '@rdfjs/types';
import { owl } from '../../vocab/owl.js';
import { rdf } from '../../vocab/rdf.js';
import { sh } from '../../vocab/sh.js';
import { ConfigurationError } from '../domain/errors.js';
import type { TurtleFile } from './shapes-files.js';

/**
 * Refuses shapes with a feature that no engine of ours runs. A rule that is not run must not look like a rule that holds, so
 * whatever is not known to work is refused, never passed over.
 *
 * `owl:imports` would reach for the network: `ndc profiles add` resolves them once, when a profile is installed.
 *
 * @throws ConfigurationError `validation/unsupported-shape`
 */
export function refuseUnsupported(file: TurtleFile): void {
  const [first, ...more] = unsupportedIn(file.quads);
  if (first === undefined) return;
  const others = more.length === 0 ? '' : ` (and ${String(more.length)} more)`;
  throw new ConfigurationError(
    'validation/unsupported-shape',
    `${file.name}: ${first.shape} uses ${first.feature}, which is not supported: ${first.reason}${others}`,
    {
      file: file.name,
      shape: first.shape,
      predicate: first.feature,
    },
  );
}

export interface UnsupportedFeature {
  readonly shape: string;
  readonly feature: string;
  readonly reason: string;
}

/** Every use of a feature that we cannot run, for the message of `ndc profiles add`. */
export function unsupportedIn(shapes: readonly Quad[]): readonly UnsupportedFeature[] {
  const found: UnsupportedFeature[] = [];
  for (const { subject, predicate, object } of shapes) {
    const feature = predicate.equals(rdf.type) ? object.value : predicate.value;
    const reason = predicate.equals(rdf.type) ? refusedTypes.get(object.value) : reasonAgainst(predicate.value, object.value);
    if (reason !== undefined) found.push({ shape: subject.value, feature, reason });
  }
  return found;
}

/**
 * Terms in the namespace of SHACL that SHACL does not have, such as `sh:extends` in official sets: without effect in any engine,
 * so not refused, but whoever installs the profile is told.
 */
export function unknownTermsIn(shapes: readonly Quad[]): readonly string[] {
  const unknown = shapes.map((quad) => quad.predicate.value).filter((iri) => iri.startsWith(sh.iri) && !knownTerms.has(iri.slice(sh.iri.length)));
  return [...new Set(unknown)].sort();
}

/** SPARQL-based constraints are run by the engine's plug-in, which is loaded for shapes that need it (engines.md section 4). */
export function usesSparql(shapes: readonly Quad[]): boolean {
  return shapes.some((quad) => quad.predicate.equals(sh.sparql));
}

function reasonAgainst(predicate: string, object: string): string | undefined {
  if (predicate === owl.imports.value) return 'imports are resolved when a profile is installed; see ndc profiles add';
  if (predicate === `${sh.iri}select`) return reasonAgainstQuery(object);
  if (predicate.startsWith(sh.iri)) return refusedTerms.get(predicate.slice(sh.iri.length));
  if (predicate.startsWith(dash) && !presentationTerms.has(predicate.slice(dash.length))) return 'constraints of the DASH vocabulary are not run';
  return undefined;
}

/** SHACL section 5.3.1 forbids the first; the others our engine would answer wrongly (test/conformance/shacl-w3c.test.ts). */
function reasonAgainstQuery(select: string): string | undefined {
  const query = select.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|#[^\n]*/g, ' ');
  const forbidden = /\b(MINUS|VALUES|SERVICE)\b/i.exec(query)?.[1];
  if (forbidden !== undefined) return `SHACL does not allow ${forbidden.toUpperCase()} in a SPARQL constraint`;
  if (/\$shapesGraph|\$currentShape/.test(query)) return 'the engine binds only $this and $PATH in a SPARQL constraint';
  const nested = [...query.matchAll(/\bSELECT\b([^{]*)\{/gi)].slice(1);
  if (nested.some(([, projected = '']) => !/[$?]this\b/.test(projected))) return 'a nested SELECT must project $this';
  if (/\{\s*\{\s*\{/.test(query)) return 'the engine does not bind $this in the FILTER of a group within a group';
  return undefined;
}

const dash = 'http://datashapes.org/dash#';

/** DASH terms that only say how a form is shown. */
const presentationTerms: ReadonlySet<string> = new Set([
  'editor', 'viewer', 'propertyRole', 'hidden', 'readOnly', 'detailsEndpoint', 'defaultViewForRole', 'applicableToClass', 'shape', 'abstract', 'icon', 'composite', 'neverMaterialize',
]); // prettier-ignore

const refusedTerms: ReadonlyMap<string, string> = new Map([
  ['js', 'JavaScript constraints are not run'],
  ['target', 'custom targets are not run'],
  ['ask', 'SPARQL-based constraint components are not run'],
  ['validator', 'constraint components of your own are not run'],
  ['nodeValidator', 'constraint components of your own are not run'],
  ['propertyValidator', 'constraint components of your own are not run'],
  ['rule', 'SHACL rules infer triples, which we do not do'],
  ['expression', 'expression constraints are not run'],
  ['values', 'value expressions are not run'],
  ['construct', 'SHACL rules infer triples, which we do not do'],
  ['entailment', 'entailment regimes are not supported'],
  ['shapesGraph', 'the shapes are those of the profile, never those that data asks for'],
]);

const refusedTypes: ReadonlyMap<string, string> = new Map(
  [
    'SPARQLTarget',
    'SPARQLTargetType',
    'JSConstraint',
    'JSRule',
    'JSTarget',
    'JSValidator',
    'SPARQLRule',
    'TripleRule',
    'ConstraintComponent',
    'Function',
    'SPARQLFunction',
  ].map((name) => [sh.iri + name, 'this feature of SHACL is not run']),
);

/** Every term of SHACL Core and SHACL-SPARQL; those refused are in the table above. */
const knownTerms: ReadonlySet<string> = new Set([
  'targetClass', 'targetNode', 'targetObjectsOf', 'targetSubjectsOf', 'deactivated', 'message', 'severity', 'name', 'description', 'defaultValue', 'order', 'group',
  'property', 'path', 'alternativePath', 'inversePath', 'oneOrMorePath', 'zeroOrMorePath', 'zeroOrOnePath',
  'class', 'datatype', 'nodeKind', 'minCount', 'maxCount', 'minExclusive', 'minInclusive', 'maxExclusive', 'maxInclusive', 'minLength', 'maxLength', 'pattern', 'flags',
  'languageIn', 'uniqueLang', 'equals', 'disjoint', 'lessThan', 'lessThanOrEquals', 'not', 'and', 'or', 'xone', 'node', 'qualifiedValueShape',
  'qualifiedValueShapesDisjoint', 'qualifiedMinCount', 'qualifiedMaxCount', 'closed', 'ignoredProperties', 'hasValue', 'in',
  'sparql', 'select', 'prefixes', 'declare', 'prefix', 'namespace', 'suggestedShapesGraph',
  ...refusedTerms.keys(),
]); // prettier-ignore
