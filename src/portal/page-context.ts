import type { LanguageMap, PortalLanguage } from '../domain/language.js';
import { chooseText } from '../domain/language.js';
import type { CatalogueDescription, ContactChannel, NamedAgent } from '../domain/organisation.js';
import { safeHref } from '../rdf/iri.js';
import { formatsOf, type Formats } from './formats.js';
import { messagesOf, type Messages } from './messages/messages.js';

/** How to reach somebody, with links that a page may carry. */
export interface ContactModel {
  readonly name: string;
  readonly page: string | null;
  readonly email: string | null;
  readonly telephone: string | null;
}

/** What every page knows: language, texts, name of the catalogue, and where it stands itself. */
export interface PageContext {
  readonly lang: PortalLanguage;
  readonly m: Messages;
  readonly f: Formats;
  readonly siteName: string;
  readonly siteContact: ContactModel | null;
  readonly hdab: ContactModel | null;
  readonly assets: { readonly css: string; readonly js: string; readonly icon: string };
  readonly baseUrl: string;
  readonly version: string;
}

export function pageContext(options: {
  readonly lang: PortalLanguage;
  readonly catalogue: CatalogueDescription;
  readonly assets: { readonly css: string; readonly js: string; readonly icon: string };
  readonly baseUrl: string;
  readonly version: string;
}): PageContext {
  const { lang, catalogue } = options;
  const first = catalogue.hdabs[0];
  const contact = catalogue.contact ?? catalogue.publisher.contact;
  return {
    lang,
    m: messagesOf[lang],
    f: formatsOf(lang),
    siteName: nameIn(catalogue.title, lang, 'Catalogue'),
    siteContact: contact === null ? null : contactModel(nameIn(catalogue.publisher.name, lang, ''), contact),
    hdab: first === undefined ? null : hdabModel(first, lang),
    assets: options.assets,
    baseUrl: options.baseUrl.replace(/\/+$/, ''),
    version: options.version,
  };
}

export function hdabModel(agent: NamedAgent, lang: PortalLanguage): ContactModel {
  return contactModel(nameIn(agent.name, lang, agent.iri), agent.contact);
}

function contactModel(name: string, contact: ContactChannel | null): ContactModel {
  return {
    name: name === '' ? (contact?.name ?? '') : name,
    page: contact?.page ? safeHref(contact.page) : null,
    email: contact?.email ? contact.email.replace(/^mailto:/, '') : null,
    telephone: contact?.telephone ?? null,
  };
}

function nameIn(map: LanguageMap, lang: PortalLanguage, otherwise: string): string {
  return chooseText(map, lang)?.text ?? otherwise;
}
