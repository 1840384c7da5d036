import { afterEach, expect, it } from 'vitest';
import type { Logger } from '../../src/ports/logger.js';
import { FakeStation } from '../support/fake-station.js';
import { openHarvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { prefixes } from '../support/rdf.js';

let fake: FakeStation;
afterEach(() => fake.close());

it('names station and run in every line of a run, and the record where a line is about one', async () => {
  const email = 'jan.jansen@holder.example';
  fake = await FakeStation.start({
    '/all': {
      body: `${prefixes}<https://holder.example/1> a dcat:Dataset ; dct:title "One"@nl ; dct:description "About"@nl ; dct:publisher [ foaf:name "P" ; foaf:mbox <mailto:${email}> ] .
<https://holder.example/2> a dcat:Dataset ; dct:description "Ask ${email}"@nl .`,
      type: 'text/turtle',
    },
  });
  const lines: { readonly level: string; readonly message: string; readonly fields: Readonly<Record<string, unknown>> }[] = [];
  const at =
    (level: string): Logger['info'] =>
    (message, fields = {}) => {
      lines.push({ level, message, fields });
    };
  const logger: Logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  const house = await openHarvesting([makeStation('holder', { endpoint: `${fake.url}/all` })], {}, { logger });
  const { run, outcome } = await house.run('holder');
  expect(outcome).toBe('complete');
  expect(lines.filter(({ fields }) => fields['station'] !== 'holder' || fields['run'] !== run)).toEqual([]);
  expect(lines.filter(({ level }) => level !== 'debug').map(({ level, message }) => `${level} ${message}`)).toEqual([
    'info harvest run begun',
    'info harvest run ended',
  ]);
  const stages = lines.filter(({ message }) => message === 'stage of a run').map(({ fields }) => fields['stage']);
  expect(stages).toEqual(expect.arrayContaining(['gather', 'publish']));
  const records = lines.filter(({ message }) => message === 'record').map(({ fields }) => `${String(fields['deed'])} ${String(fields['subject'])}`);
  expect(records.sort()).toEqual(['hold https://holder.example/2', 'publish https://holder.example/1']);
  // What the station says about people stays out of the log.
  expect(JSON.stringify(lines)).not.toContain('jansen');
});
