import type { ComponentChildren, VNode } from 'preact';
import { Document } from '../components/document.js';
import { SearchBox } from '../components/search-box.js';
import type { PageContext } from '../page-context.js';
import { NotExhaustive } from '../components/contact.js';

interface ErrorPageProps {
  readonly context: PageContext;
  readonly title: string;
  readonly text: string;
  readonly children?: ComponentChildren;
}

/** A page that says what went wrong and where to go on; never a stack trace. */
export function ErrorPageView({ context, title, text, children }: ErrorPageProps): VNode {
  const { m, lang } = context;
  return (
    <Document context={context} title={title} path={null} noIndex>
      <div class="wrap narrow">
        <h1>{title}</h1>
        <p class="lead">{text}</p>
        {children}
        <ul class="links">
          <li>
            <a href={`/${lang}`}>{m.errors.toHome}</a>
          </li>
          <li>
            <a href={`/${lang}/stations`}>{m.errors.toStations}</a>
          </li>
          <li>
            <a href={`/${lang}/about`}>{m.errors.toAbout}</a>
          </li>
        </ul>
      </div>
    </Document>
  );
}

export function NotFoundView({ context }: { readonly context: PageContext }): VNode {
  const { title, text } = context.m.errors.notFound;
  return (
    <ErrorPageView context={context} title={title} text={text}>
      <SearchBox context={context} q="" />
    </ErrorPageView>
  );
}

export function DatasetNotFoundView({ context, iri = '' }: { readonly context: PageContext; readonly iri?: string }): VNode {
  const { errors } = context.m;
  return (
    <ErrorPageView context={context} title={errors.datasetNotFound.title} text={errors.datasetNotFound.text}>
      <SearchBox context={context} q="" />
      <form class="search-box" action="/datasets" method="get" aria-label={errors.lookingForIri}>
        <label for="uri">{errors.iriLabel}</label>
        <div class="row">
          <input id="uri" name="uri" type="text" value={iri} inputMode="url" autocomplete="off" />
          <button type="submit">{errors.iriButton}</button>
        </div>
      </form>
      <NotExhaustive context={context} />
    </ErrorPageView>
  );
}

export function BeyondEndView({
  context,
  lastHref,
  pages,
  q,
}: {
  readonly context: PageContext;
  readonly lastHref: string;
  readonly pages: number;
  readonly q: string;
}): VNode {
  const { beyond } = context.m.errors;
  return (
    <ErrorPageView context={context} title={beyond.title} text={beyond.text(pages)}>
      <p>
        <a href={lastHref}>{beyond.last}</a>
      </p>
      <SearchBox context={context} q={q} />
    </ErrorPageView>
  );
}

export function BadQueryView({ context, text, q }: { readonly context: PageContext; readonly text: string; readonly q: string }): VNode {
  return (
    <ErrorPageView context={context} title={context.m.errors.badRequest.title} text={text}>
      <SearchBox context={context} q={q} />
    </ErrorPageView>
  );
}
