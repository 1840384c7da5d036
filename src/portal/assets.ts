import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Router } from 'express';

export interface PortalAssets {
  readonly css: string;
  readonly js: string;
  readonly icon: string;
  /** The text editor; null when it has not been built. */
  readonly editor: string | null;
  /** Serves the files under addresses that change with their content, so that they never go stale. */
  readonly router: Router;
}

const mediaTypes: Readonly<Record<string, string>> = { '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml' };

/**
 * The plain files of `src/portal/static`, read once at start.
 *
 * They are found from the package root because tsc does not copy them into `dist`; the editor is bundled into `dist/portal`.
 */
export function portalAssets(packageRoot: string): PortalAssets {
  const router = Router();
  const hrefs = new Map<string, string>();
  const serve = (name: string, file: string): void => {
    const mediaType = mediaTypes[extname(name)];
    if (mediaType === undefined) return;
    const bytes = readFileSync(file);
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
  };
  const folder = join(packageRoot, 'src', 'portal', 'static');
  for (const name of readdirSync(folder)) serve(name, join(folder, name));
  const editor = join(packageRoot, 'dist', 'portal', 'editor.js');
  if (existsSync(editor)) serve('editor.js', editor);
  const href = (name: string): string => hrefs.get(name) ?? `/assets/${name}`;
  return { css: href('portal.css'), js: href('portal.js'), icon: href('icon.svg'), editor: hrefs.get('editor.js') ?? null, router };
}
