import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeOaiRecord {
  readonly identifier: string;
  readonly datestamp: string;
  /** XML inside `<metadata>`; null for a deleted record. */
  readonly payload: string | null;
  readonly about?: string;
  readonly set?: string;
}

export interface FakeOaiAnswer {
  readonly body: string;
  readonly status?: number;
}

export interface FakeOaiOptions {
  records: FakeOaiRecord[];
  pageSize: number;
  deletedRecord: string;
  granularity: 'YYYY-MM-DD' | 'YYYY-MM-DDThh:mm:ssZ';
  formats: readonly { readonly prefix: string; readonly namespace: string }[];
  responseDate: string;
  /** Size announced with a token; null for none. */
  announces: ((all: number) => number | null) | null;
  /** Takes over an answer; counts requests from 1. Undefined: the repository answers itself. */
  intercept: (parameters: URLSearchParams, request: number, own: () => string) => FakeOaiAnswer | undefined;
}

/** A small OAI-PMH repository on 127.0.0.1 that can be told to misbehave. Tokens hold what has to be encoded. */
export class FakeOai {
  readonly requests: URLSearchParams[] = [];
  readonly options: FakeOaiOptions;
  private readonly server: Server;

  private constructor(options: Partial<FakeOaiOptions>) {
    this.options = {
      records: [],
      pageSize: 3,
      deletedRecord: 'persistent',
      granularity: 'YYYY-MM-DDThh:mm:ssZ',
      formats: [{ prefix: 'dcat_ap', namespace: 'http://www.w3.org/ns/dcat#' }],
      responseDate: '2026-03-01T10:00:00Z',
      announces: (all) => all,
      intercept: () => undefined,
      ...options,
    };
    this.server = createServer((request, response) => {
      const parameters = new URL(request.url ?? '/', 'http://fake').searchParams;
      this.requests.push(parameters);
      const { body, status = 200 } = this.options.intercept(parameters, this.requests.length, () => this.answer(parameters)) ?? {
        body: this.answer(parameters),
      };
      response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
    });
  }

  static async start(options: Partial<FakeOaiOptions> = {}): Promise<FakeOai> {
    const fake = new FakeOai(options);
    // Longer than any client keeps a connection: on a busy machine one that closes in the middle looks like a fault.
    fake.server.keepAliveTimeout = 120_000;
    await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/oai`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Arguments of the ListRecords requests so far. */
  lists(): Record<string, string>[] {
    return this.requests.filter((parameters) => parameters.get('verb') === 'ListRecords').map((parameters) => Object.fromEntries(parameters));
  }

  error(code: string, text = ''): string {
    return this.envelope(`<error code="${code}">${text}</error>`);
  }

  envelope(content: string): string {
    return `<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dct="http://purl.org/dc/terms/">
<responseDate>${this.options.responseDate}</responseDate><request>http://internal.example/oai</request>\n${content}\n</OAI-PMH>`;
  }

  private answer(parameters: URLSearchParams): string {
    switch (parameters.get('verb')) {
      case 'Identify':
        return this.envelope(
          `<Identify><repositoryName>R</repositoryName><baseURL>http://internal.example/oai</baseURL><protocolVersion>2.0</protocolVersion><adminEmail>a@holder.example</adminEmail><earliestDatestamp>2020-01-01T00:00:00Z</earliestDatestamp><deletedRecord>${this.options.deletedRecord}</deletedRecord><granularity>${this.options.granularity}</granularity></Identify>`,
        );
      case 'ListMetadataFormats':
        return this.envelope(
          `<ListMetadataFormats>${this.options.formats.map(({ prefix, namespace }) => `<metadataFormat><metadataPrefix>${prefix}</metadataPrefix><schema>http://x.example/${prefix}.xsd</schema><metadataNamespace>${namespace}</metadataNamespace></metadataFormat>`).join('')}</ListMetadataFormats>`,
        );
      case 'ListRecords':
        return this.list(parameters);
      default:
        return this.error('badVerb');
    }
  }

  private list(parameters: URLSearchParams): string {
    const { records, pageSize, announces } = this.options;
    const token = parameters.get('resumptionToken');
    const parts = token === null ? null : /^a&b\+c\/= (\d+)\|(.*)\|(.*)<>$/.exec(token);
    if (token !== null && parts === null) return this.error('badResumptionToken');
    const at = Number(parts?.[1] ?? 0);
    const from = parts?.[2] ?? parameters.get('from') ?? '';
    const set = parts?.[3] ?? parameters.get('set') ?? '';
    const all = records.filter((record) => record.datestamp >= from && (set === '' || record.set === set));
    if (all.length === 0) return this.error('noRecordsMatch');
    const page = all.slice(at, at + pageSize);
    const isLast = at + pageSize >= all.length;
    const size = announces?.(all.length) ?? null;
    const next = isLast ? '' : `a&amp;b+c/= ${String(at + pageSize)}|${from}|${set}&lt;&gt;`;
    const mark = isLast && at === 0 ? '' : `<resumptionToken${size === null ? '' : ` completeListSize="${String(size)}"`}>${next}</resumptionToken>`;
    return this.envelope(`<ListRecords>${page.map(recordXml).join('\n')}${mark}</ListRecords>`);
  }
}

export function recordXml({ identifier, datestamp, payload, about = '', set }: FakeOaiRecord): string {
  const header = `<header${payload === null ? ' status="deleted"' : ''}><identifier>${identifier}</identifier><datestamp>${datestamp}</datestamp>${set === undefined ? '' : `<setSpec>${set}</setSpec>`}</header>`;
  return `<record>${header}${payload === null ? '' : `<metadata>${payload}</metadata>${about}`}</record>`;
}
