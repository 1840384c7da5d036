/** Rounds of a property test: the seeded, reduced number, or as many times it as `npm run soak` asks for. */
export function runs(reduced: number): number {
  return reduced * Number(process.env['NDC_PROPERTY_FACTOR'] ?? 1);
}
