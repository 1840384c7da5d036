import type { HarvestIssue } from '../domain/harvest.js';
import type { Logger } from '../ports/logger.js';
import type { Ledger, RunDocument, StagedDocument, StagedRecord } from '../ports/ledger.js';

const batchSize = 50;
const maxIssuesPerRun = 20_000;

/** Hands what a run finds to the ledger in batches. */
export class Stager {
  private records: StagedRecord[] = [];
  private documents: StagedDocument[] = [];
  private forgotten: string[] = [];
  private unread: RunDocument[] = [];
  private issues: HarvestIssue[] = [];
  private issueCount = 0;
  count = 0;
  /** Subjects that came a second time with other words. */
  duplicates = 0;

  constructor(
    private readonly ledger: Ledger,
    private readonly run: number,
    private readonly logger: Logger,
  ) {}

  async record(record: StagedRecord): Promise<void> {
    this.count++;
    this.records.push(record);
    if (this.records.length >= batchSize) await this.flush();
  }

  async document(document: StagedDocument): Promise<void> {
    this.forgotten = this.forgotten.filter((url) => url !== document.url);
    this.documents.push(document);
    if (this.documents.length >= batchSize) await this.flush();
  }

  /** A document that could not be read: its bytes are kept with the run, and it stands for nothing. */
  async received(document: StagedDocument): Promise<void> {
    this.unread.push(document);
    if (this.unread.length >= batchSize) await this.flush();
  }

  async forget(url: string): Promise<void> {
    this.documents = this.documents.filter((document) => document.url !== url);
    this.forgotten.push(url);
    if (this.forgotten.length >= 200) await this.flush();
  }

  async issue(issue: HarvestIssue): Promise<void> {
    this.issueCount++;
    const { code, severity, subject, line } = issue;
    // Not in what words: they quote the station, which may have named a person.
    this.logger.debug('remark', { code, severity, subject, line });
    if (this.issueCount > maxIssuesPerRun) return;
    this.issues.push(issue.detail.length > 1500 ? { ...issue, detail: `${issue.detail.slice(0, 1500)}…` } : issue);
    if (this.issues.length >= 200) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.records.length + this.documents.length + this.issues.length + this.forgotten.length + this.unread.length === 0) return;
    const batch = { records: this.records, documents: this.documents, issues: this.issues, forgotten: this.forgotten, unread: this.unread };
    this.records = [];
    this.documents = [];
    this.issues = [];
    this.forgotten = [];
    this.unread = [];
    const { duplicates } = await this.ledger.stage(this.run, batch);
    this.count -= duplicates.length;
    this.duplicates += duplicates.length;
    for (const subject of duplicates)
      await this.issue({
        code: 'duplicate-subject',
        severity: 'warning',
        subject,
        detail: `<${subject}> is described differently on two pages; the first description counts.`,
        url: null,
        line: null,
        owner: 'station',
      });
    if (duplicates.length > 0) await this.flush();
  }
}
