import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Quad } from '@rdfjs/types';
import { ndc } from '../vocab/ndc.js';
import { rdf } from '../vocab/rdf.js';
import { shapesFolder } from './assets.js';
import type { AdmissionPolicy, PolicyRule } from './catalogue/admission.js';
import type { Assertion } from './domain/assertion.js';
import { CatalogueError, ConfigurationError } from './domain/errors.js';
import type { CatalogueDescription, Organisation } from './domain/organisation.js';
import type { Station } from './domain/station.js';
import type { Harvester } from './ports/harvester.js';
import { genidPrefix } from './rdf/terms.js';
import { OperatorData } from './rdf/operator-data.js';
import { parseText } from './rdf/parse.js';
import { skolemise } from './rdf/skolemise.js';
import { operatorDataCheck, type OperatorShape } from './validation/operator-data.js';

export interface OperatorFiles {
  readonly stations: readonly Station[];
  readonly catalogue: CatalogueDescription | null;
  readonly organisations: readonly Organisation[];
  readonly assertions: readonly Assertion[];
  readonly policy: AdmissionPolicy;
}

export interface OperatorPaths {
  readonly stations: string;
  readonly catalogue: string | null;
  readonly organisations: string | null;
  readonly assertions: string | null;
  readonly admission: string;
  readonly harvesters: ReadonlyMap<string, Harvester>;
  readonly profiles: readonly string[];
}

/**
 * Reads and checks everything the operator edits as data; each file by its own shape.
 *
 * @throws ConfigurationError `config/operator-data` with every mistake of every file, each with its line
 */
export async function readOperatorFiles(paths: OperatorPaths): Promise<OperatorFiles> {
  const faults: string[] = [];
  const stations = await readFile(paths.stations, 'station', faults);
  const catalogue = await readFile(paths.catalogue, 'catalogue', faults);
  const organisations = await readFile(paths.organisations, 'organisation', faults);
  const assertions = await readFile(paths.assertions, 'assertion', faults);
  const declared = stations?.stations() ?? [];
  checkStations(declared, paths, faults);
  const policy = await readPolicy(paths.admission, faults);
  if (faults.length > 0)
    throw new ConfigurationError('config/operator-data', `The operator's data has ${String(faults.length)} mistake(s):\n  ${faults.join('\n  ')}`, { faults });
  return {
    stations: declared,
    catalogue: catalogue?.catalogue() ?? null,
    organisations: organisations?.organisations() ?? [],
    assertions: assertions?.assertions() ?? [],
    policy,
  };
}

async function readFile(path: string | null, shape: OperatorShape, faults: string[]): Promise<OperatorData | null> {
  if (path === null) return null;
  const parsed = await parseFile(path, faults);
  if (parsed === null) return null;
  const { quads, lines } = parsed;
  for (const fault of await operatorDataCheck(shapesFolder)(quads, shape, (quad) => lines.get(quad) ?? null)) {
    faults.push(
      `${basename(path)}${fault.line === null ? '' : `:${String(fault.line)}`}: ${fault.subject === '' ? '' : `<${fault.subject}> `}${fault.message}`,
    );
  }
  return new OperatorData(shape === 'catalogue' ? await skolemise(genidPrefix, quads, []) : quads);
}

async function parseFile(path: string, faults: string[]): Promise<{ quads: Quad[]; lines: Map<Quad, number> } | null> {
  if (!existsSync(path)) {
    faults.push(`${path}: the file does not exist.`);
    return null;
  }
  const text = readFileSync(path, 'utf8');
  if (!/^\s*[^#\s@]/m.test(text.replace(/^\s*(@prefix|@base|PREFIX|BASE|#).*$/gim, ''))) return { quads: [], lines: new Map() };
  try {
    return await parseText(text, { mediaType: 'text/turtle', baseIri: pathToFileURL(path).href, path });
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error;
    faults.push(`${basename(path)}${typeof error.details['line'] === 'number' ? `:${String(error.details['line'])}` : ''}: ${error.message}`);
    return null;
  }
}

function checkStations(stations: readonly Station[], paths: OperatorPaths, faults: string[]): void {
  const file = basename(paths.stations);
  const ids = new Set<string>();
  for (const station of stations) {
    if (ids.has(station.id)) faults.push(`${file}: two stations have the id "${station.id}" (the last segment of their IRI).`);
    ids.add(station.id);
    if (!/^[a-z0-9][a-z0-9-]*$/.test(station.id))
      faults.push(`${file}: the id "${station.id}" of <${station.iri}> may hold lower-case letters, digits and hyphens only.`);
    if (!URL.canParse(station.endpoint)) faults.push(`${file}: <${station.iri}> has no usable dcat:endpointURL.`);
    else if (station.protocol !== 'file' && !/^https?:/i.test(station.endpoint))
      faults.push(`${file}: <${station.iri}> has protocol "${station.protocol}", which needs a dcat:endpointURL that begins with http:// or https://.`);
    const harvester = paths.harvesters.get(station.protocol);
    if (harvester === undefined)
      faults.push(`${file}: <${station.iri}> has protocol "${station.protocol}"; installed are ${[...paths.harvesters.keys()].join(', ')}.`);
    for (const fault of harvester?.faults?.(station) ?? []) faults.push(`${file}: <${station.iri}> ${fault}`);
    for (const profile of station.profiles)
      if (!paths.profiles.includes(profile)) faults.push(`${file}: <${station.iri}> names profile "${profile}"; installed are ${paths.profiles.join(', ')}.`);
    if (station.authentication?.kind === 'mtls' && !station.endpoint.startsWith('https:'))
      faults.push(`${file}: <${station.iri}> asks for mtls, which needs a dcat:endpointURL that begins with https.`);
  }
}

/** The admission policy alone, for `ndc validate --policy`. @throws ConfigurationError */
export async function readAdmissionPolicy(admission: string): Promise<AdmissionPolicy> {
  const faults: string[] = [];
  const policy = await readPolicy(admission, faults);
  if (faults.length > 0) throw new ConfigurationError('config/operator-data', faults.join('\n'), { faults });
  return policy;
}

/** `support`, `strict`, or the rules of a Turtle file (DESIGN section 4, 2). */
async function readPolicy(admission: string, faults: string[]): Promise<AdmissionPolicy> {
  if (admission === 'support' || admission === 'strict') return { mode: admission, rules: [] };
  const parsed = await parseFile(admission, faults);
  if (parsed === null) return { mode: 'strict', rules: [] };
  const { quads, lines } = parsed;
  const nodes = quads.filter((quad) => quad.predicate.equals(rdf.type) && quad.object.equals(ndc.AdmissionRule));
  if (nodes.length === 0) faults.push(`${basename(admission)}: the file holds no ndc:AdmissionRule.`);
  const rules = nodes.map((node): PolicyRule => {
    const value = (predicate: { readonly value: string }): string | null =>
      quads.find((quad) => quad.subject.equals(node.subject) && quad.predicate.value === predicate.value)?.object.value ?? null;
    const effect = value(ndc.effect);
    if (effect !== 'block' && effect !== 'allow') faults.push(`${basename(admission)}:${String(lines.get(node) ?? '?')}: ndc:effect is "block" or "allow".`);
    return { effect: effect === 'allow' ? 'allow' : 'block', profile: value(ndc.profile), rule: value(ndc.rule), station: value(ndc.station) };
  });
  return { mode: 'rules', rules };
}
