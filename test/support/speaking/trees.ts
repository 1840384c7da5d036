import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FakeFdp } from '../fake-fdp.js';
import { makeStation } from '../ledger.js';
import { prefixes } from '../rdf.js';
import { live, pagesOf, titleOf, turtleOf, type SpeakingStation } from './records.js';

/** A FAIR Data Point with one catalogue; the first telling says how many datasets it has for good. */
export async function speakFdp(datasets: number): Promise<SpeakingStation> {
  const fake = await FakeFdp.start({ datasets, distributions: 1, drafts: 2, etags: true, pageSize: 50 });
  const told = new Map<number, number>();
  return {
    station: makeStation('holder', { protocol: 'fdp', endpoint: fake.endpoint }),
    connectTo: fake.connectTo,
    dropFolder: null,
    tell: (records) => {
      for (const record of records) {
        if ((told.get(record.n) ?? 1) === record.state) continue;
        told.set(record.n, record.state);
        fake.retitle(`c1-d${String(record.n)}`, titleOf(record));
      }
      return Promise.resolve();
    },
    asked: () => fake.asked().map(({ path }) => path),
    close: () => fake.close(),
  };
}

/** A folder that a provider writes files to, so many records in each. */
export function speakFiles(perFile: number): Promise<SpeakingStation> {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'ndc-drop-')));
  const folder = join(base, 'holder');
  mkdirSync(folder);
  let minute = 0;
  return Promise.resolve({
    station: makeStation('holder', { protocol: 'file', endpoint: pathToFileURL(folder).href }),
    connectTo: {},
    dropFolder: base,
    tell: (records) => {
      minute++;
      pagesOf(live(records), perFile).forEach((page, at) => {
        const path = join(folder, `part-${String(at)}.ttl`);
        writeFileSync(path, prefixes + page.map((record) => turtleOf(record)).join(''));
        // A file that was written just now is taken for one that is still being written.
        const then = new Date(Date.UTC(2026, 0, 1, 0, minute));
        utimesSync(path, then, then);
      });
      return Promise.resolve();
    },
    asked: () => readdirSync(folder),
    close: () => {
      rmSync(base, { recursive: true, force: true });
      return Promise.resolve();
    },
  });
}
