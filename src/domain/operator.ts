/** What somebody of the operator's people may do: `operator` everything, the others read what is not public. */
export type OperatorRole = 'operator' | 'ncp' | 'auditor';

export const operatorRoles: readonly OperatorRole[] = ['operator', 'ncp', 'auditor'];

/** Somebody who has shown a token; the name stands with each of their deeds. */
export interface Operator {
  readonly name: string;
  readonly role: OperatorRole;
}

/** One entry of the operators' file: of the token only its SHA-256 is kept, which is enough for 256 random bits. */
export interface OperatorEntry extends Operator {
  readonly tokenHash: string;
}
