import type { HarvestEvent, HarvestIssue } from '../../src/domain/harvest.js';

/** An issue about the endpoint or, with a subject, about one record of it. */
export function issueAt(
  url: string,
  code: HarvestIssue['code'],
  severity: HarvestIssue['severity'],
  detail: string,
  more: { readonly subject?: string; readonly owner?: HarvestIssue['owner'] } = {},
): HarvestEvent {
  return { kind: 'issue', issue: { code, severity, subject: more.subject ?? null, detail, url, line: null, owner: more.owner ?? 'station' } };
}
