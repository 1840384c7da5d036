import { expect, it } from 'vitest';
import { SourceDates } from '../../src/harvest/source-dates.js';
import { parseText } from '../../src/rdf/parse.js';

const now = new Date('2026-06-01T00:00:00.000Z');
const record = 'https://a.example/d/1';
async function dateOf(turtle: string): Promise<string | null> {
  const prefixes =
    '@prefix dct: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix fdpo: <https://w3id.org/fdp/fdp-o#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .';
  const dates = new SourceDates();
  for (const quad of (await parseText(`${prefixes} ${turtle}`, { mediaType: 'text/turtle', baseIri: 'https://a.example/' })).quads) dates.add(quad);
  return dates.of(record, now);
}

it('takes the later of the entry in the own catalogue and the date of the metadata, in any order', async () => {
  const entry = `<r> foaf:primaryTopic <d/1> ; dct:modified "2026-02-01"^^xsd:date .`;
  const metadata = `<d/1> fdpo:metadataModified "2026-03-01T12:00:00Z"^^xsd:dateTime .`;
  expect(await dateOf(entry)).toBe('2026-02-01T00:00:00.000Z');
  expect(await dateOf(entry + metadata)).toBe('2026-03-01T12:00:00.000Z');
  expect(await dateOf(metadata + entry)).toBe('2026-03-01T12:00:00.000Z');
});

it('takes no date of the data, of another record, from the future or that is none (R51)', async () => {
  expect(await dateOf('<d/1> dct:modified "2026-02-01"^^xsd:date .')).toBeNull();
  expect(await dateOf('<r> foaf:primaryTopic <d/2> ; dct:modified "2026-02-01"^^xsd:date .')).toBeNull();
  for (const odd of ['soon', '', '2026-99-99', '0000']) expect(await dateOf(`<d/1> fdpo:metadataModified "${odd}" .`)).toBeNull();
  // Taken as now, it would confirm anew at every visit; a clock that is a little fast is forgiven.
  expect(await dateOf('<d/1> fdpo:metadataModified "2999-01-01T00:00:00Z" .')).toBeNull();
  expect(await dateOf('<d/1> fdpo:metadataModified "2026-06-01T00:00:30Z" .')).toBe(now.toISOString());
});
