import type { VNode } from 'preact';
import type { PageContext } from '../page-context.js';
import type { DatasetPageModel } from '../view-models/dataset-page.js';
import { Fields } from './fields.js';
import { Section } from './section.js';
import { Words } from './text.js';

/** Section 9. */
export function RelationsSection({ relations, context }: { readonly relations: DatasetPageModel['relations']; readonly context: PageContext }): VNode {
  const words = context.m.dataset;
  return (
    <Section id="relations" title={words.sections.relations}>
      {relations.length === 0 ? <p>{words.relations.none}</p> : null}
      <dl class="fields">
        {relations.map(({ label, links, more }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <ul>
                {links.map(({ text, href }, i) => (
                  <li key={i}>
                    {href === null ? (
                      <Words text={text} context={context} />
                    ) : (
                      <a href={href}>
                        <Words text={text} context={context} />
                      </a>
                    )}
                  </li>
                ))}
                {more === 0 ? null : <li class="muted">{words.relations.more(more)}</li>}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** Section 10. */
export function CiteSection({ model, context }: { readonly model: DatasetPageModel; readonly context: PageContext }): VNode {
  const { m, lang } = context;
  const words = m.dataset.cite;
  return (
    <Section id="cite" title={m.dataset.sections.cite}>
      <h3>{words.citation}</h3>
      <p id="citation" class="citation">
        <bdi>{model.citation}</bdi>
      </p>
      <button type="button" hidden data-copy="citation" data-copied={m.copied}>
        {words.copy}
      </button>
      <ul class="inline">
        {(['bib', 'ris'] as const).map((extension) => (
          <li key={extension}>
            <a href={`/${lang}/datasets/${model.id}/citation.${extension}`}>{words.reference[extension]}</a>
          </li>
        ))}
      </ul>
      <h3>{words.downloads}</h3>
      <ul class="links">
        {model.downloads.map(({ format, href, mediaType }) => (
          <li key={href}>
            <a href={href} type={mediaType}>
              {words.download(format, model.title.text)}
            </a>
          </li>
        ))}
        <li>
          <a href={`/${lang}/datasets/${model.id}/history`}>{words.history}</a>
        </li>
      </ul>
      <Fields id="cite" fields={model.identity} context={context} />
    </Section>
  );
}

/** Section 10 of a description that is not published: nothing of it has an address yet. */
export function PreviewCiteSection({ model, context }: { readonly model: DatasetPageModel; readonly context: PageContext }): VNode {
  const { m } = context;
  return (
    <Section id="cite" title={m.dataset.sections.cite}>
      <p>{m.validator.look.cite}</p>
      <Fields id="cite" fields={model.identity} context={context} />
    </Section>
  );
}
