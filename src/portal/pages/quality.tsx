import type { VNode } from 'preact';
import { ReportGroups } from '../components/dataset-quality.js';
import { Document } from '../components/document.js';
import { ValueView } from '../components/fields.js';
import { BandBadge, Bands, Checks, StatementView } from '../components/quality-parts.js';
import { Section } from '../components/section.js';
import { Table } from '../components/table.js';
import { Time, Words } from '../components/text.js';
import type { PageContext } from '../page-context.js';
import type { QualityPageModel } from '../view-models/quality-page.js';

interface PageProps {
  readonly model: QualityPageModel;
  readonly context: PageContext;
}

/** Quality of one record: what would gain most, every check, and the score last; label and holder apart from them (portal.md section 5). */
export function QualityPageView({ model, context }: PageProps): VNode {
  const words = context.m.quality;
  return (
    <Document context={context} title={words.titleOf(model.title.text)} path={`/datasets/${model.id}/quality`} section="datasets" alternates={model.downloads}>
      <div class="wrap narrow">
        <p>
          <a href={`/${context.lang}/datasets/${model.id}`}>{words.back}</a>
        </p>
        <h1>
          {words.title}: <Words text={model.title} context={context} />
        </h1>
        <p class="lead">{words.intro}</p>
        {model.scores === null ? <p class="notice">{words.notScored}</p> : <Bands scores={model.scores} context={context} />}
        {model.scores === null ? null : <Checklist model={model} context={context} />}
        {model.scores === null ? null : (
          <Section id="checks" title={words.checks}>
            <p>{words.checksText}</p>
            {model.groups.map((group) => (
              <Checks key={group.dimension} group={group} context={context} />
            ))}
          </Section>
        )}
        <Report model={model} context={context} />
        <Trust model={model} context={context} />
        {model.scores === null ? null : <Scores model={model} context={context} />}
      </div>
    </Document>
  );
}

function Checklist({ model, context }: PageProps): VNode {
  const words = context.m.quality;
  return (
    <Section id="checklist" title={words.checklist}>
      {model.gains.length === 0 ? (
        <p>{words.checklistDone}</p>
      ) : (
        <>
          <p>{words.checklistText}</p>
          <Table id="checklist-table" caption={words.checklistCaption} columns={[words.columns.what, words.columns.mqa, words.columns.health]} numeric={[1, 2]}>
            {model.gains.map(({ action, text, mqa, health }) => (
              <tr key={action}>
                <th scope="row">{text}</th>
                <td class="number">{mqa}</td>
                <td class="number">{health}</td>
              </tr>
            ))}
          </Table>
        </>
      )}
    </Section>
  );
}

function Report({ model, context }: PageProps): VNode {
  const words = context.m.quality;
  const { report, trend } = model;
  return (
    <Section id="report" title={words.report}>
      {report === null ? (
        <p>{context.m.dataset.quality.noReport}</p>
      ) : (
        <>
          <p>
            {words.reportCounts(report.violations, report.warnings, report.infos)} {context.m.dataset.quality.checkedWith}: <code>{report.profile}</code>.
          </p>
          <ReportGroups report={report} heading="h3" context={context} />
        </>
      )}
      <p>
        <a href={model.reportHref}>{words.reportLink}</a>
      </p>
      {trend.length === 0 ? null : (
        <>
          <h3>{words.trend}</h3>
          <Table
            id="trend-table"
            caption={words.trendCaption}
            columns={[
              words.trendColumns.version,
              words.trendColumns.date,
              words.trendColumns.profile,
              words.trendColumns.violations,
              words.trendColumns.warnings,
            ]}
            numeric={[3, 4]}
          >
            {trend.map(({ n, at, profile, violations, warnings }) => (
              <tr key={n}>
                <th scope="row">{context.f.number(n)}</th>
                <td>
                  <Time iso={at} context={context} />
                </td>
                <td>
                  <code>{profile}</code>
                </td>
                <td class="number">{context.f.number(violations)}</td>
                <td class="number">{context.f.number(warnings)}</td>
              </tr>
            ))}
          </Table>
        </>
      )}
    </Section>
  );
}

function Trust({ model, context }: PageProps): VNode {
  const words = context.m.quality;
  const { now, earlier, stated } = model.label;
  return (
    <Section id="trust" title={words.trust} card>
      <p class="hint">{words.trustText}</p>
      <h3>{words.label}</h3>
      {now === null ? <p>{words.noLabel}</p> : <StatementView statement={now} context={context} />}
      {earlier.length === 0 ? null : (
        <>
          <h4>{words.labelHistory}</h4>
          <ul>
            {earlier.map((statement, i) => (
              <li key={i}>
                <StatementView statement={statement} context={context} />
              </li>
            ))}
          </ul>
        </>
      )}
      {stated.length === 0 ? null : (
        <>
          <p>{words.statedLabel}</p>
          <ul>
            {stated.map((value, i) => (
              <li key={i}>
                <ValueView value={value} context={context} />
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{words.trusted}</h3>
      {model.trusted === null ? <p>{words.notTrusted}</p> : <StatementView statement={model.trusted} context={context} />}
    </Section>
  );
}

function Scores({ model, context }: PageProps): VNode {
  const words = context.m.quality;
  return (
    <Section id="score" title={words.station.score}>
      {(model.scores ?? []).map(({ name, label, help, band, bandText, points, dimensions }) => (
        <div key={name}>
          <h3>
            {label}: {points} <BandBadge band={band} text={bandText} />
          </h3>
          <p class="hint">{help}</p>
          <dl class="facts">
            {dimensions.map((dimension) => (
              <div key={dimension.label}>
                <dt>{dimension.label}</dt>
                <dd>{dimension.points}</dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
      <h3>{words.downloads}</h3>
      <ul class="links">
        {model.downloads.map(({ format, href }) => (
          <li key={href}>
            <a href={href}>{words.download(format, model.title.text)}</a>
          </li>
        ))}
      </ul>
    </Section>
  );
}
