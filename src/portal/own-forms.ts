import type { Request } from 'express';

/**
 * Whether a form comes from our own pages (portal.md section 10): `Sec-Fetch-Site` says so, or where browsers leave it
 * out (plain http) the `Origin` is ours.
 */
export function isOwnForm(request: Request, baseUrl: string): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = request.get('origin');
  if (origin === undefined || !URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return origin === new URL(baseUrl).origin || host === request.get('host');
}
