export const answerExamples: Readonly<Record<string, unknown>> = {};
export const textExamples: Readonly<Record<string, string>> = {};
