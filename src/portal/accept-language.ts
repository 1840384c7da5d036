import type { PortalLanguage } from '../domain/language.js';

/** The portal's language that a reader likes best; Dutch when none is (RFC 9110 section 12.5.4). */
export function acceptedLanguage(header: string | undefined): PortalLanguage {
  let best: PortalLanguage = 'nl';
  let bestWeight = 0;
  for (const part of (header ?? '').split(',')) {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
    const language = range.trim().split('-')[0];
    const q = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find((value) => value !== undefined);
    const weight = q === undefined ? 1 : Number(q);
    if ((language !== 'nl' && language !== 'en') || !(weight > bestWeight)) continue;
    best = language;
    bestWeight = weight;
  }
  return best;
}
