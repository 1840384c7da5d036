import { rdf } from '../../vocab/rdf.js';
import { termFromNTriples } from '../rdf/terms.js';
import type { Locator, PlannedStatement, TextEdit } from './fix-document.js';
import { escapeXml, escapeXmlText } from './xml.js';

interface Element {
  readonly name: string;
  readonly attributes: string;
  readonly from: number;
  readonly to: number;
  readonly isLeaf: boolean;
}

/** Where property elements stand in RDF/XML, by the XPath that the reading gave each statement. */
export const locateInXml: Locator = (text, planned) => {
  const elements = elementsAt(text, new Set(planned.flatMap((statement) => statement.path ?? [])));
  const found = new Map<number, readonly TextEdit[]>();
  for (const statement of planned) {
    const element = statement.path === null ? undefined : elements.get(statement.path);
    const insert = element?.isLeaf === true ? rewritten(text, element, statement) : null;
    if (element !== undefined && insert !== null) found.set(statement.index, [{ from: element.from, to: element.to, insert }]);
  }
  return found;
};

/** Namespaces declared on the element stay; what says the value is written anew. */
function rewritten(text: string, element: Element, { change }: PlannedStatement): string | null {
  const name = change.newPredicate === undefined ? element.name : qualifiedName(text, change.newPredicate);
  const rdfPrefix = prefixOf(text, rdf.iri);
  if (name === null || rdfPrefix === null) return null;
  const kept = [...element.attributes.matchAll(/\sxmlns(?::[\w.-]+)?\s*=\s*(?:"[^"]*"|'[^']*')/g)].map((match) => match[0]).join('');
  const term = termFromNTriples(change.after);
  if (term.termType === 'NamedNode') return `<${name}${kept} ${rdfPrefix}:resource="${escapeXml(term.value)}"/>`;
  if (term.termType !== 'Literal') return null;
  const { language, datatype, value } = term;
  const isText = datatype.value.endsWith('#string');
  const attribute = language !== '' ? ` xml:lang="${escapeXml(language)}"` : isText ? '' : ` ${rdfPrefix}:datatype="${escapeXml(datatype.value)}"`;
  return `<${name}${kept}${attribute}>${escapeXmlText(value)}</${name}>`;
}

function qualifiedName(text: string, iri: string): string | null {
  const [, namespace = '', local = ''] = /^(.*?)([A-Za-z_][\w.-]*)$/.exec(iri) ?? [];
  const prefix = prefixOf(text, namespace);
  return prefix === null || local === '' ? null : `${prefix}:${local}`;
}

function prefixOf(text: string, namespace: string): string | null {
  for (const match of text.matchAll(/\sxmlns:([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) if ((match[2] ?? match[3]) === namespace) return match[1] ?? null;
  return null;
}

const markup =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<![A-Za-z](?:[^[\]>]|\[[^\]]*\])*>|<(\/?)([^\s/>!?]+)((?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;

/** Walks over a document that is known to be well-formed, counting elements as the reader does. */
function elementsAt(text: string, wanted: ReadonlySet<string>): Map<string, Element> {
  const found = new Map<string, Element>();
  const root = new Map<string, number>();
  const open: { path: string; name: string; attributes: string; from: number; children: Map<string, number>; isLeaf: boolean }[] = [];
  const close = (to: number): void => {
    const element = open.pop();
    if (element !== undefined && wanted.has(element.path)) found.set(element.path, { ...element, to });
  };
  for (const match of text.matchAll(markup)) {
    const [all, slash, name, attributes = '', selfClosing] = match;
    if (name === undefined) continue;
    if (slash === '/') {
      close(match.index + all.length);
      continue;
    }
    const parent = open.at(-1);
    const siblings = parent?.children ?? root;
    const nth = (siblings.get(name) ?? 0) + 1;
    siblings.set(name, nth);
    if (parent !== undefined) parent.isLeaf = false;
    open.push({
      path: parent === undefined ? `/${name}` : `${parent.path}/${name}[${String(nth)}]`,
      name,
      attributes,
      from: match.index,
      children: new Map(),
      isLeaf: true,
    });
    if (selfClosing === '/') close(match.index + all.length);
  }
  return found;
}
