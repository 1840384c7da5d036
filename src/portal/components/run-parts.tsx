import type { ComponentChildren, VNode } from 'preact';
import type { PageContext } from '../page-context.js';
import { SeverityBadge } from './badges.js';
import { Table } from './table.js';

interface Item {
  readonly outcomeText: string;
  readonly reason: string | null;
}

/** What a run did with each record, or would do; the public page and those behind a key differ in how they name it. */
export function ItemsTable<T extends Item>({
  items,
  more,
  name,
  context,
}: {
  readonly items: readonly T[];
  readonly more: number;
  readonly name: (item: T) => ComponentChildren;
  readonly context: PageContext;
}): VNode {
  const words = context.m.stations;
  return (
    <>
      {items.length === 0 ? (
        <p>{words.noItems}</p>
      ) : (
        <Table id="items-table" caption={words.itemsCaption} columns={[words.subject, words.outcome, words.reason]}>
          {items.map((item, i) => (
            <tr key={i}>
              <th scope="row">{name(item)}</th>
              <td>{item.outcomeText}</td>
              <td>
                <bdi>{item.reason}</bdi>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {more === 0 ? null : <p>{words.itemsMore(more)}</p>}
    </>
  );
}

interface Issue {
  readonly severity: 'error' | 'warning' | 'info';
  readonly severityText: string;
  readonly title: string;
  readonly owner: string;
}

/** The remarks of a run, with whose they are to mend. */
export function IssuesSection<T extends Issue>({
  issues,
  more,
  detail,
  line = null,
  context,
}: {
  readonly issues: readonly T[];
  readonly more: number;
  readonly detail: (issue: T) => ComponentChildren;
  /** A column of its own for the line, where the page has one. */
  readonly line?: ((issue: T) => ComponentChildren) | null;
  readonly context: PageContext;
}): VNode {
  const words = context.m.stations;
  const columns = [words.severity, words.issue, words.subject, ...(line === null ? [] : [words.line]), words.owner];
  return (
    <section aria-labelledby="issues">
      <h2 id="issues">{words.issuesTitle}</h2>
      {issues.length === 0 ? (
        <p>{words.noProblems}</p>
      ) : (
        <Table id="issues-table" caption={words.issuesCaption} columns={columns} numeric={line === null ? [] : [3]}>
          {issues.map((issue, i) => (
            <tr key={i}>
              <td>
                <SeverityBadge severity={issue.severity} text={issue.severityText} />
              </td>
              <th scope="row">{issue.title}</th>
              <td>{detail(issue)}</td>
              {line === null ? null : <td class="number">{line(issue)}</td>}
              <td>{issue.owner}</td>
            </tr>
          ))}
        </Table>
      )}
      {more === 0 ? null : <p>{words.moreIssues(more)}</p>}
    </section>
  );
}
