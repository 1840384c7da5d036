import { createHash } from 'node:crypto';
import { pushedUrl } from '../../../src/harvest/push.js';
import { prefixes } from '../../support/rdf.js';
import { iriOf, neverFetches, otherWords, site, six, stationOf, tellsNoTotals, titleOf, type ProtocolHouse } from '../protocol-house.js';

const datasetOf = (n: number, title = titleOf(n)): string => `<${iriOf(n)}> a dcat:Dataset ; dct:title "${title}"@en ; dct:description "About it"@en .\n`;
const offline = neverFetches('the station comes to us; nothing is fetched, and a request that breaks off on its way is no run');

/** A station that hands in all it has, each time (`complete=true`). */
export const pushHouse: ProtocolHouse = {
  row: 'push',
  unread: 'partial',
  differs: {},
  exceptions: {
    'no connection': offline,
    'late headers': offline,
    'late body': offline,
    reset: offline,
    'cut short': offline,
    'status 429': offline,
    'status 500': offline,
    'totals shrink': tellsNoTotals('a push tells no number'),
    duplicate: {
      reason: 'what is pushed is one document, and all that a document says of one address is one description',
      holds: ({ documents }) => documents === 1,
    },
    cycle: { reason: 'what is pushed is one document, and no link of it is followed', holds: ({ documents, fetches }) => documents === 1 && fetches === 0 },
  },
  open: () => {
    const healthy = prefixes + six.map((n) => datasetOf(n)).join('');
    let sent = { text: healthy, mediaType: 'text/turtle' };
    return Promise.resolve({
      station: stationOf('push', '/'),
      proxy: null,
      iris: six.map(iriOf),
      isPage: () => false,
      misdeeds: {
        'cut unseen': () => (sent = { ...sent, text: healthy.slice(0, -90) }),
        empty: () => (sent = { ...sent, text: `${prefixes}<https://holder.example/catalogue> a dcat:Catalog .\n` }),
        'wrong type': () => (sent = { ...sent, mediaType: 'application/octet-stream' }),
        'HTML, 200': () =>
          (sent = { text: '<!DOCTYPE html>\n<html lang="en"><head><title>Log in</title></head><body></body></html>\n', mediaType: 'text/html' }),
      },
      heal: () => (sent = { text: healthy, mediaType: 'text/turtle' }),
      change: () => {
        sent = { text: prefixes + [...six, 7].map((n) => datasetOf(n, n === 2 ? otherWords : titleOf(n))).join(''), mediaType: 'text/turtle' };
        return { changed: iriOf(2), added: iriOf(7) };
      },
      run: ({ run, clock }) => {
        const bytes = Buffer.from(sent.text);
        const bodyHash = createHash('sha256').update(bytes).digest('hex');
        const document = {
          url: pushedUrl(bodyHash),
          baseIri: `${site}/`,
          mediaType: sent.mediaType,
          retrievedAt: clock.now().toISOString(),
          etag: null,
          lastModified: null,
          bodyHash,
          body: { kind: 'memory', bytes },
        } as const;
        return run('holder', { trigger: 'push', push: { document, gone: null, complete: true } });
      },
      close: () => Promise.resolve(),
    });
  },
};
