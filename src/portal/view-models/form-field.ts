/** One of the values that a field offers. */
export interface Choice {
  readonly value: string;
  readonly text: string;
}

/** What is wrong in a form, at the field where it can be mended. */
export interface FieldMistake<F extends string = string> {
  readonly field: F;
  readonly text: string;
}
