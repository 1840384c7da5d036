import type { VNode } from 'preact';
import { BarChart } from '../components/bar-chart.js';
import { ContactLinks } from '../components/contact.js';
import { Document } from '../components/document.js';
import { Section } from '../components/section.js';
import { Table } from '../components/table.js';
import { faces, type Face } from '../../federation/faces.js';
import type { ContactModel, PageContext } from '../page-context.js';
import type { Block, Inline } from '../view-models/changelog.js';
import type { ChartModel } from '../view-models/statistics.js';

export function StatisticsPageView({ charts, context }: { readonly charts: readonly ChartModel[]; readonly context: PageContext }): VNode {
  const words = context.m.overview.statistics;
  return (
    <Document context={context} title={words.title} description={words.intro} path="/statistics" section="about">
      <div class="wrap">
        <h1>{words.title}</h1>
        <p class="lead">{words.intro}</p>
        {charts.map((chart) => (
          <Chart key={chart.name} chart={chart} context={context} />
        ))}
      </div>
    </Document>
  );
}

function Chart({ chart, context }: { readonly chart: ChartModel; readonly context: PageContext }): VNode {
  const { lang, f } = context;
  const words = context.m.overview.statistics;
  const { name, title, finding, bars, more, columns, rows } = chart;
  return (
    <Section id={name} title={title}>
      {name === 'usage' ? <p>{words.usageHelp}</p> : null}
      {finding === null ? (
        <p>{words.nothing}</p>
      ) : (
        <>
          <h3>{finding}</h3>
          <BarChart id={`${name}-chart`} title={finding} bars={bars} context={context} />
          {more === 0 ? null : <p class="muted">{words.more(more)}</p>}
          <details>
            <summary>
              {words.table} <span class="hidden">– {title}</span>
            </summary>
            <Table id={`${name}-table`} caption={title} columns={columns} numeric={columns.map((_, n) => n).slice(1)}>
              {rows.map(({ href, cells: [first = '', ...others] }, n) => (
                <tr key={n}>
                  <th scope="row">{href === null ? first : <a href={href}>{first}</a>}</th>
                  {others.map((value, at) => (
                    <td key={at} class="number">
                      {typeof value === 'number' ? f.number(value) : value}
                    </td>
                  ))}
                </tr>
              ))}
            </Table>
          </details>
          <p class="chart-csv">
            <a href={`/${lang}/statistics/${name}.csv`} rel="nofollow">
              {words.csv(title)}
            </a>
          </p>
        </>
      )}
    </Section>
  );
}

export interface DirectoryGroup {
  readonly id: string;
  readonly title: string;
  readonly entries: readonly { readonly label: string; readonly count: number; readonly href: string }[];
}

/** Organisations or themes, with how many datasets each has. */
export function DirectoryPageView({
  title,
  intro,
  path,
  groups,
  context,
}: {
  readonly title: string;
  readonly intro: string;
  readonly path: string;
  readonly groups: readonly DirectoryGroup[];
  readonly context: PageContext;
}): VNode {
  const words = context.m.overview;
  return (
    <Document context={context} title={title} description={intro} path={path} section="datasets">
      <div class="wrap">
        <h1>{title}</h1>
        <p class="lead">{intro}</p>
        {groups.map(({ id, title: name, entries }) => (
          <Section key={id} id={id} title={name}>
            {entries.length === 0 ? (
              <p>{words.none}</p>
            ) : (
              <ul class="directory">
                {entries.map(({ label, count, href }) => (
                  <li key={href}>
                    <a href={href}>
                      <bdi>{label}</bdi>
                    </a>{' '}
                    <span class="muted">{words.entries(count)}</span>
                  </li>
                ))}
              </ul>
            )}
          </Section>
        ))}
      </div>
    </Document>
  );
}

/** Whom to ask for data that the catalogue does not have (R67). */
export function AskPageView({
  q,
  contacts,
  context,
}: {
  readonly q: string;
  readonly contacts: readonly ContactModel[];
  readonly context: PageContext;
}): VNode {
  const words = context.m.overview.ask;
  const [first] = contacts.filter(({ email }) => email !== null);
  return (
    <Document context={context} title={words.title} description={words.intro} path="/ask" section="datasets">
      <div class="wrap narrow">
        <h1>{words.title}</h1>
        <p class="lead">{words.intro}</p>
        {q === '' ? null : (
          <p>
            <bdi>{words.searched(q)}</bdi>
          </p>
        )}
        <ol>
          {words.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        {first === undefined ? null : (
          <p>
            <a
              class="button primary"
              href={`mailto:${first.email ?? ''}?subject=${encodeURIComponent(words.subject)}&body=${encodeURIComponent(words.body(q).replaceAll('\n', '\r\n'))}`}
            >
              {words.mail}
            </a>
          </p>
        )}
        <h2>{words.contacts}</h2>
        {contacts.length === 0 ? (
          <p>{context.m.hdab.unknown}</p>
        ) : (
          contacts.map((contact) => <ContactLinks key={contact.name} contact={contact} context={context} />)
        )}
      </div>
    </Document>
  );
}

export function DevelopersPageView({ context }: { readonly context: PageContext }): VNode {
  const words = context.m.overview.developers;
  return (
    <Document context={context} title={words.title} description={words.intro} path="/developers" section="about">
      <div class="wrap narrow">
        <h1>{words.title}</h1>
        <p class="lead">{words.intro}</p>
        <dl class="glossary">
          {words.faces.map(({ href, name, text }) => (
            <div key={href}>
              <dt>
                <a href={href}>{name}</a> <code>{href}</code>
              </dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        <h2 id="single-information-points">{words.point}</h2>
        <p>
          {words.pointText} <a href={`/${context.lang}/reuse`}>{context.m.overview.reuse.link}</a>.
        </p>
        <h2>{words.terms}</h2>
        <p>{words.termsText}</p>
        <p>
          {words.changes} <a href={`/${context.lang}/changelog`}>{context.m.overview.changelog.title}</a>.
        </p>
      </div>
    </Document>
  );
}

/** How the catalogue is taken over, for single information points and other catalogues (R79). */
export function ReusePageView({ licence, context }: { readonly licence: ReuseLicence | null; readonly context: PageContext }): VNode {
  const words = context.m.overview.reuse;
  const { baseUrl, siteContact } = context;
  return (
    <Document context={context} title={words.title} description={words.intro} path="/reuse" section="about">
      <div class="wrap narrow">
        <h1>{words.title}</h1>
        <p class="lead">{words.intro}</p>
        <h2 id="single-information-points">{words.point}</h2>
        <p>{words.pointText}</p>
        <h2>{words.keep}</h2>
        <ul>
          {words.rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
        {faces.map((face) => (
          <FaceView key={face.id} face={face} context={context} />
        ))}
        <h2 id="licence">{words.licence}</h2>
        {licence === null ? (
          <p>{words.noLicence}</p>
        ) : (
          <p>
            {words.licenceText} {licence.href === null ? licence.name : <a href={licence.href}>{licence.name}</a>}.
          </p>
        )}
        <p>{words.data}</p>
        <h2>{words.contact}</h2>
        <p>{words.contactText}</p>
        {siteContact?.email == null ? null : (
          <p>
            {siteContact.name}: <a href={`mailto:${siteContact.email}`}>{siteContact.email}</a>
          </p>
        )}
        <p>
          <a href={`${baseUrl}/.well-known/api-catalog`}>{words.described}</a>
        </p>
      </div>
    </Document>
  );
}

function FaceView({ face, context }: { readonly face: Face; readonly context: PageContext }): VNode {
  const words = context.m.overview.reuse;
  const { name, text, often, deletions } = words.faces[face.id];
  const { baseUrl } = context;
  return (
    <section aria-labelledby={face.id}>
      <h2 id={face.id}>{name}</h2>
      <p>{text}</p>
      <dl class="glossary">
        <dt>{words.address}</dt>
        <dd>
          <code>{baseUrl + face.path}</code>
        </dd>
        <dt>{words.formats}</dt>
        <dd>{face.formats.join(', ')}</dd>
        <dt>{words.often}</dt>
        <dd>{often}</dd>
        <dt>{words.deletions}</dt>
        <dd>{deletions}</dd>
        <dt>{words.described}</dt>
        <dd>
          <a href={face.described.path}>{baseUrl + face.described.path}</a>
        </dd>
      </dl>
    </section>
  );
}

export interface ReuseLicence {
  readonly name: string;
  readonly href: string | null;
}

export function ChangelogPageView({ blocks, context }: { readonly blocks: readonly Block[]; readonly context: PageContext }): VNode {
  const words = context.m.overview.changelog;
  return (
    <Document context={context} title={words.title} description={words.intro} path="/changelog" section="about">
      <div class="wrap narrow">
        <h1>{words.title}</h1>
        <p class="lead">{words.intro}</p>
        <div lang="en">
          {blocks.map((block, n) => (
            <BlockView key={n} block={block} />
          ))}
        </div>
      </div>
    </Document>
  );
}

function BlockView({ block }: { readonly block: Block }): VNode {
  switch (block.kind) {
    case 'heading':
      return block.level === 2 ? <h2>{block.text}</h2> : <h3>{block.text}</h3>;
    case 'paragraph':
      return (
        <p>
          <InlineView inline={block.inline} />
        </p>
      );
    case 'list':
      return (
        <ul>
          {block.items.map((item, n) => (
            <li key={n}>
              <InlineView inline={item} />
            </li>
          ))}
        </ul>
      );
  }
}

function InlineView({ inline }: { readonly inline: readonly Inline[] }): VNode {
  return (
    <>
      {inline.map((part, n) =>
        part.kind === 'link' ? (
          <a key={n} href={part.href}>
            {part.text}
          </a>
        ) : part.kind === 'code' ? (
          <code key={n}>{part.text}</code>
        ) : (
          part.text
        ),
      )}
    </>
  );
}
