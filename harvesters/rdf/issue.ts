import type { HarvestEvent, HarvestIssue } from '../../src/domain/harvest.js';

/** An issue about one document. */
export function issueAt(
  url: string,
  code: HarvestIssue['code'],
  severity: HarvestIssue['severity'],
  detail: string,
  owner: HarvestIssue['owner'] = 'station',
): HarvestEvent {
  return { kind: 'issue', issue: { code, severity, subject: null, detail, url, line: null, owner } };
}
