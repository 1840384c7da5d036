import type { Term } from '@rdfjs/types';
import type { LanguageMap } from '../domain/language.js';
import type { Concepts } from '../rdf/concepts.js';
import { genidPrefix } from '../rdf/terms.js';
import type { Rule } from './rules.js';

/** What a default message can be filled with. */
export interface MessageContext {
  readonly path: string | null;
  readonly value: string | null;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Plain sentences per constraint component, for shapes that bring no message of their own.
 *
 * Ours all do; shapes an operator adds may not, and no official set carries Dutch (engines.md section 4).
 */
export function defaultMessage(component: string, context: MessageContext): LanguageMap {
  const [nl, en] = sentences[component] ?? unknown;
  return { nl: [fill(nl, component, context, 'nl')], en: [fill(en, component, context, 'en')] };
}

type Sentences = readonly [nl: string, en: string];

const unknown: Sentences = ['{path} voldoet niet aan een regel ({component}).', '{path} breaks a rule ({component}).'];

const sentences: Readonly<Record<string, Sentences>> = {
  MinCount: ['{path} ontbreekt: er moeten er minstens {minCount} zijn.', '{path} is missing: there must be at least {minCount}.'],
  MaxCount: ['{path} komt te vaak voor: er mogen er hoogstens {maxCount} zijn.', '{path} occurs too often: there may be at most {maxCount}.'],
  Datatype: ['{path} heeft {value}, maar moet van het type {datatype} zijn.', '{path} has {value}, but must be of type {datatype}.'],
  NodeKind: ['{path} heeft {value}, maar moet een {nodeKind} zijn.', '{path} has {value}, but must be a {nodeKind}.'],
  Class: ['{path} heeft {value}, maar dat is geen {class}.', '{path} has {value}, but that is not a {class}.'],
  HasValue: ['{path} moet de waarde {hasValue} hebben.', '{path} must have the value {hasValue}.'],
  In: ['{path} heeft {value}, maar moet een van deze zijn: {in}.', '{path} has {value}, but must be one of: {in}.'],
  Pattern: ['{path} heeft {value}, maar moet passen op {pattern}.', '{path} has {value}, but must match {pattern}.'],
  Node: ['{path} heeft {value}, maar die voldoet niet aan {node}.', '{path} has {value}, but that does not fit {node}.'],
  Or: ['{path} voldoet aan geen van de toegestane vormen.', '{path} fits none of the allowed forms.'],
  And: ['{path} voldoet niet aan alle vormen die gevraagd worden.', '{path} does not fit all of the required forms.'],
  Not: ['{path} heeft een vorm die niet mag.', '{path} has a form that is not allowed.'],
  Xone: ['{path} moet aan precies één van de vormen voldoen.', '{path} must fit exactly one of the forms.'],
  Closed: ['De eigenschap {path} hoort hier niet.', 'The property {path} does not belong here.'],
  UniqueLang: ['{path} heeft twee teksten in dezelfde taal.', '{path} has two texts in one language.'],
  LanguageIn: ['{path} heeft {value}, in een taal die hier niet mag.', '{path} has {value}, in a language that is not allowed here.'],
  MinLength: ['{path} is te kort: minstens {minLength} tekens.', '{path} is too short: at least {minLength} characters.'],
  MaxLength: ['{path} is te lang: hoogstens {maxLength} tekens.', '{path} is too long: at most {maxLength} characters.'],
  MinInclusive: ['{path} heeft {value}, maar moet minstens {minInclusive} zijn.', '{path} has {value}, but must be at least {minInclusive}.'],
  MaxInclusive: ['{path} heeft {value}, maar mag hoogstens {maxInclusive} zijn.', '{path} has {value}, but must be at most {maxInclusive}.'],
  LessThan: ['{path} moet kleiner zijn dan de waarde waarmee het wordt vergeleken.', '{path} must be less than the value it is compared with.'],
};

/** General advice for a shape that brings none. */
export function defaultAdvice(component: string, rule: Rule, concepts: Concepts): LanguageMap {
  const scheme = rule.expected?.schemes[0];
  if (scheme !== undefined) {
    const title = (lang: 'nl' | 'en'): string => concepts.schemeTitle(scheme, lang) ?? scheme;
    return {
      nl: [`Kies een waarde uit de lijst "${title('nl')}" (${scheme}).`],
      en: [`Choose a value from the list "${title('en')}" (${scheme}).`],
    };
  }
  const found = advices[component];
  if (found === undefined) return {};
  const context: MessageContext = { path: rule.path, value: null, parameters: rule.parameters };
  return { nl: [fill(found[0], component, context, 'nl')], en: [fill(found[1], component, context, 'en')] };
}

const advices: Readonly<Record<string, Sentences>> = {
  MinCount: ['Vul {path} in.', 'Fill in {path}.'],
  MaxCount: ['Houd van {path} hoogstens {maxCount} over.', 'Keep at most {maxCount} of {path}.'],
  Datatype: ['Schrijf de waarde als {datatype}.', 'Write the value as {datatype}.'],
  NodeKind: [
    'Schrijf de waarde als {nodeKind}: tekst staat tussen aanhalingstekens, een IRI tussen < en >.',
    'Write the value as {nodeKind}: text stands between quotes, an IRI between < and >.',
  ],
  Class: ['Verwijs naar iets dat als {class} beschreven is.', 'Refer to something that is described as a {class}.'],
  HasValue: ['Zet de waarde {hasValue} erbij.', 'Add the value {hasValue}.'],
  In: ['Kies een van deze waarden: {in}.', 'Choose one of these values: {in}.'],
  Pattern: ['Schrijf de waarde in de vorm {pattern}.', 'Write the value in the form {pattern}.'],
  UniqueLang: ['Houd per taal één tekst over.', 'Keep one text for each language.'],
  Closed: ['Verwijder deze eigenschap.', 'Remove this property.'],
};

/** The value at fault as people read it: text between quotes, an IRI plain, shortened; null when there is nothing to show. */
export function shownValue(value: Term): string | null {
  const short = (text: string): string => (text.length > maxShown ? `${text.slice(0, maxShown)}…` : text);
  if (value.termType === 'NamedNode') return value.value.startsWith(genidPrefix) ? null : short(value.value);
  if (value.termType !== 'Literal') return null;
  return `"${short(value.value.replace(/\s+/g, ' '))}"${value.language === '' ? '' : `@${value.language}`}`;
}

const maxShown = 100;

/** A shape's own sentences with the value at fault in them: in place of `{value}`, else behind them. */
export function withValue(message: LanguageMap, value: string | null): LanguageMap {
  return Object.fromEntries(
    Object.entries(message).map(([lang, texts]) => [
      lang,
      texts.map((text) => {
        if (text.includes('{value}')) return text.replaceAll('{value}', value ?? '?');
        if (value === null) return text;
        return `${text} ${lang.startsWith('nl') ? 'Nu staat er' : 'It now says'}: ${value}.`;
      }),
    ]),
  );
}

/** A value that may be right, of a list that we hold only in part. */
export function partialListMessage(value: string): LanguageMap {
  return {
    nl: [`De waarde ${value} staat niet in onze lijst. Wij hebben die lijst maar voor een deel, dus de waarde kan juist zijn; controleer haar.`],
    en: [`The value ${value} is not in our list. We hold that list only in part, so the value may be right; please check it.`],
  };
}

function fill(sentence: string, component: string, context: MessageContext, lang: 'nl' | 'en'): string {
  const self = lang === 'nl' ? 'Deze beschrijving' : 'This description';
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'path') return context.path ?? self;
    if (name === 'value') return context.value ?? '?';
    if (name === 'component') return component;
    return context.parameters[name] ?? '?';
  });
}
