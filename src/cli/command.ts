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

/** The command is written well, but what it asks for cannot be done; how commands are written would be no help. */
export class RefusedError extends UsageError {}

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

/** What is not the answer itself: remarks and advice go to standard error, so that the answer can be piped. */
export function remark(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** `1 record`, `2 records`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}
