/** What schemas of the OpenAPI document are made of. */

export const text = { type: 'string' };
export const whole = { type: 'integer' };
export const texts = { type: 'array', items: text };
export const moment = { type: 'string', format: 'date-time' };
export const maybeMoment = { type: ['string', 'null'], format: 'date-time' };
export const maybeText = { type: ['string', 'null'] };
export const maybeWhole = { type: ['integer', 'null'] };
/** Names and texts by language tag; the empty tag stands for untagged. */
export const languageMap = {
  type: 'object',
  description: 'Texts by language tag; the empty tag stands for untagged.',
  additionalProperties: { type: 'array', items: text },
};
/** Addresses by what they lead to. */
export const linksTo = (...names: readonly string[]): { type: 'object'; required: readonly string[]; properties: Record<string, object> } => ({
  type: 'object',
  required: names,
  properties: Object.fromEntries(names.map((name) => [name, { type: 'string', format: 'uri' }])),
});
export const listOf = (items: object): { type: 'object'; required: readonly string[]; properties: { items: { type: 'array'; items: object } } } => ({
  type: 'object',
  required: ['items'],
  properties: { items: { type: 'array', items } },
});
/** Why a document cannot be read. */
export const trouble = {
  type: 'object',
  description: 'Why a document cannot be read, and where.',
  required: ['code', 'line', 'column', 'excerpt', 'message', 'detail'],
  properties: {
    code: text,
    line: { type: ['integer', 'null'] },
    column: { type: ['integer', 'null'] },
    excerpt: {
      type: ['object', 'null'],
      required: ['line', 'firstLine', 'lines'],
      properties: { line: whole, firstLine: whole, lines: { type: 'array', items: text } },
    },
    message: languageMap,
    detail: text,
  },
};
/** What went wrong with something that was not waited for. */
export const failure = { type: 'object', required: ['code', 'detail'], properties: { code: text, detail: text, trouble } };
