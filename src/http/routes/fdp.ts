import { Router, type Request, type Response } from 'express';
import type { CatalogueQueries } from '../../catalogue/queries.js';
import { RequestError } from '../../domain/errors.js';
import { bestType } from '../../domain/media-types.js';
import { childKinds, containment, FdpTree, fdpKinds, type FdpKind, type FdpNode, type FdpSurroundings } from '../../federation/fdp-documents.js';
import { formatNamed } from '../../rdf/format.js';
import { rdfStream, serialise } from '../../rdf/serialise.js';
import { redirectMerged } from '../merged.js';
import { sendRepresentation } from '../negotiation.js';

export interface FdpDependencies extends FdpSurroundings {
  readonly queries: Pick<CatalogueQueries, 'head'>;
  /** The shapes that records of a kind follow, as Turtle. */
  readonly shapesOf: (kind: FdpKind | 'root') => string;
}

const turtle = 'text/turtle';
const types = [turtle, 'application/ld+json', 'application/rdf+xml', 'application/n-triples', 'text/n3'];
const html = ['text/html', 'application/xhtml+xml'];
const formats: Readonly<Record<string, string>> = {
  ttl: turtle,
  jsonld: 'application/ld+json',
  rdf: 'application/rdf+xml',
  nt: 'application/n-triples',
  n3: 'text/n3',
};
/** Beyond this a document is written in parts, so that visitors of other pages do not wait for it. */
const atOnce = 2000;

/**
 * `/fdp`: the catalogue as a FAIR Data Point (FDPF-1 to FDPF-5, FDPF-7). Addresses that end in a slash are names of containers
 * in RDF, and answer (FDPF-7); everything else is spelled without.
 */
export function fdpRouter(dependencies: FdpDependencies): Router {
  const router = Router({ strict: true });
  const tree = new FdpTree(dependencies);
  const { baseUrl, shapesOf } = dependencies;
  router.use('/fdp', (_request, response, next) => {
    response.set('Access-Control-Allow-Origin', '*').set('Access-Control-Expose-Headers', 'ETag, Link, Location, Retry-After');
    next();
  });
  router.param('id', redirectMerged(dependencies.queries as CatalogueQueries));
  router.get('/fdp', async (request, response) => {
    await sendNode(request, response, tree.root(), '/reuse');
  });
  router.get('/fdp/', (_request, response) => {
    response.redirect(301, '/fdp');
  });
  router.get(['/fdp/spec', '/fdp/meta', '/fdp/page/:child'], (request, response) => {
    const node = tree.root();
    if (request.path === '/fdp/spec') sendShapes(request, response, shapesOf('root'));
    else if (request.path === '/fdp/meta') sendMeta(request, response, [node]);
    else sendPage(request, response, node, tree);
  });
  router.get('/fdp/catalog/', (request, response) => {
    sendContainer(request, response, tree.root(), 'catalog');
  });
  router.get('/fdp/:kind/spec', (request, response) => {
    sendShapes(request, response, shapesOf(kindOf(request)));
  });
  router.get('/fdp/:kind/:id', async (request, response) => {
    const node = nodeOf(request, tree, dependencies);
    response.set('Link', `<${canonicalOf(node, request, baseUrl)}>; rel="canonical"`);
    await sendNode(request, response, node, pageOf(node, request));
  });
  router.get('/fdp/:kind/:id/spec', (request, response) => {
    sendShapes(request, response, shapesOf(nodeOf(request, tree, dependencies).kind));
  });
  router.get('/fdp/:kind/:id/meta', (request, response) => {
    sendMeta(request, response, ancestry(nodeOf(request, tree, dependencies), tree));
  });
  router.get('/fdp/:kind/:id/page/:child', (request, response) => {
    sendPage(request, response, nodeOf(request, tree, dependencies), tree);
  });
  router.get('/fdp/:kind/:id/:child/', (request, response) => {
    const node = nodeOf(request, tree, dependencies);
    sendContainer(request, response, node, childOf(request, node));
  });
  router.options('/fdp{/*path}', (_request, response) => {
    response
      .set({ 'Access-Control-Allow-Methods': 'GET, HEAD', 'Access-Control-Allow-Headers': 'accept, content-type', Allow: 'GET, HEAD, OPTIONS' })
      .status(204)
      .end();
  });
  router.get('/fdp/*path', () => {
    throw new RequestError('request/not-found', 'The FAIR Data Point has nothing of that name. Begin at /fdp and follow its links.');
  });
  return router;
}

function kindOf(request: Request): FdpKind {
  const kind = fdpKinds.find((known) => known === request.params['kind']);
  if (kind === undefined) throw new RequestError('request/not-found', `The FAIR Data Point has ${fdpKinds.join(', ')}.`);
  return kind;
}

function childOf(request: Request, node: FdpNode): FdpKind {
  const child = childKinds(node.kind).find((known) => known === request.params['child']);
  if (child === undefined) throw new RequestError('request/not-found', `Below this there is: ${childKinds(node.kind).join(', ') || 'nothing'}.`);
  return child;
}

/** @throws RequestError `request/not-found`; `request/gone` for what was published once (FDPF-4) */
function nodeOf(request: Request, tree: FdpTree, { queries }: FdpDependencies): FdpNode {
  const kind = kindOf(request);
  const id = String(request.params['id']);
  const node = kind === 'catalog' ? tree.catalog(id) : kind === 'distribution' ? tree.distribution(id) : tree.record(kind, id);
  if (node !== undefined) return node;
  const head = /^[a-z2-7]{16,52}(-[a-z2-7]{16})?$/.test(id) ? queries.head(id.split('-')[0] ?? '') : undefined;
  if (head?.state === 'withdrawn')
    throw new RequestError('request/gone', `It was withdrawn at its source. What was known of it last is at /datasets/${head.id}.`);
  if (head?.state === 'withheld' && head.publishedAt !== null) throw new RequestError('request/gone', 'It was taken down.');
  throw new RequestError('request/not-found', `There is no ${kind} of that name.`);
}

/** @param page the same for people */
async function sendNode(request: Request, response: Response, node: FdpNode, page: string): Promise<void> {
  const type = typeOf(request, response, page);
  if (type === null) return;
  const size = Object.values(node.children).reduce((sum, children) => sum + children.length, 0);
  if (size <= atOnce) send(request, response, serialise([...node.quads, ...[...containment(node)].flat()], formatNamed(type)), type);
  else send(request, response, await inParts(node, type), type);
}

/** The same as ever for the same state, but for its order: what is said of the node comes first, then what is below it, part by part. */
async function inParts(node: FdpNode, type: string): Promise<string> {
  const stream = rdfStream(formatNamed(type));
  const parts = [stream.head, stream.add(node.quads)];
  for (const quads of containment(node)) {
    await new Promise((resolve) => setImmediate(resolve));
    parts.push(stream.add(quads));
  }
  return [...parts, stream.tail].join('');
}

/** Turtle is `text/turtle` and nothing after it: what is asked for so is compared so (FDPF-4). */
function send(request: Request, response: Response, body: string, type: string): void {
  sendRepresentation(request, response, body, { type: type === turtle ? turtle : `${type}; charset=utf-8`, exactType: true });
}

/** Of the children of a node, so many in full: a cheap way to read a large catalogue (FDP-10). */
function sendPage(request: Request, response: Response, parent: FdpNode, tree: FdpTree): void {
  const child = childOf(request, parent);
  const { part, links } = paged(request, parent.children[child] ?? [], `${parent.url}/page/${child}`, { size: 10, most: 100 });
  const type = typeOf(request, response, '/reuse');
  if (type === null) return;
  // Withdrawn since the list was read: it is on no page any more.
  const nodes = part.flatMap((address) => {
    const id = address.slice(address.lastIndexOf('/') + 1);
    return (child === 'catalog' ? tree.catalog(id) : child === 'distribution' ? tree.distribution(id) : tree.record(child, id)) ?? [];
  });
  response.set('Link', links);
  send(
    request,
    response,
    serialise(
      nodes.flatMap(({ quads, ...node }) => [...quads, ...memberships({ ...node, quads })]),
      formatNamed(type),
    ),
    type,
  );
}

/** What a child says of its own children, without the containers (FDP-10). */
function memberships(node: FdpNode): FdpNode['quads'] {
  return node.kind === 'catalog' ? [] : [...containment(node)].flat().filter((one) => one.subject.value === node.url);
}

function sendContainer(request: Request, response: Response, parent: FdpNode, child: FdpKind): void {
  const { part, links } = paged(request, parent.children[child] ?? [], `${parent.url}/${child}/`, { size: 100, most: 1000 });
  const type = typeOf(request, response, '/reuse');
  if (type === null) return;
  const container = `${parent.url}/${child}/`;
  const quads = [...containment({ ...parent, children: { [child]: part } })].flat();
  response.set('Link', links);
  send(
    request,
    response,
    serialise(
      quads.filter((one) => one.subject.value === container),
      formatNamed(type),
    ),
    type,
  );
}

/** Zero-based, with absolute links to the others (FDP-10). */
function paged(
  request: Request,
  all: readonly string[],
  address: string,
  { size: usual, most }: { readonly size: number; readonly most: number },
): { readonly part: readonly string[]; readonly links: string } {
  const page = wholeNumber(request, 'page', 0, 0, 1_000_000);
  const size = wholeNumber(request, 'size', usual, 1, most);
  const last = Math.max(0, Math.ceil(all.length / size) - 1);
  const link = (to: number, rel: string): string => `<${address}?page=${String(to)}&size=${String(size)}>; rel="${rel}"`;
  const links = [
    link(0, 'first'),
    link(last, 'last'),
    ...(page > 0 ? [link(Math.min(page - 1, last), 'prev')] : []),
    ...(page < last ? [link(page + 1, 'next')] : []),
  ];
  return { part: all.slice(page * size, (page + 1) * size), links: links.join(', ') };
}

function wholeNumber(request: Request, name: string, usual: number, least: number, most: number): number {
  const value: unknown = request.query[name];
  if (value === undefined) return usual;
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : NaN;
  if (number >= least && number <= most) return number;
  throw new RequestError('request/bad-parameter', `"${name}" is a whole number from ${String(least)} to ${String(most)}, given once.`);
}

/** As `format=` says, else by Accept (FDP-6); null for a browser, which has been sent to the page for people. */
function typeOf(request: Request, response: Response, page: string): string | null {
  const format: unknown = request.query['format'];
  if (format !== undefined) {
    const type = typeof format === 'string' && Object.hasOwn(formats, format) ? formats[format] : undefined;
    if (type === undefined) throw new RequestError('request/bad-parameter', `"format" is one of ${Object.keys(formats).join(', ')}.`);
    return type;
  }
  const type = bestType(request.get('accept'), [...types, ...html]);
  if (type === undefined)
    throw new RequestError('request/not-acceptable', `None of the types asked for is available. Available: ${[...types, ...html].join(', ')}.`);
  if (!html.includes(type)) return type;
  response.set('Vary', 'Accept, Accept-Language').redirect(303, `/${request.acceptsLanguages('nl', 'en') === 'en' ? 'en' : 'nl'}${page}`);
  return null;
}

function sendShapes(request: Request, response: Response, shapes: string): void {
  send(request, response, shapes, turtle);
}

/** The state and the way up, as FAIR Data Points tell them (FDP-12): what is here is published. */
function sendMeta(request: Request, response: Response, path: readonly FdpNode[]): void {
  const titles = path.map(({ url, kind, quads }, at) => [
    url,
    {
      resourceDefinitionUuid: kind === 'root' ? 'fdp' : kind,
      title: quads.find((one) => one.subject.value === url && one.predicate.value.endsWith('#label'))?.object.value ?? url,
      ...(path[at + 1] === undefined ? {} : { parent: path[at + 1]?.url }),
    },
  ]);
  const body = { member: {}, state: { current: 'PUBLISHED', children: {} }, path: Object.fromEntries(titles) as unknown };
  sendRepresentation(request, response, `${JSON.stringify(body)}\n`, { type: 'application/json; charset=utf-8' });
}

/** A node and those above it, up to the point itself. */
function ancestry(node: FdpNode, tree: FdpTree): FdpNode[] {
  const parent = node.quads.find(
    (one) => one.subject.value === node.url && one.predicate.value.endsWith('/isPartOf') && one.object.value.startsWith(tree.address),
  )?.object.value;
  if (parent === undefined) return [node];
  if (parent === tree.address) return [node, tree.root()];
  const [kind = '', id = ''] = parent.slice(tree.address.length + 1).split('/');
  const above = kind === 'catalog' ? tree.catalog(id) : tree.record('dataset', id);
  return above === undefined ? [node] : [node, ...ancestry(above, tree)];
}

function canonicalOf(node: FdpNode, request: Request, baseUrl: string): string {
  const id = String(request.params['id']).split('-')[0] ?? '';
  return node.kind === 'catalog' ? node.url : `${baseUrl}/datasets/${id}`;
}

function pageOf(node: FdpNode, request: Request): string {
  const id = String(request.params['id']);
  return node.kind === 'catalog' ? `/stations/${encodeURIComponent(id)}` : `/datasets/${id.split('-')[0] ?? ''}`;
}
