import { SaxesParser } from '@rubensworks/saxes';
import { StationError } from '../../src/domain/errors.js';
import { guardXmlHead } from '../../src/rdf/guards.js';

/** An element with what holds at its place: namespaces, `xml:lang`, `xml:base`. Attributes with a namespace are keyed `{namespace}name`. */
export interface XmlElement {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (XmlElement | string)[];
  readonly scope: ReadonlyMap<string, string>;
  readonly lang: string;
  readonly base: string | null;
  readonly line: number;
  /** Where the element stands in its text. */
  readonly start: number;
  readonly end: number;
}

interface OpenElement extends XmlElement {
  readonly children: (XmlElement | string)[];
  end: number;
}

export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';

/**
 * Reads XML into a tree; entities other than the five of XML itself are not known (SSRF-8).
 *
 * @param isOpaque elements whose inside is checked to be well-formed but not kept: the payloads of a list
 * @throws StationError with `details.line`
 */
export async function parseXml(text: string, isOpaque: (element: XmlElement) => boolean = () => false): Promise<XmlElement> {
  for await (const _ of guardXmlHead(once(text)));
  const parser = new SaxesParser({ xmlns: true, position: true });
  const stack: OpenElement[] = [];
  let opaque = 0;
  const roots: XmlElement[] = [];
  parser.on('error', (error) => {
    throw new StationError('station/unreadable', `The XML is not well-formed: ${error.message}`, { line: parser.line }, { cause: error });
  });
  parser.on('opentag', (tag) => {
    const parent = stack.at(-1);
    if (opaque > 0) {
      opaque++;
      return;
    }
    const attributes = new Map<string, string>();
    for (const { uri, local, value, prefix } of Object.values(tag.attributes)) {
      if (prefix !== 'xmlns' && !(prefix === '' && local === 'xmlns')) attributes.set(uri === '' ? local : `{${uri}}${local}`, value);
    }
    const element: OpenElement = {
      namespace: tag.uri,
      name: tag.local,
      attributes,
      children: [],
      scope: scopeOf(parent, tag.ns),
      lang: attributes.get(`{${xmlNamespace}}lang`) ?? parent?.lang ?? '',
      base: baseOf(attributes.get(`{${xmlNamespace}}base`), parent?.base ?? null),
      line: parser.line,
      start: text.lastIndexOf('<', parser.position - 1),
      end: 0,
    };
    if (parent === undefined) roots.push(element);
    else parent.children.push(element);
    stack.push(element);
    if (isOpaque(element)) opaque = 1;
  });
  parser.on('closetag', () => {
    if (opaque > 1) {
      opaque--;
      return;
    }
    opaque = 0;
    const element = stack.pop();
    if (element !== undefined) element.end = parser.position;
  });
  const onText = (part: string): void => {
    if (opaque === 0) stack.at(-1)?.children.push(part);
  };
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.write(text).close();
  const [root] = roots;
  if (root === undefined) throw new StationError('station/unreadable', 'The XML has no element.');
  return root;
}

// eslint-disable-next-line @typescript-eslint/require-await
async function* once(text: string): AsyncIterable<string> {
  yield text;
}

function scopeOf(parent: XmlElement | undefined, declared: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const own = Object.entries(declared);
  if (parent !== undefined && own.length === 0) return parent.scope;
  return new Map([...(parent?.scope ?? []), ...own]);
}

function baseOf(value: string | undefined, parent: string | null): string | null {
  if (value === undefined) return parent;
  if (parent === null) return URL.canParse(value) ? value : null;
  return URL.canParse(value, parent) ? new URL(value, parent).href : parent;
}

/** One element's own text, as received, with what it inherits written into its tag, so that it can be read alone (OAI-12). */
export function standalone(text: string, element: XmlElement, withBase = true): string {
  const raw = text.slice(element.start, element.end);
  const name = /^<[^\s/>]+/.exec(raw)?.[0] ?? '';
  const tag = /^<(?:[^<>"']|"[^"]*"|'[^']*')*>/.exec(raw)?.[0] ?? '';
  const written = new Set([...tag.matchAll(/\s([^\s=<>"'/]+)\s*=/g)].map((match) => match[1]));
  const inherited = [...element.scope]
    .filter(([prefix, iri]) => prefix !== 'xml' && prefix !== 'xmlns' && iri !== '')
    .map(([prefix, iri]): [string, string] => [prefix === '' ? 'xmlns' : `xmlns:${prefix}`, iri])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (element.lang !== '') inherited.push(['xml:lang', element.lang]);
  if (withBase && element.base !== null) inherited.push(['xml:base', element.base]);
  const added = inherited.filter(([attribute]) => !written.has(attribute)).map(([attribute, value]) => ` ${attribute}="${escapeXml(value)}"`);
  return name + added.join('') + raw.slice(name.length);
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char);
}

/** Characters that XML 1.0 forbids, written out or by number (OAI-14). */
export function withoutIllegalCharacters(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '')
    .replace(/&#(?:x([0-9A-Fa-f]+)|([0-9]+));/g, (whole, hex: string | undefined, decimal: string | undefined) => {
      const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
      const legal = code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd);
      return legal || (code >= 0x10000 && code <= 0x10ffff) ? whole : '';
    });
}

/** All text of an element, inner elements included. */
export function textOf(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

export function elementsOf(element: XmlElement | undefined, name?: string): XmlElement[] {
  return (element?.children ?? []).filter((child): child is XmlElement => typeof child !== 'string' && (name === undefined || child.name === name));
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return elementsOf(element, name)[0];
}

/** The first element with this property, the element itself included, in document order. */
export function findElement(element: XmlElement, fits: (candidate: XmlElement) => boolean): XmlElement | undefined {
  if (fits(element)) return element;
  for (const child of elementsOf(element)) {
    const found = findElement(child, fits);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Text with white space settled; empty becomes null. */
export function wordsOf(element: XmlElement | undefined): string | null {
  const text = element === undefined ? '' : textOf(element).replace(/\s+/g, ' ').trim();
  return text === '' ? null : text;
}
