import type { VNode } from 'preact';
import type { PageContext } from '../page-context.js';
import type { Piece } from '../view-models/search-hit.js';
import type { Text } from '../view-models/text.js';

/** A text with its language, and the language's name beside it when that is not the page's. */
export function Words({ text, context, tag = true }: { readonly text: Text; readonly context: PageContext; readonly tag?: boolean }): VNode {
  if (text.lang === null) return <bdi>{text.text}</bdi>;
  return (
    <>
      <bdi lang={text.lang}>{text.text}</bdi>
      {tag ? <LanguageTag text={text} context={context} /> : null}
    </>
  );
}

export function LanguageTag({ text, context }: { readonly text: Text; readonly context: PageContext }): VNode | null {
  return text.tag === null ? null : (
    <>
      {' '}
      <span class="lang-tag">
        <span class="hidden">{context.m.inLanguage(text.tag)}</span>
        <span aria-hidden="true">{text.lang?.toUpperCase()}</span>
      </span>
    </>
  );
}

/** Text in paragraphs; blank lines part them, single line ends stay. */
export function Paragraphs({ text, context }: { readonly text: Text; readonly context: PageContext }): VNode {
  const parts = text.text
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== '')
    .slice(0, 200);
  return (
    <div class="prose" lang={text.lang ?? undefined}>
      {parts.map((part, i) => (
        <p key={i}>
          {part}
          {i === 0 ? <LanguageTag text={text} context={context} /> : null}
        </p>
      ))}
    </div>
  );
}

export function Pieces({ pieces, text }: { readonly pieces: readonly Piece[]; readonly text: Text }): VNode {
  return <bdi lang={text.lang ?? undefined}>{pieces.map((piece, i) => (piece.hit ? <mark key={i}>{piece.text}</mark> : piece.text))}</bdi>;
}

/** A date or instant in words, with the machine's form beside it. */
export function Time({ iso, context, precise = false }: { readonly iso: string; readonly context: PageContext; readonly precise?: boolean }): VNode {
  return <time dateTime={iso}>{precise ? context.f.dateTime(iso) : context.f.date(iso)}</time>;
}

/** For code and data: software that translates pages leaves it alone. Preact's types know the attribute as a boolean, which it leaves out. */
export const asIs: object = { translate: 'no' };
