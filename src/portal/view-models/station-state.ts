import type { HarvestRun } from '../../domain/harvest.js';
import type { StationStatus } from '../../ports/ledger.js';
import type { PageContext } from '../page-context.js';

export type StationMood = 'ok' | 'warnings' | 'failing' | 'onHold' | 'onboarding' | 'paused' | 'retired' | 'never';

/** One word for how a station is doing: what the operator decided first, then how the last round went. */
export function moodOf(status: StationStatus): StationMood {
  if (status.state !== 'live') return status.state;
  const { lastRun } = status;
  if (lastRun === null) return 'never';
  if (lastRun.outcome === 'on-hold' && lastRun.resolved === null) return 'onHold';
  if (status.failingSince !== null || lastRun.outcome === 'failed') return 'failing';
  return lastRun.outcome === 'partial' || lastRun.outcome === 'interrupted' || status.held > 0
    ? 'warnings'
    : status.lastSuccessAt === null && lastRun.outcome !== null
      ? 'never'
      : 'ok';
}

export function moodLabel(status: StationStatus, context: PageContext): string {
  const mood = moodOf(status);
  if (mood === 'failing' && status.failingSince !== null) return context.m.stations.failingSince(context.f.date(status.failingSince));
  return context.m.stations.states[mood];
}

/** The sentence a station page opens with; a first failure reads differently from a long one. */
export function moodSentence(status: StationStatus, now: Date, context: PageContext): string {
  const words = context.m.stations.sentence;
  const mood = moodOf(status);
  const when = (iso: string): string => context.f.dateTime(iso);
  const last = status.lastSuccessAt === null ? null : when(status.lastSuccessAt);
  const run: HarvestRun | null = status.lastRun;
  switch (mood) {
    case 'ok':
      return words.ok(last ?? context.m.unknownDate);
    case 'warnings':
      return words.warnings(run === null ? context.m.unknownDate : when(run.endedAt ?? run.startedAt));
    case 'onHold':
      return words.onHold(run === null ? context.m.unknownDate : when(run.startedAt));
    case 'failing': {
      const days = status.failingSince === null ? 0 : Math.floor((now.getTime() - Date.parse(status.failingSince)) / 86_400_000);
      return days < 1 ? words.firstFailure(last) : words.failing(days, last);
    }
    default:
      return words[mood];
  }
}
