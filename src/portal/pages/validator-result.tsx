import type { VNode } from 'preact';
import { Icon, SeverityBadge } from '../components/badges.js';
import { CheckResultView } from '../components/check-result.js';
import { Document } from '../components/document.js';
import type { EditorProps } from '../components/editor.js';
import { GonePage, LookBanner } from '../components/look.js';
import { Section } from '../components/section.js';
import { asIs, Words } from '../components/text.js';
import { ValidatorForm } from '../components/validator-form.js';
import { VerdictTable } from '../components/verdict-table.js';
import type { PageContext } from '../page-context.js';
import type { PreviewModel } from '../view-models/preview.js';
import type { SourceModel } from '../view-models/source-text.js';
import type { ValidatorFormModel } from '../view-models/validator-form.js';
import type { RecordSection, ValidatorResultModel } from '../view-models/validator-result.js';
import { DatasetBody } from './dataset.js';

export interface ResultPageProps {
  readonly model: ValidatorResultModel;
  readonly title: string;
  /** Without the language. */
  readonly path: string;
  readonly query: string;
  readonly source: SourceModel | null;
  readonly lineHref: ((line: number) => string) | null;
  readonly permalink: string | null;
  /** Where the report was kept on demand. */
  readonly kept: { readonly href: string; readonly expiresAt: string } | null;
  /** On the page of a kept report itself. */
  readonly keptHere: { readonly createdAt: string; readonly expiresAt: string; readonly deleteHref: string } | null;
  /** With the text, to be mended and validated again; null when it is too large, or not there. */
  readonly form: ValidatorFormModel | null;
  readonly hasText: boolean;
  readonly editor: EditorProps | null;
  readonly context: PageContext;
}

/** The report in the order of portal.md section 7: the sentence, the counts, then results by record, part and severity. */
export function ResultPageView(props: ResultPageProps): VNode {
  const { model, context, title, path, query, form, editor } = props;
  const words = context.m.validator.result;
  return (
    <Document context={context} title={title} path={path} query={query} section="validate" editor={editor} noIndex>
      <div class="wrap validator">
        <h1>{title}</h1>
        {props.keptHere === null ? null : <KeptHere kept={props.keptHere} context={context} />}
        {model.nothing === null ? <Summary {...props} /> : <Nothing model={model} context={context} />}
        {model.nothing !== null && props.source === null ? null : <Views model={model} context={context} />}
        {props.source !== null ? <SourceText source={props.source} context={context} /> : model.nothing === null ? <Results {...props} /> : null}
        {form === null ? (
          <p>
            {props.hasText ? `${words.againTooLarge} ` : ''}
            <a href={`/${context.lang}/validator`}>{words.againNew}</a>
          </p>
        ) : (
          <section aria-labelledby="again">
            <h2 id="again">{words.again}</h2>
            <ValidatorForm model={form} context={context} />
          </section>
        )}
      </div>
    </Document>
  );
}

function Nothing({ model, context }: { readonly model: ValidatorResultModel; readonly context: PageContext }): VNode {
  return (
    <div class="verdict warning">
      <p class="verdict-sentence">
        <Icon name="warning" />
        {model.sentence}
      </p>
      {model.nothing === null ? null : (
        <p>
          <Words text={model.nothing} context={context} />
        </p>
      )}
    </div>
  );
}

function Summary({ model, context, kept, permalink }: ResultPageProps): VNode {
  const words = context.m.validator.result;
  return (
    <>
      <div class={`verdict ${model.mood}`}>
        <p class="verdict-sentence">
          <Icon name={model.mood === 'good' ? 'check' : model.mood === 'warning' ? 'warning' : 'stop'} />
          {model.sentence}
        </p>
        <p class="muted">{model.summary}</p>
        <Counters model={model} context={context} />
      </div>
      {kept === null ? null : (
        <p class="notice">
          {words.keptUntil(context.f.date(kept.expiresAt))} <a href={kept.href}>{words.keptLink}</a>
        </p>
      )}
      {permalink === null ? null : (
        <p>
          {words.permalink}: <a href={permalink}>{permalink}</a>
        </p>
      )}
    </>
  );
}

function Counters({ model, context }: { readonly model: ValidatorResultModel; readonly context: PageContext }): VNode | null {
  if (model.counters.length < 2) return null;
  return (
    <nav class="chips" aria-label={context.m.validator.result.counters}>
      <ul>
        {model.counters.map(({ severity, text, href, current }) => (
          <li key={text}>
            <a class="chip" href={href} aria-current={current ? 'true' : undefined}>
              {severity === null ? null : <Icon name={severity === 'violation' ? 'stop' : severity} />}
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Views({ model, context }: { readonly model: ValidatorResultModel; readonly context: PageContext }): VNode | null {
  if (model.views.length < 2) return null;
  return (
    <nav class="views" aria-label={context.m.validator.result.views}>
      <ul>
        {model.views.map(({ view, text, href, current }) => (
          <li key={view}>
            <a href={href} aria-current={current ? 'page' : undefined}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Results(props: ResultPageProps): VNode {
  const { model, context, lineHref } = props;
  const words = context.m.validator.result;
  return (
    <>
      <section id="records" aria-label={model.views.find(({ current }) => current)?.text ?? words.view.results} tabIndex={-1}>
        {model.records.length === 0 ? <p>{words.nothingOfSeverity}</p> : null}
        {model.records.map((record) => (
          <RecordView key={record.anchor} record={record} lineHref={lineHref} context={context} />
        ))}
        <Pages model={model} context={context} />
      </section>
      <Verdicts model={model} context={context} />
      <Policy model={model} context={context} />
      <WholeDocument model={model} context={context} />
      <Downloads model={model} context={context} />
    </>
  );
}

function RecordView({
  record,
  lineHref,
  context,
}: {
  readonly record: RecordSection;
  readonly lineHref: ResultPageProps['lineHref'];
  readonly context: PageContext;
}): VNode {
  const words = context.m.validator.result;
  return (
    <article class="record" id={record.anchor} aria-labelledby={`${record.anchor}-title`}>
      <h2 id={`${record.anchor}-title`}>
        <span class="record-kind">{record.kind}</span> {record.title === null ? words.untitled : <bdi>{record.title}</bdi>}
      </h2>
      <p class="record-facts">
        {record.publishable === null ? null : (
          <span class={`badge ${record.publishable ? 'good' : 'bad'}`}>
            <Icon name={record.publishable ? 'check' : 'stop'} />
            {record.publishable ? words.decision.publishable : words.decision.held}
          </span>
        )}{' '}
        <code {...asIs}>{record.iri}</code> <span class="muted">{record.profile}</span>
      </p>
      {record.parts.length === 0 ? <p>{words.fine}</p> : null}
      {record.parts.map((part, i) => (
        <div key={i} class="part">
          <h3>
            {part.title}
            {part.name === null ? null : (
              <>
                : <bdi>{part.name}</bdi>
              </>
            )}
          </h3>
          {part.severities.map((section) => (
            <div key={section.severity}>
              <h4 class={`severity ${section.severity}`}>{section.text}</h4>
              <ul class="checks">
                {section.results.map((result, n) => (
                  <CheckResultView key={n} result={result} lineHref={lineHref} context={context} />
                ))}
              </ul>
              {section.more === 0 ? null : <p>{words.more(section.more)}</p>}
            </div>
          ))}
        </div>
      ))}
    </article>
  );
}

function Pages({ model, context }: { readonly model: ValidatorResultModel; readonly context: PageContext }): VNode | null {
  const { page, pages, previousHref, nextHref } = model.pages;
  const { pagination } = context.m;
  if (pages === 1) return null;
  return (
    <nav class="pagination" aria-label={context.m.validator.result.pages}>
      {previousHref === null ? null : (
        <a href={previousHref} rel="prev">
          {pagination.previous}
        </a>
      )}
      <span>{context.m.validator.result.page(page, pages)}</span>
      {nextHref === null ? null : (
        <a href={nextHref} rel="next">
          {pagination.next}
        </a>
      )}
    </nav>
  );
}

function Verdicts({ model, context }: { readonly model: ValidatorResultModel; readonly context: PageContext }): VNode {
  const words = context.m.validator.result;
  return (
    <Section id="verdicts" title={words.verdicts}>
      <VerdictTable verdicts={model.verdicts} context={context} />
    </Section>
  );
}

function Policy({ model, context }: { readonly model: ValidatorResultModel; readonly context: PageContext }): VNode {
  const words = context.m.validator.result;
  const { policy } = model;
  return (
    <Section id="policy" title={words.policy}>
      <p>
        {words.policyMode}: {policy.text}
      </p>
      <p>{policy.count}</p>
      {policy.held.length === 0 ? null : (
        <>
          <h3>{words.policyHeld}</h3>
          <ul>
            {policy.held.map(({ title, href, reasons }) => (
              <li key={href}>
                <a href={href}>
                  <bdi>{title}</bdi>
                </a>
                <ul>
                  {reasons.map(({ text, detail }, i) => (
                    <li key={i}>
                      <Words text={text} context={context} />{' '}
                      <span class="muted">
                        {words.detail}: <span lang="en">{detail}</span>
                      </span>
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

/** What concerns the document as a whole: remarks, and spellings that are put right on reading. */
function WholeDocument({ model, context }: { readonly model: ValidatorResultModel; readonly context: PageContext }): VNode {
  const words = context.m.validator.result;
  return (
    <>
      {model.notices.length === 0 ? null : (
        <Section id="notices" title={words.notices}>
          <ul class="checks">
            {model.notices.map(({ severity, severityText, line, message }, i) => (
              <li key={i}>
                <SeverityBadge severity={severity} text={severityText} /> {line === null ? null : `${words.line(line)}: `}
                <Words text={message} context={context} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {model.repairs.length === 0 ? null : (
        <Section id="repairs" title={words.repairs(model.repairCount)}>
          <p class="hint">{words.repairsHint}</p>
          <ul class="checks">
            {model.repairs.map(({ text, detail, line, repaired, count }, i) => (
              <li key={i}>
                {repaired ? null : <span class="badge warning">{words.notRepaired}</span>} <Words text={text} context={context} />{' '}
                <code {...asIs}>{detail}</code>{' '}
                <span class="muted">
                  {line === null ? null : words.line(line)}
                  {count > 1 ? ` · ${words.also(count - 1)}` : null}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Downloads({ model, context }: { readonly model: ValidatorResultModel; readonly context: PageContext }): VNode {
  return (
    <Section id="downloads" title={context.m.validator.result.downloads}>
      <ul class="links">
        {model.downloads.map(({ text, href }) => (
          <li key={href}>
            <a href={href}>{text}</a>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function KeptHere({ kept, context }: { readonly kept: NonNullable<ResultPageProps['keptHere']>; readonly context: PageContext }): VNode {
  const words = context.m.validator.result;
  return (
    <div class="notice">
      <p>{words.keptIntro(context.f.date(kept.createdAt), context.f.date(kept.expiresAt))}</p>
      <form action={kept.deleteHref} method="post">
        <input type="hidden" name="action" value="delete" />
        <button type="submit">{words.keptDelete}</button>
      </form>
    </div>
  );
}

function SourceText({ source, context }: { readonly source: SourceModel; readonly context: PageContext }): VNode {
  const words = context.m.validator.result;
  if (source.lines.length === 0) return <p>{words.sourceNone}</p>;
  return (
    <div id="records" tabIndex={-1}>
      <p class="hint">{words.sourceCaption}</p>
      <div class="source" role="region" aria-label={words.sourceCaption} tabIndex={0} {...asIs}>
        <ol>
          {source.lines.map(({ number, text, marks }) => (
            <li key={number} id={`L${String(number)}`} class={marks === 0 ? undefined : 'marked'}>
              <code>{text === '' ? ' ' : text}</code>
              {marks === 0 ? null : <span class="hidden">{words.sourceMark(marks)}</span>}
            </li>
          ))}
        </ol>
      </div>
      {source.total > source.lines.length ? <p>{words.sourceCut(source.lines.length, source.total)}</p> : null}
    </div>
  );
}

/** The real page of the record under a banner that says that nothing is published. */
export function LookPageView({
  preview,
  views,
  title,
  path,
  query,
  context,
}: {
  readonly preview: PreviewModel;
  readonly views: ValidatorResultModel;
  readonly title: string;
  readonly path: string;
  readonly query: string;
  readonly context: PageContext;
}): VNode {
  const { lang } = context;
  const words = context.m.validator.look;
  const { page } = preview;
  return (
    <Document context={context} title={page === null ? title : page.title.text} path={path} query={query} section="validate" noIndex>
      <div class="wrap validator">
        {page === null ? <h1>{title}</h1> : null}
        <Views model={views} context={context} />
        <LookBanner title={words.bannerTitle} publishable={preview.publishable}>
          {preview.reason === 'none' ? words.none : preview.reason === 'too-large' ? words.tooLarge : words.bannerText}{' '}
          {page === null || preview.publishable ? null : words.bannerHeld} <a href={`/${lang}${path}`}>{words.back}</a>
        </LookBanner>
        {preview.choices.length < 2 ? null : (
          <nav class="chips" aria-label={words.choose}>
            <ul>
              {preview.choices.map(({ record, title: name, current, href }) => (
                <li key={record}>
                  <a class="chip" href={href} aria-current={current ? 'true' : undefined}>
                    <bdi>{name}</bdi>
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
      </div>
      {page === null ? null : <DatasetBody model={page} context={context} preview />}
    </Document>
  );
}

/** A result, or a kept report, that is there no more. */
export function GonePageView({ title, text, context }: { readonly title: string; readonly text: string; readonly context: PageContext }): VNode {
  const next = { href: `/${context.lang}/validator`, text: context.m.validator.job.toForm };
  return <GonePage title={title} text={text} section="validate" next={next} context={context} />;
}
