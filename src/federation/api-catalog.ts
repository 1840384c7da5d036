import { faces } from './faces.js';
import type { LinkContexts } from './signposting.js';

/** RFC 9727, section 2: what the link set of a publisher's APIs is typed with. */
export const apiCatalogType = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"';

/** Every face with what describes it, for machines and for people (WEBO-5). */
export function apiCatalog(baseUrl: string): LinkContexts {
  return [
    { anchor: `${baseUrl}/.well-known/api-catalog`, links: faces.map(({ path }) => ({ href: baseUrl + path, rel: 'item' })) },
    ...faces.map(({ id, path, described }) => ({
      anchor: baseUrl + path,
      links: [
        { href: baseUrl + described.path, rel: id === 'api' ? 'service-desc' : 'service-meta', type: described.type },
        { href: `${baseUrl}/en/reuse#${id}`, rel: 'service-doc', type: 'text/html' },
        { href: `${baseUrl}/readyz`, rel: 'status', type: 'application/json' },
      ],
    })),
  ];
}
