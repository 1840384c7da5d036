import type { CatalogueQueries } from '../../catalogue/queries.js';
import { chooseText, isEmptyMap, type LanguageMap } from '../../domain/language.js';
import type { ProfileInfo, RuleInfo, Severity } from '../../domain/validation.js';
import { safeHref } from '../../rdf/iri.js';
import { shortPath } from '../../report/names.js';
import type { PageContext } from '../page-context.js';
import { expectedText } from './check-result.js';
import { lastSegment } from './concept.js';
import { localName, ruleAnchors } from './rule-links.js';
import { clean, plain, textOf, type Text } from './text.js';
import { turtleExample } from './turtle-example.js';

export interface ProfileRow {
  readonly id: string;
  readonly href: string;
  readonly title: Text;
  readonly version: string;
  readonly rules: number;
  readonly specification: string | null;
  readonly origin: string;
}

export interface RuleModel {
  readonly anchor: string;
  readonly iri: string;
  readonly label: Text;
  readonly property: string | null;
  readonly severity: Severity;
  readonly severityText: string;
  readonly message: Text;
  readonly why: Text | null;
  readonly expected: string | null;
  readonly fix: Text | null;
  readonly example: string | null;
  readonly variants: readonly string[];
  readonly euOnly: boolean;
  readonly standardHref: string | null;
}

export interface ProfilePageModel extends ProfileRow {
  readonly iri: string;
  readonly shapesHash: string;
  readonly claimedBy: readonly string[];
  readonly variants: readonly { readonly name: string; readonly text: string; readonly provisional: boolean }[];
  readonly groups: readonly { readonly id: string; readonly name: string; readonly rules: readonly RuleModel[] }[];
}

export function profileRow(profile: ProfileInfo, context: PageContext): ProfileRow {
  const words = context.m.validator.profiles;
  const { origin } = profile;
  return {
    id: profile.id,
    href: `/${context.lang}/profiles/${profile.id}`,
    title: textOf(profile.title, context, 200) ?? plain(profile.id),
    version: clean(profile.version, 60),
    rules: profile.rules,
    specification: safeHref(profile.specification),
    origin: origin === 'built-in' ? words.builtIn : words.installed(context.f.date(origin.installedAt), clean(origin.by, 100)),
  };
}

export function profilePageModel(
  profile: ProfileInfo,
  rules: readonly RuleInfo[],
  concepts: CatalogueQueries['concepts'],
  context: PageContext,
): ProfilePageModel {
  const words = context.m.validator.profiles;
  const anchors = ruleAnchors(profile.id, rules);
  const groups = new Map<string, RuleModel[]>();
  const classes = new Map(
    rules.flatMap(({ about }) => (isNamed(about) ? [chooseText(about, context.lang)?.text ?? ''] : [])).map((name) => [name.toLowerCase(), name]),
  );
  for (const rule of rules) {
    const about = chooseText(rule.about, context.lang)?.text ?? '';
    const name = classes.get(about.toLowerCase()) ?? words.otherRules;
    const model = ruleModel(rule, anchors.get(rule.iri) ?? localName(rule.iri), concepts, context);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [model]);
    else group.push(model);
  }
  return {
    ...profileRow(profile, context),
    iri: profile.iri,
    shapesHash: profile.shapesHash,
    claimedBy: profile.claimedBy.slice(0, 20),
    variants: profile.variants.map(({ name, accessRight, provisional }) => ({
      name,
      text: accessRight === null ? words.variantAll : words.variantFor(concepts.label(accessRight, context.lang) ?? lastSegment(accessRight)),
      provisional,
    })),
    groups: [...groups]
      .sort(([a], [b]) => rankOf(a, words.otherRules) - rankOf(b, words.otherRules))
      .map(([name, models], i) => ({ id: `about-${String(i + 1)}`, name: clean(name, 120), rules: models })),
  };
}

/** Shapes that are about no class have their own name, in no language. */
function isNamed(about: LanguageMap): boolean {
  return Object.keys(about).some((tag) => tag !== '');
}

/** What most readers look for stands first; the rest keeps the order of the rules. */
function rankOf(name: string, otherRules: string): number {
  if (name === otherRules) return 10;
  const at = ['dataset', 'distributie', 'distribution'].indexOf(name.toLowerCase());
  return at === -1 ? 9 : at;
}

function ruleModel(rule: RuleInfo, anchor: string, concepts: CatalogueQueries['concepts'], context: PageContext): RuleModel {
  return {
    anchor,
    iri: rule.iri,
    label: textOf(rule.label, context, 160) ?? plain(localName(rule.iri)),
    property: rule.path === null ? null : clean(shortPath(rule.path), 200),
    severity: rule.severity,
    severityText: context.m.validator.result.severity[rule.severity],
    message: textOf(rule.message, context, 800) ?? plain(localName(rule.iri)),
    why: isEmptyMap(rule.reason) ? null : textOf(rule.reason, context, 1500),
    expected: expectedText(rule.expected, concepts, context),
    fix: isEmptyMap(rule.fix) ? null : textOf(rule.fix, context, 1500),
    example: rule.example === null ? null : turtleExample(clean(rule.example, 3000)),
    variants: rule.variants,
    euOnly: rule.verdict === 'eu',
    standardHref: rule.rule === null ? null : safeHref(rule.rule),
  };
}
