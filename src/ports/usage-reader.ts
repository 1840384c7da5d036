import type { MissedTerm, UsageCount } from '../domain/usage.js';

/** A span of days, both included: `YYYY-MM-DD`. */
export interface UsageSpan {
  readonly from: string;
  readonly to: string;
}

export interface UsageSum {
  readonly record: string;
  readonly station: string;
  readonly title: string;
  readonly channel: UsageCount['channel'];
  readonly count: number;
}

/** Totals of how the catalogue was used. */
export interface UsageReader {
  /** Sums over the span by record and channel, those of one station or record when asked, the most used records first. */
  sums(span: UsageSpan, of: { readonly station?: string | undefined; readonly record?: string | undefined }, limit: number): readonly UsageSum[];
  /** Sums of the whole catalogue by month (`YYYY-MM`) and channel. */
  months(span: UsageSpan): readonly { readonly month: string; readonly channel: UsageCount['channel']; readonly count: number }[];
  /** The same by day, of one station or record when asked. */
  days(span: UsageSpan, of: { readonly station?: string | undefined; readonly record?: string | undefined }): readonly Omit<UsageCount, 'record'>[];
  /** Terms that found nothing, summed over months (`YYYY-MM`, both included), used at least so often. */
  missedTerms(months: UsageSpan, least: number, limit: number): readonly Omit<MissedTerm, 'month'>[];
}
