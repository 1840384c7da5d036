import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ValidationReport } from '../../src/domain/validation.js';
import { RdfValidateShaclValidator } from '../../src/validation/rdf-validate-shacl-validator.js';
import { ShaclEngineValidator } from '../../src/validation/shacl-engine-validator.js';
import { chooseVariant, withoutImpliedTypes } from '../../src/validation/variant-choice.js';
import { library, root } from '../validation/support.js';
import { exceptions, type Comparison } from './exceptions.js';
import { Description, keyOf, merge, officialSets, Oracle, type Finding } from './oracle.js';
import { corpusRecords, fixtureRecords, hasOracle, type CutRecord } from './records.js';

/** Official results compared in `npm test`, per profile; set a little below what was measured. */
const floors: Readonly<Record<string, number>> = {
  'dcat-ap-3.0': 9_400,
  'dcat-ap-nl-3.0': 15_300,
  'healthdcat-ap-r8': 20_800,
  'healthdcat-ap-r5': 10_200,
  'health-ri-2': 7_400,
};

/** Which part of a profile a record is validated by. */
function variantOf({ subject, quads }: CutRecord, profile: string): string | null {
  return chooseVariant(library().find((known) => known.info.id === profile)!, subject, withoutImpliedTypes(quads)).name;
}

const patienceMs = process.env['NDC_PROPERTY_FACTOR'] === undefined ? 300_000 : 3_600_000;

if (!hasOracle) console.log('test/shapes/oracle.test.ts: skipped, ../shared is not here');

/**
 * Our results beside those of the official shapes, as sets of (focus node, path, component, severity), on every record of the
 * shared corpus and on our fixtures: what a harvest would validate. A difference must be in `exceptions.ts` and argued in
 * docs/decisions; an exception without a difference fails, since then it has closed and goes.
 */
describe.skipIf(!hasOracle)('verdict beside the official shapes', () => {
  const unexplained: string[] = [];
  const used = new Set<number>();
  const compared = new Map<string, number>();
  const unlike: string[] = [];
  const validator = new ShaclEngineValidator(library());
  const second = new RdfValidateShaclValidator(library());
  let records: readonly CutRecord[] = [];

  it('has records to compare', async () => {
    records = [...(await corpusRecords()), ...(await fixtureRecords())];
    expect(records.length).toBeGreaterThan(500);
  }, patienceMs);

  it.each(officialSets.map((set) => [`${set.profile} ${set.variants.join(' ')}`.trim(), set] as const))(
    'compares %s',
    async (_, set) => {
      const oracle = new Oracle(set);
      for (const record of records.filter((candidate) => set.variants.includes(variantOf(candidate, set.profile)))) {
        const report = await byBoth(record, set.profile);
        const ours = merge(report.results.map(({ focusNode, path, component, severity }) => ({ focus: focusNode, path: path ?? '', component, severity, values: [] })));
        const official = await oracle.findings(record.quads);
        compared.set(set.profile, (compared.get(set.profile) ?? 0) + official.length);
        const comparison = { ours, official, description: new Description(record.quads), oracle };
        unexplained.push(...differences(comparison).map((text) => `${set.profile} ${record.name}: ${text}`));
      }
    },
    patienceMs,
  );

  it('runs both engines where no official set was seen: Release 5, PUBLIC and RESTRICTED', async () => {
    for (const record of records.filter((candidate) => ['public', 'restricted'].includes(variantOf(candidate, 'healthdcat-ap-r5') ?? ''))) await byBoth(record, 'healthdcat-ap-r5');
  }, patienceMs);

  it('finds no difference but argued ones', () => {
    expect(unexplained).toEqual([]);
  });

  it('finds both engines of one mind', () => {
    expect(unlike).toEqual([]);
  });

  it('compares enough', () => {
    console.log(`oracle: ${String(records.length)} records; official results compared: ${[...compared].map(([profile, count]) => `${profile} ${String(count)}`).join(', ')}`);
    for (const [profile, floor] of Object.entries(floors)) expect(compared.get(profile), profile).toBeGreaterThanOrEqual(floor);
  });

  it('keeps no exception that nothing uses, and none without an argument', () => {
    const folder = join(root, 'docs', 'decisions');
    const decision = readdirSync(folder).find((name) => name.startsWith('0010-'));
    const text = decision === undefined ? '' : readFileSync(join(folder, decision), 'utf8');
    expect(exceptions.filter((_, at) => !used.has(at)).map(({ id, reason }) => `${id}: ${reason}`)).toEqual([]);
    expect(exceptions.filter(({ id }) => !text.includes(`\`${id}\``)).map(({ id }) => id)).toEqual([]);
  });

  /** The report of the engine that decides; what the other says must be the same. */
  async function byBoth({ name, subject, quads }: CutRecord, profile: string): Promise<ValidationReport> {
    const report = await validator.validate({ subject, quads, profile });
    const other = await second.validate({ subject, quads, profile });
    if (JSON.stringify({ ...other, engine: '' }) !== JSON.stringify({ ...report, engine: '' })) unlike.push(`${profile}: ${name} ${subject}`);
    return report;
  }

  /** What one side says and the other does not, without what an exception explains. */
  function differences(comparison: Comparison): readonly string[] {
    const { ours, official } = comparison;
    const texts: string[] = [];
    const compare = (side: 'official' | 'ours', findings: readonly Finding[], others: readonly Finding[]): void => {
      const known = new Set(others.map(keyOf));
      for (const finding of findings) {
        if (known.has(keyOf(finding))) continue;
        const at = exceptions.findIndex(
          (exception) =>
            exception.side === side &&
            exception.profile.test(comparison.oracle.set.profile) &&
            exception.path.test(finding.path) &&
            exception.component.test(finding.component) &&
            exception.severity.test(finding.severity) &&
            (exception.when?.(finding, comparison) ?? true),
        );
        if (at < 0) texts.push(`${side} only: ${keyOf(finding)} ${finding.values.map((value) => value.value).join(' ')}`);
        else used.add(at);
      }
    };
    compare('official', official, ours);
    compare('ours', ours, official);
    return texts;
  }
});
