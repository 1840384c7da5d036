import type { ComponentChildren, VNode } from 'preact';
import { portalLanguages } from '../../domain/language.js';
import type { PageContext } from '../page-context.js';
import { EditorScript, type EditorProps } from './editor.js';
import { jsonForScript } from '../view-models/schema-org.js';

export interface DocumentProps {
  readonly context: PageContext;
  readonly title: string;
  readonly description?: string | undefined;
  /** Path and query without the language: the page's canonical place. Null for pages that have none, such as errors. */
  readonly path: string | null;
  readonly section?: 'home' | 'datasets' | 'stations' | 'validate' | 'about' | 'list' | undefined;
  readonly alternates?: readonly { readonly mediaType: string; readonly href: string }[];
  readonly skipLinks?: readonly { readonly href: string; readonly text: string }[];
  readonly jsonLd?: unknown;
  readonly noIndex?: boolean;
  /** The text editor, on the pages that have one. */
  readonly editor?: EditorProps | null;
  /** The same page in the other language, for pages whose address has no language in it. */
  readonly languageHref?: string;
  /** Query of this very view, kept when the language changes. */
  readonly query?: string;
  readonly children: ComponentChildren;
}

/** The whole document around one page: head, header, navigation, main, footer. */
export function Document({
  context,
  title,
  description,
  path,
  section,
  alternates = [],
  skipLinks = [],
  jsonLd,
  noIndex = false,
  editor = null,
  languageHref,
  query = '',
  children,
}: DocumentProps): VNode {
  const { lang, m, baseUrl, siteName, assets } = context;
  const at = (language: string): string => `${baseUrl}/${language}${path ?? ''}`;
  return (
    <html lang={lang}>
      <head>
        <meta charset="utf-8" />
        <title>{title === '' ? siteName : `${title} - ${siteName}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {description ? <meta name="description" content={description} /> : null}
        {noIndex ? <meta name="robots" content="noindex" /> : null}
        {path === null ? null : <link rel="canonical" href={at(lang)} />}
        {path === null ? null : portalLanguages.map((language) => <link key={language} rel="alternate" hreflang={language} href={at(language)} />)}
        {alternates.map(({ mediaType, href }) => (
          <link key={href} rel="alternate" type={mediaType} href={href} />
        ))}
        <link rel="icon" href={assets.icon} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.css} />
        <script type="module" src={assets.js} />
        {jsonLd === undefined ? null : <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: jsonForScript(jsonLd) }} />}
      </head>
      <body>
        <a class="skip" href="#main">
          {m.skipToContent}
        </a>
        {skipLinks.map(({ href, text }) => (
          <a key={href} class="skip" href={href}>
            {text}
          </a>
        ))}
        <SiteHeader context={context} path={path === null ? null : path + query} languageHref={languageHref} section={section} />
        <main id="main" tabIndex={-1}>
          {children}
        </main>
        <SiteFooter context={context} />
        <div id="announcer" class="hidden" role="status" />
        {editor === null ? null : <EditorScript editor={editor} context={context} />}
      </body>
    </html>
  );
}

function SiteHeader({
  context,
  path,
  languageHref,
  section,
}: {
  readonly context: PageContext;
  readonly path: string | null;
  readonly languageHref: string | undefined;
  readonly section: DocumentProps['section'];
}): VNode {
  const { lang, m, siteName } = context;
  const other = lang === 'nl' ? 'en' : 'nl';
  const items = [
    { key: 'datasets', href: `/${lang}/datasets`, text: m.nav.datasets },
    { key: 'stations', href: `/${lang}/stations`, text: m.nav.stations },
    { key: 'validate', href: `/${lang}/validator`, text: m.nav.validate },
    { key: 'about', href: `/${lang}/about`, text: m.nav.about },
    { key: 'list', href: `/${lang}/list`, text: m.list.nav },
  ];
  return (
    <header class="site-header">
      <div class="wrap">
        <a class="site-name" href={`/${lang}`} aria-current={section === 'home' ? 'page' : undefined}>
          {siteName}
        </a>
        <nav aria-label={m.siteNav}>
          <ul>
            {items.map(({ key, href, text }) => (
              <li key={key}>
                <a href={href} aria-current={section === key ? 'true' : undefined}>
                  {text}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <a class="language" href={languageHref ?? `/${other}${path ?? ''}`} lang={other} hreflang={other}>
          {m.otherLanguage}
        </a>
      </div>
    </header>
  );
}

function SiteFooter({ context }: { readonly context: PageContext }): VNode {
  const { lang, m, siteContact, version } = context;
  return (
    <footer class="site-footer">
      <div class="wrap">
        <nav aria-label={m.footer.label}>
          <ul>
            <li>
              <a href={`/${lang}/about`}>{m.nav.about}</a>
            </li>
            <li>
              <a href={`/${lang}/accessibility`}>{m.footer.accessibility}</a>
            </li>
            <li>
              <a href={`/${lang}/privacy`}>{m.footer.privacy}</a>
            </li>
            <li>
              <a href={`/${lang}/developers`}>{m.footer.developers}</a>
            </li>
            <li>
              <a href={`/${lang}/reuse`}>{m.overview.nav.reuse}</a>
            </li>
            <li>
              <a href={`/${lang}/federation`}>{m.federation.nav}</a>
            </li>
            <li>
              <a href={`/${lang}/statistics`}>{m.overview.nav.statistics}</a>
            </li>
            <li>
              <a href={`/${lang}/publishers`}>{m.overview.nav.publishers}</a>
            </li>
            <li>
              <a href={`/${lang}/themes`}>{m.overview.nav.themes}</a>
            </li>
            <li>
              <a href={`/${lang}/changelog`}>{m.overview.nav.changelog}</a>
            </li>
          </ul>
        </nav>
        <p>
          {siteContact === null ? null : `${siteContact.name} · `}
          {m.footer.version(version)}
        </p>
      </div>
    </footer>
  );
}
