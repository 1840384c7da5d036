import type { PortalLanguage } from '../domain/language.js';

/** What the command itself says, beside the report. Dutch is the source. */
const nl = {
  fixed: (name: string, to: string, n: number): string => `${name}: ${n === 1 ? '1 wijziging' : `${String(n)} wijzigingen`}, geschreven naar ${to}`,
  nothingToFix: (name: string): string => `${name}: niets te wijzigen wat zeker is`,
  becomes: 'wordt',
  because: 'omdat',
  byHand: (n: number): string => `${n === 1 ? '1 wijziging is' : `${String(n)} wijzigingen zijn`} niet gedaan; doe dat met de hand:`,
  line: 'regel',
  lines: 'regels',
  standardOutput: 'standaarduitvoer',
  notUtf8: 'geen UTF-8; sla het bestand eerst op als UTF-8',
  tooLarge: 'te groot om hier te wijzigen',
  record: 'beschrijvingen',
  perSecond: 'per seconde',
  remaining: (seconds: number): string => `nog ${duration(seconds)}`,
  reading: 'lezen',
  documents: (n: number): string => (n === 1 ? '1 document' : `${String(n)} documenten`),
  issue: { error: 'fout', warning: 'waarschuwing', info: 'opmerking' },
  incomplete: 'het station is niet helemaal gelezen',
  duplicate: (iri: string): string => `<${iri}> staat in meer dan één document, verschillend; het eerste telt`,
};

export type ValidateWords = typeof nl;

const en: ValidateWords = {
  fixed: (name, to, n) => `${name}: ${n === 1 ? '1 change' : `${String(n)} changes`}, written to ${to}`,
  nothingToFix: (name) => `${name}: nothing to change that is certain`,
  becomes: 'becomes',
  because: 'because',
  byHand: (n) => `${n === 1 ? '1 change was' : `${String(n)} changes were`} not made; do so by hand:`,
  line: 'line',
  lines: 'lines',
  standardOutput: 'standard output',
  notUtf8: 'not UTF-8; save the file as UTF-8 first',
  tooLarge: 'too large to be changed here',
  record: 'descriptions',
  perSecond: 'a second',
  remaining: (seconds) => `${duration(seconds)} left`,
  reading: 'reading',
  documents: (n) => (n === 1 ? '1 document' : `${String(n)} documents`),
  issue: { error: 'error', warning: 'warning', info: 'note' },
  incomplete: 'the station was not read completely',
  duplicate: (iri) => `<${iri}> is described in more than one document, differently; the first counts`,
};

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${String(whole)} s` : `${String(Math.floor(whole / 60))} min ${String(whole % 60)} s`;
}

export const validateWords: Readonly<Record<PortalLanguage, ValidateWords>> = { nl, en };
