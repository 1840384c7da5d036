import type { Harvester } from '../src/ports/harvester.js';
import { fdpHarvester } from './fdp/index.js';
import { rdfHarvester } from './rdf/index.js';

/** The one registry: protocol name to harvester. Adding a protocol is a folder and a line here. */
export const harvesters: ReadonlyMap<string, Harvester> = new Map([rdfHarvester, fdpHarvester].map((harvester) => [harvester.protocol, harvester]));
