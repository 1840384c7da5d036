import type { DeliveryMessage, DeliveryNote, DeliveryReader, DeliveryStep } from '../ports/delivery-log.js';
import { openReader, textOrNull, type Connection, type Row } from './database.js';

/** The rows of `delivery` and `delivery_message`. Each function runs inside the caller's transaction. */
export class DeliveryBook {
  constructor(
    private readonly connection: Connection,
    private readonly now: Date,
  ) {}

  step({ delivery, scope, from, to, messages, folded = [] }: DeliveryStep): boolean {
    const at = this.now.toISOString();
    if (bookmarkOf(this.connection, delivery, scope) !== from) return false;
    this.connection.run('INSERT OR REPLACE INTO delivery (name, scope, bookmark, at) VALUES (?, ?, ?, ?)', delivery, scope, to, at);
    for (const { id, scope: about, kind, content, state } of messages)
      this.connection.run(
        'INSERT OR IGNORE INTO delivery_message (id, delivery, scope, kind, content, state, created_at, not_before) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        id,
        delivery,
        about,
        kind,
        content,
        state,
        at,
        at,
      );
    for (const id of folded) this.connection.run("UPDATE delivery_message SET state = 'folded', ended_at = ? WHERE id = ? AND state = 'waiting'", at, id);
    return true;
  }

  claim(delivery: string, leaseMs: number, limit: number): DeliveryMessage[] {
    const at = this.now.toISOString();
    const rows = this.connection.all(
      "SELECT * FROM delivery_message WHERE delivery = ? AND state = 'queued' AND not_before <= ? AND (claimed_until IS NULL OR claimed_until <= ?) ORDER BY created_at, id LIMIT ?",
      delivery,
      at,
      at,
      limit,
    );
    const until = new Date(this.now.getTime() + leaseMs).toISOString();
    for (const row of rows) this.connection.run('UPDATE delivery_message SET claimed_until = ? WHERE id = ?', until, row['id']);
    return rows.map(messageOf);
  }

  note(id: string, { state, outcome, notBefore }: DeliveryNote): void {
    const at = this.now.toISOString();
    this.connection.run(
      "UPDATE delivery_message SET state = ?, outcome = ?, not_before = COALESCE(?, not_before), claimed_until = NULL, attempts = attempts + 1, ended_at = ? WHERE id = ? AND state = 'queued'",
      state,
      outcome,
      notBefore,
      state === 'queued' ? null : at,
      id,
    );
  }
}

/** Reads where deliveries stand, through a read-only connection of its own. */
export class SqliteDeliveryReader implements DeliveryReader {
  private constructor(private readonly connection: Connection) {}

  static open(dataDir: string): SqliteDeliveryReader {
    return new SqliteDeliveryReader(openReader(dataDir));
  }

  close(): void {
    this.connection.db.close();
  }

  deliveryBookmark(delivery: string, scope: string): string | null {
    return bookmarkOf(this.connection, delivery, scope);
  }

  deliveryMessages(delivery: string, limit: number, filter: { readonly state?: DeliveryMessage['state']; readonly scope?: string } = {}): DeliveryMessage[] {
    return this.connection
      .all(
        'SELECT * FROM delivery_message WHERE delivery = @delivery AND (@state IS NULL OR state = @state) AND (@scope IS NULL OR scope = @scope) ORDER BY created_at DESC, id LIMIT @limit',
        { delivery, state: filter.state ?? null, scope: filter.scope ?? null, limit },
      )
      .map(messageOf);
  }
}

function bookmarkOf(connection: Connection, delivery: string, scope: string): string | null {
  return textOrNull(connection.get('SELECT bookmark FROM delivery WHERE name = ? AND scope = ?', delivery, scope)?.['bookmark']);
}

function messageOf(row: Row): DeliveryMessage {
  return {
    id: String(row['id']),
    delivery: String(row['delivery']),
    scope: String(row['scope']),
    kind: String(row['kind']),
    content: String(row['content']),
    state: String(row['state']) as DeliveryMessage['state'],
    createdAt: String(row['created_at']),
    attempts: Number(row['attempts']),
    outcome: textOrNull(row['outcome']),
    endedAt: textOrNull(row['ended_at']),
  };
}
