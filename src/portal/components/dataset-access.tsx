import type { VNode } from 'preact';
import { safeHref } from '../../rdf/iri.js';
import type { PageContext } from '../page-context.js';
import type { AccessModel, AgentModel } from '../view-models/dataset-access.js';
import { Trusted } from './badges.js';
import { ContactLinks } from './contact.js';
import { Fields } from './fields.js';
import { Section } from './section.js';
import { Words } from './text.js';

/** Section 6: three agents, never one; open data show no application step (R31). */
export function AccessSection({ access, context }: { readonly access: AccessModel; readonly context: PageContext }): VNode {
  const words = context.m.dataset;
  const agents = [
    { label: words.agents.holder, help: words.agents.holderHelp, agent: access.holder },
    { label: words.agents.publisher, help: words.agents.publisherHelp, agent: access.publisher },
    { label: words.agents.hdab, help: words.agents.hdabHelp, agent: access.hdab },
  ];
  return (
    <Section id="access" title={words.sections.access}>
      {access.isPublic ? (
        <p class="actions">
          {access.dataHref === null ? null : (
            <a class="button primary" href={access.dataHref}>
              {words.actions.goToData}
            </a>
          )}
          {words.publicNote}
        </p>
      ) : (
        <p>{words.permitNote}</p>
      )}
      <ul class="agents">
        {agents.map(({ label, help, agent }) => (
          <li key={label} class="agent">
            <h3>{label}</h3>
            <p class="hint">{help}</p>
            {agent === null ? <p class="missing">{context.m.notProvided}</p> : <AgentCard agent={agent} context={context} />}
          </li>
        ))}
      </ul>
      {access.hdab === null && access.askHdab !== null ? <ContactLinks contact={access.askHdab} context={context} /> : null}
      <Fields id="access" fields={access.fields} context={context} />
    </Section>
  );
}

function AgentCard({ agent, context }: { readonly agent: AgentModel; readonly context: PageContext }): VNode {
  const words = context.m.dataset.agents;
  const mail = agent.email === null ? null : safeHref(`mailto:${agent.email}`);
  const name = agent.name.text;
  return (
    <>
      <p class="agent-name">
        <Words text={agent.name} context={context} />
        {agent.trusted ? <Trusted context={context} /> : null}
        {agent.mark === null ? null : <span class="badge info">{agent.mark}</span>}
      </p>
      {agent.description === null ? null : (
        <p>
          <Words text={agent.description} context={context} />
        </p>
      )}
      <ul class="links">
        {agent.page === null ? null : (
          <li>
            <a href={agent.page}>
              {words.page}
              <span class="hidden"> – {name}</span>
            </a>
          </li>
        )}
        {mail === null ? null : (
          <li>
            <a href={mail}>
              {words.email} {agent.email}
            </a>
          </li>
        )}
        {agent.telephone === null ? null : <li>{context.m.hdab.call(agent.telephone)}</li>}
        {agent.homepage === null ? null : (
          <li>
            <a href={agent.homepage}>
              {words.website}
              <span class="hidden"> – {name}</span>
            </a>
          </li>
        )}
        {agent.searchHref === null ? null : (
          <li>
            <a href={agent.searchHref}>{words.datasets(name)}</a>
          </li>
        )}
      </ul>
    </>
  );
}
