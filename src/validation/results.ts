import type { Term } from '@rdfjs/types';
import { isEmptyMap } from '../domain/language.js';
import type { Severity, ValidationResult } from '../domain/validation.js';
import { termToNTriples } from '../rdf/terms.js';
import { adviseOn } from './advice.js';
import type { Background } from './background.js';
import { withIri } from './blank-nodes.js';
import { defaultMessage, partialListMessage, shownValue, withValue } from './messages.js';
import type { Rule, Rules } from './rules.js';
import { termKey } from './term-keys.js';

/** What both engines report, and nothing that only one of them does: the rest comes from the rules. */
export interface EngineResult {
  readonly focusNode: Term;
  /** IRI of the constraint component. */
  readonly component: string;
  readonly sourceShape: string;
  readonly value: Term | null;
  /** Only where it is not the shape's own path, as with `sh:closed`. */
  readonly path: string | null;
}

export interface ResultsContext {
  readonly subject: string;
  readonly rules: Rules;
  readonly background: Background;
}

/**
 * Engine results in our own terms, sorted and each once, so that two engines can be compared word for word.
 *
 * A literal as focus node is dropped: it is there because a property that wants a node has text, and the rule on the node
 * kind of that property says so already.
 */
export function toResults(results: readonly EngineResult[], context: ResultsContext): readonly ValidationResult[] {
  const unique = new Map<string, ValidationResult>();
  for (const result of results) {
    if (result.focusNode.termType === 'Literal') continue;
    const own = toResult(result, context);
    const key = sortKey(own);
    if (!unique.has(key)) unique.set(key, own);
  }
  return [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, result]) => result);
}

function toResult(result: EngineResult, context: ResultsContext): ValidationResult {
  const rule = context.rules.of(result.sourceShape);
  const component = localName(result.component).replace(/ConstraintComponent$/, '');
  const path = result.path ?? rule.path;
  const valueTerm = result.value === null ? null : withIri(result.value);
  const value = valueTerm === null ? null : termToNTriples(valueTerm);
  const focusNode = termKey(withIri(result.focusNode));
  const mayBeRight = rule.severity === 'violation' && valueTerm !== null && isOfPartialList(valueTerm, rule, context.background);
  const shown = valueTerm === null || !showsValue.has(component) ? null : shownValue(valueTerm);
  const sentence = isEmptyMap(rule.message)
    ? defaultMessage(component, { path, value: shown ?? value, parameters: rule.parameters })
    : withValue(rule.message, shown);
  const { label, seeAlso, expected, verdict } = rule;
  return {
    severity: mayBeRight ? 'warning' : rule.severity,
    dataset: context.subject,
    focusNode,
    path,
    component,
    sourceShape: result.sourceShape,
    value,
    message: mayBeRight ? partialListMessage(shown ?? value ?? '') : sentence,
    label,
    rule: seeAlso,
    expected,
    verdict,
    line: null,
    fix: adviseOn({
      rule,
      component,
      focusNode,
      path,
      value: valueTerm,
      concepts: context.background.concepts,
      lists: path === null ? [] : context.rules.listsOf(path),
    }),
  };
}

/** Components whose value is what is wrong; with the others the value is absent or a whole node. */
const showsValue: ReadonlySet<string> = new Set(['Datatype', 'NodeKind', 'Class', 'In', 'Pattern', 'Node', 'Or', 'Xone', 'Not', 'LanguageIn', 'MinLength', 'MaxLength', 'MinInclusive', 'MaxInclusive', 'MinExclusive', 'MaxExclusive', 'LessThan', 'LessThanOrEquals', 'Disjoint', 'Equals', 'Check']); // prettier-ignore

/** A list that we hold in part cannot convict: a value below its address may be one we do not know. */
function isOfPartialList(value: Term, rule: Rule, background: Background): boolean {
  if (value.termType !== 'NamedNode' || rule.expected === null) return false;
  return rule.expected.schemes.some((scheme) => {
    const address = background.partialLists.get(scheme);
    return address !== undefined && value.value.length > address.length && value.value.startsWith(address) && !background.bySubject.has(termKey(value));
  });
}

const severityOrder: Readonly<Record<Severity, number>> = { violation: 0, warning: 1, info: 2 };

function sortKey(result: ValidationResult): string {
  return [severityOrder[result.severity], result.focusNode, result.path ?? '', result.sourceShape, result.component, result.value ?? ''].join('\u0000');
}

function localName(iri: string): string {
  return iri.slice(Math.max(iri.lastIndexOf('#'), iri.lastIndexOf('/')) + 1);
}
