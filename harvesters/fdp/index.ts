import type { HarvestEvent } from '../../src/domain/harvest.js';
import type { Station } from '../../src/domain/station.js';
import type { HarvestContext, Harvester } from '../../src/ports/harvester.js';
import { issue } from '../received.js';
import { detectFdp } from './detect.js';
import { faultsOf } from './settings.js';
import { Walk } from './walk.js';

/** The tree of a FAIR Data Point: root, catalogues, datasets, distributions, each at its own address (protocols.md 3). */
export const fdpHarvester: Harvester = {
  protocol: 'fdp',
  knows: { completeListing: true, deletions: true, modifiedSince: false },
  assembly: 'across-documents',
  faults: faultsOf,
  detect: detectFdp,
  harvest,
};

async function* harvest(station: Station, context: HarvestContext): AsyncIterable<HarvestEvent> {
  const endpoint = station.endpoint.replace(/#.*$/, '');
  const root = endpoint.replace(/\/expanded\/?$/, '');
  if (root !== endpoint)
    yield issue(
      'protocol-error',
      'warning',
      'The registered address ends in /expanded, which is out of use and shows what is above a record, not below. The record itself is read.',
      {
        url: endpoint,
        owner: 'operator',
      },
    );
  yield* new Walk(station, context, root).run();
}
