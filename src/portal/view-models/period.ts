import type { Period } from '../../domain/description.js';
import type { PageContext } from '../page-context.js';

/** A period in words; `years` leaves out days and months. */
export function periodText(period: Period, context: Pick<PageContext, 'm' | 'f'>, years = false): string | null {
  const { m, f } = context;
  const shown = (iso: string): string => (years ? iso.slice(0, 4) : f.date(iso));
  if (period.start !== null && period.end !== null) {
    const [start, end] = [shown(period.start), shown(period.end)];
    if (start === end) return start;
    return years ? `${start}–${end}` : m.range(start, end);
  }
  if (period.start !== null) return m.rangeFrom(shown(period.start));
  return period.end === null ? null : m.rangeTo(shown(period.end));
}
