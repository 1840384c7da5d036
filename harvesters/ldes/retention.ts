import type { NamedNode, Term } from '@rdfjs/types';
import { ldes } from '../../vocab/ldes.js';
import { rdf } from '../../vocab/rdf.js';
import { tree } from '../../vocab/tree.js';
import type { PageGraph } from './page-graph.js';

/** From when on something is kept whole: for so long, and since that instant; both null: since ever. */
export interface Kept {
  readonly forMs: number | null;
  readonly since: number | null;
}

/** What a feed keeps (LDES-9). */
export interface Retention {
  readonly changes: Kept;
  readonly deletions: Kept;
  /** Each entity keeps at least its latest version, so that one that is absent is no more. */
  readonly keepsLatest: boolean;
}

const always: Kept = { forMs: null, since: null };
export const keepsAll: Retention = { changes: always, deletions: always, keepsLatest: true };

/** The instant before which things may have been dropped; null when none were. */
export function horizonOf({ forMs, since }: Kept, now: Date): number | null {
  const bounds = [...(forMs === null ? [] : [now.getTime() - forMs]), ...(since === null ? [] : [since])];
  return bounds.length === 0 ? null : Math.max(...bounds);
}

/** Reads the retention of a view, of both generations, on the root itself and behind `tree:viewDescription`. */
export function readRetention(page: PageGraph, root: Term): Retention {
  const nodes = [root, ...page.objects(root, tree.viewDescription)];
  const policies = [...nodes, ...nodes.flatMap((node) => page.objects(node, ldes.retentionPolicy))];
  const values = (property: NamedNode): readonly string[] => policies.flatMap((policy) => page.objects(policy, property)).map((object) => object.value);
  const durations = (property: NamedNode): readonly number[] => values(property).flatMap((value) => durationMs(value) ?? []);
  const old = policies.map((policy) => oldWindow(page, policy));
  const since = [...values(ldes.startingFrom).flatMap(instant), ...old.flatMap((window) => window.since)];
  const log = [...durations(ldes.fullLogDuration), ...old.flatMap((window) => window.forMs)];
  const versions = durations(ldes.versionDuration);
  const keepsVersions = [...values(ldes.versionAmount), ...values(ldes.amount)].some((amount) => Number(amount) >= 1);
  return {
    changes: { forMs: shortest([...log, ...versions]), since: latest(since) },
    deletions: { forMs: shortest([...durations(ldes.versionDeleteDuration), ...(keepsVersions ? [] : [...log, ...versions])]), since: latest(since) },
    keepsLatest: keepsVersions || log.length + versions.length + since.length === 0,
  };
}

function oldWindow(page: PageGraph, policy: Term): { readonly forMs: readonly number[]; readonly since: readonly number[] } {
  const types = page.objects(policy, rdf.type);
  const isA = (type: NamedNode): boolean => types.some((one) => one.equals(type));
  const ms = isA(ldes.DurationAgoPolicy) ? durationMs(page.object(policy, tree.value)?.value ?? '') : null;
  return { forMs: ms === null ? [] : [ms], since: isA(ldes.PointInTimePolicy) ? instant(page.object(policy, ldes.pointInTime)?.value ?? '') : [] };
}

function instant(text: string): readonly number[] {
  const time = Date.parse(text);
  return Number.isNaN(time) ? [] : [time];
}

function shortest(durations: readonly number[]): number | null {
  return durations.length === 0 ? null : Math.min(...durations);
}

function latest(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.max(...times);
}

const units: readonly (readonly [number, number])[] = [
  [1, 365.25 * 86_400_000],
  [2, 30.44 * 86_400_000],
  [3, 7 * 86_400_000],
  [4, 86_400_000],
  [5, 3_600_000],
  [6, 60_000],
  [7, 1000],
];

/** An xsd:duration in milliseconds; months and years by their average. */
export function durationMs(text: string): number | null {
  const parts = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text.trim());
  if (parts === null || !/\d/.test(text)) return null;
  return units.reduce((sum, [at, ms]) => sum + Number(parts[at] ?? 0) * ms, 0);
}
