import type { ConceptLabels } from '../../catalogue/queries.js';
import type { TrialRecord, TrialRule } from '../../catalogue/station-trial-tally.js';
import type { TrialResult, TrialVisit } from '../../catalogue/station-trial.js';
import { safeHref } from '../../rdf/iri.js';
import { verdictNames } from '../../report/report-writer.js';
import type { PageContext } from '../page-context.js';
import { checkResult, type CheckResult } from './check-result.js';
import { isPublicUrl, withoutInternalAddresses } from './public-address.js';
import type { RuleLinks } from './rule-links.js';
import { clean, plain, textOf, type Text } from './text.js';
import type { TrialEntry, TrialSubject } from './trial-entry.js';

export interface TrialCandidate {
  readonly protocol: string;
  readonly certainty: string;
  readonly endpoint: string;
  readonly reason: Text;
  readonly settings: string;
  readonly tried: boolean;
  /** The form with this protocol chosen; null for what was tried. */
  readonly href: string | null;
}

export interface TrialRecordLine {
  readonly title: string;
  readonly iri: string;
  readonly source: string;
  readonly detail: string | null;
}

export interface TrialRuleModel {
  readonly count: string;
  readonly check: CheckResult;
  readonly record: TrialRecordLine;
  readonly others: readonly TrialRecordLine[];
}

export interface TrialIssueModel {
  readonly title: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly severityText: string;
  readonly count: number;
  readonly examples: readonly { readonly detail: string; readonly url: string | null; readonly line: number | null; readonly subject: string | null }[];
}

export interface TrialVisitModel {
  readonly walk: string;
  readonly walkMood: 'good' | 'warning';
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly records: number;
  readonly publishable: string;
  readonly heldCount: string;
  readonly policy: string;
  readonly held: readonly { readonly reason: Text; readonly count: string; readonly examples: readonly TrialRecordLine[]; readonly more: number }[];
  readonly rules: readonly TrialRuleModel[];
  readonly moreRules: number;
  readonly issues: readonly TrialIssueModel[];
  readonly verdicts: readonly { readonly text: string; readonly publishable: boolean; readonly violations: number; readonly warnings: number }[];
  readonly samples: readonly { readonly title: string; readonly href: string; readonly publishable: boolean }[];
}

export interface TrialPageModel {
  readonly title: string;
  readonly sentence: string;
  readonly mood: 'good' | 'warning' | 'bad';
  readonly summary: string | null;
  readonly candidates: readonly TrialCandidate[];
  readonly visit: TrialVisitModel | null;
  readonly entry: {
    readonly turtle: string;
    readonly href: string;
    readonly mail: { readonly to: string; readonly href: string } | null;
    readonly checkHolder: boolean;
  } | null;
  readonly jsonHref: string;
  readonly againHref: string;
}

export interface TrialPageSource {
  readonly subject: TrialSubject;
  readonly result: TrialResult;
  readonly entry: TrialEntry | null;
  /** Address of the page, without language and query. */
  readonly path: string;
}

const maxRules = 60;
const maxMailEntry = 1400;

export function trialPageModel(source: TrialPageSource, links: RuleLinks, concepts: ConceptLabels, context: PageContext): TrialPageModel {
  const { subject, result, entry, path } = source;
  const words = context.m.trial.result;
  const here = `/${context.lang}${path}`;
  return {
    title: words.title(clean(subject.words.name, 200)),
    ...outcome(result, context),
    candidates: result.detected.candidates.map((candidate) => {
      const tried = candidate.protocol === result.chosen?.protocol;
      return {
        protocol: candidate.protocol,
        certainty: words.certainty[candidate.certainty],
        endpoint: clean(candidate.endpoint, 500),
        reason: textOf(candidate.reason, context, 500) ?? plain(''),
        settings: Object.entries(candidate.settings)
          .map((pair) => clean(pair.join('='), 200))
          .join(', '),
        tried,
        href: tried ? null : formHref(subject, candidate.protocol, context),
      };
    }),
    visit: result.visit === null ? null : visitModel(result.visit, here, links, concepts, context),
    entry:
      entry === null
        ? null
        : { turtle: entry.turtle, href: `${here}?format=ttl`, mail: mailOf(subject, entry, context), checkHolder: subject.order.kind === 'holder' },
    jsonHref: `${here}?format=json`,
    againHref: formHref(subject, null, context),
  };
}

function outcome({ detected, chosen, visit }: TrialResult, context: PageContext): Pick<TrialPageModel, 'sentence' | 'mood' | 'summary'> {
  const words = context.m.trial.result;
  if (visit === null || chosen === null)
    return detected.readable
      ? { sentence: words.unknown, mood: 'bad', summary: words.unknownAdvice }
      : { sentence: words.unreadable, mood: 'bad', summary: words.unreadableAdvice };
  const { records, publishable, summary } = visit;
  const { violations, warnings } = summary.verdicts.national;
  const counts = context.f.list([words.violations(violations), words.warnings(warnings)]);
  if (records === 0) return { sentence: words.nothing, mood: 'bad', summary: null };
  if (publishable === 0) return { sentence: words.none(records), mood: 'bad', summary: counts };
  if (publishable < records) return { sentence: words.some(publishable, records), mood: 'warning', summary: counts };
  return { sentence: words.all(records), mood: visit.whole && violations + warnings === 0 ? 'good' : 'warning', summary: counts };
}

function visitModel(visit: TrialVisit, here: string, links: RuleLinks, concepts: ConceptLabels, context: PageContext): TrialVisitModel {
  const { m, f } = context;
  const words = m.trial.result;
  const held = visit.records - visit.publishable;
  const profiles = visit.profiles.map(([profile, records]) => `${profile} (${f.number(records)})`).join(', ');
  return {
    walk: visit.whole
      ? words.walkComplete
      : visit.stoppedBy !== null
        ? words.stopped[visit.stoppedBy]
        : visit.complete
          ? words.walkUnsound
          : words.walkIncomplete,
    walkMood: visit.whole ? 'good' : 'warning',
    facts: [
      [words.requests, f.number(visit.requests)],
      [words.documents, f.number(visit.documents)],
      [words.bytes, f.bytes(visit.bytes)],
      [words.records, f.number(visit.records)],
      ...(visit.expected === null ? [] : [[words.expected, f.number(visit.expected)] as const]),
      ...(profiles === '' ? [] : [[words.profiles, profiles] as const]),
    ],
    records: visit.records,
    publishable: f.number(visit.publishable),
    heldCount: f.number(held),
    policy: m.validator.policy[visit.summary.policy],
    held: visit.held.map(({ message, records, examples }) => ({
      reason: textOf(message, context, 500) ?? plain(''),
      count: words.heldFor(records),
      examples: examples.map((example) => recordLine(example, example.detail, context)),
      more: records - examples.length,
    })),
    rules: visit.rules.slice(0, maxRules).map((rule) => ruleModel(rule, links, concepts, context)),
    moreRules: Math.max(0, visit.rules.length - maxRules),
    issues: visit.issues.map(({ code, severity, count, examples }) => ({
      title: m.stations.issues[code],
      severity,
      severityText: m.stations.severities[severity],
      count,
      examples: examples.map((example) => ({
        detail: clean(withoutInternalAddresses(example.detail, m.stations.internalAddress), 800),
        url: example.url !== null && isPublicUrl(example.url) ? safeHref(example.url) : null,
        line: example.line,
        subject: example.subject === null ? null : clean(example.subject, 300),
      })),
    })),
    verdicts: verdictNames.map((name) => ({ text: m.validator.result.verdict[name], ...visit.summary.verdicts[name] })),
    samples: visit.samples.map(({ title, iri, publishable }, at) => ({
      title: clean(title ?? iri, 200),
      href: `${here}?sample=${String(at + 1)}`,
      publishable,
    })),
  };
}

function ruleModel({ profile, records, results, examples }: TrialRule, links: RuleLinks, concepts: ConceptLabels, context: PageContext): TrialRuleModel {
  const [first, ...others] = examples as readonly [TrialRule['examples'][number], ...TrialRule['examples'][number][]];
  return {
    count: context.m.trial.result.ruleCount(records, results),
    check: checkResult([first.result], profile, { context, links, concepts }),
    record: recordLine(first.record, null, context),
    others: others.map(({ record }) => recordLine(record, null, context)),
  };
}

function recordLine({ iri, title, source }: TrialRecord, detail: string | null, context: PageContext): TrialRecordLine {
  return {
    title: title === null ? context.m.trial.result.untitled : clean(title, 200),
    iri: clean(iri, 300),
    source: clean(source, 300),
    detail: detail === null ? null : clean(detail, 500),
  };
}

function formHref({ order, words }: TrialSubject, protocol: string | null, { lang }: PageContext): string {
  const params = new URLSearchParams({ url: order.url, name: words.name, organisation: words.organisation, kind: order.kind });
  if (protocol !== null) params.set('protocol', protocol);
  return `/${lang}/stations/new?${params.toString()}`;
}

/** A message to the operator with the entry in it, as long as mail programs take it; it is attached by hand otherwise. */
function mailOf({ words }: TrialSubject, { turtle }: TrialEntry, context: PageContext): { readonly to: string; readonly href: string } | null {
  const to = context.siteContact?.email ?? null;
  if (to === null || context.siteContact === null) return null;
  const texts = context.m.trial.result;
  const body = `${texts.mailBody}\n\n${turtle.length <= maxMailEntry ? turtle : ''}`;
  const href = safeHref(`mailto:${to}?subject=${encodeURIComponent(texts.mailSubject(words.name))}&body=${encodeURIComponent(body)}`);
  return href === null ? null : { to: context.siteContact.name === '' ? to : context.siteContact.name, href };
}
