import type { LinkCheck } from '../../domain/link-check.js';
import type { PageContext } from '../page-context.js';

/** What is known of an address, in words. */
export function linkText(check: LinkCheck | undefined, { m, f }: PageContext): string | null {
  if (check === undefined) return null;
  const words = m.quality.links;
  if (check.reachable === null || check.checkedAt === null) return words.untold;
  return check.reachable ? words.reachable(f.date(check.checkedAt)) : words.unreachable(f.date(check.since ?? check.checkedAt), f.date(check.checkedAt));
}
