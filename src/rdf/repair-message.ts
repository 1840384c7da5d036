import type { LanguageMap } from '../domain/language.js';
import type { Repair, RepairRule } from '../domain/repair.js';

/** A repair, or what could not be repaired, in plain sentences (nl, en). */
export function repairMessage(repair: Repair): LanguageMap {
  const { rule, repaired, before, after, detail } = repair;
  const [nl, nlFailed] = sentences[rule];
  const written = before === undefined ? '' : before.predicate === after?.predicate ? before.object : `<${before.predicate}>`;
  const read = after === undefined ? '' : before?.predicate === after.predicate ? after.object : `<${after.predicate}>`;
  const values = written === '' || written === read ? '' : repaired ? `: ${written} wordt gelezen als ${read}` : `: ${written}`;
  return { nl: [`${repaired ? nl : nlFailed}${values}.`], en: [detail] };
}

const sentences: Readonly<Record<RepairRule, readonly [repaired: string, failed: string]>> = {
  namespace: ['Een naamruimte is verkeerd gespeld', 'Een naamruimte is onbekend'],
  predicate: ['Een eigenschap is verkeerd gespeld', 'Een eigenschap is onbekend'],
  'authority-scheme': ['Het adres van een lijst is verouderd of begint met http in plaats van https (of andersom)', 'Het adres van een lijst is onbekend'],
  'language-tag': ['Een taalcode is niet goed geschreven', 'Een taalcode bestaat niet; de tekst wordt bewaard zonder taal'],
  datatype: ['Een waarde heeft een verkeerd datatype', 'Een waarde past niet bij haar datatype'],
  iri: ['Een IRI bevat tekens die niet mogen', 'Een waarde is geen IRI; zij wordt bewaard als tekst'],
  'literal-for-iri': ['Hier hoort een IRI en er staat tekst', 'Hier hoort een IRI, en de tekst is er geen'],
  'iri-for-literal': ['Hier hoort tekst en er staat een IRI', 'Hier hoort tekst en er staat een IRI'],
  mailto: ['Een e-mailadres hoort met "mailto:" te beginnen', 'Een e-mailadres is niet te lezen'],
  'access-right': ['Het toegangsrecht is als tekst geschreven', 'Het toegangsrecht is onbekend'],
  'invalid-predicate': ['De naam van een eigenschap is geen IRI', 'De naam van een eigenschap is geen IRI; haar waarden worden weggelaten'],
};
