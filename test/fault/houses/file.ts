import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LocalDropFolder } from '../../../src/fetch/local-drop-folder.js';
import { makeStation } from '../../support/ledger.js';
import { prefixes } from '../../support/rdf.js';
import { iriOf, neverFetches, otherWords, six, tellsNoTotals, titleOf, type ProtocolHouse } from '../protocol-house.js';

const datasetOf = (n: number, title = titleOf(n)): string => `<${iriOf(n)}> a dcat:Dataset ; dct:title "${title}"@en ; dct:description "About it"@en .\n`;
const offline = neverFetches('a folder is read from disk; nothing is fetched');

export const fileHouse: ProtocolHouse = {
  row: 'file',
  unread: 'partial',
  differs: { cycle: { outcome: 'complete', code: 'skipped', because: 'a symbolic link is never followed' } },
  exceptions: {
    'no connection': offline,
    'late headers': offline,
    'late body': offline,
    reset: offline,
    'cut short': offline,
    'status 429': offline,
    'status 500': offline,
    'totals shrink': tellsNoTotals('a folder tells no number'),
  },
  open: () => {
    const base = mkdtempSync(join(tmpdir(), 'ndc-fault-'));
    const folder = join(base, 'holder');
    mkdirSync(folder);
    let written = 0;
    const put = (name: string, content: string): void => {
      writeFileSync(join(folder, name), content);
      const at = new Date(Date.parse('2026-02-01T00:00:00Z') + (written += 1) * 1000);
      utimesSync(join(folder, name), at, at);
    };
    const text = (numbers: readonly number[]): string => prefixes + numbers.map((n) => datasetOf(n)).join('');
    const fill = (): void => {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder);
      put('a.ttl', text([1, 2, 3]));
      put('b.ttl', text([4, 5, 6]));
    };
    fill();
    return Promise.resolve({
      station: makeStation('holder', { protocol: 'file', endpoint: pathToFileURL(folder).href }),
      proxy: null,
      dependencies: { files: new LocalDropFolder(base, join(base, '.tmp')) },
      iris: six.map(iriOf),
      isPage: () => false,
      misdeeds: {
        'cut unseen': () => {
          put('b.ttl', text([4, 5, 6]).slice(0, -90));
        },
        empty: () => {
          rmSync(folder, { recursive: true, force: true });
          mkdirSync(folder);
        },
        cycle: () => {
          symlinkSync(folder, join(folder, 'again'));
        },
        duplicate: () => {
          put('b.ttl', `${text([4, 5, 6])}${datasetOf(1, 'A second title')}`);
        },
        'wrong type': () => {
          rmSync(join(folder, 'b.ttl'));
          put('b.rdf', text([4, 5, 6]));
        },
        'HTML, 200': () => {
          put('b.ttl', '<!DOCTYPE html>\n<html lang="en"><head><title>Log in</title></head><body></body></html>\n');
        },
      },
      heal: fill,
      change: () => {
        put('a.ttl', prefixes + datasetOf(1) + datasetOf(2, otherWords) + datasetOf(3));
        put('c.ttl', text([7]));
        return { changed: iriOf(2), added: iriOf(7) };
      },
      close: () => {
        rmSync(base, { recursive: true, force: true });
        return Promise.resolve();
      },
    });
  },
};
