import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Router } from 'express';

export interface PortalAssets {
  readonly css: string;
  readonly js: string;
  readonly icon: string;
  /** Serves the files under addresses that change with their content, so that they never go stale. */
  readonly router: Router;
}

const mediaTypes: Readonly<Record<string, string>> = { '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml' };

/**
 * The plain files of `src/portal/static`, read once at start.
 *
 * They are found from the package root because tsc does not copy them into `dist`.
 */
export function portalAssets(packageRoot: string): PortalAssets {
  const folder = join(packageRoot, 'src', 'portal', 'static');
  const router = Router();
  const hrefs = new Map<string, string>();
  for (const name of readdirSync(folder)) {
    const mediaType = mediaTypes[extname(name)];
    if (mediaType === undefined) continue;
    const bytes = readFileSync(join(folder, name));
    const packed = gzipSync(bytes, { level: 9 });
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
    const href = `/assets/${name.slice(0, -extname(name).length)}.${hash}${extname(name)}`;
    hrefs.set(name, href);
    router.get(href, (request, response) => {
      const gzip = request.acceptsEncodings('gzip') === 'gzip';
      response.set({
        'Content-Type': mediaType,
        'Cache-Control': 'public, max-age=31536000, immutable',
        ETag: `"${hash}${gzip ? '-gz' : ''}"`,
        Vary: 'Accept-Encoding',
        'X-Content-Type-Options': 'nosniff',
      });
      if (gzip) response.set('Content-Encoding', 'gzip');
      response.end(request.method === 'HEAD' ? undefined : gzip ? packed : bytes);
    });
  }
  const href = (name: string): string => hrefs.get(name) ?? `/assets/${name}`;
  return { css: href('portal.css'), js: href('portal.js'), icon: href('icon.svg'), router };
}
