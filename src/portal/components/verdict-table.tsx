import type { VNode } from 'preact';
import type { PageContext } from '../page-context.js';
import { Icon } from './badges.js';
import { Table } from './table.js';

export interface VerdictLine {
  readonly text: string;
  readonly publishable: boolean;
  readonly violations: number;
  readonly warnings: number;
  readonly href?: string | null;
}

/** Whether the national, the EU and the DCAT-AP-NL rules are met, as for one document so for a whole station. */
export function VerdictTable({ verdicts, context }: { readonly verdicts: readonly VerdictLine[]; readonly context: PageContext }): VNode {
  const words = context.m.validator.result;
  return (
    <Table
      id="verdict-table"
      caption={words.verdictsHint}
      columns={[words.verdictColumn, words.publishableColumn, words.violationsColumn, words.warningsColumn]}
      numeric={[2, 3]}
    >
      {verdicts.map(({ text, publishable, violations, warnings, href = null }) => (
        <tr key={text}>
          <th scope="row">{href === null ? text : <a href={href}>{text}</a>}</th>
          <td>
            <span class={`badge ${publishable ? 'good' : 'bad'}`}>
              <Icon name={publishable ? 'check' : 'stop'} />
              {publishable ? words.conformsColumn : words.conformsNotColumn}
            </span>
          </td>
          <td class="number">{context.f.number(violations)}</td>
          <td class="number">{context.f.number(warnings)}</td>
        </tr>
      ))}
    </Table>
  );
}
