import { rmSync } from 'node:fs';
import { harvesters } from '../../harvesters/index.js';
import { openDocuments, UnreadableSubmission, type ReportSummary } from '../catalogue/document-report.js';
import type { JudgeDependencies } from '../catalogue/judge.js';
import type { Config } from '../config.js';
import type { HarvestIssue } from '../domain/harvest.js';
import type { PortalLanguage } from '../domain/language.js';
import type { Station } from '../domain/station.js';
import { GuardedFetcher } from '../fetch/guarded-fetcher.js';
import { HostLimiter } from '../fetch/host-limiter.js';
import { createLogger } from '../observability/logger.js';
import { systemClock } from '../ports/clock.js';
import type { ParseTrouble } from '../rdf/parse-trouble.js';
import type { ReportRecord } from '../report/report-writer.js';
import { fetchSettings } from '../workers/harvest.js';
import { UsageError } from './command.js';
import type { WorkFolder } from './validate-spool.js';
import { validateWords } from './validate-words.js';

export interface StationVisit {
  readonly station: Station;
  readonly config: Config;
  readonly profile: string | null;
  readonly lang: PortalLanguage;
  readonly folder: WorkFolder;
  readonly onRecord: (record: ReportRecord) => Promise<void>;
  readonly onDocument: (documents: number, url: string) => void;
  readonly tell: (line: string) => void;
}

export interface VisitedStation {
  readonly summary: ReportSummary;
  readonly unreadable: readonly { readonly name: string; readonly trouble: ParseTrouble }[];
  /** Everything was seen and could be read. */
  readonly isWhole: boolean;
}

const maxUnreadable = 1000;

/** Reads a whole station with its harvester and judges what it finds, as a harvest would; nothing is stored. */
export async function visitStation(visit: StationVisit, dependencies: JudgeDependencies): Promise<VisitedStation> {
  const { station, config, folder } = visit;
  const harvester = harvesters.get(station.protocol);
  if (harvester === undefined) throw new UsageError(`no harvester speaks "${station.protocol}"`);
  const words = validateWords[visit.lang];
  const fetcher = new GuardedFetcher(
    station,
    { ...fetchSettings(config, 'ndc-validate'), temporaryFolder: folder.path },
    new HostLimiter(config.NDC_HOST_PAUSE_MS),
    systemClock,
  );
  const documents = openDocuments({ profile: visit.profile, station, makeSpool: () => folder.quads(config.NDC_SPOOL_QUADS) }, dependencies);
  const unreadable: { name: string; trouble: ParseTrouble }[] = [];
  let read = 0;
  let isComplete = false;
  const judge = async (): Promise<void> => {
    for await (const { record, source, duplicate } of documents.records()) {
      if (duplicate) visit.tell(`${source}: ${words.issue.warning}: ${words.duplicate(record.subject.iri)}`);
      await visit.onRecord({ ...record, source });
    }
  };
  try {
    const events = harvester.harvest(station, {
      fetcher,
      clock: systemClock,
      logger: createLogger('silent', 'validate'),
      signal: AbortSignal.timeout(config.NDC_RUN_TIMEOUT_MS),
      limits: {
        maxPages: config.NDC_MAX_PAGES,
        maxDocumentBytes: config.NDC_MAX_DOCUMENT_BYTES,
        maxPageBytes: config.NDC_MAX_PAGE_BYTES,
        maxRunBytes: 20 * 2 ** 30,
      },
      remembered: () => undefined,
      bookmark: null,
      fullWalkAt: null,
      full: true,
      knownDocuments: () => [],
      stored: () => Promise.resolve(null),
    });
    for await (const event of events) {
      if (event.kind === 'complete') isComplete = true;
      else if (event.kind === 'issue') visit.tell(issueLine(event.issue, station.id, words.issue[event.issue.severity]));
      else if (event.kind === 'document') {
        const { document } = event;
        visit.onDocument(++read, document.url);
        try {
          await documents.add({ ...document, name: document.url, maxBytes: config.NDC_MAX_DOCUMENT_BYTES }, event.visit);
          event.memo();
        } catch (error) {
          if (!(error instanceof UnreadableSubmission)) throw error;
          if (unreadable.length < maxUnreadable) unreadable.push({ name: document.url, trouble: error.trouble });
        } finally {
          if (document.body.kind === 'file') rmSync(document.body.path, { force: true });
        }
        if (harvester.assembly === 'per-document') await judge();
      }
    }
    await judge();
    if (!isComplete) visit.tell(`${station.id}: ${words.incomplete}`);
    return { summary: documents.summary(), unreadable, isWhole: isComplete && unreadable.length === 0 };
  } finally {
    documents.close();
    await fetcher.close();
  }
}

function issueLine({ code, detail, url, line }: HarvestIssue, station: string, severity: string): string {
  return `${url ?? station}${line === null ? '' : `:${String(line)}`}: ${severity}: ${detail} [${code}]`;
}
