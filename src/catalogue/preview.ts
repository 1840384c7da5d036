import type { Quad } from '@rdfjs/types';
import type { ValidationResult } from '../domain/validation.js';
import type { LedgerReader } from '../ports/ledger.js';
import type { Validator } from '../ports/validator.js';

/** What a rule would do to the published records of one station. */
export interface PreviewRow {
  readonly station: string;
  /** IRI of the shape. */
  readonly rule: string;
  readonly records: number;
  /** The first few records, by IRI. */
  readonly examples: readonly string[];
  readonly message: ValidationResult['message'];
}

export interface Preview {
  readonly profile: string;
  /** Current records that were looked at. */
  readonly records: number;
  /** Records that have violations now and would have none. */
  readonly newlyConforming: number;
  /** Records without violations by the profile they were admitted under, which would have some. */
  readonly newlyFailing: number;
  /** Newly failing records, by station and rule, most records first. */
  readonly rows: readonly PreviewRow[];
}

export interface PreviewDependencies {
  readonly reader: Pick<LedgerReader, 'snapshot' | 'publishedPage' | 'publishedCount' | 'version'>;
  readonly validator: Validator;
  readonly parse: (body: string) => readonly Quad[];
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

const pageSize = 200;
const maxExamples = 3;

/** Which published records a profile would newly find at fault: what an operator looks at before it counts. Nothing is changed. */
export async function previewProfile(profile: string, { reader, validator, parse, onProgress }: PreviewDependencies): Promise<Preview> {
  const { seq } = reader.snapshot();
  const total = reader.publishedCount(seq);
  const rows = new Map<string, { station: string; rule: string; records: number; examples: string[]; message: ValidationResult['message'] }>();
  let done = 0;
  let newlyFailing = 0;
  let newlyConforming = 0;
  for (let after = ''; ;) {
    const page = reader.publishedPage(seq, after, pageSize);
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.head.id;
    for (const { head, body } of page) {
      const report = await validator.validate({ subject: head.iri, quads: parse(body), profile });
      const before = (head.version === null ? undefined : reader.version(head.id, head.version))?.report?.violations ?? 0;
      if (before > 0 && report.violations === 0) newlyConforming++;
      if (before === 0 && report.violations > 0) {
        newlyFailing++;
        const broken = new Map(report.results.filter((result) => result.severity === 'violation').map((result) => [result.sourceShape, result]));
        for (const [rule, result] of broken) {
          const key = `${head.station} ${rule}`;
          const row = rows.get(key) ?? { station: head.station, rule, records: 0, examples: [], message: result.message };
          rows.set(key, row);
          row.records++;
          if (row.examples.length < maxExamples) row.examples.push(head.iri);
        }
      }
      onProgress?.({ done: ++done, total });
    }
  }
  const sorted = [...rows.values()].sort((a, b) => (a.station < b.station ? -1 : a.station > b.station ? 1 : b.records - a.records));
  return { profile, records: done, newlyConforming, newlyFailing, rows: sorted };
}
