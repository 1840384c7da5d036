/** Characters that XML 1.0 has no place for, in text or escaped (OAIP-11): control characters, halves of pairs, the two last of the plane. */
const illegal = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' };

/** XML that has been written; text becomes some by being escaped, so that nothing is escaped twice or not at all. */
export interface Xml {
  readonly xml: string;
}

export function withoutIllegal(text: string): string {
  return text.replace(illegal, '');
}

export function escapeXml(text: string): string {
  return withoutIllegal(text).replace(/[&<>"\r]/g, (character) => entities[character] ?? '');
}

/** White space of an attribute would come back as blanks. */
function escapeAttribute(text: string): string {
  return withoutIllegal(text).replace(/[&<>"\t\n\r]/g, (character) => entities[character] ?? '');
}

export type XmlChild = Xml | string | null;

/** An element of an XML document; children that are null are left out, texts are escaped. */
export function element(name: string, attributes: Readonly<Record<string, string | null>>, ...children: readonly XmlChild[]): Xml {
  const written = Object.entries(attributes).flatMap(([key, value]) => (value === null ? [] : [` ${key}="${escapeAttribute(value)}"`]));
  const content = children.flatMap((child) => (child === null ? [] : [typeof child === 'string' ? escapeXml(child) : child.xml])).join('');
  return { xml: content === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${content}</${name}>` };
}

/** A document that was written elsewhere, to stand within another. */
export function embedded(document: string): Xml {
  return { xml: withoutIllegal(document.replace(/^\s*<\?xml[^>]*\?>\s*/, '')).trimEnd() };
}

export function xmlDocument(root: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.xml}\n`;
}
