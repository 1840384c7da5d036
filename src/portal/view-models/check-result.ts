import type { ConceptLabels } from '../../catalogue/queries.js';
import type { DocumentResult } from '../../catalogue/validate.js';
import { chooseText, isEmptyMap } from '../../domain/language.js';
import type { Excerpt, Expected, Severity, ValidationResult } from '../../domain/validation.js';
import { safeHref } from '../../rdf/iri.js';
import { genidPrefix } from '../../rdf/terms.js';
import { shortIri, shortPath } from '../../report/names.js';
import type { PageContext } from '../page-context.js';
import { lastSegment } from './concept.js';
import type { RuleLinks } from './rule-links.js';
import { clean, cleanLine, textOf, type Text } from './text.js';

/** One result as people read it; others that say the same are counted with it. */
export interface CheckResult {
  readonly severity: Severity;
  readonly severityText: string;
  readonly message: Text;
  readonly label: string;
  readonly property: { readonly label: Text | null; readonly short: string; readonly iri: string } | null;
  /** There is a value at fault, on a line of its own; else something is missing. */
  readonly isStatement: boolean;
  readonly value: string | null;
  readonly on: string | null;
  readonly expected: string | null;
  readonly line: number | null;
  readonly location: string | null;
  readonly excerpt: Excerpt | null;
  readonly fix: Text | null;
  readonly patch: string | null;
  /** The Turtle is the very change, not an example whose values the holder has to fill in. */
  readonly isChange: boolean;
  readonly replace: string | null;
  readonly nearest: readonly { readonly value: string; readonly label: string }[];
  readonly why: Text | null;
  readonly ruleHref: string | null;
  readonly standardHref: string | null;
  readonly raw: readonly (readonly [name: string, value: string])[];
  readonly others: readonly { readonly value: string | null; readonly line: number | null }[];
}

export interface CheckContext {
  readonly context: PageContext;
  readonly links: RuleLinks;
  readonly concepts: ConceptLabels;
}

const maxOthers = 25;

export function checkResult(group: readonly DocumentResult[], profile: string, { context, links, concepts }: CheckContext): CheckResult {
  const [first] = group as readonly [DocumentResult, ...DocumentResult[]];
  const words = context.m.validator.result;
  const label =
    chooseText(first.label, context.lang)?.text ?? (first.path === null ? lastSegment(first.sourceShape) : lastSegment(first.path.replace(/[<>]/g, '')));
  const change = first.fix?.change ?? null;
  const reason = links.infoOf(first.sourceShape, profile)?.reason ?? {};
  return {
    severity: first.severity,
    severityText: words.severity[first.severity],
    message: textOf(first.message, context, 800) ?? { text: first.component, lang: null, tag: null },
    label: clean(label, 120),
    property: first.path === null ? null : { label: textOf(first.label, context, 120), short: clean(shortPath(first.path), 200), iri: clean(first.path, 300) },
    isStatement: first.value !== null,
    value: first.value === null || first.value.startsWith(`<${genidPrefix}`) ? null : shown(first.value, 400),
    on: first.focusNode === first.dataset || first.focusNode.startsWith(genidPrefix) ? null : clean(first.focusNode, 300),
    expected: expectedText(first.expected, concepts, context),
    line: first.line,
    location: first.location === null ? null : clean(first.location, 300),
    excerpt: first.excerpt === null ? null : { ...first.excerpt, lines: first.excerpt.lines.map((line) => cleanLine(line, 300)) },
    fix: first.fix === null || isEmptyMap(first.fix.text) ? null : textOf(first.fix.text, context, 1200),
    isChange: change !== null,
    patch: first.fix?.patch == null ? null : clean(first.fix.patch, 2000),
    replace: change === null || namesValue(first, change.after) ? null : words.replace(shown(change.before, 200), shown(change.after, 200)),
    nearest:
      change === null ? (first.fix?.nearest ?? []).slice(0, 5).map(({ value, label: name }) => ({ value: shown(value, 200), label: clean(name, 120) })) : [],
    why: isEmptyMap(reason) ? null : textOf(reason, context, 800),
    ruleHref: links.hrefOf(first.sourceShape, profile),
    standardHref: first.rule === null ? null : safeHref(first.rule),
    raw: rawOf(first),
    others: group.slice(1, 1 + maxOthers).map(({ value, line }) => ({ value: value === null ? null : shown(value, 120), line })),
  };
}

/** Whether the advice tells the new value already. */
function namesValue({ fix }: DocumentResult, after: string): boolean {
  const bare = after.replace(/^<|>$|^"|"(@[\w-]+|\^\^.*)?$/g, '');
  return Object.values(fix?.text ?? {}).every((texts) => texts.some((text) => text.includes(bare)));
}

/** An IRI with its prefix where we know one, other terms as they are. */
function shown(term: string, max: number): string {
  const iri = /^<([^<>]*)>$/.exec(term)?.[1];
  return clean(iri === undefined ? term : shortIri(iri), max);
}

export function expectedText(expected: Expected | null, concepts: ConceptLabels, context: PageContext): string | null {
  if (expected === null) return null;
  const words = context.m.validator.result;
  const name = (iri: string): string => concepts.label(iri, context.lang) ?? shortIri(iri);
  const parts: string[] = [];
  if (expected.schemes.length > 0) parts.push(words.expectedOf.schemes(context.f.list(expected.schemes.slice(0, 6).map((iri) => clean(name(iri), 120)))));
  if (expected.values.length > 0) {
    const values = expected.values.slice(0, 12).map((value) => shown(value, 100));
    parts.push(words.expectedOf.values([...values, ...(expected.values.length > values.length ? ['…'] : [])].join(', ')));
  }
  if (expected.datatypes.length > 0) parts.push(words.expectedOf.datatypes(expected.datatypes.slice(0, 8).map(shortIri).join(', ')));
  if (expected.nodeKind !== null && parts.length === 0)
    parts.push((words.nodeKinds as Readonly<Record<string, string>>)[expected.nodeKind] ?? expected.nodeKind);
  if (expected.pattern !== null) parts.push(words.expectedOf.pattern(clean(expected.pattern, 200)));
  return parts.length === 0 ? null : parts.join('; ');
}

function rawOf({ focusNode, path, value, sourceShape, component }: ValidationResult): [string, string][] {
  const rows: [string, string | null][] = [
    ['sh:focusNode', focusNode],
    ['sh:resultPath', path],
    ['sh:value', value],
    ['sh:sourceShape', sourceShape],
    ['sh:sourceConstraintComponent', `sh:${component}ConstraintComponent`],
  ];
  return rows.flatMap(([name, text]) => (text === null ? [] : [[name, clean(text, 500)]]));
}
