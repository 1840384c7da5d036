import type { CatalogueError } from '../domain/errors.js';
import type { HarvestIssue, IssueCode } from '../domain/harvest.js';

/** An issue of a document that its station is to mend. */
export function issueOf(
  code: IssueCode,
  severity: HarvestIssue['severity'],
  detail: string,
  url: string,
  line: number | null = null,
  subject: string | null = null,
): HarvestIssue {
  return { code, severity, subject, detail, url, line, owner: 'station' };
}

/** A document that could not be read, by what kept it from being read. */
export function parseIssueOf(error: CatalogueError, url: string): HarvestIssue {
  const line = typeof error.details['line'] === 'number' ? error.details['line'] : null;
  return issueOf(error.details['context'] === undefined ? (codes[error.code] ?? 'parse-error') : 'missing-context', 'error', error.message, url, line);
}

const codes: Readonly<Partial<Record<CatalogueError['code'], IssueCode>>> = {
  'station/unsupported-format': 'unsupported-format',
  'station/unusable-body': 'unusable-body',
  'station/too-large': 'too-large',
};
