import { prefixes } from '../rdf/prefixes.js';

/** `dct:title` where we know the namespace, else the IRI in angle brackets; property paths step by step. */
export function shortPath(path: string): string {
  return /[<(|^]/.test(path) ? path.replace(/<([^<>]*)>/g, (_, iri: string) => shortIri(iri)) : shortIri(path);
}

export function shortIri(iri: string): string {
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    if (iri.startsWith(namespace) && /^[A-Za-z_][\w.-]*$/.test(iri.slice(namespace.length))) return `${prefix}:${iri.slice(namespace.length)}`;
  }
  return `<${iri}>`;
}

/** What people call a rule: profile and local name, such as `healthdcat-ap-r8#Dataset-title-min`. */
export function ruleId(shape: string): string {
  return /([^/#]+#[^#]+)$/.exec(shape)?.[1] ?? shape;
}

/** Control characters would drive a reader's terminal; they are shown as what they are. */
export function printable(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
