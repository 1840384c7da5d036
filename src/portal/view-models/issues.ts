import type { CatalogueQueries } from '../../catalogue/queries.js';
import type { HarvestIssue, IssueCode } from '../../domain/harvest.js';
import type { PageContext } from '../page-context.js';
import { isPublicUrl, withoutInternalAddresses } from './public-address.js';
import { clean, plain, textOf, type Text } from './text.js';

export interface IssueModel {
  readonly code: IssueCode;
  readonly title: string;
  readonly severity: HarvestIssue['severity'];
  readonly severityText: string;
  readonly owner: string;
  readonly detail: string;
  readonly line: number | null;
  readonly url: string | null;
  readonly subject: { readonly text: Text; readonly href: string | null } | null;
}

export interface IssueGroup {
  readonly code: IssueCode;
  readonly title: string;
  readonly severity: HarvestIssue['severity'];
  readonly severityText: string;
  readonly count: number;
  readonly examples: readonly IssueModel[];
}

const severities = ['error', 'warning', 'info'] as const;
const examplesShown = 3;

/**
 * An issue as everyone may read it: without internal addresses, and without anything of a record that is not public;
 * what is held is for the station's curator (portal.md section 7).
 */
export function issueModel(issue: HarvestIssue, queries: Pick<CatalogueQueries, 'head'>, context: PageContext): IssueModel {
  const words = context.m.stations;
  const head = issue.subject === null ? undefined : queries.head(issue.subject);
  const known = head?.state === 'current' || head?.state === 'withdrawn';
  const hidden = issue.subject !== null && !known;
  return {
    code: issue.code,
    title: words.issues[issue.code],
    severity: issue.severity,
    severityText: words.severities[issue.severity],
    owner: words.owners[issue.owner],
    detail: hidden ? '' : clean(withoutInternalAddresses(issue.detail, words.internalAddress), 500),
    line: hidden ? null : issue.line,
    url: hidden || issue.url === null || !isPublicUrl(issue.url) ? null : (issue.url.split(/[?#]/)[0] ?? null),
    subject:
      issue.subject === null
        ? null
        : hidden || head === undefined
          ? { text: plain(words.hiddenSubject), href: null }
          : { text: textOf(head.title, context, 200) ?? plain(head.iri, 200), href: `/${context.lang}/datasets/${head.id}` },
  };
}

/** Issues of one kind together, the gravest and most frequent first. */
export function issueGroups(issues: readonly HarvestIssue[], queries: Pick<CatalogueQueries, 'head'>, context: PageContext): IssueGroup[] {
  const groups = new Map<IssueCode, HarvestIssue[]>();
  for (const issue of issues) groups.set(issue.code, [...(groups.get(issue.code) ?? []), issue]);
  return [...groups.entries()]
    .map(([code, members]) => {
      const severity = severities.find((wanted) => members.some((member) => member.severity === wanted)) ?? 'info';
      return {
        code,
        title: context.m.stations.issues[code],
        severity,
        severityText: context.m.stations.severities[severity],
        count: members.length,
        examples: members.slice(0, examplesShown).map((member) => issueModel(member, queries, context)),
      };
    })
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.count - a.count);
}
