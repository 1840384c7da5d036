import type { SplitRecord } from './split.js';
import { termKey } from './memory-spool.js';

/** A statement that cannot be read and was left out. */
export interface SkippedStatement {
  readonly line: number;
  /** Why, in the parser's words. */
  readonly detail: string;
  /** Key of the node that it begins with, IRI or `_:label`; null when it begins with something else. */
  readonly subject: string | null;
  /** Keys of all nodes that can be recognised in it. */
  readonly mentions: readonly string[];
}

const maxMentions = 100;

/** The nodes that stand in a line that is no statement, as far as they can be recognised. */
export function nodesNamedIn(line: string): Pick<SkippedStatement, 'subject' | 'mentions'> {
  const start = line.slice(0, 64 * 1024);
  const subject = /^\s*(?:<([^<>\s"]+)>|(_:[^\s<>"]+))/.exec(start);
  const mentions = new Set<string>();
  for (const [name] of start.matchAll(/_:[^\s<>"]+|[a-z][a-z0-9+.-]{0,30}:[^\s<>"]+/gi)) {
    mentions.add(name);
    if (mentions.size >= maxMentions) break;
  }
  return { subject: subject?.[1] ?? subject?.[2] ?? null, mentions: [...mentions] };
}

/** What was left out of a document, and which of its records may have lost something by it. */
export class SkippedStatements {
  count = 0;
  private readonly subjects = new Set<string>();
  private readonly mentions = new Set<string>();

  add({ subject, mentions }: SkippedStatement): void {
    this.count++;
    if (this.mentions.size > maxRemembered) return;
    if (subject !== null) this.subjects.add(subject);
    for (const mention of mentions) this.mentions.add(mention);
  }

  /** Whether one of the statements named the record, or spoke of a node that belongs to it. */
  mayHaveCost({ key, entries }: SplitRecord): boolean {
    if (this.count === 0) return false;
    if (this.mentions.size > maxRemembered || this.mentions.has(key)) return true;
    return entries.some(
      ({ quad }) => this.subjects.has(termKey(quad.subject)) || (quad.object.termType !== 'Literal' && this.subjects.has(termKey(quad.object))),
    );
  }
}

/** Beyond it every record of the document counts as named. */
const maxRemembered = 50_000;
