import { Router } from 'express';
import { z } from 'zod';
import type { CatalogueQueries } from '../../catalogue/queries.js';
import { RequestError } from '../../domain/errors.js';
import { bestType } from '../../domain/media-types.js';
import { exportProfiles } from '../../federation/export-profiles.js';
import { faces } from '../../federation/faces.js';
import type { EuMessage } from '../../domain/eu.js';
import { rolesWith } from '../../domain/operator.js';
import type { EuDesk, EuLine } from '../../federation/eu-desk.js';
import type { OperatorGate } from '../../ports/operator-gate.js';
import { jsonBody, smallBody } from '../json-body.js';
import { euRecordParameters, noParameters, parseParameters } from '../schemas/api.js';
import { sendRepresentation } from '../negotiation.js';
import { sendJson, sendOwnJson } from './datasets.js';

export interface FederationRouterDependencies {
  readonly eu: EuDesk;
  readonly gate: OperatorGate;
  readonly baseUrl: string;
}

const messagesShown = 50;

/**
 * `/federation`: what another catalogue asks before it harvests us (EU-2), for machines; people are sent to the page.
 */
export function federationDocumentRouter({ queries, baseUrl }: { readonly queries: Pick<CatalogueQueries, 'catalogue'>; readonly baseUrl: string }): Router {
  const router = Router({ strict: true });
  router.get('/federation', (request, response) => {
    const type = bestType(request.get('accept'), ['text/html', 'application/xhtml+xml', 'application/json']);
    if (type === undefined) throw new RequestError('request/not-acceptable', 'Available: text/html, application/json.');
    if (type !== 'application/json') {
      response.set('Vary', 'Accept, Accept-Language').redirect(303, `/${request.acceptsLanguages('nl', 'en') === 'en' ? 'en' : 'nl'}/federation`);
      return;
    }
    const { title, publisher, contact, licence, languages, adminEmail } = queries.catalogue();
    const document = {
      catalogue: `${baseUrl}/catalog`,
      title,
      publisher: { name: publisher.name, iri: publisher.iri, email: adminEmail },
      contact,
      licence,
      languages,
      metadataStandards: exportProfiles.map(({ iri, title: name }) => ({ iri, title: name })),
      dates: 'ISO 8601',
      authentication: 'none',
      howOften: { changes: 'after each harvest round, daily', recommended: 'daily for what has changed, monthly in full' },
      deletions: 'told by OAI-PMH (deletedRecord persistent) and the feed; in full walks what is absent is gone',
      faces: faces.map(({ id, path, described, formats }) => ({ id, url: `${baseUrl}${path}`, description: `${baseUrl}${described.path}`, formats })),
      eu: `${baseUrl}/api/v1/federation`,
    };
    response.set('Access-Control-Allow-Origin', '*');
    sendRepresentation(request, response, `${JSON.stringify(document, null, 1)}\n`, { type: 'application/json; charset=utf-8' });
  });
  return router;
}

/** `/api/v1/federation`: how our datasets stand with the EU catalogue, and what its dispatcher tells us (R71 to R78). */
export function federationRouter({ eu, gate, baseUrl }: FederationRouterDependencies): Router {
  const router = Router({ strict: true });
  const body = smallBody(128 << 10);
  router.get('/federation', (request, response) => {
    parseParameters(noParameters, request.query);
    sendJson(request, response, summaryAnswer(eu, baseUrl));
  });
  router.get('/federation/records', (request, response) => {
    const { standing, station, after, limit } = parseParameters(euRecordParameters, request.query);
    const lines = eu.lines(after ?? '', limit + 1, { ...(standing === undefined ? {} : { standing }), ...(station === undefined ? {} : { station }) });
    const items = lines.slice(0, limit);
    const address = (from: string): string => {
      const query = new URLSearchParams({ limit: String(limit), after: from });
      if (standing !== undefined) query.set('standing', standing);
      if (station !== undefined) query.set('station', station);
      return `${baseUrl}/api/v1/federation/records?${query.toString()}`;
    };
    const next = lines.length > limit ? address(items.at(-1)?.record.record ?? '') : null;
    response.set('Link', [`<${address(after ?? '')}>; rel="self"`, ...(next === null ? [] : [`<${next}>; rel="next"`])].join(', '));
    sendJson(request, response, { items: items.map((line) => lineAnswer(line, baseUrl)), links: { next } });
  });
  router.get('/federation/records/:id', (request, response) => {
    parseParameters(noParameters, request.query);
    const line = eu.line(request.params.id);
    if (line === null)
      throw new RequestError(
        'request/not-found',
        'Nothing was ever to be sent to the EU of a record with this id: series and services travel inside datasets.',
      );
    const messages = eu.messages(request.params.id, messagesShown).map(messageAnswer);
    sendJson(request, response, { ...lineAnswer(line, baseUrl), obstacles: line.record.obstacles, messages });
  });
  router.get('/central-ids/:id', (request, response) => {
    parseParameters(noParameters, request.query);
    const found = eu.centralId(request.params.id);
    if (found === undefined) throw new RequestError('request/not-found', 'The central platform never gave this identifier to anything of ours.');
    const dataset = found.record === null ? null : { id: found.record, url: `${baseUrl}/datasets/${found.record}` };
    sendJson(request, response, { id: found.id, kind: found.kind, iri: found.iri === '' ? null : found.iri, dataset, since: found.since });
  });
  router.post('/federation/outcomes', body, async (request, response) => {
    eu.admit(request.get('authorization'));
    parseParameters(noParameters, request.query);
    const isNews = await eu.told(jsonBody(request, z.unknown()));
    response.status(200);
    sendOwnJson(request, response, { taken: isNews });
  });
  for (const [path, isPaused] of [
    ['/federation/pause', true],
    ['/federation/resume', false],
  ] as const)
    router.post(path, body, async (request, response) => {
      const operator = gate.enter(request, rolesWith('federate'));
      parseParameters(noParameters, request.query);
      jsonBody(request, z.unknown());
      await eu.setPaused(isPaused, operator.name);
      sendOwnJson(request, response, summaryAnswer(eu, baseUrl));
    });
  router.post('/federation/reconciliations', body, async (request, response) => {
    const operator = gate.enter(request, rolesWith('federate'));
    parseParameters(noParameters, request.query);
    jsonBody(request, z.unknown());
    sendOwnJson(request, response, await eu.reconcile(operator.name));
  });
  return router;
}

function summaryAnswer(eu: EuDesk, baseUrl: string): object {
  const { paused, reconciliation, ...summary } = eu.summary();
  return {
    ...summary,
    pausedSince: paused?.at ?? null,
    reconciliation: reconciliation === null ? null : withoutName(reconciliation),
    links: { self: `${baseUrl}/api/v1/federation`, records: `${baseUrl}/api/v1/federation/records` },
  };
}

/** Who did it stands in the audit log, for the operator's people. */
function withoutName({ at, isListed, inStep, missing, surplus, different }: NonNullable<ReturnType<EuDesk['summary']>['reconciliation']>): object {
  return { at, isListed, inStep, missing, surplus, different };
}

function lineAnswer({ head, record, centralIds }: EuLine, baseUrl: string): object {
  return {
    id: record.record,
    iri: record.iri,
    station: { id: record.station, lastSeenAt: head?.lastSeenAt ?? null },
    national: { state: head?.state ?? null, since: head?.lastChangedAt ?? null, url: head === null ? null : `${baseUrl}/datasets/${head.id}` },
    eu: { standing: record.standing, since: record.at, detail: record.detail, dueAt: record.dueAt, obstacles: record.obstacles.length },
    centralIds: centralIds.map(({ id, kind, iri }) => ({ id, kind, iri })),
  };
}

function messageAnswer({ id, operation, state, createdAt, sentAt, attempts, reference, detail, endedAt }: EuMessage): object {
  return { id, operation, state, createdAt, sentAt, attempts, reference, detail, endedAt };
}
