import Database from 'better-sqlite3';
import { Store } from 'oxigraph';
import { allTexts } from '../../src/domain/language.js';
import { facetNames, type SearchDocument, type SearchQuery } from '../../src/ports/search-index.js';

/** What a search finds: how many in all, and the first of them by IRI. */
export interface BaselineAnswer {
  readonly total: number;
  readonly iris: readonly string[];
}

const first = 20;
const words = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

/** SQLite as one would use it at once: FTS5 over the texts as they are, all words, facets by GROUP BY over a table of values. */
export class PlainFts {
  private readonly db = new Database(':memory:');

  constructor(documents: Iterable<SearchDocument>) {
    this.db.exec(
      `CREATE TABLE document (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, modified TEXT);
       CREATE TABLE facet (document INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL);
       CREATE VIRTUAL TABLE text USING fts5 (title, keywords, description, other, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')`,
    );
    const put = this.db.prepare('INSERT INTO document VALUES (?, ?, ?)');
    const putText = this.db.prepare('INSERT INTO text (rowid, title, keywords, description, other) VALUES (?, ?, ?, ?, ?)');
    const putFacet = this.db.prepare('INSERT INTO facet VALUES (?, ?, ?)');
    const of = (map: SearchDocument['title']): string => allTexts(map).join('\n');
    this.db.transaction(() => {
      let id = 0;
      for (const document of documents) {
        put.run(++id, document.iri, document.modified);
        const variables = document.variables.flatMap(({ name, label, description }) => [name, of(label), of(description)]).join(' ');
        putText.run(id, of(document.title), of(document.keywords), of(document.description), `${document.text} ${document.identifiers.join(' ')} ${variables}`);
        for (const name of facetNames) for (const { value } of document.facets[name] ?? []) putFacet.run(id, name, value);
      }
    })();
    this.db.exec('CREATE INDEX facet_document ON facet (document, name, value); CREATE INDEX facet_value ON facet (name, value, document)');
  }

  search({ q, facets }: Pick<SearchQuery, 'q' | 'facets'>, withFacets: boolean): BaselineAnswer {
    const asked = words(q);
    const isOpen = !q.endsWith(' ');
    const match = asked.map((word, at) => (isOpen && at === asked.length - 1 ? `"${word}" *` : `"${word}"`)).join(' AND ');
    const chosen = Object.entries(facets).flatMap(([name, values]) => (values.length > 0 ? [{ name, values }] : []));
    const conditions = [
      ...(asked.length === 0 ? [] : ['d.id IN (SELECT rowid FROM text WHERE text MATCH @match)']),
      ...chosen.map(
        ({ name, values }) =>
          `d.id IN (SELECT document FROM facet WHERE name = '${name}' AND value IN (${values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ')}))`,
      ),
    ];
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    const parameters = asked.length === 0 ? [] : [{ match }];
    if (withFacets)
      this.db
        .prepare(`SELECT f.name, f.value, COUNT(*) FROM facet f WHERE f.document IN (SELECT d.id FROM document d ${where}) GROUP BY f.name, f.value`)
        .all(...parameters);
    const total = this.db
      .prepare(`SELECT COUNT(*) FROM document d ${where}`)
      .pluck()
      .get(...parameters) as number;
    const order =
      asked.length === 0
        ? `SELECT d.iri FROM document d ${where} ORDER BY d.modified DESC LIMIT ${String(first)}`
        : `SELECT d.iri FROM text JOIN document d ON d.id = text.rowid ${where === '' ? 'WHERE' : `${where} AND`} text MATCH @match ORDER BY bm25(text, 10, 5, 2, 1) LIMIT ${String(first)}`;
    return {
      total,
      iris: this.db
        .prepare(order)
        .pluck()
        .all(...parameters) as string[],
    };
  }

  close(): void {
    this.db.close();
  }
}

const title = 'http://purl.org/dc/terms/title';

/** A filter in SPARQL over the texts, as one would write it by hand: all words, no order, no facets. */
export class SparqlContains {
  private readonly store = new Store();

  constructor(documents: Iterable<SearchDocument>) {
    const quote = (text: string): string => JSON.stringify(text.replaceAll(/[\n\r]/g, ' '));
    const lines: string[] = [];
    for (const { iri, title: of, keywords, description } of documents) {
      lines.push(`<${iri}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .`);
      for (const text of [of, keywords, description].flatMap(allTexts)) lines.push(`<${iri}> <${title}> ${quote(text)} .`);
    }
    this.store.load(lines.join('\n'), { format: 'application/n-triples' });
  }

  search(q: string): BaselineAnswer {
    const filters = words(q.toLowerCase()).map(
      (word, at) => `?d <${title}> ?t${String(at)} FILTER(CONTAINS(LCASE(STR(?t${String(at)})), ${JSON.stringify(word)}))`,
    );
    const rows = this.store.query(
      `SELECT DISTINCT ?d WHERE { ?d a <http://www.w3.org/ns/dcat#Dataset> . ${filters.join(' . ')} } LIMIT ${String(first)}`,
    ) as Map<string, { value: string }>[];
    return { total: rows.length, iris: rows.map((row) => row.get('d')?.value ?? '') };
  }
}
