import { readdirSync } from 'node:fs';
import type { Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { describe, expect, it } from 'vitest';
import type { ValidationReport } from '../../src/domain/validation.js';
import { LayeredDataset } from '../../src/validation/layered-dataset.js';
import { runShaclEngine, ShaclEngineValidator } from '../../src/validation/shacl-engine-validator.js';
import type { ShapesProfile, ShapesVariant } from '../../src/validation/shapes-library.js';
import { fixtures, hasFixtures, library, readQuads } from '../validation/support.js';
import { mutationsFor } from './mutate.js';
import { byHand, type ByHand } from './mutations-by-hand.js';
import { profileOf, subjectOf } from './subject.js';

/** Profiles of which every rule must be shown here. `ndc-checks` brings tests of its own. */
const profiles = ['dcat-ap-3.0', 'dcat-ap-nl-3.0', 'healthdcat-ap-r8', 'healthdcat-ap-r5', 'health-ri-2'];

interface Base {
  readonly name: string;
  readonly subject: string;
  readonly quads: readonly Quad[];
  readonly variant: ShapesVariant;
  readonly report: ValidationReport;
}

/** `alone`: nothing but the rule fires. `together`: also other rules, all about the same property of the same node. */
type Outcome = 'alone' | 'together' | 'by hand' | { readonly trouble: string };

/**
 * For each rule of each profile a conforming and a violating record: the `complete-*` fixtures set off no rule, and after one
 * change, read off the rule's own constraint, that rule fires and nothing else is at fault but that property of that node. A
 * rule that needs a change of its own has one in `mutations-by-hand.ts`.
 */
describe.skipIf(!hasFixtures)('one change sets off one rule', () => {
  const validator = new ShaclEngineValidator(library());
  const usedByHand = new Set<ByHand>();

  it.each(profiles)('every rule of %s', async (id) => {
    const profile = library().find((known) => known.info.id === id)!;
    const bases = await basesOf(profile);
    for (const { name, report, variant } of bases) {
      expect(report.results.map((result) => result.sourceShape), name).toEqual([]);
      expect(variant.name, name).toBe(report.variant?.split('/')[1] ?? null);
    }
    const all = [...new Set(profile.variants.flatMap((variant) => variant.rules.names))];
    // Every second one beside those that need a change by hand; the soak has them all.
    const isWhole = process.env['NDC_PROPERTY_FACTOR'] !== undefined;
    const rules = all.filter((rule, at) => isWhole || at % 2 === 0 || byHand.some((entry) => entry.rule === shortName(rule)));
    const counts = { alone: 0, together: 0, 'by hand': 0 };
    const trouble: string[] = [];
    for (const rule of rules) {
      const outcome = await setOff(profile, rule, bases);
      if (typeof outcome === 'string') counts[outcome]++;
      else trouble.push(outcome.trouble);
    }
    console.log(`mutations: ${id}: ${String(rules.length)} of ${String(all.length)} rules, ${String(counts.alone)} fire alone, ${String(counts.together)} with others on the same property, ${String(counts['by hand'])} by hand`);
    expect(trouble).toEqual([]);
  }, 240_000);

  it('keeps no change by hand that no rule needs', () => {
    expect(byHand.filter((entry) => !usedByHand.has(entry)).map((entry) => entry.rule)).toEqual([]);
  });

  async function basesOf(profile: ShapesProfile): Promise<readonly Base[]> {
    const names = readdirSync(fixtures).filter((name) => name.startsWith('complete-') && profileOf(name) === profile.info.id);
    return Promise.all(
      names.map(async (name) => {
        const quads = readQuads(fixtures + name);
        const subject = subjectOf(quads);
        const report = await validator.validate({ subject, quads, profile: profile.info.id });
        return { name, subject, quads, report, variant: profile.variants.find((variant) => variant.name === (report.variant?.split('/')[1] ?? null))! };
      }),
    );
  }

  async function setOff(profile: ShapesProfile, rule: string, bases: readonly Base[]): Promise<Outcome> {
    const own = bases.filter((base) => base.variant.rules.names.includes(rule));
    const entry = byHand.find((candidate) => candidate.rule === shortName(rule));
    if (entry !== undefined) return (await setOffByHand(profile, rule, entry, own)) ? 'by hand' : { trouble: `${shortName(rule)}: the change by hand does not set it off` };
    let best: Outcome = { trouble: `${shortName(rule)}: nothing sets it off` };
    for (const { subject, quads, variant } of own) {
      for (const { focus, change, quads: changed } of mutationsFor(DataFactory.namedNode(rule), variant, quads)) {
        const after = await validator.validate({ subject, quads: changed, profile: profile.info.id });
        const fault = after.results.find((result) => result.sourceShape === rule);
        if (fault === undefined) continue;
        const others = after.results.filter((result) => result.sourceShape !== rule);
        if (others.length === 0) return 'alone';
        const elsewhere = others.filter((result) => result.path !== fault.path || result.focusNode !== fault.focusNode);
        if (elsewhere.length === 0) best = 'together';
        else if (best !== 'together') best = { trouble: `${shortName(rule)} (${change} at ${focus}): fires with ${[...new Set(elsewhere.map((result) => shortName(result.sourceShape)))].join(' ')}` };
      }
    }
    return best;
  }

  async function setOffByHand(profile: ShapesProfile, rule: string, entry: ByHand, bases: readonly Base[]): Promise<boolean> {
    for (const { subject, quads, variant } of bases) {
      const changed = entry.change(quads, subject);
      if (entry.direct === true) {
        const found = await runShaclEngine(variant, new LayeredDataset(changed, variant.background));
        if (!found.some((result) => result.sourceShape === rule)) continue;
      } else {
        const after = await validator.validate({ subject, quads: changed, profile: profile.info.id });
        const fired = new Set(after.results.map((result) => result.sourceShape));
        if (!fired.delete(rule) || [...fired].some((other) => entry.together?.includes(shortName(other)) !== true)) continue;
      }
      usedByHand.add(entry);
      return true;
    }
    return false;
  }
});

function shortName(rule: string): string {
  return rule.replace('https://w3id.org/ndc/shapes/', '');
}
