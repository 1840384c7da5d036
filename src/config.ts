import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { ConfigurationError } from './domain/errors.js';

const port = z.coerce.number().int().min(0).max(65535);
const ms = (least: number): z.ZodCoercedNumber => z.coerce.number().int().min(least);
const flag = z.enum(['0', '1']).transform((value) => value === '1');
const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''));

/** An address that is asked as it stands; credentials have a key of their own. */
const endpoint = z.url({ protocol: /^https?$/ }).refine((value) => !/^https?:\/\/[^/]*@/i.test(value), 'expected an address without user and password');

/** Every key, with its check and default; docs/configuration.md has a row for each, and a test compares the two. */
export const configSchema = z.object({
  NDC_PORT: port.default(3000),
  NDC_HOST: z.string().min(1).default('127.0.0.1'),
  NDC_BASE_URL: url.optional(),
  NDC_DATA_DIR: z.string().min(1).default('./data'),
  NDC_STATIONS: z.string().optional(),
  NDC_DROP_FOLDER: z.string().optional(),
  NDC_CATALOGUE: z.string().optional(),
  NDC_ORGANISATIONS: z.string().optional(),
  NDC_ASSERTIONS: z.string().optional(),
  NDC_HANDOVER: z.string().optional(),
  NDC_EU: z.string().optional(),
  NDC_EU_DELETE_AFTER_DAYS: z.coerce.number().int().min(0).max(3650).default(30),
  NDC_EU_WITHDRAWN: z.enum(['delete', 'unavailable']).default('delete'),
  NDC_OPERATORS: z.string().optional(),
  NDC_ADMISSION: z.string().default('support'),
  NDC_SPARQL_WORKERS: z.coerce.number().int().min(1).max(16).default(2),
  NDC_SPARQL_TIMEOUT_MS: ms(100).default(30_000),
  NDC_SPARQL_WAIT_MS: ms(100).default(60_000),
  NDC_SPARQL_MAX_ROWS: z.coerce.number().int().min(1).default(100_000),
  NDC_SPARQL_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .default(64 << 20),
  NDC_SPARQL_MEMORY_BYTES: z.coerce
    .number()
    .int()
    .min(1 << 20)
    .default(1 << 30),
  NDC_SPARQL_MAX_PRODUCT: z.coerce.number().int().min(0).default(10_000_000),
  NDC_SPARQL_PER_CLIENT: z.coerce.number().int().min(1).max(100).default(2),
  NDC_SPARQL_RATE: z.coerce.number().int().min(1).max(100_000).default(120),
  NDC_SPARQL_REFUSE_MS: ms(0).default(600_000),
  NDC_TRIPLES_URL: endpoint.optional(),
  NDC_TRIPLES_UPDATE_URL: endpoint.optional(),
  NDC_TRIPLES_AUTH: z.enum(['basic', 'digest', 'bearer']).optional(),
  NDC_TRIPLES_CREDENTIALS: z
    .string()
    .regex(/^(?:env|file):./, 'expected env:NAME or file:PATH')
    .optional(),
  NDC_TRIPLES_VERIFY_MS: ms(1000).default(600_000),
  NDC_VALIDATION_TIMEOUT_MS: ms(100).default(20_000),
  NDC_VALIDATION_WORKERS: z.coerce.number().int().min(1).max(64).default(1),
  NDC_VALIDATION_CACHE: z.coerce.number().int().min(0).max(1_000_000).default(2000),
  NDC_VALIDATION_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .default(10 << 20),
  NDC_VALIDATION_RATE: z.coerce.number().int().min(1).max(100_000).default(30),
  NDC_VALIDATION_AT_ONCE: z.coerce.number().int().min(1).max(64).default(2),
  NDC_VALIDATION_QUEUE: z.coerce.number().int().min(0).max(10_000).default(20),
  NDC_VALIDATION_WAIT_MS: ms(0).default(20_000),
  NDC_VALIDATION_KEEP_MS: ms(1000).default(600_000),
  NDC_TRIAL_MAX_PAGES: z.coerce.number().int().min(1).max(100_000).default(500),
  NDC_TRIAL_MAX_RECORDS: z.coerce.number().int().min(1).max(100_000).default(2000),
  NDC_TRIAL_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .default(100 << 20),
  NDC_TRIAL_TIMEOUT_MS: ms(1000).default(600_000),
  NDC_TRIAL_RATE: z.coerce.number().int().min(1).max(10_000).default(6),
  NDC_TRIAL_AT_ONCE: z.coerce.number().int().min(1).max(16).default(1),
  NDC_TRIAL_QUEUE: z.coerce.number().int().min(0).max(1000).default(10),
  NDC_TRIAL_KEEP_MS: ms(1000).default(3_600_000),
  NDC_TRUST_PROXY: z.coerce.number().int().min(0).max(16).default(0),
  NDC_ALLOW_LOOPBACK: flag.default(false),
  NDC_CONNECT_TO: z.string().default(''),
  NDC_PING_DENY: z
    .string()
    .regex(/^\s*(?:(?:https?:\/\/[^\s,]+|(?:\*\.)?[\w.-]+|\[[\da-f:.]+\])\s*(?:,\s*|$))*$/i, 'expected hosts, *.domains or addresses, comma-separated')
    .default(''),
  NDC_FDP_INDEXES: z
    .string()
    .regex(/^\s*(?:https?:\/\/(?![^\s,/]*@)[^\s,]+\s*(?:,\s*|$))*$/i, 'expected addresses without user and password, comma-separated')
    .default(''),
  NDC_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  NDC_CONTACT_URL: z.string().default('https://catalogue.example/contact'),
  NDC_CONTACT_EMAIL: z.email().optional(),
  NDC_CONCURRENT_RUNS: z.coerce.number().int().min(1).max(64).default(4),
  NDC_SCHEDULE_JITTER_MS: ms(0).default(300_000),
  NDC_FAILURE_PAUSE_MS: ms(1000).default(3_600_000),
  NDC_MAX_FAILURE_PAUSE_MS: ms(1000).default(86_400_000),
  NDC_ROUND_HOURS: z.coerce.number().min(1).max(24).default(24),
  NDC_HOST_PAUSE_MS: ms(0).default(200),
  NDC_MAX_CRAWL_DELAY_MS: ms(0).default(60_000),
  NDC_PROVIDER_ONE_AT_A_TIME: flag.default(true),
  NDC_ROBOTS_MAX_AGE_MS: ms(0).default(86_400_000),
  NDC_ROBOTS_FORGIVE_MS: ms(0).default(30 * 86_400_000),
  NDC_CONNECT_TIMEOUT_MS: ms(1).default(10_000),
  NDC_HEADERS_TIMEOUT_MS: ms(1).default(30_000),
  NDC_BODY_TIMEOUT_MS: ms(1).default(30_000),
  NDC_REQUEST_TIMEOUT_MS: ms(1).default(300_000),
  NDC_RUN_TIMEOUT_MS: ms(1).default(3_600_000),
  NDC_FETCH_TRIES: z.coerce.number().int().min(1).max(10).default(4),
  NDC_BACK_OFF_MS: ms(0).default(1_000),
  NDC_MAX_BACK_OFF_MS: ms(0).default(60_000),
  NDC_MAX_RETRY_AFTER_MS: ms(0).default(3_600_000),
  NDC_MAX_REDIRECTS: z.coerce.number().int().min(0).max(20).default(5),
  NDC_MAX_HEADER_BYTES: z.coerce.number().int().min(1024).default(65_536),
  NDC_CA_FILE: z.string().optional(),
  NDC_LEASE_MS: ms(500).default(60_000),
  NDC_MAX_PAGES: z.coerce.number().int().min(1).default(20_000),
  NDC_MAX_DOCUMENT_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .default(512 << 20),
  NDC_MAX_PAGE_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .default(50 << 20),
  NDC_KEEP_BYTES_DAYS: z.coerce.number().int().min(1).default(90),
  NDC_KEEP_BYTES_MAX: z.coerce
    .number()
    .int()
    .min(1 << 20)
    .default(20 * 2 ** 30),
  NDC_MIN_FREE_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .default(64 << 20),
  NDC_VERSION_KEEP_DAYS: z.coerce.number().int().min(1).max(36_500).optional(),
  NDC_FEED_WINDOW_DAYS: z.coerce.number().int().min(1).max(36_500).default(365),
  NDC_DUMP_MINUTES: z.coerce.number().int().min(0).max(100_000).default(60),
  NDC_SPOOL_QUADS: z.coerce.number().int().min(1).default(400_000),
  NDC_MISSING_RUNS: z.coerce.number().int().min(1).default(2),
  NDC_MISSING_HOURS: z.coerce.number().min(0).default(24),
  NDC_BRAKE_FRACTION: z.coerce.number().min(0).max(1).default(0.2),
  NDC_SMTP_URL: z.url({ protocol: /^smtps?$/, hostname: /./ }).optional(),
  NDC_MAIL_FROM: z
    .string()
    .regex(/^(?:[^<>\r\n]*<)?[^\s@<>]+@[^\s@<>]+>?$/, 'expected an address, or Name <address>')
    .optional(),
  NDC_DIGEST_SCHEDULE: z.string().default('0 8 * * 1'),
  NDC_FEEDBACK_RATE: z.coerce.number().int().min(1).max(100_000).default(30),
  NDC_OVERDUE_DAYS: z.coerce.number().int().min(1).max(36_500).default(365),
  NDC_LINK_CHECK_DAYS: z.coerce.number().int().min(0).max(3650).default(21),
});

type Raw = z.infer<typeof configSchema>;

/** The environment as one frozen, typed object. Modules receive the values they use, never the whole. */
export type Config = Readonly<Omit<Raw, 'NDC_CONNECT_TO' | 'NDC_PING_DENY' | 'NDC_FDP_INDEXES'>> & {
  readonly dataDir: string;
  readonly connectTo: Readonly<Record<string, string>>;
  /** Hosts and addresses whose pings are refused. */
  readonly pingDeny: readonly string[];
  /** Indexes of FAIR Data Points that are told of ours. */
  readonly fdpIndexes: readonly string[];
};

/**
 * Reads the environment once; the only place that does.
 *
 * @throws ConfigurationError `config/invalid` naming every mistake at once
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const known = Object.keys(configSchema.shape);
  const given = Object.fromEntries(Object.entries(environment).filter(([key, value]) => known.includes(key) && value !== ''));
  const result = configSchema.safeParse(given);
  const halves = ['NDC_SMTP_URL', 'NDC_MAIL_FROM'].filter((key) => given[key] === undefined);
  const half = halves.length === 1 ? [`${halves.join()}: mail needs NDC_SMTP_URL and NDC_MAIL_FROM both`] : [];
  const homeless =
    given['NDC_FDP_INDEXES'] !== undefined && given['NDC_BASE_URL'] === undefined
      ? ['NDC_FDP_INDEXES: needs NDC_BASE_URL, the address that indexes are told']
      : [];
  const lone = [...half, ...homeless, ...remoteProblems(given)];
  if (!result.success || lone.length > 0) {
    const problems = [...(result.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`), ...lone];
    throw new ConfigurationError(
      'config/invalid',
      `The configuration has ${String(problems.length)} mistake(s):\n  ${problems.join('\n  ')}\nEvery key is explained in docs/configuration.md.`,
      { problems },
    );
  }
  const { NDC_CONNECT_TO, NDC_PING_DENY, NDC_FDP_INDEXES, ...rest } = result.data;
  const connectTo = Object.fromEntries(
    NDC_CONNECT_TO.split(',')
      .filter((entry) => entry.includes('='))
      .map((entry) => entry.split('=', 2) as [string, string]),
  );
  const listOf = (text: string): readonly string[] =>
    Object.freeze(
      text
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ''),
    );
  return Object.freeze({
    ...rest,
    dataDir: resolve(rest.NDC_DATA_DIR),
    connectTo: Object.freeze(connectTo),
    pingDeny: listOf(NDC_PING_DENY),
    fdpIndexes: listOf(NDC_FDP_INDEXES),
  });
}

function remoteProblems(given: Readonly<Record<string, unknown>>): string[] {
  const has = (key: string): boolean => given[`NDC_TRIPLES_${key}`] !== undefined;
  const alone = ['UPDATE_URL', 'AUTH', 'CREDENTIALS'].filter((key) => has(key) && !has('URL')).map((key) => `NDC_TRIPLES_${key}: needs NDC_TRIPLES_URL`);
  return has('AUTH') === has('CREDENTIALS') ? alone : [...alone, 'NDC_TRIPLES_AUTH: needs NDC_TRIPLES_CREDENTIALS, and the other way round'];
}

/** A secret by reference, `env:NAME` or `file:PATH`; it is read when used and kept nowhere. */
export function readSecret(reference: string): string {
  if (reference.startsWith('env:')) {
    const value = process.env[reference.slice(4)];
    if (value === undefined || value === '') throw new ConfigurationError('config/invalid', `The credentials ${reference} are not set.`);
    return value;
  }
  if (reference.startsWith('file:')) return readFileSync(reference.slice(5), 'utf8').trim();
  throw new ConfigurationError('config/invalid', 'Credentials are given by reference: env:NAME or file:PATH.');
}
