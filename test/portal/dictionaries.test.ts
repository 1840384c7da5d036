import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../../src/portal/messages/en.js';
import { nl } from '../../src/portal/messages/nl.js';
import { packageRoot } from './support/portal-app.js';

type Tree = { readonly [key: string]: unknown };

/** Groups that are read by a value from elsewhere, such as a facet's name. */
const readByValue = [
  'list.states',
  'federation.states',
  'federation.standings',
  'overview.reuse.faces',
  'overview.statistics.charts',
  'overview.statistics.found',
  'overview.statistics.channels',
  'dataset.cite.reference',
  'sparql.refused',
  'sparql.groups',
  'stations.decide',
  'search.series',
  'search.service',
  'search.withdrawn',
  'search.overdue',
  'search.facets',
  'search.sorts',
  'search.suggestionKinds',
  'stations.kinds',
  'stations.states',
  'stations.sentence',
  'stations.triggers',
  'stations.outcomes',
  'stations.phases',
  'stations.itemOutcomes',
  'stations.issues',
  'stations.severities',
  'stations.owners',
  'stations.resolved',
  'stations.aboutRun',
  'stations.walks',
  'dataset.heldReasons',
  'dataset.causes',
  'dataset.history.events',
  'dataset.history.actors',
  'dataset.fields',
  'dataset.sections',
  'dataset.kinds',
  'stations.waiting',
  'stations.rounds.standings',
  'trial.form.kinds',
  'trial.result.certainty',
  'trial.result.stopped',
  'quality.bands',
  'quality.scores',
  'quality.scoreHelp',
  'quality.dimensions',
  'quality.dimensionHelp',
  'quality.marks',
  'quality.unknownWhy',
  'quality.labelStates',
  'quality.actions',
  'quality.indicators',
  'validator.policy',
  'validator.roles',
  'validator.result.view',
  'validator.result.formats',
  'validator.result.nodeKinds',
  'validator.result.severity',
  'validator.result.kinds',
  'validator.result.verdict',
  'validator.editor',
];

function leaves(tree: Tree, path: readonly string[] = []): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null ? leaves(value as Tree, [...path, key]) : [[...path, key].join('.')],
  );
}

function sources(folder: string): string {
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) =>
      entry.isDirectory()
        ? entry.name === 'messages'
          ? ''
          : sources(join(folder, entry.name))
        : /\.tsx?$/.test(entry.name)
          ? readFileSync(join(folder, entry.name), 'utf8')
          : '',
    )
    .join('\n');
}

describe('dictionaries', () => {
  it('have the same keys in both languages', () => {
    expect(leaves(en).sort()).toEqual(leaves(nl).sort());
  });

  it('have no key that no page uses', () => {
    const code = sources(join(packageRoot, 'src', 'portal'));
    const unused = leaves(nl).filter(
      (path) =>
        !/\.\d+(\.|$)/.test(path) &&
        !readByValue.some((group) => path === group || path.startsWith(`${group}.`)) &&
        !new RegExp(`\\.${path.split('.').at(-1)}\\b|\\{[^}\\n]*\\b${path.split('.').at(-1)}\\b[^}\\n]*\\} = `).test(code),
    );
    expect(unused).toEqual([]);
  });

  it('have no empty text', () => {
    for (const dictionary of [nl, en]) expect(JSON.stringify(dictionary)).not.toContain('""');
  });

  it('count in the plural of their language', () => {
    expect(nl.search.found(1)).toBe('1 dataset gevonden');
    expect(nl.search.found(12_000)).toBe('12.000 datasets gevonden');
    expect(en.search.found(0)).toBe('0 datasets found');
    expect(en.search.found(12_000)).toBe('12,000 datasets found');
  });
});
