import type { z } from 'zod';

/** One operation of the API, from which its part of the OpenAPI document is made. */
export interface Operation {
  readonly path: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly id: string;
  readonly summary: string;
  readonly query: z.ZodObject;
  /** Schema of a 200 in JSON; null when there is no body. */
  readonly answer: object | null;
  /** Media type of that 200; `application/json` where it does not say. */
  readonly type?: string;
  /** Other media types of the same 200, all text. */
  readonly alsoAs?: readonly string[];
  /** Headers of that 200, beside the usual ones. */
  readonly answerHeaders?: readonly string[];
  readonly others?: Readonly<Record<string, { readonly description: string; readonly schema?: object; readonly headers?: readonly string[] }>>;
  /** Every status of a problem that it can answer, beside 400 and what nobody expects. */
  readonly errors: readonly number[];
  readonly body?: object;
  /** Names of the security schemes of which one is wanted; none for what is open to everybody. */
  readonly security?: readonly string[];
  /** Request headers that count beside the usual ones. */
  readonly headers?: readonly { readonly name: string; readonly required: boolean; readonly description: string }[];
}
