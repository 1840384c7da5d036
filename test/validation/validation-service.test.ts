import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { ValidationReport } from '../../src/domain/validation.js';
import type { ValidationRequest, Validator } from '../../src/ports/validator.js';
import { CachingValidator } from '../../src/validation/caching-validator.js';
import type { LibrarySources } from '../../src/validation/shapes-library.js';
import { ShaclEngineValidator } from '../../src/validation/shacl-engine-validator.js';
import { ValidationService } from '../../src/validation/validation-service.js';
import { folders, library, turtle, withLines } from './support.js';

const workerFile = fileURLToPath(new URL('./worker-from-source.mjs', import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), 'ndc-service-'));
afterAll(() => {
  rmSync(temporary, { recursive: true });
});

/** The library with one more profile, whose only rule asks for a title of at least so many characters. */
function withProfile(length: number): LibrarySources {
  const path = join(temporary, `${String(length)}.gz`);
  const sh = 'http://www.w3.org/ns/shacl#';
  writeFileSync(
    path,
    gzipSync(
      `<urn:s> <${sh}targetClass> <http://www.w3.org/ns/dcat#Dataset> .\n<urn:s> <${sh}property> <urn:r> .\n<urn:r> <${sh}path> <http://purl.org/dc/terms/title> .\n<urn:r> <${sh}minLength> "${String(length)}"^^<http://www.w3.org/2001/XMLSchema#integer> .\n`,
    ),
  );
  const own = {
    id: 'own',
    iri: 'urn:own',
    title: { en: ['Own'] },
    version: '1',
    path,
    hash: String(length),
    source: 'own.ttl',
    installedAt: '2026-01-01T00:00:00Z',
    by: 'me',
  };
  return { ...folders, installed: { profiles: [own], vocabularies: [] } };
}

const dataset = turtle('<urn:d> a dcat:Dataset ; dct:title "12345" .');

describe('ValidationService', () => {
  it('takes new rules over while it works, and keeps the old ones when the new cannot be loaded', async () => {
    const service = await ValidationService.open({ workerFile, size: 1, deadlineMs: 60_000, folders: withProfile(3), cachedReports: 10 });
    try {
      const violations = async (): Promise<number> => (await service.validate({ subject: 'urn:d', quads: dataset, profile: 'own' })).violations;
      expect(await violations()).toBe(0);
      const before = service.profiles().find((profile) => profile.id === 'own')!;
      expect(before).toMatchObject({ rules: 1, origin: { source: 'own.ttl', by: 'me' } });
      expect(service.rules('own')).toHaveLength(1);
      expect(service.rules('dcat-ap-3.0')!.length).toBeGreaterThan(200);
      expect(service.rules('none')).toBeUndefined();
      const running = service.validate({ subject: 'urn:d', quads: turtle('<urn:d> a dcat:Dataset ; dct:title "1" .'), profile: 'own' });
      await service.reload(withProfile(9));
      expect((await running).violations).toBe(1);
      expect(await violations()).toBe(1);
      expect(service.profiles().find((profile) => profile.id === 'own')!.shapesHash).not.toBe(before.shapesHash);
      await expect(
        service.reload({
          ...folders,
          installed: { profiles: [{ ...withProfile(9).installed!.profiles[0]!, path: join(temporary, 'gone.gz') }], vocabularies: [] },
        }),
      ).rejects.toMatchObject({
        code: 'config/invalid',
      });
      expect(await violations()).toBe(1);
    } finally {
      await service.close();
    }
  }, 120_000);
});

describe('CachingValidator', () => {
  const inner = new ShaclEngineValidator(library());
  class Counting implements Validator {
    asked = 0;
    readonly engine = inner.engine;
    profiles() {
      return inner.profiles();
    }
    validate(request: ValidationRequest): Promise<ValidationReport> {
      this.asked++;
      return inner.validate(request);
    }
  }
  const request = (text: string, profile = 'dcat-ap-3.0'): ValidationRequest => ({ subject: 'urn:d', quads: turtle(text), profile });

  it('validates a description once, in whatever order its statements come', async () => {
    const counting = new Counting();
    const cache = new CachingValidator(counting, 10);
    const first = await cache.validate(request('<urn:d> a dcat:Dataset ; dct:title "T"@en .'));
    const again = await cache.validate(request('<urn:d> dct:title "T"@en ; a dcat:Dataset .'));
    expect(again).toEqual(first);
    expect(first).toEqual(await inner.validate(request('<urn:d> a dcat:Dataset ; dct:title "T"@en .')));
    expect(counting.asked).toBe(1);
    expect(cache.counts).toEqual({ hits: 1, misses: 1 });
  });

  it('validates again what differs in text, profile or day', async () => {
    const counting = new Counting();
    const cache = new CachingValidator(counting, 10);
    await cache.validate(request('<urn:d> a dcat:Dataset .'));
    await cache.validate(request('<urn:d> a dcat:Dataset ; dct:title "T" .'));
    await cache.validate(request('<urn:d> a dcat:Dataset .', 'healthdcat-ap-r8'));
    await cache.validate({ ...request('<urn:d> a dcat:Dataset .'), now: new Date('2031-01-01') });
    expect(counting.asked).toBe(4);
  });

  it('puts in the lines of the document at hand', async () => {
    const cache = new CachingValidator(new Counting(), 10);
    const at = async (blank: string): Promise<number | null> => {
      const { quads, lineOf } = withLines(`${blank}<urn:d> a dcat:Dataset .\n<urn:d> dct:title <urn:x> .\n`);
      const report = await cache.validate({ subject: 'urn:d', quads, profile: 'dcat-ap-3.0', lineOf });
      return report.results.find((result) => result.component === 'NodeKind')!.line;
    };
    expect(await at('')).toBe(2);
    expect(await at('<urn:e> a <urn:f> .\n')).not.toBe(2);
  });

  it('keeps no more than it may, and forgets failures', async () => {
    const counting = new Counting();
    const cache = new CachingValidator(counting, 2);
    for (const n of [1, 2, 3]) await cache.validate(request(`<urn:d> dct:title "${String(n)}" .`));
    await cache.validate(request('<urn:d> dct:title "3" .'));
    expect(counting.asked).toBe(3);
    await cache.validate(request('<urn:d> dct:title "1" .'));
    expect(counting.asked).toBe(4);
    for (let n = 0; n < 2; n++)
      await expect(cache.validate(request('<urn:d> dct:title "1" .', 'none'))).rejects.toMatchObject({ code: 'validation/unknown-profile' });
    expect(counting.asked).toBe(6);
  });
});
