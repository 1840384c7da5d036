import type { RecordView } from '../../catalogue/queries.js';
import type { Messages } from '../messages/messages.js';
import type { PageContext } from '../page-context.js';
import { clean, textOf } from './text.js';

export interface Banner {
  readonly kind: 'withdrawn' | 'held' | 'retired' | 'former';
  readonly title: string;
  readonly text: string;
}

/** What a reader must know before reading on (portal.md section 5, 1). */
export function bannersOf(view: RecordView, context: PageContext): Banner[] {
  const { m, f } = context;
  const words = m.dataset.banners;
  const { head } = view;
  const banners: Banner[] = [];
  if (head.state === 'withdrawn') {
    const since = head.stateSince === null ? m.unknownDate : f.date(head.stateSince);
    banners.push({
      kind: 'withdrawn',
      title: words.withdrawn,
      text: words.withdrawnText(since, head.stateReason === null ? null : reasonText(head.stateReason, m)),
    });
  }
  if (head.heldUpdate !== null) {
    const reasons = [...new Set(head.heldUpdate.reasons.map((reason) => m.dataset.heldReasons[reason.code]))];
    banners.push({ kind: 'held', title: words.held, text: words.heldText(f.date(head.heldUpdate.since), f.list(reasons)) });
  }
  if (view.station?.state === 'retired') {
    const name = textOf(view.station.station.title, context, 200)?.text ?? view.station.station.id;
    banners.push({ kind: 'retired', title: words.retired, text: words.retiredText(name) });
  }
  return banners;
}

function reasonText(reason: string, m: Messages): string {
  const causes: Readonly<Record<string, string>> = m.dataset.causes;
  return causes[reason] ?? clean(reason, 300).replace(/\.$/, '');
}
