import { escapeXml } from '../../report/xml.js';

/** One entry; times are ISO 8601. */
export interface FeedEntry {
  readonly id: string;
  readonly title: string;
  readonly updated: string;
  readonly published: string;
  readonly href: string;
  readonly summary: string;
}

export interface Feed {
  readonly id: string;
  readonly title: string;
  readonly updated: string;
  readonly self: string;
  readonly page: string;
  readonly author: string;
  readonly lang: string;
  readonly version: string;
  readonly entries: readonly FeedEntry[];
}

/** A moment as RFC 3339 wants it. */
export function instant(iso: string): string {
  return new Date(iso).toISOString();
}

/** An Atom feed (RFC 4287). */
export function feedText(feed: Feed): string {
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
