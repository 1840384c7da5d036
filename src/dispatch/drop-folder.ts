import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EuMessage, EuOutcome } from '../domain/eu.js';
import type { EuSending, EuTransport } from '../ports/eu-transport.js';
import { mediaTypeOf } from '../rdf/format.js';
import { parseStored } from '../rdf/parse.js';
import { serialise } from '../rdf/serialise.js';
import { outcomeOf } from './eu-answers.js';
import type { FolderSettings } from './eu-settings.js';

const extensions = { turtle: 'ttl', 'rdf-xml': 'rdf', 'json-ld': 'jsonld', 'n-triples': 'nt' } as const;
const outcomeFile = 'outcome.json';
const mostOutcomeBytes = 1 << 20;
/** What an outcome says with the words of the REST answers; the access point's own backend writes it. */
const answer = {
  state: '/status',
  detail: '/message',
  reference: '/reference',
  messageId: '/messageId',
  datasetId: '/datasetId',
  catalogueId: '/catalogueId',
  distributions: '/distributions',
  states: { received: 'received', delivered: 'delivered', accepted: 'accepted', refused: 'refused', failed: 'failed' },
} as const;

/**
 * Brings messages to an eDelivery access point through its file plug-in (R72, HDEU-2): each message is a folder below `outgoing`, named by
 * its id, with the description and a `metadata.xml` (ebMS3 UserMessage). The folder appears whole, by one rename. Outcomes are read from
 * folders below `incoming`, each with an `outcome.json`; one that has been taken over is moved to `incoming/.settled`.
 */
export class DropFolder implements EuTransport {
  constructor(
    private readonly settings: FolderSettings,
    private readonly baseUrl: string,
  ) {
    for (const folder of [settings.outgoing, settings.incoming, join(settings.incoming, '.settled')]) mkdirSync(folder, { recursive: true });
  }

  send(message: EuMessage): Promise<EuSending> {
    const { outgoing, format } = this.settings;
    const received: EuSending = { kind: 'answered', outcome: { message: message.id, state: 'received', detail: null, reference: null, centralIds: [] } };
    try {
      const target = join(outgoing, message.id);
      if (existsSync(target)) return Promise.resolve(received);
      const partial = join(outgoing, `.${message.id}.partial`);
      rmSync(partial, { recursive: true, force: true });
      mkdirSync(partial);
      const name = `dataset.${extensions[format]}`;
      // A deletion has no description: which dataset is meant stands in the properties of the message.
      if (message.payload !== null) writeFileSync(join(partial, name), serialise(parseStored(message.payload), format), { flush: true });
      writeFileSync(join(partial, 'metadata.xml'), this.userMessage(message, message.payload === null ? null : name), { flush: true });
      renameSync(partial, target);
      return Promise.resolve(received);
    } catch (error) {
      return Promise.resolve({ kind: 'later', reason: error instanceof Error ? error.message : String(error), notBefore: null, isDown: true });
    }
  }

  outcomes(open: readonly EuMessage[]): Promise<{ known: EuOutcome[]; lost: string[] }> {
    const iris = new Map(open.map(({ id, iri }) => [id, iri]));
    const known = this.incoming().flatMap(({ body }) => outcomeOf(body, answer, null, (message) => iris.get(message) ?? null) ?? []);
    return Promise.resolve({ known, lost: [] });
  }

  settled(messages: readonly string[]): Promise<void> {
    const { incoming } = this.settings;
    for (const { folder, body } of this.incoming()) {
      const outcome = outcomeOf(body, answer, null, () => null);
      if (outcome !== null && messages.includes(outcome.message))
        renameSync(join(incoming, folder), join(incoming, '.settled', `${folder}-${String(Date.now())}`));
    }
    return Promise.resolve();
  }

  holdings(): Promise<null> {
    return Promise.resolve(null);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private incoming(): { readonly folder: string; readonly body: unknown }[] {
    const { incoming } = this.settings;
    return readdirSync(incoming, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort()
      .flatMap((folder) => {
        const file = join(incoming, folder, outcomeFile);
        try {
          if (statSync(file).size > mostOutcomeBytes) return [];
          return [{ folder, body: JSON.parse(readFileSync(file, 'utf8')) as unknown }];
        } catch {
          // Not whole yet: it is read next time.
          return [];
        }
      });
  }

  private userMessage({ id, record, iri, operation }: EuMessage, payload: string | null): string {
    const { party, service, actions, originalSender, finalRecipient, format } = this.settings;
    const property = (name: string, value: string): string => `      <Property name="${name}">${xml(value)}</Property>\n`;
    return `<?xml version="1.0" encoding="UTF-8"?>
<UserMessage xmlns="http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/">
  <MessageInfo>
    <MessageId>${xml(id)}@${xml(new URL(this.baseUrl).hostname)}</MessageId>
  </MessageInfo>
  <PartyInfo>
    <From>
      <PartyId type="${xml(party.fromType)}">${xml(party.from)}</PartyId>
      <Role>http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/initiator</Role>
    </From>
    <To>
      <PartyId type="${xml(party.toType)}">${xml(party.to)}</PartyId>
      <Role>http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/responder</Role>
    </To>
  </PartyInfo>
  <CollaborationInfo>
    <Service type="${xml(service.type)}">${xml(service.value)}</Service>
    <Action>${xml(actions[operation])}</Action>
    <ConversationId>${xml(record)}</ConversationId>
  </CollaborationInfo>
  <MessageProperties>
${property('originalSender', originalSender)}${property('finalRecipient', finalRecipient)}${property('operation', operation)}${property('identifier', `${this.baseUrl}/datasets/${record}`)}${property('iri', iri)}  </MessageProperties>
${payload === null ? '' : `  <PayloadInfo>\n    <PartInfo href="cid:dataset">\n      <PartProperties>\n        <Property name="MimeType">${mediaTypeOf[format]}</Property>\n        <Property name="FileName">${payload}</Property>\n      </PartProperties>\n    </PartInfo>\n  </PayloadInfo>\n`}</UserMessage>
`;
  }
}

function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char);
}
