import type { Router } from 'express';
import { euStandings } from '../domain/eu.js';
import type { PortalLanguage } from '../domain/language.js';
import type { EuDesk } from '../federation/eu-desk.js';
import { createElement } from './element.js';
import { FederationPageView } from './pages/federation.js';
import type { Portal } from './portal.js';
import { sendPage } from './respond.js';
import { paramsOf } from './visitor-forms.js';

const linesShown = 50;

/** `/{lang}/federation`: how our datasets stand with the EU catalogue, one line each. */
export function federationRoutes(router: Router, portal: Portal, lang: PortalLanguage, eu: EuDesk): void {
  router.get('/federation', (request, response) => {
    const params = paramsOf(request);
    const standing = euStandings.find((name) => name === params.get('standing')) ?? null;
    const station = params.get('station')?.slice(0, 100) ?? null;
    const filter = { ...(standing === null ? {} : { standing }), ...(station === null ? {} : { station }) };
    const lines = eu.lines(params.get('after')?.slice(0, 100) ?? '', linesShown + 1, filter);
    const shown = lines.slice(0, linesShown);
    const query = new URLSearchParams({ ...filter, after: shown.at(-1)?.record.record ?? '' });
    const next = lines.length > linesShown ? `/${lang}/federation?${query.toString()}#datasets` : null;
    const model = { summary: eu.summary(station ?? undefined), lines: shown, standing, station, next };
    sendPage(request, response, { page: createElement(FederationPageView, { model, context: portal.context(lang) }) });
  });
}
