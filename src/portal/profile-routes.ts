import type { Router } from 'express';
import type { PortalLanguage } from '../domain/language.js';
import { createElement } from './element.js';
import { sendNotFound } from './error-pages.js';
import { ProfilePageView, ProfilesPageView } from './pages/profiles.js';
import type { Portal } from './portal.js';
import { sendPage } from './respond.js';
import { profilePageModel, profileRow } from './view-models/profile-page.js';

/** The rules as documented: a list of profiles, and a page for each with all its rules. */
export function profileRoutes(router: Router, portal: Portal, lang: PortalLanguage): void {
  const { queries } = portal;
  router.get('/profiles', (request, response) => {
    const context = portal.context(lang);
    sendPage(request, response, {
      page: createElement(ProfilesPageView, { rows: queries.profiles().map((profile) => profileRow(profile, context)), context }),
    });
  });
  router.get('/profiles/:id', (request, response) => {
    const { id } = request.params;
    const profile = queries.profiles().find((known) => known.id === id);
    const rules = queries.rules(id);
    if (profile === undefined || rules === undefined) {
      sendNotFound(portal, lang, request, response);
      return;
    }
    const context = portal.context(lang);
    sendPage(request, response, { page: createElement(ProfilePageView, { model: profilePageModel(profile, rules, queries.concepts, context), context }) });
  });
}
