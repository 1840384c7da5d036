import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigurationError } from '../domain/errors.js';
import { euMessageStates, type EuOutcome } from '../domain/eu.js';

const reference = z.string().regex(/^(?:env|file):./, 'env:NAME or file:PATH');
const address = z.string().regex(/^https?:\/\/[^/@\s]+(?:[/?][^\s]*)?$/i, 'an http(s) address without user and password; {placeholders} may stand in its path');
/** RFC 6901; the empty text is the whole answer. */
const pointer = z.string().regex(/^(?:\/(?:[^~/]|~[01])*)*$/, 'a JSON pointer such as /data/id');
const outcomeState = z.enum(euMessageStates).exclude(['queued', 'sent', 'superseded']);

const authentication = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('bearer'), token: reference }),
  z.strictObject({ kind: z.literal('oauth2'), tokenUrl: address, clientId: z.string().min(1), clientSecret: reference, scope: z.string().min(1).optional() }),
]);

const operation = z.strictObject({ method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE']), url: address });

const rest = z.strictObject({
  transport: z.literal('rest'),
  operations: z.strictObject({ create: operation, update: operation, delete: operation }),
  headers: z.record(z.string().regex(/^[\w-]+$/), z.string()).default({}),
  authentication: authentication.default({ kind: 'none' }),
  /** Client certificate (PEM files) for mutual TLS. */
  mtls: z.strictObject({ certificate: z.string().min(1), key: z.string().min(1), ca: z.string().min(1).optional() }).optional(),
  format: z.enum(['turtle', 'rdf-xml', 'json-ld', 'n-triples']).default('rdf-xml'),
  /** `rdf`: the description alone is the body; an object: JSON in which {metadata}, {messageId}, {operation}, {identifier}, {iri}, {mediaType}, {profile} are filled in. */
  envelope: z.union([z.literal('rdf'), z.record(z.string(), z.unknown())]).default('rdf'),
  answer: z
    .strictObject({
      state: pointer.default('/status'),
      detail: pointer.default('/message'),
      reference: pointer.default('/reference'),
      messageId: pointer.default('/messageId'),
      datasetId: pointer.default('/datasetId'),
      catalogueId: pointer.default('/catalogueId'),
      /** A list of `{ id, iri }`. */
      distributions: pointer.default('/distributions'),
      /** What the other side calls a state, and what it is with us. */
      states: z
        .record(z.string(), outcomeState)
        .default({ received: 'received', delivered: 'delivered', accepted: 'accepted', refused: 'refused', failed: 'failed' }),
    })
    .prefault({}),
  /** Where the outcome of `{messageId}` is asked for. */
  status: address.optional(),
  /** Where everything is listed that the other side has of ours. */
  list: z
    .strictObject({
      url: address,
      items: pointer.default('/items'),
      identifier: pointer.default('/identifier'),
      hash: pointer.default('/hash'),
      messageId: pointer.default('/messageId'),
      centralId: pointer.default('/datasetId'),
      next: pointer.default('/next'),
      total: pointer.default('/total'),
    })
    .optional(),
  /** Token that the dispatcher shows when it tells us an outcome. */
  webhook: z.strictObject({ token: reference }).optional(),
  timeoutMs: z.number().int().min(100).max(600_000).default(30_000),
  pollSeconds: z.number().int().min(1).max(86_400).default(60),
});

const folder = z.strictObject({
  transport: z.literal('folder'),
  outgoing: z.string().min(1),
  incoming: z.string().min(1),
  format: z.enum(['turtle', 'rdf-xml', 'json-ld', 'n-triples']).default('rdf-xml'),
  party: z.strictObject({ from: z.string().min(1), fromType: z.string().min(1), to: z.string().min(1), toType: z.string().min(1) }),
  service: z.strictObject({ value: z.string().min(1), type: z.string().min(1) }),
  actions: z.strictObject({ create: z.string().min(1), update: z.string().min(1), delete: z.string().min(1) }),
  originalSender: z.string().min(1),
  finalRecipient: z.string().min(1),
  pollSeconds: z.number().int().min(1).max(86_400).default(60),
});

const fileSchema = z.discriminatedUnion('transport', [rest, folder]);

export type RestSettings = z.infer<typeof rest>;
export type FolderSettings = z.infer<typeof folder>;
export type EuTransportSettings = z.infer<typeof fileSchema>;
export type OutcomeState = EuOutcome['state'];

/**
 * The file of `NDC_EU`: JSON that says how messages reach the National Dispatcher, whose interface for datasets has not been published yet.
 *
 * @throws ConfigurationError `config/operator-data` with every mistake of the file
 */
export function readEuFile(path: string): EuTransportSettings {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError('config/operator-data', `The EU file ${path} cannot be read as JSON: ${reason}`, {}, { cause: error });
  }
  const result = fileSchema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${path}: ${issue.path.join('.') || 'the file'}: ${issue.message}`);
  throw new ConfigurationError('config/operator-data', `The EU file has ${String(faults.length)} mistake(s):\n  ${faults.join('\n  ')}`, { faults });
}
