import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { Connection } from '../../src/ledger/database.js';
import { RowLookup } from '../../src/ledger/row-lookup.js';

function lookup(rows: number, order: 'name' | 'rowid'): { connection: Connection; names: RowLookup<string> } {
  const connection = new Connection(new Database(':memory:'));
  connection.db.exec('CREATE TABLE thing (scope TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (scope, name))');
  for (let n = rows; n > 0; n--)
    for (const scope of ['mine', 'other']) connection.run('INSERT INTO thing VALUES (?, ?)', scope, `n${String(n).padStart(5, '0')}`);
  const names = new RowLookup(connection, { select: 'SELECT * FROM thing WHERE scope = ?', key: 'name', order }, 'mine', (row) => String(row['name']));
  return { connection, names };
}

const numbered = (rows: number): string[] => Array.from({ length: rows }, (_, n) => `n${String(n + 1).padStart(5, '0')}`);

describe('rows of the ledger by their key', () => {
  it.each([0, 1, 499, 500, 501, 1000, 1201])('comes through %i rows once each, in the order that is asked for, and to none of another scope', (rows) => {
    expect([...lookup(rows, 'name').names.values()]).toEqual(numbered(rows));
    expect([...lookup(rows, 'rowid').names.values()]).toEqual(numbered(rows).reverse());
  });

  it('finds one by its key in its own scope', () => {
    const { connection, names } = lookup(3, 'name');
    connection.run("INSERT INTO thing VALUES ('other', 'elsewhere')");
    expect([names.get('n00002'), names.has('n00003'), names.get('elsewhere'), names.has('elsewhere')]).toEqual(['n00002', true, undefined, false]);
  });

  it('lets the caller write while it goes through them, and goes through them again', () => {
    const { connection, names } = lookup(1201, 'name');
    const seen: string[] = [];
    for (const name of names.values()) {
      connection.run("DELETE FROM thing WHERE scope = 'mine' AND name = ?", name);
      seen.push(name);
    }
    expect(seen).toEqual(numbered(1201));
    expect([...names.values()]).toEqual([]);
  });
});
