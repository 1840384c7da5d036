/** A station of the model's world. */
export type StationId = 'a' | 'b' | 'g';

/** What a station gives when it is visited. */
export interface Answer {
  /** Words by subject; null: a description that is not admissible. */
  readonly documents: ReadonlyMap<string, string | null>;
  readonly gone: ReadonlySet<string>;
  readonly complete: boolean;
  readonly walk: 'full' | 'incremental';
}

interface Description {
  words: string | null;
  present: boolean;
  held: boolean;
  admitted: boolean;
  /** Words last admitted. */
  accepted: string | null;
  missingRuns: number;
  missingSince: number | null;
  firstSeen: number;
}

interface CatalogueRecord {
  state: 'held' | 'current' | 'withdrawn' | 'withheld';
  station: StationId;
  words: string | null;
}

type Deed = { readonly kind: 'publish' | 'hold' | 'seen' | 'missing' | 'withdraw'; readonly subject: string };

interface Plan {
  readonly run: number;
  readonly deeds: readonly Deed[];
  readonly documents: Answer['documents'];
}

const hourMs = 3_600_000;
const priority: Readonly<Record<StationId, number>> = { a: 10, b: 5, g: 1 };

/** `https://a.example/1` belongs to a, `https://b.example/1` to b, others to nobody. */
export function ownerOf(subject: string): StationId | null {
  return subject.startsWith('https://a.example/') ? 'a' : subject.startsWith('https://b.example/') ? 'b' : null;
}

/**
 * What the catalogue publishes, by the rules of DESIGN section 3 and RUN-1 to RUN-11, over plain maps: no ledger, no RDF, no
 * validation. Station a and b are holders, g is an aggregator that repeats what they say.
 */
export class CatalogueModel {
  private readonly descriptions = new Map<string, Description>();
  readonly records = new Map<string, CatalogueRecord>();
  readonly plans = new Map<StationId, Plan>();
  private readonly withdrawals: { readonly subject: string; readonly station: StationId; readonly at: number; readonly released: boolean }[] = [];
  readonly paused = new Set<StationId>();

  published(): Map<string, string> {
    return new Map(
      [...this.records].flatMap(([subject, { state, words, station }]) => (state === 'current' ? [[subject, `${String(words)} by ${station}`] as const] : [])),
    );
  }

  /** @returns the outcome of the run */
  visit(station: StationId, answer: Answer, now: number, run: number): 'complete' | 'partial' | 'failed' | 'on-hold' | 'postponed' {
    if (this.paused.has(station)) return 'postponed';
    this.plans.delete(station);
    const deeds = this.deeds(station, answer, now);
    if (this.isStopped(station, deeds, answer, now)) {
      this.plans.set(station, { run, deeds, documents: answer.documents });
      return 'on-hold';
    }
    this.apply(station, deeds, answer.documents, now, false);
    if (answer.complete) return 'complete';
    // A deletion that was told is something of the station, too.
    return answer.documents.size === 0 && answer.gone.size === 0 ? 'failed' : 'partial';
  }

  release(station: StationId, now: number): void {
    const plan = this.plans.get(station);
    if (plan === undefined) return;
    this.plans.delete(station);
    this.apply(station, plan.deeds, plan.documents, now, true);
  }

  withhold(subject: string): void {
    const record = this.records.get(subject);
    if (record !== undefined) record.state = 'withheld';
  }

  /** @returns whether it can be released */
  publishAgain(subject: string): boolean {
    const record = this.records.get(subject);
    const description = record === undefined ? undefined : this.descriptions.get(key(record.station, subject));
    if (record?.state !== 'withheld' || description?.present !== true || !description.admitted) return false;
    record.state = 'current';
    record.words = description.accepted;
    return true;
  }

  private deeds(station: StationId, { documents, gone, complete, walk }: Answer, now: number): Deed[] {
    const deeds: Deed[] = [];
    const found = new Set<string>();
    for (const [subject, words] of documents) {
      if (gone.has(subject)) continue;
      found.add(subject);
      const before = this.descriptions.get(key(station, subject));
      const isSame = before?.present === true && before.words === words;
      const isHeld = words === null || this.isHijack(station, subject);
      if (isSame && (!before.held || isHeld)) deeds.push({ kind: 'seen', subject });
      else deeds.push({ kind: isHeld ? 'hold' : 'publish', subject });
    }
    for (const [subject, description] of this.descriptionsOf(station)) {
      if (!description.present || found.has(subject) || !complete) continue;
      if (gone.has(subject)) deeds.push({ kind: 'withdraw', subject });
      else if (walk === 'full') {
        const isOver = description.missingSince !== null && description.missingRuns + 1 >= 2 && now - description.missingSince >= 24 * hourMs;
        deeds.push({ kind: isOver ? 'withdraw' : 'missing', subject });
      }
    }
    return deeds;
  }

  private isStopped(station: StationId, deeds: readonly Deed[], { documents, gone, complete, walk }: Answer, now: number): boolean {
    const total = [...this.descriptionsOf(station)].filter(([, { present, admitted }]) => present && admitted).length;
    const found = [...documents.keys()].filter((subject) => !gone.has(subject));
    if (complete && walk === 'full' && found.length === 0 && total > 0) return true;
    const allowed = Math.max(1, Math.floor(total * 0.2));
    const withdrawn = deeds.filter((deed) => deed.kind === 'withdraw' && this.descriptions.get(key(station, deed.subject))?.admitted === true).length;
    if (withdrawn > allowed) return true;
    const recent = new Set(
      this.withdrawals
        .filter(
          (each) => each.station === station && !each.released && now - each.at <= 7 * 24 * hourMs && this.records.get(each.subject)?.state === 'withdrawn',
        )
        .map((each) => each.subject),
    ).size;
    if (withdrawn > 0 && withdrawn + recent > Math.max(1, Math.floor((total + recent) * 0.2))) return true;
    const newlyHeld = deeds.filter((deed) => {
      const before = this.descriptions.get(key(station, deed.subject));
      return deed.kind === 'hold' && before?.present === true && before.admitted && !before.held;
    }).length;
    return newlyHeld > allowed;
  }

  private apply(station: StationId, deeds: readonly Deed[], documents: Answer['documents'], now: number, released: boolean): void {
    for (const { kind, subject } of deeds) {
      const description = this.descriptions.get(key(station, subject));
      if (kind === 'publish' || kind === 'hold') this.receive(station, subject, documents.get(subject) ?? null, kind === 'hold', now);
      else if (description === undefined) continue;
      else if (kind === 'seen') Object.assign(description, { missingRuns: 0, missingSince: null });
      else if (kind === 'missing') {
        description.missingRuns++;
        description.missingSince ??= now;
      } else {
        Object.assign(description, { present: false, held: false });
        const record = this.records.get(subject);
        if (record?.station === station && record.state === 'current') {
          record.state = 'withdrawn';
          this.withdrawals.push({ subject, station, at: now, released });
        }
      }
    }
  }

  private receive(station: StationId, subject: string, words: string | null, held: boolean, now: number): void {
    let record = this.records.get(subject);
    if (record === undefined) this.records.set(subject, (record = { state: 'held', station, words: null }));
    const before = this.descriptions.get(key(station, subject));
    const place = held ? 'held' : this.placeOf(station, subject, record, before, now);
    this.descriptions.set(key(station, subject), {
      words,
      present: true,
      held: place === 'held',
      admitted: before?.admitted === true || place !== 'held',
      accepted: place === 'held' ? (before?.accepted ?? null) : words,
      missingRuns: 0,
      missingSince: null,
      firstSeen: before?.firstSeen ?? now,
    });
    if (place !== 'self') return;
    record.station = station;
    if (record.state === 'withheld') return;
    record.state = 'current';
    record.words = words;
  }

  /** Whether the description becomes the published one, is kept beside it, or waits for an operator. */
  private placeOf(station: StationId, subject: string, record: CatalogueRecord, own: Description | undefined, now: number): 'self' | 'beside' | 'held' {
    if (record.station === station || record.state === 'held') return 'self';
    const primary = this.descriptions.get(key(record.station, subject));
    if (primary === undefined) return 'self';
    const owner = ownerOf(subject);
    const isWeaker =
      owner === record.station ||
      (owner !== station &&
        (priority[station] < priority[record.station] || (priority[station] === priority[record.station] && (own?.firstSeen ?? now) > primary.firstSeen)));
    if (isWeaker) return 'beside';
    if (record.state === 'withdrawn') return owner === station ? 'self' : 'beside';
    if (record.station === 'g' && owner === station) return 'self';
    return station === 'g' ? 'beside' : 'held';
  }

  private isHijack(station: StationId, subject: string): boolean {
    const owner = ownerOf(subject);
    return station !== 'g' && owner !== null && owner !== station;
  }

  private *descriptionsOf(station: StationId): Iterable<[string, Description]> {
    for (const [name, description] of this.descriptions) if (name.startsWith(`${station} `)) yield [name.slice(2), description];
  }
}

const key = (station: StationId, subject: string): string => `${station} ${subject}`;
