import type { HarvestEvent } from '../../src/domain/harvest.js';
import type { Harvester } from '../../src/ports/harvester.js';

/** A station that hands its descriptions in itself: its schedule never fires, and the runner never asks for a visit. */
export const pushHarvester: Harvester = {
  protocol: 'push',
  knows: { completeListing: false, deletions: false, modifiedSince: false },
  assembly: 'per-document',
  // eslint-disable-next-line require-yield, @typescript-eslint/require-await -- an empty walk is what a visit would find
  async *harvest(): AsyncIterable<HarvestEvent> {
    return;
  },
};
