import type { RunOutcome, RunSummary } from '../domain/harvest.js';
import type { Station } from '../domain/station.js';
import type { Fetcher } from '../ports/fetcher.js';
import type { Harvester } from '../ports/harvester.js';
import type { Deed, DescriptionState, Lookup, RunEnd, StagedDocument, StagedHead } from '../ports/ledger.js';
import { braked } from './brake.js';
import { Describer } from './describe.js';
import { diffRun, withdrawalRule, type Diff } from './diff.js';
import { Gatherer, type Gathered } from './gather.js';
import { countsOf, keepPlan, qualityDelta } from './outlook.js';
import type { RunnerDependencies, RunRequest } from './runner.js';
import type { Running } from './running.js';
import { Stager } from './stager.js';

/** One visit to one station, or to what is kept of it: gather, validate, stage, diff, brake, publish (RUN-1). */
export class Visit {
  constructor(
    private readonly dependencies: RunnerDependencies,
    private readonly station: Station,
    private readonly harvester: Harvester,
    private readonly running: Running,
    private readonly request: RunRequest,
    /** The killed run whose staging this one goes on with. */
    private readonly resumes: number | null,
  ) {}

  async go(): Promise<RunSummary> {
    const { ledger, reader, clock } = this.dependencies;
    const { running } = this;
    const known = reader.descriptionsOf(this.station.id);
    const gathered = await this.gather(known);
    running.counts = { ...running.counts, documents: gathered.documents, bytes: gathered.bytes, held: gathered.unusable };
    if (running.cancelled) {
      await running.issue('cancelled', 'The run was called off by an operator; nothing of it was published.');
      return await running.finish({ outcome: 'interrupted', detail: 'Called off by an operator.' });
    }
    await running.enter('diff', '');
    const staged = reader.staged(running.run);
    const diff = this.diff(known, staged, gathered);
    const hold = await braked(this.dependencies, this.station.id, running, diff);
    const end = {
      walk: gathered.walk,
      quality: qualityDelta(staged, (subject) => reader.qualityOf(this.station.id, subject)),
      notBefore: gathered.postponedMs === null ? null : new Date(clock.now().getTime() + gathered.postponedMs).toISOString(),
    };
    const remember = remembering(gathered);
    const about = { reader, station: this.station.id, run: running.run, known, staged };
    if (this.request.dryRun === true) {
      await keepPlan(ledger, diff.deeds, about, false);
      const detail = hold === null ? 'Dry run: nothing was published.' : `Dry run: nothing was published. A real run would go on hold: ${hold}`;
      return await running.finish({ ...end, outcome: outcomeOf(gathered), detail, counts: countsOf(diff, running.counts) });
    }
    if (hold !== null) {
      await running.issue('brake', hold);
      await keepPlan(ledger, diff.deeds, about, true);
      return await running.finish({ ...end, outcome: 'on-hold', detail: hold, plan: { rememberDocuments: remember, counts: countsOf(diff, running.counts) } });
    }
    // Field by field what changes, before the version it is compared with is replaced.
    if ((diff.counts.publish ?? 0) > diff.added) await keepPlan(ledger, updatesOf(diff, known), about, false);
    await running.publish(
      diff.deeds,
      Object.values(diff.counts).reduce((sum, count) => sum + count, 0),
    );
    return await running.finish({ ...end, outcome: outcomeOf(gathered), detail: null, rememberDocuments: remember });
  }

  private async gather(known: Lookup<DescriptionState>): Promise<Gathered> {
    const { ledger, reader, fetcherFor, clock, settings, describe, makeSpool, keepBytes, storedBytes } = this.dependencies;
    const { running } = this;
    const memory = reader.stationMemory(this.station.id);
    const bookmark = this.resumes === null ? memory.bookmark : reader.runBookmark(running.run);
    const documents = reader.documents(this.station.id);
    const remembered = this.resumes === null ? documents : laidOver(reader.stagedDocuments(running.run), documents);
    const stager = new Stager(ledger, running.run, running.logger);
    const stations = reader.stations().map((status) => status.station);
    const describer = new Describer(this.station, {
      ...describe,
      known,
      stations,
      judgeAnew: this.request.replay !== undefined,
      previousBody: (subject) => reader.previousBody(this.station.id, subject),
      previousReport: (subject) => reader.previousReport(this.station.id, subject),
    });
    const gatherer = new Gatherer(this.station, this.harvester, known, remembered, {
      describer,
      stager,
      makeSpool,
      keepBytes,
      maxDocumentBytes: settings.limits.maxDocumentBytes,
      maxRunBytes: settings.limits.maxRunBytes,
      signal: running.abort.signal,
      stageBookmark: (value) => ledger.stageBookmark(running.run, value),
      alreadyStaged: this.resumes === null ? [] : [...reader.staged(running.run).values()].map((head) => head.subject),
      now: () => clock.now(),
      onProgress: ({ documents, records, expected }) => {
        running.progress(`${String(documents)} documents, ${String(records)} records`, Math.max(documents, records), expected);
      },
    });
    const fetcher = fetcherFor(this.station);
    const events = this.harvester.harvest(this.station, {
      fetcher,
      files: this.dependencies.files,
      clock,
      logger: running.logger,
      signal: running.abort.signal,
      limits: settings.limits,
      bookmark: this.request.full === true ? null : bookmark,
      fullWalkAt: this.request.full === true ? null : memory.fullWalkAt,
      full: this.request.full ?? false,
      knownDocuments: () => withContents(remembered),
      stored: storedBytes,
      remembered: (url) => {
        const document = this.request.full === true ? undefined : remembered.get(url);
        if (document?.bodyHash === '') return undefined;
        return document?.subjects.every((subject) => known.get(subject)?.present === true && known.get(subject)?.held === false) === true
          ? document
          : undefined;
      },
    });
    await running.enter('gather', this.resumes === null ? '' : `goes on where run ${String(this.resumes)} was cut off`);
    await this.heedRobots(fetcher, stager);
    const gathered = await gatherer.follow(events);
    const { aborted } = running.abort.signal;
    if (aborted && !running.cancelled) await running.issue('timeout', 'The run was ended before it had read the whole station.');
    return aborted ? { ...gathered, complete: false } : gathered;
  }

  /** A registered address is agreed upon: its robots.txt is a remark for the operator, not a refusal (HTTP-12). */
  private async heedRobots(fetcher: Fetcher, stager: Stager): Promise<void> {
    const { endpoint } = this.station;
    if (this.dependencies.settings.robotsRemarks !== true || this.request.replay !== undefined || !/^https?:/.test(endpoint)) return;
    const detail = await fetcher.robotsRemark?.(endpoint, this.running.abort.signal);
    if (detail == null) return;
    await stager.issue({ code: 'robots', severity: 'info', subject: null, detail, url: endpoint, line: null, owner: 'operator' });
  }

  private diff(known: Lookup<DescriptionState>, staged: Lookup<StagedHead>, gathered: Gathered): Diff {
    const { clock, settings } = this.dependencies;
    return diffRun({
      staged,
      known,
      stale: gathered.stale,
      gone: gathered.gone,
      complete: gathered.complete,
      rule: withdrawalRule(this.harvester.knows, gathered.walk),
      judgedAnew: this.request.replay !== undefined,
      now: clock.now(),
      grace: settings.grace,
    });
  }
}

function* updatesOf({ deeds }: Diff, known: Lookup<DescriptionState>): Generator<Deed, void> {
  for (const deed of deeds) if (deed.kind === 'publish' && known.get(deed.subject)?.present === true) yield deed;
}

/** Documents that are to be read anew stand for their records alone. */
function* withContents(documents: Lookup<StagedDocument>): Generator<StagedDocument, void> {
  for (const document of documents.values()) if (document.bodyHash !== '') yield document;
}

/** What a killed run has staged of a station's documents stands before what is remembered of them. */
function laidOver(staged: Lookup<StagedDocument>, remembered: Lookup<StagedDocument>): Lookup<StagedDocument> {
  return {
    get: (url) => staged.get(url) ?? remembered.get(url),
    has: (url) => staged.has(url) || remembered.has(url),
    *values() {
      for (const document of remembered.values()) yield staged.get(document.url) ?? document;
      for (const document of staged.values()) if (!remembered.has(document.url)) yield document;
    },
  };
}

function outcomeOf(gathered: Gathered): RunOutcome {
  if (gathered.complete) return gathered.gaps ? 'partial' : 'complete';
  if (gathered.postponedMs !== null) return 'postponed';
  return gathered.progressed ? 'partial' : 'failed';
}

function remembering(gathered: Gathered): RunEnd['rememberDocuments'] {
  if (!gathered.complete) return 'no';
  return gathered.walk === 'full' ? 'replaced' : 'added';
}
