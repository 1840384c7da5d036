import { randomBytes } from 'node:crypto';
import type { AdmissionPolicy } from '../../../src/catalogue/admission.js';
import { ValidationDesk, type DeskSettings } from '../../../src/catalogue/validation-desk.js';
import type { Fetcher } from '../../../src/ports/fetcher.js';
import type { KeptReport, KeptReports } from '../../../src/ports/kept-reports.js';
import { systemClock } from '../../../src/ports/clock.js';
import type { Validator } from '../../../src/ports/validator.js';
import { ShaclEngineValidator } from '../../../src/validation/shacl-engine-validator.js';
import { library, libraryProfiles } from './library.js';

export interface TestDeskOptions {
  readonly settings?: Partial<DeskSettings>;
  readonly policy?: AdmissionPolicy;
  /** What addresses answer; others cannot be reached. */
  readonly pages?: Readonly<Record<string, string>>;
  /** Waits for it before every validation. */
  readonly gate?: () => Promise<void>;
}

/** A desk with the real rules, and no network. */
export function testDesk({ settings = {}, policy = { mode: 'support', rules: [] }, pages = {}, gate }: TestDeskOptions = {}): ValidationDesk {
  let engine: ShaclEngineValidator | undefined;
  const validator: Validator = {
    engine: 'test',
    profiles: () => libraryProfiles(),
    validate: async (request) => {
      await gate?.();
      engine ??= new ShaclEngineValidator(library());
      return engine.validate(request);
    },
  };
  const fetcher: Fetcher = {
    fetch: async ({ url }) => {
      const text = pages[url];
      if (text === undefined) return { kind: 'failed', reason: 'refused-address', detail: 'no' };
      const body = { kind: 'memory' as const, bytes: new TextEncoder().encode(text) };
      return {
        kind: 'fetched',
        status: 200,
        url,
        baseIri: url,
        mediaType: 'text/turtle',
        headers: {},
        body,
        bodyHash: '',
        etag: null,
        lastModified: null,
        movedTo: null,
      };
    },
  };
  return new ValidationDesk({
    judge: { validator, secondOpinion: null, policy },
    station: () => undefined,
    fetcher,
    clock: systemClock,
    settings: { atOnce: 2, waiting: 5, ratePerMinute: 1000, keepMs: 600_000, maxBytes: 200_000, maxQuads: 50_000, ...settings },
  });
}

export class MemoryKeptReports implements KeptReports {
  private readonly reports = new Map<string, KeptReport>();

  async keep(content: string): Promise<{ key: string; expiresAt: string }> {
    const key = randomBytes(16).toString('hex');
    const expiresAt = '2026-07-20T08:00:00.000Z';
    this.reports.set(key, { content, createdAt: '2026-06-20T08:00:00.000Z', expiresAt });
    return { key, expiresAt };
  }

  find(key: string): KeptReport | undefined {
    return this.reports.get(key);
  }

  async remove(key: string): Promise<boolean> {
    return this.reports.delete(key);
  }
}
