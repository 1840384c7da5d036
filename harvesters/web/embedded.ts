import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Quad } from '@rdfjs/types';
import { MicrodataRdfParser } from 'microdata-rdf-streaming-parser';
import { DataFactory } from 'n3';
import { RdfaParser } from 'rdfa-streaming-parser';
import { CatalogueError } from '../../src/domain/errors.js';
import type { ReadingNote } from '../../src/ports/harvester.js';
import { parseRdf } from '../../src/rdf/parse.js';
import { hasDataset } from './dataset-types.js';
import type { HtmlPage } from './html-page.js';

export interface Embedded {
  readonly quads: readonly Quad[];
  readonly notes: readonly ReadingNote[];
}

/** What a page says in itself: its JSON-LD, else its RDFa, else its microdata, the first that holds a dataset (WEB-1). */
export async function readEmbedded(text: string, page: HtmlPage): Promise<Embedded> {
  const json = await readScripts(page);
  if (hasDataset(json.quads)) return json;
  if (page.hasRdfa) {
    const rdfa = await readMarkup(text, page, 'RDFa');
    if (hasDataset(rdfa.quads)) return { ...rdfa, notes: [...json.notes, ...rdfa.notes] };
  }
  if (page.hasMicrodata) {
    const microdata = await readMarkup(text, page, 'microdata');
    if (hasDataset(microdata.quads)) return { ...microdata, notes: [...json.notes, ...microdata.notes] };
  }
  return json;
}

/** Each script for itself, so that one that cannot be read does not hide the others (WEB-4). */
async function readScripts(page: HtmlPage): Promise<Embedded> {
  const quads: Quad[] = [];
  const notes: ReadingNote[] = [];
  for (const [at, script] of page.scripts.entries()) {
    if (script.text === '') continue;
    const own: Quad[] = [];
    const bytes = Buffer.from(script.text, 'utf8');
    try {
      await parseRdf(
        { body: { kind: 'memory', bytes }, mediaType: 'application/ld+json', path: '', baseIri: page.base, maxBytes: bytes.byteLength + 1 },
        (quad) => {
          own.push(quad);
        },
      );
      for (const quad of own) quads.push(quad);
    } catch (error) {
      if (!(error instanceof CatalogueError)) throw error;
      const line = typeof error.details['line'] === 'number' ? script.line + error.details['line'] - 1 : script.line;
      const code = error.details['context'] !== undefined ? 'missing-context' : 'parse-error';
      notes.push({ code, severity: 'warning', subject: null, detail: `JSON-LD script ${String(at + 1)} of the page is left out: ${error.message}`, line });
    }
  }
  return { quads, notes };
}

async function readMarkup(text: string, page: HtmlPage, kind: 'RDFa' | 'microdata'): Promise<Embedded> {
  const quads: Quad[] = [];
  const options = { baseIRI: page.base, dataFactory: DataFactory as never };
  const parser = kind === 'RDFa' ? new RdfaParser({ ...options, contentType: 'text/html', language: page.language }) : new MicrodataRdfParser(options);
  try {
    await pipeline(
      [text],
      parser as unknown as NodeJS.ReadWriteStream,
      new Writable({
        objectMode: true,
        write(quad: Quad, _encoding, done) {
          quads.push(quad);
          done();
        },
      }),
    );
    return { quads, notes: [] };
  } catch (error) {
    const detail = `The ${kind} of the page cannot be read: ${error instanceof Error ? error.message : 'unknown error'}.`;
    return { quads: [], notes: [{ code: 'parse-error', severity: 'warning', subject: null, detail, line: null }] };
  }
}
