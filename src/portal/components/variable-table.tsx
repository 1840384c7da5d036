import type { VNode } from 'preact';
import type { PageContext } from '../page-context.js';
import type { VariableModel } from '../view-models/variables.js';
import { Table } from './table.js';
import { Words } from './text.js';

export function VariableTableView({
  id,
  variables,
  caption,
  withTable,
  context,
}: {
  readonly id: string;
  readonly variables: readonly VariableModel[];
  readonly caption: string;
  readonly withTable: boolean;
  readonly context: PageContext;
}): VNode {
  const words = context.m.dataset.variables;
  return (
    <Table id={id} caption={caption} columns={[words.name, words.label, words.datatype, ...(withTable ? [words.table] : [])]}>
      {variables.map((variable, i) => (
        <tr key={i}>
          <th scope="row">
            <code>{variable.name}</code>
          </th>
          <td>
            {variable.title === null ? null : <Words text={variable.title} context={context} />}
            {variable.description === null ? null : (
              <div class="muted">
                <Words text={variable.description} context={context} />
              </div>
            )}
            {variable.meaningHref === null ? null : (
              <div>
                <a href={variable.meaningHref}>
                  {words.meaning}
                  <span class="hidden"> – {variable.name}</span>
                </a>
              </div>
            )}
          </td>
          <td>{variable.datatype}</td>
          {withTable ? <td>{variable.table === null ? null : <Words text={variable.table} context={context} />}</td> : null}
        </tr>
      ))}
    </Table>
  );
}
