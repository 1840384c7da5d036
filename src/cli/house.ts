import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig, type Config } from '../config.js';
import { ConfigurationError } from '../domain/errors.js';
import { HarvestHouse } from '../wiring.js';

interface HouseNeeds {
  /** What is taken over of the operator's files; `ndc serve` alone takes all. */
  readonly declare: 'additions' | 'nothing';
  /** For deeds on what is there: a mistyped data folder is told, and no new catalogue made in its place. */
  readonly needsLedger?: boolean;
}

/** Opens ledger and harvest for one command, also beside a running server, and closes them whatever happens. */
export async function withHouse<T>({ declare, needsLedger = false }: HouseNeeds, work: (house: HarvestHouse) => T | Promise<T>): Promise<T> {
  const config = quieter(readConfig());
  if (needsLedger && !existsSync(join(config.dataDir, 'ledger.sqlite')))
    throw new ConfigurationError(
      'config/invalid',
      `There is no ledger in ${config.dataDir}. Set NDC_DATA_DIR to the data folder of the catalogue, or harvest first.`,
    );
  const house = await HarvestHouse.open(config, { ownBase: config.NDC_BASE_URL ?? null, pinBase: false, declare });
  try {
    return await work(house);
  } finally {
    await house.close();
  }
}

/** A command tells in words what it does; the log of a server would stand between them. */
function quieter(config: Config): Config {
  return config.NDC_LOG_LEVEL === 'info' ? { ...config, NDC_LOG_LEVEL: 'warn' } : config;
}
