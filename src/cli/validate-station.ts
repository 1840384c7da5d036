import { join } from 'node:path';
import { harvesters } from '../../harvesters/index.js';
import type { ReportSummary } from '../catalogue/document-report.js';
import type { JudgeDependencies } from '../catalogue/judge.js';
import { walkStation } from '../catalogue/station-trial-walk.js';
import type { Config } from '../config.js';
import type { HarvestIssue } from '../domain/harvest.js';
import type { PortalLanguage } from '../domain/language.js';
import type { Station } from '../domain/station.js';
import { GuardedFetcher } from '../fetch/guarded-fetcher.js';
import { HostLimiter } from '../fetch/host-limiter.js';
import { LocalDropFolder } from '../fetch/local-drop-folder.js';
import { BlobStore } from '../ledger/blob-store.js';
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
  const unreadable: { name: string; trouble: ParseTrouble }[] = [];
  try {
    const walked = await walkStation(
      {
        station,
        harvester,
        profile: visit.profile,
        context: {
          fetcher,
          files: config.NDC_DROP_FOLDER === undefined ? undefined : new LocalDropFolder(config.NDC_DROP_FOLDER, folder.path),
          clock: systemClock,
          logger: createLogger('silent', 'validate'),
          signal: AbortSignal.timeout(config.NDC_RUN_TIMEOUT_MS),
          limits: {
            maxPages: config.NDC_MAX_PAGES,
            maxDocumentBytes: config.NDC_MAX_DOCUMENT_BYTES,
            maxPageBytes: config.NDC_MAX_PAGE_BYTES,
            maxRunBytes: 20 * 2 ** 30,
          },
        },
        makeSpool: () => folder.quads(config.NDC_SPOOL_QUADS),
        bodies: new BlobStore(join(folder.path, 'bodies')),
      },
      {
        document: (documents, { url }) => {
          visit.onDocument(documents, url);
          return true;
        },
        record: async ({ record, source, duplicate }) => {
          if (duplicate) visit.tell(`${source}: ${words.issue.warning}: ${words.duplicate(record.subject.iri)}`);
          await visit.onRecord({ ...record, source });
          return true;
        },
        issue: (issue) => {
          visit.tell(issueLine(issue, station.id, words.issue[issue.severity]));
        },
        unreadable: (name, trouble) => {
          if (unreadable.length < maxUnreadable) unreadable.push({ name, trouble });
        },
        expects: () => undefined,
      },
      dependencies,
    );
    if (!walked.isComplete) visit.tell(`${station.id}: ${words.incomplete}`);
    return { summary: walked.summary, unreadable, isWhole: walked.isWhole };
  } finally {
    await fetcher.close();
  }
}

function issueLine({ code, detail, url, line }: HarvestIssue, station: string, severity: string): string {
  return `${url ?? station}${line === null ? '' : `:${String(line)}`}: ${severity}: ${detail} [${code}]`;
}
