import type { VNode } from 'preact';
import { Document } from '../components/document.js';
import { BandBadge } from '../components/quality-parts.js';
import { Section } from '../components/section.js';
import { Table } from '../components/table.js';
import { Words } from '../components/text.js';
import type { PageContext } from '../page-context.js';
import type { StationQualityModel } from '../view-models/station-quality.js';

interface PageProps {
  readonly model: StationQualityModel;
  readonly context: PageContext;
}

/** How the descriptions of one station stand together, and where its curator best begins. */
export function StationQualityView({ model, context }: PageProps): VNode {
  const words = context.m.quality;
  const own = words.station;
  return (
    <Document context={context} title={own.titleOf(model.title.text)} path={`/stations/${model.id}/quality`} section="stations">
      <div class="wrap">
        <p>
          <a href={`/${context.lang}/stations/${model.id}`}>{words.backToStation}</a>
        </p>
        <h1>
          {words.stationLink}: <Words text={model.title} context={context} />
        </h1>
        {model.partial === null ? null : <p class="notice">{model.partial}</p>}
        {model.datasets === 0 ? (
          <p class="lead">{own.none}</p>
        ) : (
          <>
            <p class="lead">{own.summary(model.datasets)}</p>
            <Actions model={model} context={context} />
            <First model={model} context={context} />
            <Indicators model={model} context={context} />
            <Section id="links" title={own.links}>
              <p>{model.addresses}</p>
            </Section>
            <Scores model={model} context={context} />
          </>
        )}
      </div>
    </Document>
  );
}

function Actions({ model, context }: PageProps): VNode {
  const words = context.m.quality;
  return (
    <Section id="actions" title={words.station.actions}>
      {model.actions.length === 0 ? (
        <p>{words.checklistDone}</p>
      ) : (
        <Table
          id="actions-table"
          caption={words.station.actionsCaption}
          columns={[words.columns.what, words.station.datasets, words.columns.mqa, words.columns.health]}
          numeric={[1, 2, 3]}
        >
          {model.actions.map(({ action, text, datasets, mqa, health }) => (
            <tr key={action}>
              <th scope="row">{text}</th>
              <td class="number">{context.f.number(datasets)}</td>
              <td class="number">{mqa}</td>
              <td class="number">{health}</td>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  );
}

function First({ model, context }: PageProps): VNode {
  const words = context.m.quality;
  return (
    <Section id="first" title={words.station.first}>
      <Table
        id="first-table"
        caption={words.station.firstCaption}
        columns={[words.station.dataset, words.columns.mqa, words.columns.health, words.columns.what]}
        numeric={[1, 2]}
      >
        {model.first.map(({ href, title, mqa, health, action }) => (
          <tr key={href}>
            <th scope="row">
              <a href={href}>
                <Words text={title} context={context} />
              </a>
            </th>
            <td class="number">{context.f.number(mqa)}</td>
            <td class="number">{context.f.number(health)}</td>
            <td>{action ?? words.checklistDone}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

function Indicators({ model, context }: PageProps): VNode {
  const words = context.m.quality;
  const { f } = context;
  return (
    <Section id="indicators" title={words.station.indicators}>
      <Table
        id="indicators-table"
        caption={words.station.indicatorsCaption}
        columns={[words.columns.check, words.marks.pass, words.marks.fail, words.marks.unknown, words.station.share]}
        numeric={[1, 2, 3, 4]}
      >
        {model.indicators.map(({ indicator, name, pass, fail, unknown, share }) => (
          <tr key={indicator}>
            <th scope="row">{name}</th>
            <td class="number">{f.number(pass)}</td>
            <td class="number">{f.number(fail)}</td>
            <td class="number">{f.number(unknown)}</td>
            <td class="number">{share}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

function Scores({ model, context }: PageProps): VNode {
  const words = context.m.quality;
  const own = words.station;
  const names = (model.scores[0]?.bands ?? []).map(({ text }) => text);
  return (
    <Section id="score" title={own.score}>
      <p class="hint">{own.coverageHelp}</p>
      <Table
        id="score-table"
        caption={own.scoresCaption}
        columns={[own.score, own.average, words.band, own.coverage, ...names]}
        numeric={[1, 3, ...names.map((_name, i) => i + 4)]}
      >
        {model.scores.map(({ label, average, band, bandText, coverage, bands }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td class="number">{average}</td>
            <td>
              <BandBadge band={band} text={bandText} />
            </td>
            <td class="number">{coverage}</td>
            {bands.map(({ text, count }) => (
              <td key={text} class="number">
                {context.f.number(count)}
              </td>
            ))}
          </tr>
        ))}
      </Table>
      {model.scores.map(({ label, help }) => (
        <p key={label} class="hint">
          {label}: {help}
        </p>
      ))}
    </Section>
  );
}
