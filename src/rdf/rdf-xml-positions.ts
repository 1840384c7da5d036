import type { Quad } from '@rdfjs/types';
import { RdfXmlParser } from 'rdfxml-streaming-parser';

/** What the SAX parser below tells; rdfxml-streaming-parser keeps it private. */
interface SaxPosition {
  readonly line: number;
}

interface OpenElement {
  readonly step: string;
  readonly iri: string;
  readonly children: Map<string, number>;
}

type Tag = Parameters<RdfXmlParser['onTag']>[0];

/**
 * An RDF/XML parser that tells of each quad where it stands: the line on which its element ends or opens, and an XPath with
 * the prefixes of the document, such as `/rdf:RDF/dcat:Dataset[2]/dct:title[1]`.
 *
 * The library emits quads while it reads, so the place is the place the parser has reached when a quad is pushed.
 */
export class PositionedRdfXmlParser extends RdfXmlParser {
  private readonly open: OpenElement[] = [];
  private readonly rootChildren = new Map<string, number>();
  private readonly places = new WeakMap<Quad, { readonly line: number; readonly path: string | null }>();
  private readonly withPaths: boolean;

  constructor(options: ConstructorParameters<typeof RdfXmlParser>[0], { withPaths }: { readonly withPaths: boolean }) {
    super({ ...options, trackPosition: true });
    this.withPaths = withPaths;
  }

  /** Where a quad that came out of this parser stands. */
  placeOf(quad: Quad): { readonly line: number; readonly path: string | null } | undefined {
    return this.places.get(quad);
  }

  override push(chunk: unknown, encoding?: BufferEncoding): boolean {
    if (chunk !== null && typeof chunk === 'object') {
      const quad = chunk as Quad;
      this.places.set(quad, { line: (this as unknown as { saxParser: SaxPosition }).saxParser.line, path: this.withPaths ? this.pathOf(quad) : null });
    }
    return super.push(chunk, encoding);
  }

  override onTag(tag: Tag): void {
    if (this.withPaths) {
      const siblings = this.open.at(-1)?.children ?? this.rootChildren;
      const nth = (siblings.get(tag.name) ?? 0) + 1;
      siblings.set(tag.name, nth);
      this.open.push({ step: this.open.length === 0 ? tag.name : `${tag.name}[${String(nth)}]`, iri: tag.uri + tag.local, children: new Map() });
    }
    super.onTag(tag);
  }

  override onCloseTag(): void {
    super.onCloseTag();
    this.open.pop();
  }

  /** The statement's own property element: the innermost one, or the one around a node that has just been opened. */
  private pathOf(quad: Quad): string {
    const steps = this.open.map((element) => element.step);
    const at = this.open.findLastIndex((element) => element.iri === quad.predicate.value);
    return `/${(at === -1 || at < this.open.length - 2 ? steps : steps.slice(0, at + 1)).join('/')}`;
  }
}
