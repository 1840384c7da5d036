import { createRequire } from 'node:module';

/** Name and installed version of an engine, as reports carry it: another release may judge differently. */
export function engineVersion(name: string): string {
  const description: unknown = createRequire(import.meta.url)(`${name}/package.json`);
  const version = typeof description === 'object' && description !== null && 'version' in description ? String(description.version) : 'unknown';
  return `${name} ${version}`;
}
