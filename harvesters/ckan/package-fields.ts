import { cleanText, looksLikeIri } from '../value-forms.js';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A single value as text: itself, or the name of a value that comes with a label (`{ name, display_name }`); null when empty. */
export function labelOf(value: unknown): string | null {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!isObject(value)) return null;
  const { uri, name, display_name: shown } = value;
  const named = typeof uri === 'string' && uri.trim() !== '' ? uri : typeof name === 'string' && name.trim() !== '' ? name : shown;
  return typeof named === 'string' ? cleanText(named) : null;
}

/**
 * The values of a field by name, at top level or among the extras, with or without the `dcat_` that old mappings put
 * before it (CKAN-6). Whatever the site put there, nothing here throws.
 */
export class Fields {
  private readonly extras = new Map<string, unknown>();

  constructor(private readonly item: JsonObject) {
    for (const extra of Array.isArray(item['extras']) ? (item['extras'] as unknown[]) : []) {
      if (!isObject(extra) || typeof extra['key'] !== 'string' || extra['state'] === 'deleted') continue;
      const key = extra['key'].trim();
      if (!this.extras.has(key)) this.extras.set(key, extra['value']);
    }
  }

  raw(name: string): unknown {
    for (const key of [name, `dcat_${name}`]) {
      for (const value of [Object.hasOwn(this.item, key) ? this.item[key] : undefined, this.extras.get(key)]) if (!isBlank(value)) return value;
    }
    return undefined;
  }

  /** The first value of the first field that has one. */
  text(...names: readonly string[]): string | null {
    for (const name of names) {
      const first = this.texts(name)[0];
      if (first !== undefined) return first;
    }
    return null;
  }

  /** All values of a field: a list, JSON in a string, or one value. */
  texts(name: string): readonly string[] {
    return [...new Set(items(this.raw(name)).flatMap((value) => labelOf(value) ?? []))];
  }

  /** As `texts`, but a comma separates values too, for codes and addresses. */
  list(name: string): readonly string[] {
    return [...new Set(this.texts(name).flatMap(splitCommas))];
  }

  /** The objects of a repeating subfield; JSON in a string counts (CKAN keeps it so where a schema is missing). */
  objects(name: string): readonly Fields[] {
    return items(this.raw(name)).flatMap((value) => (isObject(value) ? [new Fields(value)] : []));
  }

  /** A text by language (`{"nl": "...", "en": "..."}`), as multilingual sites write it. */
  translated(name: string): readonly (readonly [language: string, text: string])[] {
    const value = parsed(this.raw(`${name}_translated`) ?? this.raw(name));
    if (!isObject(value)) return [];
    return Object.entries(value).flatMap(([language, text]) =>
      /^[a-z]{2,3}(?:[-_]\w+)*$/i.test(language) && typeof text === 'string' && text.trim() !== '' ? [[language.replaceAll('_', '-'), text] as const] : [],
    );
  }

  /** Whether nothing at all was filled in (a row of the form that was left empty). */
  isEmpty(): boolean {
    return this.extras.size === 0 && Object.values(this.item).every(isBlank);
  }
}

function isBlank(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.every(isBlank);
}

function items(value: unknown): readonly unknown[] {
  const read = parsed(value);
  return (Array.isArray(read) ? (read as readonly unknown[]).flat(2) : [read]).flatMap((one) => (isBlank(one) ? [] : [one]));
}

/** A list or an object that was kept as JSON in a string. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value) || value.length > 1 << 20) return value;
  try {
    const read = JSON.parse(value) as unknown;
    return depthOf(read, 0) > 64 ? value : read;
  } catch {
    return value;
  }
}

function depthOf(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null || depth > 64) return depth;
  let deepest = depth;
  for (const member of Object.values(value)) deepest = Math.max(deepest, depthOf(member, depth + 1));
  return deepest;
}

/** `en,nl` are two values, and so are two addresses; one address that holds a comma is one. */
function splitCommas(text: string): readonly string[] {
  if (!text.includes(',')) return [text];
  const parts = looksLikeIri(text) ? text.split(/,\s*(?=[a-z]+:)/i) : text.split(',');
  return parts.flatMap((part) => cleanText(part) ?? []);
}
