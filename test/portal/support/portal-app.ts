import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { examplesFolder } from '../../../src/assets.js';
import type { CatalogueQueries } from '../../../src/catalogue/queries.js';
import type { FeedbackDesk } from '../../../src/feedback/feedback-desk.js';
import { portalNotFound, portalRouter, type PortalDependencies } from '../../../src/portal/routes.js';
import { readExamples } from '../../../src/rdf/query-examples.js';
import type { TrialDesk } from '../../../src/catalogue/station-trial-desk.js';
import type { ValidationDesk } from '../../../src/catalogue/validation-desk.js';
import { MemoryKeptReports, testDesk, type TestDeskOptions } from './desk.js';
import { fakeEuDesk } from './eu-desk.js';
import { fakeQueries } from './fake-queries.js';
import { glucose, hostile, openStatistics, ordinary, withdrawn } from './records.js';
import { smallEngine } from './small-engine.js';

export const packageRoot = fileURLToPath(new URL('../../../', import.meta.url));

export interface TestPortalOptions extends TestDeskOptions {
  readonly keptReports?: MemoryKeptReports;
  readonly waitMs?: number;
  readonly feedback?: FeedbackDesk;
  readonly decide?: PortalDependencies['decide'];
  readonly trials?: TrialDesk;
  readonly waitsFor?: NonNullable<PortalDependencies['waitsFor']>;
  readonly lists?: NonNullable<PortalDependencies['lists']>;
}

export interface TestPortal {
  readonly url: string;
  readonly desk: ValidationDesk;
  get(path: string, headers?: Record<string, string>): Promise<{ readonly status: number; readonly headers: Headers; readonly text: string }>;
  close(): Promise<void>;
}

/** The portal alone on a port of its own, over invented records. */
export async function startPortal(overrides: Partial<CatalogueQueries> = {}, port = 0, options: TestPortalOptions = {}): Promise<TestPortal> {
  const app = express();
  app.disable('x-powered-by');
  let url = '';
  const engine = smallEngine();
  const desk = testDesk(options);
  const dependencies = {
    validator: { desk, keptReports: options.keptReports ?? new MemoryKeptReports(), waitMs: options.waitMs ?? 20_000, keepMs: 600_000 },
    queries: fakeQueries(overrides),
    baseUrl: () => url,
    version: '0.1.0',
    packageRoot,
    eu: fakeEuDesk([glucose, openStatistics, hostile, withdrawn, ...ordinary].map(({ head }) => head)),
    sparql: { engineOf: () => engine, examples: readExamples(examplesFolder) },
    ...(options.feedback === undefined ? {} : { feedback: options.feedback }),
    ...(options.decide === undefined ? {} : { decide: options.decide }),
    ...(options.trials === undefined
      ? {}
      : { trials: { desk: options.trials, keptReports: options.keptReports ?? new MemoryKeptReports(), keepMs: 3_600_000, waitMs: options.waitMs ?? 20_000 } }),
    ...(options.waitsFor === undefined ? {} : { waitsFor: options.waitsFor }),
    ...(options.lists === undefined ? {} : { lists: options.lists }),
    now: () => new Date('2026-06-20T08:00:00Z'),
  };
  app.use(portalRouter(dependencies));
  app.use(portalNotFound(dependencies));
  const server = await new Promise<Server>((resolve) => {
    const started = app.listen(port, '127.0.0.1', () => resolve(started));
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    desk,
    get: async (path, headers = {}) => {
      const response = await fetch(url + path, { headers, redirect: 'manual' });
      return { status: response.status, headers: response.headers, text: await response.text() };
    },
    close: () => {
      desk.close();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
