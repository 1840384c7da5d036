import type { ProtocolHouse } from '../protocol-house.js';
import { ckanDcatHouse, rdfHouse } from './catalogue.js';
import { ckanHouse } from './ckan.js';
import { fdpHouse, fdpListsHouse } from './fdp.js';
import { fileHouse } from './file.js';
import { ldesChangesHouse, ldesHouse } from './ldes.js';
import { oaiHouse } from './oai-pmh.js';
import { pushHouse } from './push.js';
import { sparqlHouse } from './sparql.js';
import { webHouse, webPageHouse } from './web.js';

/** The rows of the table, in three parts that run beside each other. */
export const houses = {
  trees: [fdpHouse, fdpListsHouse, ldesHouse, ldesChangesHouse, oaiHouse],
  lists: [ckanHouse, ckanDcatHouse, rdfHouse, sparqlHouse],
  documents: [webHouse, webPageHouse, fileHouse, pushHouse],
} as const satisfies Record<string, readonly ProtocolHouse[]>;
