import { speakLdes, speakOai } from './feeds.js';
import { makeStation } from '../ledger.js';
import type { SpeakingStation } from './records.js';
import { speakCkan, speakCkanDcat, speakPages, speakSparql, speakWeb, speakZip } from './sites.js';
import { speakFdp, speakFiles } from './trees.js';

export const protocols = ['fdp', 'ckan', 'ckan-dcat', 'sparql', 'oai-pmh', 'ldes', 'web', 'rdf', 'rdf zip', 'file', 'push'] as const;

export type SpokenProtocol = (typeof protocols)[number];

/** A station that speaks one protocol; `page`: how many records it says at a time, where the protocol has something like it. */
export function speak(protocol: SpokenProtocol, { records, page }: { readonly records: number; readonly page: number }): Promise<SpeakingStation> {
  switch (protocol) {
    case 'fdp':
      return speakFdp(records);
    case 'ckan':
      return speakCkan(page);
    case 'ckan-dcat':
      return speakCkanDcat(page);
    case 'sparql':
      return speakSparql(page);
    case 'oai-pmh':
      return speakOai(page);
    case 'ldes':
      return speakLdes(page);
    case 'web':
      return speakWeb();
    case 'rdf':
      return speakPages(page);
    case 'rdf zip':
      return speakZip(page);
    case 'file':
      return speakFiles(page);
    case 'push':
      return Promise.resolve({
        station: makeStation('holder', { protocol: 'push', endpoint: 'https://holder.example/' }),
        connectTo: {},
        dropFolder: null,
        tell: () => Promise.resolve(),
        asked: () => [],
        close: () => Promise.resolve(),
      });
  }
}
