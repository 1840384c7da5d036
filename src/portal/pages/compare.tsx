import type { VNode } from 'preact';
import { Document } from '../components/document.js';
import { FieldValues } from '../components/fields.js';
import { Words } from '../components/text.js';
import type { PageContext } from '../page-context.js';
import type { CompareModel } from '../view-models/compare.js';
import { mostCompared } from '../view-models/list-page.js';

/** Datasets side by side (portal.md section 6). */
export function ComparePageView({
  model,
  path,
  otherHref,
  onlyDifferences,
  isCut,
  backHref,
  context,
}: {
  readonly model: CompareModel;
  /** Without the language. */
  readonly path: string;
  /** The same with everything, or with the differences only. */
  readonly otherHref: string;
  readonly onlyDifferences: boolean;
  readonly isCut: boolean;
  readonly backHref: string;
  readonly context: PageContext;
}): VNode {
  const words = context.m.list.compare;
  const width = model.datasets.length + 1;
  return (
    <Document context={context} title={words.title} path={path} section="list" noIndex>
      <div class="wrap">
        <p>
          <a href={backHref}>{words.back}</a>
        </p>
        <h1>{words.title}</h1>
        {model.datasets.length < 2 ? (
          <p>{words.none}</p>
        ) : (
          <>
            {isCut ? <p class="notice">{words.tooMany(mostCompared)}</p> : null}
            <p>
              <a href={otherHref}>{onlyDifferences ? words.everything : words.onlyDifferences}</a>
            </p>
            {onlyDifferences && model.same > 0 ? <p class="muted">{words.same(model.same)}</p> : null}
            {model.groups.length === 0 ? (
              <p>{words.noDifferences}</p>
            ) : (
              <div class="table" role="region" aria-labelledby="compare-caption" tabIndex={0}>
                <table class="compare">
                  <caption id="compare-caption">{words.caption}</caption>
                  <thead>
                    <tr>
                      <th scope="col">{words.field}</th>
                      {model.datasets.map(({ title, href }) => (
                        <th key={href} scope="col">
                          <a href={href}>
                            <Words text={title} context={context} />
                          </a>
                        </th>
                      ))}
                    </tr>
                  </thead>
                  {model.groups.map(({ section, rows }) => (
                    <tbody key={section}>
                      <tr>
                        <th scope="rowgroup" colSpan={width} class="group">
                          {words.sections[section]}
                        </th>
                      </tr>
                      {rows.map(({ label, cells }) => (
                        <tr key={label}>
                          <th scope="row">{label}</th>
                          {cells.map((cell, n) => (
                            <td key={n}>
                              {cell === null ? <span class="missing">{context.m.notProvided}</span> : <FieldValues field={cell} context={context} />}
                            </td>
                          ))}
                        </tr>
                      ))}
                    </tbody>
                  ))}
                </table>
              </div>
            )}
          </>
        )}
      </div>
    </Document>
  );
}
