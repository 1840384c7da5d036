/** A piece of a line: plain, code, or a link. */
export type Inline = { readonly kind: 'text' | 'code'; readonly text: string } | { readonly kind: 'link'; readonly text: string; readonly href: string };

export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly inline: readonly Inline[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Inline[])[] };

/** Our own CHANGELOG.md as a page shows it; of Markdown only what stands in it: headings, lists, links and code. */
export function changelogBlocks(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  for (const line of markdown.split('\n')) {
    const heading = /^(#{2,3}) (.+)$/.exec(line);
    const item = /^- (.+)$/.exec(line)?.[1];
    const last = blocks.at(-1);
    if (heading !== null) blocks.push({ kind: 'heading', level: heading[1] === '##' ? 2 : 3, text: (heading[2] ?? '').replace(/[[\]]/g, '') });
    else if (item !== undefined && last?.kind === 'list') blocks.splice(-1, 1, { kind: 'list', items: [...last.items, inlineOf(item)] });
    else if (item !== undefined) blocks.push({ kind: 'list', items: [inlineOf(item)] });
    else if (line.trim() !== '' && !line.startsWith('# ')) blocks.push({ kind: 'paragraph', inline: inlineOf(line) });
  }
  return blocks;
}

/** Links within the repository lead nowhere from a page, so their text stands alone. */
function inlineOf(text: string): Inline[] {
  return text.split(/(`[^`]+`|\[[^\]]+\]\([^)]+\))/).flatMap((part): Inline[] => {
    if (part === '') return [];
    const link = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part);
    if (link !== null)
      return /^https:\/\//.test(link[2] ?? '') ? [{ kind: 'link', text: link[1] ?? '', href: link[2] ?? '' }] : [{ kind: 'text', text: link[1] ?? '' }];
    return [part.startsWith('`') ? { kind: 'code', text: part.slice(1, -1) } : { kind: 'text', text: part }];
  });
}
