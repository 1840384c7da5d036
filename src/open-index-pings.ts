import type { Config } from './config.js';
import { HttpIndexPinger } from './dispatch/http-index-pinger.js';
import { IndexPings } from './federation/index-pings.js';
import { SqliteDeliveryReader } from './ledger/delivery-book.js';
import { systemClock } from './ports/clock.js';
import { version, type HarvestHouse } from './wiring.js';

const lookEveryMs = 60_000;

/** Tells the indexes that are configured of our FAIR Data Point; null when there are none. */
export function openIndexPings(config: Config, harvest: HarvestHouse, baseUrl: string): { close(): Promise<void> } | null {
  if (config.fdpIndexes.length === 0) return null;
  const deliveries = SqliteDeliveryReader.open(config.dataDir);
  const pings = new IndexPings({
    indexes: config.fdpIndexes,
    clientUrl: `${baseUrl}/fdp`,
    pinger: new HttpIndexPinger(`ndc/${version} (+${config.NDC_CONTACT_URL})`),
    ledger: harvest.ledger,
    deliveries,
    clock: systemClock,
    logger: harvest.logger,
  });
  pings.start(lookEveryMs);
  return {
    close: async () => {
      await pings.stop();
      deliveries.close();
    },
  };
}
