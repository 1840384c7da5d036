/** What became of a ping: `refused` for good, or `failed` so that another try may help. */
export type PingOutcome = { readonly kind: 'taken' | 'refused' | 'failed'; readonly detail: string };

/** Tells an index of FAIR Data Points that there is one (PING-1). */
export interface IndexPinger {
  ping(index: string, clientUrl: string): Promise<PingOutcome>;
}
