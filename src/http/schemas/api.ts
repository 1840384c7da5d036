import { z } from 'zod';
import { RequestError } from '../../domain/errors.js';
import { readMoment } from '../../domain/moment.js';
import { facetNames, sortOrders } from '../../ports/search-index.js';

const list = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value))
  .pipe(z.array(z.string().max(200)).max(100));
const year = z.coerce.number().int().min(-9999).max(9999);
const facetShape = Object.fromEntries(facetNames.map((name) => [name, list.optional()])) as Record<(typeof facetNames)[number], z.ZodOptional<typeof list>>;

/** Query of `GET /api/v1/datasets`; the OpenAPI document is made from the same schema. */
export const searchParameters = z.strictObject({
  q: z.string().max(200).default('').describe('Words to find. All words must occur; the last one may be a beginning.'),
  ...facetShape,
  from: year.optional().describe('First year of the period that a dataset must touch.'),
  to: year.optional().describe('Last year of the period that a dataset must touch.'),
  sort: z
    .enum(sortOrders as unknown as readonly ['relevance', 'modified', 'title', 'individuals'])
    .optional()
    .describe('Order; by default relevance with `q`, else modified.'),
  page: z.coerce.number().int().min(1).max(500).default(1).describe('Page, from 1; page times pageSize may not exceed 10 000.'),
  pageSize: z.coerce.number().int().min(1).max(100).default(20).describe('Items a page.'),
  lang: z.enum(['nl', 'en']).default('en').describe('Language of labels and texts.'),
  fields: z.string().max(500).optional().describe('Comma-separated fields of the items to return.'),
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

/** @throws RequestError `request/bad-parameter` listing every mistake (API-3) */
export function parseParameters<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) =>
    'keys' in issue && Array.isArray(issue.keys)
      ? issue.keys.map((key) => ({ in: 'query', location: key, code: 'unknown', detail: `There is no parameter "${key}".` }))
      : [{ in: 'query', location: issue.path.join('.'), code: issue.code, detail: issue.message }],
  );
  throw new RequestError(
    'request/bad-parameter',
    `The request has ${String(errors.length)} mistake(s): ${errors.map((error) => `${error.location}: ${error.detail}`).join(' ')}`,
    { errors },
  );
}
