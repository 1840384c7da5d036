import type { ValidationReport, ValidationResult } from '../domain/validation.js';

/** A result as some release has written it: members that came later may be absent. */
type StoredResult = Omit<ValidationResult, 'label' | 'rule' | 'expected' | 'verdict' | 'fix'> &
  Partial<Pick<ValidationResult, 'label' | 'rule' | 'expected' | 'verdict'>> & { readonly fix: StoredFix | null };
type StoredFix = Pick<NonNullable<ValidationResult['fix']>, 'text' | 'patch'> & Partial<NonNullable<ValidationResult['fix']>>;
type StoredReport = Omit<ValidationReport, 'results'> & { readonly results: readonly StoredResult[] };

/** A kept report in its present form. Reports are never rewritten, so those of older releases are read for as long as they are kept. */
export function presentReport(stored: StoredReport): ValidationReport {
  return {
    ...stored,
    results: stored.results.map((result) => ({
      label: {},
      rule: null,
      expected: null,
      verdict: 'all' as const,
      ...result,
      fix: result.fix === null ? null : { change: null, nearest: [], ...result.fix },
    })),
  };
}
