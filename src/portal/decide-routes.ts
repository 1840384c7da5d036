import { urlencoded, type NextFunction, type Request, type Response, type Router } from 'express';
import { RequestError } from '../domain/errors.js';
import type { HarvestRun } from '../domain/harvest.js';
import type { PortalLanguage } from '../domain/language.js';
import { may, rolesWith, type Operator, type OperatorRight } from '../domain/operator.js';
import type { FeedbackDesk } from '../feedback/feedback-desk.js';
import type { OperatorGate } from '../ports/operator-gate.js';
import { createElement } from './element.js';
import { sendNotFound } from './error-pages.js';
import { DecidePageView, runDeeds, type RunDeed } from './pages/decide.js';
import { ErrorPageView } from './pages/errors.js';
import type { Portal } from './portal.js';
import { seeOther, sendPage } from './respond.js';
import { feedbackRunModel } from './view-models/feedback-run.js';

/** A deed in its turn: the number of the run that does it, as soon as there is one. */
interface BegunDeed {
  readonly run: Promise<number | null>;
  readonly ended: Promise<unknown>;
  /** Null when it has begun. */
  waitsFor(): unknown;
  /** Takes it out of the line again. */
  leave(): boolean;
}

/** What operators can have done with a run. */
export interface RunDeeds {
  release(held: number, by: string): BegunDeed;
  revert(of: number, by: string): BegunDeed;
  discard(held: number, by: string): Promise<void>;
  cancel(run: number, by: string): Promise<void>;
}

export interface DecideDependencies {
  readonly gate: OperatorGate;
  readonly deeds: RunDeeds;
  readonly desk: Pick<FeedbackDesk, 'run'>;
}

const secret = { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex, nofollow' } as const;

/**
 * `/{lang}/stations/{id}/runs/{run}/decide`: behind HTTP Basic, kept by no cache (DESIGN section 5). Who may know who did what
 * may look; operators decide.
 */
export function decideRoutes(router: Router, portal: Portal, lang: PortalLanguage, dependencies: DecideDependencies): void {
  const pages = new DecidePages(portal, lang, dependencies);
  const form = urlencoded({ extended: false, limit: '8kb', parameterLimit: 10 });
  const path = '/stations/:id/runs/:run/decide';
  router.get(path, (request, response) => {
    const operator = pages.enter(request, response, 'names');
    if (operator !== null) pages.show(request, response, operator, 200, null);
  });
  router.post(path, form, (request: Request, response: Response, next: NextFunction) => {
    const operator = pages.enter(request, response, 'decide');
    if (operator !== null) pages.decide(request, response, operator).catch(next);
  });
}

class DecidePages {
  constructor(
    private readonly portal: Portal,
    private readonly lang: PortalLanguage,
    private readonly dependencies: DecideDependencies,
  ) {}

  /** Who asks; null when the page that asks for it was sent. */
  enter(request: Request, response: Response, right: OperatorRight): Operator | null {
    try {
      return this.dependencies.gate.enter(request, rolesWith(right));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const context = this.portal.context(this.lang);
      const { challenge, retryAfter } = error.details;
      sendPage(request, response, {
        status: error.code === 'request/unauthorized' ? 401 : error.code === 'request/too-many' ? 429 : 403,
        headers: {
          ...secret,
          ...(typeof challenge === 'string' ? { 'WWW-Authenticate': challenge } : {}),
          ...(typeof retryAfter === 'number' ? { 'Retry-After': String(retryAfter) } : {}),
        },
        page: createElement(ErrorPageView, { context, title: context.m.stations.decide.closed, text: context.m.stations.decide.closedText }),
      });
      return null;
    }
  }

  show(request: Request, response: Response, operator: Operator, status: number, error: string | null): void {
    const found = this.runOf(request);
    if (found === undefined) {
      sendNotFound(this.portal, this.lang, request, response);
      return;
    }
    const context = this.portal.context(this.lang);
    const page = createElement(DecidePageView, {
      model: feedbackRunModel(found, context),
      deeds: may(operator, 'decide') ? possibleDeeds(found.run) : null,
      error,
      context,
    });
    sendPage(request, response, { status, headers: secret, page });
  }

  async decide(request: Request, response: Response, operator: Operator): Promise<void> {
    const found = this.runOf(request);
    const asked = (request.body as { readonly deed?: unknown } | undefined)?.deed;
    const deed = runDeeds.find((known) => known === asked);
    if (found === undefined || deed === undefined) {
      sendNotFound(this.portal, this.lang, request, response);
      return;
    }
    try {
      const made = await this.carryOut(deed, found.run.id, operator.name);
      seeOther(response, `/${this.lang}/stations/${found.status.station.id}/runs/${String(made)}/decide`, 303);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.show(request, response, operator, 409, error.message);
    }
  }

  private runOf(request: Request): ReturnType<FeedbackDesk['run']> {
    const { id, run } = request.params;
    return typeof id === 'string' && typeof run === 'string' && /^[1-9]\d{0,14}$/.test(run) ? this.dependencies.desk.run(id, Number(run)) : undefined;
  }

  /** @returns the run to look at afterwards */
  private async carryOut(deed: RunDeed, run: number, operator: string): Promise<number> {
    const { deeds } = this.dependencies;
    if (deed === 'discard' || deed === 'cancel') {
      await deeds[deed](run, operator);
      return run;
    }
    const begun = deeds[deed](run, operator);
    begun.ended.catch(() => undefined);
    // A page does not wait for the end of another run, after which it may not be meant any more.
    if (begun.waitsFor() !== null && begun.leave()) throw new RequestError('request/conflict', this.portal.context(this.lang).m.stations.decide.busy);
    const made = await begun.run;
    if (made === null) await begun.ended;
    return made ?? run;
  }
}

function possibleDeeds(run: HarvestRun): readonly RunDeed[] {
  if (run.endedAt === null) return ['cancel'];
  if (run.outcome === 'on-hold') return run.resolved === null ? ['release', 'discard'] : [];
  const { added, updated, withdrawn } = run.counts;
  return !run.dry && added + updated + withdrawn > 0 ? ['revert'] : [];
}
