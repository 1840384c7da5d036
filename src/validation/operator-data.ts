import { join } from 'node:path';
import type { Quad } from '@rdfjs/types';
import { ConfigurationError } from '../domain/errors.js';
import { noVocabulary } from './background.js';
import { LayeredDataset } from './layered-dataset.js';
import { lineFor } from './lines.js';
import { toResults } from './results.js';
import { runShaclEngine } from './shacl-engine-validator.js';
import { readTurtleFile } from './shapes-files.js';
import { shapesGraph, type ShapesGraph } from './shapes-library.js';
import { countTargets } from './targets.js';

/** The kinds of data an operator edits as RDF, each with a file in `shapes/node/`. */
export type OperatorShape = 'station' | 'catalogue' | 'organisation' | 'assertion';

/** One fault in the operator's data, ready for a line of the start-up error. */
export interface OperatorDataFault {
  readonly line: number | null;
  readonly subject: string;
  readonly message: string;
  readonly path: string | null;
}

export type OperatorDataCheck = (quads: readonly Quad[], shape: OperatorShape, lineOf?: (quad: Quad) => number | null) => Promise<readonly OperatorDataFault[]>;

/**
 * Checks stations, catalogue, organisations and assertions with the engine that checks everybody else's data.
 *
 * A file that describes nothing of its kind is a fault as well: a shape without targets would call it sound.
 *
 * @param shapesFolder absolute path of `shapes/`
 */
export function operatorDataCheck(shapesFolder: string): OperatorDataCheck {
  const graphs = new Map<OperatorShape, ShapesGraph>();
  return async (quads, shape, lineOf) => {
    const graph = graphs.get(shape) ?? shapesGraph([readTurtleFile(shapesFolder, join('node', `${shape}.ttl`))], noVocabulary);
    graphs.set(shape, graph);
    const dataset = new LayeredDataset(quads, graph.background);
    if (countTargets(graph.targets, dataset) === 0)
      return mayBeEmpty.has(shape) ? [] : [{ line: null, subject: '', message: `The file describes no ${shape}.`, path: null }];
    const found = toResults(await runShaclEngine(graph, dataset), { subject: '', rules: graph.rules, background: graph.background });
    const results = found.map((result) => ({ ...result, line: lineOf === undefined ? null : lineFor(result, quads, lineOf) }));
    return results
      .filter((result) => result.severity === 'violation')
      .map(({ line, focusNode, message, path }) => ({ line, subject: focusNode, message: (message['en'] ?? [])[0] ?? 'A rule is broken.', path }));
  };
}

/** The same as one call, for whoever checks a single file. */
export async function validateOperatorData(
  quads: readonly Quad[],
  shape: OperatorShape,
  options: { readonly shapesFolder: string; readonly lineOf?: (quad: Quad) => number | null },
): Promise<readonly OperatorDataFault[]> {
  return operatorDataCheck(options.shapesFolder)(quads, shape, options.lineOf);
}

/** All faults of a file as one error, since an operator wants to mend them in one go. */
export function operatorDataError(file: string, faults: readonly OperatorDataFault[]): ConfigurationError {
  const lines = faults.map((fault) => `${file}${fault.line === null ? '' : `:${String(fault.line)}`}: ${fault.subject} ${fault.message}`);
  return new ConfigurationError('config/operator-data', lines.join('\n'), { file, faults });
}

/** A new deployment has no stations, organisations or assertions yet; a catalogue it always has. */
const mayBeEmpty: ReadonlySet<OperatorShape> = new Set(['station', 'organisation', 'assertion']);
