import type { Quad, Term } from '@rdfjs/types';
import { rdfs } from '../../vocab/rdfs.js';
import { sh } from '../../vocab/sh.js';
import type { LanguageMap } from '../domain/language.js';
import type { RuleInfo } from '../domain/validation.js';
import { objectsIn } from './property-path.js';
import { texts } from './rules.js';
import type { ShapesProfile } from './shapes-library.js';

/** The rules of a profile in the order of its files: what its page shows. */
export function ruleList(profile: ShapesProfile): readonly RuleInfo[] {
  const found = new Map<string, RuleInfo & { variants: string[] }>();
  for (const variant of profile.variants) {
    const about = nodeShapesOf(variant.quads);
    const order = new Map(variant.quads.map((quad, at) => [quad.subject.value, at]));
    const names = [...variant.rules.names].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    for (const iri of names) {
      const known = found.get(iri);
      if (known !== undefined) {
        if (variant.name !== null) known.variants.push(variant.name);
        continue;
      }
      const { path, severity, message, label, fix, example, reason, seeAlso, expected, verdict } = variant.rules.of(iri);
      found.set(iri, {
        iri,
        about: about(iri),
        path,
        label,
        severity,
        message,
        fix,
        example,
        reason,
        rule: seeAlso,
        expected,
        variants: variant.name === null ? [] : [variant.name],
        verdict,
      });
    }
  }
  const all = profile.variants.length;
  const rules = [...found.values()].map((rule) => (rule.variants.length === all ? { ...rule, variants: [] } : rule));
  const examples = new Map<string, string>();
  for (const { path, about, example } of rules) {
    if (path === null || example === null) continue;
    for (const key of [path, `${JSON.stringify(about)} ${path}`]) if (!examples.has(key)) examples.set(key, example);
  }
  // What is right for one rule on a property is right for the others on it: a value once, of the right kind, from the list.
  return rules.map((rule) =>
    rule.example !== null || rule.path === null
      ? rule
      : { ...rule, example: examples.get(`${JSON.stringify(rule.about)} ${rule.path}`) ?? examples.get(rule.path) ?? null },
  );
}

/** The name of the node shape that lists a rule; its own name for a rule that is a node shape. */
function nodeShapesOf(quads: readonly Quad[]): (rule: string) => LanguageMap {
  const objectsOf = objectsIn(quads);
  const parents = new Map<string, Term>();
  for (const quad of quads) if (quad.predicate.equals(sh.property) && !parents.has(quad.object.value)) parents.set(quad.object.value, quad.subject);
  const named = new Map(quads.map((quad) => [quad.subject.value, quad.subject as Term]));
  return (rule) => {
    const shape = parents.get(rule) ?? named.get(rule);
    if (shape === undefined) return {};
    const label = texts(objectsOf(shape, rdfs.label));
    if (Object.keys(label).length > 0) return label;
    const target = objectsOf(shape, sh.targetClass)[0]?.value ?? shape.value;
    return { '': [target.replace(/^.*[/#]/, '')] };
  };
}
