import { adms } from '../../vocab/adms.js';
import { csvw } from '../../vocab/csvw.js';
import { cv } from '../../vocab/cv.js';
import { dcat } from '../../vocab/dcat.js';
import { dcatap } from '../../vocab/dcatap.js';
import { dct } from '../../vocab/dcterms.js';
import { dpv } from '../../vocab/dpv.js';
import { dqv } from '../../vocab/dqv.js';
import { foaf } from '../../vocab/foaf.js';
import { geodcatap } from '../../vocab/geodcatap.js';
import { healthdcatap } from '../../vocab/healthdcatap.js';
import { ndc } from '../../vocab/ndc.js';
import { prov } from '../../vocab/prov.js';
import { rdfs } from '../../vocab/rdfs.js';
import { skos } from '../../vocab/skos.js';
import { spdx } from '../../vocab/spdx.js';
import { vcard } from '../../vocab/vcard.js';
import { xsd } from '../../vocab/xsd.js';
import { genidPrefix } from '../rdf/terms.js';

/** The prefixes that `ndc:example` may use; a test parses every example with them. */
export const examplePrefixes: Readonly<Record<string, string>> = {
  adms: adms.iri,
  csvw: csvw.iri,
  cv: cv.iri,
  dcat: dcat.iri,
  dcatap: dcatap.iri,
  dct: dct.iri,
  dpv: dpv.iri,
  dqv: dqv.iri,
  foaf: foaf.iri,
  geodcatap: geodcatap.iri,
  healthdcatap: healthdcatap.iri,
  ndc: ndc.iri,
  prov: prov.iri,
  rdfs: rdfs.iri,
  skos: skos.iri,
  spdx: spdx.iri,
  vcard: vcard.iri,
  xsd: xsd.iri,
};

/** A Turtle fragment about one node, ready to paste: with the prefixes it uses. */
export function patchOf(example: string, focusNode: string): string {
  const used = Object.entries(examplePrefixes).filter(([prefix]) => new RegExp(`(^|[\\s^[(])${prefix}:`).test(example));
  const subject = focusNode.startsWith('_:') || focusNode.startsWith(genidPrefix) ? '[]' : `<${focusNode}>`;
  return [...used.map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .`), `${subject} ${example} .`].join('\n');
}
