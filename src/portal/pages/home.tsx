import type { VNode } from 'preact';
import { AccessBadge } from '../components/badges.js';
import { NotExhaustive } from '../components/contact.js';
import { Document } from '../components/document.js';
import { Hit } from '../components/hit.js';
import { SearchBox } from '../components/search-box.js';
import type { PageContext } from '../page-context.js';
import type { HomePageModel } from '../view-models/home-page.js';

export function HomePageView({ model, context }: { readonly model: HomePageModel; readonly context: PageContext }): VNode {
  const { m, f, lang } = context;
  const words = m.home;
  const totals: [number, string, string][] = [
    [model.datasets, words.totalDatasets(model.datasets), `/${lang}/datasets`],
    [model.holders, words.totalHolders(model.holders), `/${lang}/publishers`],
    [model.stations, words.totalStations(model.stations), `/${lang}/stations`],
  ];
  return (
    <Document context={context} title="" description={words.intro} path="" section="home">
      <div class="hero">
        <div class="wrap">
          <h1>{words.title}</h1>
          <p class="lead">{words.intro}</p>
          <SearchBox context={context} q="" hint />
          <section aria-label={words.totals}>
            <ul class="totals">
              {totals.map(([n, text, href]) => (
                <li key={href}>
                  <a href={href}>
                    <strong>{f.number(n)}</strong> {text}
                  </a>
                </li>
              ))}
            </ul>
          </section>
        </div>
      </div>
      <div class="wrap home">
        <section aria-labelledby="by-access">
          <h2 id="by-access">{words.byAccess}</h2>
          <ul class="tiles three">
            {model.access.map((tile) => (
              <li key={tile.code}>
                <a class="tile" href={tile.href}>
                  <span class="tile-title">
                    <AccessBadge access={{ code: tile.code, label: tile.label, fromSeries: false }} context={context} />
                  </span>
                  <span class="count">{words.datasetsIn(tile.count)}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="by-category">
          <h2 id="by-category">{words.byCategory}</h2>
          <p>{words.byCategoryIntro}</p>
          <ul class="tiles">
            {model.categories.map((tile) => (
              <li key={tile.code}>
                <a class="tile" href={tile.href}>
                  <span class="tile-title">{tile.label}</span>
                  <span class="count">{words.datasetsIn(tile.count)}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="newest">
          <h2 id="newest">{words.newest}</h2>
          <ol class="hits plain">
            {model.newest.map((hit) => (
              <li key={hit.id}>
                <Hit hit={hit} context={context} />
              </li>
            ))}
          </ol>
          <p>
            <a href={`/${lang}/datasets`}>{words.allDatasets}</a>
          </p>
        </section>
        <section aria-labelledby="steps">
          <h2 id="steps">{words.steps}</h2>
          <ol class="steps">
            {words.step.map(({ title, text }) => (
              <li key={title}>
                <h3>{title}</h3>
                <p>{text}</p>
              </li>
            ))}
          </ol>
        </section>
        <NotExhaustive context={context} />
        <div class="columns">
          <section aria-labelledby="holders">
            <h2 id="holders">{words.holders}</h2>
            <p>{words.holdersText}</p>
            <p>
              <a href={`/${lang}/stations`}>{words.holdersLink}</a>
            </p>
          </section>
          <section aria-labelledby="developers">
            <h2 id="developers">{words.developers}</h2>
            <p>{words.developersText}</p>
            <p>
              <a href={`/${lang}/developers`}>{words.developersLink}</a>
            </p>
          </section>
        </div>
      </div>
    </Document>
  );
}
