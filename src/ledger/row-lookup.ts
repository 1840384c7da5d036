import type { Lookup } from '../ports/ledger.js';
import type { Connection, Row } from './database.js';

export interface LookupQuery {
  /** Columns and tables, as far as the scope: `... WHERE d.station = ?`. */
  readonly select: string;
  readonly key: string;
  /** Rows come in its order: the key itself, or a rowid where the order of arrival counts. */
  readonly order: string;
}

const pageSize = 500;

/**
 * Rows under one scope (a station, a run) by their key, in keyset pages. No statement stays open between two pages, so the
 * caller may write meanwhile; rows whose order that changes may come twice or not at all.
 */
export class RowLookup<T> implements Lookup<T> {
  constructor(
    private readonly connection: Connection,
    private readonly query: LookupQuery,
    private readonly scope: string | number,
    private readonly of: (row: Row) => T,
  ) {}

  get(key: string): T | undefined {
    const row = this.row(key);
    return row === undefined ? undefined : this.of(row);
  }

  has(key: string): boolean {
    return this.row(key) !== undefined;
  }

  *values(): Generator<T, void> {
    const { select, order } = this.query;
    const page = `${select.replace(' FROM ', `, ${order} AS position FROM `)} AND ${order} > ? ORDER BY ${order} LIMIT ${String(pageSize)}`;
    for (let after: string | number = order === this.query.key ? '' : 0; ;) {
      const rows = this.connection.all(page, this.scope, after);
      for (const row of rows) yield this.of(row);
      const last = rows.at(-1)?.['position'];
      if (rows.length < pageSize || last == null) return;
      after = typeof last === 'number' ? last : String(last);
    }
  }

  private row(key: string): Row | undefined {
    return this.connection.get(`${this.query.select} AND ${this.query.key} = ?`, this.scope, key);
  }
}
