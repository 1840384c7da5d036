import type { EuOutcome } from '../domain/eu.js';
import type { RestSettings } from './eu-settings.js';

/** RFC 6901. Undefined where there is nothing. */
export function at(value: unknown, pointer: string): unknown {
  let found = value;
  for (const part of pointer.split('/').slice(1)) {
    if (typeof found !== 'object' || found === null) return undefined;
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    found = Object.hasOwn(found, key) ? (found as Record<string, unknown>)[key] : undefined;
  }
  return found;
}

export function textAt(value: unknown, pointer: string): string | null {
  const found = at(value, pointer);
  return typeof found === 'string' && found !== '' ? found.slice(0, 4000) : typeof found === 'number' ? String(found) : null;
}

const mostDistributions = 1000;

/**
 * An outcome as the other side words it, in our words; null when it names no message or no state that the configuration knows.
 *
 * @param known the message that was asked about, and the state that a bare answer means
 */
export function outcomeOf(
  body: unknown,
  answer: RestSettings['answer'],
  known: { readonly message: string; readonly iri: string; readonly state: EuOutcome['state'] } | null,
  iriOf: (message: string) => string | null,
): EuOutcome | null {
  const message = known?.message ?? textAt(body, answer.messageId);
  if (message === null) return null;
  const said = textAt(body, answer.state);
  const state = said === null ? (known?.state ?? null) : Object.hasOwn(answer.states, said) ? (answer.states[said] ?? null) : null;
  if (state === null) return null;
  const iri = known?.iri ?? iriOf(message);
  const dataset = textAt(body, answer.datasetId);
  const catalogue = textAt(body, answer.catalogueId);
  const listed = at(body, answer.distributions);
  const distributions = (Array.isArray(listed) ? listed.slice(0, mostDistributions) : []).flatMap((item: unknown) => {
    const [id, of] = [textAt(item, '/id'), textAt(item, '/iri')];
    return id === null || of === null ? [] : [{ id, kind: 'distribution' as const, iri: of }];
  });
  return {
    message,
    state,
    detail: textAt(body, answer.detail),
    reference: textAt(body, answer.reference),
    centralIds:
      state !== 'accepted'
        ? []
        : [
            ...(dataset === null || iri === null ? [] : [{ id: dataset, kind: 'dataset' as const, iri }]),
            ...(catalogue === null ? [] : [{ id: catalogue, kind: 'catalogue' as const, iri: '' }]),
            ...distributions,
          ],
  };
}
