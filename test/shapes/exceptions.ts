import { cv } from '../../vocab/cv.js';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { rdfs } from '../../vocab/rdfs.js';
import { sh } from '../../vocab/sh.js';
import { objectsIn } from '../../src/validation/property-path.js';
import { library } from '../validation/support.js';
import type { Description, Finding, Oracle } from './oracle.js';

/** Both sides of one record, for the conditions below. */
export interface Comparison {
  readonly ours: readonly Finding[];
  readonly official: readonly Finding[];
  readonly description: Description;
  readonly oracle: Oracle;
}

/** A difference from the official shapes that we want; `docs/decisions/0010-*.md` argues each by its id. */
export interface Exception {
  readonly id: string;
  readonly profile: RegExp;
  readonly side: 'official' | 'ours';
  readonly path: RegExp;
  readonly component: RegExp;
  readonly severity: RegExp;
  readonly reason: string;
  readonly when?: (finding: Finding, comparison: Comparison) => boolean;
}

const publisherTypes = 'https://hdeu-dcat.data.health.europa.eu/resource/authority/publisher-type/';
const any = /^/;
const exactly = (...names: readonly string[]): RegExp => new RegExp(`^(${names.join('|')})$`);

function has(findings: readonly Finding[], wanted: Partial<Finding>): boolean {
  return findings.some((finding) => Object.entries(wanted).every(([key, value]) => finding[key as keyof Finding] === value));
}

/** Each value that the official shapes found wrong has a violation of its own with us, or of a node below it. */
function toldAtTheNode({ values }: Finding, { ours, description }: Comparison): boolean {
  const told = (node: string, depth: number): boolean =>
    has(ours, { focus: node, severity: 'violation' }) || (depth > 0 && description.below(node).some((next) => told(next, depth - 1)));
  return values.every((value) => value.termType !== 'Literal' && told(value.value, 2));
}

/** All values lie below an address. */
function belowAddress(address: RegExp): (finding: Finding) => boolean {
  return ({ values }) => values.every((value) => address.test(value.value));
}

interface FoundByProperty {
  readonly properties: readonly string[];
  readonly classes: ReadonlySet<string>;
}

const known = new Map<string, readonly FoundByProperty[]>();

/** Our node shapes that also look at what a property refers to, with the classes (and subclasses) that the official shapes look at. */
function foundByProperty(profile: string): readonly FoundByProperty[] {
  let found = known.get(profile);
  if (found === undefined) {
    const { quads } = library().find((candidate) => candidate.info.id === profile)!.variants.at(-1)!;
    const objectsOf = objectsIn(quads);
    const shapes = quads.filter((quad) => quad.predicate.equals(sh.targetObjectsOf)).map((quad) => quad.subject);
    found = shapes.map((shape) => {
      const classes = new Set(objectsOf(shape, sh.targetClass).map((term) => term.value));
      for (const type of classes) for (const quad of quads) if (quad.predicate.equals(rdfs.subClassOf) && quad.object.value === type) classes.add(quad.subject.value);
      return { properties: objectsOf(shape, sh.targetObjectsOf).map((term) => term.value), classes };
    });
    known.set(profile, found);
  }
  return found;
}

export const exceptions: readonly Exception[] = [
  { id: 'types', profile: any, side: 'official', path: any, component: exactly('Class'), severity: any, reason: 'a type is demanded of somebody else’s resource' },
  {
    id: 'types',
    profile: /^(dcat|healthdcat)-ap/,
    side: 'official',
    path: /(foaf\/0\.1\/primaryTopic|dc\/terms\/relation)$/,
    component: exactly('Node'),
    severity: exactly('violation'),
    reason: 'the node shape behind it holds classes only',
  },
  {
    id: 'types',
    profile: /^healthdcat-ap/,
    side: 'official',
    path: /(hdab|hdabCoordinator|custodian|publisher)$/,
    component: exactly('Node'),
    severity: exactly('violation'),
    reason: 'the one thing wrong with the organisation is that its contact point has no type',
    when: ({ values }, { description, oracle }) => {
      const property = oracle.set.profile === 'healthdcat-ap-r8' ? cv.contactPoint : dcat.contactPoint;
      return values.every((value) => {
        const contacts = description.objects(value.value, property.value);
        return contacts.length === 1 && contacts.every((contact) => contact.termType !== 'Literal' && description.types(contact.value).length === 0);
      });
    },
  },
  {
    id: 'at-the-node',
    profile: any,
    side: 'official',
    path: any,
    component: exactly('Node'),
    severity: exactly('violation'),
    reason: 'the same fault is told once, at the node that has it',
    when: toldAtTheNode,
  },
  {
    id: 'no-text-for-a-node',
    profile: any,
    side: 'official',
    path: any,
    component: exactly('Node'),
    severity: exactly('violation'),
    reason: 'text where a node belongs is told by the rule on the node kind',
    when: (finding, { ours }) => has(ours, { focus: finding.focus, path: finding.path, component: 'NodeKind', severity: 'violation' }),
  },
  {
    id: 'no-text-for-a-node',
    profile: any,
    side: 'ours',
    path: any,
    component: exactly('NodeKind'),
    severity: exactly('violation'),
    reason: 'the official shapes say the same with a class or a node shape',
    when: (finding, { official }) =>
      has(official, { focus: finding.focus, path: finding.path, component: 'Class', severity: 'violation' }) ||
      has(official, { focus: finding.focus, path: finding.path, component: 'Node', severity: 'violation' }),
  },
  {
    id: 'untyped',
    profile: any,
    side: 'ours',
    path: any,
    component: any,
    severity: any,
    reason: 'the node is found by its property; the official shapes look at it only when it has its type',
    when: ({ focus }, { description, oracle }) =>
      foundByProperty(oracle.set.profile).some(
        ({ properties, classes }) => properties.some((property) => description.refers(property, focus)) && !description.types(focus).some((type) => classes.has(type)),
      ),
  },
  {
    id: 'told-once',
    profile: any,
    side: 'official',
    path: any,
    component: any,
    severity: exactly('warning'),
    reason: 'the same fault is a violation already',
    when: (finding, { ours }) => has(ours, { focus: finding.focus, path: finding.path, component: finding.component, severity: 'violation' }),
  },
  {
    id: 'list-in-part',
    profile: any,
    side: 'official',
    path: any,
    component: exactly('Node'),
    severity: exactly('violation'),
    reason: 'a value below the address of a list that we hold in part is a warning',
    when: (finding, { ours }) => has(ours, { focus: finding.focus, path: finding.path, component: 'Node', severity: 'warning' }),
  },
  {
    id: 'list-in-part',
    profile: any,
    side: 'ours',
    path: any,
    component: exactly('Node'),
    severity: exactly('warning'),
    reason: 'the other half of the same difference',
    when: (finding, { official }) => has(official, { focus: finding.focus, path: finding.path, component: 'Node', severity: 'violation' }),
  },
  {
    id: 'list-in-part',
    profile: /^(dcat|healthdcat)-ap/,
    side: 'official',
    path: /dc\/terms\/spatial$/,
    component: exactly('Node'),
    severity: exactly('warning'),
    reason: 'countries and places that we do not hold',
    when: belowAddress(/^http:\/\/publications\.europa\.eu\/resource\/authority\/(country|continent|place)\/./),
  },
  {
    id: 'list-in-part',
    profile: /^healthdcat-ap-r8$/,
    side: 'official',
    path: /dc\/terms\/publisher$/,
    component: exactly('Node'),
    severity: exactly('violation'),
    reason: 'publisher types that we do not hold',
    when: ({ values }, { description }) => values.every((value) => description.objects(value.value, dct.type.value).some((type) => type.value.startsWith(publisherTypes))),
  },
  {
    id: 'geonames',
    profile: /^healthdcat-ap-r8$/,
    side: 'official',
    path: /dc\/terms\/spatial$/,
    component: exactly('Node'),
    severity: exactly('warning'),
    reason: 'nobody publishes GeoNames as a scheme; its address is taken, as DCAT-AP does',
    when: belowAddress(/^https:\/\/sws\.geonames\.org/),
  },
  {
    id: 'spdx',
    profile: any,
    side: 'official',
    path: /spdx\.org\/rdf\/terms#algorithm$/,
    component: exactly('Node'),
    severity: exactly('violation'),
    reason: 'wants an https address that SPDX does not use, and a type from its ontology',
    when: belowAddress(/^http:\/\/spdx\.org\/rdf\/terms#checksumAlgorithm_/),
  },
  {
    id: 'old-status',
    profile: /^healthdcat-ap-r8$/,
    side: 'official',
    path: /adms#status$/,
    component: exactly('Node', 'NodeKind'),
    severity: exactly('warning'),
    reason: 'the list of deprecated addresses asks for the status list that DCAT-AP 3 has replaced',
  },
  {
    id: 'series-members',
    profile: any,
    side: 'official',
    path: /^\^<http:\/\/www\.w3\.org\/ns\/dcat#inSeries>$/,
    component: exactly('MinCount', 'NodeKind'),
    severity: exactly('warning'),
    reason: 'members are records of their own and never in the description of the series',
  },
  {
    id: 'geometry',
    profile: /^dcat-ap-nl-3\.0$/,
    side: 'official',
    path: /locn#geometry$/,
    component: exactly('NodeKind'),
    severity: exactly('violation'),
    reason: 'the two DCAT-AP files ask for text and for a node at once',
  },
  {
    id: 'dates-as-meant',
    profile: /^(dcat|healthdcat)-ap/,
    side: 'ours',
    path: /(dc\/terms\/(modified|issued)|dcat#(startDate|endDate))$/,
    component: exactly('Node'),
    severity: exactly('warning'),
    reason: 'officially written with sh:shape, which no engine reads',
  },
  {
    id: 'lists-of-the-text',
    profile: /^(dcat|healthdcat)-ap/,
    side: 'ours',
    path: /(hvdCategory|dc\/terms\/license|adms#status)$/,
    component: exactly('Node', 'NodeKind'),
    severity: exactly('warning'),
    reason: 'a list that the specification binds and its shapes do not test',
  },
];
