import { chmodSync, existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ConfigurationError } from './domain/errors.js';
import { operatorRoles, type OperatorEntry, type OperatorRole } from './domain/operator.js';

const entry = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/, 'letters, digits and . _ @ - only, at most 64'),
  role: z.enum(operatorRoles as readonly [OperatorRole, ...OperatorRole[]]),
  tokenHash: z.string().regex(/^[0-9a-f]{64}$/, 'the SHA-256 of a token, as "ndc operators add" writes it'),
  addedAt: z.iso.datetime().optional(),
});
const file = z
  .strictObject({ operators: z.array(entry) })
  .refine(({ operators }) => new Set(operators.map(({ name }) => name)).size === operators.length, { message: 'Two entries have one name.' });

type Entry = z.infer<typeof entry>;

/** The file of `NDC_OPERATORS`: names, roles and hashes of tokens, in JSON. Tokens are made here, so that they are worth their hash. */
export class OperatorRoster {
  private known: { readonly stamp: string; readonly entries: readonly OperatorEntry[] } | null = null;

  constructor(readonly path: string) {}

  /**
   * The entries as they are now, read again when the file changes: a token that is removed stops counting at once. Null when
   * there is no file.
   *
   * @throws ConfigurationError `config/operator-data`
   */
  entries(): readonly OperatorEntry[] | null {
    const state = statSync(this.path, { throwIfNoEntry: false });
    if (state === undefined) return null;
    const stamp = `${String(state.mtimeMs)} ${String(state.size)} ${String(state.ino)}`;
    if (this.known?.stamp !== stamp) this.known = { stamp, entries: this.read() };
    return this.known.entries;
  }

  /** The token, shown this once. @throws ConfigurationError when the name is taken or not usable */
  add(name: string, role: OperatorRole, now: Date): string {
    const before = existsSync(this.path) ? this.read() : [];
    if (before.some((known) => known.name === name))
      throw new ConfigurationError('config/operator-data', `There is an operator ${name} already; remove it first, or choose another name.`);
    const token = `ndco_${randomBytes(32).toString('base64url')}`;
    this.write([...before, { name, role, tokenHash: createHash('sha256').update(token).digest('hex'), addedAt: now.toISOString() }]);
    return token;
  }

  /** False when there was none. */
  remove(name: string): boolean {
    const before = existsSync(this.path) ? this.read() : [];
    const after = before.filter((known) => known.name !== name);
    if (after.length < before.length) this.write(after);
    return after.length < before.length;
  }

  private read(): Entry[] {
    let found: unknown;
    try {
      found = JSON.parse(readFileSync(this.path, 'utf8')) as unknown;
    } catch (error) {
      throw new ConfigurationError('config/operator-data', `${this.path} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
    }
    const result = file.safeParse(found);
    if (result.success) return result.data.operators;
    const faults = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new ConfigurationError('config/operator-data', `${this.path} has ${String(faults.length)} mistake(s):\n  ${faults.join('\n  ')}`, { faults });
  }

  /** In one step, readable by its owner alone. */
  private write(operators: readonly Entry[]): void {
    const checked = file.safeParse({ operators });
    if (!checked.success) throw new ConfigurationError('config/operator-data', checked.error.issues.map(({ message }) => message).join(' '));
    const partial = `${this.path}.${String(process.pid)}.partial`;
    writeFileSync(partial, `${JSON.stringify(checked.data, null, 2)}\n`, { mode: 0o600 });
    chmodSync(partial, 0o600);
    renameSync(partial, this.path);
  }
}
