import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cellOf, healthyRunOf, type Cell } from './cell.js';
import { faultNames, type FaultName } from './faults.js';
import type { ProtocolHouse } from './protocol-house.js';

/** Fills these rows of the table, one test for each cell, and prints what came of them. */
export function describeRows(houses: readonly ProtocolHouse[]): void {
  const cells = new Map<string, Cell>();
  describe.each(houses)('$row', (house) => {
    const own = faultNames.filter((fault) => house.faults?.includes(fault) ?? true);
    const exceptions = own.filter((fault) => house.exceptions[fault] !== undefined);
    const deviations = faultNames.filter((fault) => house.differs[fault] !== undefined);

    // Side by side, since most of a cell is waiting.
    it.concurrent.each(own.filter((fault) => !exceptions.includes(fault)))('%s', { timeout: 120_000 }, async (fault) => {
      const cell = await cellOf(house, fault);
      cells.set(keyOf(house, fault), cell);
      expect(cell.complaints).toEqual([]);
    });

    describe.runIf(exceptions.length > 0)('exceptions', () => {
      let healthy: Awaited<ReturnType<typeof healthyRunOf>>;
      beforeAll(async () => {
        healthy = await healthyRunOf(house);
      });

      it.each(exceptions)('%s: the reason still holds', (fault) => {
        expect(healthy.complaints).toEqual([]);
        expect(house.exceptions[fault]?.holds(healthy)).toBe(true);
      });
    });

    it('has a reason for each deviation', () => {
      for (const fault of deviations) expect(house.differs[fault]?.because).toMatch(/^\w.{15,}/);
      expect(deviations.filter((fault) => exceptions.includes(fault))).toEqual([]);
    });
  });
  afterAll(() => {
    if (cells.size > 0) console.log(tableOf(houses, cells));
  });
}

const keyOf = (house: ProtocolHouse, fault: FaultName): string => `${house.row} ${fault}`;
const columnsPerBlock = 7;

/** Protocols as rows and faults as columns, in blocks that fit a terminal; each cell with the outcome and the code of the remark. */
export function tableOf(houses: readonly ProtocolHouse[], cells: ReadonlyMap<string, Cell>): string {
  const blocks: string[] = [];
  for (let at = 0; at < faultNames.length; at += columnsPerBlock) {
    const columns = faultNames.slice(at, at + columnsPerBlock);
    const rows = [['', ...columns], ...houses.map((house) => [house.row, ...columns.map((fault) => textOf(house, fault, cells))])];
    const widths = ['', ...columns].map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
    blocks.push(rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')).join('\n'));
  }
  return `\n${blocks.join('\n\n')}\n`;
}

function textOf(house: ProtocolHouse, fault: FaultName, cells: ReadonlyMap<string, Cell>): string {
  const cell = cells.get(keyOf(house, fault));
  if (house.faults?.includes(fault) === false) return '';
  if (cell === undefined) return house.exceptions[fault] === undefined ? '(not run)' : '-';
  const text = [cell.outcomes.join('/'), cell.codes.join('+')].filter((part) => part !== '').join(' ');
  return cell.complaints.length === 0 ? text : `FAILED ${text}`;
}
