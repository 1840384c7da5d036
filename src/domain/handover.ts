/** Where a list can be handed over, as the operator configured it. */
export type HandoverTarget = LinkTarget | PostTarget | MailTarget;

interface TargetWords {
  readonly id: string;
  /** By language, `nl` and `en`. */
  readonly title: Readonly<Record<'nl' | 'en', string>>;
  readonly help: Readonly<Record<'nl' | 'en', string>> | null;
}

/** The visitor goes there; `{ids}` and `{selection}` in the address become the ids, and the address of the whole list as JSON. */
export interface LinkTarget extends TargetWords {
  readonly kind: 'link';
  readonly url: string;
}

/** The list is posted there as JSON, and the visitor gets a link to what came of it. */
export interface PostTarget extends TargetWords {
  readonly kind: 'post';
  readonly url: string;
  /** Bearer token, from the environment or a file; never in the configuration itself. */
  readonly token: string | null;
}

/** The visitor's own mail program opens with the list in it. */
export interface MailTarget extends TargetWords {
  readonly kind: 'mail';
  readonly to: string;
}

export interface HandoverSettings {
  /** ISO 3166-1 alpha-3 of the catalogue's country. */
  readonly country: string | null;
  readonly targets: readonly HandoverTarget[];
}

export const noHandover: HandoverSettings = { country: null, targets: [] };
