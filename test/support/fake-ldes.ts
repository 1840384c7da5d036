import { createHash } from 'node:crypto';
import { FakeStation, type FakeRoute } from './fake-station.js';

/** One activity of a DCAT-AP Feed. */
export interface FakeActivity {
  readonly id: string;
  readonly entity: string;
  /** Null: the activity has no type. */
  readonly kind: 'Create' | 'Update' | 'Delete' | null;
  /** ISO 8601; null: no time. */
  readonly at: string | null;
  /** Turtle inside the graph that is named like the activity; empty for none. */
  readonly payload: string;
  /** Further Turtle about the activity itself, such as `; ex:transaction "t1"`. */
  readonly more?: string;
}

export interface FakePage {
  readonly activities: readonly FakeActivity[];
  /** Names of the pages it leads to. */
  readonly nodes?: readonly string[];
  readonly immutable?: boolean;
  /** Further Turtle: retention and the like; `<>` is the page, `<#stream>` of the root the stream. */
  readonly more?: string;
}

export const feedPrefixes = `@prefix tree: <https://w3id.org/tree#> . @prefix ldes: <https://w3id.org/ldes#> . @prefix as: <https://www.w3.org/ns/activitystreams#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix ex: <https://terms.example/> .\n`;

export function activityTrig({ id, entity, kind, at, payload, more = '' }: FakeActivity): string {
  const facts = [...(kind === null ? [] : [`a as:${kind}`]), `as:object <${entity}>`, ...(at === null ? [] : [`as:published "${at}"^^xsd:dateTime`])].join(
    ' ; ',
  );
  return `</feed#stream> tree:member <${id}> .\n<${id}> ${facts} ${more} .\n${payload === '' ? '' : `<${id}> { ${payload} }\n`}`;
}

export function pageTrig({ activities, nodes = [], immutable = false, more = '' }: FakePage): string {
  const relations = nodes.map((node) => `<> tree:relation [ a tree:Relation ; tree:node <${node}> ] .\n`).join('');
  return `${feedPrefixes}${relations}${immutable ? '<> ldes:immutable true .\n' : ''}${more}\n${activities.map(activityTrig).join('')}`;
}

/** A DCAT-AP Feed on 127.0.0.1: its root at `/feed`, further pages by their names, each with an ETag. */
export class FakeLdes {
  private constructor(readonly station: FakeStation) {}

  static async start(pages: Readonly<Record<string, FakePage>>): Promise<FakeLdes> {
    const fake = new FakeLdes(await FakeStation.start());
    fake.set(pages);
    return fake;
  }

  get url(): string {
    return `${this.station.url}/feed`;
  }

  /** Replaces these pages; the root carries what the stream says of itself. */
  set(pages: Readonly<Record<string, FakePage>>, stream = 'ldes:timestampPath as:published ; ldes:versionOfPath as:object'): void {
    for (const [path, page] of Object.entries(pages)) {
      const control = path === '/feed' ? `</feed#stream> a ldes:EventStream ; tree:view </feed> ; ${stream} .\n` : '';
      this.station.set(path, pageRoute(pageTrig({ ...page, more: control + (page.more ?? '') })));
    }
  }

  /** How often each page was asked for since the last call. */
  asked(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { path } of this.station.requests.splice(0)) counts[path] = (counts[path] ?? 0) + 1;
    return counts;
  }

  close(): Promise<void> {
    return this.station.close();
  }
}

export function pageRoute(body: string, type = 'application/trig'): FakeRoute {
  return { body, type, conditional: true, headers: { etag: `"${createHash('sha256').update(body).digest('hex').slice(0, 12)}"` } };
}
