import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Parser } from 'n3';
import { harvesters } from '../../harvesters/index.js';
import { describe, expect, it } from 'vitest';
import { packageRoot, shapesFolder } from '../../src/assets.js';
import { readOperatorFiles } from '../../src/operator-files.js';
import { validateOperatorData, type OperatorShape } from '../../src/validation/operator-data.js';
import { anchorsOf, codeBlocks, documentAt, documents } from './support.js';

const ours = documents().filter(({ path }) => path === 'README.md' || path === 'CHANGELOG.md' || path.startsWith('docs/') || path.endsWith('/README.md'));

describe('links', () => {
  it.each(ours.map(({ path, text }) => [path, text] as const))('of %s lead to a file, and to a heading in it', (path, text) => {
    const faults = [...text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/\]\(([^)\s]+)\)/g)].flatMap((match) => {
      const [target = '', anchor] = (match[1] ?? '').split('#');
      if (/^[a-z]+:/.test(target)) return [];
      const file = target === '' ? path : join(dirname(path), target);
      if (!existsSync(join(packageRoot, file))) return [`${target} does not exist`];
      if (anchor !== undefined && !anchorsOf(documentAt(file)).has(anchor)) return [`${target} has no heading #${anchor}`];
      return [];
    });
    expect(faults).toEqual([]);
  });
});

describe('Turtle', () => {
  const blocks = ours.flatMap(({ path, text }) => codeBlocks(text, 'turtle').map((turtle, at) => [`${path} block ${String(at + 1)}`, turtle] as const));

  it('stands in the README and in the configuration', () => {
    expect(blocks.filter(([name]) => name.startsWith('README.md'))).toHaveLength(1);
    expect(blocks.filter(([name]) => name.startsWith('docs/configuration.md')).length).toBeGreaterThanOrEqual(4);
  });

  it.each(blocks)('of %s parses', (_name, turtle) => {
    expect(new Parser().parse(turtle).length).toBeGreaterThan(0);
  });

  it.each(blocks)('of %s passes the shape that it is for', async (_name, turtle) => {
    const shape = (/^# validate as: ([a-z]+)$/m.exec(turtle)?.[1] ?? (turtle.includes('a ndc:Station') ? 'station' : null)) as OperatorShape | null;
    if (shape === null) {
      expect(turtle).toContain('a ndc:AdmissionRule');
      return;
    }
    expect(await validateOperatorData(new Parser().parse(turtle), shape, { shapesFolder })).toEqual([]);
  });

  it('of the examples is what the catalogue would start with', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ndc-docs-'));
    const write = (name: string, sign: string): string => {
      const turtle = blocks.map(([, text]) => text).find((text) => text.includes(sign)) ?? '';
      writeFileSync(join(folder, name), turtle);
      return join(folder, name);
    };
    try {
      const files = await readOperatorFiles({
        stations: write('stations.ttl', 'a ndc:Station'),
        catalogue: write('catalogue.ttl', 'validate as: catalogue'),
        organisations: write('organisations.ttl', 'validate as: organisation'),
        assertions: write('assertions.ttl', 'validate as: assertion'),
        admission: write('admission.ttl', 'a ndc:AdmissionRule'),
        harvesters,
        profiles: ['healthdcat-ap-r8', 'dcat-ap-3.0'],
      });
      expect(files.stations.map(({ id, holder, declaredState }) => [id, holder?.name['en'], declaredState])).toEqual([['umc-voorbeeld', ['UMC Example'], 'onboarding']]);
      expect(files.catalogue?.hdabs.map(({ contact }) => contact?.email)).toEqual(['desk@hdab.example']);
      expect(files.organisations.map(({ slug }) => slug)).toEqual(['umc-voorbeeld']);
      expect(files.assertions).toHaveLength(3);
      expect(files.policy.rules.map(({ effect }) => effect)).toEqual(['block', 'allow', 'allow']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('vocab/ndc.ttl', () => {
  it('parses and explains every property that the station shape names', () => {
    const known = new Set(new Parser().parse(documentAt('vocab/ndc.ttl')).map((quad) => quad.subject.value));
    const used = new Parser().parse(documentAt('shapes/node/station.ttl')).map((quad) => quad.object.value).filter((value) => value.startsWith('https://w3id.org/ndc/ns#'));
    expect(used.filter((iri) => !known.has(iri))).toEqual([]);
  });
});

describe('every document', () => {
  it('names no place on one machine', () => {
    // A home folder or a working folder says that something was pasted from somebody's terminal.
    expect(documents().filter(({ text }) => /\/(?:work|home|Users)\//.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('starts with a title', () => {
    expect(ours.filter(({ text }) => !/^# \S/.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

describe('decisions', () => {
  const decisions = ours.filter(({ path }) => path.startsWith('docs/decisions/'));

  it('are numbered without a gap and have context, decision and consequences', () => {
    expect(decisions.map(({ path }) => path.slice('docs/decisions/'.length, 'docs/decisions/'.length + 4)).sort()).toEqual(decisions.map((_decision, at) => String(at + 1).padStart(4, '0')));
    for (const { path, text } of decisions) expect([path, [...text.matchAll(/^## (.*)$/gm)].map((match) => match[1])]).toEqual([path, ['Context', 'Decision', 'Consequences']]);
  });
});
