import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Kinds of questions, in the order of the page. */
export const exampleGroups = ['overview', 'fitness', 'access', 'quality', 'origin'] as const;

export type ExampleGroup = (typeof exampleGroups)[number];

/** A query that shows what can be asked, with its question in both languages of the portal. */
export interface QueryExample {
  /** The file's name without its number and ending. */
  readonly id: string;
  readonly group: ExampleGroup;
  readonly question: Readonly<Record<'nl' | 'en', string>>;
  /** Without the lines that say what it is. */
  readonly query: string;
}

/**
 * The examples of a folder, by file name. Each begins with comments that say its group and its question: `# group: overview`,
 * `# nl: ...`, `# en: ...`.
 *
 * @throws Error when a file lacks one of them
 */
export function readExamples(folder: string): readonly QueryExample[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.rq'))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      const said = (key: string): string => {
        const value = new RegExp(`^# ${key}: (.+)$`, 'm').exec(text)?.[1];
        if (value === undefined) throw new Error(`${name} does not say its "${key}"`);
        return value.trim();
      };
      const group = exampleGroups.find((known) => known === said('group'));
      if (group === undefined) throw new Error(`${name} belongs to a group that is none: ${said('group')}`);
      return {
        id: basename(name, '.rq').replace(/^\d+-/, ''),
        group,
        question: { nl: said('nl'), en: said('en') },
        query: text.replace(/^# (group|nl|en): .*\n/gm, '').trim(),
      };
    });
}
