import { adms } from '../../vocab/adms.js';
import { as } from '../../vocab/as.js';
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
import { hydra } from '../../vocab/hydra.js';
import { ldes } from '../../vocab/ldes.js';
import { ndc } from '../../vocab/ndc.js';
import { oa } from '../../vocab/oa.js';
import { prov } from '../../vocab/prov.js';
import { rdf } from '../../vocab/rdf.js';
import { rdfs } from '../../vocab/rdfs.js';
import { sd } from '../../vocab/sd.js';
import { skos } from '../../vocab/skos.js';
import { spdx } from '../../vocab/spdx.js';
import { tree } from '../../vocab/tree.js';
import { vcard } from '../../vocab/vcard.js';
import { voidNs } from '../../vocab/void.js';
import { xsd } from '../../vocab/xsd.js';

/** Prefixes of everything we write; always the same, so that the same state gives the same bytes (OUT-8). */
export const prefixes: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    adms,
    as,
    csvw,
    cv,
    dcat,
    dcatap,
    dct,
    dpv,
    dqv,
    foaf,
    geodcatap,
    healthdcatap,
    hydra,
    ldes,
    ndc,
    oa,
    prov,
    rdf,
    rdfs,
    sd,
    skos,
    spdx,
    tree,
    vcard,
    void: voidNs,
    xsd,
  }).map(([prefix, vocabulary]) => [prefix, vocabulary.iri]),
);

/** `dct:title` for an IRI below one of our prefixes, else the IRI in angle brackets. */
export function prefixedName(iri: string): string {
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    if (iri.startsWith(namespace) && /^[\w-]+$/.test(iri.slice(namespace.length))) return `${prefix}:${iri.slice(namespace.length)}`;
  }
  return `<${iri}>`;
}
