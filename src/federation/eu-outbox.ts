import { createHash } from 'node:crypto';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { healthdcatap } from '../../vocab/healthdcatap.js';
import type { EuBookmark, EuObstacle, EuPlan, EuState, Reconciliation } from '../domain/eu.js';
import type { PublishedRecord, RecordHead } from '../domain/record.js';
import type { Clock } from '../ports/clock.js';
import type { EuBook, EuReader } from '../ports/eu-book.js';
import type { EuHolding, EuSending, EuTransport } from '../ports/eu-transport.js';
import type { LedgerReader } from '../ports/ledger.js';
import type { Logger } from '../ports/logger.js';
import { canonicalText } from '../rdf/terms.js';
import type { ExportDesk } from './export-desk.js';
import { findExportProfile } from './export-profiles.js';
import { publicIri } from './record-rdf.js';

export interface EuSettings {
  /** Days between a withdrawal and the deletion there (R54). */
  readonly deleteAfterDays: number;
  /** What the other side is told of a withdrawn dataset: that it is gone, or that it is no longer available. */
  readonly withdrawn: 'delete' | 'unavailable';
  /** Milliseconds after which an outcome that nobody told us of is asked for. */
  readonly pollMs: number;
  /** Milliseconds after which a message that cannot be brought there is given up. */
  readonly giveUpMs: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

export const euDefaults: Omit<EuSettings, 'deleteAfterDays' | 'withdrawn'> = {
  pollMs: 60_000,
  giveUpMs: 5 * 86_400_000,
  firstPauseMs: 30_000,
  longestPauseMs: 3_600_000,
};

export interface EuOutboxDependencies {
  readonly reader: LedgerReader;
  readonly eu: EuReader;
  readonly book: EuBook;
  readonly exports: ExportDesk;
  readonly transport: EuTransport;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly baseUrl: string;
  readonly settings: EuSettings;
  /** Between two records, so that whoever shares the thread is served. */
  readonly rest: () => Promise<unknown>;
}

const recordsAtOnce = 50;
const entriesAtOnce = 500;
const sentAtOnce = 20;
const polledAtOnce = 200;
/** A process that dies while it sends leaves the message to the next one after this long; it is sent under the same id. */
const leaseMs = 5 * 60_000;
const withdrawnOf = { delete: 'absent', unavailable: 'present' } as const;
const enrichedByHdab: ReadonlySet<string> = new Set(
  [healthdcatap.hdab, healthdcatap.healthCategory, healthdcatap.healthTheme, dcat.theme].map(({ value }) => value),
);

/**
 * Keeps the EU catalogue in step with ours (R71 to R78): follows the log from a bookmark, works out what the other side is to have of each
 * dataset, and brings it there in order, at least once, under ids that it recognises. Nothing leaves before a harvest round is over (R7),
 * while sending is paused, or after a restore until both sides were compared.
 */
export class EuOutbox {
  private readonly profile;

  constructor(private readonly dependencies: EuOutboxDependencies) {
    const profile = findExportProfile('healthdcat-ap');
    if (profile === undefined) throw new Error('the profile of the EU is not known');
    this.profile = profile;
  }

  /** One turn: plans what has changed, sends what may go, asks for outcomes. @returns how many messages were handed over */
  async turn(): Promise<number> {
    await this.plan();
    const { paused } = this.dependencies.eu.euState();
    const sent = paused !== null || this.needsReconciliation() ? 0 : await this.send();
    await this.poll();
    return sent;
  }

  /** After a restore the two sides may differ in what nobody here remembers: nothing is sent before they were compared (DESIGN section 3, Epoch). */
  needsReconciliation(state: EuState = this.dependencies.eu.euState()): boolean {
    const { epoch } = this.dependencies.reader.snapshot();
    return state.bookmark !== null && state.bookmark.epoch !== epoch && state.reconciliation?.epoch !== epoch;
  }

  /** Works out what follows from the log, as far as harvest rounds are over. */
  async plan(): Promise<void> {
    const { reader, eu, book } = this.dependencies;
    if (this.needsReconciliation()) return;
    const horizon = this.horizon();
    for (;;) {
      const from = eu.euState().bookmark;
      const { epoch } = reader.snapshot();
      const after = from?.epoch === epoch ? from.seq : 0;
      const entries = reader.changesAfter(after, entriesAtOnce).filter(({ seq }) => seq <= horizon);
      const last = entries.at(-1);
      if (last === undefined) break;
      const ids = entries.filter(({ kind, op }) => kind === 'record' && op !== 'observed').map(({ id }) => id);
      const touched = [...new Set(ids)].flatMap((id) => [id, ...this.usersOf(id)]);
      if (!(await this.step(from, { epoch, seq: last.seq }, [...new Set(touched)]))) return;
    }
    const bookmark = eu.euState().bookmark;
    // What is taken down goes at once, whatever round is under way.
    const taken = bookmark === null ? [] : this.takenDownSince(bookmark.seq);
    if (bookmark !== null && taken.length > 0) await book.planEu(bookmark, bookmark, await this.plansOf(taken, reader.snapshot().seq));
    const due = eu.euDue(this.dependencies.clock.now().toISOString(), entriesAtOnce);
    if (bookmark !== null && due.length > 0) await book.planEu(bookmark, bookmark, await this.plansOf(due, bookmark.seq));
  }

  /** In several transactions, the bookmark with the last one: what was planned before is planned again after a crash, to the same end. */
  private async step(from: EuBookmark | null, to: EuBookmark, ids: readonly string[]): Promise<boolean> {
    const { book } = this.dependencies;
    const stood = from ?? { epoch: to.epoch, seq: 0 };
    if (from === null && !(await book.planEu(null, stood, []))) return false;
    for (let at = 0; at < ids.length; at += recordsAtOnce) {
      const plans = await this.plansOf(ids.slice(at, at + recordsAtOnce), to.seq);
      if (!(await book.planEu(stood, stood, plans))) return false;
    }
    return book.planEu(stood, to, []);
  }

  /** The last entry that may be sent: what came in during a round that is not over waits for its end (R7). */
  private horizon(): number {
    const { reader } = this.dependencies;
    const rounds = reader.rounds(20);
    const open = rounds.filter(({ endedAt }) => endedAt === null).at(-1);
    if (open !== undefined) return open.seq ?? reader.seqAt(new Date(Date.parse(open.startedAt) - 1).toISOString());
    return rounds.length === 0 ? 0 : reader.snapshot().seq;
  }

  private takenDownSince(seq: number): string[] {
    const { reader, eu } = this.dependencies;
    const ids: string[] = [];
    for (let after = seq; ;) {
      const entries = reader.changesAfter(after, entriesAtOnce);
      for (const { kind, op, id } of entries)
        if (kind === 'record' && op === 'withheld' && eu.euRecord(id)?.wanted != null && reader.head(id)?.state === 'withheld') ids.push(id);
      const last = entries.at(-1);
      if (last === undefined) return [...new Set(ids)];
      after = last.seq;
    }
  }

  private usersOf(id: string): readonly string[] {
    const { reader, eu } = this.dependencies;
    const iri = reader.iriOf(id);
    return iri === undefined ? [] : eu.euUsersOf(iri);
  }

  private async plansOf(ids: readonly string[], seq: number): Promise<EuPlan[]> {
    const plans: EuPlan[] = [];
    for (const id of ids) {
      const head = this.dependencies.reader.head(id);
      const plan = head?.id === id ? await this.planOf(head, seq) : null;
      if (plan !== null) plans.push(plan);
      await this.dependencies.rest();
    }
    return plans;
  }

  /** What the other side is to have of a record; null for what never goes there: series and services travel inside datasets. */
  private async planOf(head: RecordHead, seq: number): Promise<EuPlan | null> {
    const { reader, eu, clock, settings } = this.dependencies;
    const base = { record: head.id, iri: head.iri, station: head.station, seq, wanted: null, obstacles: [], dueAt: null, uses: [], payload: null };
    const known = eu.euRecord(head.id);
    if (head.kind !== 'dataset' && known === undefined) return null;
    if (head.state === 'withheld' || head.kind !== 'dataset') return known === undefined ? null : { ...base, aim: 'absent' };
    if (head.state === 'withdrawn') {
      if (known === undefined) return null;
      const dueAt = new Date(Date.parse(head.stateSince ?? head.lastChangedAt) + settings.deleteAfterDays * 86_400_000).toISOString();
      if (dueAt > clock.now().toISOString()) return { ...base, wanted: known.wanted, dueAt, aim: 'keep' };
      if (withdrawnOf[settings.withdrawn] === 'absent') return { ...base, aim: 'absent' };
    } else if (head.state !== 'current') return known === undefined ? null : { ...base, aim: 'absent' };
    const record = reader.published(head.id);
    return record === undefined ? null : this.presentPlan(record, base);
  }

  private async presentPlan(record: PublishedRecord, base: Omit<EuPlan, 'aim'>): Promise<EuPlan> {
    const { baseUrl, exports } = this.dependencies;
    const { quads, faults } = await exports.export(record, this.profile);
    const subject = publicIri(record.head.iri, baseUrl);
    const uses = quads.flatMap(({ predicate, object }) => (predicate.equals(dcat.inSeries) || predicate.equals(dcat.accessService) ? [object.value] : []));
    const whole = { ...base, uses: [...new Set(uses)].sort() };
    const hasRight = quads.some((one) => one.subject.value === subject && one.predicate.equals(dct.accessRights) && one.object.termType === 'NamedNode');
    const obstacles: EuObstacle[] = [
      ...(hasRight ? [] : [noAccessRight]),
      ...(faults ?? []).map(({ sourceShape, path, message }): EuObstacle => ({
        rule: sourceShape,
        path,
        message,
        by: enrichedByHdab.has(path ?? '') ? 'hdab' : 'holder',
      })),
    ];
    if (obstacles.length > 0) return { ...whole, obstacles: obstacles.slice(0, 50), aim: 'keep' };
    const payload = canonicalText(quads);
    return { ...whole, payload, wanted: hashOf(payload), aim: 'present' };
  }

  private async send(): Promise<number> {
    const { book, transport, logger, clock, settings } = this.dependencies;
    let sent = 0;
    for (;;) {
      const messages = await book.claimEu(leaseMs, sentAtOnce);
      let down: string | null = null;
      for (const message of messages) {
        const sending: EuSending = down === null ? await transport.send(message) : { kind: 'later', reason: down, notBefore: null, isDown: true };
        if (sending.kind === 'answered') {
          sent++;
          await book.concludeEu(sending.outcome);
          if (sending.outcome.state === 'accepted' || sending.outcome.state === 'refused') await transport.settled([message.id]);
          continue;
        }
        if (sending.isDown) down = sending.reason;
        const now = clock.now().getTime();
        const isGivenUp = now - Date.parse(message.createdAt) > settings.giveUpMs;
        const pause = Math.min(settings.longestPauseMs, settings.firstPauseMs * 2 ** Math.min(message.attempts - 1, 20));
        const notBefore = [new Date(now + pause).toISOString(), sending.notBefore ?? ''].sort().at(-1) ?? null;
        await book.postponeEu(message.id, sending.reason, isGivenUp ? null : notBefore);
      }
      if (down !== null) logger.warn('the EU dispatcher does not take messages', { reason: down, waiting: messages.length });
      if (down !== null || messages.length < sentAtOnce) return sent;
      await this.dependencies.rest();
    }
  }

  /** Asks after messages that nobody has told us the end of. */
  private async poll(): Promise<void> {
    const { eu, book, transport, logger, clock, settings } = this.dependencies;
    const before = new Date(clock.now().getTime() - settings.pollMs).toISOString();
    const open = eu.euMessagesIn(['received', 'delivered'], polledAtOnce).filter(({ sentAt }) => sentAt !== null && sentAt <= before);
    const lateSent = eu.euMessagesIn(['sent'], polledAtOnce).filter(({ sentAt }) => sentAt !== null && sentAt <= before);
    try {
      const { known, lost } = await transport.outcomes([...open, ...lateSent]);
      for (const outcome of known) await book.concludeEu(outcome);
      if (known.length > 0) await transport.settled(known.map(({ message }) => message));
      const now = clock.now().toISOString();
      for (const id of lost) if (open.some((message) => message.id === id)) await book.postponeEu(id, 'the other side does not know the message any more', now);
    } catch (error) {
      logger.warn('outcomes of EU messages cannot be asked for', { reason: error instanceof Error ? error.message : String(error) });
    }
  }

  /**
   * Compares what the other side says it has with what it is to have, and queues the differences. What was refused or failed is tried again.
   *
   * @throws Error when the other side does not give its whole list; then nothing is changed
   */
  async reconcile(by: string, onProgress: (done: number, total: number) => void = () => undefined): Promise<Reconciliation> {
    const { reader, eu, book, transport, clock, baseUrl } = this.dependencies;
    const { epoch, seq } = reader.snapshot();
    const holdings = await transport.holdings();
    const found = holdings === null ? null : this.foundBy(holdings);
    const from = eu.euState().bookmark;
    const stood = { epoch, seq: from?.epoch === epoch ? from.seq : 0 };
    if (!(await book.planEu(from, stood, []))) throw new Error('somebody else has moved the bookmark; try again');
    const ids = reader.publishedIds(seq);
    const known = idsOf(eu);
    const all = [...new Set([...ids, ...known, ...(found?.keys() ?? [])])].sort();
    let [inStep, missing, surplus, different] = [0, 0, 0, 0];
    for (let at = 0; at < all.length; at += recordsAtOnce) {
      const plans: EuPlan[] = [];
      for (const id of all.slice(at, at + recordsAtOnce)) {
        const head = reader.head(id);
        const hash = found === null ? undefined : (found.get(id)?.hash ?? null);
        const planned = head?.id === id ? await this.planOf(head, seq) : null;
        // What the other side has and nobody here knows: of a record that a restore has undone.
        const plan: EuPlan | null = planned ?? (hash == null ? null : gone(id, found?.get(id)?.identifier ?? `${baseUrl}/datasets/${id}`, seq));
        if (plan === null) continue;
        plans.push({ ...plan, ...(hash === undefined ? {} : { found: hash }), again: true });
        const has = hash === undefined ? (eu.euRecord(id)?.held ?? null) : hash;
        if (plan.aim === 'keep') continue;
        if (has === plan.wanted) inStep += plan.wanted === null ? 0 : 1;
        else if (has === null) missing++;
        else if (plan.wanted === null) surplus++;
        else different++;
        await this.dependencies.rest();
      }
      if (!(await book.planEu(stood, stood, plans))) throw new Error('somebody else has moved the bookmark; try again');
      onProgress(Math.min(at + recordsAtOnce, all.length), all.length);
    }
    const reconciliation: Reconciliation = { at: clock.now().toISOString(), epoch, by, isListed: found !== null, inStep, missing, surplus, different };
    if (!(await book.planEu(stood, { epoch, seq }, []))) throw new Error('somebody else has moved the bookmark; try again');
    await book.noteReconciliation(reconciliation);
    return reconciliation;
  }

  /** What the other side has, by our record ids: the hash of its content, or a word that is no hash when it does not say. */
  private foundBy(holdings: readonly EuHolding[]): Map<string, { readonly hash: string; readonly identifier: string }> {
    const { reader, eu, baseUrl } = this.dependencies;
    const found = new Map<string, { readonly hash: string; readonly identifier: string }>();
    for (const { identifier, hash, message } of holdings) {
      const prefix = `${baseUrl}/datasets/`;
      const id = identifier.startsWith(prefix) ? identifier.slice(prefix.length) : (reader.head(identifier)?.id ?? identifier);
      found.set(id, { hash: hash ?? (message === null ? null : eu.euMessage(message)?.hash) ?? 'unknown', identifier });
    }
    return found;
  }
}

const noAccessRight: EuObstacle = {
  rule: 'no-access-right',
  path: dct.accessRights.value,
  message: {
    nl: ['De toegangsrechten zijn niet vermeld; zonder die wordt niets naar de EU-catalogus gestuurd.'],
    en: ['The access rights are not reported; without them nothing is sent to the EU catalogue.'],
  },
  by: 'holder',
};

function gone(record: string, iri: string, seq: number): EuPlan {
  return { record, iri, station: '', seq, wanted: null, obstacles: [], dueAt: null, uses: [], payload: null, aim: 'absent' };
}

function idsOf(eu: EuReader): string[] {
  const ids: string[] = [];
  for (let after = ''; ;) {
    const page = eu.euRecords(after, 1000);
    ids.push(...page.map(({ record }) => record));
    const last = page.at(-1);
    if (last === undefined) return ids;
    after = last.record;
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
