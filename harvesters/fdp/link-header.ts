/**
 * Number of the page that a `Link` header names as the next one (RFC 8288, FDP-10). Only the number is taken: the address is
 * built on the persistent URL, which may be on another host.
 */
export function nextPageOf(header: string | undefined): number | null {
  for (const [, target = '', parameters = ''] of (header ?? '').matchAll(/<([^>]*)>((?:\s*;\s*[\w*]+\s*=\s*(?:"[^"]*"|[^",;\s]+))*)/g)) {
    if (!/;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next\b)/i.test(parameters)) continue;
    const page = /[?&]page=(\d+)(?:&|#|$)/.exec(target)?.[1];
    return page === undefined ? null : Number(page);
  }
  return null;
}
