import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ShaclEngineValidator } from '../../src/validation/shacl-engine-validator.js';
import { fixtures, hasFixtures, library, readQuads } from '../validation/support.js';
import { expected, unreadable } from './expected.js';
import { profileOf, subjectOf } from './subject.js';

describe.skipIf(!hasFixtures)('fixtures/rdf', () => {
  const validator = new ShaclEngineValidator(library());

  it('knows what every readable fixture must give', () => {
    const files = hasFixtures ? readdirSync(fixtures).filter((name) => name.endsWith('.ttl') && !unreadable.has(name)) : [];
    expect(Object.keys(expected).sort()).toEqual(files.sort());
  });

  it.each(Object.entries(expected))('%s', async (name, [variant, violations]) => {
    const quads = readQuads(fixtures + name);
    const report = await validator.validate({ subject: subjectOf(quads), quads, profile: profileOf(name) });
    expect(report.targets).toBeGreaterThan(0);
    expect(report.variant).toBe(variant);
    const found = report.results.filter((result) => result.severity === 'violation');
    expect(found.map((result) => `${result.sourceShape.split('#')[1] ?? ''} ${result.path?.split(/[#/]/).pop() ?? 'null'} ${result.component}`).sort()).toEqual([...violations].sort());
    expect(report.violations).toBe(violations.length);
    if (name.startsWith('complete-')) expect(report.results).toEqual([]);
    for (const result of report.results) {
      expect(result.message['nl']?.[0]).toBeTruthy();
      expect(result.message['en']?.[0]).toBeTruthy();
    }
  });
});
