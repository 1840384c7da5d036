import type { Router } from 'express';
import type { PortalLanguage } from '../domain/language.js';
import { createElement } from './element.js';
import { AboutPageView, AccessibilityPageView, PrivacyPageView } from './pages/texts.js';
import type { Portal } from './portal.js';
import { sendPage } from './respond.js';

export function textRoutes(router: Router, portal: Portal, lang: PortalLanguage): void {
  router.get('/about', (request, response) => {
    sendPage(request, response, { page: createElement(AboutPageView, { profiles: portal.queries.profiles(), context: portal.context(lang) }) });
  });
  router.get('/accessibility', (request, response) => {
    sendPage(request, response, { page: createElement(AccessibilityPageView, { context: portal.context(lang) }) });
  });
  router.get('/privacy', (request, response) => {
    sendPage(request, response, { page: createElement(PrivacyPageView, { context: portal.context(lang) }) });
  });
}
