import type { ConfirmationOutcome, Ledger, LedgerReader } from '../ports/ledger.js';
import { genidPrefix } from '../rdf/terms.js';

export interface Confirmed {
  readonly confirmed: number;
  readonly confirmedAt: string;
  /** What could not be confirmed, and why. */
  readonly refused: readonly { readonly subject: string; readonly reason: Exclude<ConfirmationOutcome, 'confirmed'> }[];
}

const atOnce = 200;

/**
 * Where a holder says, at least once a year, that its descriptions are right (R51). That is not a change: no version is made
 * and no feed speaks of it.
 */
export class ConfirmationDesk {
  constructor(
    private readonly ledger: Pick<Ledger, 'confirm'>,
    private readonly reader: Pick<LedgerReader, 'confirmable'>,
    private readonly baseUrl: string,
    private readonly now: () => Date,
  ) {}

  /** @param asked IRIs or ids, or everything that comes from the station */
  async confirm(station: string, asked: readonly string[] | 'all', by: string): Promise<Confirmed> {
    const confirmedAt = this.now().toISOString();
    const refused: { subject: string; reason: Exclude<ConfirmationOutcome, 'confirmed'> }[] = [];
    let confirmed = 0;
    for await (const subjects of asked === 'all' ? this.all(station) : chunks([...new Set(asked)])) {
      const outcomes = await this.ledger.confirm(
        station,
        subjects.map((subject) => this.storedForm(subject)),
        by,
      );
      for (const [at, reason] of outcomes.entries()) {
        if (reason === 'confirmed') confirmed++;
        else refused.push({ subject: subjects[at] ?? '', reason });
      }
    }
    return { confirmed, confirmedAt, refused };
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- pages come from the ledger as others are confirmed
  private async *all(station: string): AsyncGenerator<readonly string[]> {
    for (let after = ''; ;) {
      const page = this.reader.confirmable(station, after, atOnce);
      if (page.length === 0) return;
      yield page;
      after = page.at(-1) ?? '';
    }
  }

  /** IRIs that we minted are stored without our host. */
  private storedForm(iri: string): string {
    const minted = `${this.baseUrl}/.well-known/genid/`;
    return iri.startsWith(minted) ? genidPrefix + iri.slice(minted.length) : iri;
  }
}

function* chunks(subjects: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < subjects.length; at += atOnce) yield subjects.slice(at, at + atOnce);
}
