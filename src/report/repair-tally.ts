import type { DocumentRepair } from '../catalogue/validate.js';

const maxExamples = 3;

export interface RepairGroup {
  readonly rule: string;
  readonly repaired: boolean;
  readonly count: number;
  /** The first few. */
  readonly examples: readonly DocumentRepair[];
}

/** Repairs by rule, with the first examples of each: a large document may have a hundred thousand. */
export class RepairTally {
  private readonly byRule = new Map<string, { rule: string; repaired: boolean; count: number; examples: DocumentRepair[] }>();
  total = 0;

  add(repair: DocumentRepair): void {
    this.total++;
    const key = `${repair.rule} ${String(repair.repaired)}`;
    let group = this.byRule.get(key);
    if (group === undefined) this.byRule.set(key, (group = { rule: repair.rule, repaired: repair.repaired, count: 0, examples: [] }));
    group.count++;
    if (group.examples.length < maxExamples) group.examples.push(repair);
  }

  /** What cannot be put right first, then by number. */
  groups(): readonly RepairGroup[] {
    return [...this.byRule.values()].sort((a, b) => Number(a.repaired) - Number(b.repaired) || b.count - a.count);
  }
}
