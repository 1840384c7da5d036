import { visitTriggers } from '../domain/harvest.js';
import type { Round, RoundEntry } from '../domain/round.js';
import type { Clock } from '../ports/clock.js';
import type { Ledger, LedgerReader, StationStatus } from '../ports/ledger.js';

export interface RoundsDependencies {
  readonly ledger: Ledger;
  readonly reader: LedgerReader;
  readonly clock: Clock;
  /** When a station is visited next by its schedule, ISO 8601. */
  readonly nextRunAt: (status: StationStatus) => string | null;
  /** The longest a round may take, in hours. */
  readonly hours: number;
}

/** Opens and ends harvest rounds by what the ledger says of stations and runs; it may be asked at any time, by any process (R7). */
export class Rounds {
  constructor(private readonly dependencies: RoundsDependencies) {}

  /** Ends the round that is over and opens the next one. */
  async turn(): Promise<Round | null> {
    const { ledger, reader, clock } = this.dependencies;
    const open = reader.rounds(1)[0];
    if (open?.endedAt === null) {
      const stations = this.entries(open);
      const isOver = clock.now().toISOString() >= open.endsBy || Object.values(stations).every((entry) => entry !== 'waiting');
      const settled = isOver ? Object.fromEntries(Object.entries(stations).map(([id, entry]) => [id, entry === 'waiting' ? 'not-visited' : entry])) : stations;
      if (isOver || JSON.stringify(settled) !== JSON.stringify(open.stations)) await ledger.noteRound(open.id, settled, isOver);
      if (!isOver) return { ...open, stations };
    }
    return this.open();
  }

  /** Opens a round over the stations that are due within its time; over these alone, whenever they are due, when named. */
  async open(named?: readonly string[]): Promise<Round | null> {
    const { ledger, reader, clock, nextRunAt, hours } = this.dependencies;
    const endsBy = new Date(clock.now().getTime() + hours * 3_600_000).toISOString();
    const due = reader
      .stations()
      .filter((status) => status.state === 'live' || status.state === 'onboarding')
      .filter((status) => named?.includes(status.station.id) ?? (status.lastRun === null || (nextRunAt(status) ?? '~') <= endsBy))
      .map((status) => status.station.id);
    if (due.length === 0) return null;
    await ledger.openRound(due, endsBy);
    return reader.rounds(1)[0] ?? null;
  }

  private entries(round: Round): Record<string, RoundEntry> {
    const { reader } = this.dependencies;
    return Object.fromEntries(
      Object.keys(round.stations).map((id) => {
        const status = reader.station(id);
        if (status === undefined || status.state === 'retired') return [id, 'retired'];
        if (status.state === 'paused') return [id, 'paused'];
        const visit = reader.runs(id, 20).find((run) => visitTriggers.has(run.trigger) && run.startedAt >= round.startedAt && run.endedAt !== null);
        return [id, visit?.outcome ?? 'waiting'];
      }),
    );
  }
}
