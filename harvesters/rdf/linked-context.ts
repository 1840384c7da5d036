import { createHash } from 'node:crypto';
import type { FetchAnswer } from '../../src/ports/fetcher.js';
import { linkTarget } from './paging.js';

type Fetched = Extract<FetchAnswer, { kind: 'fetched' }>;

const relation = 'http://www.w3.org/ns/json-ld#context';

/**
 * Plain JSON whose context comes in a Link header (RDF-4, JSON-LD 1.1 section 6.2): the context's address is put into the
 * document, so that kept bytes can be read again without the header. The context itself is one of those we hold, or none.
 */
export function withLinkedContext(answer: Fetched): Fetched {
  const type = (answer.mediaType.split(';')[0] ?? '').trim().toLowerCase();
  if (answer.body.kind !== 'memory' || type === 'application/ld+json' || !/^application\/(json|[\w.-]+\+json)$/.test(type)) return answer;
  const target = linkTarget(answer.headers['link'], relation);
  if (target === null || !URL.canParse(target, answer.baseIri)) return answer;
  const context = JSON.stringify(new URL(target, answer.baseIri).href);
  const text = Buffer.from(answer.body.bytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trim();
  const linked = text.startsWith('[')
    ? `{"@context":${context},"@graph":${text}}`
    : text.replace(/^\{\s*(\}?)/, (_all, end: string) => `{"@context":${context}${end === '' ? ',' : '}'}`);
  const bytes = Buffer.from(linked, 'utf8');
  return { ...answer, mediaType: 'application/ld+json', body: { kind: 'memory', bytes }, bodyHash: createHash('sha256').update(bytes).digest('hex') };
}
