/** What robots.txt asks of one crawler (RFC 9309). */
export interface RobotsRules {
  readonly rules: readonly { readonly allow: boolean; readonly pattern: string }[];
  readonly crawlDelayMs: number | null;
}

/** RFC 9309 section 2.5: so much is read, and no more. */
export const maxRobotsBytes = 500 * 1024;
const longestPattern = 2048;

/**
 * The rules for one product: those of every group that names it, else those of the groups for everybody. Lines that are no
 * rule are passed over; a line that was cut at the limit does not count.
 */
export function parseRobots(text: string, product: string, isCut = false): RobotsRules {
  const groups: { agents: string[]; rules: RobotsRules['rules'][number][]; delayMs: number | null }[] = [];
  let isNaming = false;
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  for (const line of isCut ? lines.slice(0, -1) : lines) {
    const [, name = '', value = ''] = /^\s*([A-Za-z-]+)\s*:\s*([^#]*?)\s*(?:#.*)?$/.exec(line.slice(0, 2 * longestPattern)) ?? [];
    const key = name.toLowerCase();
    if (key === 'user-agent') {
      if (!isNaming) groups.push({ agents: [], rules: [], delayMs: null });
      isNaming = true;
      groups.at(-1)?.agents.push(value.toLowerCase());
      continue;
    }
    const group = groups.at(-1);
    if (group === undefined || !['allow', 'disallow', 'crawl-delay'].includes(key)) continue;
    isNaming = false;
    if (key === 'crawl-delay') group.delayMs = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : group.delayMs;
    else if (value !== '' && value.length <= longestPattern) group.rules.push({ allow: key === 'allow', pattern: settled(value) });
  }
  const own = groups.filter(({ agents }) => agents.some((agent) => /^[a-z_-]+/.exec(agent)?.[0] === product.toLowerCase()));
  const chosen = own.length > 0 ? own : groups.filter(({ agents }) => agents.includes('*'));
  const delays = chosen.flatMap(({ delayMs }) => (delayMs === null ? [] : [delayMs]));
  return { rules: chosen.flatMap(({ rules }) => rules), crawlDelayMs: delays.length === 0 ? null : Math.max(...delays) };
}

/** Section 2.2.2: the longest pattern that fits wins, and Allow wins a tie; what no rule names is allowed. */
export function isAllowed({ rules }: RobotsRules, url: URL): boolean {
  const path = settled(url.pathname + url.search);
  if (path === '/robots.txt') return true;
  let best = { length: -1, allow: true };
  for (const { allow, pattern } of rules) {
    if (pattern.length < best.length || (pattern.length === best.length && !allow) || !fits(pattern, path)) continue;
    best = { length: pattern.length, allow };
  }
  return best.allow;
}

/**
 * Whether a pattern fits the beginning of a path, or all of it after `$`. Each piece between stars is looked for behind the
 * one before, so that a pattern full of stars takes no longer than a plain one; a regular expression would.
 */
function fits(pattern: string, path: string): boolean {
  const isWhole = pattern.endsWith('$');
  const [first = '', ...rest] = (isWhole ? pattern.slice(0, -1) : pattern).split('*');
  if (!path.startsWith(first)) return false;
  const last = isWhole ? rest.pop() : undefined;
  if (isWhole && last === undefined) return path === first;
  let at = first.length;
  for (const piece of rest) {
    const found = path.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return last === undefined || (path.length - last.length >= at && path.endsWith(last));
}

/** One spelling for the same octets: what need not be escaped is not, what must be is, in capitals (section 2.2.2). */
function settled(path: string): string {
  return path
    .replace(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(Buffer.from(text, 'utf8').toString('utf8')))
    .replace(/%([0-9A-Fa-f]{2})/g, (escape, hex: string) => {
      const char = String.fromCharCode(parseInt(hex, 16));
      return /[A-Za-z0-9\-._~]/.test(char) ? char : escape.toUpperCase();
    });
}
