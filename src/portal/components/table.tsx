import type { ComponentChildren, VNode } from 'preact';

/** A table that scrolls inside a region which the keyboard can reach (portal.md section 8). */
export function Table({
  caption,
  columns,
  numeric = [],
  id,
  children,
}: {
  readonly caption: string;
  readonly columns: readonly (string | VNode)[];
  readonly numeric?: readonly number[];
  readonly id: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <div class="table" role="region" aria-labelledby={`${id}-caption`} tabIndex={0}>
      <table>
        <caption id={`${id}-caption`}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, i) => (
              <th key={i} scope="col" class={numeric.includes(i) ? 'number' : undefined}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
