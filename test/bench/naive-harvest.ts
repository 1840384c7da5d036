import type { Quad } from '@rdfjs/types';
import Database from 'better-sqlite3';
import { Parser, Store, Writer } from 'n3';
import { dcat } from '../../vocab/dcat.js';
import { hydra } from '../../vocab/hydra.js';
import { rdf } from '../../vocab/rdf.js';
import type { Validator } from '../../src/ports/validator.js';

/**
 * What one writes first: fetch all pages one after another, validate every dataset, replace everything. It keeps the whole
 * catalogue in memory, remembers nothing, and knows no history; the engine and the profiles are ours.
 */
export async function naiveHarvest(endpoint: string, file: string, validator: Validator | null, profiles: readonly string[]): Promise<number> {
  const store = new Store();
  for (let next: string | null = endpoint; next !== null;) {
    const answer: Response = await fetch(next, { headers: { accept: 'text/turtle' } });
    if (!answer.ok) throw new Error(`${next} answered ${String(answer.status)}`);
    const page: Quad[] = new Parser({ baseIRI: next }).parse(await answer.text());
    store.addQuads(page);
    next = page.find(({ predicate }) => predicate.equals(hydra.next))?.object.value ?? null;
  }
  const written: [string, string][] = [];
  for (const subject of store.getSubjects(rdf.type, dcat.Dataset, null)) {
    const quads = around(store, subject);
    for (const profile of validator === null ? [] : profiles) await validator?.validate({ subject: subject.value, quads, profile });
    written.push([subject.value, new Writer({ format: 'N-Triples' }).quadsToString(quads)]);
  }
  replaceAll(file, written);
  return written.length;
}

/** What hangs on a subject, node by node. */
function around(store: Store, start: Quad['subject']): Quad[] {
  const found: Quad[] = [];
  const seen = new Set<string>();
  const queue: Quad['object'][] = [start];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (node.termType === 'Literal' || seen.has(node.value)) continue;
    seen.add(node.value);
    for (const quad of store.getQuads(node, null, null, null)) {
      found.push(quad);
      queue.push(quad.object);
    }
  }
  return found;
}

function replaceAll(file: string, records: readonly (readonly [string, string])[]): void {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE IF NOT EXISTS record (iri TEXT PRIMARY KEY, body TEXT NOT NULL)');
  const insert = db.prepare('INSERT INTO record (iri, body) VALUES (?, ?)');
  db.transaction(() => {
    db.exec('DELETE FROM record');
    for (const record of records) insert.run(...record);
  })();
  db.close();
}
