import type { ConceptLabels, RecordView } from '../../catalogue/queries.js';
import type { RecordDescription } from '../../domain/description.js';
import type { PageContext } from '../page-context.js';
import type { AccessModel } from './dataset-access.js';
import { conceptValue, licenceName } from './concept.js';
import { dateValue, field, linkValue, markOf, textValue, wordValue, type Field, type Value } from './field.js';
import { periodText } from './period.js';
import { isPublicUrl } from './public-address.js';
import { plain, tagged, textOf, textsOf } from './text.js';

/** Section 2, at a glance: the fields that decide whether to read on. */
export function glanceFields(view: RecordView, access: AccessModel, concepts: ConceptLabels, context: PageContext): Field[] {
  const { description } = view;
  const licences = [...new Set(description.distributions.map(({ licence }) => licence).filter((licence) => licence !== null))];
  const fields = [
    accessRightsField(view, concepts, context),
    individualsField(description, context),
    recordsField(description, context),
    agesField(description, context),
    temporalField(description, context),
    spatialField(description, concepts, context),
    field('qualityLabel', qualityLabels(description, concepts, context), context),
  ];
  if (access.isPublic)
    fields.push(
      field(
        'licence',
        licences.map((iri) => licenceValue(iri, concepts, context)),
        context,
      ),
    );
  return fields;
}

export function descriptionFields(view: RecordView, concepts: ConceptLabels, context: PageContext): Field[] {
  const { description } = view;
  return filled([
    field(
      'purposes',
      description.purposes.map((text) => textValue(textOf(text, context))),
      context,
    ),
    field('keywords', keywordsOf(description, context), context),
    field(
      'themes',
      description.themes.map((iri) => conceptValue(iri, 'theme', concepts, context)),
      context,
      markOf(view, 'themes', context),
    ),
    field(
      'types',
      description.types.map((iri) => conceptValue(iri, 'type', concepts, context)),
      context,
    ),
    field(
      'creators',
      description.creators.map((agent) => textValue(textOf(agent.name, context, 200))),
      context,
    ),
    field(
      'languages',
      description.languages.map((iri) => conceptValue(iri, 'language', concepts, context)),
      context,
    ),
    field('version', [wordValue(description.version)], context),
    field('versionNotes', [textValue(textOf(description.versionNotes, context))], context),
    field('issued', [dateValue(description.issued, context)], context),
  ]);
}

/** Section 4: empty fields stay, as "not provided". */
export function populationFields(view: RecordView, concepts: ConceptLabels, context: PageContext): Field[] {
  const { description } = view;
  return [
    field('populationCoverage', [textValue(textOf(description.populationCoverage, context, 5000))], context),
    individualsField(description, context),
    recordsField(description, context),
    agesField(description, context),
    spatialField(description, concepts, context),
    temporalField(description, context),
    field('temporalResolution', [wordValue(description.temporalResolution === null ? null : context.f.duration(description.temporalResolution))], context),
    field('frequency', [description.frequency === null ? null : conceptValue(description.frequency, null, concepts, context)], context),
  ];
}

export function healthFields(view: RecordView, concepts: ConceptLabels, context: PageContext): Field[] {
  const { description } = view;
  return filled([
    field(
      'healthCategories',
      description.healthCategories.map((iri) => conceptValue(iri, 'category', concepts, context)),
      context,
      markOf(view, 'healthCategories', context),
    ),
    field(
      'healthThemes',
      description.healthThemes.map((iri) => conceptValue(iri, 'healthTheme', concepts, context)),
      context,
      markOf(view, 'healthThemes', context),
    ),
    field(
      'codingSystems',
      description.codingSystems.map((iri) => conceptValue(iri, 'coding', concepts, context)),
      context,
    ),
    field(
      'codeValues',
      description.codeValues.map((iri) => (iri.includes('://') ? linkValue(iri) : wordValue(iri))),
      context,
    ),
    field(
      'personalData',
      description.personalData.map((iri) => conceptValue(iri, null, concepts, context)),
      context,
    ),
    field(
      'activities',
      description.activities.map((activity) => activityValue(activity, concepts, context)),
      context,
    ),
    field(
      'provenance',
      description.provenance.map((text) => textValue(textOf(text, context, 5000))),
      context,
    ),
    field(
      'standards',
      description.conformsTo.map((iri) => conceptValue(iri, 'standard', concepts, context)),
      context,
    ),
  ]);
}

/** Section 10: how the dataset is known elsewhere. */
export function identityFields(view: RecordView, context: PageContext): Field[] {
  const { head, description } = view;
  return filled([
    field('sourceIri', [linkValue(description.iri)], context),
    field(
      'identifiers',
      [...description.identifiers, ...description.otherIdentifiers].filter((id) => id !== description.iri).map((id) => linkValue(id)),
      context,
    ),
    field('sourceRecord', [publicSource(head.sourceUrl) ? linkValue(head.sourceUrl ?? '') : null], context),
    field('confirmed', [dateValue(head.confirmedAt, context), wordValue(view.overdue ? context.m.search.overdue : null)], context),
  ]);
}

export function accessRightsField(view: RecordView, concepts: ConceptLabels, context: PageContext): Field {
  return field(
    'accessRights',
    view.description.accessRights.map((iri) => conceptValue(iri, 'access', concepts, context)),
    context,
    markOf(view, 'accessRights', context),
  );
}

export function licenceValue(iri: string, concepts: ConceptLabels, context: PageContext): Value {
  return linkValue(iri, plain(licenceName(iri, concepts, context), 200));
}

export function qualityLabels(description: RecordDescription, concepts: ConceptLabels, context: PageContext): (Value | null)[] {
  return description.qualityAnnotations.map(
    ({ body, label }) => textValue(textOf(label, context, 200)) ?? (body === null ? null : conceptValue(body, null, concepts, context)),
  );
}

function individualsField({ numberOfUniqueIndividuals: n }: RecordDescription, context: PageContext): Field {
  return field('individuals', [wordValue(n === null ? null : context.f.number(n))], context);
}

function recordsField({ numberOfRecords: n }: RecordDescription, context: PageContext): Field {
  return field('records', [wordValue(n === null ? null : context.f.number(n))], context);
}

function agesField({ minTypicalAge: min, maxTypicalAge: max }: RecordDescription, context: PageContext): Field {
  const { m } = context;
  const text = min !== null && max !== null ? m.agesBetween(min, max) : min !== null ? m.agesFrom(min) : max !== null ? m.agesTo(max) : null;
  return field('ages', [wordValue(text)], context);
}

function temporalField({ temporal }: RecordDescription, context: PageContext): Field {
  return field(
    'temporal',
    temporal.map((period) => wordValue(periodText(period, context))),
    context,
  );
}

function spatialField({ spatial }: RecordDescription, concepts: ConceptLabels, context: PageContext): Field {
  const values = spatial.map(({ iri, label }) => {
    const text = textOf(label, context, 200);
    if (iri === null) return textValue(text);
    const concept = conceptValue(iri, 'region', concepts, context);
    return text === null || concepts.label(iri, context.lang) !== undefined ? concept : { ...concept, text };
  });
  return field('spatial', values, context);
}

function keywordsOf({ keywords }: RecordDescription, context: PageContext): Value[] {
  const own = textsOf(keywords, context, 80);
  const others = Object.entries(keywords).flatMap(([lang, texts]) => texts.map((text) => tagged(text, lang, context, 80)));
  const unique = new Map([...own, ...others].map((text) => [text.text.toLowerCase(), text]));
  return [...unique.values()]
    .slice(0, 60)
    .map((text) => ({ text, href: `/${context.lang}/datasets?${new URLSearchParams({ q: text.text }).toString()}`, datetime: null, code: null }));
}

function activityValue(activity: RecordDescription['activities'][number], concepts: ConceptLabels, context: PageContext): Value | null {
  const type = activity.types[0] ?? activity.iri;
  if (type !== null && concepts.label(type, context.lang) !== undefined) return conceptValue(type, null, concepts, context);
  return textValue(textOf(activity.label, context, 300)) ?? (type === null ? null : conceptValue(type, null, concepts, context));
}

function publicSource(url: string | null): boolean {
  return url !== null && isPublicUrl(url);
}

function filled(fields: readonly Field[]): Field[] {
  return fields.filter(({ values }) => values.length > 0);
}
