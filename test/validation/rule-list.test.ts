import { Parser } from 'n3';
import { describe, expect, it } from 'vitest';
import { examplePrefixes } from '../../src/validation/fix.js';
import { ruleList } from '../../src/validation/rule-list.js';
import { library } from './support.js';

const declarations = Object.entries(examplePrefixes)
  .map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .`)
  .join('\n');

describe('ruleList', () => {
  it.each(library().map((profile) => [profile.info.id, profile] as const))('documents every rule of %s, with an example that is Turtle', (_, profile) => {
    const rules = ruleList(profile);
    expect(rules).toHaveLength(profile.info.rules);
    for (const rule of rules) {
      expect(rule.example, rule.iri).not.toBeNull();
      expect(new Parser().parse(`${declarations}\n<urn:d> ${rule.example ?? ''} .`).length, rule.iri).toBeGreaterThan(0);
      expect(Object.keys(rule.message).sort(), rule.iri).toEqual(['en', 'nl']);
      expect(Object.keys(rule.fix).sort(), rule.iri).toEqual(['en', 'nl']);
      expect(Object.keys(rule.about).length, rule.iri).toBeGreaterThan(0);
      expect(rule.rule, rule.iri).toMatch(/^https?:\/\//);
    }
  });

  it('says for which variants a rule is in force', () => {
    const rules = ruleList(library().find((profile) => profile.info.id === 'healthdcat-ap-r8')!);
    expect(rules.find((rule) => rule.iri.endsWith('#Dataset-provenance-min'))?.variants).toEqual(['non-public']);
    expect(rules.find((rule) => rule.iri.endsWith('#Dataset-title-min'))?.variants).toEqual([]);
  });
});
