import { dcat } from '../../vocab/dcat.js';
import { rdf } from '../../vocab/rdf.js';
import type { OaiFormat } from './response.js';

const rdfNames = ['dcat_ap', 'dcat-ap', 'dcatap', 'oai_dcat', 'dcat', 'rdf', 'oai_rdf', 'dcat_ap_3'];
const dataCiteNames = ['datacite', 'oai_datacite', 'datacite4'];

/**
 * The richest prefix that we can map (OAI-11): what declares itself as RDF or DCAT, what is called so, DataCite, oai_dc.
 * Names are not standardised, so this decides only what to ask for; the payload decides how it is read.
 */
export function choosePrefix(formats: readonly OaiFormat[]): string | null {
  const declared = formats.filter(({ namespace, schema }) => [namespace, schema].some((iri) => iri.startsWith(rdf.iri) || iri.startsWith(dcat.iri)));
  const named = (names: readonly string[], among = formats): OaiFormat | undefined =>
    names.map((name) => among.find(({ prefix }) => prefix.toLowerCase() === name)).find((format) => format !== undefined);
  const kernel = formats.find(({ namespace }) => /^https?:\/\/datacite\.org\/schema\/kernel-4/.test(namespace));
  const chosen = named(rdfNames, declared) ?? declared[0] ?? named(rdfNames) ?? named(dataCiteNames) ?? kernel ?? named(['oai_dc']);
  return chosen === undefined || chosen.prefix === '' ? null : chosen.prefix;
}
