import { Parser } from 'htmlparser2';
import { linksOf, type Link } from './links.js';

export interface HtmlPage {
  /** Where relative addresses start from: the address of the page, unless its head says otherwise (HTTP-14). */
  readonly base: string;
  readonly language: string;
  readonly links: readonly Link[];
  /** The JSON-LD of the page, each with the line that its script begins on. */
  readonly scripts: readonly { readonly text: string; readonly line: number }[];
  readonly hasRdfa: boolean;
  readonly hasMicrodata: boolean;
}

const maxScripts = 1000;

/** Reads from HTML what may lead to a description or hold one (WEB-1). Any text is HTML; nothing here throws. */
export function readHtml(text: string, url: string): HtmlPage {
  const heads: { rel: string; href: string; type: string | undefined; profile: string | undefined }[] = [];
  const scripts: { text: string; line: number }[] = [];
  let [base, language, hasRdfa, hasMicrodata] = ['', '', false, false];
  let script: { parts: string[]; line: number } | null = null;
  let counted = { at: 0, line: 1 };
  const lineAt = (index: number): number => {
    for (let at = text.indexOf('\n', counted.at); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) counted = { at: at + 1, line: counted.line + 1 };
    return counted.line;
  };
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (name === 'script' && /^\s*application\/ld\+json\b/i.test(attributes['type'] ?? '')) script = { parts: [], line: lineAt(parser.startIndex) };
      else if (name === 'link' && heads.length < maxScripts * 5)
        heads.push({ rel: attributes['rel'] ?? '', href: attributes['href'] ?? '', type: attributes['type'], profile: attributes['profile'] });
      else if (name === 'base' && base === '') base = attributes['href']?.trim() ?? '';
      else if (name === 'html') language = attributes['lang'] ?? attributes['xml:lang'] ?? '';
      hasMicrodata ||= attributes['itemtype'] !== undefined;
      hasRdfa ||= attributes['typeof'] !== undefined;
    },
    ontext: (part) => {
      script?.parts.push(part);
    },
    onclosetag: (name) => {
      if (name !== 'script' || script === null) return;
      if (scripts.length < maxScripts) scripts.push({ text: bareJson(script.parts.join('')), line: script.line });
      script = null;
    },
  });
  parser.end(text);
  const start = base !== '' && URL.canParse(base, url) && /^https?:$/.test(new URL(base, url).protocol) ? new URL(base, url).href : url;
  return {
    base: start,
    language: /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language) ? language : '',
    links: heads.flatMap(({ rel, href, type, profile }) => linksOf(rel, href, { type, profile }, start)),
    scripts,
    hasRdfa,
    hasMicrodata,
  };
}

/** The JSON of a script, without the comment or CDATA marks that some generators put around it (WEB-1). */
function bareJson(text: string): string {
  return text
    .trim()
    .replace(/^(?:\/\/|\/\*)?\s*(?:<!--|<!\[CDATA\[)\s*(?:\*\/)?/i, '')
    .replace(/(?:\/\/|\/\*)?\s*(?:-->|\]\]>)\s*(?:\*\/)?$/, '')
    .trim()
    .replace(/;$/, '');
}
