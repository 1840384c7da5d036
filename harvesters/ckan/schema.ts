import { z } from 'zod';

/** What every answer of the Action API is wrapped in (CKAN-1). `success` counts, whatever the status says. */
export const envelopeSchema = z.object({ success: z.boolean(), result: z.unknown().optional(), error: z.unknown().optional() });

/** `package_search`, and the lists of DKAN: a list of packages, sometimes within a list, without a count (CKAN-12). */
export const searchSchema = z.object({ count: z.number().int().nonnegative(), results: z.array(z.unknown()) });
export const listSchema = z.array(z.unknown());

/** What the harvester itself looks at in a package; everything else is the mapping's. */
export const packageSchema = z.looseObject({ id: z.string().trim().min(1).max(500) });

export type CkanPackage = z.infer<typeof packageSchema>;

const errorSchema = z.looseObject({ __type: z.string().optional(), message: z.string().optional() });

/** The words of an error member: its type and message, else its fields. */
export function errorText(error: unknown): string {
  if (typeof error === 'string') return error;
  const parsed = errorSchema.safeParse(error);
  if (!parsed.success) return '';
  const { __type: type, message, ...fields } = parsed.data;
  const rest = Object.entries(fields)
    .slice(0, 5)
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.slice(0, 3).map(String).join(', ') : typeof value === 'string' ? value : ''}`);
  return [type, message, ...rest].filter((part) => part !== undefined && part !== '').join(': ');
}
