declare module 'rdf-canonize' {
  interface CanonizeOptions {
    algorithm: 'RDFC-1.0';
    format: 'application/n-quads';
    canonicalIdMap?: Map<string, string>;
    maxWorkFactor?: number;
    maxDeepIterations?: number;
    signal?: AbortSignal;
  }
  const canonize: { canonize(dataset: readonly object[], options: CanonizeOptions): Promise<string> };
  export default canonize;
}
