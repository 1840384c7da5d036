import type { ProtocolHouse } from '../protocol-house.js';
import { ckanDcatChangesHouse, ckanDcatHouse, rdfHouse } from './catalogue.js';
import { ckanChangesHouse, ckanHouse } from './ckan.js';
import { fdpHouse, fdpListsHouse, fdpPageHouse } from './fdp.js';
import { fileHouse } from './file.js';
import { ldesChangesHouse, ldesHouse } from './ldes.js';
import { oaiChangesHouse, oaiHouse } from './oai-pmh.js';
import { pushHouse } from './push.js';
import { sparqlHouse, sparqlRecordHouse } from './sparql.js';
import { webHouse, webPageHouse } from './web.js';

/** The rows of the table, in two parts that run beside each other: listings in portions, and pages and documents that stand alone. */
export const houses = {
  lists: [ckanHouse, ckanChangesHouse, ckanDcatHouse, ckanDcatChangesHouse, rdfHouse, sparqlHouse, sparqlRecordHouse, oaiHouse, oaiChangesHouse],
  trees: [fdpHouse, fdpListsHouse, fdpPageHouse, ldesHouse, ldesChangesHouse, webHouse, webPageHouse, fileHouse, pushHouse],
} as const satisfies Record<string, readonly ProtocolHouse[]>;
