import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/assets.js';

const protocol = join(packageRoot, '..', 'shared', 'corpus-protocols', 'oai-pmh', 'xoai-oai-pmh.xsd');
const oai = 'http://www.openarchives.org/OAI/2.0/';
const dc = [
  'title',
  'creator',
  'subject',
  'description',
  'publisher',
  'contributor',
  'date',
  'type',
  'format',
  'identifier',
  'source',
  'language',
  'relation',
  'coverage',
  'rights',
];

/** What may stand inside an answer, after the schemas that the protocol's own site has of them. RDF has no schema: any content goes. */
const companions: Readonly<Record<string, string>> = {
  'xml.xsd': `<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace"><attribute name="lang" type="language"/></schema>`,
  'dc.xsd': `<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:dc="http://purl.org/dc/elements/1.1/" targetNamespace="http://purl.org/dc/elements/1.1/" elementFormDefault="qualified">
    <import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="xml.xsd"/>
    <complexType name="elementType"><simpleContent><extension base="string"><attribute ref="xml:lang"/></extension></simpleContent></complexType>
    ${dc.map((name) => `<element name="${name}" type="dc:elementType"/>`).join('')}</schema>`,
  'oai_dc.xsd': `<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:dc="http://purl.org/dc/elements/1.1/" targetNamespace="${oai}oai_dc/" elementFormDefault="qualified">
    <import namespace="http://purl.org/dc/elements/1.1/" schemaLocation="dc.xsd"/>
    <element name="dc"><complexType><choice minOccurs="0" maxOccurs="unbounded">${dc.map((name) => `<element ref="dc:${name}"/>`).join('')}</choice></complexType></element></schema>`,
  'rdf.xsd': `<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <element name="RDF"><complexType><sequence><any namespace="##any" processContents="skip" minOccurs="0" maxOccurs="unbounded"/></sequence></complexType></element></schema>`,
  'oai-identifier.xsd': `<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="${oai}oai-identifier" elementFormDefault="qualified">
    <element name="oai-identifier"><complexType><sequence>
      <element name="scheme" fixed="oai" type="string"/>
      <element name="repositoryIdentifier"><simpleType><restriction base="string"><pattern value="[a-zA-Z][a-zA-Z0-9\\-]*(\\.[a-zA-Z][a-zA-Z0-9\\-]+)+"/></restriction></simpleType></element>
      <element name="delimiter" fixed=":" type="string"/>
      <element name="sampleIdentifier"><simpleType><restriction base="string"><pattern value="oai:[a-zA-Z][a-zA-Z0-9\\-]*(\\.[a-zA-Z][a-zA-Z0-9\\-]+)+:[a-zA-Z0-9\\-_\\.!~\\*'\\(\\);/\\?:@&amp;=\\+$,%]+"/></restriction></simpleType></element>
    </sequence></complexType></element></schema>`,
  'provenance.xsd': `<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="${oai}provenance" elementFormDefault="qualified">
    <element name="provenance"><complexType><sequence><element name="originDescription" maxOccurs="unbounded"><complexType>
      <sequence>
        <element name="baseURL" type="anyURI"/><element name="identifier" type="anyURI"/>
        <element name="datestamp"><simpleType><restriction base="dateTime"><pattern value=".*Z"/></restriction></simpleType></element>
        <element name="metadataNamespace" type="anyURI"/>
      </sequence>
      <attribute name="harvestDate" use="required"><simpleType><restriction base="dateTime"><pattern value=".*Z"/></restriction></simpleType></attribute>
      <attribute name="altered" type="boolean" use="required"/>
    </complexType></element></sequence></complexType></element></schema>`,
};

/** Says what xmllint finds wrong with answers; null where xmllint or the schema of the protocol is not there, with a line that says so. */
export function oaiSchema(): ((answer: string) => string[]) | null {
  if (spawnSync('xmllint', ['--version']).error !== undefined || !existsSync(protocol)) {
    console.log('OAI-PMH schema validation skipped: xmllint or ../shared/corpus-protocols/oai-pmh is not there');
    return null;
  }
  const folder = mkdtempSync(join(tmpdir(), 'ndc-xsd-'));
  for (const [name, text] of Object.entries(companions)) writeFileSync(join(folder, name), text);
  const namespaces: Readonly<Record<string, string>> = {
    [oai]: protocol,
    [`${oai}oai_dc/`]: 'oai_dc.xsd',
    [`${oai}oai-identifier`]: 'oai-identifier.xsd',
    [`${oai}provenance`]: 'provenance.xsd',
    'http://www.w3.org/1999/02/22-rdf-syntax-ns#': 'rdf.xsd',
  };
  const imports = Object.entries(namespaces).map(([namespace, place]) => `<import namespace="${namespace}" schemaLocation="${place}"/>`);
  writeFileSync(join(folder, 'all.xsd'), `<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:all">${imports.join('')}</schema>`);
  return (answer) => {
    const { status, stderr } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', join(folder, 'all.xsd'), '-'], { input: answer, encoding: 'utf8' });
    return status === 0
      ? []
      : stderr
          .split('\n')
          .filter((line) => line !== '')
          .slice(0, 5);
  };
}
