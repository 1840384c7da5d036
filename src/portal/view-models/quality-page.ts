import type { CatalogueQueries, RecordView } from '../../catalogue/queries.js';
import type { LabelStatement, RecordQuality, Scores, Statement } from '../../catalogue/quality.js';
import { indicatorInfo, mostPoints, type Band, type Dimension, type Indicator, type Mark, type ScoreName } from '../../domain/mqa.js';
import { safeHref } from '../../rdf/iri.js';
import type { PageContext } from '../page-context.js';
import { titleOf } from './dataset-page.js';
import type { Value } from './field.js';
import { checkFacts, type CheckFacts } from './quality-checks.js';
import { qualityModel, type QualityModel } from './quality.js';
import { ruleLinks } from './rule-links.js';
import { clean, textOf, plain, type Text } from './text.js';

export interface ScoreModel {
  readonly name: ScoreName;
  readonly label: string;
  readonly help: string;
  readonly band: Band;
  readonly bandText: string;
  readonly points: string;
  readonly dimensions: readonly { readonly label: string; readonly points: string }[];
}

export interface CheckModel extends CheckFacts {
  readonly indicator: Indicator;
  readonly name: string;
  readonly why: string;
  readonly change: string;
  readonly mark: Mark;
  readonly markText: string;
  /** Why it is unknown. */
  readonly note: string | null;
  readonly points: number;
}

export interface CheckGroup {
  readonly dimension: Dimension;
  readonly title: string;
  readonly help: string;
  readonly points: string;
  readonly checks: readonly CheckModel[];
}

export interface StatementModel {
  readonly title: string;
  readonly by: string;
  readonly validity: readonly string[];
  readonly comment: string | null;
  readonly evidenceHref: string | null;
}

export interface QualityPageModel {
  readonly id: string;
  readonly title: Text;
  readonly scores: readonly ScoreModel[] | null;
  readonly gains: readonly { readonly action: string; readonly text: string; readonly mqa: string; readonly health: string }[];
  readonly groups: readonly CheckGroup[];
  readonly report: QualityModel['report'];
  readonly reportHref: string;
  readonly trend: RecordQuality['trend'];
  readonly label: { readonly now: StatementModel | null; readonly earlier: readonly StatementModel[]; readonly stated: readonly Value[] };
  readonly trusted: StatementModel | null;
  readonly downloads: readonly { readonly format: string; readonly mediaType: string; readonly href: string }[];
}

const dimensions: readonly Dimension[] = ['findability', 'accessibility', 'health', 'interoperability', 'reusability', 'contextuality'];

export function qualityPageModel(
  view: RecordView,
  quality: RecordQuality,
  queries: Pick<CatalogueQueries, 'concepts' | 'profiles' | 'rules'>,
  context: PageContext,
): QualityPageModel {
  const words = context.m.quality;
  const { head, scores } = quality;
  const metadata = qualityModel(view, queries.concepts, context, ruleLinks(queries, context.lang));
  const [now, ...earlier] = quality.label.map((statement) => labelModel(statement, context));
  return {
    id: head.id,
    title: titleOf(view, context),
    scores: scores === null ? null : scoreModels(scores, context),
    gains: (scores?.gains ?? []).map(({ action, mqa, health }) => ({ action, text: words.actions[action], mqa: words.plus(mqa), health: words.plus(health) })),
    groups: scores === null ? [] : groupsOf(scores, context),
    report: metadata.report,
    reportHref: `/api/v1/datasets/${head.id}/report`,
    trend: quality.trend.length > 1 ? quality.trend : [],
    label: { now: now ?? null, earlier, stated: metadata.labels },
    trusted: quality.trusted === null ? null : statementModel(words.isTrusted, quality.trusted, context),
    downloads:
      scores === null
        ? []
        : [
            { format: 'Turtle', mediaType: 'text/turtle', href: `/datasets/${head.id}/quality.ttl` },
            { format: 'JSON-LD', mediaType: 'application/ld+json', href: `/datasets/${head.id}/quality.jsonld` },
          ],
  };
}

function scoreModels(scores: Scores, { m }: PageContext): ScoreModel[] {
  const words = m.quality;
  return (['mqa', 'health'] as const).map((name) => {
    const { score, band, dimensions: parts } = scores[name];
    return {
      name,
      label: words.scores[name],
      help: words.scoreHelp[name],
      band,
      bandText: words.bands[band],
      points: words.points(score, mostPoints),
      dimensions: parts.map(({ dimension, points, most }) => ({ label: words.dimensions[dimension], points: words.points(points, most) })),
    };
  });
}

/** The checks of both scores; what the two share is told as the EU sees it. Within a group what is not in order comes first, then what counts most. */
function groupsOf({ mqa, health }: Scores, { m }: PageContext): CheckGroup[] {
  const words = m.quality;
  const marks = { ...health.marks, ...mqa.marks };
  const parts = [...health.dimensions, ...mqa.dimensions];
  return dimensions.map((dimension) => {
    const part = parts.findLast((one) => one.dimension === dimension);
    return {
      dimension,
      title: words.dimensions[dimension],
      help: words.dimensionHelp[dimension],
      points: part === undefined ? '' : words.points(part.points, part.most),
      checks: (Object.keys(indicatorInfo) as Indicator[])
        .filter((indicator) => indicatorInfo[indicator].dimension === dimension)
        .map((indicator) => checkModel(indicator, marks[indicator] ?? 'fail', words))
        .sort((a, b) => Number(a.mark === 'pass') - Number(b.mark === 'pass') || b.points - a.points),
    };
  });
}

function checkModel(indicator: Indicator, mark: Mark, words: PageContext['m']['quality']): CheckModel {
  return {
    indicator,
    ...words.indicators[indicator],
    ...checkFacts[indicator],
    mark,
    markText: words.marks[mark],
    note: mark === 'unknown' ? words.unknownWhy[unknownReason(indicator)] : null,
    points: indicatorInfo[indicator].points,
  };
}

function unknownReason(indicator: Indicator): 'link' | 'dcatAp' | 'list' {
  if (indicator === 'accessUrlStatusCode' || indicator === 'downloadUrlStatusCode') return 'link';
  return indicator === 'dcatApCompliance' ? 'dcatAp' : 'list';
}

function labelModel(statement: LabelStatement, context: PageContext): StatementModel {
  const { state } = statement;
  const title = typeof state === 'string' ? context.m.quality.labelStates[state] : clean(state.other, 100);
  const model = statementModel(title, statement, context);
  return statement.inForce ? model : { ...model, validity: [...model.validity, context.m.quality.expired] };
}

function statementModel(title: string, { at, from, to, by, byName, evidence, comment }: Statement, context: PageContext): StatementModel {
  const words = context.m.quality;
  const { f } = context;
  return {
    title,
    by: words.statedBy((textOf(byName, context, 200) ?? plain(by, 200)).text, f.date(at)),
    validity: [...(from === null ? [] : [words.validFrom(f.date(from))]), ...(to === null ? [] : [words.validTo(f.date(to))])],
    comment: comment === null ? null : clean(comment, 500),
    evidenceHref: evidence === null ? null : safeHref(evidence),
  };
}
