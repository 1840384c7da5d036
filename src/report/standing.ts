import type { ReportSummary } from '../catalogue/document-report.js';
import { passes, resultsOf, type ReportRecord, type Settings } from './report-writer.js';
import type { Standing } from './words.js';

/** Counts what a closing sentence needs while records go by. */
export class StandingTally {
  private bad = 0;
  private infos = 0;

  constructor(private readonly settings: Pick<Settings, 'verdict'>) {}

  add(record: ReportRecord): void {
    const { verdict } = this.settings;
    const results = resultsOf(record, verdict);
    this.infos += results.filter((result) => result.severity === 'info').length;
    if (record.subject.kind !== 'catalogue' && (results.length > 0 || !passes(record, verdict))) this.bad++;
  }

  standing(summary: ReportSummary): Standing {
    const { publishable, violations, warnings } = summary.verdicts[this.settings.verdict];
    return { publishable, violations, warnings, infos: this.infos, records: summary.records, bad: this.bad };
  }
}
