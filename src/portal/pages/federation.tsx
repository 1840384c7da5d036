import type { VNode } from 'preact';
import { euStandings, type EuStanding } from '../../domain/eu.js';
import type { EuLine, EuSummary } from '../../federation/eu-desk.js';
import { Document } from '../components/document.js';
import { Section } from '../components/section.js';
import { Table } from '../components/table.js';
import type { PageContext } from '../page-context.js';
import { safeHref } from '../../rdf/iri.js';
import { textOf } from '../view-models/text.js';

export interface FederationModel {
  readonly summary: EuSummary;
  readonly lines: readonly EuLine[];
  readonly standing: EuStanding | null;
  readonly station: string | null;
  /** Address of the next lines; null for the last. */
  readonly next: string | null;
}

/** How our datasets stand with the EU catalogue: one line each, from the station to the EU (issue of R71 to R78). */
export function FederationPageView({ model, context }: { readonly model: FederationModel; readonly context: PageContext }): VNode {
  const { lang, f, m } = context;
  const words = m.federation;
  const { summary, standing, station } = model;
  const { reconciliation } = summary;
  return (
    <Document context={context} title={words.title} description={words.intro} path="/federation" section="about">
      <div class="wrap">
        <h1>{words.title}</h1>
        <p class="lead">{words.intro}</p>
        {summary.isConfigured ? null : <p class="notice">{words.notConfigured}</p>}
        {summary.paused === null ? null : <p class="notice">{words.paused(f.date(summary.paused.at))}</p>}
        {summary.needsReconciliation ? <p class="notice">{words.needsComparison}</p> : null}
        <Section id="counts" title={words.counts}>
          <Table id="counts-table" caption={words.standing} columns={[words.standing, words.meaning, words.datasets]} numeric={[2]}>
            {euStandings.map((name) => (
              <tr key={name}>
                <th scope="row">
                  <a href={`/${lang}/federation?${new URLSearchParams({ standing: name, ...(station === null ? {} : { station }) }).toString()}#datasets`}>
                    {words.standings[name].name}
                  </a>
                </th>
                <td>{words.standings[name].help}</td>
                <td class="number">{f.number(summary.standings[name])}</td>
              </tr>
            ))}
          </Table>
          <p>
            {reconciliation === null
              ? words.neverCompared
              : `${words.compared(f.date(reconciliation.at))} ${words.found(reconciliation.inStep, reconciliation.missing, reconciliation.surplus, reconciliation.different)}`}
          </p>
        </Section>
        <Section id="datasets" title={standing === null ? words.all : words.list(words.standings[standing].name)}>
          {model.lines.length === 0 ? <p>{words.none}</p> : <Lines model={model} context={context} />}
          {standing === null && station === null ? null : (
            <p>
              <a href={`/${lang}/federation#datasets`}>{words.all}</a>
            </p>
          )}
          {model.next === null ? null : (
            <p>
              <a href={model.next} rel="next">
                {words.next}
              </a>
            </p>
          )}
        </Section>
        <Section id="harvesting" title={words.harvesting}>
          <p>{words.harvestingText}</p>
          <p>
            <a href={`/${lang}/reuse`}>{words.harvestingLink}</a>
          </p>
        </Section>
      </div>
    </Document>
  );
}

function Lines({ model, context }: { readonly model: FederationModel; readonly context: PageContext }): VNode {
  const { f, m } = context;
  const words = m.federation;
  const { dataset, station, national, eu } = words.columns;
  return (
    <Table id="lines" caption={words.columns.dataset} columns={[dataset, station, national, eu]}>
      {model.lines.map(({ head, record }) => (
        <tr key={record.record}>
          <th scope="row">
            <Name line={{ head, record }} context={context} />
          </th>
          <td>
            <bdi>{record.station}</bdi>
            {head === null ? null : <div class="muted">{words.seen(f.date(head.lastSeenAt))}</div>}
          </td>
          <td>
            {head === null ? '–' : words.states[head.state]}
            {head === null ? null : <div class="muted">{words.since(f.date(head.lastChangedAt))}</div>}
          </td>
          <td>
            {words.standings[record.standing].name}
            <div class="muted">{record.dueAt === null ? words.since(f.date(record.at)) : words.dueOn(f.date(record.dueAt))}</div>
            <Reasons record={record} context={context} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Name({ line: { head, record }, context }: { readonly line: Pick<EuLine, 'head' | 'record'>; readonly context: PageContext }): VNode {
  const isPublic = head !== null && (head.state === 'current' || head.state === 'withdrawn');
  if (!isPublic) return <bdi>{record.record}</bdi>;
  const title = textOf(head.title, context);
  return (
    <a href={`/${context.lang}/datasets/${head.id}`}>
      <bdi lang={title?.lang ?? undefined}>{title?.text ?? head.iri}</bdi>
    </a>
  );
}

const reasonsShown = 20;

function Reasons({ record, context }: { readonly record: EuLine['record']; readonly context: PageContext }): VNode | null {
  const { lang, m } = context;
  const words = m.federation;
  if (record.standing === 'refused' || record.standing === 'failed')
    return record.detail === null ? null : (
      <p>
        <bdi>{record.detail}</bdi>
      </p>
    );
  if (record.obstacles.length === 0) return null;
  return (
    <details>
      <summary>{words.obstacles(record.obstacles.length)}</summary>
      <ul>
        {record.obstacles.slice(0, reasonsShown).map(({ message, by, rule }, n) => (
          <li key={n}>
            <bdi>{message[lang]?.[0] ?? message['en']?.[0] ?? (safeHref(rule) === null ? '' : rule)}</bdi> {by === 'hdab' ? words.byHdab : words.byHolder}
          </li>
        ))}
      </ul>
    </details>
  );
}
