import type { PortalLanguage } from '../../domain/language.js';
import { en } from './en.js';
import { nl } from './nl.js';

/** Every text of the portal; Dutch is the source, a language that lacks a key does not compile. */
export type Messages = typeof nl;

export const messagesOf: Readonly<Record<PortalLanguage, Messages>> = { nl, en };
