import { dcat } from '../../vocab/dcat.js';
import { healthdcatap } from '../../vocab/healthdcatap.js';
import { ndc } from '../../vocab/ndc.js';
import type { Assertion } from '../domain/assertion.js';
import type { Agent, RecordDescription } from '../domain/description.js';
import type { NamedAgent } from '../domain/organisation.js';

/** A field whose value is not the holder's own words. */
export interface EnrichedField {
  readonly property: 'accessRights' | 'healthCategories' | 'healthThemes' | 'themes' | 'hdab' | 'legislation';
  readonly from: 'series' | 'hdab';
  /** IRI of the series or of the assertion. */
  readonly source: string;
  readonly date: string | null;
}

/**
 * A description with what its series and the HDAB add (DESIGN section 3, Series; section 4, Assertions). The stored
 * description stays untouched; every addition is listed.
 *
 * @param series the described series that the record is a member of, in order
 * @param assertions those about this record
 * @param agents names and contacts of the bodies that assertions point to, from catalogue and organisations
 */
export function enrich(
  description: RecordDescription,
  series: readonly RecordDescription[],
  assertions: readonly Assertion[],
  agents: ReadonlyMap<string, NamedAgent>,
): { readonly description: RecordDescription; readonly enriched: readonly EnrichedField[] } {
  const enriched: EnrichedField[] = [];
  let result = description;
  for (const parent of series) {
    for (const property of ['accessRights', 'healthCategories', 'themes', 'legislation'] as const) {
      if (result[property].length > 0 || parent[property].length === 0) continue;
      result = { ...result, [property]: parent[property] };
      enriched.push({ property, from: 'series', source: parent.iri, date: null });
    }
    if (result.hdab === null && parent.hdab !== null) {
      result = { ...result, hdab: parent.hdab };
      enriched.push({ property: 'hdab', from: 'series', source: parent.iri, date: null });
    }
  }
  for (const assertion of assertions) {
    const field = fieldOf(assertion.predicate);
    const value = /^<([^>]*)>$/.exec(assertion.object)?.[1];
    if (field === undefined || value === undefined) continue;
    if (field === 'hdab') result = { ...result, hdab: agentOf(value, agents) };
    else if (result[field].includes(value)) continue;
    else result = { ...result, [field]: [...result[field], value] };
    enriched.push({ property: field, from: 'hdab', source: assertion.iri, date: assertion.generatedAt });
  }
  return { description: result, enriched };
}

/** Whether the HDAB's register names the holder as trusted at this moment (R61). */
export function isTrustedHolder(holderIris: readonly string[], assertions: readonly Assertion[], now: string): boolean {
  return assertions.some(
    (assertion) =>
      assertion.predicate === ndc.trustedHolder.value &&
      holderIris.includes(assertion.subject) &&
      assertion.object.startsWith('"true"') &&
      isInForce(assertion, now),
  );
}

/** Whether a statement holds at a moment; its last day counts. */
export function isInForce(assertion: Assertion, now: string): boolean {
  return (assertion.from === null || assertion.from <= now) && (assertion.to === null || now.slice(0, assertion.to.length) <= assertion.to);
}

function fieldOf(predicate: string): 'hdab' | 'healthCategories' | 'healthThemes' | 'themes' | undefined {
  switch (predicate) {
    case healthdcatap.hdab.value:
      return 'hdab';
    case healthdcatap.healthCategory.value:
      return 'healthCategories';
    case healthdcatap.healthTheme.value:
      return 'healthThemes';
    case dcat.theme.value:
      return 'themes';
    default:
      return undefined;
  }
}

function agentOf(iri: string, agents: ReadonlyMap<string, NamedAgent>): Agent {
  const known = agents.get(iri);
  return {
    iri,
    name: known?.name ?? {},
    types: [],
    description: {},
    homepage: null,
    email: known?.contact?.email ?? null,
    contactPage: known?.contact?.page ?? null,
    telephone: known?.contact?.telephone ?? null,
  };
}
