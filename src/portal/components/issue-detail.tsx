import type { VNode } from 'preact';
import { safeHref } from '../../rdf/iri.js';
import type { PageContext } from '../page-context.js';
import type { IssueModel } from '../view-models/issues.js';
import { Words } from './text.js';

/** What an issue is about and what was seen; never an internal address. */
export function IssueDetail({ issue, context }: { readonly issue: IssueModel; readonly context: PageContext }): VNode {
  const words = context.m.stations;
  const href = issue.url === null ? null : safeHref(issue.url);
  return (
    <>
      {issue.subject === null ? null : issue.subject.href === null ? (
        <Words text={issue.subject.text} context={context} />
      ) : (
        <a href={issue.subject.href}>
          <Words text={issue.subject.text} context={context} />
        </a>
      )}
      {issue.subject !== null && issue.detail !== '' ? ': ' : null}
      {issue.detail === '' ? null : <bdi>{issue.detail}</bdi>}
      {href === null ? null : (
        <>
          {' '}
          <a href={href}>
            <bdi>{issue.url}</bdi>
          </a>
        </>
      )}
      {issue.line === null ? null : (
        <span class="muted">
          {' '}
          ({words.line.toLowerCase()} {issue.line})
        </span>
      )}
    </>
  );
}
