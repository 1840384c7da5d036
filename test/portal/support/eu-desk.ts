import type { EuMessage, EuRecord, EuStanding } from '../../../src/domain/eu.js';
import { euStandings } from '../../../src/domain/eu.js';
import type { RecordHead } from '../../../src/domain/record.js';
import { EuDesk } from '../../../src/federation/eu-desk.js';

/** A desk over these records: each stands in another way, and texts are as bad as a station can make them. */
export function fakeEuDesk(heads: readonly RecordHead[]): EuDesk {
  const bad = '<script>alert(1)</script> \u202E"quoted"';
  const records = heads.map((head, at): EuRecord => ({
    record: head.id,
    iri: head.iri,
    station: head.station,
    standing: euStandings[at % euStandings.length]!,
    held: null,
    wanted: null,
    seq: at,
    obstacles:
      euStandings[at % euStandings.length] === 'blocked'
        ? [
            { rule: 'urn:rule', path: null, message: { nl: [`Er ontbreekt iets: ${bad}`], en: [`Something is missing: ${bad}`] }, by: 'holder' },
            { rule: 'urn:rule', path: null, message: { nl: ['Nog iets.'], en: ['Something else.'] }, by: 'hdab' },
          ]
        : [],
    dueAt: euStandings[at % euStandings.length] === 'deletion-due' ? '2026-07-20T08:00:00.000Z' : null,
    detail: bad,
    at: '2026-06-19T08:00:00.000Z',
  }));
  const counts = Object.fromEntries(euStandings.map((name) => [name, records.filter(({ standing }) => standing === name).length])) as Record<
    EuStanding,
    number
  >;
  const noMessages: readonly EuMessage[] = [];
  return new EuDesk({
    reader: { snapshot: () => ({ epoch: 2, seq: 7 }), head: (id) => heads.find((head) => head.id === id) },
    eu: {
      euState: () => ({
        bookmark: { epoch: 1, seq: 3 },
        paused: { by: 'somebody', at: '2026-06-18T08:00:00.000Z' },
        reconciliation: { at: '2026-06-17T08:00:00.000Z', epoch: 1, by: 'somebody', isListed: true, inStep: 4, missing: 1, surplus: 0, different: 2 },
      }),
      euRecord: (id) => records.find(({ record }) => record === id),
      euRecords: (after, limit, filter = {}) =>
        records.filter(({ record, standing }) => record > after && (filter.standing === undefined || standing === filter.standing)).slice(0, limit),
      euCounts: () => counts,
      euMessages: () => noMessages,
      euMessage: () => undefined,
      euMessagesIn: () => noMessages,
      euMessageCounts: () => ({}),
      euDue: () => [],
      euUsersOf: () => [],
      centralId: () => undefined,
      centralIdsOf: () => [],
      close: () => undefined,
    },
    book: { concludeEu: () => Promise.resolve(false), setEuPaused: () => Promise.resolve() },
    isConfigured: true,
    reconcile: () => Promise.reject(new Error('not here')),
    webhook: null,
  });
}
