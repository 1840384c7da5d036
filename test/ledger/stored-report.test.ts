import { describe, expect, it } from 'vitest';
import { presentReport } from '../../src/ledger/stored-report.js';

describe('presentReport', () => {
  const old = {
    severity: 'violation',
    dataset: 'urn:d',
    focusNode: 'urn:d',
    path: null,
    component: 'Or',
    sourceShape: 'urn:s',
    value: null,
    message: { en: ['x'] },
    line: 3,
  } as const;
  const report = { profile: 'p', variant: null, conforms: false, violations: 2, warnings: 0, infos: 0, targets: 1, engine: 'e 1.0.0', shapesHash: 'h' };

  it('reads a report of a release that knew less', () => {
    const { results } = presentReport({
      ...report,
      results: [
        { ...old, fix: null },
        { ...old, fix: { text: { en: ['do'] }, patch: null } },
      ],
    });
    expect(results[0]).toEqual({ ...old, label: {}, rule: null, expected: null, verdict: 'all', fix: null });
    expect(results[1]!.fix).toEqual({ text: { en: ['do'] }, patch: null, change: null, nearest: [] });
  });

  it('leaves a present one as it is', () => {
    const change = { subject: 'urn:d', predicate: 'urn:p', before: '"a"', after: '"b"' };
    const present = {
      ...old,
      label: { en: ['L'] },
      rule: 'https://r.example/',
      expected: null,
      verdict: 'eu',
      fix: { text: {}, patch: 'x', change, nearest: [] },
    } as const;
    expect(presentReport({ ...report, results: [present] }).results).toEqual([present]);
  });
});
