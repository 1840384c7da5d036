import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnreadableSubmission, validateSubmission } from '../../src/catalogue/document-report.js';
import type { JudgeDependencies } from '../../src/catalogue/judge.js';
import { CatalogueError } from '../../src/domain/errors.js';
import { ShaclEngineValidator } from '../../src/validation/shacl-engine-validator.js';
import { fixtures, library } from '../validation/support.js';

const corpus = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const maxBytes = 60_000;
const rounds = Number(process.env['NDC_MALFORMED_ROUNDS'] ?? 200);

const isRdf = (name: string): boolean => /\.(ttl|trig|nt|nq|rdf|xml|jsonld|json)$/.test(name);

function files(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(isRdf)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).size <= maxBytes)
    .sort();
}

if (!existsSync(corpus)) console.log('test/property/malformed.test.ts: ../shared is not here; only our own fixtures are mutated');
const seeds = [...files(fixtures), ...files(corpus)];

/** One mutation of a document: of bytes, or of its structure as somebody's editor or exporter would break it. */
type Mutation = (text: Buffer) => Buffer;

const at = fc.nat({ max: 1_000_000 });
const ofText =
  (change: (text: string) => string): Mutation =>
  (bytes) =>
    Buffer.from(change(bytes.toString('utf8')), 'utf8');
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(at, fc.nat({ max: 255 })).map(([place, byte]): Mutation => (bytes) => {
    const copy = Buffer.from(bytes);
    if (copy.length > 0) copy[place % copy.length] = byte;
    return copy;
  }),
  at.map((place): Mutation => (bytes) => bytes.subarray(0, place % (bytes.length + 1))),
  fc.tuple(at, at).map(([from, length]): Mutation => (bytes) => {
    const start = from % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + (length % 200))]);
  }),
  fc.tuple(at, fc.uint8Array({ minLength: 1, maxLength: 40 })).map(([place, junk]): Mutation => (bytes) => {
    const start = place % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, start), junk, bytes.subarray(start)]);
  }),
  fc.tuple(at, fc.constantFrom('"', "'", '<', '>', '{', '}', '[', ']', '(', ')', ';', '.', ',', '@', '\\', '\u0000', '\uFEFF', '\u202E', '&', '&x;', '<<', '"""', '^^', '_:', '@nl_NL', '%zz')).map(
    ([place, text]): Mutation => (bytes) => {
      const start = place % (bytes.length + 1);
      return Buffer.concat([bytes.subarray(0, start), Buffer.from(text), bytes.subarray(start)]);
    },
  ),
  at.map((place): Mutation => ofText((text) => {
    const lines = text.split('\n');
    lines.splice(place % lines.length, 1);
    return lines.join('\n');
  })),
  fc.tuple(at, at).map(([one, other]): Mutation => ofText((text) => {
    const lines = text.split('\n');
    const [a, b] = [one % lines.length, other % lines.length];
    [lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? ''];
    return lines.join('\n');
  })),
  at.map((place): Mutation => ofText((text) => {
    const words = text.match(/[\w:#/.-]{4,}/g) ?? [''];
    const word = words[place % words.length] ?? '';
    return word === '' ? text : text.replaceAll(word, [...word].reverse().join(''));
  })),
  fc.nat({ max: 400 }).map((times): Mutation => ofText((text) => text + '[ '.repeat(times))),
  fc.constant<Mutation>((bytes) => Buffer.from(bytes.toString('utf8'), 'latin1')),
  fc.constant<Mutation>((bytes) => Buffer.from(bytes.toString('utf8'), 'utf16le')),
  fc.constant<Mutation>((bytes) => Buffer.concat([bytes, bytes])),
); // prettier-ignore

describe('malformed documents', () => {
  const dependencies: JudgeDependencies = { validator: new ShaclEngineValidator(library()), secondOpinion: null, policy: { mode: 'support', rules: [] } };

  it(
    `always give a report or a clear error (${String(rounds)} mutations)`,
    async () => {
      let reports = 0;
      const errors = new Map<string, number>();
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...seeds), fc.array(mutation, { minLength: 1, maxLength: 4 }), async (path, mutations) => {
          const bytes = mutations.reduce<Buffer>((text, mutate) => mutate(text), readFileSync(path));
          const started = performance.now();
          try {
            const report = await validateSubmission(
              { body: { kind: 'memory', bytes }, mediaType: '', name: path, baseIri: 'https://data.example/', maxBytes: 10 << 20, maxQuads: 200_000 },
              { profile: null, station: null },
              dependencies,
            );
            reports++;
            expect(report.datasets.length > 0 || report.notices.some((notice) => notice.code === 'no-records')).toBe(true);
            for (const result of report.results)
              expect(result.message['nl']?.[0] !== undefined && result.message['en']?.[0] !== undefined, result.sourceShape).toBe(true);
          } catch (error) {
            // Whatever cannot be read is an expected end with words for its writer; anything else is a crash.
            if (!(error instanceof CatalogueError)) throw error;
            if (!(error instanceof UnreadableSubmission)) throw error;
            const { trouble } = error;
            expect(trouble.message['nl']?.[0]).toBeTruthy();
            expect(trouble.message['en']?.[0]).toBeTruthy();
            errors.set(trouble.code, (errors.get(trouble.code) ?? 0) + 1);
          }
          expect(performance.now() - started, 'a document took more than 10 s').toBeLessThan(10_000);
        }),
        { numRuns: rounds, seed: Number(process.env['NDC_SEED'] ?? 20260), endOnFailure: process.env['NDC_MALFORMED_ROUNDS'] !== undefined },
      );
      console.log(
        `malformed: ${String(rounds)} mutations of ${String(seeds.length)} documents: ${String(reports)} reports, ${[...errors].map(([code, times]) => `${String(times)} ${code}`).join(', ')}`,
      );
      expect(reports).toBeGreaterThan(rounds / 20);
      expect([...errors.values()].reduce((sum, times) => sum + times, 0)).toBeGreaterThan(rounds / 20);
    },
    Math.max(120_000, rounds * 2000),
  );
});
