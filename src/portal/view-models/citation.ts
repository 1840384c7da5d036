import type { RecordView } from '../../catalogue/queries.js';
import type { CatalogueDescription } from '../../domain/organisation.js';
import type { PageContext } from '../page-context.js';
import { titleOf } from './dataset-page.js';
import { clean, textOf } from './text.js';

/** What a reference to a record is made of. */
export interface Reference {
  readonly id: string;
  readonly makers: readonly string[];
  readonly publisher: string | null;
  readonly year: string | null;
  readonly title: string;
  readonly version: string | null;
  readonly catalogue: string;
  readonly iri: string;
  readonly language: string | null;
  readonly keywords: readonly string[];
}

export function referenceOf(view: RecordView, catalogue: CatalogueDescription, context: PageContext): Reference {
  const { description, head } = view;
  const nameOf = (agent: RecordView['description']['publisher']): string[] => (agent === null ? [] : [textOf(agent.name, context, 120)?.text ?? []].flat());
  const title = titleOf(view, context);
  return {
    id: head.id,
    makers: (description.creators.length > 0 ? description.creators : [description.publisher]).flatMap(nameOf).slice(0, 6),
    publisher: nameOf(description.publisher)[0] ?? null,
    year: /^\d{4}/.exec(description.issued ?? description.modified ?? head.publishedAt ?? '')?.[0] ?? null,
    title: title.text.replace(/\.$/, ''),
    version: description.version === null ? null : clean(description.version, 40),
    catalogue: textOf(catalogue.title, context, 200)?.text ?? context.siteName,
    iri: persistentIri(view, context),
    language: title.lang ?? context.lang,
    keywords: Object.values(description.keywords)
      .flat()
      .map((word) => clean(word, 100))
      .slice(0, 20),
  };
}

/** Who (year). Title (version) [kind]. Catalogue. Address. */
export function citationOf(view: RecordView, catalogue: CatalogueDescription, context: PageContext): string {
  const { makers, year, title, version, catalogue: catalogueName, iri } = referenceOf(view, catalogue, context);
  const by = makers.length === 0 ? '' : `${context.f.list(makers)} `;
  const when = year === null ? '' : `(${year}). `;
  return `${by}${when}${title}${version === null ? '' : ` (${version})`} [${context.m.dataset.cite.kind}]. ${catalogueName}. ${iri}`;
}

/** For reference managers: BibTeX, with `@dataset` as biblatex has it. */
export function bibtex({ id, makers, publisher, year, title, version, catalogue, iri, language, keywords }: Reference): string {
  const fields: readonly (readonly [string, string | null])[] = [
    ['author', makers.length === 0 ? null : makers.map((name) => `{${latex(name)}}`).join(' and ')],
    ['title', `{${latex(title)}}`],
    ['year', year],
    ['version', version === null ? null : latex(version)],
    ['publisher', latex(publisher ?? catalogue)],
    ['howpublished', latex(catalogue)],
    ['url', iri],
    ['langid', language],
    ['keywords', keywords.length === 0 ? null : latex(keywords.join(', '))],
  ];
  const lines = fields.flatMap(([name, value]) => (value === null ? [] : [`  ${name} = {${value}},`]));
  return [`@dataset{ndc_${id},`, ...lines, '}', ''].join('\n');
}

const latexSigns: Readonly<Record<string, string>> = { '\\': '\\textbackslash{}', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}' };

function latex(text: string): string {
  return oneLine(text).replace(/[\\~^]|[&%$#_{}]/g, (sign) => latexSigns[sign] ?? `\\${sign}`);
}

/** For reference managers: RIS, type DATA. */
export function ris({ makers, publisher, year, title, version, catalogue, iri, language, keywords }: Reference): string {
  const lines: readonly (readonly [string, string | null])[] = [
    ['TY', 'DATA'],
    ...makers.map((name) => ['AU', name] as const),
    ['TI', title],
    ['PY', year],
    ['ET', version],
    ['PB', publisher],
    ['DP', catalogue],
    ['UR', iri],
    ['LA', language],
    ...keywords.map((word) => ['KW', word] as const),
    ['ER', ''],
  ];
  return lines.flatMap(([tag, value]) => (value === null ? [] : [`${tag}  - ${oneLine(value)}\r\n`])).join('');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Our own lasting address of the record, in no language and no format. */
export function persistentIri(view: Pick<RecordView, 'head'>, context: Pick<PageContext, 'baseUrl'>): string {
  return `${context.baseUrl}/datasets/${view.head.id}`;
}
