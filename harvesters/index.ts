import type { Harvester } from '../src/ports/harvester.js';
import { ckanHarvester } from './ckan/index.js';
import { ckanDcatHarvester } from './ckan-dcat/index.js';
import { fdpHarvester } from './fdp/index.js';
import { fileHarvester } from './file/index.js';
import { ldesHarvester } from './ldes/index.js';
import { oaiPmhHarvester } from './oai-pmh/index.js';
import { pushHarvester } from './push/index.js';
import { rdfHarvester } from './rdf/index.js';
import { webHarvester } from './web/index.js';
import { sparqlHarvester } from './sparql/index.js';

/** The one registry: protocol name to harvester. Adding a protocol is a folder and a line here. */
export const harvesters: ReadonlyMap<string, Harvester> = new Map(
  [
    ckanHarvester,
    ckanDcatHarvester,
    webHarvester,
    pushHarvester,
    rdfHarvester,
    sparqlHarvester,
    fdpHarvester,
    fileHarvester,
    oaiPmhHarvester,
    ldesHarvester,
  ].map((harvester) => [harvester.protocol, harvester]),
);
