// Harvests one station once, in a process of its own, and says on standard output what it took.
import { readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { authorityFolder, shapesFolder } from '../../src/assets.js';
import { checksProfile } from '../../src/catalogue/admission.js';
import type { Station } from '../../src/domain/station.js';
import type { Validator } from '../../src/ports/validator.js';
import { ShaclEngineValidator } from '../../src/validation/shacl-engine-validator.js';
import { loadShapesLibrary } from '../../src/validation/shapes-library.js';
import { contentValidator, openFolderHouse } from '../support/folder-house.js';
import { naiveHarvest } from './naive-harvest.js';

export interface HarvestOrder {
  readonly who: 'ours' | 'naive';
  /** With the real validator; without, every description passes. */
  readonly validates: boolean;
  readonly dataDir: string;
  readonly station: Station;
  readonly connectTo: Readonly<Record<string, string>>;
  readonly dropFolder: string | null;
}

export interface HarvestCost {
  readonly records: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Resident memory at its peak, as the operating system saw it. */
  readonly peakMegabytes: number;
}

const order = JSON.parse(readFileSync(0, 'utf8')) as HarvestOrder;
const { who, validates, dataDir, station } = order;
const validator: Validator = validates
  ? new ShaclEngineValidator(loadShapesLibrary({ shapes: shapesFolder, vocabularies: authorityFolder }))
  : contentValidator;
const house = who === 'ours' ? await openFolderHouse(dataDir, { ...order, validator }) : null;
const [wall, cpu] = [performance.now(), process.cpuUsage()];
const records = house === null ? await naive() : await ours(house);
const used = process.cpuUsage(cpu);
const cost: HarvestCost = {
  records,
  wallMs: performance.now() - wall,
  cpuMs: (used.user + used.system) / 1000,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
};
writeSync(1, JSON.stringify(cost));
house?.close();

async function ours({ runner }: NonNullable<typeof house>): Promise<number> {
  const { outcome, counts, detail } = await runner.run({ station: station.id, trigger: 'manual' }, () => undefined);
  if (outcome !== 'complete') throw new Error(`the bench run of ${station.protocol} ended ${outcome}: ${detail ?? ''}`);
  return counts.added + counts.updated + counts.unchanged;
}

function naive(): Promise<number> {
  return naiveHarvest(station.endpoint, join(dataDir, 'naive.sqlite'), validates ? validator : null, [...station.profiles, checksProfile]);
}
