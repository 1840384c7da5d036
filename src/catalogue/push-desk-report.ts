import { documentReport, openSubmission, type DocumentReport, type Submission, type SubmissionOptions } from './document-report.js';
import type { JudgeDependencies } from './judge.js';
import type { JudgedRecord } from './validate.js';

/** So many records and results stand in the answer to a push; a document may be far larger, and its counts tell of all. */
const maxRecords = 2000;
const maxResults = 10_000;

export interface PushReport {
  readonly report: DocumentReport;
  /** The lists are cut short; the counts are of everything. */
  readonly truncated: boolean;
}

/** The report that `POST /validations` would give of the same document (R12), with memory bounded by what an answer may hold. */
export async function reportOnPush(submission: Submission, options: SubmissionOptions, dependencies: JudgeDependencies): Promise<PushReport> {
  const open = await openSubmission(submission, options, dependencies);
  try {
    const kept: JudgedRecord[] = [];
    let results = 0;
    let truncated = false;
    for await (const record of open.records()) {
      results += record.results.length;
      if (kept.length >= maxRecords || results > maxResults) truncated = true;
      else kept.push({ ...record, quads: [] });
    }
    return { report: documentReport(kept, open.summary()), truncated };
  } finally {
    open.close();
  }
}
