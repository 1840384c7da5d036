import type { HarvestRun } from '../../domain/harvest.js';
import type { StationStatus } from '../../ports/ledger.js';
import type { PageContext } from '../page-context.js';
import { feedText, instant, type FeedEntry } from './atom.js';
import { plain, textOf } from './text.js';

/**
 * The runs of a station as an Atom feed (RFC 4287), for everyone or with what only its curator may see. Ids do not change
 * with the language; an entry's time is when its run ended, or was decided on.
 */
export function runsFeed(
  status: StationStatus,
  runs: readonly HarvestRun[],
  {
    context,
    path,
    page,
    entryPage,
  }: { readonly context: PageContext; readonly path: string; readonly page: string; readonly entryPage: (run: HarvestRun) => string },
): string {
  const { baseUrl, lang } = context;
  const ended = runs.filter((run) => run.endedAt !== null);
  const name = textOf(status.station.title, context, 200) ?? plain(status.station.id);
  const entries = ended.map((run) => entryOf(run, `${baseUrl}${entryPage(run)}`, context));
  return feedText({
    id: `${baseUrl}${path}`,
    title: context.m.stations.feed(name.text),
    updated: entries.reduce((latest, { updated }) => (updated > latest ? updated : latest), '1970-01-01T00:00:00.000Z'),
    self: `${baseUrl}${path}`,
    page: `${baseUrl}${page}`,
    author: context.siteName,
    lang,
    version: context.version,
    entries,
  });
}

function entryOf(run: HarvestRun, href: string, context: PageContext): FeedEntry {
  const words = context.m.stations;
  const { f } = context;
  const { counts } = run;
  const ended = run.endedAt ?? run.startedAt;
  const numbers = [
    [words.added, counts.added],
    [words.updated, counts.updated],
    [words.unchanged, counts.unchanged],
    [words.withdrawn, counts.withdrawn],
    [words.held, counts.held],
  ] as const;
  return {
    id: `${context.baseUrl}/stations/${run.station}/runs/${String(run.id)}`,
    title: `${words.runTitle(run.id)}: ${run.outcome === null ? words.running : words.outcomes[run.outcome]}${run.dry ? ` (${words.dry})` : ''}`,
    updated: instant(run.resolved === null || run.resolved.at < ended ? ended : run.resolved.at),
    published: instant(ended),
    href,
    summary: [
      `${words.triggers[run.trigger]}. ${numbers.map(([label, n]) => `${label}: ${f.number(n)}`).join('; ')}.`,
      ...(run.resolved === null ? [] : [words.resolved[run.resolved.how](null, f.dateTime(run.resolved.at))]),
    ].join(' '),
  };
}
