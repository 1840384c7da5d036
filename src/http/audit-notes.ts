import { WindowLimit } from '../catalogue/window-limit.js';
import type { AuditDeed } from '../domain/audit.js';
import type { Operator } from '../domain/operator.js';
import type { Clock } from '../ports/clock.js';
import type { Ledger } from '../ports/ledger.js';
import type { Logger } from '../ports/logger.js';
import type { Knock } from '../ports/operator-gate.js';

/** Entries by one person within a quarter of an hour: who asks in a loop must not fill the log. */
const mostRefusals = 20;
const refusalWindowMs = 15 * 60_000;
const shownQuery = 500;

/** What operators do over HTTP that is no deed on the ledger, for the audit log. Nobody is kept waiting by it. */
export class AuditNotes {
  private readonly refusals = new WindowLimit(mostRefusals, refusalWindowMs);

  constructor(
    private readonly ledger: Pick<Ledger, 'noteDeed'>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Somebody with a token asked for what the role does not allow. */
  refused({ name, role }: Operator, request: Knock): void {
    if (this.refusals.take(name, this.clock.now().getTime()) > 0) return;
    this.note({ action: 'access.refused', by: name, target: null, detail: { role, method: request.method, path: pathOf(request) } });
  }

  /** A query that looks too costly was tried all the same. */
  unguarded({ name }: Operator, query: string): void {
    this.note({ action: 'query.unguarded', by: name, target: null, detail: { query: query.slice(0, shownQuery) } });
  }

  private note(deed: AuditDeed): void {
    this.ledger.noteDeed(deed).catch((error: unknown) => {
      this.logger.error('a deed could not be written into the audit log', {
        action: deed.action,
        error: error instanceof Error ? error.message : String(error),
      });
    });
  }
}

function pathOf({ originalUrl }: Knock): string {
  return (originalUrl ?? '').split('?')[0]?.slice(0, 200) ?? '';
}
