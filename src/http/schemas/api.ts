import { z } from 'zod';
import { euStandings } from '../../domain/eu.js';
import { auditActions } from '../../domain/audit.js';
import { RequestError } from '../../domain/errors.js';
import { readMoment } from '../../domain/moment.js';
import { mostSelected } from '../../domain/selection.js';
import { hit } from '../openapi-search-schemas.js';
import { facetNames, sortOrders } from '../../ports/search-index.js';

const list = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value))
  .pipe(z.array(z.string().max(200)).max(100));
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const year = z.coerce.number().int().min(-9999).max(9999);
const facetShape = Object.fromEntries(facetNames.map((name) => [name, list.optional()])) as Record<(typeof facetNames)[number], z.ZodOptional<typeof list>>;

/** Fields of a hit, of which `fields` chooses. */
const hitFields: readonly string[] = Object.keys(hit.properties);

/** Query of `GET /api/v1/datasets`; the OpenAPI document is made from the same schema. */
export const searchParameters = z.strictObject({
  q: z
    .string()
    .max(200)
    .default('')
    .describe(
      'What to find: words (all of them, the last one may be a beginning), "phrases", -exclusions, and publisher:, title:, keyword:, variable:, theme: or code: before a word; or an IRI or identifier.',
    ),
  expand: flag.prefault('true').describe('Whether words of the health thesaurus are searched for as well.'),
  explain: flag.prefault('false').describe('Whether each item says why it stands where it does.'),
  undated: flag.prefault('false').describe('Whether `from` and `to` let datasets through that state no period.'),
  ...facetShape,
  from: year.optional().describe('First year of the period that a dataset must touch.'),
  to: year.optional().describe('Last year of the period that a dataset must touch.'),
  sort: z
    .enum(sortOrders as unknown as readonly ['relevance', 'modified', 'title', 'individuals'])
    .optional()
    .describe('Order; by default relevance with `q`, else modified.'),
  page: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe('Page, from 1; page times pageSize may not exceed 10 000, beyond that follow `links.next`.'),
  cursor: z
    .string()
    .min(1)
    .max(2000)
    .optional()
    .describe('In the place of `page`: `*` begins a walk through all hits, and `links.next` of each answer goes on.'),
  pageSize: z.coerce.number().int().min(1).max(100).default(20).describe('Items a page.'),
  lang: z.enum(['nl', 'en']).default('en').describe('Language of labels and texts.'),
  fields: z
    .string()
    .max(500)
    .transform((value) => value.split(',').map((field) => field.trim()))
    .superRefine((fields, context) => {
      for (const field of fields)
        if (!hitFields.includes(field)) context.addIssue({ code: 'custom', message: `There is no field "${field}". There are: ${hitFields.join(', ')}.` });
    })
    .optional()
    .describe(`Comma-separated fields of the items to return, beside the id: ${hitFields.join(', ')}.`),
});

const entries = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value))
  .pipe(z.array(z.string().min(1).max(100)).max(mostSelected));

/** Query of `GET /api/v1/selections`. */
export const selectionParameters = z.strictObject({
  id: entries.describe('Ids of datasets, each with or without one of its distributions, as an address of a list has them.'),
  lang: z.enum(['nl', 'en']).default('en').describe('Language of titles and names.'),
});

const switchWords = { true: true, yes: true, false: false, no: false } as const;
const switchedBy = z.enum(['true', 'yes', 'false', 'no']).transform((value) => switchWords[value]);

/** Query of `/datasets.csv` and the like: that of the search page or of the API, for all hits at once. */
export const exportParameters = searchParameters.omit({ page: true, pageSize: true, explain: true, fields: true }).extend({
  expand: switchedBy.prefault('yes'),
  undated: switchedBy.prefault('no'),
  id: entries.optional().describe('These datasets in the place of a search.'),
});

export const suggestionParameters = z.strictObject({
  q: z.string().max(200).default('').describe('What was typed so far; from two characters.'),
  lang: z.enum(['nl', 'en']).default('en').describe('Language of the texts.'),
});
export const resolveParameters = z.strictObject({ id: z.string().min(1).max(8192).describe('Id, IRI, or identifier of a record.') });
export const languageParameters = z.strictObject({ lang: z.enum(['nl', 'en']).default('en').describe('Language of labels.') });
const moment = z
  .string()
  .max(40)
  .transform((text) => text.replace(' ', '+'))
  .refine((text) => readMoment(text) !== null, { message: 'A date (YYYY-MM-DD), or a date and time with an offset.' })
  .optional()
  .describe('As the catalogue published it then: at the end of that day (Europe/Amsterdam), or at that instant.');
export const asOfParameters = z.strictObject({ asOf: moment });
export const recordParameters = z.strictObject({ ...languageParameters.shape, asOf: moment });
export const noParameters = z.strictObject({});
export const validationParameters = z.strictObject({
  profile: z.string().max(100).optional().describe('Profile to validate against; by default as a harvest chooses.'),
  station: z.string().max(100).optional().describe('Id of the station whose profiles and holder count.'),
  lang: z.enum(['nl', 'en']).default('en').describe('Language of reports for people; JSON has both.'),
  format: z.string().max(40).optional().describe('Format of the report, which goes before the Accept header.'),
});
export const reportParameters = validationParameters.pick({ lang: true, format: true });

export const auditParameters = z.strictObject({
  by: z.string().min(1).max(64).optional().describe('Name of an operator, or of an account on the machine.'),
  action: z.enum(auditActions).optional().describe('One kind of deed.'),
  target: z.string().min(1).max(200).optional().describe('Id of what the deed was done to.'),
  since: z.iso.datetime({ offset: true }).optional().describe('From this instant on.'),
  before: z.coerce.number().int().min(1).optional().describe('Entries with a smaller number; `links.next` has it.'),
  limit: z.coerce.number().int().min(1).max(500).default(100).describe('So many entries.'),
});

const day = z.iso.date();

export const euRecordParameters = z.strictObject({
  standing: z.enum(euStandings).optional().describe('Datasets that stand like this with the EU catalogue alone.'),
  station: z.string().min(1).max(100).optional().describe('Datasets of this station alone.'),
  after: z.string().max(100).optional().describe('After this record id: where the page before ended.'),
  limit: z.coerce.number().int().min(1).max(1000).default(100).describe('So many datasets.'),
});

export const usageParameters = z.strictObject({
  from: day.optional().describe('First day; by default a year before the last.'),
  to: day.optional().describe('Last day; by default today (UTC).'),
  station: z.string().min(1).max(100).optional().describe('Datasets of this station alone.'),
  dataset: z.string().min(1).max(8192).optional().describe('This dataset alone, by id or IRI.'),
  by: z.enum(['dataset', 'day', 'month']).default('dataset').describe('What the totals are of: each dataset, each day, or each month of the whole catalogue.'),
  limit: z.coerce.number().int().min(1).max(10_000).default(1000).describe('So many datasets, the most used first.'),
  format: z.enum(['json', 'csv']).default('json').describe('JSON, or CSV for spreadsheets.'),
});

export const missedTermParameters = z.strictObject({
  from: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional()
    .describe('First month (YYYY-MM); by default eleven months before the last.'),
  to: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional()
    .describe('Last month; by default this one.'),
  limit: z.coerce.number().int().min(1).max(1000).default(200).describe('So many terms, the most used first.'),
  format: z.enum(['json', 'csv']).default('json').describe('JSON, or CSV for spreadsheets.'),
});

/** One thing that is wrong with a request (API-3). */
export interface Mistake {
  readonly in: 'query' | 'body';
  /** Name of the parameter, or a JSON pointer. */
  readonly location: string;
  readonly code: string;
  readonly detail: string;
}

/** A mistake that no schema of one parameter can tell. */
export function mistakeAt(location: string, code: string, detail: string): Mistake {
  return { in: 'query', location, code, detail };
}

/** @throws RequestError `request/bad-parameter` when there is any */
export function refuseMistakes(errors: readonly Mistake[]): void {
  if (errors.length > 0)
    throw new RequestError(
      'request/bad-parameter',
      `The request has ${String(errors.length)} mistake(s): ${errors.map((error) => `${error.location}: ${error.detail}`).join(' ')}`,
      { errors },
    );
}

/** @throws RequestError `request/bad-parameter` listing every mistake (API-3) */
export function parseParameters<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  refuseMistakes(
    result.error.issues.flatMap((issue) =>
      'keys' in issue && Array.isArray(issue.keys)
        ? issue.keys.map((key) => mistakeAt(key, 'unknown', `There is no parameter "${key}".`))
        : [mistakeAt(issue.path.join('.'), issue.code, issue.message)],
    ),
  );
  throw result.error;
}
