/** What one answer of an OAI-PMH repository says, read from the text by means of its own: the harvester's reader is what is compared with. */
export interface OaiAnswer {
  readonly errors: readonly string[];
  readonly items: readonly { readonly id: string; readonly at: string; readonly isDeleted: boolean; readonly sets: readonly string[]; readonly text: string }[];
  /** Undefined without a token element; empty at the end of a list of several pages. */
  readonly token: string | undefined;
  readonly size: number | null;
  readonly cursor: number | null;
  readonly text: string;
}

const one = (text: string, name: string): string | undefined => new RegExp(`<${name}[^>]*>([^<]*)</${name}>`).exec(text)?.[1];

export function readOai(text: string): OaiAnswer {
  const records = [...text.matchAll(/<record>.*?<\/record>/gs)].map(([record]) => record);
  const items = (records.length > 0 ? records : [...text.matchAll(/<header.*?<\/header>/gs)].map(([header]) => header)).map((item) => ({
    id: one(item, 'identifier') ?? '',
    at: one(item, 'datestamp') ?? '',
    isDeleted: item.includes('<header status="deleted">'),
    sets: [...item.matchAll(/<setSpec>([^<]*)<\/setSpec>/g)].map(([, set = '']) => set),
    text: item,
  }));
  const token = /<resumptionToken([^>]*?)(?:\/>|>([^<]*)<\/resumptionToken>)/.exec(text);
  const number = (name: string): number | null => {
    const found = new RegExp(`${name}="(\\d+)"`).exec(token?.[1] ?? '')?.[1];
    return found === undefined ? null : Number(found);
  };
  return {
    errors: [...text.matchAll(/<error code="(\w+)"/g)].map(([, code = '']) => code),
    items,
    token: token === null ? undefined : (token[2] ?? ''),
    size: number('completeListSize'),
    cursor: number('cursor'),
    text,
  };
}

/** All pages of a list, by whichever way answers are had. */
export async function walkOai(
  ask: (query: string) => Promise<string> | string,
  query: string,
  between: (page: number) => void | Promise<void> = () => undefined,
): Promise<OaiAnswer[]> {
  const verb = /verb=(\w+)/.exec(query)?.[1] ?? '';
  const pages: OaiAnswer[] = [];
  for (let next = query; ;) {
    const page = readOai(await ask(next));
    pages.push(page);
    if (page.token === undefined || page.token === '' || page.errors.length > 0) return pages;
    await between(pages.length);
    next = `verb=${verb}&resumptionToken=${encodeURIComponent(page.token)}`;
  }
}
