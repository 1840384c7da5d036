import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/domain/errors.js';
import { ShaclEngineValidator } from '../../src/validation/shacl-engine-validator.js';
import { ValidatorPool } from '../../src/validation/validator-pool.js';
import { describeValidator } from './contract.js';
import { folders, library, turtle } from './support.js';

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const workerFile = file('worker-from-source.mjs');

let pool: ValidatorPool;
beforeAll(async () => {
  pool = await ValidatorPool.open({ workerFile, size: 2, deadlineMs: 20_000, folders });
});
afterAll(() => pool.close());

const direct = new ShaclEngineValidator(library());
describeValidator(
  'pool',
  () => pool,
  () => direct,
);
describeValidator(
  'pool, second opinion',
  () => pool.secondOpinion(),
  () => direct,
);

describe('ValidatorPool', () => {
  const request = (subject: string) => ({ subject, quads: turtle(`<${subject}> a dcat:Dataset .`), profile: 'p' });
  const stubborn = (size: number) => ValidatorPool.open({ workerFile: file('stubborn-worker.mjs'), size, deadlineMs: 300, folders });

  it('serves more requests than it has workers', async () => {
    const quads = turtle('<urn:example:d> a dcat:Dataset .');
    const reports = await Promise.all(Array.from({ length: 20 }, () => pool.validate({ subject: 'urn:example:d', quads, profile: 'dcat-ap-3.0' })));
    expect(new Set(reports.map((report) => report.violations))).toEqual(new Set([2]));
  });

  it('ends a worker that is past the deadline, and goes on with a new one', async () => {
    const small = await stubborn(1);
    const stuck = small.validate(request('urn:example:stuck')).catch((error: unknown) => error);
    const waiting = small.validate(request('urn:example:fine'));
    expect(await stuck).toMatchObject({ code: 'internal/worker-ended', details: { deadlineMs: 300, subject: 'urn:example:stuck' } });
    expect(await waiting).toMatchObject({ profile: 'p' });
    await small.close();
  });

  it('survives a worker that dies', async () => {
    const small = await stubborn(1);
    expect(await small.validate(request('urn:example:dies')).catch((error: unknown) => error)).toMatchObject({ code: 'internal/worker-ended' });
    expect(await small.validate(request('urn:example:fine'))).toMatchObject({ profile: 'p' });
    await small.close();
  });

  it('rejects what is still waiting when it is closed', async () => {
    const small = await stubborn(1);
    const all = [request('urn:example:stuck'), request('urn:example:fine')].map((one) => small.validate(one).catch((error: unknown) => error));
    await small.close();
    for (const ended of await Promise.all(all)) expect(ended).toMatchObject({ code: 'internal/worker-ended' });
    expect(await small.validate(request('urn:example:fine')).catch((error: unknown) => error)).toMatchObject({ code: 'internal/worker-ended' });
  });

  it('does not open on shapes that cannot be read', async () => {
    const failed = await ValidatorPool.open({ workerFile, size: 1, deadlineMs: 1000, folders: { ...folders, vocabularies: '/nowhere' } }).catch(
      (error: unknown) => error,
    );
    expect(failed).toBeInstanceOf(ConfigurationError);
  });
});
