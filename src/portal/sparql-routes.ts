import { randomBytes } from 'node:crypto';
import { raw, type Request, type Response, type Router } from 'express';
import { CatalogueError, type ErrorCode } from '../domain/errors.js';
import type { PortalLanguage } from '../domain/language.js';
import type { SparqlEngine } from '../ports/sparql-engine.js';
import { linesOfText } from '../rdf/excerpt.js';
import type { QueryExample } from '../rdf/query-examples.js';
import { maxQueryLength, queryForm, usesService } from '../rdf/query-form.js';
import type { EditorProps } from './components/editor.js';
import { createElement } from './element.js';
import { SparqlPageView } from './pages/sparql.js';
import type { Portal } from './portal.js';
import { editorPolicy, seeOther, sendPage } from './respond.js';
import { maxAddressedQuery, resultOf, sparqlPageModel, type QueryOutcome } from './view-models/sparql-page.js';
import { noStore, paramsOf, refusalOf, unreadableForms } from './visitor-forms.js';

export interface SparqlPageDependencies {
  /** The engine as a client sees it, by its address. */
  readonly engineOf: (client: string) => Pick<SparqlEngine, 'query'>;
  readonly examples: readonly QueryExample[];
}

/** Rows and solutions that the page shows; the downloads have all. */
const maxRows = 1000;
const maxGraphLength = 300_000;
const maxFormBytes = 1 << 20;

const refusals: Readonly<Partial<Record<ErrorCode, Extract<QueryOutcome, { kind: 'refused' }>['reason']>>> = {
  'request/bad-query': 'query',
  'request/query-forbidden': 'forbidden',
  'request/query-timeout': 'timeout',
  'request/query-too-costly': 'forbidden',
  'request/result-too-large': 'large',
  'request/unavailable': 'busy',
  'request/too-many': 'many',
};
const statuses = { query: 400, long: 413, forbidden: 403, timeout: 504, large: 413, busy: 503, many: 429 } as const;

/** A refusal in the words of the page. */
const refusedByPage = { kind: 'refused', detailLang: null, excerpt: null } as const;

/** `/{lang}/sparql`: queries by hand, with examples (portal.md section 7). Works without JavaScript. */
export function sparqlRoutes(router: Router, portal: Portal, lang: PortalLanguage, dependencies: SparqlPageDependencies): void {
  const page = new SparqlPage(portal, lang, dependencies);
  router.get('/sparql', (request, response) => page.asked(request, response));
  router.post('/sparql', raw({ type: 'application/x-www-form-urlencoded', limit: maxFormBytes }), (request, response) => page.posted(request, response));
  router.use(
    '/sparql',
    unreadableForms((request, response, status) => {
      page.damaged(request, response, status);
    }),
  );
}

class SparqlPage {
  constructor(
    private readonly portal: Portal,
    private readonly lang: PortalLanguage,
    private readonly dependencies: SparqlPageDependencies,
  ) {}

  /** A query in the address, an example by its name, or nothing yet. */
  async asked(request: Request, response: Response): Promise<void> {
    const params = paramsOf(request);
    const example = this.dependencies.examples.find(({ id }) => id === params.get('example'));
    const query = params.get('query') ?? example?.query ?? '';
    await this.show(request, response, query, example?.id ?? null);
  }

  /** The form; a query that fits in an address gets one, so that it can be kept and passed on. */
  async posted(request: Request, response: Response): Promise<void> {
    const body: unknown = request.body;
    const query = new URLSearchParams(body instanceof Uint8Array ? new TextDecoder().decode(body) : '').get('query') ?? '';
    if (query.length <= maxAddressedQuery) {
      response.set('Cache-Control', 'no-store');
      seeOther(response, `/${this.lang}/sparql${query.trim() === '' ? '' : `?query=${encodeURIComponent(query)}`}`);
      return;
    }
    await this.show(request, response, query, null);
  }

  damaged(request: Request, response: Response, status: 400 | 413 | 415): void {
    const detail = this.portal.context(this.lang).m.sparql.tooLong(maxQueryLength);
    this.send(request, response, status, '', null, { ...refusedByPage, reason: status === 413 ? 'long' : 'query', detail });
  }

  private async show(request: Request, response: Response, query: string, example: string | null): Promise<void> {
    if (query.trim() === '') {
      this.send(request, response, 200, '', null, null);
      return;
    }
    const outcome = await this.run(query, request.ip ?? '', response);
    this.send(request, response, outcome.kind === 'refused' ? statuses[outcome.reason] : 200, query, example, outcome);
  }

  private async run(query: string, client: string, response: Response): Promise<QueryOutcome> {
    const context = this.portal.context(this.lang);
    const engine = this.dependencies.engineOf(client);
    const started = performance.now();
    if (query.length > maxQueryLength) return { ...refusedByPage, reason: 'long', detail: context.m.sparql.tooLong(maxQueryLength) };
    try {
      if (usesService(query)) return { ...refusedByPage, reason: 'forbidden', detail: context.m.sparql.noService };
      const isTable = ['SELECT', 'ASK'].includes(queryForm(query));
      const format = isTable ? 'application/sparql-results+json' : 'text/turtle';
      const { body, more } = await engine.query({ query, format, defaultGraphs: [], namedGraphs: [], enough: maxRows });
      const text = Buffer.from(body).toString('utf8');
      const ms = performance.now() - started;
      if (isTable) return resultOf(text, maxRows, ms, context);
      return { kind: 'graph', text: text.slice(0, maxGraphLength), more: more || text.length > maxGraphLength, ms };
    } catch (error) {
      const reason = error instanceof CatalogueError ? refusals[error.code] : undefined;
      if (reason === undefined || !(error instanceof CatalogueError)) throw error;
      refusalOf(error, response);
      const line = error.details['line'];
      const excerpt = typeof line === 'number' ? linesOfText(query).excerpt(line) : null;
      return { kind: 'refused', reason, detail: error.message, detailLang: 'en', excerpt };
    }
  }

  private send(request: Request, response: Response, status: number, query: string, example: string | null, outcome: QueryOutcome | null): void {
    const context = this.portal.context(this.lang);
    const model = sparqlPageModel({ query, example, outcome }, this.dependencies.examples, context);
    const marks =
      outcome?.kind === 'refused' && outcome.excerpt !== null
        ? [{ line: outcome.excerpt.line, column: null, severity: 'error' as const, message: outcome.detail }]
        : [];
    const src = this.portal.assets.editor;
    const editor: EditorProps | null =
      src === null ? null : { src, nonce: randomBytes(16).toString('base64'), format: 'sparql', label: context.m.sparql.query, marks };
    const policy = editor === null ? {} : { 'Content-Security-Policy': editorPolicy(editor.nonce) };
    const page = createElement(SparqlPageView, { model, editor, context });
    sendPage(request, response, { status, page, headers: { ...(outcome === null ? { 'Cache-Control': 'no-store' } : noStore), ...policy } });
  }
}
