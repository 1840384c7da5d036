import type { RunOutcome, RunSummary } from '../domain/harvest.js';
import type { Station } from '../domain/station.js';
import type { Fetcher } from '../ports/fetcher.js';
import type { Harvester } from '../ports/harvester.js';
import type { DescriptionState, RunEnd, StagedDocument } from '../ports/ledger.js';
import { brakeOn } from './brake.js';
import { Describer } from './describe.js';
import { diffRun, withdrawalRule, type Diff } from './diff.js';
import { Gatherer, type Gathered } from './gather.js';
import { countsOf, itemOf, qualityDelta } from './outlook.js';
import type { RunnerDependencies, RunRequest } from './runner.js';
import type { Running } from './running.js';
import { Stager } from './stager.js';

const itemsPerCall = 200;
/** Nobody reads more of them, and the counts tell the rest. */
const maxItems = 20_000;

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
    const { reader, clock, settings } = this.dependencies;
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
    const diff = this.diff(known, gathered);
    await running.enter('brake', `${String(diff.withdrawals)} withdrawals of ${String(diff.total)} records`);
    const since = new Date(clock.now().getTime() - 7 * 86_400_000).toISOString();
    const hold = brakeOn(diff, reader.recentWithdrawals(this.station.id, since), settings.brake);
    const end = {
      walk: gathered.walk,
      quality: qualityDelta(staged, reader.qualityOf(this.station.id)),
      notBefore: gathered.postponedMs === null ? null : new Date(clock.now().getTime() + gathered.postponedMs).toISOString(),
    };
    const remember = remembering(gathered);
    if (this.request.dryRun === true) {
      await this.keepPlan(diff, known, false);
      const detail = hold === null ? 'Dry run: nothing was published.' : `Dry run: nothing was published. A real run would go on hold: ${hold}`;
      return await running.finish({ ...end, outcome: outcomeOf(gathered), detail, counts: countsOf(diff, known, running.counts) });
    }
    if (hold !== null) {
      await running.issue('brake', hold);
      await this.keepPlan(diff, known, true);
      return await running.finish({
        ...end,
        outcome: 'on-hold',
        detail: hold,
        plan: { rememberDocuments: remember, counts: countsOf(diff, known, running.counts) },
      });
    }
    await this.keepChanges(diff, known);
    await running.publish(diff.deeds);
    return await running.finish({ ...end, outcome: outcomeOf(gathered), detail: null, rememberDocuments: remember });
  }

  private async gather(known: ReadonlyMap<string, DescriptionState>): Promise<Gathered> {
    const { ledger, reader, fetcherFor, clock, logger, settings, describe, makeSpool, keepBytes, storedBytes } = this.dependencies;
    const { running } = this;
    const memory = reader.stationMemory(this.station.id);
    const bookmark = this.resumes === null ? memory.bookmark : reader.runBookmark(running.run);
    const remembered = new Map<string, StagedDocument>(reader.documents(this.station.id));
    if (this.resumes !== null) for (const [url, document] of reader.stagedDocuments(running.run)) remembered.set(url, document);
    const stager = new Stager(ledger, running.run);
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
      alreadyStaged: this.resumes === null ? [] : reader.staged(running.run).map((head) => head.subject),
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
      logger,
      signal: running.abort.signal,
      limits: settings.limits,
      bookmark: this.request.full === true ? null : bookmark,
      fullWalkAt: this.request.full === true ? null : memory.fullWalkAt,
      full: this.request.full ?? false,
      knownDocuments: () => remembered.values(),
      stored: storedBytes,
      remembered: (url) => {
        const document = this.request.full === true ? undefined : remembered.get(url);
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

  private diff(known: ReadonlyMap<string, DescriptionState>, gathered: Gathered): Diff {
    const { reader, clock, settings } = this.dependencies;
    return diffRun({
      staged: reader.staged(this.running.run),
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

  /** The whole diff, for an operator to read, and for a run on hold also what to do when it is released. */
  private async keepPlan(diff: Diff, known: ReadonlyMap<string, DescriptionState>, withDeeds: boolean): Promise<void> {
    const { ledger, reader } = this.dependencies;
    const { run } = this.running;
    const staged = new Map(reader.staged(run).map((head) => [head.subject, head]));
    let items = 0;
    for (let at = 0; at < diff.deeds.length; at += itemsPerCall) {
      const deeds = diff.deeds.slice(at, at + itemsPerCall);
      const shown = deeds.flatMap((deed) => {
        if (items >= maxItems) return [];
        const item = itemOf(deed, { reader, station: this.station.id, run, known, staged });
        if (item === null) return [];
        items++;
        return [item];
      });
      await ledger.plan(run, withDeeds ? deeds : [], shown);
    }
  }

  /** Field by field what changes, before the version it is compared with is replaced. */
  private async keepChanges(diff: Diff, known: ReadonlyMap<string, DescriptionState>): Promise<void> {
    const updates = diff.deeds.filter((deed) => deed.kind === 'publish' && known.get(deed.subject)?.present === true);
    await this.keepPlan({ ...diff, deeds: updates }, known, false);
  }
}

function outcomeOf(gathered: Gathered): RunOutcome {
  if (gathered.complete) return 'complete';
  if (gathered.postponedMs !== null) return 'postponed';
  return gathered.documents === 0 ? 'failed' : 'partial';
}

function remembering(gathered: Gathered): RunEnd['rememberDocuments'] {
  if (!gathered.complete) return 'no';
  return gathered.walk === 'full' ? 'replaced' : 'added';
}
