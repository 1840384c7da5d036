import { parseArgs, type ParseArgsConfig } from 'node:util';

/** One command of `ndc`; `run` answers with the exit code. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** The options one by one, for `--help`. */
  readonly details?: string;
  run(words: readonly string[]): Promise<number>;
}

/** The caller wrote the command wrongly. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;

/** Reads flags and words. @throws UsageError for a flag that does not exist */
export function readWords<T extends Options>(
  words: readonly string[],
  options: T,
): { readonly values: ReturnType<typeof parseArgs<{ options: T; allowPositionals: true }>>['values']; readonly positionals: readonly string[] } {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
