/** A message to one person, in plain text. */
export interface MailMessage {
  /** Message-ID without angle brackets: the same for every attempt, so that a mailbox shows it once (RFC 5322 section 3.6.4). */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly language: 'nl' | 'en';
  /** When it was written, ISO 8601: the same for every attempt. */
  readonly date: string;
}

/**
 * What a mail server said. `code` is its reply code, with the enhanced one where it gave one (`550 5.1.1`), or a word for
 * what went wrong before; never its text, which names addresses.
 */
export type MailOutcome =
  | { readonly kind: 'sent'; readonly code: string }
  /** Trying again may help. */
  | { readonly kind: 'later'; readonly code: string }
  /** This message will never arrive there. */
  | { readonly kind: 'rejected'; readonly code: string };

/** Hands messages to a mail server. Never throws for what a server or a network does. */
export interface MailSender {
  send(message: MailMessage): Promise<MailOutcome>;
  close(): void;
}
