import { StationError } from '../domain/errors.js';

/**
 * The length of all contexts in force, added up over every context that is worked through among them: what a parser copies,
 * since each begins as a copy of the one around it. Measured: 16 MiB are about six seconds.
 */
const maxContextWork = 16 << 20;

interface ContextSize {
  readonly depth: number;
  size: number;
}

/**
 * Adds up what JSON-LD contexts within contexts cost (SSRF-11). A thousand small ones within a large one are a hang, and so
 * is one that belongs to a term (a scoped context), since it is worked through with every use of that term.
 */
export class ContextWork {
  /** Contexts that have been read and are in force, by the depth of the node that they stand in. */
  private readonly inForce: ContextSize[] = [];
  private reading: ContextSize | null = null;
  private readonly scopedTerms = new Set<string>();
  private work = 0;

  /** A `"@context"` key at this depth; `term` is the key that its object stands under. */
  key(term: string | undefined): void {
    this.add();
    if (this.reading !== null && term !== undefined) this.scopedTerms.add(plain(term));
  }

  /** A bracket was opened, as the value of `"@context"` or not. */
  open(depth: number, isContext: boolean): void {
    if (isContext) this.reading ??= { depth, size: 0 };
  }

  /** A text, key or value, as it is written and with its first quotation mark. */
  text(raw: string, length: number): void {
    if (this.reading !== null) this.reading.size += length;
    else if (this.scopedTerms.size > 0 && this.scopedTerms.has(plain(raw))) this.add();
  }

  /** A bracket was closed; `depth` brackets are open still. */
  close(depth: number): void {
    if (this.reading !== null && depth < this.reading.depth) {
      this.inForce.push({ depth, size: this.reading.size });
      this.reading = null;
    }
    while ((this.inForce.at(-1)?.depth ?? 0) > depth) this.inForce.pop();
  }

  private add(): void {
    this.work += this.inForce.reduce((sum, { size }) => sum + size, this.reading?.size ?? 0);
    if (this.work > maxContextWork) throw new StationError('station/unreadable', 'The JSON-LD contexts within contexts add up to more than we work through.');
  }
}

/** A key without its escapes. */
function plain(raw: string): string {
  if (!raw.includes('\\')) return raw;
  try {
    return `"${JSON.parse(raw) as string}"`;
  } catch {
    return raw;
  }
}
