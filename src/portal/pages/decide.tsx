import type { VNode } from 'preact';
import { Document } from '../components/document.js';
import { Words } from '../components/text.js';
import type { PageContext } from '../page-context.js';
import type { FeedbackRunModel } from '../view-models/feedback-run.js';
import { RunContents } from './feedback-run.js';

export const runDeeds = ['release', 'discard', 'revert', 'cancel'] as const;
export type RunDeed = (typeof runDeeds)[number];

export interface DecidePageProps {
  readonly model: FeedbackRunModel;
  /** What can be done with the run now; null for who may only look. */
  readonly deeds: readonly RunDeed[] | null;
  readonly error: string | null;
  readonly context: PageContext;
}

/** One run for operators: everything that it did or would do, and what they can have done with it. */
export function DecidePageView({ model, deeds, error, context }: DecidePageProps): VNode {
  const { decide } = context.m.stations;
  const page = `/stations/${model.stationId}/runs/${model.run.id}`;
  const other = context.lang === 'nl' ? 'en' : 'nl';
  return (
    <Document
      context={context}
      title={`${decide.title(String(model.run.id))}: ${model.station.text}`}
      path={null}
      languageHref={`/${other}${page}/decide`}
      section="stations"
      noIndex
    >
      <div class="wrap">
        <h1>
          {decide.title(String(model.run.id))}: <Words text={model.station} context={context} />
        </h1>
        {error === null ? null : (
          <p class="notice" role="alert">
            {error}
          </p>
        )}
        <RunContents model={model} context={context}>
          <section aria-labelledby="deeds">
            <h2 id="deeds">{decide.deeds}</h2>
            {deeds === null ? <p>{decide.lookOnly}</p> : deeds.length === 0 ? <p>{decide.nothing}</p> : null}
            {deeds?.map((deed) => (
              <form key={deed} method="post" action={`/${context.lang}${page}/decide`}>
                <input type="hidden" name="deed" value={deed} />
                <p id={`about-${deed}`}>{decide.about[deed]}</p>
                <button type="submit" class="button" aria-describedby={`about-${deed}`}>
                  {decide[deed]}
                </button>
              </form>
            ))}
          </section>
        </RunContents>
      </div>
    </Document>
  );
}
