import { Lexer } from 'n3';

/** No IRI is longer (SSRF-10); what is, and is wrong besides, is no address any more. */
const maxIri = 8192;
/** One line of text in angle brackets, with placeholders in brackets of their own (`<https://a.example/<id>>`). */
const written = new RegExp(`<([^<>\\r\\n]{0,${String(maxIri)}}|[^<>\\s](?:[^<>\\s]|<[^<>\\s]{0,200}>){1,${String(maxIri)}})>[ \\t]*`, 'y');
/** The blank and the quotation mark that begin a literal: the bracket before was never closed. */
const literalWithin = /\s["']/;

/** Matches an IRI of the grammar, and where there is none the text that was written as one. */
class WrittenIri extends RegExp {
  constructor() {
    super(/<([^\x00-\x20<>\\"{}|^`]*)>[ \t]*/y);
  }

  override exec(text: string): RegExpExecArray | null {
    const at = this.lastIndex;
    const valid = super.exec(text);
    if (valid !== null) return valid;
    written.lastIndex = at;
    const found = written.exec(text);
    if (found?.[1] === undefined || literalWithin.test(found[1])) return null;
    found[1] = unescaped(found[1]);
    return found;
  }
}

function unescaped(text: string): string {
  return text.replace(/\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})/g, (all, short?: string, long?: string) => {
    const code = Number.parseInt(short ?? long ?? '', 16);
    return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? all : String.fromCodePoint(code);
  });
}

/**
 * N3's lexer, which hands on what was written as an IRI and is none, as the RDF/XML parser does: one space in an
 * address must not cost a whole document (RDF-6). `normaliseQuad` then repairs or reports it.
 *
 * N3 has no option for this, so that its pattern is replaced; `test/rdf/bad-iris.test.ts` fails when the library no longer uses it.
 */
export function lenientLexer(lineMode: boolean): Lexer {
  return Object.assign(new Lexer({ lineMode, n3: false }), { _unescapedIri: new WrittenIri() });
}
