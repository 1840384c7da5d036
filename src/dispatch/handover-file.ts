import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigurationError } from '../domain/errors.js';
import { noHandover, type HandoverSettings } from '../domain/handover.js';

const words = z.strictObject({ nl: z.string().min(1).max(300), en: z.string().min(1).max(300) });
const common = {
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'lower-case letters, digits and hyphens'),
  title: words,
  help: words.nullish().transform((given) => given ?? null),
};
const address = z.url({ protocol: /^https?$/ }).refine((value) => !/^https?:\/\/[^/]*@/i.test(value), 'an address without user and password');

const fileSchema = z.strictObject({
  country: z
    .string()
    .regex(/^[A-Z]{3}$/, 'the three capital letters of ISO 3166-1')
    .nullish()
    .transform((given) => given ?? null),
  targets: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('link'), ...common, url: address }),
        z.strictObject({
          kind: z.literal('post'),
          ...common,
          url: address,
          credentials: z
            .string()
            .regex(/^(?:env|file):./, 'env:NAME or file:PATH')
            .optional(),
        }),
        z.strictObject({ kind: z.literal('mail'), ...common, to: z.email() }),
      ]),
    )
    .max(10)
    .refine((targets) => new Set(targets.map(({ id }) => id)).size === targets.length, 'two targets have the same id'),
});

/**
 * The file of `NDC_HANDOVER`: JSON that says where lists can be handed over.
 *
 * @param readSecret what a reference to credentials stands for
 * @throws ConfigurationError `config/operator-data` with every mistake of the file
 */
export function readHandoverFile(path: string | null, readSecret: (reference: string) => string): HandoverSettings {
  if (path === null) return noHandover;
  const result = fileSchema.safeParse(parsed(path));
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `${path}: ${issue.path.join('.') || 'the file'}: ${issue.message}`);
    throw new ConfigurationError('config/operator-data', `The hand-over file has ${String(faults.length)} mistake(s):\n  ${faults.join('\n  ')}`, { faults });
  }
  const { country, targets } = result.data;
  return {
    country,
    targets: targets.map((target) => {
      if (target.kind !== 'post') return target;
      const { credentials, ...rest } = target;
      return { ...rest, token: credentials === undefined ? null : readSecret(credentials) };
    }),
  };
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError('config/operator-data', `The hand-over file ${path} cannot be read as JSON: ${reason}`, {}, { cause: error });
  }
}
