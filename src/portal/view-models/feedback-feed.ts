import type { HarvestRun } from '../../domain/harvest.js';
import type { StationStatus } from '../../ports/ledger.js';
import { escapeXml } from '../../report/xml.js';
import type { PageContext } from '../page-context.js';
import { plain, textOf } from './text.js';

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly updated: string;
  readonly published: string;
  readonly href: string;
  readonly summary: string;
}

interface Feed {
  readonly id: string;
  readonly title: string;
  readonly updated: string;
  readonly self: string;
  readonly page: string;
  readonly author: string;
  readonly lang: string;
  readonly version: string;
  readonly entries: readonly Entry[];
}

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

function entryOf(run: HarvestRun, href: string, context: PageContext): Entry {
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

function instant(iso: string): string {
  return new Date(iso).toISOString();
}

function feedText(feed: Feed): string {
  const text = escapeXml;
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${feed.lang}">`,
    `  <id>${text(feed.id)}</id>`,
    `  <title>${text(feed.title)}</title>`,
    `  <updated>${feed.updated}</updated>`,
    `  <author><name>${text(feed.author)}</name></author>`,
    `  <link rel="self" type="application/atom+xml" href="${text(feed.self)}"/>`,
    `  <link rel="alternate" type="text/html" href="${text(feed.page)}"/>`,
    `  <generator version="${text(feed.version)}">ndc</generator>`,
    ...feed.entries.flatMap((entry) => [
      '  <entry>',
      `    <id>${text(entry.id)}</id>`,
      `    <title>${text(entry.title)}</title>`,
      `    <published>${entry.published}</published>`,
      `    <updated>${entry.updated}</updated>`,
      `    <link rel="alternate" type="text/html" href="${text(entry.href)}"/>`,
      `    <summary>${text(entry.summary)}</summary>`,
      '  </entry>',
    ]),
    '</feed>',
    '',
  ].join('\n');
}
