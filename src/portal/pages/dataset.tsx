import type { VNode } from 'preact';
import { Icon, Trusted } from '../components/badges.js';
import { ContactLinks } from '../components/contact.js';
import { AccessSection } from '../components/dataset-access.js';
import { DataSection } from '../components/dataset-data.js';
import { CiteSection, PreviewCiteSection, RelationsSection } from '../components/dataset-links.js';
import { QualitySection } from '../components/dataset-quality.js';
import { Document } from '../components/document.js';
import { Fields } from '../components/fields.js';
import { ListButton, ListNotice } from '../components/list-button.js';
import { Section } from '../components/section.js';
import { Paragraphs, Time, Words } from '../components/text.js';
import type { PageContext } from '../page-context.js';
import type { DatasetPageModel } from '../view-models/dataset-page.js';

const sections = ['glance', 'description', 'population', 'health', 'access', 'data', 'quality', 'relations', 'cite'] as const;

/** One record; the order of the sections is fixed by portal.md section 5. */
export function DatasetPageView({
  model,
  jsonLd,
  context,
}: {
  readonly model: DatasetPageModel;
  readonly jsonLd: unknown;
  readonly context: PageContext;
}): VNode {
  return (
    <Document
      context={context}
      title={model.title.text}
      description={model.descriptions[0]?.text.slice(0, 200)}
      path={`/datasets/${model.id}`}
      section="datasets"
      alternates={model.downloads}
      jsonLd={jsonLd}
    >
      <DatasetBody model={model} context={context} />
    </Document>
  );
}

/** All of a record's page but its frame; the preview of an unpublished description is the same page. */
export function DatasetBody({
  model,
  context,
  preview = false,
}: {
  readonly model: DatasetPageModel;
  readonly context: PageContext;
  readonly preview?: boolean;
}): VNode {
  const { m } = context;
  const words = m.dataset;
  return (
    <div class="wrap dataset-page">
      <DatasetHead model={model} context={context} />
      <nav class="toc" aria-label={words.toc}>
        <h2>{words.toc}</h2>
        <ol>
          {sections.map((id) => (
            <li key={id}>
              <a href={`#${id}`}>{words.sections[id]}</a>
            </li>
          ))}
        </ol>
      </nav>
      <div class="sections">
        <Glance model={model} context={context} preview={preview} />
        <Section id="description" title={words.sections.description}>
          {model.descriptions.length === 0 ? (
            <p class="missing">{words.noDescription}</p>
          ) : (
            model.descriptions.map((text, i) => <Paragraphs key={i} text={text} context={context} />)
          )}
          <Fields id="description" fields={model.descriptionFields} context={context} />
        </Section>
        <Section id="population" title={words.sections.population}>
          <Fields id="population" fields={model.population} context={context} />
        </Section>
        <Section id="health" title={words.sections.health}>
          {model.health.length === 0 ? <p class="missing">{m.notProvided}</p> : <Fields id="health" fields={model.health} context={context} />}
        </Section>
        <AccessSection access={model.access} context={context} />
        <DataSection data={model.data} context={context} preview={preview} />
        <QualitySection quality={model.quality} href={preview ? null : `/${context.lang}/datasets/${model.id}/quality`} context={context} />
        <RelationsSection relations={model.relations} context={context} />
        {preview ? <PreviewCiteSection model={model} context={context} /> : <CiteSection model={model} context={context} />}
      </div>
    </div>
  );
}

function DatasetHead({ model, context }: { readonly model: DatasetPageModel; readonly context: PageContext }): VNode {
  const words = context.m.dataset;
  const dates: [string, string | null][] = [
    [words.publishedSince, model.publishedAt],
    [words.modifiedAtSource, model.modified],
    [words.lastHarvested, model.lastSeenAt],
  ];
  return (
    <div class="dataset-head">
      <p class="kind">{words.kinds[model.kind]}</p>
      <h1>
        <Words text={model.title} context={context} />
      </h1>
      {model.alternative.length === 0 ? null : (
        <p class="muted">
          {words.alternative}: {model.alternative.map((text, i) => [i === 0 ? '' : ', ', <Words key={i} text={text} context={context} />])}
        </p>
      )}
      {model.publisher === null ? null : (
        <p class="by">
          {words.publishedBy}{' '}
          {model.publisher.href === null ? (
            <Words text={model.publisher.name} context={context} />
          ) : (
            <a href={model.publisher.href}>
              <Words text={model.publisher.name} context={context} />
            </a>
          )}
          {model.trusted ? <Trusted context={context} /> : null}
        </p>
      )}
      <dl class="facts">
        {dates.map(([label, iso]) =>
          iso === null ? null : (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                <Time iso={iso} context={context} />
              </dd>
            </div>
          ),
        )}
        {model.station === null ? null : (
          <div>
            <dt>{words.fromStation}</dt>
            <dd>
              <a href={model.station.href}>
                <Words text={model.station.name} context={context} />
              </a>
            </dd>
          </div>
        )}
        {model.otherStations.length === 0 ? null : (
          <div>
            <dt>{words.otherStations}</dt>
            <dd>
              {model.otherStations.map((id, i) => [
                i === 0 ? '' : ', ',
                <a key={id} href={`/${context.lang}/stations/${id}`}>
                  {id}
                </a>,
              ])}
            </dd>
          </div>
        )}
      </dl>
      {model.banners.map(({ kind, title, text }) => (
        <div key={kind} class={`banner ${kind}`}>
          <p class="banner-title">
            <Icon name="warning" />
            {title}
          </p>
          <p>{text}</p>
        </div>
      ))}
    </div>
  );
}

function Glance({ model, context, preview }: { readonly model: DatasetPageModel; readonly context: PageContext; readonly preview: boolean }): VNode {
  const words = context.m.dataset;
  const { access } = model;
  return (
    <Section id="glance" title={words.sections.glance} card>
      <p class="what-next">{access.isPublic ? words.publicNote : words.permitNote}</p>
      <div class="actions">
        {access.dataHref === null ? null : (
          <a class="button primary" href={access.dataHref}>
            {words.actions.goToData}
          </a>
        )}
        {access.isPublic ? null : <AskLinks model={model} context={context} />}
        {preview ? null : <ListButton id={model.id} title={model.title.text} back={`/${context.lang}/datasets/${model.id}#on-list`} context={context} />}
      </div>
      {preview ? null : <ListNotice context={context} />}
      {access.isPublic ? null : <AskContact model={model} context={context} />}
      <Fields id="glance" fields={model.glance} context={context} compact />
    </Section>
  );
}

function AskLinks({ model, context }: { readonly model: DatasetPageModel; readonly context: PageContext }): VNode {
  const { actions } = context.m.dataset;
  const { access } = model;
  const page = access.askHdab?.page ?? null;
  return (
    <>
      {page === null ? null : (
        <a class="button primary" href={page}>
          {actions.askHdab}
        </a>
      )}
      {access.sourcePage === null ? null : (
        <a class="button" href={access.sourcePage}>
          {actions.sourcePage}
        </a>
      )}
    </>
  );
}

/** Whom to ask, where the access body has no page for it. */
function AskContact({ model, context }: { readonly model: DatasetPageModel; readonly context: PageContext }): VNode | null {
  const { askHdab } = model.access;
  if (askHdab === null) return <p>{context.m.dataset.actions.noHdab}</p>;
  return askHdab.page === null ? <ContactLinks contact={askHdab} context={context} /> : null;
}
